"""What an answer may rest on: the store's passages and, for a signed-in customer, their orders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from shopify_app.answers.claude import Claude
from shopify_app.answers.events import Citation
from shopify_app.answers.grounding import Evidence, Source, hosts_in
from shopify_app.answers.questions import (
    Question,
    asks_for_several_orders,
    asks_whereabouts,
    is_about_orders,
    order_numbers,
    order_question,
    search_text,
)
from shopify_app.answers.translating import for_search
from shopify_app.conversations.transcripts import Turn
from shopify_app.conversations.visits import Visit
from shopify_app.db import Record
from shopify_app.knowledge.embedder import Embedder
from shopify_app.knowledge.facts import find_product_title
from shopify_app.knowledge.retrieval import Passage, retrieve
from shopify_app.knowledge.vectors import VectorIndex
from shopify_app.orders.finding import OrdersToReturn, orders_for_question, orders_to_return
from shopify_app.orders.meaning import words_for_things
from shopify_app.orders.returning import asks_about_returning
from shopify_app.shops.directory import ShopEntry

MOST_PASSAGES = 8
MOST_ORDERS = 3
MOST_LISTED = 8
"""When several are asked for."""
STILL = re.compile(r"\bstill\b|\btoo late\b|\buntil when\b", re.I)
"""Who asks so has something to return."""


class Sources(Protocol):
    """What finding asks."""

    @property
    def record(self) -> Record: ...
    @property
    def vectors(self) -> VectorIndex: ...
    @property
    def embedder(self) -> Embedder: ...


@dataclass(frozen=True)
class Found:
    """Passages: the shopper's own orders first, then the store's, best first."""

    passages: tuple[Passage, ...]
    searched: str = ""
    """What was searched for: the question, perhaps with the one before it."""
    understood: str = ""
    """That in English, with slips mended, as the store's passages were compared with it."""
    tokens: int = 0
    """Claude's, for translating it."""
    degraded: tuple[str, ...] = ()
    page: int | None = None
    """Which of the passages is about the product on the shopper's page."""
    of_page: bool = False
    """Whether the question is about that product."""
    about_orders: bool = False
    order_named: bool = False
    """By a number."""
    signed_in: bool = False
    for_a_person: bool = False
    """Whether something of it only a person can decide."""

    @property
    def lacks_orders(self) -> bool:
        return self.about_orders and not self.orders

    @property
    def quotable(self) -> tuple[Passage, ...]:
        """What can answer: on an order we do not have, only what is general, and on where it is
        nothing."""
        if not self.lacks_orders:
            return self.of_the_page if self.of_page else self.passages
        if asks_whereabouts(self.searched):
            return ()
        if self.order_named and self.signed_in and not words_for_things(self.searched):
            return ()
        return tuple(passage for passage in self.passages if passage.kind != "product")

    @property
    def of_the_page(self) -> tuple[Passage, ...]:
        """Without other products than the one the question is about."""
        seen = self.passages[self.page].source_id if self.page is not None else None
        return tuple(
            each for each in self.passages if each.kind != "product" or each.source_id == seen
        )

    def notes(self) -> list[str]:
        """The situation, as the prompt tells it."""
        notes = []
        if self.page is not None:
            notes.append(f"The shopper looks at the page of search result {self.page + 1}.")
        if self.lacks_orders and self.signed_in:
            notes.append("The shopper is signed in, and no such order is theirs.")
        elif self.lacks_orders:
            notes.append("The shopper is not signed in.")
        return notes

    @property
    def orders(self) -> tuple[Passage, ...]:
        return tuple(passage for passage in self.passages if passage.kind == "order")

    def evidence(self, entry: ShopEntry) -> Evidence:
        """All that an answer may state, and the hosts it may link to: the store's, and those
        where a carrier tells of the shopper's own parcels."""
        return evidence_of(entry, self.passages)

    def products_of(self, citations: Sequence[Citation], text: str) -> list[str]:
        """The ids of the products an answer cites, and of those it names."""
        cited = [each.id for each in citations if each.kind == "product"]
        known = {each.title for each in citations}
        named = [
            each.source_id
            for each in self.passages
            if each.kind == "product"
            and each.title not in known
            and each.title.casefold() in text.casefold()
        ]
        return list(dict.fromkeys([*cited, *named]))


def find(
    sources: Sources,
    entry: ShopEntry,
    visit: Visit,
    question: Question,
    history: Sequence[Turn],
    *,
    now: datetime,
    claude: Claude | None = None,
) -> Found:
    """With a `claude`, a question in another language is translated for the search.

    Raises RecordUnavailable, and ShopNotInstalled when the shop has left just now.
    """
    of_order = order_question(question.text, history)
    returns = own_returns(sources, visit, question.text, history, now=now)
    on_page = title_of_page(sources.record, entry, question.product_handle)
    asked = search_text(question.text, history, page=on_page)
    translation = for_search(claude, asked)
    searched = translation.text
    retrieval = retrieve(
        sources.record,
        sources.vectors,
        sources.embedder,
        entry.shop,
        searched,
        limit=MOST_PASSAGES,
        page_product=question.product_handle,
    )
    orders = returns.orders
    if of_order and not orders:
        most = MOST_LISTED if asks_for_several_orders(of_order) else MOST_ORDERS
        orders = own_orders(sources, visit, of_order, now=now, limit=most)
    quoted = {each.chunk_id for each in returns.clauses}
    others = (each for each in retrieval.passages if each.chunk_id not in quoted)
    passages = (*orders, *returns.clauses, *others)
    return Found(
        passages=passages,
        searched=searched,
        understood=retrieval.understood,
        tokens=translation.tokens,
        degraded=retrieval.degraded,
        page=position_of_product(passages, question.product_handle),
        of_page=bool(on_page) and asked.startswith(on_page),
        about_orders=bool(of_order),
        order_named=bool(order_numbers(of_order)),
        signed_in=visit.customer_id is not None,
        for_a_person=returns.for_a_person,
    )


def title_of_page(record: Record, entry: ShopEntry, handle: str | None) -> str:
    """What the product on the shopper's page is called; empty when there is none to be had."""
    if not handle:
        return ""
    with record.read() as connection:
        return find_product_title(connection, entry.shop, handle) or ""


def own_returns(
    sources: Sources, visit: Visit, question: str, history: Sequence[Turn], *, now: datetime
) -> OrdersToReturn:
    """Whether the shopper's own orders can still be returned; nothing when they do not ask that,
    or are not signed in."""
    if visit.customer_id is None or not asks_about_returning(question):
        return OrdersToReturn()
    before = [turn.text for turn in history if turn.role == "shopper"]
    return orders_to_return(
        sources.record,
        visit.shop,
        visit.customer_id,
        question,
        before=before[-1] if before else "",
        is_certain=is_about_orders(question) or bool(STILL.search(question)),
        now=now,
        limit=MOST_ORDERS,
    )


def own_orders(
    sources: Sources,
    visit: Visit,
    question: str,
    *,
    now: datetime | None = None,
    limit: int = MOST_ORDERS,
) -> tuple[Passage, ...]:
    """Of the customer whom Shopify's signature names; of nobody else, whatever was asked.

    None when the question names an order by a number that is none of theirs: the answer is the
    same whether or not another has it.
    """
    if visit.customer_id is None:
        return ()
    found = orders_for_question(
        sources.record,
        sources.vectors,
        sources.embedder,
        visit.shop,
        visit.customer_id,
        question,
        now=now,
        limit=limit,
    )
    named = order_numbers(question)
    if named and not any(named & order_numbers(order.title) for order in found.passages):
        return ()
    return found.passages


def position_of_product(passages: Sequence[Passage], handle: str | None) -> int | None:
    if not handle:
        return None
    urls = [passage.url or "" for passage in passages]
    return next((n for n, url in enumerate(urls) if url.endswith(f"/products/{handle}")), None)


def evidence_of(entry: ShopEntry, passages: Sequence[Passage]) -> Evidence:
    shop = (entry.url, entry.shop, str(entry.profile.get("name") or ""))
    own = {urlsplit(entry.url).netloc.casefold(), entry.shop}
    orders = (each for each in passages if each.kind == "order")
    carriers = {host for each in orders for host in hosts_in(each.text)}
    return Evidence((*shop, *map(evidence_source, passages)), own | carriers)


def evidence_source(passage: Passage) -> Source:
    """A passage as the gate reads it; each fact and address is a sentence of its own."""
    return Source(
        text="\n".join(filter(None, (passage.text, passage.facts, passage.url))),
        title=passage.title,
        heading=passage.heading,
        product=passage.title if passage.kind == "product" else None,
        personal=passage.kind == "order",
    )
