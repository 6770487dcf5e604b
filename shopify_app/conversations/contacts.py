"""The e-mail address a shopper leaves, so that a person can write to them: kept encrypted.

It is shown to the merchant with its conversation and goes with it; no model and no log sees it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select, update

from shopify_app.conversations.transcripts import own_conversation
from shopify_app.conversations.visits import Visit
from shopify_app.db import Record
from shopify_app.db.tables import Conversation
from shopify_app.shops.tokens import TokenUnusable, decrypt, encrypt


def leave_contact(
    connection: Connection, visit: Visit, conversation: str, email: str, *, keys: Sequence[str]
) -> None:
    """One that was left before is replaced. Raises ConversationNotFound."""
    entry = own_conversation(connection, visit, conversation)
    connection.execute(
        update(Conversation)
        .where(Conversation.shop == visit.shop, Conversation.id == entry.id)
        .values(contact=encrypt(email, keys))
    )


def contact_of(
    connection: Connection, shop: str, conversation: str, *, keys: Sequence[str]
) -> str | None:
    """None when none was left, or none of our keys opens it."""
    kept = connection.scalar(
        select(Conversation.contact).where(
            Conversation.shop == shop, Conversation.id == conversation
        )
    )
    return opened(kept, keys)


def conversations_with(
    connection: Connection, shop: str, email: str, *, keys: Sequence[str]
) -> list[str]:
    """The conversations in which this address was left."""
    wanted = email.strip().casefold()
    rows = connection.execute(
        select(Conversation.id, Conversation.contact).where(
            Conversation.shop == shop, Conversation.contact.is_not(None)
        )
    )
    return [row.id for row in rows if (opened(row.contact, keys) or "").casefold() == wanted]


def rotate_contacts(record: Record, keys: Sequence[str]) -> int:
    """Encrypt every address again with the newest key; returns how many none of our keys opens."""
    unopened = 0
    with record.write() as connection:
        rows = connection.execute(
            select(Conversation.id, Conversation.contact)
            .where(Conversation.contact.is_not(None))
            .with_for_update()
        ).all()
        for conversation, contact in rows:
            email = opened(contact, keys)
            if email is None:
                unopened += 1
                continue
            connection.execute(
                update(Conversation)
                .where(Conversation.id == conversation)
                .values(contact=encrypt(email, keys))
            )
    return unopened


def opened(contact: bytes | None, keys: Sequence[str]) -> str | None:
    """The address that is kept so; None when there is none, or none of our keys opens it."""
    try:
        return decrypt(contact, keys) if contact else None
    except TokenUnusable:
        return None
