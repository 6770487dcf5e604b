import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from shopify_app.db import Record, RecordUnavailable
from shopify_app.db.engine import _has_begun
from shopify_app.deliveries.group_commit import GroupCommitter
from shopify_app.deliveries.inbox import Arrival
from shopify_app.shops.directory import ShopNotInstalled
from tests.conftest import SHOP
from tests.deliveries.arrivals import arrival, rows


def accept_all(committer: GroupCommitter, arrivals: list[Arrival]) -> list[Exception | None]:
    """Each in a thread of its own, all at once; what each of them raised."""
    barrier = threading.Barrier(len(arrivals))

    def accept(one: Arrival) -> Exception | None:
        barrier.wait()
        try:
            committer.accept(one)
        except Exception as error:
            return error
        return None

    with ThreadPoolExecutor(len(arrivals)) as threads:
        return list(threads.map(accept, arrivals))


def test_each_of_many_at_once_is_committed_when_it_is_told_so(
    record: Record, shop: str, now: datetime
) -> None:
    arrivals = [arrival(shop, now) for _ in range(40)]

    raised = accept_all(GroupCommitter(record), arrivals)

    assert raised == [None] * 40
    assert {row.webhook_id for row in rows(record)} == {each.webhook_id for each in arrivals}


def test_the_same_webhook_from_many_threads_is_one_row(
    record: Record, shop: str, now: datetime
) -> None:
    raised = accept_all(
        GroupCommitter(record), [arrival(shop, now, webhook_id="same") for _ in range(32)]
    )

    assert raised == [None] * 32
    assert len(rows(record)) == 1


def test_a_refused_one_does_not_refuse_its_neighbours(
    record: Record, shop: str, now: datetime
) -> None:
    arrivals = [
        arrival("nobody.myshopify.com" if number % 4 == 0 else shop, now) for number in range(16)
    ]

    raised = accept_all(GroupCommitter(record), arrivals)

    assert [isinstance(error, ShopNotInstalled) for error in raised] == [
        number % 4 == 0 for number in range(16)
    ]
    assert len(rows(record)) == 12


def hold_the_write_lock(record: Record) -> Callable[[], None]:
    """As another process would; returns how to let go."""
    other = sqlite3.connect(str(record.engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    def let_go() -> None:
        other.execute("ROLLBACK")
        other.close()

    return let_go


def test_a_lock_held_for_long_is_an_outage_for_all_who_wait_and_then_over(
    shop_in_sqlite: Record, now: datetime
) -> None:
    committer = GroupCommitter(shop_in_sqlite)
    let_go = hold_the_write_lock(shop_in_sqlite)

    raised = accept_all(committer, [arrival(SHOP, now) for _ in range(8)])

    assert all(isinstance(error, RecordUnavailable) for error in raised)
    assert rows(shop_in_sqlite) == []
    let_go()
    taken = arrival(SHOP, now)
    committer.accept(taken)
    # Of those refused some may follow: Shopify sends them again, and they are known by their ids.
    assert taken.webhook_id in {row[2] for row in rows(shop_in_sqlite)}


def test_a_lock_held_for_a_moment_is_waited_for(
    shop_in_sqlite: Record, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = hold_the_write_lock(shop_in_sqlite)
    found_locked = threading.Event()

    def has_begun(raw: sqlite3.Connection) -> bool:
        begun = _has_begun(raw)
        if not begun:
            found_locked.set()
        return begun

    monkeypatch.setattr("shopify_app.db.engine._has_begun", has_begun)
    monkeypatch.setattr("shopify_app.db.engine.SQLITE_BUSY_TIMEOUT_MS", 60_000)
    monkeypatch.setattr("shopify_app.deliveries.group_commit.PATIENCE_S", 60.0)

    with ThreadPoolExecutor(1) as threads:
        accepting = threads.submit(GroupCommitter(shop_in_sqlite).accept, arrival(SHOP, now))
        assert found_locked.wait(60)
        assert not accepting.done()
        let_go()
        accepting.result(timeout=60)

    assert len(rows(shop_in_sqlite)) == 1


def test_what_the_record_cannot_take_at_all_fails_alone(
    record: Record, shop: str, now: datetime
) -> None:
    unstorable = arrival(shop, now, triggered_at=now.replace(tzinfo=None))
    arrivals = [arrival(shop, now) for _ in range(15)]

    raised = accept_all(GroupCommitter(record), [*arrivals, unstorable])

    assert raised[:15] == [None] * 15
    assert "without a zone" in str(raised[15])
    assert len(rows(record)) == 15
