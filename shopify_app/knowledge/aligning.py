"""Make Chroma hold exactly the vectors of the chunks there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import ColumnElement, Connection, and_, or_, select

from shopify_app.db import Record
from shopify_app.db.tables import Chunk
from shopify_app.knowledge.embedder import Vectors
from shopify_app.knowledge.vectors import (
    CollectionMissing,
    Purpose,
    VectorIndex,
    VectorsUnavailable,
    collection_name,
)

AT_ONCE = 500
ROUNDS = 5


@dataclass(frozen=True)
class Shelf:
    """A shop's chunks of one purpose, with the vectors of one embedder."""

    shop: str
    namespace: str
    embedder: str
    dimensions: int
    purpose: Purpose

    @property
    def collection(self) -> str:
        return collection_name(self.namespace, self.embedder, self.purpose)


@dataclass(frozen=True)
class DocumentKey:
    kind: str
    source_id: str

    @property
    def name(self) -> str:
        """As Chroma knows it."""
        return f"{self.kind}:{self.source_id}"


def align(
    record: Record,
    vectors: VectorIndex,
    shelf: Shelf,
    documents: Sequence[DocumentKey] | None = None,
) -> int:
    """Add what Chroma lacks and remove what is too much, of some documents or of all.

    Chroma is read before the record, and both again after each change, until they agree: so two
    that do this at once, for different versions, end with what the record has. A collection that
    is missing is filled whole. Returns how many changes were made. Raises VectorsUnavailable.
    """
    changes = 0
    for _ in range(ROUNDS):
        present = _present(record, vectors, shelf, documents)
        if present is None:
            documents, present = None, set()
        wanted = _wanted(record, shelf, documents)
        missing, extra = wanted - present, present - wanted
        if not missing and not extra:
            return changes
        _add(record, vectors, shelf, sorted(missing))
        if extra:
            vectors.delete(shelf.collection, sorted(extra))
        changes += len(missing) + len(extra)
    raise VectorsUnavailable("the record changed faster than the vectors could follow")


def live_chunk_ids(
    connection: Connection,
    shop: str,
    purpose: Purpose,
    embedder: str,
    documents: Iterable[DocumentKey] | None = None,
) -> set[str]:
    """The ids Chroma should have: those of chunks with a vector of this embedder."""
    is_order = Chunk.kind == "order"
    conditions = [
        Chunk.shop == shop,
        Chunk.embedder == embedder,
        Chunk.vector.is_not(None),
        is_order if purpose == "orders" else ~is_order,
    ]
    if documents is not None:
        conditions.append(are_of(documents))
    return set(connection.scalars(select(Chunk.id).where(*conditions)))


def are_of(documents: Iterable[DocumentKey]) -> ColumnElement[bool]:
    """The condition of chunks of these documents, in terms the chunks' index serves."""
    by_kind: dict[str, list[str]] = {}
    for document in documents:
        by_kind.setdefault(document.kind, []).append(document.source_id)
    return or_(
        *(
            and_(Chunk.kind == kind, Chunk.source_id.in_(source_ids))
            for kind, source_ids in by_kind.items()
        )
    )


def as_vectors(stored: Sequence[bytes]) -> Vectors:
    """Vectors as kept in the record (little-endian float32), one row each."""
    return np.vstack([np.frombuffer(each, dtype="<f4") for each in stored])


def _present(
    record: Record,
    vectors: VectorIndex,
    shelf: Shelf,
    documents: Sequence[DocumentKey] | None,
) -> set[str] | None:
    """What Chroma has; None when the collection was missing and has just been made."""
    names = [document.name for document in documents] if documents is not None else None
    try:
        return vectors.ids_of(shelf.collection, names)
    except CollectionMissing:
        expecting = len(_wanted(record, shelf, None))
        if not expecting:
            return set()
        vectors.create(shelf.collection, dimensions=shelf.dimensions, expecting=expecting)
        return None


def _wanted(record: Record, shelf: Shelf, documents: Sequence[DocumentKey] | None) -> set[str]:
    with record.read() as connection:
        return live_chunk_ids(connection, shelf.shop, shelf.purpose, shelf.embedder, documents)


def _add(record: Record, vectors: VectorIndex, shelf: Shelf, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), AT_ONCE):
        with record.read() as connection:
            rows = connection.execute(
                select(Chunk.id, Chunk.vector, Chunk.kind, Chunk.source_id).where(
                    Chunk.shop == shelf.shop,
                    Chunk.id.in_(ids[start : start + AT_ONCE]),
                    Chunk.embedder == shelf.embedder,
                    Chunk.vector.is_not(None),
                )
            ).all()
        if rows:
            vectors.upsert(
                shelf.collection,
                [row.id for row in rows],
                as_vectors([row.vector for row in rows if row.vector is not None]),
                [DocumentKey(row.kind, row.source_id).name for row in rows],
            )
