"""What the operator may see of the inbox, and do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from shopify_app.db import Record
from shopify_app.db.tables import Delivery

STATUSES = ("pending", "leased", "done", "dead")


@dataclass(frozen=True)
class ListedDelivery:
    id: int
    shop: str
    topic: str
    status: str
    attempts: int
    received_at: datetime
    outcome: str | None
    error: str | None


def list_deliveries(
    record: Record, *, shop: str | None = None, status: str | None = None, limit: int = 50
) -> list[ListedDelivery]:
    """Newest first."""
    query = select(
        Delivery.id,
        Delivery.shop,
        Delivery.topic,
        Delivery.status,
        Delivery.attempts,
        Delivery.received_at,
        Delivery.outcome,
        Delivery.error,
    )
    if shop:
        query = query.where(Delivery.shop == shop)
    if status:
        query = query.where(Delivery.status == status)
    with record.read() as connection:
        rows = connection.execute(query.order_by(Delivery.id.desc()).limit(limit))
        return [ListedDelivery(*row) for row in rows]


def replay_delivery(record: Record, delivery_id: int, *, now: datetime) -> bool:
    """Give a dead delivery five new attempts; False when there is none to replay."""
    with record.write() as connection:
        replayed = connection.execute(
            update(Delivery)
            .where(Delivery.id == delivery_id, Delivery.status == "dead")
            .values(status="pending", attempts=0, next_at=now, error=None, finished_at=None)
        )
    return bool(replayed.rowcount)


def replay_dead(record: Record, *, shop: str | None = None, now: datetime) -> int:
    """Give every dead delivery, or those of one store, five new attempts; returns how many."""
    dead = update(Delivery).where(Delivery.status == "dead")
    if shop:
        dead = dead.where(Delivery.shop == shop)
    values = {"status": "pending", "attempts": 0, "next_at": now, "error": None}
    with record.write() as connection:
        return connection.execute(dead.values(**values, finished_at=None)).rowcount


def count_by_status(record: Record) -> dict[str, int]:
    with record.read() as connection:
        rows = connection.execute(select(Delivery.status, func.count()).group_by(Delivery.status))
        return {row[0]: row[1] for row in rows}
