"""Let go of conversations that ended longer ago than their merchant keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from shopify_app.db import Record
from shopify_app.db.tables import Conversation, Message, Shop

AT_ONCE = 100
"""Small transactions: shoppers' questions wait for the same lock."""


def forget_old_conversations(record: Record, *, now: datetime) -> int:
    """Delete what each shop has kept for its `retention_days`; returns how many conversations.

    A conversation is as old as what was said in it last, and is deleted whole.
    """
    with record.read() as connection:
        shops = connection.execute(select(Shop.shop, Shop.retention_days)).all()
    return sum(_forget(record, shop, now - timedelta(days=days)) for shop, days in shops)


def _forget(record: Record, shop: str, before: datetime) -> int:
    old = (
        select(Conversation.id)
        .where(Conversation.shop == shop, Conversation.last_at < before)
        .order_by(Conversation.last_at)
        .limit(AT_ONCE)
    )
    forgotten = 0
    while True:
        with record.read() as connection:
            ids = connection.scalars(old).all()
        if ids:
            forgotten += _delete(record, ids, before)
        if len(ids) < AT_ONCE:
            return forgotten


def _delete(record: Record, ids: Sequence[str], before: datetime) -> int:
    with record.write() as connection:
        # Looked at again: since it was found, somebody may have gone on with one.
        still_old = select(Conversation.id).where(
            Conversation.id.in_(ids), Conversation.last_at < before
        )
        held = connection.scalars(still_old.with_for_update()).all()
        connection.execute(delete(Message).where(Message.conversation.in_(held)))
        connection.execute(delete(Conversation).where(Conversation.id.in_(held)))
    return len(held)
