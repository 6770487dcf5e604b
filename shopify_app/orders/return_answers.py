"""Whether a customer's orders can still be returned, from the record of this moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy import Connection, select

from shopify_app.db.tables import Chunk, Document
from shopify_app.knowledge.facts import load_products
from shopify_app.knowledge.retrieval import Passage
from shopify_app.knowledge.words import query_terms, stem
from shopify_app.orders.return_terms import PolicyChunk, read_terms, stems
from shopify_app.orders.returning import Case, return_words, returns_of
from shopify_app.shopify.payloads import Order
from shopify_app.shops.directory import ShopEntry

REFUND_POLICY_PATH = "/policies/refund-policy"
RETURN_WORDS = frozenset(stems("return returned exchange refund send back order orders still late"))


@dataclass(frozen=True)
class ReturnAnswers:
    """`words`, by the order's id, say what holds for it; `clauses` are the chunks of the policy
    they quote; `for_a_person`: for one thing at least a person has to look."""

    words: dict[str, str]
    clauses: tuple[Passage, ...]
    for_a_person: bool


def answer_returns(
    connection: Connection,
    entry: ShopEntry,
    orders: Sequence[Order],
    *,
    now: datetime,
    zone: tzinfo,
    state_told: bool,
) -> ReturnAnswers:
    """`state_told`: the shopper says something of the state the things are in."""
    policy = policy_passages(connection, entry)
    terms = read_terms([PolicyChunk(each.chunk_id, each.heading, each.text) for each in policy])
    ids = {item.product_id for order in orders for item in order.items if item.product_id}
    products = load_products(connection, entry.shop, ids) if ids else {}
    today = now.astimezone(zone).date()
    found = {
        order.id: returns_of(Case(order, terms, products, today, zone, state_told))
        for order in orders
    }
    everything = [each for returns in found.values() for each in returns]
    quoted = {clause.chunk_id for each in everything for clause in each.clauses}
    return ReturnAnswers(
        words={order.id: return_words(order, found[order.id]) for order in orders},
        clauses=tuple(each for each in policy if each.chunk_id in quoted),
        for_a_person=any(each.verdict == "ask" for each in everything),
    )


def policy_passages(connection: Connection, entry: ShopEntry) -> list[Passage]:
    """The refund policy as it is indexed, in reading order; none when the store has none."""
    rows = connection.execute(
        select(Chunk.id, Chunk.source_id, Chunk.heading, Chunk.text, Document.title, Document.url)
        .join(
            Document,
            (Document.shop == Chunk.shop)
            & (Document.kind == Chunk.kind)
            & (Document.source_id == Chunk.source_id),
        )
        .where(
            Chunk.shop == entry.shop,
            Chunk.kind == "policy",
            Document.url == REFUND_POLICY_PATH,
            Document.content_sha256 != "",
        )
        .order_by(Chunk.position)
    )
    return [
        Passage(
            chunk_id=row.id,
            kind="policy",
            source_id=row.source_id,
            title=row.title,
            heading=row.heading,
            text=row.text,
            url=f"{entry.url}{row.url}",
            score=1.0,
        )
        for row in rows
    ]


def with_things_of(question: str, orders: Sequence[Order]) -> list[Order]:
    """The orders with a thing in them that the question names. Pure."""
    said = {stem(term) for term in query_terms(question)} - RETURN_WORDS
    return [order for order in orders if any(said & set(stems(i.title)) for i in order.items)]
