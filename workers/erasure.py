"""Erase what Shopify asks to erase: a customer's traces, or a whole shop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from shopify_app.db.tables import (
    Chunk,
    Conversation,
    Delivery,
    Document,
    Message,
    ReplySuggestion,
    ReplyTemplate,
    ReplyTemplateSet,
    ReplyTemplateVersion,
    ReplyVector,
    Shop,
    SourceRecord,
    VoiceCheck,
    VoiceVersion,
)
from shopify_app.knowledge.rebuilding import PURPOSES
from shopify_app.knowledge.sources import delete_source
from shopify_app.knowledge.vectors import collection_name
from shopify_app.knowledge.vocabulary import forget_words
from shopify_app.knowledge.words import remove_all_words
from shopify_app.parts import Parts
from shopify_app.shops.directory import find_shop


def erase_customer(
    connection: Connection, shop: str, *, customer_id: str, order_ids: Sequence[str], now: datetime
) -> None:
    """The customer's conversations and orders, and the bodies of deliveries that may name them."""
    theirs = (Conversation.shop == shop) & (Conversation.customer_id == customer_id)
    connection.execute(
        delete(Message).where(Message.conversation.in_(select(Conversation.id).where(theirs)))
    )
    connection.execute(delete(Conversation).where(theirs))
    owned = connection.scalars(
        select(SourceRecord.source_id).where(
            SourceRecord.shop == shop,
            SourceRecord.kind == "order",
            SourceRecord.customer_id == customer_id,
        )
    )
    for order_id in {*owned, *order_ids}:
        delete_source(
            connection,
            shop,
            kind="order",
            source_id=order_id,
            version_at=now,
            now=now,
            authoritative=True,
        )
    connection.execute(
        update(SourceRecord)
        .where(SourceRecord.shop == shop, SourceRecord.customer_id == customer_id)
        .values(customer_id=None)
    )
    # Of dead deliveries nobody knows whom they name: none of an order keeps its body.
    connection.execute(
        update(Delivery)
        .where(Delivery.shop == shop, Delivery.status == "dead", Delivery.topic.like("orders/%"))
        .values(body=None)
    )


def erase_vectors(parts: Parts, shop: str) -> None:
    """The collections of a shop that has left. Raises VectorsUnavailable."""
    with parts.record.read() as connection:
        entry = find_shop(connection, shop)
    if entry is None or entry.state != "uninstalled":
        return
    for purpose in PURPOSES:
        parts.vectors.drop(collection_name(entry.namespace, parts.embedder.name, purpose))


def erase_shop(connection: Connection, shop: str, *, now: datetime) -> bool:
    """Everything of a shop that has left; False, and nothing is touched, when it came back."""
    entry = find_shop(connection, shop)
    if entry is None or entry.state != "uninstalled":
        return False
    remove_all_words(connection, entry.namespace)
    forget_words(connection, entry.namespace)
    for table in (
        *(ReplySuggestion, ReplyTemplate, ReplyTemplateVersion, ReplyVector, ReplyTemplateSet),
        *(Message, Conversation, Chunk, Document, SourceRecord, VoiceCheck, VoiceVersion),
    ):
        connection.execute(delete(table).where(table.shop == shop))
    connection.execute(
        update(Delivery)
        .where(Delivery.shop == shop, Delivery.status != "leased")
        .values(body=None, status="done", finished_at=now)
    )
    connection.execute(update(Shop).where(Shop.shop == shop).values(profile={}))
    return True
