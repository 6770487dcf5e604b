"""How well what could be said answers the question. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from shopify_app.answers.extraction.candidates import (
    FIGURE,
    LEANS,
    ON_PLACE,
    Candidate,
    Likeness,
    in_context,
    is_named,
    stem,
    stems,
)
from shopify_app.answers.extraction.wording import ABOUT_TERMS
from shopify_app.answers.places import covers, places_in
from shopify_app.knowledge import words
from shopify_app.knowledge.wishes import read_wishes
from shopify_app.knowledge.words import codes, coverage, plain, query_terms, same_stems

MOST_COMPARED = 12
"""Comparing meanings costs some milliseconds a sentence."""
CONVINCING_LIKENESS = 0.45
CONVINCING_ON_TERMS = 0.25
"""For a policy, when the question is one that policies answer."""
CONVINCING_SHARE = 0.5
"""Of the question's words; then half the likeness will do."""
SEEKS_FIGURE = re.compile(
    r"\bhow (?:long|much|many|soon|fast|old|often)\b|\bwhen\b|\bcosts?\b", re.I
)
DENIES = re.compile(r"\b(?:not|never|no longer|rather than|isn't|aren't)\b", re.I)


def rank(
    question: str, candidates: Sequence[Candidate], likeness: Likeness | None
) -> list[Candidate]:
    """The convincing ones, best first: by meaning, by shared words, by where they stand."""
    if not candidates:
        return []
    compared = likeliest(question, with_shares(question, candidates))
    likes = likeness([in_context(each) for each in compared]) if likeness else shares(compared)
    asked = stems(question)
    most_named = max((named_by(asked, each) for each in compared), default=0)
    best_passage = max(each.passage.score for each in compared) or 1.0
    ranked = [
        replace(
            each,
            score=0.5 * like
            + 0.3 * each.share
            + 0.2 * each.passage.score / best_passage
            + bonus(question, each)
            - unnamed(asked, each, most_named),
        )
        for each, like in zip(compared, likes, strict=True)
        if is_convincing(each, like, on_terms=is_on_terms(question, each))
        or is_what_was_asked(question, each)
    ]
    return sorted(ranked, key=lambda each: -each.score)


def likeliest(question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those worth comparing, by what costs nothing."""

    def promise(each: Candidate) -> float:
        on_terms = each.passage.kind == "product" and is_on_terms(question, each)
        return each.share + each.passage.score + on_terms

    return sorted(candidates, key=promise, reverse=True)[:MOST_COMPARED]


def with_shares(question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Each with the share of the question's words that it has."""
    terms = {stem(term) for term in query_terms(question)}
    words = [stems(in_context(each)) for each in candidates]
    spread = Counter(term for each in words for term in terms & each)
    weight = {term: math.log(1 + len(words) / (1 + spread[term])) for term in terms}
    total = sum(weight.values()) or 1.0
    return [
        replace(each, share=sum(weight[term] for term in terms & own) / total)
        for each, own in zip(candidates, words, strict=True)
    ]


def shares(candidates: Sequence[Candidate]) -> list[float]:
    return [each.share for each in candidates]


def is_convincing(candidate: Candidate, like: float, *, on_terms: bool) -> bool:
    """`on_terms`: the question is one for the policies, and this is one of them."""
    needed = CONVINCING_ON_TERMS if on_terms else CONVINCING_LIKENESS
    return like >= needed or (candidate.share >= CONVINCING_SHARE and like >= needed / 2)


def is_what_was_asked(question: str, candidate: Candidate) -> bool:
    """A product that was found by its article number, or by a price, needs no likeness."""
    if candidate.text or candidate.passage.kind != "product":
        return False
    named = codes(query_terms(question))
    found_by_code = any(coverage([code], candidate.passage.text) for code in named)
    return found_by_code or (candidate.passage.is_kind and read_wishes(question).compares_prices)


def is_on_terms(question: str, candidate: Candidate) -> bool:
    """Whether the question is one for the policies, and this is what one says on that matter, or
    the very product that is named."""
    asked = stems_of_terms(question)
    if not asked:
        return False
    if candidate.passage.kind == "product":
        said = plain(candidate.text).split() if is_named(candidate.passage, question) else []
        return any(word.startswith(tuple(asked)) for word in said)
    return not asked.isdisjoint(words.stem(each) for each in plain(in_context(candidate)).split())


def stems_of_terms(question: str) -> frozenset[str]:
    said = plain(" ".join(match.group() for match in ABOUT_TERMS.finditer(question)))
    return frozenset[str]().union(*map(same_stems, said.split()))


def bonus(question: str, candidate: Candidate) -> float:
    """What speaks for a sentence besides its words, and what against it."""
    text, passage = candidate.text or candidate.passage.facts, candidate.passage
    has_figure = SEEKS_FIGURE.search(question) and FIGURE.search(text)
    leans = LEANS.match(text) and not candidate.lead
    denies = passage.kind == "product" and DENIES.search(text)
    is_other_row = candidate.is_row and not stems(text.partition(":")[0]) & stems(question)
    on_place = covers(in_context(candidate), places_in(question))
    return (
        0.1 * bool(has_figure)
        + ON_PLACE * on_place
        + (0.4 if passage.kind == "product" else 0.15) * is_on_terms(question, candidate)
        + 0.06 * (candidate.position == 0)
        - 0.15 * bool(leans)
        - 0.1 * bool(denies)
        - 0.15 * is_other_row
    )


def unnamed(asked: Collection[str], candidate: Candidate, most: int) -> float:
    """What speaks against a product: that another is rather called as the question says, or that
    none is called anything like it."""
    if candidate.passage.kind != "product":
        return 0.0
    if not most:
        return 0.1 * bool(candidate.text)
    return 0.2 * (1 - named_by(asked, candidate) / most)


def named_by(asked: Collection[str], candidate: Candidate) -> int:
    is_product = candidate.passage.kind == "product"
    return len(stems(candidate.passage.title) & set(asked)) if is_product else 0
