"""Let go of deliveries that were settled long ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from shopify_app.db import Record
from shopify_app.db.tables import Delivery

KEEP_DONE = timedelta(days=7)
"""Shopify repeats a webhook for hours; a duplicate is recognised for longer than that."""
KEEP_DEAD = timedelta(days=30)
AT_ONCE = 1000
"""Small transactions: webhooks wait for the same lock."""


def forget_settled(record: Record, *, now: datetime) -> int:
    """Delete what is done for a week or dead for a month; returns how many."""
    return _forget(record, "done", now - KEEP_DONE) + _forget(record, "dead", now - KEEP_DEAD)


def _forget(record: Record, status: str, before: datetime) -> int:
    # What ended before a time was due before it; of the two, only that has an index.
    settled = (
        (Delivery.status == status) & (Delivery.next_at < before) & (Delivery.finished_at < before)
    )
    forgotten = 0
    while True:
        with record.write() as connection:
            ids = select(Delivery.id).where(settled).limit(AT_ONCE)
            deleted = connection.execute(delete(Delivery).where(Delivery.id.in_(ids))).rowcount
        forgotten += deleted
        if deleted < AT_ONCE:
            return forgotten
