"""Answers whose ground has shifted: they relied on a text of the store's that has changed since."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from shopify_app.conversations.transcripts import MOST_LISTED
from shopify_app.db.tables import Chunk, Document, Message, MessageSource

LATELY = timedelta(days=30)
LONGEST_PREVIEW = 160


@dataclass(frozen=True)
class Outdated:
    """An answer that relied on a piece of a document which no longer says the same."""

    message_id: str
    conversation: str
    at: datetime
    text: str
    """The answer, shortened."""
    kind: str
    source_id: str
    title: str
    """Of the document; empty when it is gone."""
    changed_at: datetime | None


def outdated_answers(connection: Connection, shop: str, *, now: datetime) -> list[Outdated]:
    """Of the last 30 days, the latest first, at most MOST_LISTED; an answer once for each document.

    What is the same again, or was only moved, has the same chunks and is not listed.
    """
    still_says = select(Chunk.id).where(
        Chunk.shop == MessageSource.shop, Chunk.id == MessageSource.chunk_id
    )
    rows = connection.execute(
        select(
            MessageSource.message_id,
            Message.conversation,
            MessageSource.at,
            func.substr(Message.text, 1, LONGEST_PREVIEW),
            MessageSource.kind,
            MessageSource.source_id,
            func.coalesce(Document.title, ""),
            Document.changed_at,
        )
        .join(Message, Message.id == MessageSource.message_id)
        .outerjoin(
            Document,
            (Document.shop == MessageSource.shop)
            & (Document.kind == MessageSource.kind)
            & (Document.source_id == MessageSource.source_id),
        )
        .where(
            MessageSource.shop == shop,
            MessageSource.at >= now - LATELY,
            ~still_says.exists(),
        )
        .distinct()
        .order_by(MessageSource.at.desc(), MessageSource.message_id)
        .limit(MOST_LISTED)
    )
    return [Outdated(*row) for row in rows]


def chunks_that_remain(connection: Connection, shop: str, ids: Collection[str]) -> set[str]:
    """Which of the pieces of text still stand in the store as they were."""
    if not ids:
        return set()
    return set(connection.scalars(select(Chunk.id).where(Chunk.shop == shop, Chunk.id.in_(ids))))
