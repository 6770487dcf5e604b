"""The merchant's view of a shop's conversations: list them, read one, and answer as a person."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from shopify_app.conversations.handover import WAITING, note_person
from shopify_app.conversations.summarizing import Glance, glance
from shopify_app.conversations.transcripts import (
    LINES,
    LONGEST_MEMORY,
    MOST_LISTED,
    ConversationNotFound,
    MessageNotFound,
    TranscriptLine,
    Turn,
    append,
)
from shopify_app.conversations.visits import MERCHANT, Visit
from shopify_app.db.tables import Conversation, Message
from shopify_app.errors import InvalidInput

PAGE = 25
MOST_GLANCED = 50
"""The latest messages of a conversation that waits: the inbox is looked at every few seconds."""
LONGEST_PREVIEW = 160


@dataclass(frozen=True)
class ConversationSummary:
    """One line of the list; `question` is what the shopper said first, shortened."""

    id: str
    signed_in: bool
    started_at: datetime
    last_at: datetime
    handover_at: datetime | None
    state: str | None
    """Of `handover.STATES`."""
    reason: str | None
    """Of `handover.REASONS`."""
    messages: int
    question: str


@dataclass(frozen=True)
class ConversationPage:
    conversations: tuple[ConversationSummary, ...]
    next: str | None
    """What to ask with as `after` for the conversations behind these; None at the end."""


SUMMARY = select(
    Conversation.id,
    Conversation.customer_id.is_not(None),
    Conversation.started_at,
    Conversation.last_at,
    Conversation.handover_at,
    Conversation.handover_state,
    Conversation.handover_reason,
    select(func.count())
    .where(Message.shop == Conversation.shop, Message.conversation == Conversation.id)
    .scalar_subquery(),
    func.coalesce(
        select(func.substr(Message.text, 1, LONGEST_PREVIEW))
        .where(
            Message.shop == Conversation.shop,
            Message.conversation == Conversation.id,
            Message.role == "shopper",
        )
        .order_by(Message.position)
        .limit(1)
        .scalar_subquery(),
        "",
    ),
)


def list_conversations(
    connection: Connection,
    shop: str,
    *,
    handed_over: bool = False,
    state: str | None = None,
    after: str = "",
) -> ConversationPage:
    """The one spoken in last first, PAGE at a time. Raises InvalidInput for a broken `after`."""
    wanted = SUMMARY.where(Conversation.shop == shop)
    if handed_over:
        wanted = wanted.where(Conversation.handover_at.is_not(None))
    if state:
        wanted = wanted.where(Conversation.handover_state == state)
    if after:
        last_at, last_id = _parse_cursor(after)
        wanted = wanted.where(
            or_(
                Conversation.last_at < last_at,
                and_(Conversation.last_at == last_at, Conversation.id > last_id),
            )
        )
    wanted = wanted.order_by(Conversation.last_at.desc(), Conversation.id).limit(PAGE + 1)
    rows = connection.execute(wanted).all()
    found = tuple(ConversationSummary(*row) for row in rows[:PAGE])
    more = len(rows) > PAGE
    return ConversationPage(
        found, f"{found[-1].last_at.isoformat()}~{found[-1].id}" if more else None
    )


def list_waiting(connection: Connection, shop: str) -> list[tuple[ConversationSummary, Glance]]:
    """The conversations that wait for a person, the one that waits longest first; at most PAGE."""
    rows = connection.execute(
        SUMMARY.where(Conversation.shop == shop, Conversation.handover_state == WAITING)
        .order_by(Conversation.handover_at, Conversation.id)
        .limit(PAGE)
    ).all()
    waiting = [ConversationSummary(*row) for row in rows]
    said = latest_lines(connection, shop, [each.id for each in waiting], most=MOST_GLANCED)
    return [(each, glance(said[each.id])) for each in waiting]


def latest_lines(
    connection: Connection, shop: str, conversations: Sequence[str], *, most: int = MOST_LISTED
) -> dict[str, list[TranscriptLine]]:
    """By conversation what was said first and the last `most` messages, oldest first."""
    ours = (Message.shop == shop) & Message.conversation.in_(conversations)
    turn = func.row_number().over(
        partition_by=Message.conversation, order_by=Message.position.desc()
    )
    counted = select(Message.id, turn.label("turn")).where(ours).subquery()
    rows = connection.execute(
        LINES.add_columns(Message.conversation)
        .join(counted, counted.c.id == Message.id)
        .where(ours, or_(counted.c.turn <= most, Message.position == 1))
        .order_by(Message.position)
    )
    said: dict[str, list[TranscriptLine]] = {each: [] for each in conversations}
    for *line, conversation in rows:
        said[conversation].append(TranscriptLine(*line))
    return said


def was_asked_by_merchant(connection: Connection, shop: str) -> bool:
    """Whether somebody of the store's team has tried a question of late."""
    theirs = (Conversation.shop == shop) & Conversation.visitor.startswith(MERCHANT)
    return connection.scalar(select(Conversation.id).where(theirs).limit(1)) is not None


def shops_conversation(connection: Connection, shop: str, conversation: str) -> ConversationSummary:
    """Raises ConversationNotFound unless the conversation is this shop's."""
    row = connection.execute(
        SUMMARY.where(Conversation.shop == shop, Conversation.id == conversation)
    ).first()
    if row is None:
        raise ConversationNotFound("there is no such conversation")
    return ConversationSummary(*row)


def reasons(connection: Connection, shop: str, conversation: str) -> dict[str, dict[str, Any]]:
    """What made each of the store's latest answers, by message: see `Message.provenance`."""
    rows = connection.execute(
        select(Message.id, Message.provenance)
        .where(Message.shop == shop, Message.conversation == conversation, Message.role == "store")
        .order_by(Message.position.desc())
        .limit(MOST_LISTED)
    )
    return {row.id: row.provenance for row in rows}


@dataclass(frozen=True)
class Exchange:
    """An answer of the app's, with what it answered."""

    question: str
    answer: str
    before: list[Turn]
    """What had been said before the question, oldest first."""
    customer_id: str | None
    """Of the shopper, where Shopify's signature had named one."""
    provenance: dict[str, Any]


def exchange_of(connection: Connection, shop: str, message_id: str) -> Exchange:
    """Raises MessageNotFound unless the message is an answer of the app's in this shop."""
    found = connection.execute(
        select(Message.conversation, Message.position, Message.text, Message.provenance).where(
            Message.shop == shop, Message.id == message_id, Message.role == "store"
        )
    ).first()
    if found is None:
        raise MessageNotFound("there is no such answer")
    conversation, position, answer, provenance = found
    earlier = connection.execute(
        select(Message.role, Message.text)
        .where(
            Message.shop == shop,
            Message.conversation == conversation,
            Message.position < position,
        )
        .order_by(Message.position.desc())
        .limit(LONGEST_MEMORY)
    ).all()
    turns = [Turn(*row) for row in reversed(earlier)]
    asked = max((n for n, turn in enumerate(turns) if turn.role == "shopper"), default=None)
    if asked is None:
        raise MessageNotFound("there is no question to this answer")
    customer_id = connection.scalar(
        select(Conversation.customer_id).where(
            Conversation.shop == shop, Conversation.id == conversation
        )
    )
    return Exchange(turns[asked].text, answer, turns[:asked], customer_id, provenance)


def append_persons_reply(
    connection: Connection, shop: str, conversation: str, text: str, *, now: datetime
) -> str:
    """Keep what somebody of the store wrote; returns the message's id.

    Raises ConversationNotFound. The widget sees it when it next asks for what is new.
    """
    visitor = connection.scalar(
        select(Conversation.visitor).where(
            Conversation.shop == shop, Conversation.id == conversation
        )
    )
    if visitor is None:
        raise ConversationNotFound("there is no such conversation")
    message_id = uuid.uuid4().hex
    append(
        connection,
        Visit(shop, visitor),
        conversation,
        {"id": message_id, "role": "person", "origin": "person", "text": text, "at": now},
    )
    note_person(connection, shop, conversation, now=now)
    return message_id


def _parse_cursor(after: str) -> tuple[datetime, str]:
    moment, _, last_id = after.partition("~")
    try:
        at = datetime.fromisoformat(moment)
        return (at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)), last_id
    except (ValueError, OverflowError) as error:
        raise InvalidInput(
            "`after` is not one that was given", fields={"after": ["It is not known."]}
        ) from error
