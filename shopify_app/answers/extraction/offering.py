"""Products to choose from, each with its price and stock. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shopify_app.answers.extraction.candidates import Extract, stems
from shopify_app.answers.extraction.wording import FOR_A_PRESENT, OF_ONE
from shopify_app.knowledge.retrieval import Passage
from shopify_app.knowledge.wishes import read_wishes
from shopify_app.knowledge.words import query_terms
from shopify_app.voice import Voice

MOST_OFFERED = 4
AS_GOOD_AN_OFFER, AS_GOOD_A_PRESENT = 0.85, 0.6
"""Of the first product's score; anything may be a present, whatever it is called."""
ASKS_FOR_SOME = re.compile(
    r"\b(?:do|does|have|got) you (?:have|sell|carry|stock|offer|make)\b|\bshow\b|\blooking for\b"
    r"|\bany(?:thing)?\b|\bsome(?:thing)?\b"
    r"|\b(?:which|what) (?!is\b|are\b|about\b|sizes?\b|colou?rs?\b|materials?\b)"
    r"|\bcompare\b|\brecommend\b|\bsuggest\b|\bfind\b|\bi (?:need|want)\b|\bcheapest\b"
    r"|\bleast expensive\b"
    r"|\bmost expensive\b|\b(?:under|below|over|around|between|up to)\b.{0,4}\d|\bgifts?\b"
    r"|\bpresents?\b",
    re.I,
)
"""Questions that several products may answer."""
MOST_OF_A_NAME = 4
"""Words of a question that is nothing but the name of what is looked for."""


def asks_for_some(question: str, best: Passage) -> bool:
    """Whether the question is for some products to choose from and does not name one."""
    if stems(best.title) <= stems(question):
        return False
    is_a_name = read_wishes(question).of_variants or len(query_terms(question)) <= MOST_OF_A_NAME
    named_by_what_it_is = is_a_name and not OF_ONE.search(question)
    return named_by_what_it_is or bool(ASKS_FOR_SOME.search(question))


def offer(question: str, best: Passage, passages: Sequence[Passage]) -> list[Passage]:
    """The products to choose from, each title once: of the kind that is asked for, those that fit,
    or else those that come nearest. None when the question is not for a choice."""
    if not asks_for_some(question, best):
        return []
    by_title: dict[str, Passage] = {}
    for each in passages:
        if each.brief and each.is_kind:
            by_title.setdefault(each.title, each)
    fitting = [each for each in by_title.values() if each.fits] or [*by_title.values()]
    best_score = max((each.score for each in fitting), default=0.0)
    share = AS_GOOD_A_PRESENT if FOR_A_PRESENT.search(question) else AS_GOOD_AN_OFFER
    close = [each for each in fitting if each.score >= share * best_score]
    return close[:MOST_OFFERED]


def list_products(products: Sequence[Passage], voice: Voice) -> Extract:
    """Each with its price and stock of this moment, a line each."""
    intro = voice.offer if products[0].fits else voice.nearest_offer
    lines = (f"- {each.title}: {each.brief}" for each in products)
    return Extract("\n".join((intro, *lines)), tuple(products))
