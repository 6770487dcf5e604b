"""Conversations that a person takes on: they wait, are answered, and are closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select, update

from shopify_app.conversations.transcripts import ConversationNotFound
from shopify_app.db.tables import Conversation

WAITING, ANSWERED, CLOSED = "waiting", "answered", "closed"
STATES = (WAITING, ANSWERED, CLOSED)
REASONS = (
    "asked",  # the shopper asked for a person
    "angry",  # the shopper is angry
    "template",  # the merchant's template says so
    "model",  # the model says so
    "order",  # something about an order only a person decides
    "refused",  # the model refused
    "held_back",  # the gate let nothing through
    "not_found",  # the store says nothing of it
    "wrote_again",  # the shopper wrote to the person who had answered
)
A_PERSON_IS_THERE = timedelta(minutes=30)
"""So long after a person wrote the app does not answer in their place."""

# Asked by every question; see `transcripts.FIND`.
STANDING = select(
    Conversation.handover_state, Conversation.person_at, Conversation.contact.is_not(None)
).where(Conversation.id == bindparam("conversation"), Conversation.shop == bindparam("shop"))


@dataclass(frozen=True)
class Standing:
    """Where a conversation stands between the app and the store's people."""

    state: str | None
    """Of STATES; None: nobody was needed so far."""
    person_at: datetime | None
    has_contact: bool

    @property
    def waits(self) -> bool:
        return self.state == WAITING

    def has_person(self, *, now: datetime) -> bool:
        """Whether somebody of the store is in the conversation now."""
        if self.person_at is None or self.state in (None, CLOSED):
            return False
        return now - self.person_at < A_PERSON_IS_THERE


NOBODY = Standing(None, None, False)


def standing(connection: Connection, shop: str, conversation: str) -> Standing:
    """Raises ConversationNotFound."""
    row = connection.execute(STANDING, {"shop": shop, "conversation": conversation}).first()
    if row is None:
        raise ConversationNotFound("there is no such conversation")
    return Standing(row[0], row[1], bool(row[2]))


def wait_for_person(
    connection: Connection, shop: str, conversation: str, reason: str, *, now: datetime
) -> None:
    """Put it into the merchant's inbox. One that waits already keeps its place and its reason."""
    connection.execute(
        update(Conversation)
        .where(
            Conversation.shop == shop,
            Conversation.id == conversation,
            func.coalesce(Conversation.handover_state, "") != WAITING,
        )
        .values(handover_state=WAITING, handover_reason=reason, handover_at=now)
    )


def note_person(connection: Connection, shop: str, conversation: str, *, now: datetime) -> None:
    """Somebody of the store has answered."""
    connection.execute(
        update(Conversation)
        .where(Conversation.shop == shop, Conversation.id == conversation)
        .values(handover_state=ANSWERED, person_at=now)
    )


def close(connection: Connection, shop: str, conversation: str) -> None:
    """Nobody is needed any more: the app answers again. Raises ConversationNotFound."""
    closed = connection.execute(
        update(Conversation)
        .where(Conversation.shop == shop, Conversation.id == conversation)
        .values(handover_state=CLOSED)
    )
    if not closed.rowcount:
        raise ConversationNotFound("there is no such conversation")
