"""Erase what Shopify asks to erase: a customer's traces, or a whole shop."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    SQLColumnExpression,
    delete,
    func,
    or_,
    select,
    update,
)

from shopify_app.conversations.contacts import conversations_with
from shopify_app.db.scrubbing import scrub
from shopify_app.db.tables import (
    Chunk,
    Conversation,
    Delivery,
    Document,
    GuestAttempts,
    GuestSetting,
    Message,
    MessageSource,
    PrivacyRequest,
    ReplySuggestion,
    ReplyTemplate,
    ReplyTemplateSet,
    ReplyTemplateVersion,
    ReplyVector,
    Shop,
    SourceRecord,
    Sync,
    TokenSpend,
    VoiceCheck,
    VoiceVersion,
)
from shopify_app.errors import ToteError
from shopify_app.knowledge.rebuilding import PURPOSES
from shopify_app.knowledge.sources import delete_source
from shopify_app.knowledge.vectors import collection_name
from shopify_app.knowledge.vocabulary import forget_words
from shopify_app.knowledge.words import remove_all_words
from shopify_app.local.chroma_files import own_directory, remove_leftovers
from shopify_app.parts import Parts
from shopify_app.shopify.bodies import InvalidPayload, parse_body
from shopify_app.shopify.payloads import parse_id
from shopify_app.shops.directory import find_shop
from shopify_app.shops.retention import DEFAULT_DAYS

log = logging.getLogger(__name__)

ERASED_WITH_THE_SHOP = (
    *(ReplySuggestion, ReplyTemplate, ReplyTemplateVersion, ReplyVector, ReplyTemplateSet),
    *(
        MessageSource,
        Message,
        Conversation,
        Chunk,
        Document,
        SourceRecord,
        VoiceCheck,
        VoiceVersion,
    ),
    *(Sync, TokenSpend, PrivacyRequest, GuestAttempts, GuestSetting),
)
"""Every table of a shop's data; the shop's own row and its settled deliveries keep only names."""
FEWEST_DIGITS, DIGITS_COMPARED = 7, 9
"""Of a telephone number: it is written with and without the country's code."""


@dataclass(frozen=True)
class Customer:
    """Whom to forget: as Shopify numbers them, and as they may have written of themselves."""

    id: str
    email: str = ""
    phone: str = ""


def erase_customer(
    connection: Connection,
    shop: str,
    customer: Customer,
    *,
    order_ids: Sequence[str],
    keys: Sequence[str],
    now: datetime,
) -> None:
    """The customer's conversations, orders and exports, the conversations in which their e-mail
    address or telephone number stands or was left, and the bodies of deliveries that may name
    them."""
    theirs = [Conversation.customer_id == customer.id]
    mentions = _mentions(customer)
    if mentions:
        said = select(Message.conversation).where(Message.shop == shop, or_(*mentions))
        theirs.append(Conversation.id.in_(said))
    if "@" in customer.email:
        left = conversations_with(connection, shop, customer.email, keys=keys)
        theirs.append(Conversation.id.in_(left))
    # What was said in them goes with them.
    connection.execute(delete(Conversation).where(Conversation.shop == shop, or_(*theirs)))
    connection.execute(
        delete(PrivacyRequest).where(
            PrivacyRequest.shop == shop, PrivacyRequest.customer_id == customer.id
        )
    )
    _erase_orders(connection, shop, customer, order_ids, now=now)
    _empty_dead_deliveries(connection, shop, customer)


def _empty_dead_deliveries(connection: Connection, shop: str, customer: Customer) -> None:
    """Of an order that could not be read nobody knows whom it names: none keeps its body. Another
    customer's request does, so that the operator can replay it."""
    dead = (Delivery.shop == shop) & (Delivery.status == "dead") & Delivery.body.is_not(None)
    of_customers = connection.execute(
        select(Delivery.id, Delivery.body).where(dead, Delivery.topic.like("customers/%"))
    )
    theirs = [each.id for each in of_customers if not _names_another(each.body, customer)]
    connection.execute(
        update(Delivery)
        .where(dead, or_(Delivery.topic.like("orders/%"), Delivery.id.in_(theirs)))
        .values(body=None)
    )


def _names_another(body: bytes, customer: Customer) -> bool:
    try:
        named = parse_body(body).get("customer")
        return isinstance(named, Mapping) and parse_id(named) != customer.id
    except InvalidPayload:
        return False


def _mentions(customer: Customer) -> list[ColumnElement[bool]]:
    """A message, or what was written about it, in which the customer's address or number stands.

    All that was ever said in the shop is read for it while others wait to write: the cheap question
    comes first, since hardly any message has the last two digits of the number side by side.
    """
    found: list[ColumnElement[bool]] = []
    digits = re.sub(r"\D", "", customer.phone)
    for said in (Message.text, Message.comment):
        if "@" in customer.email:
            found.append(said.icontains(customer.email.strip(), autoescape=True))
        if len(digits) >= FEWEST_DIGITS:
            joined = _without(said, " -./()").contains(digits[-DIGITS_COMPARED:])
            found.append(said.contains(digits[-2:]) & joined)
    return found


def _without(text: SQLColumnExpression[Any], characters: str) -> SQLColumnExpression[Any]:
    for each in characters:
        text = func.replace(text, each, "")
    return text


def _erase_orders(
    connection: Connection,
    shop: str,
    customer: Customer,
    order_ids: Sequence[str],
    *,
    now: datetime,
) -> None:
    """Tombstones keep an order's number, so that a late update does not bring it back. What was
    made of it goes at once; its vectors follow when the index is next brought in line."""
    owned = connection.scalars(
        select(SourceRecord.source_id).where(
            SourceRecord.shop == shop,
            SourceRecord.kind == "order",
            SourceRecord.customer_id == customer.id,
        )
    )
    for order_id in sorted({*owned, *order_ids}):
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
            delete(Chunk).where(
                Chunk.shop == shop, Chunk.kind == "order", Chunk.source_id == order_id
            )
        )
    connection.execute(
        update(SourceRecord)
        .where(SourceRecord.shop == shop, SourceRecord.customer_id == customer.id)
        .values(customer_id=None)
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
    for table in ERASED_WITH_THE_SHOP:
        connection.execute(delete(table).where(table.shop == shop))
    connection.execute(
        update(Delivery)
        .where(Delivery.shop == shop, Delivery.status != "leased")
        .values(body=None, status="done", finished_at=now)
    )
    values: dict[str, Any] = {
        "profile": {},
        "hours": None,
        "retention_days": DEFAULT_DAYS,
        "erased_at": now,
    }
    connection.execute(update(Shop).where(Shop.shop == shop).values(**values))
    return True


def scrub_files(parts: Parts) -> None:
    """Take what was erased out of the files too. What cannot be done now, the sweeper does."""
    try:
        scrub(parts.record)
        directory = own_directory(parts.settings)
        removed = remove_leftovers(directory) if directory else 0
    except ToteError as error:
        log.warning("scrub=later error=%s", error.code)
        return
    if removed:
        log.info("scrub=done leftover_segments=%s", removed)
