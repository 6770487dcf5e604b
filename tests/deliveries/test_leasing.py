from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from shopify_app.db import Record
from shopify_app.db.tables import Delivery, Shop
from shopify_app.deliveries.leasing import (
    LEASE,
    MAX_ATTEMPTS,
    LeasedDelivery,
    LeaseLost,
    deliveries_due,
    extend,
    hold,
    lease_next,
)
from shopify_app.deliveries.settling import finish
from shopify_app.shops.install import register_shop, uninstall_shop
from tests.deliveries.arrivals import deliver, rows, the_row

EXPIRED = LEASE + timedelta(seconds=1)
KEYS = ("hRnYFsBvJ6hNUMSAXPjKJ2jTN0cM6XzV0Hkg0VVYY1c=",)


def take(record: Record, now: datetime, *, limit: int = 10) -> list[LeasedDelivery]:
    return lease_next(record, now=now, limit=limit)


def test_a_lease_names_what_came_and_counts_the_attempt_first(
    record: Record, shop: str, now: datetime
) -> None:
    deliver(record, shop, now, body=b"{}", topic="pages/update")

    [leased] = take(record, now)

    assert (leased.shop, leased.topic, leased.body) == (shop, "pages/update", b"{}")
    assert leased.attempts == the_row(record).attempts == 1
    assert leased.lease_until == now + LEASE


def test_what_is_leased_is_not_leased_again(record: Record, shop: str, now: datetime) -> None:
    deliver(record, shop, now, times=3)

    first, second = take(record, now, limit=2), take(record, now, limit=2)

    assert len(first) == 2
    assert len(second) == 1
    assert take(record, now) == []


def test_what_is_not_due_yet_waits(record: Record, shop: str, now: datetime) -> None:
    later = now + timedelta(seconds=30)
    deliver(record, shop, later)

    assert take(record, now) == []
    assert not deliveries_due(record, now=now)
    assert deliveries_due(record, now=later)
    assert len(take(record, later)) == 1


def test_a_flood_from_one_store_does_not_hold_up_another(
    record: Record, shop: str, other_shop: str, now: datetime
) -> None:
    deliver(record, shop, now, times=50)
    deliver(record, other_shop, now, times=3)

    leased = Counter(each.shop for each in take(record, now, limit=10))

    assert leased[other_shop] == 3
    assert leased[shop] >= 5


def test_with_more_stores_than_places_the_longest_waiting_come_first(
    record: Record, now: datetime
) -> None:
    shops = [f"store-{number}.myshopify.com" for number in range(6)]
    for each in shops:
        register_shop(record, each, token="t", now=now, keys=KEYS)
    for each in reversed(shops):
        deliver(record, each, now, times=2)

    leased = [each.shop for each in take(record, now, limit=4)]

    assert leased == list(reversed(shops))[:4]


def test_within_a_store_the_oldest_comes_first(record: Record, shop: str, now: datetime) -> None:
    deliver(record, shop, now, times=5)

    ids = [each.id for each in take(record, now, limit=3)]

    assert ids == [row.id for row in rows(record)][:3]


def test_what_a_vanished_worker_held_comes_back_alone(
    record: Record, shop: str, now: datetime
) -> None:
    deliver(record, shop, now, times=3)
    take(record, now, limit=2)

    first = take(record, now + EXPIRED)
    second = take(record, now + EXPIRED)
    third = take(record, now + EXPIRED)

    assert [len(first), len(second), len(third)] == [1, 1, 1]
    assert [first[0].attempts, second[0].attempts, third[0].attempts] == [2, 2, 1]


def test_what_ends_its_worker_each_time_is_dead_after_five(
    record: Record, shop: str, now: datetime
) -> None:
    deliver(record, shop, now)

    for attempt in range(MAX_ATTEMPTS):
        assert [each.attempts for each in take(record, now)] == [attempt + 1]
        now += EXPIRED

    assert take(record, now) == []
    assert the_row(record).status == "dead"
    assert "each time" in the_row(record).error


def test_its_neighbours_in_the_first_batch_survive_what_kills_the_worker(
    record: Record, shop: str, now: datetime
) -> None:
    deliver(record, shop, now, times=4)
    poison = rows(record)[1].id
    take(record, now)

    while leased := take(record, now := now + EXPIRED):
        for each in leased:
            if each.id != poison:
                with record.write() as connection:
                    finish(connection, each, outcome="applied", now=now)

    assert Counter(row.status for row in rows(record)) == {"done": 3, "dead": 1}


def test_only_the_last_holder_can_finish(record: Record, shop: str, now: datetime) -> None:
    deliver(record, shop, now)
    [first] = take(record, now)
    [second] = take(record, now + EXPIRED)

    def write_and_finish(holder: LeasedDelivery, name: str) -> None:
        with record.write() as connection:
            connection.execute(update(Shop).values(profile={"name": name}))
            finish(connection, holder, outcome="applied", now=now)

    write_and_finish(second, "second")
    with pytest.raises(LeaseLost):
        write_and_finish(first, "first")

    with record.read() as connection:
        assert connection.scalar(select(Shop.profile)) == {"name": "second"}
    assert the_row(record).status == "done"


def test_an_extended_lease_is_not_taken_over(record: Record, shop: str, now: datetime) -> None:
    deliver(record, shop, now)
    [leased] = take(record, now)

    with record.write() as connection:
        extend(connection, leased, until=now + 3 * LEASE)

    assert take(record, now + EXPIRED) == []


def test_a_lost_lease_cannot_be_extended(record: Record, shop: str, now: datetime) -> None:
    deliver(record, shop, now)
    [leased] = take(record, now)
    take(record, now + EXPIRED)

    with pytest.raises(LeaseLost), record.write() as connection:
        extend(connection, leased, until=now + 3 * LEASE)


def test_many_workers_share_without_taking_one_twice(
    record: Record, shop: str, other_shop: str, now: datetime
) -> None:
    deliver(record, shop, now, times=60)
    deliver(record, other_shop, now, times=20)

    def work(_: int) -> list[int]:
        taken: list[int] = []
        while leased := take(record, now, limit=5):
            taken += [each.id for each in leased]
        return taken

    with ThreadPoolExecutor(8) as threads:
        taken = [each for ids in threads.map(work, range(8)) for each in ids]

    assert sorted(taken) == [row.id for row in rows(record)]


# --- a store that leaves -------------------------------------------------------------------------


def leave(record: Record, shop: str, now: datetime) -> None:
    with record.write() as connection:
        assert uninstall_shop(connection, shop, triggered_at=now + timedelta(1), now=now)


def test_what_is_left_of_a_store_that_left_is_closed_without_work(
    record: Record, shop: str, other_shop: str, now: datetime
) -> None:
    deliver(record, shop, now, times=30)
    deliver(record, other_shop, now)
    leave(record, shop, now)

    leased = take(record, now, limit=5)

    assert [each.shop for each in leased] == [other_shop]
    orphans = [row for row in rows(record) if row.shop == shop]
    assert {(row.status, row.outcome, row.body) for row in orphans} == {("done", "orphaned", None)}


def test_what_the_law_asks_is_done_after_the_store_left(
    record: Record, shop: str, now: datetime
) -> None:
    deliver(record, shop, now, topic="shop/redact")
    leave(record, shop, now)

    [leased] = take(record, now)

    with record.write() as connection:
        hold(connection, leased)


def test_work_of_an_earlier_installation_does_not_touch_the_next(
    record: Record, shop: str, now: datetime
) -> None:
    deliver(record, shop, now)
    leave(record, shop, now)
    register_shop(record, shop, token="new", now=now + timedelta(hours=1), keys=KEYS)
    deliver(record, shop, now)

    leased = take(record, now)

    assert len(leased) == 1
    assert [row.outcome for row in rows(record)] == ["orphaned", None]


def test_a_store_that_leaves_during_the_work_stops_its_effect(
    record: Record, shop: str, now: datetime
) -> None:
    deliver(record, shop, now)
    [leased] = take(record, now)
    leave(record, shop, now)

    with pytest.raises(LeaseLost), record.write() as connection:
        hold(connection, leased)


# --- any order of crashes ------------------------------------------------------------------------


@settings(max_examples=30)
@given(dies=st.lists(st.booleans(), min_size=1, max_size=40), batch=st.integers(1, 5))
def test_whatever_dies_when_each_delivery_has_one_effect_or_is_dead(
    shop_in_sqlite: Record, now: datetime, dies: list[bool], batch: int
) -> None:
    record, shop = shop_in_sqlite, "woolmere.myshopify.com"
    with record.write() as connection:
        connection.execute(delete(Delivery))
    deliver(record, shop, now, times=6)
    effects: Counter[int] = Counter()
    fates = iter(dies)

    while leased := lease_next(record, now=now, limit=batch):
        for each in leased:
            if next(fates, False):
                break  # the worker dies here, and with it its hold on the rest
            with record.write() as connection:
                finish(connection, each, outcome="applied", now=now)
            effects[each.id] += 1
        now += EXPIRED

    for row in rows(record):
        assert row.status in ("done", "dead")
        assert effects[row.id] == (1 if row.status == "done" else 0)
        assert row.status == "done" or row.attempts == MAX_ATTEMPTS
