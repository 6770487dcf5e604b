"""Pick the orders a verified customer asks about, among their own and no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from shopify_app.db import Record
from shopify_app.db.tables import SourceRecord
from shopify_app.knowledge.embedder import Embedder
from shopify_app.knowledge.retrieval import OrdersFound, Passage, Retrieval, retrieve_orders
from shopify_app.knowledge.vectors import VectorIndex
from shopify_app.orders.describing import describe_order
from shopify_app.orders.meaning import (
    NUMBER,
    orders_described,
    orders_named,
    span_asked,
    words_for_things,
)
from shopify_app.orders.return_answers import answer_returns, with_things_of
from shopify_app.orders.returning import tells_a_state
from shopify_app.shopify.payloads import Order, order_from_record
from shopify_app.shops.directory import active_shop

MOST_ORDERS = 100


def orders_for_question(
    record: Record,
    vectors: VectorIndex,
    embedder: Embedder,
    shop: str,
    customer_id: str,
    question: str,
    *,
    now: datetime | None = None,
    limit: int = 3,
) -> Retrieval:
    """The customer's own orders, each as one passage: those named by number or tracking number,
    then those whose items are meant, then those in the state, of the month or of the carrier that
    is named, then the newest. Of “last month”, seen from `now`, only those of that time,
    unless there are none and a thing is named.

    A number that is none of theirs changes nothing, whether or not such an order exists.
    Raises ShopNotInstalled, RecordUnavailable.
    """
    with record.read() as connection:
        zone = zone_named(str(active_shop(connection, shop).profile.get("timezone", "")))
        own = customer_orders(connection, shop, customer_id)
    span = span_asked(question, now.astimezone(zone).date()) if now else None
    if span:
        first, last = span
        then = [each for each in own if first <= each.created_at.astimezone(zone).date() <= last]
        own = then or (own if words_for_things(question) else [])
    if not own:
        return Retrieval(())
    found = OrdersFound(())
    if things := words_for_things(question):
        found = retrieve_orders(record, vectors, embedder, shop, customer_id, things, limit=limit)
    wanted = dict.fromkeys(
        (
            *orders_named(question, own),
            *found.order_ids,
            *orders_described(question, own),
            *(order.id for order in own),
        )
    )
    by_id = {order.id: order for order in own}
    chosen = [by_id[each] for each in wanted if each in by_id][:limit]
    return Retrieval(tuple(order_passage(order, zone) for order in chosen), found.degraded)


@dataclass(frozen=True)
class OrdersToReturn:
    """The orders a question about returning means, each with `facts` that say what holds for it,
    and the policy's passages that decide."""

    orders: tuple[Passage, ...] = ()
    clauses: tuple[Passage, ...] = ()
    for_a_person: bool = False


def orders_to_return(
    record: Record,
    shop: str,
    customer_id: str,
    question: str,
    *,
    before: str = "",
    is_certain: bool,
    now: datetime,
    limit: int = 3,
) -> OrdersToReturn:
    """Of the customer's own orders those that are named, or have a thing in them that is; failing
    both those of the question `before`, and the newest if it `is_certain` that one is meant.

    Nothing for a number that is none of theirs. Raises ShopNotInstalled, RecordUnavailable.
    """
    with record.read() as connection:
        entry = active_shop(connection, shop)
        zone = zone_named(str(entry.profile.get("timezone", "")))
        own = customer_orders(connection, shop, customer_id)
        meant = _meant(question, own)
        if meant is None and before:
            meant = _meant(before, own)
        if meant is None:
            meant = [order for order in own if not order.cancelled_at] if is_certain else []
        chosen = meant[:limit]
        if not chosen:
            return OrdersToReturn()
        found = answer_returns(
            connection, entry, chosen, now=now, zone=zone, state_told=tells_a_state(question)
        )
    return OrdersToReturn(
        tuple(replace(order_passage(each, zone), facts=found.words[each.id]) for each in chosen),
        found.clauses,
        found.for_a_person,
    )


def _meant(question: str, own: Sequence[Order]) -> list[Order] | None:
    """None when the question names neither an order nor a thing in one."""
    if NUMBER.search(question):
        named = orders_named(question, own)
        return [order for order in own if order.id in named]
    return with_things_of(question, own) or None


def customer_orders(
    connection: Connection, shop: str, customer_id: str, *, limit: int = MOST_ORDERS
) -> list[Order]:
    """The customer's orders as the record has them now, the newest first."""
    payloads = connection.scalars(
        select(SourceRecord.payload)
        .where(
            SourceRecord.shop == shop,
            SourceRecord.kind == "order",
            SourceRecord.customer_id == customer_id,
            SourceRecord.deleted.is_(False),
        )
        .order_by(SourceRecord.version_at.desc())
        .limit(limit)
    )
    orders = [order_from_record(payload) for payload in payloads]
    return sorted(orders, key=lambda order: (order.created_at, order.id), reverse=True)


def order_passage(order: Order, zone: tzinfo = UTC) -> Passage:
    return Passage(
        chunk_id=f"order-{order.id}",
        kind="order",
        source_id=order.id,
        title=f"Order {order.name}",
        heading="",
        text=describe_order(order, zone=zone),
        url=None,
        score=1.0,
    )


def zone_named(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC
