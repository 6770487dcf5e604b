"""A question names the kind of thing it is about, as far as the shop has that kind."""

from __future__ import annotations

import pytest

from shopify_app.knowledge.kinds import asked_kind, called_by, is_anything, tagged
from shopify_app.shopify.payloads import Product, parse_product
from tests.knowledge.store import product_payload


def named(title: str, product_type: str = "", tags: str = "") -> Product:
    return parse_product(product_payload(title=title, product_type=product_type, tags=tags))


SHOP = [
    called_by(named(title, kind))
    for title, kind in (
        ("Linen Tote Skirt in Navy", "Skirts"),
        ("Harlequin Belt", "unisex belts"),
        ("Cap Toe Boot, Brown", "women's shoes"),
        ("Pikki Mittens", "gloves"),
        ("Reversible Beanie in Amber", "women's hats"),
        ("Easy Slim Pant", "women's pants"),
    )
]


@pytest.mark.parametrize(
    ("question", "is_one", "is_none"),
    [
        ("a brown leather belt for men", "belt", "leather"),
        ("shoes with a leather sole", "sho", "sol"),
        ("black trousers in size 4", "pant", "siz"),
        ("which skirts do you have?", "skirt", "tot"),
        ("mittens or a beanie", "mitten", "cap"),
        ("mittens or a beanie", "beani", "cap"),
        ("do you have hats in navy", "hat", "navi"),
    ],
)
def test_the_last_word_that_a_product_is_called_is_the_kind(
    question: str, is_one: str, is_none: str
) -> None:
    kind = asked_kind(question, SHOP)

    assert is_one in kind
    assert is_none not in kind


@pytest.mark.parametrize(
    "question", ["", "how long does shipping take?", "a tote", "anything by Marsell", "black", "42"]
)
def test_what_the_shop_has_no_kind_of_is_none(question: str) -> None:
    assert asked_kind(question, SHOP) == frozenset()


def test_a_product_is_called_by_the_end_of_its_title_and_by_its_type() -> None:
    assert called_by(named("Tarn Crew Sweater, Undyed")) == {"sweater"}
    assert called_by(named("Leather Bag (Large) in Brown", "Bags")) == {"bag"}
    assert called_by(named("Striped Skirt and Top")) == {"skirt", "top"}
    assert called_by(named("T-Shirt")) == {"shirt"}
    assert tagged(named("Ayers", tags="Long Shirts, blue")) == {"shirt", "blu"}


def test_a_present_is_anything() -> None:
    assert is_anything("a present for a birthday")
    assert not is_anything("a laptop")


def test_a_gift_is_no_kind_of_thing_and_a_gift_card_is_one() -> None:
    shop = [*SHOP, called_by(named("Woolmere Gift Card", "Gift cards"))]

    assert asked_kind("a gift for my dad", shop) == frozenset()
    assert "card" in asked_kind("do you have a gift card", shop)
