"""Derive graded relevance for the questions of questions.txt from the records of three stores.

`python -m benchmarks.judged.judging` writes questions.json: for each question the handles of the
documents that answer it, with grades (3 answers it, 2 nearly, 1 is of the kind, absent: does not).

A line is `kind | store | earlier >> question | 3 terms ; 1 terms`. The first grade whose terms all
hold is the document's. Terms, all of them patterns to be checked by hand against the catalogue:
  n:…  title has this      a:…  title or type has this word (is a …)   y:…  type has this
  v:…  vendor              k:…  a variant's SKU                        g:…  a tag
  c:…  colour in title or option       m:…  the word is in title, description, type or tags
  s:…  a variant of this size   b:…  one that can be bought now         p:…  kind of document
  <9 >9  a variant costs at most / at least    stock  can be bought     man, w  for men / women
  -…   the term does not hold   =kind:handle,…  exactly these documents, found by reading
`asc terms`, `dsc terms`: by price, among those that hold: 3 the first, 2 the next two, 1 the rest.
Products only, unless `=` or `p:` says otherwise.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from benchmarks.shared_data import CATALOGUES
from demo.catalog import read_catalog_file
from demo.reading import read_store
from shopify_app.knowledge.documents import (
    Source,
    collection_source,
    page_source,
    policy_source,
    product_source,
)
from shopify_app.knowledge.html import visible_text
from shopify_app.shopify.payloads import (
    Product,
    Variant,
    parse_collection,
    parse_page,
    parse_policy,
    parse_product,
    product_from_record,
)

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 1, tzinfo=UTC)
MARKET = (
    "Apparel.csv",
    "Jewelry.csv",
    "partners-apparel.csv",
    "partners-home-and-garden.csv",
    "partners-jewelery.csv",
)
"""Small catalogues that make one mixed store."""
SIZES = {
    "extra small": "xs", "x-small": "xs", "x small": "xs", "xsmall": "xs", "small": "s",
    "medium": "m", "large": "l", "x-large": "xl", "x large": "xl", "xlarge": "xl",
    "extra large": "xl", "xx-large": "xxl", "xx large": "xxl",
}  # fmt: skip
NATIONS = re.compile(r"^(?:italian|french|european|german|eu|it|fr|uk|us) ")

Rule = Callable[["Item"], bool]


@dataclass(frozen=True)
class Item:
    """A document as a judge sees it, in lower case."""

    kind: str
    handle: str
    title: str
    text: str
    product: Product | None = None

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.handle}"

    @property
    def price(self) -> Decimal:
        prices = [Decimal(each.price) for each in self.variants if each.price]
        return min(prices, default=Decimal(0))

    @property
    def variants(self) -> tuple[Variant, ...]:
        return self.product.variants if self.product else ()


@dataclass(frozen=True)
class Question:
    """`grades` by kind and handle; `history` are the shopper's earlier questions."""

    kind: str
    store: str
    history: tuple[str, ...]
    question: str
    grades: Mapping[str, int]


def main() -> None:
    stores = {name: [item_of(source) for source in read()] for name, read in STORES.items()}
    judged = [
        judge(line, stores)
        for line in (HERE / "questions.txt").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    lines = ",\n".join(json.dumps(vars(each), ensure_ascii=False) for each in judged)
    (HERE / "questions.json").write_text(f"[\n{lines}\n]\n")
    for each in judged:
        best = sum(grade == 3 for grade in each.grades.values())
        print(f"{best:4} of {len(each.grades):4}  {each.kind:12}{each.store:8} {each.question}")
    print(len(judged), "questions")


def read_questions() -> list[Question]:
    raw = json.loads((HERE / "questions.json").read_text())
    return [Question(**each | {"history": tuple(each["history"])}) for each in raw]


# --- the stores ----------------------------------------------------------------------------------


def fashion() -> list[Source]:
    return catalogue("Fashion.csv")


def market() -> list[Source]:
    return [source for name in MARKET for source in catalogue(name)]


def catalogue(name: str) -> list[Source]:
    products = read_catalog_file(CATALOGUES / name, updated_at=NOW).products
    return [product_source(parse_product(payload)) for payload in products]


def demo() -> list[Source]:
    records = read_store(now=NOW).records
    return [
        *(product_source(parse_product(each)) for each in records["product"]),
        *(collection_source(parse_collection(each)) for each in records["collection"]),
        *(policy_source(parse_policy(each)) for each in records["policy"]),
        *(page_source(parse_page(each)) for each in records["page"]),
        *(page_source(parse_page(each)) for each in records["article"]),
    ]


STORES: dict[str, Callable[[], list[Source]]] = {
    "fashion": fashion,
    "market": market,
    "demo": demo,
}


def item_of(source: Source) -> Item:
    product = product_from_record(source.payload) if source.kind == "product" else None
    words = "\n".join(f"{each.heading} {each.text}" for each in source.content.sections)
    return Item(
        source.kind, source.handle or "", source.content.title.lower(), words.lower(), product
    )


# --- the rules -----------------------------------------------------------------------------------


def judge(line: str, stores: Mapping[str, Sequence[Item]]) -> Question:
    kind, store, asked, rules = (part.strip() for part in line.split(" | ", 3))
    *history, question = (part.strip() for part in asked.split(">>"))
    items = [each for each in stores[store] if each.text]
    grades: dict[str, int] = {}
    for rule in filter(None, (part.strip() for part in rules.split(";"))):
        how, _, terms = rule.partition(" ")
        holding = [each for each in items if holds(terms, each)]
        for name, grade in graded(how, holding):
            grades.setdefault(name, grade)
    if 3 not in grades.values():
        raise ValueError(f"nothing answers: {line}")
    return Question(kind, store, tuple(history), question, grades)


def graded(how: str, holding: Sequence[Item]) -> Iterable[tuple[str, int]]:
    if how.isdigit():
        return [(each.name, int(how)) for each in holding]
    priced = [each for each in holding if each.price]
    in_order = sorted(priced, key=lambda each: each.price, reverse=how == "dsc")
    prices = [each.price for each in in_order]
    return [(each.name, by_place(prices.index(each.price))) for each in in_order]


def by_place(place: int) -> int:
    return 3 if place == 0 else 2 if place < 3 else 1


def holds(terms: str, item: Item) -> bool:
    if terms.startswith("="):
        return item.name in terms[1:].split(",")
    split = re.split(r"\s+(?=-?[a-z]:|[<>]|-?stock\b|-?man\b|-?w\b)", terms)
    if not any(term.startswith("p:") for term in split) and item.kind != "product":
        return False
    return all(
        not holds_one(term[1:], item) if term.startswith("-") else holds_one(term, item)
        for term in split
    )


def holds_one(term: str, item: Item) -> bool:
    product = item.product
    if term.startswith("p:"):
        return item.kind == term[2:]
    if product is None:
        return False
    if term[0] in "<>":
        bound = Decimal(term[1:])
        prices = [Decimal(each.price) for each in item.variants if each.price]
        return any(price <= bound if term[0] == "<" else price >= bound for price in prices)
    if term == "stock":
        return any(each.available for each in item.variants)
    if term == "man":
        return bool(re.search(r"(?<!wo)\bmen|\bman\b|unisex", type_and_tags(product)))
    if term == "w":
        return bool(re.search(r"wom[ae]n|unisex", type_and_tags(product)))
    letter, _, value = term.partition(":")
    if letter in "sb":
        return any(
            value in sizes_of(each) and (letter == "s" or each.available) for each in item.variants
        )
    if letter == "k":
        return value in {each.sku.lower() for each in item.variants}
    words = {
        "n": item.title,
        "a": f"{item.title}\n{product.product_type.lower()}",
        "y": product.product_type.lower(),
        "v": product.vendor.lower(),
        "g": "\n".join(product.tags).lower(),
        "c": colours_of(item, product),
        "m": f"{item.title}\n{visible_text(product.body_html).lower()}\n"
        + re.sub(r"[-_]", " ", type_and_tags(product)),
    }[letter]
    plural = "" if letter in "nvy" else r"(?:e?s)?\b"
    start = "" if letter in "nvy" else r"\b"
    return bool(re.search(f"{start}(?:{value}){plural}", words))


def type_and_tags(product: Product) -> str:
    return "\n".join((product.product_type, *product.tags)).lower()


def colours_of(item: Item, product: Product) -> str:
    options = "\n".join(option for each in product.variants for option in each.options)
    return f"{item.title}\n{options}".lower()


def sizes_of(variant: Variant) -> set[str]:
    options = [NATIONS.sub("", option.lower().strip()) for option in variant.options]
    parts = {part for option in options for part in (option, *re.split(r"[/(),]", option))}
    return {SIZES.get(part, part) for part in parts}


if __name__ == "__main__":
    main()
