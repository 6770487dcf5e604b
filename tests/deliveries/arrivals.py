"""Webhooks as they arrive, and what the record says of them."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from sqlalchemy import select

from shopify_app.db import Record
from shopify_app.db.tables import Delivery
from shopify_app.deliveries.inbox import Arrival, accept

numbers = itertools.count(1)


def arrival(shop: str, now: datetime, **changes: Any) -> Arrival:
    values: dict[str, Any] = {
        "shop": shop,
        "topic": "products/update",
        "webhook_id": f"webhook-{next(numbers)}",
        "event_id": None,
        "api_version": "2026-10",
        "triggered_at": now,
        "received_at": now,
        "body": b'{"id": 1}',
    }
    return Arrival(**{**values, **changes})


def deliver(record: Record, shop: str, now: datetime, *, times: int = 1, **changes: Any) -> None:
    for _ in range(times):
        accept(record, arrival(shop, now, **changes))


def rows(record: Record) -> list[Any]:
    """Every delivery, oldest first."""
    with record.read() as connection:
        return list(connection.execute(select(*Delivery.__table__.columns).order_by(Delivery.id)))


def the_row(record: Record) -> Any:
    [row] = rows(record)
    return row
