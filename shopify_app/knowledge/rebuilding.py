"""Fill Chroma again from the record, without embedding again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select, update

from shopify_app.db import Record
from shopify_app.db.tables import Chunk, Document
from shopify_app.knowledge.embedder import Embedder
from shopify_app.knowledge.indexing import as_vectors
from shopify_app.knowledge.vectors import Purpose, VectorIndex, collection_name
from shopify_app.shops.directory import ShopEntry, active_shop, list_shops

PURPOSES: tuple[Purpose, ...] = ("knowledge", "orders")


def rebuild_vectors(record: Record, vectors: VectorIndex, embedder: Embedder, shop: str) -> int:
    """Drop the shop's collections and fill them from the chunks' kept vectors; returns how many.

    Documents whose chunks have no vector of this embedder become due. Raises ShopNotInstalled,
    VectorsUnavailable.
    """
    with record.read() as connection:
        entry = active_shop(connection, shop)
    for purpose in PURPOSES:
        vectors.drop(collection_name(entry.namespace, embedder.name, purpose))
    restored = restore_missing(record, vectors, embedder, entry)
    with record.write() as connection:
        _make_unembedded_due(connection, shop, embedder.name)
    return restored


def heal(record: Record, vectors: VectorIndex, embedder: Embedder) -> int:
    """Bring every active shop's collections in line with the record; returns how many changes.

    For when Chroma lost something: its directory was deleted, restored from an old copy, damaged.
    """
    with record.read() as connection:
        shops = [entry for entry in list_shops(connection) if entry.state != "uninstalled"]
    return sum(restore_missing(record, vectors, embedder, entry) for entry in shops)


def restore_missing(
    record: Record, vectors: VectorIndex, embedder: Embedder, entry: ShopEntry
) -> int:
    """Add what Chroma lacks, remove what it should not have; returns how many."""
    changed = 0
    for purpose in PURPOSES:
        name = collection_name(entry.namespace, embedder.name, purpose)
        present = vectors.ids(name)
        with record.read() as connection:
            wanted = live_chunk_ids(connection, entry.shop, purpose, embedder.name)
        extra, missing = present - wanted, sorted(wanted - present)
        vectors.delete(name, extra)
        for start in range(0, len(missing), 500):
            _restore(record, vectors, name, entry.shop, missing[start : start + 500])
        changed += len(extra) + len(missing)
    return changed


def live_chunk_ids(connection: Connection, shop: str, purpose: Purpose, embedder: str) -> set[str]:
    """The ids Chroma should have: those of chunks with a vector of this embedder."""
    is_order = Chunk.kind == "order"
    return set(
        connection.scalars(
            select(Chunk.id).where(
                Chunk.shop == shop,
                Chunk.embedder == embedder,
                is_order if purpose == "orders" else ~is_order,
            )
        )
    )


def _restore(
    record: Record, vectors: VectorIndex, name: str, shop: str, ids: Sequence[str]
) -> None:
    with record.read() as connection:
        rows = list(
            connection.execute(
                select(Chunk.id, Chunk.vector).where(
                    Chunk.shop == shop, Chunk.id.in_(ids), Chunk.vector.is_not(None)
                )
            )
        )
    if rows:
        vectors.upsert(name, [row[0] for row in rows], as_vectors([row[1] or b"" for row in rows]))


def _make_unembedded_due(connection: Connection, shop: str, embedder: str) -> None:
    without = select(Chunk.id).where(
        Chunk.shop == Document.shop,
        Chunk.kind == Document.kind,
        Chunk.source_id == Document.source_id,
        (Chunk.embedder != embedder) | Chunk.embedder.is_(None),
    )
    connection.execute(
        update(Document)
        .where(Document.shop == shop, without.exists())
        .values(version=Document.version + 1)
    )
