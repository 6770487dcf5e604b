"""What a question asks of a product besides its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopify_app.knowledge.wishes import (
    NONE,
    Wishes,
    fitness,
    lowest_price,
    read_wishes,
    without_wishes,
)
from shopify_app.shopify.payloads import Option, Product, Variant


def variant(size: str, price: str = "80.00", *, available: bool = True) -> Variant:
    return Variant(
        id=size,
        title=f"Navy / {size}",
        sku="",
        price=price,
        compare_at_price=None,
        available=available,
        inventory_quantity=None,
        options=("Navy", size),
    )


PARKA = Product(
    id="1",
    title="Skerry Parka",
    handle="skerry-parka",
    body_html="<p>Waxed cotton with a hood.</p>",
    vendor="Woolmere",
    product_type="Coats",
    tags=("rain",),
    status="active",
    published=True,
    updated_at=datetime(2026, 11, 1, tzinfo=UTC),
    options=(Option("Colour", ("Navy",)), Option("Size", ("S", "Large"))),
    variants=(variant("S", "80.00", available=False), variant("Large", "95.00")),
    images=(),
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Show me black dresses under $100", {"most": 100, "colours": {"black"}}),
        ("a jumper for less than 80 euros", {"most": 80}),
        ("anything under 50", {"most": 50}),
        ("gifts between $20 and $40", {"least": 20, "most": 40}),
        ("gifts between 40 and 20 pounds", {"least": 20, "most": 40}),
        ("jackets over $300", {"least": 300}),
        ("a coat for around $200", {"least": 150, "most": 250}),
        ("the cheapest parka", {"order": "cheapest"}),
        ("What is your least expensive ring?", {"order": "cheapest"}),
        ("your most expensive coat", {"order": "dearest"}),
        ("boots in size 42", {"size": "42"}),
        ("the parka in Large", {"size": "l"}),
        ("the parka in XL", {"size": "xl"}),
        ("a boot in US 9.5", {"size": "9.5"}),
        ("a gray scarf", {"colours": {"grey"}}),
        ("Is it in stock?", {"in_stock": True}),
        ("boots, not leather", {"without": {"leather"}}),
        ("non-leather boots", {"without": {"leather"}}),
        ("a parka without a hood", {"without": {"hood"}}),
        ("nickel-free earrings", {"without": {"nickel"}}),
        ("a bag in any colour but not black", {"without": {"black"}}),
        ("a bag except black or navy", {"without": {"black", "navi"}, "colours": set()}),
        ("which ring costs the least?", {"order": "cheapest"}),
        ("which ring costs the most?", {"order": "dearest"}),
        ("earrings for 300 to 500 dollars", {"least": 300, "most": 500}),
        ("a sofa for not more than $100", {"least": None, "most": 100}),
        ("cardigan, extra small", {"size": "xs"}),
        ("XXL shirts", {"size": "xxl"}),
        ("shirts for my husband", {"whom": {"men"}}),
        ("women's shoes", {"whom": {"women"}}),
        ("shoes for men and women", {"whom": set()}),
    ],
)
def test_a_wish_is_read(question: str, expected: dict[str, Any]) -> None:
    wishes = read_wishes(question)

    for name, value in expected.items():
        assert getattr(wishes, name) == value


@pytest.mark.parametrize(
    "question",
    [
        "What is your return policy?",
        "Do you deliver within 30 days?",
        "Is it lighter than 5 kg, or less than 3 kg?",
        "I am under 180 cm tall",
        "I have no idea what to buy",
        "There is no problem, thank you",
        "Can I return it if it is not available any more?",
        "Does it ship in 3 days?",
        "Is the parcel 10% heavier than usual?",
        "",
    ],
)
def test_where_nothing_is_wished_nothing_is_read(question: str) -> None:
    assert replace(read_wishes(question), in_stock=False) == NONE


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("Show me black dresses under $100", "Show me black dresses"),
        ("the cheapest wool jumper", "the wool jumper"),
        ("gifts up to 40 euros for men", "gifts for men"),
        ("boots, not leather", "boots,"),
        ("I have no idea what to buy", "I have no idea what to buy"),
    ],
)
def test_what_no_text_has_is_not_searched_for(question: str, searched: str) -> None:
    assert " ".join(without_wishes(question).split()) == searched


@pytest.mark.parametrize(
    ("question", "is_met"),
    [
        ("a parka under $100", True),
        ("a parka under $85", True),
        ("a parka under $50", False),
        ("a parka over $90", True),
        ("a parka over $200", False),
        ("a parka in large", True),
        ("a parka in size S", False),
        ("a parka in XL", False),
        ("a navy parka", True),
        ("a red parka", False),
        ("a parka without a hood", False),
        ("a coat without fur", True),
        ("a parka that is in stock", True),
        ("a blue parka", True),
        ("a parka for men", True),
        ("anything but navy", False),
        ("a parka", True),
    ],
)
def test_a_product_meets_the_wish_or_counts_for_less(question: str, is_met: bool) -> None:
    met = fitness(read_wishes(question), PARKA)

    assert (met == 1) is is_met
    assert met > 0


@pytest.mark.parametrize(
    ("fields", "question", "is_met"),
    [
        ({"product_type": "women's coats"}, "a parka for men", False),
        ({"product_type": "unisex coats", "tags": ("woman",)}, "a parka for men", True),
        ({"title": "Skerry Parka in Rouge", "tags": ("black",)}, "a black parka", False),
        ({"title": "Skerry Parka in Rouge"}, "a red parka", True),
        ({"body_html": "<p>Pure cashmere.</p>"}, "a parka, no wool", False),
        ({"body_html": "<p>Suede.</p>"}, "a parka without leather", False),
        ({"body_html": "<p>Goes with silver.</p>"}, "a parka without silver", False),
        ({"body_html": "<p>Goes with black.</p>"}, "a parka that is not black", True),
    ],
)
def test_who_it_is_for_its_own_colour_and_what_it_is_made_of_count(
    fields: dict[str, Any], question: str, is_met: bool
) -> None:
    assert (fitness(read_wishes(question), replace(PARKA, **fields)) == 1) is is_met


def test_a_size_is_one_however_it_is_written() -> None:
    product = replace(PARKA, variants=tuple(map(variant, ("X-Small", "XLarge", "Italian 42"))))

    for asked in ("x-small", "extra small", "XS"):
        assert fitness(read_wishes(f"a parka in {asked}"), product) == 1
    assert fitness(read_wishes("a parka in X Large"), product) == 1
    assert fitness(read_wishes("a parka in size 42"), product) == 1


def test_the_price_that_counts_is_that_of_what_can_be_bought() -> None:
    assert lowest_price(NONE, PARKA) == Decimal("95.00")
    assert lowest_price(Wishes(size="s"), PARKA) == Decimal("95.00")
    gone = replace(PARKA, variants=(variant("S", "80.00", available=False),))
    assert lowest_price(NONE, gone) == Decimal("80.00")
    assert lowest_price(NONE, replace(PARKA, variants=())) is None


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert fitness(read_wishes(text), PARKA) > 0
    assert len(without_wishes(text)) <= len(text) + 20
