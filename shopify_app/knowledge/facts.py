"""What is true of a product at this moment: price, stock, availability, from the record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlalchemy import Connection, select

from shopify_app.db.tables import Document, SourceRecord
from shopify_app.knowledge.wishes import has_size, is_size
from shopify_app.knowledge.words import plain
from shopify_app.shopify.payloads import Product, Variant, product_from_record
from shopify_app.shops.directory import ShopEntry

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "CAD": "CA$", "AUD": "A$", "JPY": "¥"}
MOST_NAMED = 12
LOW_STOCK = 3
SHORTEST_NAME = 2
LONE = re.compile(r"(?<![\w'’])[A-Z]{1,3}(?![\w'’])")


@dataclass(frozen=True)
class ProductCard:
    """What the widget shows of a product. Prices are decimal strings in `currency`."""

    handle: str
    title: str
    url: str
    image: str | None
    price: str | None
    compare_at_price: str | None
    currency: str
    available: bool
    variant_id: str | None


def load_products(
    connection: Connection, shop: str, product_ids: Iterable[str]
) -> dict[str, Product]:
    """The live products among the ids."""
    rows = connection.execute(
        select(SourceRecord.source_id, SourceRecord.payload).where(
            SourceRecord.shop == shop,
            SourceRecord.kind == "product",
            SourceRecord.source_id.in_(list(product_ids)),
            SourceRecord.deleted.is_(False),
        )
    )
    return {row[0]: product_from_record(row[1]) for row in rows}


def find_product_id(connection: Connection, shop: str, handle: str) -> str | None:
    return connection.scalar(
        select(SourceRecord.source_id).where(
            SourceRecord.shop == shop,
            SourceRecord.kind == "product",
            SourceRecord.handle == handle,
            SourceRecord.deleted.is_(False),
        )
    )


def find_product_title(connection: Connection, shop: str, handle: str) -> str | None:
    """Of a product that is indexed, so that shoppers may see it."""
    return connection.scalar(
        select(Document.title)
        .join(
            SourceRecord,
            (SourceRecord.shop == Document.shop)
            & (SourceRecord.kind == Document.kind)
            & (SourceRecord.source_id == Document.source_id),
        )
        .where(
            Document.shop == shop,
            Document.kind == "product",
            Document.content_sha256 != "",
            SourceRecord.handle == handle,
            SourceRecord.deleted.is_(False),
        )
    )


def product_cards(
    connection: Connection, entry: ShopEntry, product_ids: Sequence[str]
) -> list[ProductCard]:
    """Cards in the order of the ids, of products that may be shown: active and published."""
    products = load_products(connection, entry.shop, product_ids)
    shown = [products[each] for each in product_ids if each in products]
    return [
        product_card(product, entry)
        for product in shown
        if product.published and product.status == "active"
    ]


def product_card(product: Product, entry: ShopEntry) -> ProductCard:
    """With the price of the cheapest variant that can be bought, else of the cheapest."""
    variant = offered_variant(product)
    return ProductCard(
        handle=product.handle,
        title=product.title,
        url=f"{entry.url}/products/{product.handle}",
        image=_absolute(product.images[0].src, entry) if product.images else None,
        price=variant.price if variant else None,
        compare_at_price=_real_discount(variant) if variant else None,
        currency=entry.currency,
        available=any(each.available for each in product.variants),
        variant_id=variant.id if variant else None,
    )


def facts_line(product: Product, currency: str) -> str:
    """One to three sentences: price, and what can be bought now, by option.

    They stand beside the passage in the prompt and are what the grounding gate accepts as price
    and stock, so every one is a whole sentence about this product.
    """
    sentences = [_price_sentence(product, currency), *_stock_sentences(product)]
    return " ".join(sentence for sentence in sentences if sentence)


def facts_asked_for(product: Product, currency: str, question: str, size: str | None) -> str:
    """Price, and the stock of the size, colour or other choice that the question names; empty when
    it names none, or none that there is. What else can be had is told where that is sold out."""
    asked = _variants_named(product, question, size)
    if not asked or len(asked) == len(product.variants):
        return ""
    if not any(each.available for each in asked):
        stock = f"{product.title} is sold out in {_names(asked)}."
        others = _stock_sentences(product)[:1]
    else:
        stock = " ".join(_stock_sentences(product, asked))
        others = []
    return " ".join(filter(None, (stock, *others, _price_sentence(product, currency))))


def brief_facts(product: Product, currency: str, size: str | None = None) -> str:
    """Price and stock in a few words, for a list: `$68.00, in stock`. With a size, of that size.
    Empty for one that only who has the link may see."""
    if product.status == "unlisted":
        return ""
    meeting = [each for each in product.variants if size is None or has_size(each, size)]
    prices = sorted({each.price for each in meeting or product.variants if each.price}, key=Decimal)
    price = f"from {money(prices[0], currency)}" if len(prices) > 1 else ""
    price = price or (money(prices[0], currency) if prices else "")
    of_size = f" in size {size.upper()}" if size and meeting else ""
    if not any(each.available for each in meeting or product.variants):
        stock = f"sold out{of_size}"
    else:
        stock = f"in stock{of_size}"
    return ", ".join(filter(None, (price, stock)))


def money(amount: str | None, currency: str) -> str:
    """`19.90` in USD → `$19.90`; an unknown currency is named after the amount."""
    if amount is None:
        return ""
    symbol = SYMBOLS.get(currency)
    return f"{symbol}{amount}" if symbol else f"{amount} {currency}".strip()


def offered_variant(product: Product) -> Variant | None:
    buyable = [variant for variant in product.variants if variant.available]
    return min(buyable or product.variants, key=_amount, default=None)


def _price_sentence(product: Product, currency: str) -> str:
    prices = sorted({each.price for each in product.variants if each.price}, key=Decimal)
    if not prices:
        return ""
    if len(prices) > 1:
        span = f"from {money(prices[0], currency)} to {money(prices[-1], currency)}"
        named = _priced(product, currency)
        return f"{product.title} costs {span}{named or ', depending on the variant'}."
    variant = offered_variant(product)
    before = _real_discount(variant) if variant else None
    was = f", reduced from {money(before, currency)}" if before else ""
    return f"{product.title} costs {money(prices[0], currency)}{was}."


def _priced(product: Product, currency: str) -> str:
    """Each value with its price, of the first option that the price depends on alone."""
    for place in range(len(product.options)):
        prices: dict[str, set[str]] = {}
        for variant in product.variants:
            if place < len(variant.options) and variant.price:
                prices.setdefault(variant.options[place], set()).add(variant.price)
        if 1 < len(prices) <= MOST_NAMED and all(len(each) == 1 for each in prices.values()):
            named = (f"{value} {money(min(each), currency)}" for value, each in prices.items())
            return f": {', '.join(named)}"
    return ""


def _variants_named(product: Product, question: str, size: str | None) -> list[Variant]:
    """Those with every option the question names; all of them when it names none."""
    meeting = list(product.variants)
    told = without_title(question, product.title)
    for place in range(len(product.options)):
        named = [
            each
            for each in meeting
            if place < len(each.options) and _is_named(each.options[place], told, size)
        ]
        meeting = named or meeting
    return meeting


def _is_named(value: str, question: str, size: str | None) -> bool:
    """A letter or a number alone may be anything: only what is asked for as a size is one, or a
    letter that is written as sizes are."""
    if size and is_size(value, size):
        return True
    words = plain(value)
    if len(words) <= SHORTEST_NAME or words.isdigit():
        return value.isalpha() and value.isupper() and value in LONE.findall(question)
    return f" {words} " in f" {plain(question)} "


def without_title(question: str, title: str) -> str:
    """A “Rubber Boot, Tall” is not asked for in the size Tall."""
    return re.sub(rf"\b{re.escape(title)}\b", " ", question, flags=re.I)


def _stock_sentences(product: Product, variants: Sequence[Variant] | None = None) -> list[str]:
    """Of these variants, or of all."""
    variants = product.variants if variants is None else variants
    available = [variant for variant in variants if variant.available]
    if not variants:
        return []
    if not available:
        return [f"{product.title} is sold out."]
    if len(product.variants) == 1:
        return [f"{product.title} is in stock{_left(available[0])}."]
    if len(available) == len(variants):
        return [f"{product.title} is in stock in {_names(available)}."]
    gone = [variant for variant in variants if not variant.available]
    return [
        f"{product.title} is in stock in {_names(available)}.",
        f"Sold out: {_names(gone)}.",
    ]


def _names(variants: Sequence[Variant]) -> str:
    """`Navy / S, Navy / M`; when there are many, `Navy (S, M), Black (S)`."""
    names = [f"{variant.title}{_left(variant)}" for variant in variants]
    if len(names) > MOST_NAMED:
        names = _grouped(variants)
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _grouped(variants: Sequence[Variant]) -> list[str]:
    groups: dict[str, list[str]] = {}
    for variant in variants:
        first, *others = variant.options or (variant.title,)
        groups.setdefault(first, []).append(" / ".join(others))
    return [
        f"{first} ({', '.join(rest)})" if any(rest) else first for first, rest in groups.items()
    ]


def _left(variant: Variant) -> str:
    quantity = variant.inventory_quantity
    return f" (only {quantity} left)" if quantity is not None and 0 < quantity <= LOW_STOCK else ""


def _real_discount(variant: Variant) -> str | None:
    """The price before, when it was higher."""
    if variant.compare_at_price is None or variant.price is None:
        return None
    higher = Decimal(variant.compare_at_price) > Decimal(variant.price)
    return variant.compare_at_price if higher else None


def _amount(variant: Variant) -> Decimal:
    try:
        return Decimal(variant.price or "Infinity")
    except InvalidOperation:
        return Decimal("Infinity")


def _absolute(src: str, entry: ShopEntry) -> str:
    if src.startswith("//"):
        return f"https:{src}"
    return f"{entry.url}{src}" if src.startswith("/") else src
