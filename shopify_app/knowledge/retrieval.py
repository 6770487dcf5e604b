"""Find the passages that bear on a question, with the facts of this moment."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from sqlalchemy import Connection, Row, select

from shopify_app.db import Record
from shopify_app.db.tables import Chunk, Document, SourceRecord
from shopify_app.errors import Unavailable
from shopify_app.knowledge.embedder import Embedder, Vectors
from shopify_app.knowledge.facts import (
    brief_facts,
    facts_line,
    find_product_id,
    load_products,
)
from shopify_app.knowledge.fusion import fuse, is_convincing
from shopify_app.knowledge.kinds import asked_kind, called_by, tagged
from shopify_app.knowledge.lexicon import in_english
from shopify_app.knowledge.synonyms import plainly
from shopify_app.knowledge.vectors import Purpose, VectorIndex, collection_name
from shopify_app.knowledge.vocabulary import mend, speaks_it
from shopify_app.knowledge.wishes import (
    Wishes,
    fitness,
    lowest_price,
    read_wishes,
    without_wishes,
)
from shopify_app.knowledge.words import codes, coverage, query_terms, search_words
from shopify_app.shopify.payloads import Product
from shopify_app.shops.directory import ShopEntry, active_shop

log = logging.getLogger(__name__)

CANDIDATES = 40
"""From either side; the index is approximate, and some of what it finds is not convincing."""
CANDIDATES_TO_COMPARE = 120
"""When prices decide: the cheapest of a kind may be far from the nearest."""
CHUNKS_PER_DOCUMENT = 2
OTHER_KIND, TAGGED_SO, NO_PRODUCT = 0.4, 0.85, 0.5
"""What is left of the score of a product of another kind than is asked for, of one that only its
tags call so, and of a page when it is asked for a product of some size, price or stock."""
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
    """Of a product: price and stock in a few words, for a list."""
    fits: bool = True
    """Of a product: whether it meets what the question asks of price, size, colour and stock."""


@dataclass(frozen=True)
class Retrieval:
    """What was found, best first; `degraded` names the parts that could not be asked."""

    passages: tuple[Passage, ...]
    degraded: tuple[str, ...] = ()


@dataclass(frozen=True)
class OrdersFound:
    """Ids of a customer's own orders that the question is about, best first."""

    order_ids: tuple[str, ...]
    degraded: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    passage: Passage
    cosine: float | None
    coverage: float
    names_code: bool
    is_kind: bool = True
    """Whether it is what the question asks for, so far as that can be told."""

    @property
    def is_convincing(self) -> bool:
        return is_convincing(cosine=self.cosine, coverage=self.coverage, names_code=self.names_code)


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
        question = understood(connection, entry.namespace, embedder, question)
        wishes = read_wishes(question)
        searched = without_wishes(question) if wishes.any else question
        if not query_terms(searched):
            searched = question
        most = CANDIDATES_TO_COMPARE if wishes.of_variants else CANDIDATES
        by_words = dict(search_words(connection, entry.namespace, searched, limit=most))
    vector, nearest, degraded = _ask_vectors(vectors, embedder, entry, searched, limit=most)
    with record.read() as connection:
        candidates = _load(connection, entry, [*nearest, *by_words], searched, vector)
        ranked = _rank(candidates, by_words)
        products = _products(connection, entry, (each.passage for each in ranked))
        ranked = _fitting(ranked, products, searched, wishes)
        chosen = _collapsed(ranked)[:limit]
        if page_product:
            chosen = _with_page_product(connection, entry, chosen, page_product)[:limit]
            products |= _products(connection, entry, chosen)
        return Retrieval(_with_facts(entry, chosen, products, wishes), degraded)


def understood(connection: Connection, namespace: str, embedder: Embedder, question: str) -> str:
    """The question in English words as far as it can be told, spelt as the shop spells them."""
    english = in_english(question)
    if english and not speaks_it(connection, namespace, question):
        question = english

    def are_words(words: Sequence[str]) -> list[bool]:
        try:
            return [tokens <= ONE_WORD for tokens in embedder.count_tokens(words)]
        except Exception as error:  # without the embedder nobody knows, and nothing is mended
            log.warning("embedder=failing error=%s", type(error).__name__)
            return [True] * len(words)

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
    terms = query_terms(question)
    named = codes(terms)
    return [
        Candidate(
            Passage(
                chunk_id=row.id,
                kind=row.kind,
                source_id=row.source_id,
                title=row.title,
                heading=row.heading,
                text=row.text,
                url=f"{entry.url}{row.url}" if row.url else None,
                score=0.0,
            ),
            cosine=_cosine(vector, row.vector),
            coverage=coverage(terms, f"{row.title} {row.heading} {row.text}"),
            names_code=any(coverage([code], row.text) for code in named),
        )
        for row in rows
    ]


def _rank(candidates: Sequence[Candidate], by_words: Mapping[str, float]) -> list[Candidate]:
    """The convincing ones, scored, best first."""
    convincing = [each for each in candidates if each.is_convincing]
    scores = fuse({each.passage.chunk_id: each.cosine or 0.0 for each in convincing}, by_words)
    return _sorted(
        replace(each, passage=replace(each.passage, score=scores[each.passage.chunk_id] + named))
        for each in convincing
        # Who names an article number means that article, whatever else sounds alike.
        for named in (float(each.names_code),)
    )


def _fitting(
    ranked: Sequence[Candidate],
    products: Mapping[str, Product],
    question: str,
    wishes: Wishes,
) -> list[Candidate]:
    """What is not of the kind that is asked for, or misses what is asked of price, size, colour or
    stock, comes later; of those that are asked to be the cheapest or the dearest, the price decides
    among the ones that have as much of the question as any."""
    called = {source_id: called_by(product) for source_id, product in products.items()}
    kind = asked_kind(question, called.values())
    weighed = []
    for each in ranked:
        product = _product_of(each, products)
        fit = fitness(wishes, product) if product else 1.0
        is_kind = product is None or not kind or bool(kind & called[product.id])
        weight = fit
        if product and not is_kind:
            weight *= TAGGED_SO if kind & tagged(product) else OTHER_KIND
        if product is None and kind and wishes.of_variants:
            weight = NO_PRODUCT
        passage = replace(each.passage, score=each.passage.score * weight, fits=fit == 1.0)
        weighed.append(replace(each, passage=passage, is_kind=is_kind))
    ranked = _sorted(weighed)
    if not wishes.order:
        return ranked
    prices = {source_id: lowest_price(wishes, product) for source_id, product in products.items()}
    return _by_price(ranked, prices, dearest=wishes.order == "dearest")


def _product_of(candidate: Candidate, products: Mapping[str, Product]) -> Product | None:
    passage = candidate.passage
    return products.get(passage.source_id) if passage.kind == "product" else None


def _by_price(
    ranked: Sequence[Candidate], prices: Mapping[str, Decimal | None], *, dearest: bool
) -> list[Candidate]:
    compared = [
        each
        for each in ranked
        if each.passage.kind == "product"
        and each.passage.fits
        and each.is_kind
        and prices.get(each.passage.source_id)
    ]
    most = max((each.coverage for each in compared), default=0.0)
    compared = [each for each in compared if each.coverage >= most]
    in_order = sorted(
        compared, key=lambda each: prices[each.passage.source_id] or 0, reverse=dearest
    )
    # They stand where the best of them stood, and share out the scores they had.
    scores = [each.passage.score for each in compared]
    moved = [
        replace(each, passage=replace(each.passage, score=score))
        for each, score in zip(in_order, scores, strict=True)
    ]
    taken = {each.passage.chunk_id for each in compared}
    return [*moved, *(each for each in ranked if each.passage.chunk_id not in taken)]


def _sorted(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda each: (-each.passage.score, each.passage.chunk_id))


def _collapsed(ranked: Sequence[Candidate]) -> list[Passage]:
    """Of each document only its best chunks."""
    taken: Counter[tuple[str, str]] = Counter()
    chosen = []
    for each in ranked:
        document = (each.passage.kind, each.passage.source_id)
        taken[document] += 1
        if taken[document] <= CHUNKS_PER_DOCUMENT:
            chosen.append(each.passage)
    return chosen


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
    return [*(each.passage for each in loaded), *passages]


def _products(
    connection: Connection, entry: ShopEntry, passages: Iterable[Passage]
) -> dict[str, Product]:
    ids = {passage.source_id for passage in passages if passage.kind == "product"}
    return load_products(connection, entry.shop, ids) if ids else {}


def _with_facts(
    entry: ShopEntry, passages: Sequence[Passage], products: Mapping[str, Product], wishes: Wishes
) -> tuple[Passage, ...]:
    return tuple(
        replace(
            passage,
            facts=facts_line(products[passage.source_id], entry.currency),
            brief=brief_facts(products[passage.source_id], entry.currency, wishes.size),
        )
        if passage.kind == "product" and passage.source_id in products
        else passage
        for passage in passages
    )


def _cosine(vector: Vectors | None, stored: bytes | None) -> float | None:
    if vector is None or stored is None:
        return None
    return float(np.frombuffer(stored, dtype="<f4") @ vector)
