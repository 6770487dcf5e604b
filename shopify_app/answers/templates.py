"""The merchant's exact words instead of an answer of ours, or before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from shopify_app.answers.draft import Draft
from shopify_app.answers.events import Event
from shopify_app.answers.questions import Question, order_numbers
from shopify_app.conversations.visits import Visit
from shopify_app.db import Record
from shopify_app.errors import Unavailable
from shopify_app.knowledge.embedder import Embedder
from shopify_app.knowledge.facts import find_product_id, load_products
from shopify_app.orders.finding import customer_orders
from shopify_app.orders.meaning import orders_named
from shopify_app.replies.conditions import Circumstances, zone_of
from shopify_app.replies.matching import Match
from shopify_app.replies.routing import (
    Matchers,
    Routing,
    explain,
    explain_routing,
    match_message,
    route,
)
from shopify_app.replies.values import values
from shopify_app.shopify.payloads import Order, Product
from shopify_app.shops.directory import ShopEntry


class Routers(Protocol):
    """What routing stands on."""

    @property
    def record(self) -> Record: ...
    @property
    def embedder(self) -> Embedder: ...
    @property
    def matchers(self) -> Matchers: ...


def say_template(
    parts: Routers,
    entry: ShopEntry,
    visit: Visit,
    question: Question,
    draft: Draft,
    *,
    now: datetime,
) -> Iterator[Event]:
    """Say the template that applies, if one does, and note why; or note which one nearly did.

    Raises RecordUnavailable.
    """
    routing = route_question(parts, entry, visit, question, now=now)
    if routing.chosen is None:
        near = routing.near_miss
        draft.near_miss = explain(near) if near else None
        return
    template = routing.chosen.match.stored.template
    draft.provenance["template"] = explain_routing(routing)
    if template.handover:
        draft.hand_over("template")
    draft.origin = "template"
    if template.opens:
        yield from draft.open_with(routing.chosen.text)
    else:
        yield from draft.say(routing.chosen.text)


def route_question(
    parts: Routers, entry: ShopEntry, visit: Visit, question: Question, *, now: datetime
) -> Routing:
    """Which template answers the question, and what else came near."""
    embedder = open_embedder(parts)
    matcher = parts.matchers.of(parts.record, embedder, entry.shop)
    matches = match_message(matcher, embedder, question.text) if matcher else []
    if not matches:
        return Routing(None)
    around = circumstances(parts.record, entry, visit, question, matches, now=now)
    return route(matches, values(entry, around), around)


def open_embedder(parts: Routers) -> Embedder | None:
    try:
        return parts.embedder
    except Unavailable:
        return None


def circumstances(
    record: Record,
    entry: ShopEntry,
    visit: Visit,
    question: Question,
    matches: Sequence[Match],
    *,
    now: datetime,
) -> Circumstances:
    """What the matching templates may ask about; what none of them asks about is not read."""
    with record.read() as connection:
        order = own_order(connection, visit, question) if any(map(asks_order, matches)) else None
        product = page_product(connection, entry, question)
    return Circumstances(
        now=now,
        zone=zone_of(str(entry.profile.get("timezone") or "")),
        locale=question.locale,
        shop_locale=str(entry.profile.get("locale") or ""),
        order=order,
        product=product,
    )


def asks_order(match: Match) -> bool:
    template = match.stored.template
    texts = template.texts.values()
    return bool(template.conditions.order_status) or any("order." in text for text in texts)


def own_order(connection: Connection, visit: Visit, question: Question) -> Order | None:
    """Of the customer whom Shopify's signature names: the order they name, else their newest.

    None when they name one that is not theirs, whether or not another has it.
    """
    if visit.customer_id is None:
        return None
    own = customer_orders(connection, visit.shop, visit.customer_id)
    if order_numbers(question.text):
        named = orders_named(question.text, own)
        own = [order for order in own if order.id in named]
    return own[0] if own else None


def page_product(connection: Connection, entry: ShopEntry, question: Question) -> Product | None:
    if not question.product_handle:
        return None
    product_id = find_product_id(connection, entry.shop, question.product_handle)
    if product_id is None:
        return None
    product = load_products(connection, entry.shop, [product_id]).get(product_id)
    return product if product and product.published else None
