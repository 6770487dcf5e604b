"""Fill Chroma again from the record, without embedding again."""

from __future__ import annotations

import logging

import numpy as np
from sqlalchemy import Connection, select, update

from shopify_app.db import Record
from shopify_app.db.tables import Chunk, Document
from shopify_app.knowledge.aligning import Shelf, align
from shopify_app.knowledge.embedder import Embedder
from shopify_app.knowledge.vectors import (
    CollectionDamaged,
    CollectionMissing,
    Purpose,
    VectorIndex,
    collection_name,
)
from shopify_app.shops.directory import ShopEntry, active_shop, find_shop, list_shops

log = logging.getLogger(__name__)

PURPOSES: tuple[Purpose, ...] = ("knowledge", "orders")


def rebuild_vectors(record: Record, vectors: VectorIndex, embedder: Embedder, shop: str) -> int:
    """Drop the shop's collections and fill them from the chunks' kept vectors; returns how many.

    Documents whose chunks have no vector of this embedder become due, and so do those that were
    set aside. Raises ShopNotInstalled, VectorsUnavailable.
    """
    with record.read() as connection:
        entry = active_shop(connection, shop)
    restored = 0
    for purpose in PURPOSES:
        shelf = _shelf(entry, embedder, purpose)
        vectors.drop(shelf.collection)
        restored += align(record, vectors, shelf)
    _renew(record, vectors, embedder, entry)
    with record.write() as connection:
        connection.execute(
            update(Document)
            .where(Document.shop == shop, Document.error.is_not(None))
            .values(version=Document.version + 1)
        )
    return restored


def heal(record: Record, vectors: VectorIndex, embedder: Embedder) -> int:
    """Bring every shop's collections in line with the record; returns how many changes.

    For when Chroma lost something (its directory was deleted, restored from an old copy, damaged)
    and for when the embedder has changed. Raises VectorsUnavailable.
    """
    return sum(heal_shop(record, vectors, embedder, each) for each in shops_to_heal(record))


def shops_to_heal(record: Record) -> list[str]:
    """Those that have not left."""
    with record.read() as connection:
        return [each.shop for each in list_shops(connection) if each.state != "uninstalled"]


def heal_shop(record: Record, vectors: VectorIndex, embedder: Embedder, shop: str) -> int:
    """As `heal`, of one shop; nothing when it has left."""
    with record.read() as connection:
        entry = find_shop(connection, shop)
    if entry is None or entry.state == "uninstalled":
        return 0
    _renew(record, vectors, embedder, entry)
    changes = 0
    for purpose in PURPOSES:
        shelf = _shelf(entry, embedder, purpose)
        if _is_damaged(vectors, shelf):
            log.warning("collection=damaged namespace=%s purpose=%s", entry.namespace, purpose)
            vectors.drop(shelf.collection)
        changes += align(record, vectors, shelf)
    return changes


def _renew(record: Record, vectors: VectorIndex, embedder: Embedder, entry: ShopEntry) -> None:
    """What another embedder made is made again: its documents become due, its index goes."""
    with record.read() as connection:
        others = connection.scalars(
            select(Chunk.embedder)
            .where(Chunk.shop == entry.shop, Chunk.embedder != embedder.name)
            .distinct()
        ).all()
    if not others:
        return
    with record.write() as connection:
        _make_due(connection, entry.shop, not_embedded_by=embedder.name)
    for other in others:
        for purpose in PURPOSES:
            vectors.drop(collection_name(entry.namespace, str(other), purpose))


def _make_due(connection: Connection, shop: str, *, not_embedded_by: str) -> None:
    foreign = select(Chunk.id).where(
        Chunk.shop == Document.shop,
        Chunk.kind == Document.kind,
        Chunk.source_id == Document.source_id,
        Chunk.embedder != not_embedded_by,
    )
    connection.execute(
        update(Document)
        .where(
            Document.shop == shop,
            Document.indexed_version == Document.version,
            foreign.exists(),
        )
        .values(version=Document.version + 1)
    )


def _is_damaged(vectors: VectorIndex, shelf: Shelf) -> bool:
    """Whether a search fails where only the collection can be at fault."""
    try:
        vectors.query(shelf.collection, np.eye(1, shelf.dimensions, dtype=np.float32)[0], limit=1)
    except CollectionMissing:
        return False
    except CollectionDamaged:
        return True
    return False


def _shelf(entry: ShopEntry, embedder: Embedder, purpose: Purpose) -> Shelf:
    return Shelf(
        shop=entry.shop,
        namespace=entry.namespace,
        embedder=embedder.name,
        dimensions=embedder.dimensions,
        purpose=purpose,
    )
