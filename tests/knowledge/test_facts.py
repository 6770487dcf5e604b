"""Price, stock and availability are the record's, at this moment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from shopify_app.db import Record
from shopify_app.knowledge.facts import (
    brief_facts,
    facts_asked_for,
    facts_line,
    find_product_id,
    load_products,
    money,
    product_card,
    product_cards,
)
from shopify_app.knowledge.sources import apply_source, delete_source
from shopify_app.shopify.payloads import Product, parse_product
from shopify_app.shops.directory import ShopEntry, active_shop
from tests.knowledge.indexed import NOW, put
from tests.knowledge.store import minutes_past, product, product_payload, variant

ENTRY = ShopEntry(
    shop="woolmere.myshopify.com",
    state="active",
    epoch=1,
    namespace="n" * 32,
    profile={"url": "https://woolmere.example", "currency": "EUR"},
    installed_at=datetime(2026, 1, 1, tzinfo=UTC),
)


def blanket(**fields: Any) -> Product:
    return parse_product(product_payload(**fields))


def sized(*variants: dict[str, Any], names: tuple[str, ...] = ("Size",)) -> Product:
    options = [
        {"name": name, "values": sorted({each[f"option{place}"] for each in variants})}
        for place, name in enumerate(names, start=1)
    ]
    return blanket(variants=list(variants), options=options)


def test_the_facts_name_price_stock_and_what_is_sold_out() -> None:
    assert facts_line(blanket(), "EUR") == (
        "Fjord Wool Blanket costs from €89.00 to €129.00: Small €89.00, Large €129.00."
        " Fjord Wool Blanket is in stock in Small. Sold out: Large."
    )


@pytest.mark.parametrize(
    ("variants", "facts"),
    [
        ([variant(1, price="9.50")], "costs €9.50. Fjord Wool Blanket is in stock."),
        (
            [variant(1, price="9.50", quantity=2)],
            "costs €9.50. Fjord Wool Blanket is in stock (only 2 left).",
        ),
        ([variant(1, price="9.50", quantity=0)], "costs €9.50. Fjord Wool Blanket is sold out."),
        (
            [variant(1, price="9.50") | {"compare_at_price": "12.00"}],
            "costs €9.50, reduced from €12.00. Fjord Wool Blanket is in stock.",
        ),
        (
            [variant(1, price="9.50") | {"compare_at_price": "9.50"}],
            "costs €9.50. Fjord Wool Blanket is in stock.",
        ),
        (
            [variant(1, price="9.50", quantity=0) | {"inventory_policy": "continue"}],
            "costs €9.50. Fjord Wool Blanket is in stock.",
        ),
        (
            [variant(1, "S", price="9.50"), variant(2, "M", price="9.50")],
            "costs €9.50. Fjord Wool Blanket is in stock in S, M.",
        ),
        (
            [variant(1, "S", price="9.50", quantity=0), variant(2, "M", price="9.50", quantity=0)],
            "costs €9.50. Fjord Wool Blanket is sold out.",
        ),
    ],
)
def test_each_state_of_a_product_has_its_words(variants: list[dict[str, Any]], facts: str) -> None:
    assert facts_line(blanket(variants=variants), "EUR") == f"Fjord Wool Blanket {facts}"


def test_a_product_without_variants_has_no_facts() -> None:
    assert facts_line(blanket(variants=[]), "EUR") == ""


def test_a_price_that_depends_on_two_options_is_a_span() -> None:
    product = sized(
        variant(1, "Navy", "S", price="10.00"),
        variant(2, "Navy", "L", price="12.00"),
        variant(3, "Black", "S", price="11.00"),
        variant(4, "Black", "L", price="13.00"),
        names=("Color", "Size"),
    )

    assert "costs from €10.00 to €13.00, depending on the variant." in facts_line(product, "EUR")


def test_the_price_is_told_by_the_option_it_depends_on() -> None:
    product = sized(
        variant(1, "Navy", "S", price="10.00"),
        variant(2, "Navy", "L", price="12.00"),
        variant(3, "Black", "S", price="10.00"),
        variant(4, "Black", "L", price="12.00"),
        names=("Color", "Size"),
    )

    assert "S €10.00, L €12.00." in facts_line(product, "EUR")


def test_prices_are_put_in_order_as_numbers() -> None:
    product = sized(variant(1, "S", price="9.00"), variant(2, "L", price="100.00"))

    assert "from €9.00 to €100.00" in facts_line(product, "EUR")


def test_many_variants_are_told_by_their_first_option() -> None:
    sizes = ("XS", "S", "M", "L", "XL")
    product = sized(
        *(
            variant(10 * c + s, color, size, price="10.00", quantity=0 if size == "XL" else 5)
            for c, color in enumerate(("Navy", "Black", "Rust"))
            for s, size in enumerate(sizes, start=1)
        ),
        names=("Color", "Size"),
    )

    assert facts_line(product, "EUR").endswith(
        "is in stock in Navy / XS, Navy / S, Navy / M, Navy / L, Black / XS, Black / S, Black / M,"
        " Black / L, Rust / XS, Rust / S, Rust / M, Rust / L."
        " Sold out: Navy / XL, Black / XL, Rust / XL."
    )
    more = sized(
        *(
            variant(10 * c + s, color, size, price="10.00")
            for c, color in enumerate(("Navy", "Black", "Rust"))
            for s, size in enumerate(sizes, start=1)
        ),
        names=("Color", "Size"),
    )
    assert facts_line(more, "EUR").endswith(
        "is in stock in Navy (XS, S, M, L, XL), Black (XS, S, M, L, XL), Rust (XS, S, M, L, XL)."
    )


def test_two_thousand_variants_are_told_in_a_few_words() -> None:
    variants = [variant(n, f"Shade {n}", price=f"{n}.00") for n in range(1, 2049)]

    facts = facts_line(sized(*variants, names=("Shade",)), "EUR")

    assert len(facts) < 600
    assert "and 2036 more" in facts


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        ("19.90", "USD", "$19.90"),
        ("19.90", "EUR", "€19.90"),
        ("1990", "JPY", "¥1990"),
        ("19.90", "SEK", "19.90 SEK"),
        ("19.90", "", "19.90"),
        (None, "USD", ""),
    ],
)
def test_money_is_named_as_the_shop_counts_it(amount: str | None, currency: str, said: str) -> None:
    assert money(amount, currency) == said


def test_a_card_offers_the_cheapest_variant_that_can_be_bought() -> None:
    card = product_card(
        sized(
            variant(1, "S", price="5.00", quantity=0),
            variant(2, "M", price="9.00"),
            variant(3, "L", price="12.00"),
        ),
        ENTRY,
    )

    assert (card.price, card.variant_id, card.available) == ("9.00", "2", True)
    assert card.url == "https://woolmere.example/products/fjord-wool-blanket"
    assert card.image == "https://cdn.example/fjord.jpg"
    assert card.currency == "EUR"


def test_a_sold_out_product_s_card_says_so_and_still_has_a_price() -> None:
    card = product_card(sized(variant(1, "S", price="5.00", quantity=0)), ENTRY)

    assert (card.price, card.available) == ("5.00", False)


@pytest.mark.parametrize(
    ("src", "address"),
    [
        ("//cdn.example/a.jpg", "https://cdn.example/a.jpg"),
        ("/demo/a.jpg", "https://woolmere.example/demo/a.jpg"),
        ("https://cdn.example/a.jpg", "https://cdn.example/a.jpg"),
    ],
)
def test_a_card_s_picture_has_a_whole_address(src: str, address: str) -> None:
    assert product_card(blanket(images=[{"src": src, "alt": ""}]), ENTRY).image == address


def test_a_price_change_is_true_in_the_next_card(record: Record, shop: str) -> None:
    put(record, shop, product())
    dearer = product(
        updated_at=minutes_past(1).isoformat(), variants=[variant(1011, "Small", price="95.00")]
    )

    with record.write() as connection:
        apply_source(connection, shop, dearer, now=NOW)

    with record.read() as connection:
        [card] = product_cards(connection, active_shop(connection, shop), ["101"])
    assert card.price == "95.00"


def test_cards_come_in_the_order_asked_and_only_of_what_is_shown(record: Record, shop: str) -> None:
    put(
        record,
        shop,
        product(id=1, handle="a"),
        product(id=2, handle="b"),
        product(id=3, handle="c", status="draft"),
        product(id=4, handle="d", status="unlisted"),
        product(id=5, handle="e"),
    )
    with record.write() as connection:
        delete_source(
            connection, shop, kind="product", source_id="5", version_at=minutes_past(1), now=NOW
        )

    with record.read() as connection:
        entry = active_shop(connection, shop)
        cards = product_cards(connection, entry, ["5", "2", "404", "3", "1", "4"])

    assert [card.handle for card in cards] == ["b", "a"]


def test_another_shop_s_products_have_no_card_here(
    record: Record, shop: str, other_shop: str
) -> None:
    put(record, other_shop, product())

    with record.read() as connection:
        cards = product_cards(connection, active_shop(connection, shop), ["101"])
        known = load_products(connection, shop, ["101"])
        found = find_product_id(connection, shop, "fjord-wool-blanket")

    assert (cards, known, found) == ([], {}, None)


@pytest.mark.parametrize(
    ("question", "size", "facts"),
    [
        (
            "is it available in size L?",
            "l",
            "Fjord Wool Blanket is sold out in Moss / L, Ink / L."
            " Fjord Wool Blanket is in stock in Moss / S, Ink / S."
            " Fjord Wool Blanket costs €9.50.",
        ),
        (
            "do you have it in moss",
            None,
            "Fjord Wool Blanket is in stock in Moss / S. Sold out: Moss / L."
            " Fjord Wool Blanket costs €9.50.",
        ),
        (
            "the ink one in S?",
            None,
            "Fjord Wool Blanket is in stock in Ink / S. Fjord Wool Blanket costs €9.50.",
        ),
        ("how much is it?", None, ""),
        ("do you have it in gold?", None, ""),
        ("it's a lovely blanket", None, ""),
    ],
)
def test_who_names_a_size_or_a_colour_is_told_of_that(
    question: str, size: str | None, facts: str
) -> None:
    colours = sized(
        *(
            variant(number, f"{colour} / {letter}", price="9.50", quantity=stock)
            | {"option1": colour, "option2": letter}
            for number, (colour, letter, stock) in enumerate(
                [("Moss", "S", 9), ("Moss", "L", 0), ("Ink", "S", 9), ("Ink", "L", 0)], start=1
            )
        ),
        names=("Colour", "Size"),
    )

    assert facts_asked_for(colours, "EUR", question, size) == facts


def test_what_only_who_has_the_link_may_see_is_in_no_list() -> None:
    assert brief_facts(blanket(status="active"), "EUR")
    assert brief_facts(blanket(status="unlisted"), "EUR") == ""
