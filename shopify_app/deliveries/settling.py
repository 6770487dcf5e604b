"""Say what became of a leased delivery: done, later, or dead. Each raises LeaseLost when fenced."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, update

from shopify_app.db import Record
from shopify_app.db.tables import Delivery
from shopify_app.deliveries.leasing import (
    MAX_ATTEMPTS,
    NOT_LEASED,
    LeasedDelivery,
    update_held,
)

RETRY_AFTER_S = (1, 5, 30, 120)
"""After the first, second, third and fourth failure; the fifth is the last."""
SHORTEST_WAIT_S = 2.0
LONGEST_WAIT_S = 300.0
OUTAGE_LIMIT = timedelta(days=2)


def finish(
    connection: Connection, delivery: LeasedDelivery, *, outcome: str, now: datetime
) -> None:
    """Done, in the transaction that holds the effect: fenced, both are undone together.

    The body is not needed any more and is let go: it may hold what its shop later erases.
    """
    values = {"status": "done", "outcome": outcome, "error": None, "body": None}
    update_held(connection, delivery, {**values, "finished_at": now, **NOT_LEASED})


def bury(record: Record, delivery: LeasedDelivery, *, error: str, now: datetime) -> None:
    """Dead: trying again cannot help. The body stays, so that the operator can replay it."""
    values = {"status": "dead", "error": error, "finished_at": now}
    with record.write() as connection:
        update_held(connection, delivery, {**values, **NOT_LEASED})


def postpone(record: Record, delivery: LeasedDelivery, *, error: str, now: datetime) -> None:
    """It failed: to be tried again later, or buried after the last attempt."""
    if delivery.attempts >= MAX_ATTEMPTS:
        bury(record, delivery, error=error, now=now)
        return
    next_at = now + _jittered(RETRY_AFTER_S[delivery.attempts - 1])
    with record.write() as connection:
        update_held(connection, delivery, _pending(delivery.attempts, next_at, error))


def wait_out(
    record: Record, delivery: LeasedDelivery, *, error: str, now: datetime, at_least_s: float = 0
) -> None:
    """A part we stand on was down: the attempt does not count.

    The longer it has waited, the longer it waits; after two days it is buried.
    """
    age = now - delivery.received_at
    if age > OUTAGE_LIMIT:
        bury(record, delivery, error=error, now=now)
        return
    wait_s = min(LONGEST_WAIT_S, max(SHORTEST_WAIT_S, at_least_s, age.total_seconds() / 2))
    next_at = now + _jittered(wait_s)
    with record.write() as connection:
        update_held(connection, delivery, _pending(delivery.attempts - 1, next_at, error))


def give_back(record: Record, deliveries: Sequence[LeasedDelivery], *, now: datetime) -> None:
    """Not even begun: as if they had never been leased. What another took over is left to it."""
    with record.write() as connection:
        for delivery in deliveries:
            connection.execute(
                update(Delivery)
                .where(Delivery.id == delivery.id, Delivery.lease_token == delivery.lease_token)
                .values(**_pending(delivery.attempts - 1, now, None))
            )


def _pending(attempts: int, next_at: datetime, error: str | None) -> dict[str, Any]:
    return {
        "status": "pending",
        "attempts": attempts,
        "next_at": next_at,
        "error": error,
        **NOT_LEASED,
    }


def _jittered(wait_s: float) -> timedelta:
    """So that deliveries that failed together do not come back together."""
    return timedelta(seconds=wait_s * random.uniform(0.8, 1.2))  # noqa: S311
