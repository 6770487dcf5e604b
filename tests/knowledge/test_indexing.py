"""Documents become chunks that can be found, and only what changed is embedded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from shopify_app.db import Record
from shopify_app.db.tables import Chunk, Document, Shop
from shopify_app.errors import Unavailable
from shopify_app.knowledge.documents import Source
from shopify_app.knowledge.indexing import (
    EmbedderFailing,
    documents_due,
    find_due,
    index_due_documents,
)
from shopify_app.knowledge.rebuilding import PURPOSES, heal, rebuild_vectors
from shopify_app.knowledge.sources import apply_source, delete_source
from shopify_app.knowledge.vectors import VectorIndex, VectorsUnavailable, collection_name
from shopify_app.knowledge.words import indexed_ids, search_words
from shopify_app.local.services import free_port
from shopify_app.shops.directory import active_shop
from shopify_app.shops.install import uninstall_shop
from tests.knowledge.hashing import HashingEmbedder
from tests.knowledge.store import (
    NOON,
    collection,
    minutes_past,
    order,
    page,
    policy,
    product,
    variant,
)

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def put(record: Record, shop: str, *sources: Source) -> None:
    with record.write() as connection:
        for source in sources:
            apply_source(connection, shop, source, now=NOW)


def index(record: Record, vectors: VectorIndex, embedder: HashingEmbedder) -> int:
    """Until nothing is due; returns how many documents were taken up."""
    done = 0
    while taken := index_due_documents(record, vectors, embedder, now=NOW):
        done += taken
    return done


def chunk_ids(record: Record, shop: str, *, orders: bool) -> set[str]:
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


def assert_in_line(
    record: Record, vectors: VectorIndex, embedder: HashingEmbedder, shop: str
) -> None:
    """The chunks in SQL, the vectors in Chroma and the entries in the word index are the same."""
    scope = namespace(record, shop)
    knowledge, orders = (chunk_ids(record, shop, orders=each) for each in (False, True))
    with record.read() as connection:
        assert indexed_ids(connection, scope) == knowledge
    assert vectors.ids(collection_name(scope, embedder.name, "knowledge")) == knowledge
    assert vectors.ids(collection_name(scope, embedder.name, "orders")) == orders


def test_every_kind_of_source_becomes_findable(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    put(record, shop, product(), policy(), page(), collection(), order())

    taken = index(record, vectors, hashing)

    assert taken == 5
    assert not documents_due(record)
    assert len(chunk_ids(record, shop, orders=False)) == 6
    assert len(chunk_ids(record, shop, orders=True)) == 1
    assert_in_line(record, vectors, hashing, shop)
