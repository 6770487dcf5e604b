"""Conversations: whose they are, and what was said in them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from shopify_app.conversations.visits import Visit
from shopify_app.db.tables import Conversation, Message, MessageSource
from shopify_app.errors import ToteError

LONGEST_MEMORY = 40
"""Turns that are read back at most; the prompt's budget is smaller still."""
MOST_LISTED = 200

# What every question asks of the record is built once: it costs several times what running it does.
FIND = select(
    Conversation.visitor,
    Conversation.id,
    Conversation.customer_id,
    Conversation.started_at,
    Conversation.last_at,
    Conversation.handover_at,
).where(Conversation.shop == bindparam("shop"), Conversation.id == bindparam("conversation"))
TOUCH = (
    update(Conversation)
    .where(Conversation.shop == bindparam("of_shop"), Conversation.id == bindparam("conversation"))
    .values(last_at=bindparam("now"))
)
LAST_POSITION = select(func.max(Message.position)).where(
    Message.shop == bindparam("shop"), Message.conversation == bindparam("conversation")
)
REMEMBERED = (
    select(Message.role, Message.text)
    .where(
        Message.shop == bindparam("shop"),
        Message.conversation == bindparam("conversation"),
        Message.in_memory.is_(True),
    )
    .order_by(Message.position.desc())
    .limit(LONGEST_MEMORY)
)
LINES = select(
    Message.id,
    Message.position,
    Message.at,
    Message.role,
    Message.text,
    Message.origin,
    Message.complete,
    Message.citations,
    Message.products,
    Message.handover,
    Message.rating,
    Message.comment,
)
"""The columns of TranscriptLine."""
BEGIN, APPEND, RELY = insert(Conversation), insert(Message), insert(MessageSource)


class ConversationNotFound(ToteError):
    """There is no such conversation for this shopper: none at all, or somebody else's."""

    code = "conversation_not_found"


class MessageNotFound(ToteError):
    """There is no such answer in this shopper's conversations."""

    code = "message_not_found"


@dataclass(frozen=True)
class Turn:
    """Something said, as far as the next answer needs it."""

    role: str
    """`shopper`, `store` or `person`."""
    text: str


@dataclass(frozen=True)
class Source:
    """A piece of a policy or page that an answer relied on."""

    chunk_id: str
    kind: str
    source_id: str


@dataclass(frozen=True)
class Reply:
    """What the store said, and how it came about; for `append_reply`."""

    message_id: str
    text: str
    origin: str
    complete: bool = True
    in_memory: bool = True
    handover: bool = False
    citations: Sequence[Mapping[str, Any]] = ()
    products: Sequence[Mapping[str, Any]] = ()
    provenance: Mapping[str, Any] = field(default_factory=dict)
    relied_on: Sequence[Source] = ()


@dataclass(frozen=True)
class TranscriptLine:
    """A message as its reader sees it."""

    id: str
    position: int
    at: datetime
    role: str
    text: str
    origin: str | None
    complete: bool
    citations: list[dict[str, Any]]
    products: list[dict[str, Any]]
    handover: bool
    rating: str | None
    comment: str | None
    """What the shopper said with the rating."""


@dataclass(frozen=True)
class ConversationEntry:
    id: str
    customer_id: str | None
    started_at: datetime
    last_at: datetime
    handover_at: datetime | None


def open_conversation(
    connection: Connection, visit: Visit, conversation: str | None, *, now: datetime
) -> str:
    """The id of the shopper's conversation, begun when none is named. Raises ConversationNotFound.

    A conversation belongs to its shop, and to the signed-in customer once one was seen in it; an
    anonymous one belongs to its visitor, who may sign in and take it along.
    """
    if conversation is None:
        return begin_conversation(connection, visit, now=now)
    entry = own_conversation(connection, visit, conversation)
    connection.execute(
        update(Conversation)
        .where(Conversation.shop == visit.shop, Conversation.id == entry.id)
        .values(last_at=now, customer_id=entry.customer_id or visit.customer_id)
    )
    return entry.id


def begin_conversation(connection: Connection, visit: Visit, *, now: datetime) -> str:
    conversation = uuid.uuid4().hex
    values = {
        "id": conversation,
        "shop": visit.shop,
        "visitor": visit.visitor,
        "customer_id": visit.customer_id,
        "started_at": now,
        "last_at": now,
    }
    connection.execute(BEGIN, values)
    return conversation


def own_conversation(connection: Connection, visit: Visit, conversation: str) -> ConversationEntry:
    """Raises ConversationNotFound unless the conversation is this shopper's."""
    row = connection.execute(FIND, {"shop": visit.shop, "conversation": conversation}).first()
    if row is None:
        raise ConversationNotFound("there is no such conversation")
    visitor, entry = row[0], ConversationEntry(*row[1:])
    owner, known = (
        (entry.customer_id, visit.customer_id)
        if entry.customer_id is not None
        else (visitor, visit.visitor)
    )
    if owner != known:
        raise ConversationNotFound("there is no such conversation")
    return entry


def append_question(
    connection: Connection, visit: Visit, conversation: str, text: str, *, now: datetime
) -> str:
    """Keep what the shopper said; returns the message's id."""
    message_id = uuid.uuid4().hex
    append(
        connection,
        visit,
        conversation,
        {"id": message_id, "role": "shopper", "text": text, "at": now},
    )
    return message_id


def append_reply(
    connection: Connection, visit: Visit, conversation: str, reply: Reply, *, now: datetime
) -> None:
    """Keep what the store said."""
    append(
        connection,
        visit,
        conversation,
        {
            "id": reply.message_id,
            "role": "store",
            "text": reply.text,
            "at": now,
            "origin": reply.origin,
            "complete": reply.complete,
            "in_memory": reply.in_memory,
            "handover": reply.handover,
            "citations": list(reply.citations),
            "products": list(reply.products),
            "provenance": dict(reply.provenance),
        },
    )
    if reply.relied_on:
        common = {"shop": visit.shop, "message_id": reply.message_id, "at": now}
        rows = [{**common, **asdict(each)} for each in reply.relied_on]
        connection.execute(RELY, rows)


def append(
    connection: Connection, visit: Visit, conversation: str, values: Mapping[str, Any]
) -> None:
    # Two messages of one conversation at once must not take one position: hold the conversation.
    held = {"of_shop": visit.shop, "conversation": conversation, "now": values["at"]}
    connection.execute(TOUCH, held)
    last = connection.scalar(LAST_POSITION, {"shop": visit.shop, "conversation": conversation})
    message = {
        "conversation": conversation,
        "shop": visit.shop,
        "visitor": visit.visitor,
        "position": (last or 0) + 1,
    }
    connection.execute(APPEND, {**message, **values})


def forget_turn(connection: Connection, shop: str, message_id: str) -> None:
    """Keep a message in the transcript but out of what the model is told later."""
    connection.execute(
        update(Message)
        .where(Message.shop == shop, Message.id == message_id)
        .values(in_memory=False)
    )


def history(connection: Connection, shop: str, conversation: str) -> list[Turn]:
    """What may be remembered of the conversation, oldest first."""
    rows = connection.execute(REMEMBERED, {"shop": shop, "conversation": conversation})
    return [Turn(*row) for row in rows][::-1]


def messages_since(
    connection: Connection, shop: str, conversation: str, *, after: int = 0
) -> list[TranscriptLine]:
    """The messages behind position `after`, oldest first, at most MOST_LISTED."""
    rows = connection.execute(
        LINES.where(
            Message.shop == shop,
            Message.conversation == conversation,
            Message.position > after,
        )
        .order_by(Message.position)
        .limit(MOST_LISTED)
    )
    return [TranscriptLine(*row) for row in rows]


def rate_message(
    connection: Connection, visit: Visit, message_id: str, *, rating: str, comment: str | None
) -> None:
    """Keep a shopper's thumb on an answer of their own conversation. Raises MessageNotFound."""
    conversation = connection.scalar(
        select(Message.conversation).where(
            Message.shop == visit.shop, Message.id == message_id, Message.role != "shopper"
        )
    )
    if conversation is None:
        raise MessageNotFound("there is no such answer")
    try:
        own_conversation(connection, visit, conversation)
    except ConversationNotFound as error:
        raise MessageNotFound("there is no such answer") from error
    connection.execute(
        update(Message)
        .where(Message.shop == visit.shop, Message.id == message_id)
        .values(rating=rating, comment=comment)
    )


def recent_questions(connection: Connection, shop: str, *, limit: int = 20) -> list[str]:
    """What the shop's shoppers wrote last, each wording once, the latest first."""
    asked = connection.scalars(
        select(Message.text)
        .where(Message.shop == shop, Message.role == "shopper", Message.text.like("%?%"))
        .order_by(Message.at.desc())
        .limit(MOST_LISTED)
    )
    return list(dict.fromkeys(asked))[:limit]
