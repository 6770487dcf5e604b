"""The newest version wins, whatever order deliveries come in."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from shopify_app.db import Record
from shopify_app.db.tables import Document, SourceRecord
from shopify_app.knowledge.documents import Source
from shopify_app.knowledge.sources import Outcome, apply_source, delete_source
from tests.knowledge.store import NOON, minutes_past, order, policy, product, variant


def apply(record: Record, shop: str, source: Source, *, authoritative: bool = False) -> Outcome:
    with record.write() as connection:
        return apply_source(connection, shop, source, now=NOON, authoritative=authoritative)


def remove(
    record: Record, shop: str, minutes: int, *, source_id: str = "101", authoritative: bool = False
) -> Outcome:
    with record.write() as connection:
        return delete_source(
            connection,
            shop,
            kind="product",
            source_id=source_id,
            version_at=minutes_past(minutes),
            now=NOON,
            authoritative=authoritative,
        )


def at(minutes: int, title: str = "Fjord Wool Blanket") -> Source:
    return product(title=title, updated_at=minutes_past(minutes).isoformat())


def kept_title(record: Record, shop: str) -> str | None:
    """The product's title as kept; None when there is a tombstone."""
    with record.read() as connection:
        row = connection.execute(
            select(SourceRecord.deleted, SourceRecord.payload).where(SourceRecord.shop == shop)
        ).one()
    return None if row.deleted else row.payload["title"]


def document(record: Record, shop: str) -> Document | None:
    with record.read() as connection:
        return connection.execute(select(Document.__table__).where(Document.shop == shop)).first()


def test_a_first_version_is_kept_with_its_document(record: Record, shop: str) -> None:
    outcome = apply(record, shop, at(0))

    assert outcome == "applied"
    assert kept_title(record, shop) == "Fjord Wool Blanket"
    assert document(record, shop).version == 1


def test_a_newer_version_replaces_an_older(record: Record, shop: str) -> None:
    apply(record, shop, at(0, "Old"))

    outcome = apply(record, shop, at(1, "New"))

    assert outcome == "applied"
    assert kept_title(record, shop) == "New"


def test_an_older_version_that_comes_late_changes_nothing(record: Record, shop: str) -> None:
    apply(record, shop, at(1, "New"))

    outcome = apply(record, shop, at(0, "Old"))

    assert outcome == "stale"
    assert kept_title(record, shop) == "New"


def test_times_are_compared_as_instants_and_not_as_text(record: Record, shop: str) -> None:
    apply(record, shop, product(title="Earlier", updated_at="2026-01-01T04:59:59+00:00"))

    outcome = apply(record, shop, product(title="Later", updated_at="2026-01-01T00:00:00-05:00"))

    assert outcome == "applied"
    assert kept_title(record, shop) == "Later"


def test_a_version_that_comes_again_changes_nothing(record: Record, shop: str) -> None:
    apply(record, shop, at(0))

    outcome = apply(record, shop, at(0))

    assert outcome == "unchanged"
    assert document(record, shop).version == 1


def test_two_bodies_with_one_time_are_a_tie_that_changes_nothing(record: Record, shop: str) -> None:
    apply(record, shop, at(0, "One"))

    outcome = apply(record, shop, at(0, "Another"))

    assert outcome == "tie"
    assert kept_title(record, shop) == "One"


def test_what_was_just_fetched_settles_a_tie(record: Record, shop: str) -> None:
    apply(record, shop, at(0, "One"))

    outcome = apply(record, shop, at(0, "Another"), authoritative=True)

    assert outcome == "applied"
    assert kept_title(record, shop) == "Another"


def test_an_update_from_before_the_deletion_does_not_bring_it_back(
    record: Record, shop: str
) -> None:
    remove(record, shop, 5)

    outcomes = [apply(record, shop, at(4)), apply(record, shop, at(5))]

    assert outcomes == ["deleted", "deleted"]
    assert kept_title(record, shop) is None


def test_even_a_fetched_version_from_before_the_deletion_does_not_bring_it_back(
    record: Record, shop: str
) -> None:
    """It was read an instant before the product was deleted, and written an instant after."""
    remove(record, shop, 5)

    outcome = apply(record, shop, at(4), authoritative=True)

    assert outcome == "deleted"
    assert kept_title(record, shop) is None


def test_an_update_newer_than_the_deletion_has_to_be_fetched(record: Record, shop: str) -> None:
    remove(record, shop, 5)

    first = apply(record, shop, at(6))
    fetched = apply(record, shop, at(6), authoritative=True)

    assert (first, fetched) == ("tie", "applied")
    assert kept_title(record, shop) == "Fjord Wool Blanket"


def test_a_deletion_older_than_what_we_have_has_to_be_fetched(record: Record, shop: str) -> None:
    apply(record, shop, at(6))

    first = remove(record, shop, 5)
    asked = remove(record, shop, 5, authoritative=True)

    assert (first, asked) == ("tie", "applied")
    assert kept_title(record, shop) is None


def test_a_tombstone_is_as_new_as_what_it_replaced(record: Record, shop: str) -> None:
    apply(record, shop, at(6))
    remove(record, shop, 5, authoritative=True)

    outcome = apply(record, shop, at(6), authoritative=True)

    assert outcome == "deleted"


def test_a_deletion_leaves_no_words_and_no_owner_behind(record: Record, shop: str) -> None:
    apply(record, shop, order())
    with record.write() as connection:
        delete_source(
            connection,
            shop,
            kind="order",
            source_id="9001",
            version_at=minutes_past(1),
            now=NOON,
        )

    with record.read() as connection:
        kept = connection.execute(select(SourceRecord.__table__)).one()
    left = document(record, shop)

    assert (kept.payload, kept.customer_id, kept.handle) == ({}, None, None)
    assert (left.title, left.url, left.sections) == ("", None, [])
    assert left.version > left.indexed_version


def test_a_deletion_of_something_never_seen_keeps_later_news_of_it_out(
    record: Record, shop: str
) -> None:
    outcome = remove(record, shop, 5)

    assert outcome == "applied"
    assert document(record, shop) is None
    assert apply(record, shop, at(4)) == "deleted"


@pytest.mark.parametrize(
    "change",
    [
        {
            "variants": [
                variant(1011, "Small", price="59.00"),
                variant(1012, "Large", price="99.00"),
            ]
        },
        {"images": []},
    ],
    ids=["price and stock", "pictures"],
)
def test_what_is_not_embedded_costs_no_indexing(
    record: Record, shop: str, change: dict[str, object]
) -> None:
    apply(record, shop, at(0))

    outcome = apply(record, shop, product(updated_at=minutes_past(1).isoformat(), **change))

    assert outcome == "applied"
    assert document(record, shop).version == 1


@pytest.mark.parametrize(
    "hidden",
    [{"status": "draft"}, {"status": "archived"}, {"published_at": None}],
    ids=["draft", "archived", "unpublished"],
)
def test_a_product_no_longer_shown_has_nothing_to_be_found(
    record: Record, shop: str, hidden: dict[str, object]
) -> None:
    apply(record, shop, at(0))

    apply(record, shop, product(updated_at=minutes_past(1).isoformat(), **hidden))

    left = document(record, shop)
    assert (left.sections, left.version) == ([], 2)


def test_a_product_never_shown_has_no_document(record: Record, shop: str) -> None:
    apply(record, shop, product(status="draft"))

    assert document(record, shop) is None


def test_a_product_shown_again_is_found_again(record: Record, shop: str) -> None:
    apply(record, shop, at(0))
    apply(record, shop, product(updated_at=minutes_past(1).isoformat(), status="draft"))

    apply(record, shop, at(2))

    again = document(record, shop)
    assert (len(again.sections) > 0, again.version) == (True, 3)


def test_an_order_fetched_without_its_customer_keeps_its_owner(record: Record, shop: str) -> None:
    apply(record, shop, order())

    apply(record, shop, order(customer=None, updated_at=minutes_past(1).isoformat()))

    with record.read() as connection:
        kept = connection.execute(select(SourceRecord.__table__)).one()
    assert kept.customer_id == "77"
    assert kept.payload["customer_id"] == "77"


def test_one_shop_s_version_says_nothing_about_another_s(
    record: Record, shop: str, other_shop: str
) -> None:
    apply(record, shop, at(5, "Ours"))

    outcome = apply(record, other_shop, at(0, "Theirs"))

    assert outcome == "applied"
    assert kept_title(record, shop) == "Ours"
    assert kept_title(record, other_shop) == "Theirs"


def test_one_id_means_another_thing_in_each_kind(record: Record, shop: str) -> None:
    apply(record, shop, product(id=7))

    outcome = apply(record, shop, policy(id=7, updated_at="2020-01-01T00:00:00Z"))

    assert outcome == "applied"


def test_first_versions_that_arrive_at_once_leave_the_newest(record: Record, shop: str) -> None:
    """Nobody can lock a row that is not there yet."""
    for round_number in range(8):
        source_id = 2000 + round_number
        start = threading.Barrier(6)

        def deliver(
            minutes: int, source_id: int = source_id, start: threading.Barrier = start
        ) -> None:
            source = product(
                id=source_id, title=f"At {minutes}", updated_at=minutes_past(minutes).isoformat()
            )
            start.wait()
            apply(record, shop, source)

        threads = [threading.Thread(target=deliver, args=(minutes,)) for minutes in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        with record.read() as connection:
            title = connection.scalar(
                select(Document.title).where(Document.source_id == str(source_id))
            )
        assert title == "At 5"


# --- any order, any repetition -------------------------------------------------------------------

fresh_ids = count(10_000)


@dataclass(frozen=True)
class Event:
    """Something that happened in the shop; `body` None means it was deleted."""

    minutes: int
    body: int | None


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """What happens to one record: updates whose times never go back (but may be equal), deletions
    followed by a later revival, and at the end perhaps a deletion with a skewed clock."""
    events, clock = [], 0
    for _ in range(draw(st.integers(1, 5))):
        if events and events[-1].body is not None and draw(st.booleans()):
            events.append(Event(clock, None))
            clock += 1
        clock += draw(st.integers(0, 2))
        events.append(Event(clock, draw(st.integers(0, 3))))
    if draw(st.booleans()):
        events.append(Event(draw(st.integers(0, clock + 3)), None))
    return events


@settings(max_examples=150)
@given(data=st.data())
def test_any_order_and_repetition_of_deliveries_ends_in_the_true_state(
    record: Record, shop: str, data: st.DataObject
) -> None:
    events = data.draw(histories())
    again = data.draw(st.lists(st.integers(0, len(events) - 1), max_size=4))
    order_of_arrival = data.draw(st.permutations([*range(len(events)), *again]))
    source_id = next(fresh_ids)

    seen = 0
    with record.write() as connection:
        for arrived in order_of_arrival:
            seen = max(seen, arrived)
            if deliver(connection, shop, source_id, events[arrived]) == "tie":
                # Shopify is at least as far as what it told us of, or showed us before.
                seen = data.draw(st.integers(seen, len(events) - 1))
                deliver(connection, shop, source_id, events[seen], authoritative=True)

    assert true_state(events) == state(record, shop, source_id)


def deliver(
    connection: Connection, shop: str, source_id: int, event: Event, *, authoritative: bool = False
) -> Outcome:
    when = minutes_past(event.minutes)
    if event.body is None:
        return delete_source(
            connection,
            shop,
            kind="product",
            source_id=str(source_id),
            version_at=when,
            now=NOON,
            authoritative=authoritative,
        )
    source = product(id=source_id, title=f"Body {event.body}", updated_at=when.isoformat())
    return apply_source(connection, shop, source, now=NOON, authoritative=authoritative)


def true_state(events: Sequence[Event]) -> tuple[str | None, str | None]:
    last = events[-1].body
    return (None, None) if last is None else (f"Body {last}", f"Body {last}")


def state(record: Record, shop: str, source_id: int) -> tuple[str | None, str | None]:
    """The title as the record and as the document have it; None for what is gone."""
    with record.read() as connection:
        kept = connection.execute(
            select(SourceRecord.deleted, SourceRecord.payload).where(
                SourceRecord.shop == shop, SourceRecord.source_id == str(source_id)
            )
        ).one()
        found = connection.scalar(
            select(Document.title).where(
                Document.shop == shop, Document.source_id == str(source_id)
            )
        )
    return None if kept.deleted else kept.payload["title"], found or None
