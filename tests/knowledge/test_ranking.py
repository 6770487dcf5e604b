"""What is asked of products decides among what was found."""

from __future__ import annotations

from typing import Any

from shopify_app.knowledge.ranking import Candidate, collapsed, fitting, rank
from shopify_app.knowledge.wishes import read_wishes
from shopify_app.shopify.payloads import Product, parse_product
from tests.knowledge.store import product_payload, variant


def found(
    source_id: str, title: str, *, cosine: float, kind: str = "product", **more: Any
) -> Candidate:
    return Candidate(
        chunk_id=more.pop("chunk_id", f"{kind}-{source_id}"),
        kind=kind,
        source_id=source_id,
        title=title,
        heading="",
        text=title,
        url=None,
        cosine=cosine,
        terms=("black", "leather", "belt"),
        **more,
    )


def sold(source_id: str, title: str, colour: str, price: str, **more: Any) -> Product:
    number = int(source_id)
    variants = [variant(number * 10, colour, price=price)]
    more |= {"product_type": "", "tags": ""}
    return parse_product(product_payload(id=number, title=title, variants=variants, **more))


SHELF = {
    "1": sold("1", "Leather Bag", "Black", "50.00"),
    "2": sold("2", "Plain Belt", "Black", "90.00"),
    "3": sold("3", "Harlequin Belt", "Brown", "40.00"),
    "4": sold("4", "Web Belt", "Black", "60.00"),
}
FOUND = [
    found("1", "black leather bag", cosine=0.7),
    found("2", "black leather belt", cosine=0.6),
    found("3", "leather belt", cosine=0.6),
    found("4", "black leather belt", cosine=0.5),
    found("9", "belt sizes", cosine=0.55, kind="page"),
]


def order(question: str) -> list[str]:
    ranked = rank(FOUND, {})
    return [each.source_id for each in fitting(ranked, SHELF, question, read_wishes(question))]


def test_what_is_of_another_kind_comes_last() -> None:
    assert order("a leather belt")[-1] == "1"


def test_colour_and_kind_decide_together() -> None:
    assert order("a black leather belt")[0] == "2"
    assert order("a brown leather belt")[0] == "3"


def test_the_price_decides_among_those_of_the_kind_that_have_all_the_words() -> None:
    assert order("cheapest black leather belt")[0] == "4"
    assert order("the most expensive black leather belt")[0] == "2"


def test_a_page_is_no_product_when_a_price_is_asked_for() -> None:
    question = "a leather belt under $100"

    assert order(question).index("9") > order("a leather belt").index("9")


def test_what_is_not_convincing_is_left_out_unless_anything_will_do() -> None:
    far = [found("2", "umbrella", cosine=0.1), found("9", "care", cosine=0.1, kind="page")]

    assert rank(far, {}) == []
    assert [each.source_id for each in rank(far, {}, anything=True)] == ["2"]


def test_a_document_has_two_chunks_at_most() -> None:
    parts = [found("2", "belt", cosine=0.6, chunk_id=str(n)) for n in range(4)]

    assert [each.chunk_id for each in collapsed(parts)] == ["0", "1"]
