"""Take a webhook in: committed before anyone is told so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from shopify_app.db import Record, insert_into
from shopify_app.db.tables import Delivery, Shop
from shopify_app.shopify.topics import COMPLIANCE_TOPICS
from shopify_app.shops.directory import ShopNotInstalled


@dataclass(frozen=True)
class Arrival:
    """A verified webhook, not yet in the inbox."""

    shop: str
    topic: str
    webhook_id: str
    event_id: str | None
    api_version: str | None
    triggered_at: datetime | None
    received_at: datetime
    body: bytes | None
    """None when it was too large to keep; then `resource_id` says what to fetch again."""
    resource_id: str | None = None


def accept(record: Record, arrival: Arrival) -> bool:
    """Commit the arrival to the inbox; False when it was there already.

    Raises ShopNotInstalled, or RecordUnavailable when nothing was committed.
    """
    with record.write() as connection:
        [result] = insert_arrivals(connection, [arrival])
    if isinstance(result, ShopNotInstalled):
        raise result
    return result


def insert_arrivals(
    connection: Connection, arrivals: Sequence[Arrival]
) -> list[bool | ShopNotInstalled]:
    """Insert several in the caller's transaction; for each, in order: new, known, or why not."""
    shops = {arrival.shop for arrival in arrivals}
    installed = {
        shop: (state, epoch)
        for shop, state, epoch in connection.execute(
            select(Shop.shop, Shop.state, Shop.epoch).where(Shop.shop.in_(shops))
        )
    }
    return [_insert(connection, arrival, installed.get(arrival.shop)) for arrival in arrivals]


def _insert(
    connection: Connection, arrival: Arrival, shop: tuple[str, int] | None
) -> bool | ShopNotInstalled:
    if shop is None or (shop[0] == "uninstalled" and arrival.topic not in COMPLIANCE_TOPICS):
        return ShopNotInstalled("this store has not installed Tote")
    inserted = connection.execute(
        insert_into(connection, Delivery)
        .values(
            shop=arrival.shop,
            topic=arrival.topic,
            webhook_id=arrival.webhook_id,
            event_id=arrival.event_id,
            api_version=arrival.api_version,
            triggered_at=arrival.triggered_at,
            received_at=arrival.received_at,
            epoch=shop[1],
            body=arrival.body,
            oversized=arrival.body is None,
            resource_id=arrival.resource_id,
            status="pending",
            attempts=0,
            next_at=arrival.received_at,
        )
        .on_conflict_do_nothing(index_elements=["shop", "webhook_id"])
    )
    return bool(inserted.rowcount)
