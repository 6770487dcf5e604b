"""Answer without a model: the store's own sentences, word for word. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from shopify_app.answers.sentences import sentences
from shopify_app.knowledge.retrieval import Passage
from shopify_app.knowledge.words import TERM, query_terms
from shopify_app.voice import Voice

MOST_PASSAGES = 5
MOST_CANDIDATES = 40
MOST_SENTENCES = 3
LONGEST_SENTENCE = 400
LONGEST_EXTRACT = 600
STILL_RELEVANT = 0.72
"""A further sentence has at least this share of the best one's score."""
SEEKS_FIGURE = re.compile(
    r"\bhow (?:long|much|many|soon|fast|old|often)\b|\bwhen\b|\bcosts?\b", re.I
)
SEEKS_PRICE_OR_STOCK = re.compile(
    r"\b(?:prices?|costs?|how much|cheap\w*|expensive|sale|discount\w*|stock|available|availability"
    r"|sold out|left|buy|have|sell|carry|offer|sizes?)\b",
    re.I,
)
FACT_LINE = re.compile(r"^(?:Tags|SKU): ")
OPTION_LINE = re.compile(r"^[^.:]{2,30}: \S")

Likeness = Callable[[Sequence[str]], Sequence[float]]
"""How like the question each text is, about 0 to 1."""


@dataclass(frozen=True)
class Extract:
    """What to say, and the passages it was taken from, the one it begins with first."""

    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Candidate:
    """A sentence of a passage; `position` counts within the passage."""

    text: str
    passage: Passage
    position: int
    score: float = 0.0


def extract_answer(
    question: str,
    passages: Sequence[Passage],
    voice: Voice,
    *,
    likeness: Likeness | None = None,
) -> Extract | None:
    """One to three sentences of the passages; None when there are none to choose from.

    `likeness` compares meanings; without it words decide alone.
    """
    ranked = rank(question, candidates_of(question, passages[:MOST_PASSAGES]), likeness)
    if not ranked:
        return None
    best = ranked[0]
    chosen = choose_product(question, ranked) if best.passage.kind == "product" else choose(ranked)
    texts = [f"{voice.extract_intro} ".lstrip(), *(f"{each.text} " for each in chosen)]
    used = tuple(dict.fromkeys(each.passage for each in chosen))
    return Extract("".join(texts).strip(), used)


def candidates_of(question: str, passages: Sequence[Passage]) -> list[Candidate]:
    found = [
        Candidate(text, passage, position)
        for passage in passages
        for position, text in enumerate(quotable(passage))
    ]
    return found[:MOST_CANDIDATES]


def quotable(passage: Passage) -> list[str]:
    """The passage's sentences that can stand in an answer: without its title said again."""
    names = {passage.title.casefold(), passage.heading.casefold(), ""}
    texts = [sentence.strip() for sentence in sentences(passage.text)]
    if passage.facts:
        texts += [sentence.strip() for sentence in sentences(passage.facts)]
    return [
        text
        for text in texts
        if text.casefold().rstrip(".:!?") not in names
        and len(text) <= LONGEST_SENTENCE
        and not FACT_LINE.match(text)
    ]


def rank(
    question: str, candidates: Sequence[Candidate], likeness: Likeness | None
) -> list[Candidate]:
    """Best first: by meaning, by shared words (the rare ones count more), and by the passage."""
    if not candidates:
        return []
    shares = shared_words(question, candidates)
    likes = likeness([in_context(each) for each in candidates]) if likeness else shares
    best_passage = max(each.passage.score for each in candidates) or 1.0
    seeks_figure = bool(SEEKS_FIGURE.search(question))
    scored = [
        replace(
            each,
            score=0.5 * like
            + 0.3 * share
            + 0.2 * each.passage.score / best_passage
            + (0.1 if seeks_figure and any(map(str.isdigit, each.text)) else 0.0),
        )
        for each, like, share in zip(candidates, likes, shares, strict=True)
    ]
    return sorted(scored, key=lambda each: -each.score)


def in_context(candidate: Candidate) -> str:
    """A sentence is understood under its heading: “Yes, within 30 days.” says little alone."""
    passage = candidate.passage
    return f"{passage.heading or passage.title}: {candidate.text}"


def shared_words(question: str, candidates: Sequence[Candidate]) -> list[float]:
    """The share of the question's words each candidate has, the rarer a word the heavier."""
    terms = {stem(term) for term in query_terms(question)}
    words = [{stem(word) for word in TERM.findall(in_context(each))} for each in candidates]
    spread = Counter(term for each in words for term in terms & each)
    weight = {term: math.log(1 + len(words) / (1 + spread[term])) for term in terms}
    total = sum(weight.values()) or 1.0
    return [sum(weight[term] for term in terms & each) / total for each in words]


def stem(word: str) -> str:
    """Enough for “returns” and “returned” to meet “return”."""
    word = word.casefold()
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def choose(ranked: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence with what follows it or comes close to it, in reading order."""
    best = ranked[0]
    kept = [best]
    for each in ranked[1:]:
        near = each.passage == best.passage and each.position == best.position + 1
        introduced = near and best.text.endswith(":")
        if len(kept) < MOST_SENTENCES and (introduced or each.score >= STILL_RELEVANT * best.score):
            kept.append(each)
    return in_reading_order(within_length(kept), first=best.passage)


def choose_product(question: str, ranked: Sequence[Candidate]) -> list[Candidate]:
    """Of a product its price and stock of this moment, and what it says on the matter."""
    best = ranked[0]
    facts = [
        Candidate(sentence.strip(), best.passage, 1000 + position)
        for position, sentence in enumerate(sentences(best.passage.facts))
    ]
    said = [
        each
        for each in ranked
        if each.passage.source_id == best.passage.source_id
        and each.text not in best.passage.facts
        and " · " not in each.text
    ]
    wants_facts = bool(SEEKS_PRICE_OR_STOCK.search(question)) or not said
    matter = [each for each in said[:1] if not wants_facts or each.score >= best.score * 0.9]
    return within_length([*matter, *facts])


def within_length(candidates: Sequence[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    left = LONGEST_EXTRACT
    for each in candidates:
        left -= len(each.text)
        if kept and left < 0:
            break
        kept.append(each)
    return kept


def in_reading_order(candidates: Sequence[Candidate], *, first: Passage) -> list[Candidate]:
    order = {passage.chunk_id: n for n, passage in enumerate([first])}
    for each in candidates:
        order.setdefault(each.passage.chunk_id, len(order))
    return sorted(candidates, key=lambda each: (order[each.passage.chunk_id], each.position))
