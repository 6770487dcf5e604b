"""Bring the index in line with the documents: only what changed is embedded.

The order makes a crash harmless: chunks, vectors and words are committed to the record first, then
Chroma is brought in line, and only then is the version marked as indexed. Whatever is interrupted
stays due and is done again, with the same ids.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from shopify_app.db import Record, insert_into
from shopify_app.db.tables import Chunk, Document, Shop
from shopify_app.errors import Unavailable
from shopify_app.knowledge.chunking import ChunkContent, split_into_chunks
from shopify_app.knowledge.embedder import Embedder, Vectors
from shopify_app.knowledge.html import Section
from shopify_app.knowledge.planning import Refresh, plan_refresh
from shopify_app.knowledge.vectors import Purpose, VectorIndex, collection_name
from shopify_app.knowledge.words import WordEntry, add_words, remove_words

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DueDocument:
    shop: str
    namespace: str
    kind: str
    source_id: str
    title: str
    sections: tuple[Section, ...]
    version: int

    @property
    def purpose(self) -> Purpose:
        return "orders" if self.kind == "order" else "knowledge"


@dataclass(frozen=True)
class Planned:
    document: DueDocument
    refresh: Refresh


def index_due_documents(
    record: Record, vectors: VectorIndex, embedder: Embedder, *, now: datetime, limit: int = 100
) -> int:
    """Index up to `limit` due documents, shops in turn; returns how many were taken up.

    Raises Unavailable when the record or Chroma is down: the documents stay due.
    """
    due = find_due(record, limit=limit)
    if due:
        _index_isolating(record, vectors, embedder, due, now=now)
    return len(due)


def find_due(record: Record, *, limit: int) -> list[DueDocument]:
    turn = func.row_number().over(partition_by=Document.shop, order_by=Document.changed_at)
    due = (
        select(Document.shop, Document.kind, Document.source_id, turn.label("turn"))
        .where(Document.indexed_version < Document.version)
        .subquery()
    )
    query = (
        select(
            Document.shop,
            Shop.namespace,
            Document.kind,
            Document.source_id,
            Document.title,
            Document.sections,
            Document.version,
        )
        .join(
            due,
            (Document.shop == due.c.shop)
            & (Document.kind == due.c.kind)
            & (Document.source_id == due.c.source_id),
        )
        .join(Shop, Shop.shop == Document.shop)
        .order_by(due.c.turn)
        .limit(limit)
    )
    with record.read() as connection:
        return [
            DueDocument(
                row.shop,
                row.namespace,
                row.kind,
                row.source_id,
                row.title,
                tuple(Section(each["heading"], each["text"]) for each in row.sections),
                row.version,
            )
            for row in connection.execute(query)
        ]


def documents_due(record: Record) -> bool:
    with record.read() as connection:
        return (
            connection.scalar(
                select(Document.shop).where(Document.indexed_version < Document.version).limit(1)
            )
            is not None
        )


def _index_isolating(
    record: Record,
    vectors: VectorIndex,
    embedder: Embedder,
    due: Sequence[DueDocument],
    *,
    now: datetime,
) -> None:
    """Index together; when that fails, halve, so that one bad document keeps only itself back."""
    try:
        _index(record, vectors, embedder, due, now=now)
    except Unavailable:
        raise
    except Exception as error:
        if len(due) == 1:
            _set_aside(record, due[0], error, now=now)
            return
        middle = len(due) // 2
        _index_isolating(record, vectors, embedder, due[:middle], now=now)
        _index_isolating(record, vectors, embedder, due[middle:], now=now)


def _index(
    record: Record,
    vectors: VectorIndex,
    embedder: Embedder,
    due: Sequence[DueDocument],
    *,
    now: datetime,
) -> None:
    planned = _plan(record, embedder, due)
    added = [(plan.document, chunk) for plan in planned for chunk in plan.refresh.add]
    embedded = embedder.embed([chunk.embedded for _, chunk in added])
    with record.write() as connection:
        _write_chunks(connection, planned, added, embedded, embedder.name)
    for name, ids, rows in _by_collection(embedder, added, embedded):
        vectors.upsert(name, ids, rows)
    for plan in planned:
        if plan.refresh.remove:
            name = collection_name(plan.document.namespace, embedder.name, plan.document.purpose)
            vectors.delete(name, plan.refresh.remove)
    with record.write() as connection:
        for plan in planned:
            _mark_indexed(connection, plan, now=now)


def _plan(record: Record, embedder: Embedder, due: Sequence[DueDocument]) -> list[Planned]:
    planned = []
    with record.read() as connection:
        for document in due:
            chunks = split_into_chunks(
                kind=document.kind,
                source_id=document.source_id,
                title=document.title,
                sections=document.sections,
                count_tokens=embedder.count_tokens,
                max_tokens=embedder.max_tokens,
            )
            current = select(Chunk.id).where(
                *_of(document), Chunk.embedder == embedder.name, Chunk.vector.is_not(None)
            )
            every = set(connection.scalars(select(Chunk.id).where(*_of(document))))
            refresh = plan_refresh(connection.scalars(current), chunks)
            gone = every - {chunk.id for chunk in chunks}
            planned.append(
                Planned(document, Refresh(refresh.add, refresh.keep, tuple(sorted(gone))))
            )
    return planned


def _write_chunks(
    connection: Connection,
    planned: Sequence[Planned],
    added: Sequence[tuple[DueDocument, ChunkContent]],
    embedded: Vectors,
    embedder_name: str,
) -> None:
    for plan in planned:
        for chunk in plan.refresh.keep:
            connection.execute(
                update(Chunk)
                .where(Chunk.shop == plan.document.shop, Chunk.id == chunk.id)
                .values(position=chunk.position)
            )
        # Removed chunks lose their words now and their row once Chroma has let them go: until
        # then the row says that there is something left to delete.
        remove_words(connection, plan.document.namespace, plan.refresh.remove)
    for (document, chunk), vector in zip(added, embedded, strict=True):
        values = {
            "kind": document.kind,
            "source_id": document.source_id,
            "position": chunk.position,
            "heading": chunk.heading,
            "text": chunk.text,
            "embedder": embedder_name,
            "vector": vector.astype("<f4").tobytes(),
        }
        connection.execute(
            insert_into(connection, Chunk)
            .values(shop=document.shop, id=chunk.id, **values)
            .on_conflict_do_update(index_elements=["shop", "id"], set_=values)
        )
        if document.kind != "order":
            remove_words(connection, document.namespace, [chunk.id])
            entry = WordEntry(chunk.id, f"{document.title} {chunk.heading}", chunk.text)
            add_words(connection, document.namespace, [entry])


def _by_collection(
    embedder: Embedder, added: Sequence[tuple[DueDocument, ChunkContent]], embedded: Vectors
) -> Iterable[tuple[str, list[str], Vectors]]:
    rows: dict[str, list[int]] = {}
    for row, (document, _) in enumerate(added):
        name = collection_name(document.namespace, embedder.name, document.purpose)
        rows.setdefault(name, []).append(row)
    for name, places in rows.items():
        yield name, [added[place][1].id for place in places], embedded[places]


def _mark_indexed(connection: Connection, plan: Planned, *, now: datetime) -> None:
    """Never backwards: another indexer may have done a newer version in the meantime."""
    document = plan.document
    connection.execute(
        delete(Chunk).where(Chunk.shop == document.shop, Chunk.id.in_(plan.refresh.remove))
    )
    connection.execute(
        update(Document)
        .where(
            Document.shop == document.shop,
            Document.kind == document.kind,
            Document.source_id == document.source_id,
            Document.indexed_version < document.version,
        )
        .values(indexed_version=document.version, indexed_at=now)
    )


def _set_aside(record: Record, document: DueDocument, error: Exception, *, now: datetime) -> None:
    """This version cannot be indexed; the next one will be tried again."""
    log.error(
        "document=not_indexed kind=%s id=%s error=%s",
        document.kind,
        document.source_id,
        type(error).__name__,
    )
    with record.write() as connection:
        _mark_indexed(connection, Planned(document, Refresh((), (), ())), now=now)


def _of(document: DueDocument) -> tuple[ColumnElement[bool], ...]:
    return (
        Chunk.shop == document.shop,
        Chunk.kind == document.kind,
        Chunk.source_id == document.source_id,
    )


def as_vectors(stored: Sequence[bytes]) -> Vectors:
    """Vectors as kept in the record (little-endian float32), one row each."""
    return np.vstack([np.frombuffer(each, dtype="<f4") for each in stored])
