from datetime import datetime, timedelta

from shopify_app.db import Record
from shopify_app.deliveries.forgetting import KEEP_DEAD, KEEP_DONE, forget_settled
from shopify_app.deliveries.leasing import lease_next
from shopify_app.deliveries.listing import count_by_status, list_deliveries, replay_delivery
from shopify_app.deliveries.settling import bury, finish
from tests.deliveries.arrivals import deliver, rows, the_row


def settle(record: Record, now: datetime, *, dead: bool = False) -> int:
    """Settle what is due; its id."""
    [leased] = lease_next(record, now=now, limit=1)
    if dead:
        bury(record, leased, error="fields at fault: id", now=now)
    else:
        with record.write() as connection:
            finish(connection, leased, outcome="applied", now=now)
    return leased.id


def test_deliveries_are_listed_newest_first_by_store_and_status(
    record: Record, shop: str, other_shop: str, now: datetime
) -> None:
    deliver(record, shop, now)
    dead = settle(record, now, dead=True)
    deliver(record, shop, now)
    deliver(record, other_shop, now)

    listed = list_deliveries(record, shop=shop)

    assert [each.status for each in listed] == ["pending", "dead"]
    assert [each.id for each in list_deliveries(record, status="dead")] == [dead]
    assert len(list_deliveries(record, limit=2)) == 2
    assert count_by_status(record) == {"pending": 2, "dead": 1}


def test_a_dead_delivery_can_be_tried_again_with_all_its_attempts(
    record: Record, shop: str, now: datetime
) -> None:
    deliver(record, shop, now)
    dead = settle(record, now, dead=True)

    assert replay_delivery(record, dead, now=now)

    [leased] = lease_next(record, now=now, limit=1)
    assert (leased.id, leased.attempts) == (dead, 1)
    assert the_row(record).error is None


def test_only_a_dead_delivery_can_be_replayed(record: Record, shop: str, now: datetime) -> None:
    deliver(record, shop, now)
    done = settle(record, now)

    assert not replay_delivery(record, done, now=now)
    assert not replay_delivery(record, 10_000, now=now)


def test_what_was_settled_long_ago_is_forgotten_and_nothing_else(
    record: Record, shop: str, now: datetime
) -> None:
    deliver(record, shop, now)
    settle(record, now)
    deliver(record, shop, now)
    settle(record, now, dead=True)
    deliver(record, shop, now)
    moment = timedelta(seconds=1)

    assert forget_settled(record, now=now + KEEP_DONE - moment) == 0
    assert forget_settled(record, now=now + KEEP_DONE + moment) == 1
    assert [row.status for row in rows(record)] == ["dead", "pending"]
    assert forget_settled(record, now=now + KEEP_DEAD + moment) == 1
    assert [row.status for row in rows(record)] == ["pending"]
