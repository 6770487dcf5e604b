"""Which of several figures of one kind is meant: the one whose words fit a sentence best. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

About = Sequence[frozenset[str]]
"""What the clause, the sentence and the heading of a figure speak of."""

IN_CLAUSE, IN_SENTENCE, IN_HEADING = 1.0, 0.5, 0.8
BESIDE = 0.7
"""What a word counts that stands in another clause of the claim."""
OUTDONE_BY = 0.9
"""So much better fits a figure that is meant instead."""
OUTDONE_WHOLLY_BY = 0.5
NEARLY_ALL = 0.9
"""And half as much is enough for one that fits nearly all there is to fit."""


def weights(abouts: Iterable[About]) -> dict[str, float]:
    """What few figures are about tells more than what all are."""
    distinct = {frozenset[str]().union(*about) for about in abouts}
    seen = Counter(word for about in distinct for word in about)
    return {word: math.log(1 + len(distinct) / count) for word, count in seen.items()}


def fit(claimed: About, about: About, weight: Mapping[str, float]) -> float:
    """How well the words around a figure fit those around a claim."""
    if not about:
        return 0.0
    clause, sentence, heading = about
    total = 0.0
    for word in claimed[1]:
        place = max(
            IN_CLAUSE * (word in clause),
            IN_HEADING * (word in heading),
            IN_SENTENCE * (word in sentence),
        )
        total += place * weight.get(word, 0.0) * (1.0 if word in claimed[0] else BESIDE)
    return total


def is_outdone(
    claimed: About, bearing: Sequence[About], others: Sequence[About], weight: Mapping[str, float]
) -> bool:
    """Whether another figure fits the claim clearly better than all that bear it.

    Of one in the same sentence only the clause of the claim tells.
    """
    sentences = [each[1] for each in bearing if each]
    beside = [each for each in others if each and each[1] in sentences]
    apart = [each for each in others if not each or each[1] not in sentences]
    return is_outdone_by(apart, claimed, bearing, weight) or is_outdone_by(
        beside, (claimed[0], claimed[0]), bearing, weight
    )


def is_outdone_by(
    others: Sequence[About], claimed: About, bearing: Sequence[About], weight: Mapping[str, float]
) -> bool:
    if not others:
        return False
    best = max(fit(claimed, each, weight) for each in bearing)
    other = max(fit(claimed, each, weight) for each in others)
    if other < best + OUTDONE_WHOLLY_BY:
        return False
    return other >= best + OUTDONE_BY or other >= NEARLY_ALL * most(claimed, weight)


def most(claimed: About, weight: Mapping[str, float]) -> float:
    """How well a figure fits of which all is said that is said of the claim."""
    return sum(
        weight.get(word, 0.0) * (1.0 if word in claimed[0] else BESIDE) for word in claimed[1]
    )
