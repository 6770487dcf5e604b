"""Hand deliveries to workers, one holder at a time.

Leases are counted by the worker's clock: the processes of one Tote are expected to agree within
seconds. Where they do not, a lease ends early or late, and the fencing token still lets only one
holder's effect through.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, or_, select, update

from shopify_app.db import Record
from shopify_app.db.tables import Delivery, Shop
from shopify_app.errors import ToteError
from shopify_app.shopify.topics import COMPLIANCE_TOPICS

LEASE = timedelta(seconds=15)
"""Short, so that what a killed worker held is taken up again soon; `extend` is for slow work."""
MAX_ATTEMPTS = 5
Query = TypeVar("Query", bound=Select)  # type: ignore[type-arg]

NOT_LEASED = {"lease_token": None, "lease_until": None}


class LeaseLost(ToteError):
    """Another worker holds the delivery now, or its store has left: undo what this one did."""

    code = "lease_lost"


@dataclass(frozen=True)
class LeasedDelivery:
    id: int
    shop: str
    topic: str
    body: bytes | None
    """None when it was too large to keep; then `resource_id` says what it was about."""
    resource_id: str | None
    triggered_at: datetime | None
    received_at: datetime
    epoch: int
    attempts: int
    """Including the one this lease is for."""
    lease_token: str
    lease_until: datetime


def lease_next(record: Record, *, now: datetime, limit: int) -> list[LeasedDelivery]:
    """Up to `limit` due deliveries, shops in turn, oldest first within a shop.

    The attempt is committed before any work is done: a delivery that kills its worker is counted
    like one that fails, and is buried here once it had its five. One whose holder vanished comes
    alone: if it is what killed the holder, no other delivery goes down with it.
    """
    with record.write() as connection:
        while ids := _take_expired(connection, now=now) or _claim(connection, now=now, limit=limit):
            if _drop_orphans(connection, ids, now=now):
                continue
            return _lease(connection, ids, now=now)
    return []


def extend(connection: Connection, delivery: LeasedDelivery, *, until: datetime) -> None:
    """Hold on to it for longer, before something slow. Raises LeaseLost."""
    update_held(connection, delivery, {"lease_until": until})


def hold(connection: Connection, delivery: LeasedDelivery) -> None:
    """The first thing in an effect's transaction: the store is still the one it was sent for.

    Holds the store's row, so that the store cannot leave and be erased before this has committed.
    Raises LeaseLost.
    """
    if delivery.topic in COMPLIANCE_TOPICS:
        return
    here = connection.scalar(
        select(Shop.epoch)
        .where(Shop.shop == delivery.shop, Shop.state != "uninstalled")
        .with_for_update(read=True)
    )
    if here != delivery.epoch:
        raise LeaseLost("the store has left")


def update_held(connection: Connection, delivery: LeasedDelivery, values: dict[str, Any]) -> None:
    """Change the delivery while it is held. Raises LeaseLost."""
    updated = connection.execute(
        update(Delivery)
        .where(Delivery.id == delivery.id, Delivery.lease_token == delivery.lease_token)
        .values(**values)
    )
    if not updated.rowcount:
        raise LeaseLost("another worker took this delivery over")


def deliveries_due(record: Record, *, now: datetime) -> bool:
    """Whether a worker would find something to do."""
    due = or_(_is_pending(now), _is_expired(now))
    with record.read() as connection:
        return connection.scalar(select(Delivery.id).where(due).limit(1)) is not None


def _is_pending(now: datetime) -> ColumnElement[bool]:
    return (Delivery.status == "pending") & (Delivery.next_at <= now)


def _is_expired(now: datetime) -> ColumnElement[bool]:
    return (Delivery.status == "leased") & (Delivery.lease_until < now)


def _take_expired(connection: Connection, *, now: datetime) -> list[int]:
    """One whose lease ran out, if there is any; those that had all their attempts are buried."""
    query = select(Delivery.id, Delivery.attempts).where(_is_expired(now)).limit(100)
    expired = connection.execute(_locked(connection, query.order_by(Delivery.id))).all()
    worn_out = [row.id for row in expired if row.attempts >= MAX_ATTEMPTS]
    if worn_out:
        connection.execute(
            update(Delivery)
            .where(Delivery.id.in_(worn_out))
            .values(
                status="dead",
                error="the worker ended each time it took this up",
                finished_at=now,
                **NOT_LEASED,
            )
        )
    return [row.id for row in expired if row.attempts < MAX_ATTEMPTS][:1]


def _claim(connection: Connection, *, now: datetime, limit: int) -> list[int]:
    """The same share for each shop that waits, those whose oldest has waited longest first."""
    oldest = (
        select(Delivery.id)
        .where(Delivery.shop == Shop.shop, _is_pending(now))
        .order_by(Delivery.id)
        .limit(1)
        .scalar_subquery()
    )
    waiting = select(Shop.shop, oldest.label("oldest")).subquery()
    shops = connection.scalars(
        select(waiting.c.shop)
        .where(waiting.c.oldest.is_not(None))
        .order_by(waiting.c.oldest)
        .limit(limit)
    ).all()
    share = -(-limit // max(len(shops), 1))
    # A query per shop: one window over everything due would read the whole of a flood each time.
    return [each for shop in shops for each in _oldest_of(connection, shop, now=now, limit=share)]


def _oldest_of(connection: Connection, shop: str, *, now: datetime, limit: int) -> list[int]:
    query = select(Delivery.id).where(Delivery.shop == shop, _is_pending(now))
    return list(connection.scalars(_locked(connection, query.order_by(Delivery.id).limit(limit))))


def _locked(connection: Connection, query: Query) -> Query:
    """On PostgreSQL the rows are ours from here on; on SQLite the whole database is."""
    if connection.dialect.name == "postgresql":
        return query.with_for_update(skip_locked=True)
    return query


def _drop_orphans(connection: Connection, ids: Sequence[int], *, now: datetime) -> bool:
    """Whether any was sent to a store that has left since; then all such of its shop are closed."""
    here = select(Shop.shop).where(
        Shop.shop == Delivery.shop, Shop.epoch == Delivery.epoch, Shop.state != "uninstalled"
    )
    is_orphan = Delivery.topic.not_in(COMPLIANCE_TOPICS) & ~here.exists()
    shops = connection.scalars(select(Delivery.shop).where(Delivery.id.in_(ids), is_orphan)).all()
    if not shops:
        return False
    connection.execute(
        update(Delivery)
        .where(Delivery.shop.in_(shops), Delivery.status.in_(("pending", "leased")), is_orphan)
        .values(status="done", outcome="orphaned", body=None, finished_at=now, **NOT_LEASED)
    )
    return True


def _lease(connection: Connection, ids: Sequence[int], *, now: datetime) -> list[LeasedDelivery]:
    token, until = secrets.token_hex(16), now + LEASE
    connection.execute(
        update(Delivery)
        .where(Delivery.id.in_(ids))
        .values(
            status="leased",
            attempts=Delivery.attempts + 1,
            lease_token=token,
            lease_until=until,
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
            Delivery.epoch,
            Delivery.attempts,
        )
        .where(Delivery.id.in_(ids))
        .order_by(Delivery.id)
    )
    return [LeasedDelivery(*row, lease_token=token, lease_until=until) for row in rows]
