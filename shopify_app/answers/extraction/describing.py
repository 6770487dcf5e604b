"""What is said of one product: what it says on the matter, and its facts of this moment. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from shopify_app.answers.extraction.candidates import (
    EXCLUDES,
    LEANS,
    STILL_RELEVANT,
    Candidate,
    stem,
    stems,
    within_length,
)
from shopify_app.answers.extraction.quoting import answers
from shopify_app.answers.extraction.wording import OF_ONE
from shopify_app.answers.sentences import sentences
from shopify_app.knowledge.retrieval import Passage
from shopify_app.knowledge.wishes import SIZE, read_wishes, without_wishes
from shopify_app.knowledge.words import query_terms

MOST_OF_A_PRODUCT = 2
ABOUT_PRICE_OR_STOCK = re.compile(
    r"\bprices?\b|\bcosts?\b|\bhow much\b|\bcheap\w*|\bexpensive\b|\bstock\b|\bavailab\w+"
    r"|\bsold out\b|\b(?:have|sell|carry|offer|got|left)\b|\bsizes?\b|\bcolou?rs?\b"
    r"|\blooking for\b|\bhow many\b",
    re.I,
)
SEEKS_PRICE = re.compile(r"\bprices?\b|\bcosts?\b|\bhow much\b|\bexpensive\b", re.I)
FEWEST_LETTERS = 5
IN_GENERAL = re.compile(
    r"\btell me (?:more )?about\b|\bmore (?:info\w*|details?)\b|\bdescri(?:be|ption)\b", re.I
)
OF_TRADE = frozenset(
    "price cost much many cheap expensive stock available availability sold out left have sell"
    " carry offer got size color colour come back soon still more tell about info detail like buy"
    " order u".split()
)
"""Words on whether and for how much a thing can be had, which the facts answer."""


def choose_product(
    question: str, ranked: Sequence[Candidate], sayable: Sequence[Candidate]
) -> list[Candidate]:
    """What the product says on the matter; its price and stock of this moment if they are asked
    for, or nothing in particular is. Nothing, if it does not say what is asked."""
    best = ranked[0]
    scores = {(each.passage.chunk_id, each.position): each.score for each in ranked if each.text}
    own = [
        replace(each, score=scores.get((each.passage.chunk_id, each.position), 0.0))
        for each in sayable
        if each.passage.kind == "product" and each.passage.source_id == best.passage.source_id
    ]
    last = question.splitlines()[-1]
    asks_for_facts = bool(ABOUT_PRICE_OR_STOCK.search(last))
    wanted = wanted_of(last, best.passage)
    if IN_GENERAL.search(last):
        told = opening(own)
    else:
        told = telling(last, wanted, own)
        if not told and not asks_for_facts:
            told = [each for each in ranked if each in own or each is best][:1]
            told = [each for each in told if each.text]
            if not told and wanted and OF_ONE.search(last):
                return []
    said = [in_reading(each) for each in told[:MOST_OF_A_PRODUCT]]
    said.sort(key=lambda each: each.position)
    if said and not asks_for_facts and not IN_GENERAL.search(last):
        return within_length(said)
    return within_length([*said[:1], *facts_of(last, best.passage)])


def in_reading(candidate: Candidate) -> Candidate:
    """With what leads to it, if it says little without, and under a heading that excludes."""
    text = candidate.text
    if candidate.lead.endswith(":") or LEANS.match(text):
        text = f"{candidate.lead} {text}".strip()
    if EXCLUDES.search(candidate.passage.heading):
        text = f"{candidate.passage.heading}: {text}"
    return replace(candidate, text=text)


def facts_of(question: str, product: Passage) -> list[Candidate]:
    """Price and stock; the price first when it is asked for."""
    facts = [text.strip() for text in sentences(product.asked or product.facts)]
    if SEEKS_PRICE.search(question):
        facts.sort(key=lambda fact: f"{product.title} costs" not in fact)
    return [Candidate(fact, product, position) for position, fact in enumerate(facts)]


def opening(own: Sequence[Candidate]) -> list[Candidate]:
    """What it says of itself first, before any heading."""
    return [each for each in own if not each.passage.heading and each.position < MOST_OF_A_PRODUCT]


def wanted_of(question: str, product: Passage) -> set[str]:
    """Stems of what is asked besides the product's name and what its facts tell."""
    wishes = read_wishes(question)
    asked = query_terms(SIZE.sub(" ", without_wishes(question)))
    known = stems(product.title) | stems(product.asked) | {stem(each) for each in OF_TRADE}
    return stems(" ".join(asked)) - known - {stem(each) for each in wishes.colours}


def telling(question: str, wanted: Collection[str], own: Sequence[Candidate]) -> list[Candidate]:
    """The sentences that have something of what is wanted; those with the most of it first, and
    only what comes close to them."""
    scored = [
        (
            2 * answered(wanted, each.text)
            + answered(wanted, each.passage.heading)
            + 2 * answers(question, each.text),
            each.score,
            each,
        )
        for each in own
    ]
    most = max((points for points, _, _ in scored), default=0)
    if not most:
        return []
    nearest = sorted(
        (each for each in scored if each[0] == most), key=lambda each: (-each[1], each[2].position)
    )
    if most == 1:  # Only the heading is on the matter: what stands first under it is.
        return [nearest[0][2]]
    floor = STILL_RELEVANT * nearest[0][1]
    return [each for _, score, each in nearest if score >= floor]


def answered(wanted: Collection[str], text: str) -> int:
    """How many of the stems the text has; of the long ones also as beginnings of its words."""
    said = stems(text)
    return sum(
        each in said or (len(each) >= FEWEST_LETTERS and any(w.startswith(each) for w in said))
        for each in wanted
    )
