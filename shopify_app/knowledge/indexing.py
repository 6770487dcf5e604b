"""Bring the index in line with the documents: only what changed is embedded.

The order makes a crash harmless: chunks, vectors and words are committed to the record first, then
Chroma is made to hold the same, and only then is the version marked as indexed. Whatever is
interrupted stays due and is done again, with the same ids and without embedding again.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select, update

from shopify_app.db import Record, insert_into
from shopify_app.db.tables import Chunk, Document
from shopify_app.errors import Unavailable
from shopify_app.knowledge.aligning import DocumentKey, Shelf, align, are_of
from shopify_app.knowledge.chunking import ChunkContent, split_into_chunks
from shopify_app.knowledge.due_documents import DueDocument, find_due
from shopify_app.knowledge.embedder import Embedder, Vectors
from shopify_app.knowledge.planning import IndexedChunk, Refresh, plan_refresh
from shopify_app.knowledge.vectors import VectorIndex, check_vectors
from shopify_app.knowledge.vocabulary import note_words
from shopify_app.knowledge.words import WordEntry, add_words, remove_words
from shopify_app.logs import whereabouts

log = logging.getLogger(__name__)


class EmbedderFailing(Unavailable):
    """The embedder cannot embed anything: no document is to blame."""

    code = "embedder_failing"


@dataclass(frozen=True)
class Planned:
    """What has to be done for a document; `vectors` has a row for each chunk in `refresh.add`."""

    document: DueDocument
    refresh: Refresh
    vectors: Vectors


def index_due_documents(
    record: Record, vectors: VectorIndex, embedder: Embedder, *, now: datetime, limit: int = 100
) -> int:
    """Index up to `limit` due documents, shops in turn; returns how many were taken up.

    Raises Unavailable when the record, Chroma or the embedder is down: the documents stay due, and
    what could be written to the record is found by its words already.
    """
    due = find_due(record, limit=limit)
    if due:
        started = time.perf_counter()
        _index_isolating(record, vectors, embedder, due, now=now)
        log.info("indexed documents=%s took_s=%.3f", len(due), time.perf_counter() - started)
    return len(due)


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
    except Exception as error:  # whatever is wrong with one, the others must not wait for it
        if len(due) > 1:
            middle = len(due) // 2
            _index_isolating(record, vectors, embedder, due[:middle], now=now)
            _index_isolating(record, vectors, embedder, due[middle:], now=now)
        else:
            _set_aside(record, vectors, embedder, due[0], error, now=now)


def _index(
    record: Record,
    vectors: VectorIndex,
    embedder: Embedder,
    due: Sequence[DueDocument],
    *,
    now: datetime,
    error: str | None = None,
) -> None:
    planned = _plan(record, embedder, due)
    with record.write() as connection:
        written = []
        for each in planned:
            if _is_current(connection, each.document):
                _write_chunks(connection, each, embedder.name)
                written.append(each)
        _note_words(connection, written)
    for shelf, keys in _by_shelf(due, embedder).items():
        align(record, vectors, shelf, keys)
    with record.write() as connection:
        for document in due:
            _mark_indexed(connection, document, error=error, now=now)


def _plan(record: Record, embedder: Embedder, due: Sequence[DueDocument]) -> list[Planned]:
    """Chunk all, and embed what is new in all of them together."""
    with record.read() as connection:
        refreshes = [_plan_document(connection, embedder, document) for document in due]
    texts = [chunk.embedded for refresh in refreshes for chunk in refresh.add]
    started = time.perf_counter()
    embedded = embedder.embed(texts)
    log.info("embedded texts=%s took_s=%.3f", len(texts), time.perf_counter() - started)
    planned, start = [], 0
    for document, refresh in zip(due, refreshes, strict=True):
        end = start + len(refresh.add)
        check_vectors([chunk.id for chunk in refresh.add], embedded[start:end])
        planned.append(Planned(document, refresh, embedded[start:end]))
        start = end
    return planned


def _plan_document(connection: Connection, embedder: Embedder, document: DueDocument) -> Refresh:
    chunks = split_into_chunks(
        kind=document.key.kind,
        source_id=document.key.source_id,
        title=document.title,
        sections=document.sections,
        count_tokens=embedder.count_tokens,
        max_tokens=embedder.max_tokens,
    )
    rows = connection.execute(
        select(Chunk.id, Chunk.position, Chunk.embedder).where(
            Chunk.shop == document.shop, are_of([document.key])
        )
    )
    indexed = [IndexedChunk(row.id, row.position, row.embedder == embedder.name) for row in rows]
    return plan_refresh(indexed, chunks)


def _is_current(connection: Connection, document: DueDocument) -> bool:
    """Whether it is still the version planned for; then it stays so until we have written.

    What a delivery or another indexer holds at this moment is not waited for: it stays due.
    """
    version = connection.scalar(
        select(Document.version).where(*_is(document)).with_for_update(skip_locked=True)
    )
    return version == document.version


def _write_chunks(connection: Connection, planned: Planned, embedder_name: str) -> None:
    document, refresh = planned.document, planned.refresh
    if refresh.remove:
        connection.execute(
            delete(Chunk).where(Chunk.shop == document.shop, Chunk.id.in_(refresh.remove))
        )
        remove_words(connection, document.namespace, refresh.remove)
    for chunk in refresh.move:
        connection.execute(
            update(Chunk)
            .where(Chunk.shop == document.shop, Chunk.id == chunk.id)
            .values(position=chunk.position)
        )
    if not refresh.add:
        return
    insert = insert_into(connection, Chunk)
    new = {name: insert.excluded[name] for name in ("position", "embedder", "vector")}
    connection.execute(
        insert.on_conflict_do_update(index_elements=["shop", "id"], set_=new),
        [
            _row(document, chunk, vector, embedder_name)
            for chunk, vector in zip(refresh.add, planned.vectors, strict=True)
        ],
    )
    # Orders are never searched together with what the store says.
    if document.purpose == "knowledge":
        add_words(connection, document.namespace, [_words(document, it) for it in refresh.add])


def _note_words(connection: Connection, written: Sequence[Planned]) -> None:
    """Of all documents together and in order: two workers that wrote the same words in another
    would wait for each other for ever."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for each in written:
        if each.document.purpose == "knowledge":
            entries = [_words(each.document, it) for it in each.refresh.add]
            texts[each.document.namespace] += [f"{it.title} {it.body}" for it in entries]
    for namespace in sorted(texts):
        note_words(connection, namespace, texts[namespace])


def _row(
    document: DueDocument, chunk: ChunkContent, vector: Vectors, embedder_name: str
) -> dict[str, object]:
    return {
        "shop": document.shop,
        "id": chunk.id,
        "kind": document.key.kind,
        "source_id": document.key.source_id,
        "position": chunk.position,
        "heading": chunk.heading,
        "text": chunk.text,
        "embedder": embedder_name,
        "vector": vector.astype("<f4").tobytes(),
    }


def _words(document: DueDocument, chunk: ChunkContent) -> WordEntry:
    return WordEntry(chunk.id, f"{document.title} {chunk.heading}", chunk.text)


def _by_shelf(due: Sequence[DueDocument], embedder: Embedder) -> dict[Shelf, list[DocumentKey]]:
    shelves: dict[Shelf, list[DocumentKey]] = {}
    for document in due:
        shelf = Shelf(
            shop=document.shop,
            namespace=document.namespace,
            embedder=embedder.name,
            dimensions=embedder.dimensions,
            purpose=document.purpose,
        )
        shelves.setdefault(shelf, []).append(document.key)
    return shelves


def _mark_indexed(
    connection: Connection, document: DueDocument, *, error: str | None, now: datetime
) -> None:
    """Only the version that was indexed: one that came meanwhile stays due."""
    connection.execute(
        update(Document)
        .where(*_is(document), Document.version == document.version)
        .values(indexed_version=document.version, indexed_at=now, error=error)
    )


def _set_aside(
    record: Record,
    vectors: VectorIndex,
    embedder: Embedder,
    document: DueDocument,
    error: Exception,
    *,
    now: datetime,
) -> None:
    """Nothing of this version can be found, rather than something outdated; the next is tried."""
    _check_embedder(embedder, error)
    name = type(error).__name__
    where = whereabouts(error)
    log.error("document=set_aside kind=%s id=%s error=%s", *_named(document), where)
    empty = replace(document, sections=())
    _index(record, vectors, embedder, [empty], now=now, error=name[:64])


def _check_embedder(embedder: Embedder, error: Exception) -> None:
    try:
        embedder.embed(["a word"])
    except Exception as failing:
        raise EmbedderFailing(f"the embedder fails: {type(failing).__name__}") from error


def _named(document: DueDocument) -> tuple[str, str]:
    return document.key.kind, document.key.source_id


def _is(document: DueDocument) -> tuple[ColumnElement[bool], ...]:
    return (
        Document.shop == document.shop,
        Document.kind == document.key.kind,
        Document.source_id == document.key.source_id,
    )
