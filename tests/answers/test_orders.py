"""A customer's own orders, as they are told with Claude and without."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from shopify_app.answers.asking import answer
from shopify_app.answers.events import Done, Event
from shopify_app.answers.questions import Question
from shopify_app.conversations.visits import Visit
from shopify_app.knowledge.documents import order_source
from shopify_app.knowledge.sources import apply_source
from shopify_app.parts import Parts
from shopify_app.shopify.payloads import OrderItem
from shopify_app.voice import default_voice
from tests.answers import woolmere
from tests.fake_claude import Act, FakeClaude

VOICE = default_voice(woolmere.PROFILE)
ARRIVED = datetime.fromisoformat("2026-11-03T12:00:00+00:00")
JACKET = OrderItem("Fjord Rain Jacket", "M", 1, "fulfilled", "101", "129.00")
SOCKS = OrderItem("Harbour Socks", "M", 1, "fulfilled", "103", "9.00")


@pytest.fixture
def anna(store: str) -> Visit:
    return Visit(store, "address-of-anna", woolmere.ANNA)


@pytest.fixture
def delivered(parts: Parts, anna: Visit) -> None:
    """Anna's #1001 was delivered on 3 November 2026, with what can come back and what cannot."""
    order = woolmere.ORDERS[0]
    parcel = replace(order.fulfillments[0], shipment_status="delivered", delivered_at=ARRIVED)
    told = replace(
        order,
        items=(JACKET, SOCKS),
        fulfillments=(parcel,),
        updated_at=order.updated_at + timedelta(days=2),
    )
    with parts.record.write() as connection:
        apply_source(connection, anna.shop, order_source(told), now=ARRIVED)


def ask(parts: Parts, visit: Visit, text: str, *, now: datetime, **more: Any) -> Done:
    events: list[Event] = list(answer(parts, visit, Question(text, **more), now=now))
    last = events[-1]
    assert isinstance(last, Done)
    return last


def on(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00:00+00:00")


@pytest.mark.usefixtures("delivered")
@pytest.mark.parametrize(
    ("question", "day", "said"),
    [
        ("Can I still return order #1001?", "2026-11-20", "until 3 December 2026"),
        ("Can I still send the rain jacket back?", "2026-11-20", "until 3 December 2026"),
        ("Is it too late to return my order 1001?", "2026-12-20", "ended on 3 December 2026"),
    ],
)
def test_the_very_order_can_be_returned_or_not_with_the_clause_cited(
    parts: Parts, anna: Visit, question: str, day: str, said: str
) -> None:
    whole = ask(parts, anna, question, now=on(day))

    assert said in whole.text
    assert "You can return unworn items within 30 days of delivery." in whole.text
    assert "No, Harbour Socks" in whole.text
    assert "Socks and gift cards cannot be returned." in whole.text
    assert [each.url for each in whole.citations] == [f"{woolmere.URL}/policies/refund-policy"]
    assert whole.handover is False


@pytest.mark.usefixtures("delivered")
def test_it_is_the_order_that_was_spoken_of_before(parts: Parts, anna: Visit) -> None:
    now = on("2026-11-20")
    first = ask(parts, anna, "Where is order #1001?", now=now)

    whole = ask(parts, anna, "Can I still return it?", now=now, conversation=first.conversation)

    assert "order #1001" in whole.text
    assert "#1002" not in whole.text


@pytest.mark.usefixtures("delivered")
@pytest.mark.parametrize(
    "question",
    ["The jacket of #1001 is broken, can I return it?", "Can I return order #1002?"],
    ids=["its state decides", "the kind of thing is not known"],
)
def test_what_is_unclear_goes_to_a_person(parts: Parts, anna: Visit, question: str) -> None:
    whole = ask(parts, anna, question, now=on("2026-11-20"))

    assert "our team has to look at" in whole.text
    assert whole.handover is True


@pytest.mark.usefixtures("delivered")
@pytest.mark.parametrize("question", ["Can I still return order #1003?", "Can I return #7777?"])
def test_nobody_learns_whether_anothers_order_can_be_returned(
    parts: Parts, anna: Visit, question: str
) -> None:
    whole = ask(parts, anna, question, now=on("2026-11-20"))

    assert VOICE.no_orders in whole.text
    assert "Jumper" not in whole.text
    assert "No, " not in whole.text


@pytest.mark.usefixtures("delivered")
def test_the_policy_in_general_is_told_as_before(parts: Parts, anna: Visit) -> None:
    for question in ("What is your return policy?", "Can I return it if it does not fit?"):
        assert "#100" not in ask(parts, anna, question, now=on("2026-11-20")).text


@pytest.mark.usefixtures("delivered")
def test_claude_has_the_verdict_as_a_fact_of_the_order(
    talking: Parts, anna: Visit, fake: FakeClaude
) -> None:
    fake.play(
        Act(
            text=(
                "You can return the jacket until 3 December 2026. You have until 9 January 2027."
                " Items go back within 30 days of delivery."
            ),
            cite=(1,),
        )
    )

    whole = ask(talking, anna, "Can I still return #1001?", now=on("2026-11-20"))

    order, policy = (block for block in fake.requests[0]["messages"][-1]["content"][:2])
    assert order["title"] == "Order #1001"
    assert "until 3 December 2026" in order["content"][1]["text"]
    assert "30 days of delivery" in policy["content"][0]["text"]
    assert "9 January" not in whole.text
    assert "until 3 December 2026" in whole.text
    assert whole.citations[0].kind == "policy"


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Where is the parcel with BR123456789NO?", "Order #1001"),
        ("Where is my jacket, is it on its way?", "Order #1001"),
        ("Has my order not been shipped yet?", "Order #1002"),
    ],
)
def test_an_order_is_found_by_tracking_number_and_state(
    parts: Parts, anna: Visit, question: str, first: str, now: datetime
) -> None:
    assert ask(parts, anna, question, now=now).text.startswith(first)


def test_several_orders_are_listed(parts: Parts, anna: Visit, now: datetime) -> None:
    said = ask(parts, anna, "Show me my orders", now=now).text.split("\n\n")

    assert sorted(said, reverse=True) == [
        "Order #1002 was placed on 2 November 2026.\n"
        "Its status: being prepared and not shipped yet.\nItems: 1 × Tarn Beanie (M).",
        "Order #1001 was placed on 2 November 2026.\n"
        "Its status: on its way.\nItems: 1 × Fjord Rain Jacket (M).",
    ]


def test_a_stranger_s_tracking_number_finds_nothing_of_theirs(
    parts: Parts, anna: Visit, now: datetime
) -> None:
    said = ask(parts, anna, "Where is my parcel BR987654321NO?", now=now).text

    assert "1003" not in said
    assert "Jumper" not in said
