"""Whether a sentence of Claude's repeats its instructions. Pure.

There is no secret in them; a shop's chat that recites its rules only looks broken, and tells an
attacker what to aim at. What the rules say in other words, or another language, is not noticed.
"""

from __future__ import annotations

from functools import cache

from shopify_app.answers.prompt import HOUSE_RULES
from shopify_app.knowledge.words import plain

IN_A_ROW = 7
"""Words; fewer are common English, such as “of the store or shopping in it”."""


def repeats_rules(sentence: str) -> bool:
    return not _rows(sentence).isdisjoint(_rules())


@cache
def _rules() -> frozenset[tuple[str, ...]]:
    return _rows(HOUSE_RULES)


def _rows(text: str) -> frozenset[tuple[str, ...]]:
    words = plain(text).split()
    return frozenset(tuple(words[at : at + IN_A_ROW]) for at in range(len(words) - IN_A_ROW + 1))
