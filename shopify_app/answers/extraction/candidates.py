"""What could be said: a sentence of a passage, or a product itself. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shopify_app.knowledge.retrieval import Passage
from shopify_app.knowledge.words import TERM

LONGEST_EXTRACT = 600
STILL_RELEVANT = 0.75
"""A further sentence has at least this share of the best one's score."""
ON_PLACE = 0.15
"""Speaks for a sentence that names the country the question names."""
FIGURE = re.compile(r"\d")
LEANS = re.compile(
    r"(?:(?:none|all|both|each|most) of (?:this|these|those|them|it)|th(?:is|ese|ose|at|ey)|it|he"
    r"|she|after that|until (?:it|then)|otherwise|then|but|and|so|if it|also|instead)\b",
    re.I,
)
"""Beginnings of sentences that say little without the one before them."""
EXCLUDES = re.compile(
    r"n['’]t\b|\b(?:not|no|never|cannot|without|except\w*|exclu\w*|nicht|kein\w*|ausgeschlossen\w*"
    r"|ausnahm\w*|pas|jamais|sauf|hors|salvo|excepto|nunca|non|mai|esclus\w*|eccett\w*)\b",
    re.I,
)
"""Of a heading: what stands under it would be said the other way round without it."""
SENTENCE_ENDS = '.!?…:"”'


Likeness = Callable[[Sequence[str]], Sequence[float]]
"""How like the question each text is in meaning, about 0 to 1."""


@dataclass(frozen=True)
class Extract:
    """What to say, and the passages it was taken from."""

    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Candidate:
    """A sentence of a passage that may be said."""

    text: str
    """Empty when it is not a sentence but the product itself that answers."""
    passage: Passage
    position: int
    """Within the passage."""
    lead: str = ""
    """What stands before it in its paragraph, if that is short."""
    is_row: bool = False
    """Of a table."""
    share: float = 0.0
    """Of the question's words, the rare ones counting more."""
    score: float = 0.0


def document_of(passage: Passage) -> tuple[str, str]:
    return passage.kind, passage.source_id


def is_named(product: Passage, question: str) -> bool:
    return stems(product.title) <= stems(question)


def same_section(one: Candidate, other: Candidate) -> bool:
    return section_of(one.passage) == section_of(other.passage)


def section_of(passage: Passage) -> tuple[str, str, str]:
    return *document_of(passage), passage.heading


def is_name(heading: str) -> bool:
    return bool(heading) and "?" not in heading


def within_length(candidates: Sequence[Candidate]) -> list[Candidate]:
    """As many as can be read at a glance, at least one."""
    kept: list[Candidate] = []
    left = LONGEST_EXTRACT
    for each in candidates:
        left -= len(each.text)
        if kept and left < 0:
            break
        kept.append(each)
    return kept


def as_sentence(text: str) -> str:
    return text if text[-1] in SENTENCE_ENDS else f"{text}."


def in_context(candidate: Candidate) -> str:
    """A sentence is understood under its headings: “Yes, within 30 days.” says little alone."""
    passage = candidate.passage
    if not candidate.text:
        return passage.title
    name = passage.heading or passage.title
    if is_name(passage.heading):
        name = f"{passage.title}, {passage.heading}"
    return f"{name}: {candidate.text}"


def stems(text: str) -> set[str]:
    return {stem(word) for word in TERM.findall(text)}


def stem(word: str) -> str:
    """Enough for “returns” and “returned” to meet “return”."""
    word = word.casefold()
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
