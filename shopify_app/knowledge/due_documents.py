"""The documents that wait to be indexed, shops in turn."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, zip_longest

from sqlalchemy import Connection, func, select

from shopify_app.db import Record
from shopify_app.db.tables import Document, Shop
from shopify_app.knowledge.aligning import DocumentKey
from shopify_app.knowledge.html import Section
from shopify_app.knowledge.vectors import Purpose

IS_DUE = Document.indexed_version < Document.version
IS_HERE = Shop.state != "uninstalled"


@dataclass(frozen=True)
class DueDocument:
    """A document whose newest version is not indexed yet."""

    shop: str
    namespace: str
    key: DocumentKey
    title: str
    sections: tuple[Section, ...]
    version: int

    @property
    def purpose(self) -> Purpose:
        return "orders" if self.key.kind == "order" else "knowledge"


def documents_due(record: Record) -> bool:
    due = select(Document.shop).join(Shop, Shop.shop == Document.shop)
    with record.read() as connection:
        return connection.execute(due.where(IS_DUE, IS_HERE).limit(1)).first() is not None


def find_due(record: Record, *, limit: int) -> list[DueDocument]:
    """Each shop's oldest change before any shop's second oldest."""
    with record.read() as connection:
        shops = _shops_that_wait(connection, limit=limit)
        share = -(-limit // max(len(shops), 1))
        # A query per shop: one over all that is due would read a whole large store each time.
        queues = [_oldest_of(connection, *shop, limit=share) for shop in shops]
    in_turn = (each for turn in zip_longest(*queues) for each in turn if each)
    return list(islice(in_turn, limit))


def _shops_that_wait(connection: Connection, *, limit: int) -> list[tuple[str, str]]:
    """Those whose oldest change has waited longest first, with their namespaces."""
    oldest = (
        select(func.min(Document.changed_at))
        .where(Document.shop == Shop.shop, IS_DUE)
        .scalar_subquery()
    )
    waiting = select(Shop.shop, Shop.namespace, oldest.label("oldest")).where(IS_HERE).subquery()
    rows = connection.execute(
        select(waiting.c.shop, waiting.c.namespace)
        .where(waiting.c.oldest.is_not(None))
        .order_by(waiting.c.oldest, waiting.c.shop)
        .limit(limit)
    )
    return [(row.shop, row.namespace) for row in rows]


def _oldest_of(
    connection: Connection, shop: str, namespace: str, *, limit: int
) -> list[DueDocument]:
    rows = connection.execute(
        select(
            Document.kind,
            Document.source_id,
            Document.title,
            Document.sections,
            Document.version,
        )
        .where(Document.shop == shop, IS_DUE)
        .order_by(Document.changed_at)
        .limit(limit)
    )
    return [
        DueDocument(
            shop=shop,
            namespace=namespace,
            key=DocumentKey(row.kind, row.source_id),
            title=row.title,
            sections=tuple(Section(each["heading"], each["text"]) for each in row.sections),
            version=row.version,
        )
        for row in rows
    ]
