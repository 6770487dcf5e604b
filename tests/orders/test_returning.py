"""Whether what was bought can still go back: the policy's words, the dates, the kind of thing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopify_app.knowledge.html import html_to_sections
from shopify_app.orders.return_terms import PolicyChunk, ReturnTerms, read_terms
from shopify_app.orders.returning import (
    Case,
    ItemReturn,
    asks_about_returning,
    return_words,
    returns_of,
    tells_a_state,
)
from shopify_app.shopify.payloads import Order, Product, parse_order, parse_product
from tests.knowledge.store import order_payload, product_payload, variant

POLICY = """
<h2>How long you have</h2>
<p>You can return anything unworn within <strong>30 days of delivery</strong>. Two get more:</p>
<ul><li>Rainwear: 60 days, worn.</li><li>Bedding: 45 nights.</li></ul>
<p>What was ordered between November 1 and December 24 can come back until January 31.</p>
<h2>Refunds</h2><p>We refund within 5 business days of its arrival.</p>
<h2>What cannot come back</h2>
<ul>
  <li>Anything marked final sale, which means reduced by 40% or more</li>
  <li>Underwear without its seal strip</li>
  <li>Gift cards, and things we made for you: a sewn name</li>
</ul>
<p>None of this applies to faulty things.</p>
"""
ITEM = {
    "title": "Tarn Sweater", "variant_title": "M", "quantity": 1, "product_id": 101,
    "price": "89.00",
}  # fmt: skip
SENT = {
    "id": 5, "created_at": "2026-03-01T12:00:00Z", "status": "success",
    "shipment_status": "delivered",
}  # fmt: skip


def terms(html: str = POLICY) -> ReturnTerms:
    sections = html_to_sections(html)
    return read_terms([PolicyChunk(f"c{n}", s.heading, s.text) for n, s in enumerate(sections)])


def product(kind: str = "Sweaters", *tags: str, **fields: Any) -> Product:
    variants = [variant(1, "M", price="89.00")]
    given = {"product_type": kind, "tags": ", ".join(tags), "variants": variants}
    return parse_product(product_payload(**(given | fields)))


def bought(**fields: Any) -> Order:
    """Ordered on 27 February, sent on 1 March, noted as delivered on 4 March 2026."""
    given = {
        "created_at": "2026-02-27T12:00:00Z",
        "updated_at": "2026-03-04T12:00:00Z",
        "fulfillment_status": "fulfilled",
        "line_items": [ITEM],
        "fulfillments": [SENT],
    }
    return parse_order(order_payload(**(given | fields)))


def decide(
    order: Order,
    today: str,
    thing: Product | None = None,
    policy: str = POLICY,
    **more: Any,
) -> ItemReturn:
    products = {"101": thing or product()}
    case = Case(order, terms(policy), products, date.fromisoformat(today), **more)
    return returns_of(case)[0]


TERMS, SWEATER = terms(), product()
DELIVERED = [SENT | {"delivered_at": "2026-03-03T15:00:00Z"}]


@pytest.mark.parametrize(
    ("today", "verdict"), [("2026-03-10", "yes"), ("2026-04-02", "yes"), ("2026-04-03", "no")]
)
def test_the_days_count_from_the_delivery(today: str, verdict: str) -> None:
    found = decide(bought(fulfillments=DELIVERED), today)

    assert (found.verdict, found.last_day, found.is_exact) == (verdict, date(2026, 4, 2), True)
    assert found.clauses[0].text.startswith("You can return anything unworn within 30 days")


@pytest.mark.parametrize(
    ("today", "verdict"), [("2026-03-31", "yes"), ("2026-04-01", "ask"), ("2026-04-04", "no")]
)
def test_a_delivery_whose_day_is_not_known_is_no_earlier_than_sent_no_later_than_noted(
    today: str, verdict: str
) -> None:
    assert decide(bought(), today).verdict == verdict


def test_what_is_on_its_way_can_go_back_and_what_is_not_sent_too() -> None:
    moving = bought(fulfillments=[SENT | {"shipment_status": "in_transit"}])
    waiting = bought(fulfillments=[], fulfillment_status=None)

    assert decide(moving, "2026-03-05").reason == "It is still on its way."
    assert (decide(moving, "2026-03-05").verdict, decide(moving, "2026-05-05").verdict) == (
        "yes",
        "ask",
    )
    assert (decide(waiting, "2026-03-05").verdict, decide(waiting, "2026-03-05").last_day) == (
        "yes",
        None,
    )


@pytest.mark.parametrize("status", ["failure", "not_delivered", "error"])
def test_what_was_lost_is_a_person_s_matter(status: str) -> None:
    order = bought(fulfillments=[SENT | {"shipment_status": status}])

    assert decide(order, "2026-03-05").verdict == "ask"


def test_a_fulfilled_order_without_parcels_has_no_day_to_count_from() -> None:
    assert decide(bought(fulfillments=[]), "2026-03-05").verdict == "ask"


def test_a_part_that_is_not_sent_yet_leaves_the_end_open() -> None:
    order = bought(fulfillment_status="partial", fulfillments=DELIVERED)

    assert decide(order, "2026-03-20").verdict == "yes"
    assert decide(order, "2026-06-20").verdict == "ask"


@pytest.mark.parametrize(
    ("kind", "tags", "verdict"),
    [
        ("Rainwear", (), "yes"),
        ("Jackets", ("rainwear",), "yes"),
        ("Kids' rainwear", (), "ask"),
        ("Bedding", (), "no"),
        ("Sweaters", (), "no"),
    ],
)
def test_a_kind_with_a_time_of_its_own(kind: str, tags: tuple[str, ...], verdict: str) -> None:
    found = decide(bought(fulfillments=DELIVERED), "2026-04-25", product(kind, *tags))

    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("thing", "title", "verdict", "clause"),
    [
        (product("Gift cards"), "Woolmere card", "no", "Gift cards"),
        (product("Cards"), "Woolmere Gift Card", "no", "Gift cards"),
        (product("Gift sets"), "Gift set with a card", "ask", "Gift cards"),
        (product("Underwear"), "Merino briefs", "ask", "Underwear"),
        (product("Base layers"), "Merino boxers", "ask", "Underwear"),
        (product("Sweaters", "final sale"), "Tarn Sweater", "no", "final sale"),
        (product("Sweaters", "sale"), "Tarn Sweater", "yes", "30 days"),
    ],
)
def test_what_the_policy_excepts(thing: Product, title: str, verdict: str, clause: str) -> None:
    order = bought(fulfillments=DELIVERED, line_items=[ITEM | {"title": title}])

    found = decide(order, "2026-03-10", thing)

    assert found.verdict == verdict
    assert any(clause in each.text for each in found.clauses)


@pytest.mark.parametrize(
    ("paid", "verdict"), [("89.00", "yes"), ("60.00", "yes"), ("53.40", "ask"), (None, "ask")]
)
def test_a_price_low_enough_for_final_sale_or_not_known_is_asked_about(
    paid: str | None, verdict: str
) -> None:
    order = bought(fulfillments=DELIVERED, line_items=[ITEM | {"price": paid}])

    assert decide(order, "2026-03-10").verdict == verdict


def test_a_full_price_is_that_before_the_reduction() -> None:
    reduced = variant(1, "M", price="40.00") | {"compare_at_price": "89.00"}
    order = bought(fulfillments=DELIVERED, line_items=[ITEM | {"price": "40.00"}])

    assert decide(order, "2026-03-10", product(variants=[reduced])).verdict == "ask"


def test_a_thing_the_record_does_not_know_is_asked_about() -> None:
    order = bought(fulfillments=DELIVERED, line_items=[ITEM | {"product_id": None}])

    assert decide(order, "2026-03-10").verdict == "ask"
    assert decide(order, "2026-03-10", policy="<p>Returns: 30 days of delivery.</p>").verdict == (
        "yes"
    )


def test_what_was_made_for_the_shopper_is_named_with_the_yes() -> None:
    order = bought(fulfillments=DELIVERED)
    found = decide(order, "2026-03-10")

    assert "It excepts: “Gift cards, and things we made for you: a sewn name”" in return_words(
        order, [found]
    )


def test_what_is_over_is_over_whatever_else_is_in_doubt() -> None:
    unknown = bought(fulfillments=DELIVERED, line_items=[ITEM | {"product_id": None}])
    briefs = bought(fulfillments=DELIVERED, line_items=[ITEM | {"title": "Merino briefs"}])

    assert decide(unknown, "2026-04-20").verdict == "ask"
    assert decide(unknown, "2026-05-20").verdict == "no"
    assert decide(briefs, "2026-04-20").verdict == "no"


def test_a_last_day_that_a_season_may_move_is_the_earliest() -> None:
    late = [SENT | {"delivered_at": "2026-11-20T12:00:00Z"}]
    found = decide(bought(created_at="2026-11-15T12:00:00Z", fulfillments=late), "2026-12-01")

    assert (found.verdict, found.last_day, found.is_exact) == ("yes", date(2026, 12, 20), False)
    assert "until January 31" in found.clauses[-1].text


def test_a_present_of_the_season_is_asked_about_when_the_days_are_over() -> None:
    late = {"fulfillments": [SENT | {"delivered_at": "2026-11-20T12:00:00Z"}]}
    november = bought(created_at="2026-11-15T12:00:00Z", **late)
    october = bought(created_at="2026-10-15T12:00:00Z", **late)

    assert decide(november, "2027-01-05").verdict == "ask"
    assert decide(october, "2027-01-05").verdict == "no"


@pytest.mark.parametrize("status", ["refunded", "partially_refunded", "voided"])
def test_what_was_paid_back_before_is_a_person_s_matter(status: str) -> None:
    assert decide(bought(financial_status=status), "2026-03-05").verdict == "ask"


def test_a_canceled_order_has_nothing_to_return() -> None:
    found = decide(bought(cancelled_at="2026-02-28T12:00:00Z"), "2026-03-05")

    assert (found.verdict, found.reason) == ("no", "The order was canceled.")


@pytest.mark.parametrize(
    ("policy", "today", "verdict"),
    [
        ("<p>Returns within 14 days of purchase.</p>", "2026-03-13", "yes"),
        ("<p>Returns within 14 days of purchase.</p>", "2026-03-14", "no"),
        ("<p>You have two weeks after receiving it to return an item.</p>", "2026-03-17", "yes"),
        ("<p>You may return items within one month of delivery.</p>", "2026-04-03", "yes"),
        ("<p>You may return items within one month of delivery.</p>", "2026-04-04", "no"),
        ("<p>Returns are possible within 10 business days of delivery.</p>", "2026-03-13", "yes"),
        ("<p>Returns are possible within 10 business days of delivery.</p>", "2026-03-16", "ask"),
        ("<p>Returns: 14 days in the EU, 30 days in Norway.</p>", "2026-03-12", "yes"),
        ("<p>Returns: 14 days in the EU, 30 days in Norway.</p>", "2026-03-25", "ask"),
        ("<p>Our policy lasts 30 days. If 30 days have gone by since your purchase, unfortunately"
         " we can't offer you a refund.</p>", "2026-03-25", "yes"),
        ("<p>All sales are final.</p>", "2026-03-05", "no"),
        ("<p>All sales are final on shoes. Others: see us.</p>", "2026-03-05", "ask"),
        ("<p>Sweaters may be returned within 7 days of delivery. Other items can be returned"
         " within 30 days of delivery.</p>", "2026-03-20", "no"),
        ("<p>You can return items within 30 days of delivery, except sweaters.</p>",
         "2026-03-10", "no"),
        ("<p>Returns: 30 days. We do not accept returns on socks, sweaters or hats.</p>",
         "2026-03-10", "no"),
        ("<p>Returns: 30 days. The following cannot be returned:</p><ul><li>Socks</li>"
         "<li>Sweaters</li></ul>", "2026-03-10", "no"),
        ("<p>Returns: 30 days. Sweaters cannot be returned after 7 days.</p>", "2026-03-20", "ask"),
        ("<p>We are generous with returns. Ask us.</p>", "2026-03-10", "ask"),
        ("<p>Rücksendung binnen 30 Tagen.</p>", "2026-03-10", "ask"),
        ("<p>We refund within 5 days. A faulty item is replaced within 2 years.</p>",
         "2026-03-10", "ask"),
        ("", "2026-03-10", "ask"),
        ("<p>We offer free returns within 30 days of purchase.</p>", "2026-03-20", "yes"),
        ("<p>We accept returns up to 30 days after delivery, if unused.</p>", "2026-04-10", "no"),
        ("<p>You have 30 days to return your order.</p>", "2026-04-01", "ask"),
        ("<p>You have 30 days to return an item from the date you received it.</p>",
         "2026-04-02", "yes"),
        ("<p>Returns: 30 days. Final sale items, hats and sweaters are non-returnable.</p>",
         "2026-03-10", "no"),
        ("<p>All items can be returned within 30 days, but not sweaters.</p>",
         "2026-03-10", "no"),
        ("<p>Return within 30 days of delivery. Sweaters have a 100-night trial.</p>",
         "2026-05-01", "yes"),
        ("<p>Returns within 30 days get a full refund. Between 30 and 60 days we give store"
         " credit.</p>", "2026-04-10", "ask"),
        ("<p>Items must be returned within 30 days of the delivery date. Items returned after 30"
         " days will receive store credit.</p>", "2026-04-10", "ask"),
        ("<p>Shoes can be returned within 14 days and sweaters within 7 days.</p>",
         "2026-03-08", "ask"),
        ("<p>Customers in the EU may return within 14 days. All other customers may return within"
         " 30 days.</p>", "2026-03-25", "ask"),
        ("<p>Returns are only accepted for defective products within 30 days.</p>",
         "2026-03-10", "ask"),
        ("<p>You should receive your refund within four weeks.</p>", "2026-03-10", "ask"),
        ("<p>We do not offer refunds. Exchanges only within 7 days.</p>", "2026-03-05", "ask"),
    ],
)  # fmt: skip
def test_policies_as_stores_word_them(policy: str, today: str, verdict: str) -> None:
    assert decide(bought(fulfillments=DELIVERED), today, policy=policy).verdict == verdict


def test_what_the_shopper_tells_of_its_state_is_for_a_person() -> None:
    found = decide(bought(fulfillments=DELIVERED), "2026-03-10", state_told=True)

    assert found.verdict == "ask"
    assert all(
        tells_a_state(said)
        for said in (
            "Can I return it? It is broken", "can I return it without the tag?",
            "I wore it once, can it go back?", "could I return this, it was a gift",
        )
    )  # fmt: skip
    assert not tells_a_state("Can I still return order #1001?")


def test_days_are_the_store_s_days() -> None:
    order = bought(fulfillments=[SENT | {"delivered_at": "2026-03-03T23:30:00Z"}])

    assert decide(order, "2026-03-10", zone=ZoneInfo("Europe/Berlin")).last_day == date(2026, 4, 3)
    assert decide(order, "2026-03-10", zone=UTC).last_day == date(2026, 4, 2)


def test_the_words_name_thing_order_day_reason_and_clause() -> None:
    order = bought(
        fulfillments=DELIVERED,
        line_items=[ITEM, ITEM | {"title": "Woolmere Gift Card"}, ITEM | {"title": "Fell Vest"}],
    )
    case = Case(order, terms(), {"101": product()}, date(2026, 3, 10))

    said = return_words(order, returns_of(case)).splitlines()

    assert said == [
        "Yes, Tarn Sweater and Fell Vest (order #1001) can still be returned, until 2 April 2026."
        " It was delivered on 3 March 2026.",
        "No, Woolmere Gift Card (order #1001) cannot be returned. It is among the things that"
        " cannot be returned.",
        "The policy says: “You can return anything unworn within 30 days of delivery.”",
        "The policy says: “Gift cards, and things we made for you: a sewn name”",
        "It excepts: “Gift cards, and things we made for you: a sewn name”",
    ]


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Can I still return it?", True),
        ("is it too late to send the sweater back?", True),
        ("Can order #1001 be returned?", True),
        ("May I exchange my boots?", False),
        ("until when can I return #1001?", True),
        ("What is your return policy?", False),
        ("How do I return my order?", False),
        ("Where is my return?", False),
        ("When is it back in stock?", False),
        ("Who pays for returns?", False),
    ],
)
def test_which_questions_are_about_returning_what_was_bought(question: str, asks: bool) -> None:
    assert asks_about_returning(question) == asks


@given(st.integers(0, 200), st.integers(0, 200), st.sampled_from(["delivered", "in_transit"]))
def test_a_no_stays_a_no(first: int, more: int, status: str) -> None:
    order = bought(fulfillments=[SENT | {"shipment_status": status}])
    days = [date(2026, 3, 1) + timedelta(days=each) for each in (first, first + more)]
    earlier, later = (
        returns_of(Case(order, TERMS, {"101": SWEATER}, day))[0].verdict for day in days
    )

    assert earlier != "no" or later == "no"
    assert later != "yes" or earlier == "yes"


def test_no_text_breaks_the_reading() -> None:
    for text in (
        "<p>" + "(" * 500,
        "<p>:;,and or/&</p>",
        "<li>30 days</li>" * 300,
        "<p>：30日</p>",
    ):
        terms(text)
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    assert decide(bought(created_at=moment.isoformat()), "2026-03-01").verdict in ("yes", "ask")
