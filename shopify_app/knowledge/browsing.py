"""The merchant's view of what is indexed: list documents with their state, open one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, or_, select

from shopify_app.db.tables import Chunk, Document
from shopify_app.errors import InvalidInput, ToteError

PAGE = 50
SEPARATOR = "~"


class DocumentNotFound(ToteError):
    """Nothing of this shop is indexed under this kind and id."""

    code = "document_not_found"


@dataclass(frozen=True)
class DocumentEntry:
    kind: str
    id: str
    title: str
    url: str | None
    state: str
    """`indexed`, `waiting` or `error`."""
    error: str | None
    indexed_at: datetime | None


@dataclass(frozen=True)
class DocumentPage:
    documents: tuple[DocumentEntry, ...]
    next: str | None
    """What to ask with as `after` for the documents behind these; None at the end."""


@dataclass(frozen=True)
class Passage:
    """One piece as it is searched."""

    heading: str
    text: str


@dataclass(frozen=True)
class OpenedDocument:
    entry: DocumentEntry
    passages: tuple[Passage, ...]


def list_documents(
    connection: Connection, shop: str, *, kind: str = "", query: str = "", after: str = ""
) -> DocumentPage:
    """By kind and id, PAGE at a time; `query` is looked for in titles, in any case.

    Raises InvalidInput for an `after` that is none of ours.
    """
    wanted = _documents(shop)
    if kind:
        wanted = wanted.where(Document.kind == kind)
    if query:
        wanted = wanted.where(func.lower(Document.title).contains(query.lower(), autoescape=True))
    if after:
        last_kind, separator, last_id = after.partition(SEPARATOR)
        if not separator:
            raise InvalidInput(
                "`after` is not one that was given", fields={"after": ["It is not known."]}
            )
        wanted = wanted.where(
            or_(
                Document.kind > last_kind,
                and_(Document.kind == last_kind, Document.source_id > last_id),
            )
        )
    rows: Sequence[Row[*tuple[Any, ...]]] = connection.execute(
        wanted.order_by(Document.kind, Document.source_id).limit(PAGE + 1)
    ).all()
    found = tuple(_entry(row) for row in rows[:PAGE])
    more = len(rows) > PAGE
    return DocumentPage(found, f"{found[-1].kind}{SEPARATOR}{found[-1].id}" if more else None)


def open_document(connection: Connection, shop: str, kind: str, source_id: str) -> OpenedDocument:
    """The document with its passages in order. Raises DocumentNotFound."""
    row = connection.execute(
        _documents(shop).where(Document.kind == kind, Document.source_id == source_id)
    ).first()
    if row is None:
        raise DocumentNotFound("there is no such document")
    passages = connection.execute(
        select(Chunk.heading, Chunk.text)
        .where(Chunk.shop == shop, Chunk.kind == kind, Chunk.source_id == source_id)
        .order_by(Chunk.position)
    )
    return OpenedDocument(_entry(row), tuple(Passage(*each) for each in passages))


def _documents(shop: str) -> Select[*tuple[Any, ...]]:
    """Of those that may be found; deleted and unpublished ones have no content."""
    return select(
        Document.kind,
        Document.source_id,
        Document.title,
        Document.url,
        Document.version,
        Document.indexed_version,
        Document.error,
        Document.indexed_at,
    ).where(Document.shop == shop, Document.content_sha256 != "")


def _entry(row: Row[*tuple[Any, ...]]) -> DocumentEntry:
    kind, source_id, title, url, version, indexed_version, error, indexed_at = row
    if indexed_version < version:
        state, error = "waiting", None
    else:
        state = "error" if error else "indexed"
    return DocumentEntry(kind, source_id, title, url, state, error, indexed_at)
