from datetime import datetime, timedelta

import pytest

from shopify_app.db import Record
from shopify_app.deliveries.leasing import LEASE, LeasedDelivery, LeaseLost, lease_next
from shopify_app.deliveries.settling import (
    LONGEST_WAIT_S,
    OUTAGE_LIMIT,
    RETRY_AFTER_S,
    bury,
    finish,
    give_back,
    postpone,
    wait_out,
)
from tests.deliveries.arrivals import deliver, rows, the_row


@pytest.fixture
def leased(record: Record, shop: str, now: datetime) -> LeasedDelivery:
    deliver(record, shop, now)
    [leased] = lease_next(record, now=now, limit=1)
    return leased


def seconds_until_next(record: Record, now: datetime) -> float:
    return float((the_row(record).next_at - now).total_seconds())


def test_a_finished_delivery_lets_its_body_go(
    record: Record, leased: LeasedDelivery, now: datetime
) -> None:
    with record.write() as connection:
        finish(connection, leased, outcome="applied", now=now)

    row = the_row(record)
    assert (row.status, row.outcome, row.body) == ("done", "applied", None)
    assert (row.lease_token, row.lease_until, row.finished_at) == (None, None, now)


def test_a_dead_one_keeps_its_body_and_its_reason(
    record: Record, leased: LeasedDelivery, now: datetime
) -> None:
    bury(record, leased, error="fields at fault: id", now=now)

    row = the_row(record)
    assert (row.status, row.error) == ("dead", "fields at fault: id")
    assert row.body == leased.body


def test_a_failure_waits_longer_each_time_and_the_fifth_is_the_last(
    record: Record, shop: str, now: datetime
) -> None:
    deliver(record, shop, now)
    waits = []

    while leased := lease_next(record, now=now, limit=1):
        postpone(record, leased[0], error="KeyError", now=now)
        waits.append(seconds_until_next(record, now))
        now = max(now, the_row(record).next_at)

    assert the_row(record).status == "dead"
    assert the_row(record).attempts == 5
    assert len(waits) == 5
    for wait, wanted in zip(waits, RETRY_AFTER_S, strict=False):
        assert 0.8 * wanted <= wait <= 1.2 * wanted


def test_an_outage_costs_no_attempt_however_often(record: Record, shop: str, now: datetime) -> None:
    deliver(record, shop, now)

    for _ in range(20):
        [leased] = lease_next(record, now=now, limit=1)
        wait_out(record, leased, error="no answer", now=now)
        now = the_row(record).next_at

    assert the_row(record).attempts == 0
    assert the_row(record).status == "pending"


def test_the_longer_an_outage_the_rarer_the_tries(
    record: Record, leased: LeasedDelivery, now: datetime
) -> None:
    wait_out(record, leased, error="no answer", now=now)
    soon = seconds_until_next(record, now)
    now += timedelta(hours=1)
    [again] = lease_next(record, now=now, limit=1)
    wait_out(record, again, error="no answer", now=now)

    assert soon <= 3
    assert 0.8 * LONGEST_WAIT_S <= seconds_until_next(record, now) <= 1.2 * LONGEST_WAIT_S


def test_a_throttled_call_waits_as_long_as_it_was_told(
    record: Record, leased: LeasedDelivery, now: datetime
) -> None:
    wait_out(record, leased, error="throttled", now=now, at_least_s=40)

    assert seconds_until_next(record, now) >= 32


def test_an_outage_of_days_ends_where_the_operator_sees_it(
    record: Record, leased: LeasedDelivery, now: datetime
) -> None:
    wait_out(record, leased, error="no answer", now=now + OUTAGE_LIMIT + timedelta(seconds=1))

    assert the_row(record).status == "dead"
    assert the_row(record).error == "no answer"


def test_what_was_not_begun_is_as_if_never_leased(record: Record, shop: str, now: datetime) -> None:
    deliver(record, shop, now, times=3)
    leased = lease_next(record, now=now, limit=3)

    give_back(record, leased[1:], now=now)

    assert [(row.status, row.attempts) for row in rows(record)] == [
        ("leased", 1),
        ("pending", 0),
        ("pending", 0),
    ]
    assert len(lease_next(record, now=now, limit=3)) == 2


@pytest.mark.parametrize("settle", [bury, postpone, wait_out])
def test_who_lost_the_lease_settles_nothing(
    record: Record, leased: LeasedDelivery, now: datetime, settle: type
) -> None:
    later = now + LEASE + timedelta(seconds=1)
    [holder] = lease_next(record, now=later, limit=1)

    with pytest.raises(LeaseLost):
        settle(record, leased, error="late", now=later)
    give_back(record, [leased], now=later)

    assert the_row(record).status == "leased"
    assert the_row(record).lease_token == holder.lease_token
