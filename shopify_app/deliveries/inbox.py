"""Take webhooks in: committed before anyone is told so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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


def accept(record: Record, arrival: Arrival) -> None:
    """Commit the arrival to the inbox; one that is there already changes nothing.

    Raises ShopNotInstalled, or RecordUnavailable when nothing was committed.
    """
    with record.write() as connection:
        [refusal] = insert_arrivals(connection, [arrival])
    if refusal:
        raise refusal


def is_waiting(record: Record, shop: str, *, webhook_id_begins: str) -> bool:
    """Whether a delivery whose id begins like that is still to be worked on."""
    waiting = select(Delivery.id).where(
        Delivery.shop == shop,
        Delivery.status.in_(("pending", "leased")),
        Delivery.webhook_id.startswith(webhook_id_begins, autoescape=True),
    )
    with record.read() as connection:
        return connection.execute(waiting.limit(1)).first() is not None


def insert_arrivals(
    connection: Connection, arrivals: Sequence[Arrival]
) -> list[ShopNotInstalled | None]:
    """Insert in the caller's transaction; for each arrival, why it was refused, or None."""
    epochs = _installed_epochs(connection, {arrival.shop for arrival in arrivals})
    rows, refusals = [], []
    for arrival in arrivals:
        epoch = epochs.get((arrival.shop, arrival.topic in COMPLIANCE_TOPICS))
        refusals.append(None if epoch else ShopNotInstalled("this store has not installed Tote"))
        if epoch:
            rows.append(_row(arrival, epoch))
    if rows:
        # One statement for all rows: one each would cost ten times the commit itself.
        connection.execute(
            insert_into(connection, Delivery).on_conflict_do_nothing(
                index_elements=["shop", "webhook_id"]
            ),
            rows,
        )
    return refusals


def _installed_epochs(connection: Connection, shops: set[str]) -> dict[tuple[str, bool], int]:
    """By shop and whether the topic is one of compliance: those come after an uninstall too."""
    rows = connection.execute(
        select(Shop.shop, Shop.state, Shop.epoch).where(Shop.shop.in_(shops))
    ).all()
    return {(shop, True): epoch for shop, _, epoch in rows} | {
        (shop, False): epoch for shop, state, epoch in rows if state != "uninstalled"
    }


def _row(arrival: Arrival, epoch: int) -> dict[str, Any]:
    return {
        "shop": arrival.shop,
        "topic": arrival.topic,
        "webhook_id": arrival.webhook_id,
        "event_id": arrival.event_id,
        "api_version": arrival.api_version,
        "triggered_at": arrival.triggered_at,
        "received_at": arrival.received_at,
        "epoch": epoch,
        "body": arrival.body,
        "oversized": arrival.body is None,
        "resource_id": arrival.resource_id,
        "status": "pending",
        "attempts": 0,
        "next_at": arrival.received_at,
    }
