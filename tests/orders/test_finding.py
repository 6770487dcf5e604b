"""A verified customer's own orders are found, and nobody else's ever are."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shopify_app.db import Record
from shopify_app.knowledge.embedder import Embedder
from shopify_app.knowledge.indexing import index_due_documents
from shopify_app.knowledge.sources import delete_source
from shopify_app.knowledge.vectors import VectorIndex
from shopify_app.local.services import free_port
from shopify_app.orders.finding import customer_orders, orders_for_question
from shopify_app.orders.meaning import orders_described, orders_named, span_asked
from shopify_app.shopify.payloads import Order, parse_order
from shopify_app.shops.directory import ShopNotInstalled
from shopify_app.shops.profile import update_profile
from tests.knowledge.hashing import HashingEmbedder
from tests.knowledge.indexed import NOW, index, put
from tests.knowledge.store import minutes_past, order, order_payload

ANNA, BEN = 77, 88


def bought(number: int, title: str, *, customer: int = ANNA, day: int = 1) -> Any:
    return order(
        id=9000 + number,
        name=f"#{number}",
        customer={"id": customer},
        created_at=f"2026-02-{day:02}T12:00:00Z",
        line_items=[{"title": title, "variant_title": None, "quantity": 1}],
    )


@pytest.fixture
def sold(record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str) -> str:
    put(
        record,
        shop,
        bought(1001, "Fjord Wool Blanket", day=1),
        bought(1002, "Skua Storm Coat", day=5),
        bought(1003, "Cedar Boot Wax", day=9),
        bought(1004, "Tarn Sweater", day=12),
        bought(1100, "Skua Storm Coat", customer=BEN, day=20),
    )
    index(record, vectors, hashing)
    return shop


def names(
    record: Record,
    vectors: VectorIndex,
    embedder: HashingEmbedder,
    shop: str,
    customer: int,
    question: str,
) -> list[str]:
    found = orders_for_question(record, vectors, embedder, shop, str(customer), question)
    return [passage.title for passage in found.passages]


def test_without_a_hint_the_newest_come_first(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, sold: str
) -> None:
    found = names(record, vectors, hashing, sold, ANNA, "Where is it?")

    assert found == ["Order #1004", "Order #1003", "Order #1002"]


@pytest.mark.parametrize(
    "question",
    ["Where is my order?", "Has my package been sent yet?", "When will my order arrive?"],
)
def test_what_sounds_like_an_order_is_not_taken_for_what_is_in_one(
    record: Record, vectors: VectorIndex, embedder: Embedder, shop: str, question: str
) -> None:
    put(record, shop, bought(1, "Package of Order Cards"), bought(2, "Tarn Sweater", day=9))
    while index_due_documents(record, vectors, embedder, now=NOW):
        pass

    found = orders_for_question(record, vectors, embedder, shop, str(ANNA), question)

    assert found.passages[0].title == "Order #2"


@pytest.mark.parametrize(
    "question", ["Where is #1001?", "order 1001 please", "my order no. 1001", "order number: 1001"]
)
def test_an_order_named_by_its_number_comes_first(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, sold: str, question: str
) -> None:
    assert names(record, vectors, hashing, sold, ANNA, question)[0] == "Order #1001"


def test_an_order_meant_by_what_is_in_it_comes_first(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, sold: str
) -> None:
    found = names(record, vectors, hashing, sold, ANNA, "Has my Skua storm coat left?")

    assert found[0] == "Order #1002"


def test_somebody_else_s_number_tells_nothing_not_even_that_it_exists(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, sold: str
) -> None:
    theirs = names(record, vectors, hashing, sold, ANNA, "Where is order #1100?")
    nobody = names(record, vectors, hashing, sold, ANNA, "Where is order #5555?")

    assert theirs == nobody
    assert "Order #1100" not in theirs


def test_a_customer_without_orders_has_none(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, sold: str
) -> None:
    assert names(record, vectors, hashing, sold, 99, "Where is order #1001?") == []


def test_a_customer_of_another_shop_with_the_same_id_has_none(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, sold: str, other_shop: str
) -> None:
    assert names(record, vectors, hashing, other_shop, ANNA, "Where is order #1001?") == []


def test_an_order_without_a_customer_is_nobody_s(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    put(record, shop, order(customer=None))
    index(record, vectors, hashing)

    assert names(record, vectors, hashing, shop, ANNA, "Where is #1001?") == []


def test_a_deleted_order_is_gone_at_once(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, sold: str
) -> None:
    with record.write() as connection:
        delete_source(
            connection, sold, kind="order", source_id="10004", version_at=minutes_past(9), now=NOW
        )

    assert names(record, vectors, hashing, sold, ANNA, "Where is it?")[0] == "Order #1003"


def test_what_is_told_is_the_record_s_state_of_this_moment(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    put(record, shop, order())
    index(record, vectors, hashing)
    put(
        record,
        shop,
        order(fulfillment_status="fulfilled", updated_at=minutes_past(1).isoformat()),
    )

    found = orders_for_question(record, vectors, hashing, shop, str(ANNA), "Where is it?")

    assert "Its status: shipped." in found.passages[0].text


def test_a_passage_of_an_order_has_no_address_of_its_own(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, sold: str
) -> None:
    found = orders_for_question(record, vectors, hashing, sold, str(ANNA), "Where is #1001?")

    first = found.passages[0]
    assert (first.kind, first.source_id, first.url) == ("order", "10001", None)


@pytest.mark.parametrize("timezone", ["Pacific/Auckland", "Nowhere/Land", "../../etc/passwd", ""])
def test_days_are_told_by_the_store_s_clocks_if_it_has_any(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, sold: str, timezone: str
) -> None:
    with record.write() as connection:
        update_profile(connection, sold, {"timezone": timezone})

    found = orders_for_question(record, vectors, hashing, sold, str(ANNA), "Where is #1001?")

    day = 2 if timezone == "Pacific/Auckland" else 1
    assert f"was placed on {day} February 2026" in found.passages[0].text


def test_without_chroma_the_orders_are_still_found(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, sold: str
) -> None:
    nowhere = VectorIndex(f"http://127.0.0.1:{free_port()}")

    found = orders_for_question(record, nowhere, hashing, sold, str(ANNA), "my Skua storm coat")

    assert found.degraded == ("vectors",)
    assert found.passages[0].title == "Order #1002"


def test_a_store_that_left_is_not_asked(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder
) -> None:
    with pytest.raises(ShopNotInstalled):
        orders_for_question(record, vectors, hashing, "gone.myshopify.com", "77", "Where is it?")


def test_only_as_many_as_asked_for_are_read(record: Record, sold: str) -> None:
    with record.read() as connection:
        assert len(customer_orders(connection, sold, str(ANNA), limit=2)) == 2


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("#1001", ["9001"]),
        ("order WM1001 and number 1002", ["9001", "9002"]),
        ("order 100", []),
        ("I ordered 1001 things", []),
        ("30 days and 1001 nights", []),
    ],
)
def test_a_number_counts_where_an_order_is_spoken_of(question: str, named: list[str]) -> None:
    orders: list[Order] = [
        parse_order(order_payload(id=9001, name="WM1001")),
        parse_order(order_payload(id=9002, name="WM1002")),
    ]

    assert orders_named(question, orders) == named


SHIPPED = {"id": 1, "created_at": "2026-02-10T12:00:00Z", "status": "success"}


def own_orders() -> list[Order]:
    """The newest first: one that waits, one on its way, one delivered, one canceled."""
    dhl = SHIPPED | {"tracking_company": "DHL", "tracking_number": "JD 0146-00001"}
    return [
        parse_order(order_payload(id=4, name="#1004", created_at="2026-04-01T12:00:00Z")),
        parse_order(
            order_payload(
                id=3,
                name="#1003",
                created_at="2026-03-01T12:00:00Z",
                fulfillment_status="fulfilled",
                fulfillments=[dhl | {"shipment_status": "in_transit"}],
            )
        ),
        parse_order(
            order_payload(
                id=2,
                name="#1002",
                fulfillment_status="fulfilled",
                financial_status="refunded",
                fulfillments=[SHIPPED | {"shipment_status": "delivered"}],
            )
        ),
        parse_order(
            order_payload(
                id=1,
                name="#1001",
                created_at="2026-01-01T12:00:00Z",
                cancelled_at="2026-01-02T12:00:00Z",
            )
        ),
    ]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Which of my orders is on its way?", "3"),
        ("What about the canceled order?", "1"),
        ("Has my refund been made?", "2"),
        ("my order was delivered", "2"),
        ("the one that is not shipped yet", "4"),
        ("where is the parcel DHL has", "3"),
        ("the order from March", "3"),
        ("my first order", "1"),
    ],
)
def test_an_order_is_meant_by_state_carrier_or_time(question: str, first: str) -> None:
    assert orders_described(question, own_orders())[0] == first


@pytest.mark.parametrize("said", ["JD014600001", "jd 0146 00001", "tracking: JD-0146-00001?"])
def test_an_order_is_meant_by_its_tracking_number(said: str) -> None:
    assert orders_named(said, own_orders()) == ["3"]


def test_nothing_is_meant_by_a_question_without_a_hint() -> None:
    assert orders_described("Where is it?", own_orders()) == []


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("what did I order last month?", date(2026, 10, 1), date(2026, 10, 31)),
        ("the order from last week", date(2026, 11, 16), date(2026, 11, 22)),
        ("what I bought this week", date(2026, 11, 23), date(2026, 11, 28)),
        ("the thing I ordered yesterday", date(2026, 11, 27), date(2026, 11, 27)),
        ("my order of last year", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_the_days_that_are_asked_of_are_told(question: str, first: date, last: date) -> None:
    assert span_asked(question, date(2026, 11, 28)) == (first, last)


def test_no_days_are_told_by_other_words() -> None:
    assert span_asked("where is my order?", date(2026, 11, 28)) is None
    assert span_asked("will it arrive this week?", date(2026, 11, 28)) is None


def test_of_last_month_only_its_orders_are_told(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, sold: str
) -> None:
    found = orders_for_question(
        record,
        vectors,
        hashing,
        sold,
        str(ANNA),
        "what did I order last year?",
        now=datetime(2029, 5, 1, tzinfo=UTC),
    )

    assert found.passages == ()
