"""Put sources into the record, index them, and look at what came of it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from shopify_app.db import Record
from shopify_app.db.tables import Chunk
from shopify_app.knowledge.documents import Source
from shopify_app.knowledge.embedder import Embedder
from shopify_app.knowledge.indexing import index_due_documents
from shopify_app.knowledge.sources import apply_source
from shopify_app.knowledge.vectors import VectorIndex, collection_name
from shopify_app.knowledge.words import indexed_ids
from shopify_app.shops.directory import active_shop

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def put(record: Record, shop: str, *sources: Source) -> None:
    with record.write() as connection:
        for source in sources:
            apply_source(connection, shop, source, now=NOW)


def index(record: Record, vectors: VectorIndex, embedder: Embedder) -> int:
    """Until nothing is due; returns how many documents were taken up."""
    done = 0
    while taken := index_due_documents(record, vectors, embedder, now=NOW):
        done += taken
    return done


def chunk_ids(record: Record, shop: str, *, orders: bool = False) -> set[str]:
    is_order = Chunk.kind == "order"
    with record.read() as connection:
        query = select(Chunk.id).where(Chunk.shop == shop, is_order if orders else ~is_order)
        return set(connection.scalars(query))


def chunk_texts(record: Record, shop: str) -> list[str]:
    with record.read() as connection:
        query = (
            select(Chunk.text)
            .where(Chunk.shop == shop)
            .order_by(Chunk.kind, Chunk.source_id, Chunk.position)
        )
        return list(connection.scalars(query))


def namespace(record: Record, shop: str) -> str:
    with record.read() as connection:
        return active_shop(connection, shop).namespace


def assert_in_line(record: Record, vectors: VectorIndex, embedder: Embedder, shop: str) -> None:
    """The chunks in SQL, the vectors in Chroma and the entries in the word index are the same."""
    scope = namespace(record, shop)
    knowledge, orders = (chunk_ids(record, shop, orders=each) for each in (False, True))
    with record.read() as connection:
        assert indexed_ids(connection, scope) == knowledge
    assert vectors.ids(collection_name(scope, embedder.name, "knowledge")) == knowledge
    assert vectors.ids(collection_name(scope, embedder.name, "orders")) == orders
