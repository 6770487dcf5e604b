"""The e-mail address a shopper leaves, so that a person can write to them: kept encrypted.

It is shown to the merchant with its conversation and goes with it; no model and no log sees it.
"""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Connection, select, update

from shopify_app.conversations.transcripts import own_conversation
from shopify_app.conversations.visits import Visit
from shopify_app.db import Record
from shopify_app.db.tables import Conversation


def leave_contact(
    connection: Connection, visit: Visit, conversation: str, email: str, *, keys: Sequence[str]
) -> None:
    """One that was left before is replaced. Raises ConversationNotFound."""
    entry = own_conversation(connection, visit, conversation)
    connection.execute(
        update(Conversation)
        .where(Conversation.shop == visit.shop, Conversation.id == entry.id)
        .values(contact=_fernet(keys).encrypt(email.encode()))
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
    return _opened(kept, _fernet(keys)) if kept else None


def conversations_with(
    connection: Connection, shop: str, email: str, *, keys: Sequence[str]
) -> list[str]:
    """The conversations in which this address was left."""
    wanted, fernet = email.strip().casefold(), _fernet(keys)
    rows = connection.execute(
        select(Conversation.id, Conversation.contact).where(
            Conversation.shop == shop, Conversation.contact.is_not(None)
        )
    )
    return [row.id for row in rows if (_opened(row.contact, fernet) or "").casefold() == wanted]


def rotate_contacts(record: Record, keys: Sequence[str]) -> int:
    """Encrypt every address again with the newest key; returns how many none of our keys opens."""
    fernet, unopened = _fernet(keys), 0
    with record.write() as connection:
        rows = connection.execute(
            select(Conversation.id, Conversation.contact)
            .where(Conversation.contact.is_not(None))
            .with_for_update()
        ).all()
        for conversation, contact in rows:
            try:
                again = fernet.rotate(contact or b"")
            except InvalidToken:
                unopened += 1
                continue
            connection.execute(
                update(Conversation).where(Conversation.id == conversation).values(contact=again)
            )
    return unopened


def _opened(contact: bytes, fernet: MultiFernet) -> str | None:
    try:
        return fernet.decrypt(contact).decode()
    except InvalidToken:
        return None


def _fernet(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
