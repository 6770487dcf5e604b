"""Stores that left and that Shopify never asked us to erase."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta

from sqlalchemy import select

from shopify_app.db import Record
from shopify_app.db.tables import Shop
from shopify_app.deliveries.inbox import Arrival, accept

log = logging.getLogger(__name__)

GRACE = timedelta(days=7)
"""Shopify asks after 48 hours, and repeats itself for some more."""


def request_overdue_erasures(record: Record, *, now: datetime) -> int:
    """Put a shop/redact of our own into the inbox for each; one that is there changes nothing."""
    overdue = select(Shop.shop, Shop.epoch).where(
        Shop.state == "uninstalled", Shop.erased_at.is_(None), Shop.uninstalled_at < now - GRACE
    )
    with record.read() as connection:
        shops = connection.execute(overdue).all()
    for shop, epoch in shops:
        log.info("erase=%s overdue", shop)
        accept(record, _redaction(shop, epoch, now))
    return len(shops)


def _redaction(shop: str, epoch: int, now: datetime) -> Arrival:
    return Arrival(
        shop=shop,
        topic="shop/redact",
        webhook_id=f"tote-overdue-{epoch}",
        event_id=None,
        api_version=None,
        triggered_at=None,
        received_at=now,
        body=json.dumps({"shop_domain": shop}).encode(),
    )
