"""Find the passages that bear on a question, with the facts of this moment."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import Connection, Row, select

from shopify_app.db import Record
from shopify_app.db.tables import Chunk, Document, SourceRecord
from shopify_app.errors import Unavailable
from shopify_app.knowledge.embedder import Embedder, Vectors
from shopify_app.knowledge.facts import (
    brief_facts,
    facts_asked_for,
    facts_line,
    find_product_id,
    load_products,
)
from shopify_app.knowledge.fusion import is_convincing
from shopify_app.knowledge.kinds import is_anything
from shopify_app.knowledge.lexicon import in_english
from shopify_app.knowledge.ranking import Candidate, collapsed, fitting, rank
from shopify_app.knowledge.synonyms import plainly
from shopify_app.knowledge.vectors import Purpose, VectorIndex, collection_name
from shopify_app.knowledge.vocabulary import mend, speaks_it
from shopify_app.knowledge.wishes import COMPARING, Wishes, read_wishes, without_wishes
from shopify_app.knowledge.words import coverage, query_terms, search_words
from shopify_app.shopify.payloads import Product
from shopify_app.shops.directory import ShopEntry, active_shop

log = logging.getLogger(__name__)

CANDIDATES = 40
"""From either side; the index is approximate, and some of what it finds is not convincing."""
CANDIDATES_TO_COMPARE = 70
"""When prices, sizes or stock decide: the cheapest of a kind may be far from the nearest."""
MOST_COMPARED = 80
"""Candidates whose products are looked at, the likeliest: reading them takes the most time."""
LONGEST_QUESTION = 8000
"""Characters that are looked at. Reading a question takes time by the square of its length."""
MOST_ORDERS = 100
ONE_WORD = 3
"""Tokens of a word that the embedder has whole, with those that begin and end a text: one there is
in English. What is put together of pieces may be a slip."""


@dataclass(frozen=True)
class Passage:
    """A chunk found for a question. `facts` were read from the record just now."""

    chunk_id: str
    kind: str
    source_id: str
    title: str
    heading: str
    text: str
    url: str | None
    score: float
    facts: str = ""
    brief: str = ""
    """Of a product: price and stock in a few words, for a list; empty for one that is not listed
    anywhere."""
    asked: str = ""
    """Of a product: the facts on the size, colour or other choice that the question names."""
    fits: bool = True
    """Of a product: whether it meets what the question asks of price, size, colour and stock."""
    is_kind: bool = True
    """Of a product: whether it is the kind of thing that the question asks for."""


@dataclass(frozen=True)
class Retrieval:
    """What was found, best first; `degraded` names the parts that could not be asked."""

    passages: tuple[Passage, ...]
    degraded: tuple[str, ...] = ()
    understood: str = ""
    """The question as it was searched for: in English, slips mended."""


@dataclass(frozen=True)
class OrdersFound:
    """Ids of a customer's own orders that the question is about, best first."""

    order_ids: tuple[str, ...]
    degraded: tuple[str, ...] = ()


def retrieve(
    record: Record,
    vectors: VectorIndex,
    embedder: Embedder,
    shop: str,
    question: str,
    *,
    limit: int = 8,
    page_product: str | None = None,
) -> Retrieval:
    """Passages of the shop's knowledge for the question, at most `limit`; never an order.

    `page_product` is the handle of the product the shopper is looking at: its passage is always
    among them. Without Chroma, or without the embedder, the words decide alone.
    Raises ShopNotInstalled, RecordUnavailable.
    """
    with record.read() as connection:
        entry = active_shop(connection, shop)
        question = understood(connection, entry.namespace, embedder, question[:LONGEST_QUESTION])
        wishes = read_wishes(question)
        searched = without_wishes(question) if wishes.any else question
        if not query_terms(searched):
            searched = question
        most = CANDIDATES_TO_COMPARE if wishes.of_variants else CANDIDATES
        by_words = dict(search_words(connection, entry.namespace, searched, limit=most))
    vector, nearest, degraded = _ask_vectors(vectors, embedder, entry, searched, limit=most)
    with record.read() as connection:
        candidates = _load(connection, entry, [*nearest, *by_words], searched, vector)
        anything = wishes.compares_prices and is_anything(without_wishes(question))
        ranked = rank(candidates, by_words, anything=anything)[:MOST_COMPARED]
        products = _products(connection, entry, ranked)
        ranked = fitting(ranked, products, searched, wishes)
        chosen = [_passage(each) for each in collapsed(ranked)[:limit]]
        if page_product:
            chosen = _with_page_product(connection, entry, chosen, page_product)[:limit]
            products |= _products(connection, entry, chosen[:1])
        found = _with_facts(entry, chosen, products, wishes, question)
        return Retrieval(found, degraded, question)


def understood(connection: Connection, namespace: str, embedder: Embedder, question: str) -> str:
    """The question in English words as far as it can be told, spelt as the shop spells them."""
    english = in_english(question)
    if english and not speaks_it(connection, namespace, question):
        question = english

    def are_words(words: Sequence[str]) -> list[bool]:
        try:
            counts = embedder.count_tokens(words)
        except Exception as error:  # without the embedder nobody knows, and nothing is mended
            log.warning("embedder=failing error=%s", type(error).__name__)
            return [True] * len(words)
        return [
            tokens <= ONE_WORD or word in COMPARING
            for word, tokens in zip(words, counts, strict=True)
        ]

    return plainly(mend(connection, namespace, question, are_words))


def retrieve_orders(
    record: Record,
    vectors: VectorIndex,
    embedder: Embedder,
    shop: str,
    customer_id: str,
    question: str,
    *,
    limit: int = 3,
) -> OrdersFound:
    """The customer's own orders whose items the question means, of their newest hundred.

    Nothing else is searched: the question is compared with the ids of their orders only.
    Raises ShopNotInstalled, RecordUnavailable.
    """
    with record.read() as connection:
        entry = active_shop(connection, shop)
        own = _own_order_chunks(connection, shop, customer_id)
    if not own:
        return OrdersFound(())
    vector, nearest, degraded = _ask_vectors(
        vectors, embedder, entry, question, purpose="orders", among=[row.id for row in own]
    )
    terms = query_terms(question)
    scored = [
        (_cosine(vector, row.vector) or 0.0, coverage(terms, row.text), row.source_id)
        for row in own
        if row.id in nearest or degraded
    ]
    convincing = [
        (cosine + covered, order_id)
        for cosine, covered, order_id in scored
        if is_convincing(cosine=cosine if vector is not None else None, coverage=covered)
    ]
    ranked = dict.fromkeys(order_id for _, order_id in sorted(convincing, reverse=True))
    return OrdersFound(tuple(ranked)[:limit], degraded)


def _own_order_chunks(
    connection: Connection, shop: str, customer_id: str
) -> Sequence[Row[str, str, str, bytes | None]]:
    newest = (
        select(SourceRecord.source_id)
        .where(
            SourceRecord.shop == shop,
            SourceRecord.kind == "order",
            SourceRecord.customer_id == customer_id,
            SourceRecord.deleted.is_(False),
        )
        .order_by(SourceRecord.version_at.desc())
        .limit(MOST_ORDERS)
    )
    return connection.execute(
        select(Chunk.id, Chunk.source_id, Chunk.text, Chunk.vector).where(
            Chunk.shop == shop, Chunk.kind == "order", Chunk.source_id.in_(newest)
        )
    ).all()


def _ask_vectors(
    vectors: VectorIndex,
    embedder: Embedder,
    entry: ShopEntry,
    question: str,
    *,
    purpose: Purpose = "knowledge",
    among: Sequence[str] | None = None,
    limit: int = CANDIDATES,
) -> tuple[Vectors | None, list[str], tuple[str, ...]]:
    """The question's vector, the ids nearest to it, and what could not be asked."""
    try:
        vector = embedder.embed([question])[0]
    except Exception as error:  # whatever ails the model, the words can still be looked up
        log.warning("embedder=failing error=%s", type(error).__name__)
        return None, [], ("embedder",)
    try:
        name = collection_name(entry.namespace, embedder.name, purpose)
        return vector, vectors.query(name, vector, limit=limit, ids=among), ()
    except Unavailable:
        # The vectors kept in the record still tell how near the words' finds are.
        return vector, [], ("vectors",)


def _load(
    connection: Connection,
    entry: ShopEntry,
    chunk_ids: Sequence[str],
    question: str,
    vector: Vectors | None,
) -> list[Candidate]:
    """The chunks that are live in this shop, whatever an index said.

    One whose document was deleted or hidden a moment ago is not, though it is still indexed.
    """
    rows = connection.execute(
        select(
            Chunk.id,
            Chunk.kind,
            Chunk.source_id,
            Document.title,
            Chunk.heading,
            Chunk.text,
            Document.url,
            Chunk.vector,
        )
        .join(
            Document,
            (Document.shop == Chunk.shop)
            & (Document.kind == Chunk.kind)
            & (Document.source_id == Chunk.source_id),
        )
        .where(
            Chunk.shop == entry.shop,
            Chunk.kind != "order",
            Chunk.id.in_(set(chunk_ids)),
            Document.content_sha256 != "",
        )
    )
    terms = tuple(query_terms(question))
    return [
        Candidate(
            chunk_id=row.id,
            kind=row.kind,
            source_id=row.source_id,
            title=row.title,
            heading=row.heading,
            text=row.text,
            url=f"{entry.url}{row.url}" if row.url else None,
            cosine=_cosine(vector, row.vector),
            terms=terms,
        )
        for row in rows
    ]


def _passage(candidate: Candidate) -> Passage:
    return Passage(
        chunk_id=candidate.chunk_id,
        kind=candidate.kind,
        source_id=candidate.source_id,
        title=candidate.title,
        heading=candidate.heading,
        text=candidate.text,
        url=candidate.url,
        score=candidate.score,
        fits=candidate.fits,
        is_kind=candidate.is_kind,
    )


def _with_page_product(
    connection: Connection, entry: ShopEntry, passages: Sequence[Passage], handle: str
) -> list[Passage]:
    """The product the shopper looks at comes first when the question did not find it."""
    product_id = find_product_id(connection, entry.shop, handle)
    known = any(each.kind == "product" and each.source_id == product_id for each in passages)
    if product_id is None or known:
        return list(passages)
    first = connection.scalars(
        select(Chunk.id)
        .where(Chunk.shop == entry.shop, Chunk.kind == "product", Chunk.source_id == product_id)
        .order_by(Chunk.position)
        .limit(1)
    ).all()
    loaded = _load(connection, entry, first, "", None)
    return [*map(_passage, loaded), *passages]


def _products(
    connection: Connection, entry: ShopEntry, found: Iterable[Candidate | Passage]
) -> dict[str, Product]:
    ids = {each.source_id for each in found if each.kind == "product"}
    return load_products(connection, entry.shop, ids) if ids else {}


def _with_facts(
    entry: ShopEntry,
    passages: Sequence[Passage],
    products: Mapping[str, Product],
    wishes: Wishes,
    question: str,
) -> tuple[Passage, ...]:
    return tuple(
        replace(
            passage,
            facts=facts_line(products[passage.source_id], entry.currency),
            brief=brief_facts(products[passage.source_id], entry.currency, wishes.size),
            asked=facts_asked_for(
                products[passage.source_id], entry.currency, question, wishes.size
            ),
        )
        if passage.kind == "product" and passage.source_id in products
        else passage
        for passage in passages
    )


def _cosine(vector: Vectors | None, stored: bytes | None) -> float | None:
    if vector is None or stored is None:
        return None
    return float(np.frombuffer(stored, dtype="<f4") @ vector)
