"""How much is known, and how fresh it is: for the merchant's first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, func, select

from shopify_app.db import Record
from shopify_app.db.tables import Chunk, Delivery, Document, Shop
from shopify_app.deliveries.listing import STATUSES
from shopify_app.shops.syncs import SyncOverview, find_sync


@dataclass(frozen=True)
class KindCount:
    """One kind of document; `due` of them wait to be indexed."""

    kind: str
    documents: int
    chunks: int
    due: int


@dataclass(frozen=True)
class KnowledgeOverview:
    kinds: tuple[KindCount, ...]
    due: int
    deliveries_waiting: int
    last_indexed_at: datetime | None
    last_delivery_at: datetime | None
    reconciled_at: datetime | None
    sync: SyncOverview | None
    """The first reading of all the store has; None when none was asked for."""


def knowledge_overview(record: Record, shop: str) -> KnowledgeOverview:
    """Counts of what can be found; deleted and unpublished records do not count."""
    with record.read() as connection:
        live = Document.content_sha256 != ""
        documents = {
            row[0]: row
            for row in connection.execute(
                select(
                    Document.kind,
                    func.count().filter(live),
                    func.count().filter(Document.indexed_version < Document.version),
                    func.max(Document.indexed_at),
                )
                .where(Document.shop == shop)
                .group_by(Document.kind)
                .order_by(Document.kind)
            )
        }
        chunks = {
            row[0]: row[1]
            for row in connection.execute(
                select(Chunk.kind, func.count()).where(Chunk.shop == shop).group_by(Chunk.kind)
            )
        }
        waiting = connection.scalar(
            select(func.count()).where(
                Delivery.shop == shop, Delivery.status.in_(("pending", "leased"))
            )
        )
        last_delivery = connection.scalar(
            select(func.max(Delivery.received_at)).where(Delivery.id.in_(_latest_of(shop)))
        )
        sync = find_sync(connection, shop)
        reconciled = connection.scalar(select(Shop.reconciled_at).where(Shop.shop == shop))
    kinds = tuple(
        KindCount(kind, row[1], chunks.get(kind, 0), row[2]) for kind, row in documents.items()
    )
    return KnowledgeOverview(
        kinds=kinds,
        due=sum(each.due for each in kinds),
        deliveries_waiting=waiting or 0,
        last_indexed_at=max((row[3] for row in documents.values() if row[3]), default=None),
        last_delivery_at=last_delivery,
        reconciled_at=reconciled,
        sync=sync,
    )


def _latest_of(shop: str) -> list[ScalarSelect[int]]:
    """The last delivery of each status, so that not all of a week are looked at."""
    return [
        select(func.max(Delivery.id))
        .where(Delivery.status == status, Delivery.shop == shop)
        .scalar_subquery()
        for status in STATUSES
    ]
