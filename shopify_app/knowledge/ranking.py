"""The order of what was found: how near it is, and what the question asks of products. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from shopify_app.knowledge.fusion import CONVINCING_COSINE, fuse, is_convincing
from shopify_app.knowledge.kinds import asked_kind, called_by, tagged
from shopify_app.knowledge.wishes import Wishes, fitness, lowest_price
from shopify_app.knowledge.words import codes, coverage
from shopify_app.shopify.payloads import Product

CHUNKS_PER_DOCUMENT = 2
OTHER_KIND, TAGGED_SO, NO_PRODUCT = 0.4, 0.85, 0.5
"""What is left of the score of a product of another kind than is asked for, of one that only its
tags call so, and of a page when it is asked for a product of some size, price or stock."""


@dataclass(frozen=True)
class Candidate:
    """A chunk that an index named for a question."""

    chunk_id: str
    kind: str
    source_id: str
    title: str
    heading: str
    text: str
    url: str | None
    cosine: float | None
    terms: tuple[str, ...]
    """Of the question."""
    score: float = 0.0
    fits: bool = True
    is_kind: bool = True
    """Whether it is what the question asks for, so far as that can be told."""

    @cached_property
    def coverage(self) -> float:
        return coverage(self.terms, f"{self.title} {self.heading} {self.text}")

    @property
    def names_code(self) -> bool:
        return any(coverage([code], self.text) for code in codes(self.terms))

    @property
    def is_convincing(self) -> bool:
        # The words of a text take longer to look at than its vector.
        return (self.cosine is not None and self.cosine >= CONVINCING_COSINE) or is_convincing(
            cosine=self.cosine, coverage=self.coverage, names_code=self.names_code
        )


def rank(
    candidates: Sequence[Candidate], by_words: Mapping[str, float], *, anything: bool = False
) -> list[Candidate]:
    """The convincing ones, scored, best first; every product, if `anything` will do."""
    convincing = [
        each for each in candidates if (each.kind == "product" if anything else each.is_convincing)
    ]
    scores = fuse({each.chunk_id: each.cosine or 0.0 for each in convincing}, by_words)
    # Who names an article number means that article, whatever else sounds alike.
    return in_order(
        replace(each, score=scores[each.chunk_id] + each.names_code) for each in convincing
    )


def fitting(
    ranked: Sequence[Candidate], products: Mapping[str, Product], question: str, wishes: Wishes
) -> list[Candidate]:
    """What is not of the kind that is asked for, or misses what is asked of price, size, colour or
    stock, comes later; of those that are asked to be the cheapest or the dearest, the price decides
    among the ones that have as much of the question as any."""
    called = {source_id: called_by(product) for source_id, product in products.items()}
    kind = asked_kind(question, called.values())
    weighed = []
    for each in ranked:
        product = products.get(each.source_id) if each.kind == "product" else None
        if product is None:
            weight = NO_PRODUCT if kind and wishes.of_variants else 1.0
            weighed.append(replace(each, score=each.score * weight))
            continue
        fit = fitness(wishes, product)
        is_kind = not kind or bool(kind & called[product.id])
        weight = 1.0 if is_kind else TAGGED_SO if kind & tagged(product) else OTHER_KIND
        score = each.score * fit * weight
        weighed.append(replace(each, score=score, fits=fit == 1.0, is_kind=is_kind))
    ranked = in_order(weighed)
    if not wishes.order:
        return ranked
    prices = {source_id: lowest_price(wishes, product) for source_id, product in products.items()}
    return by_price(ranked, prices, dearest=wishes.order == "dearest")


def by_price(
    ranked: Sequence[Candidate], prices: Mapping[str, Decimal | None], *, dearest: bool
) -> list[Candidate]:
    compared = [
        each
        for each in ranked
        if each.kind == "product" and each.fits and each.is_kind and prices.get(each.source_id)
    ]
    most = max((each.coverage for each in compared), default=0.0)
    compared = [each for each in compared if each.coverage >= most]
    priced = sorted(compared, key=lambda each: prices[each.source_id] or 0, reverse=dearest)
    # They stand where the best of them stood, and share out the scores they had.
    moved = [replace(each, score=had.score) for each, had in zip(priced, compared, strict=True)]
    taken = {each.chunk_id for each in compared}
    return [*moved, *(each for each in ranked if each.chunk_id not in taken)]


def in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda each: (-each.score, each.chunk_id))


def collapsed(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Of each document only its best chunks."""
    taken: Counter[tuple[str, str]] = Counter()
    chosen = []
    for each in ranked:
        document = (each.kind, each.source_id)
        taken[document] += 1
        if taken[document] <= CHUNKS_PER_DOCUMENT:
            chosen.append(each)
    return chosen
