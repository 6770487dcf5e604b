"""Hand deliveries to workers, one holder at a time, and keep what became of each.

Leases are counted by the worker's clock: all processes of one Tote are expected to agree within
seconds, and a lease that ends early only means that the fencing token decides.
"""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from shopify_app.db import Record
from shopify_app.db.tables import Delivery, Shop
from shopify_app.errors import ToteError
from shopify_app.shopify.topics import COMPLIANCE_TOPICS

LEASE_S = 60
MAX_ATTEMPTS = 5
RETRY_AFTER_S = (1, 5, 30, 120)
"""After the first, second, third, fourth failure; the fifth is the last."""
OUTAGE_RETRY_S = 5


class LeaseLost(ToteError):
    """Another worker holds the delivery now: undo what this one did."""

    code = "lease_lost"


@dataclass(frozen=True)
class LeasedDelivery:
    id: int
    shop: str
    topic: str
    body: bytes | None
    resource_id: str | None
    triggered_at: datetime | None
    received_at: datetime
    attempts: int
    """Including the one this lease is for."""
    lease_token: str


def lease_next(record: Record, *, now: datetime, limit: int) -> list[LeasedDelivery]:
    """Up to `limit` due deliveries, shops in turn, oldest first within a shop.

    The attempt is committed before any work is done: a delivery that kills its worker is counted
    like one that fails, and is buried here once it had its five.
    """
    token = secrets.token_hex(16)
    with record.write() as connection:
        _bury_worn_out(connection, now)
        _drop_orphans(connection, now)
        ids = _claim(connection, now=now, limit=limit, locking=record.dialect == "postgresql")
        if not ids:
            return []
        connection.execute(
            update(Delivery)
            .where(Delivery.id.in_(ids))
            .values(
                status="leased",
                attempts=Delivery.attempts + 1,
                lease_token=token,
                lease_until=now + timedelta(seconds=LEASE_S),
            )
        )
        rows = connection.execute(
            select(
                Delivery.id,
                Delivery.shop,
                Delivery.topic,
                Delivery.body,
                Delivery.resource_id,
                Delivery.triggered_at,
                Delivery.received_at,
                Delivery.attempts,
            )
            .where(Delivery.id.in_(ids))
            .order_by(Delivery.id)
        )
        return [LeasedDelivery(*row, lease_token=token) for row in rows]


def finish(
    connection: Connection, delivery: LeasedDelivery, *, outcome: str, now: datetime
) -> None:
    """Done, in the transaction that holds the effect. Raises LeaseLost to undo it.

    The body is not needed any more and is let go: it may hold what its shop later erases.
    """
    _close(connection, delivery, status="done", outcome=outcome, error=None, now=now)


def bury(record: Record, delivery: LeasedDelivery, *, error: str, now: datetime) -> None:
    """Dead at once: trying again cannot help. The body stays for the operator to look at."""
    with record.write() as connection:
        _close(connection, delivery, status="dead", outcome=None, error=error, now=now)


def postpone(
    record: Record, delivery: LeasedDelivery, *, error: str, now: datetime, outage: bool
) -> None:
    """Give the delivery back for later; dead after the last attempt.

    `outage` means that a part we stand on was down: the attempt is given back too.
    """
    if not outage and delivery.attempts >= MAX_ATTEMPTS:
        bury(record, delivery, error=error, now=now)
        return
    wait_s = OUTAGE_RETRY_S if outage else RETRY_AFTER_S[delivery.attempts - 1]
    # Jitter, so that deliveries that failed together do not come back together.
    next_at = now + timedelta(seconds=wait_s * random.uniform(0.8, 1.2))  # noqa: S311
    with record.write() as connection:
        connection.execute(
            update(Delivery)
            .where(Delivery.id == delivery.id, Delivery.lease_token == delivery.lease_token)
            .values(
                status="pending",
                attempts=delivery.attempts - 1 if outage else delivery.attempts,
                next_at=next_at,
                error=error,
                lease_token=None,
                lease_until=None,
            )
        )


def is_due(now: datetime) -> ColumnElement[bool]:
    """The condition of a delivery that a worker should take up."""
    return or_(
        and_(Delivery.status == "pending", Delivery.next_at <= now),
        and_(Delivery.status == "leased", Delivery.lease_until < now),
    )


def deliveries_due(record: Record, *, now: datetime) -> bool:
    with record.read() as connection:
        return connection.scalar(select(Delivery.id).where(is_due(now)).limit(1)) is not None


def _claim(connection: Connection, *, now: datetime, limit: int, locking: bool) -> list[int]:
    """Ids to lease: each shop's oldest before any shop's second oldest."""
    turn = func.row_number().over(partition_by=Delivery.shop, order_by=Delivery.id).label("turn")
    due = select(Delivery.id, turn).where(is_due(now)).subquery()
    wanted = select(due.c.id).order_by(due.c.turn, due.c.id).limit(limit)
    if locking:
        # Windows cannot be locked in PostgreSQL, so the rows they chose are, skipping taken ones.
        chosen = select(Delivery.id).where(Delivery.id.in_(wanted), is_due(now))
        return list(connection.scalars(chosen.with_for_update(skip_locked=True)))
    return list(connection.scalars(wanted))


def _bury_worn_out(connection: Connection, now: datetime) -> None:
    connection.execute(
        update(Delivery)
        .where(
            Delivery.status == "leased",
            Delivery.lease_until < now,
            Delivery.attempts >= MAX_ATTEMPTS,
        )
        .values(
            status="dead",
            error="the worker ended each time it took this up",
            finished_at=now,
            lease_token=None,
            lease_until=None,
        )
    )


def _drop_orphans(connection: Connection, now: datetime) -> None:
    """Deliveries of an earlier installation, or of a store that has left, have no more to do."""
    alive = select(Shop.shop).where(
        Shop.shop == Delivery.shop, Shop.epoch == Delivery.epoch, Shop.state != "uninstalled"
    )
    connection.execute(
        update(Delivery)
        .where(
            Delivery.status == "pending",
            Delivery.topic.not_in(COMPLIANCE_TOPICS),
            ~alive.exists(),
        )
        .values(status="done", outcome="orphaned", body=None, finished_at=now)
    )


def _close(
    connection: Connection,
    delivery: LeasedDelivery,
    *,
    status: str,
    outcome: str | None,
    error: str | None,
    now: datetime,
) -> None:
    values = {
        "status": status,
        "outcome": outcome,
        "error": error,
        "finished_at": now,
        "lease_token": None,
        "lease_until": None,
    }
    if status == "done":
        values["body"] = None
    closed = connection.execute(
        update(Delivery)
        .where(Delivery.id == delivery.id, Delivery.lease_token == delivery.lease_token)
        .values(**values)
    )
    if not closed.rowcount:
        raise LeaseLost("another worker took this delivery over")
