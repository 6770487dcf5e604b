"""Which template a message calls for, by words and by meaning. Pure.

What a template is for is one situation for its examples and one for each of its kinds. By meaning a
situation's score is a probability from three measures:

- `likeness`: the cosine of the message to the mean of the situation's texts,
- `rival`: the cosine to the nearest text that is not the template's: an ordinary question, an
  example of another template, or a counter-example of its own,
- `familiar`: the share of the message's content words that the situation's texts have.

By meaning only the merchant's examples set a template off; a kind does by its signs, and the
phrases of kinds only suggest: on held-out messages most of what they alone would have answered was
wrong.

`CALIBRATED` is what `benchmarks/template_matching.py --fit` found; do not turn it by hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from shopify_app.knowledge.embedder import Vectors
from shopify_app.knowledge.words import plain
from shopify_app.replies.background import ORDINARY_QUESTIONS
from shopify_app.replies.kinds import KINDS
from shopify_app.replies.templates import StoredTemplate, Template
from shopify_app.replies.wording import (
    Hit,
    content_words,
    keyword_hit,
    kind_hit,
    legible,
)

CLAIM = 0.8
"""Cosine to an example from which on an ordinary question, or an example of another template, is
the template's own, too."""
CLAIM_OF_KIND = 0.92
"""The same for a kind's phrases: the merchant did not write them."""
NEAR = 0.5
"""From this score on a template that does not apply is worth suggesting."""
FEW = 3
NEVER = 1.0
"""A threshold that no score by meaning reaches."""
MOST_CANDIDATES = 8
"""Templates that are looked at closely for one message."""


@dataclass(frozen=True)
class Calibration:
    """A logistic curve through the measures, and from which score on a template applies."""

    bias: float
    likeness: float
    rival: float
    familiar: float
    threshold: float
    threshold_few: float
    """For a situation of fewer than FEW texts, which say less of what it is."""

    def score(self, likeness: float, rival: float, familiar: float) -> float:
        """The probability that a message with these measures is what the template is for."""
        measured = self.likeness * likeness + self.rival * rival + self.familiar * familiar
        return 1 / (1 + math.exp(-(self.bias + measured)))


CALIBRATED = Calibration(
    bias=-6.31,
    likeness=13.41,
    rival=-4.8,
    familiar=3.32,
    threshold=0.926,
    threshold_few=0.969,
)


@dataclass(frozen=True)
class Match:
    """How a template stands to a message."""

    stored: StoredTemplate
    by: str
    """`keyword`, `kind` (its words), `example` (said as it stands there) or `meaning`."""
    matched: str
    """The keyword, the kind, or the example or phrase that is nearest."""
    score: float
    """0 to 1; words are certain."""
    threshold: float
    likeness: float = 0.0
    rival: float = 0.0
    rival_text: str = ""
    familiar: float = 0.0
    words: str = ""
    """What the message says, when words set it off."""

    @property
    def applies(self) -> bool:
        return self.score >= self.threshold


@dataclass(frozen=True)
class Situation:
    """Texts that mean about the same, all of one template."""

    place: int
    """Of the template in the matcher's list."""
    texts: tuple[str, ...]
    words: frozenset[str]
    of_kind: bool
    """The house's own phrases: being near to them is worth a suggestion and no more."""


def texts_to_embed(templates: Sequence[Template]) -> set[str]:
    """All texts a Matcher needs the vectors of."""
    own = {text for each in templates for text in (*phrases(each), *each.counter_examples)}
    return own | set(ORDINARY_QUESTIONS)


def phrases(template: Template) -> tuple[str, ...]:
    """What it is compared with: the merchant's examples and the phrases of its kinds."""
    return tuple(text for texts in situations(template) for text in texts)


def situations(template: Template) -> list[tuple[str, ...]]:
    groups = [template.examples, *(KINDS[kind].phrases for kind in template.kinds)]
    return [texts for texts in groups if texts]


class Matcher:
    """A shop's templates, ready to be compared with messages."""

    def __init__(
        self,
        templates: Sequence[StoredTemplate],
        vectors: Mapping[str, Vectors],
        calibration: Calibration = CALIBRATED,
    ) -> None:
        """`vectors` by text, unit length; texts without one are left out."""
        self.templates = tuple(templates)
        self._calibration = calibration
        self._vectors_by_text = vectors
        self._situations = [
            Situation(
                place,
                known,
                words=frozenset().union(*(words_of(text)[1] for text in known)),
                of_kind=texts is not each.template.examples,
            )
            for place, each in enumerate(templates)
            for texts in situations(each.template)
            if (known := tuple(text for text in texts if text in vectors))
        ]
        self._centers = stacked([self._center(each.texts) for each in self._situations])
        owned = [(each.place, text) for each in self._situations for text in each.texts]
        self._owners = np.array([place for place, _ in owned], dtype=np.intp)
        ordinary = [text for text in ORDINARY_QUESTIONS if text in vectors]
        self._texts = [*(text for _, text in owned), *ordinary]
        self._vectors = stacked([vectors[text] for text in self._texts])
        self._unclaimed: dict[int, NDArray[np.bool_]] = {}
        self._keywords = [
            [(keyword, legible(keyword).rstrip("*").split()[0]) for keyword in known]
            for known in (each.template.keywords for each in templates)
        ]
        self._examples = [said_as(each.template.examples) for each in templates]
        self._refused = [said_as(each.template.counter_examples) for each in templates]

    @property
    def compares_meaning(self) -> bool:
        """Whether a message's vector is of use."""
        return bool(len(self._centers))

    @property
    def size(self) -> int:
        """How many vectors it holds."""
        return len(self._texts) + len(self._centers)

    def matches(self, message: str, vector: Vectors | None) -> list[Match]:
        """Best first, one a template: those whose words are said, then those near in meaning.

        `vector` is the message's; None when there is no embedder, then only words count.
        """
        said = plain(message)
        found = {match.stored.id: match for match in self._by_words(message, said)}
        if vector is not None and self.compares_meaning:
            for match in self._by_meaning(message, said, vector):
                found.setdefault(match.stored.id, match)
        return sorted(found.values(), key=lambda match: -match.score)

    def _by_words(self, message: str, said: str) -> Iterator[Match]:
        text = legible(message)
        named = {kind for each in self.templates for kind in each.template.kinds}
        of_kinds = {kind: kind_hit(kind, text) for kind in named}
        for place, stored in enumerate(self.templates):
            if said in self._refused[place]:
                continue
            of_keywords = (
                keyword_hit(keyword, text)
                for keyword, begins in self._keywords[place]
                if begins in text  # spares a search for nearly all of them
            )
            signs = (of_kinds[kind] for kind in stored.template.kinds)
            hit = next(filter(None, (*of_keywords, *signs)), None)
            if hit is None and said and said in self._examples[place]:
                hit = Hit("example", message, message)
            if hit:
                yield self._certain(stored, hit)

    def _certain(self, stored: StoredTemplate, hit: Hit) -> Match:
        return Match(
            stored,
            by=hit.by,
            matched=hit.matched,
            score=1.0,
            threshold=self._calibration.threshold,
            words=hit.words,
        )

    def _by_meaning(self, message: str, said: str, vector: Vectors) -> Iterator[Match]:
        words = content_words(message)
        likenesses = self._centers @ vector
        cosines = self._vectors @ vector
        for number in self._candidates(words, likenesses):
            situation = self._situations[number]
            if said not in self._refused[situation.place]:
                yield self._measure(situation, words, float(likenesses[number]), cosines, vector)

    def _candidates(self, words: frozenset[str], likenesses: Vectors) -> list[int]:
        """The situations that could be near enough, best first, whatever their rivals."""
        scored = (
            (
                self._calibration.score(
                    float(likenesses[number]), 0.0, share(words, self._situations[number].words)
                ),
                int(number),
            )
            for number in np.argsort(-likenesses)[: 4 * MOST_CANDIDATES]
        )
        likely = sorted((each for each in scored if each[0] >= NEAR), reverse=True)
        return [number for _, number in likely[:MOST_CANDIDATES]]

    def _measure(
        self,
        situation: Situation,
        words: frozenset[str],
        likeness: float,
        cosines: Vectors,
        vector: Vectors,
    ) -> Match:
        place = situation.place
        nearest, text = max(self._cosines_to(situation.texts, vector))
        rival, rival_text = self._nearest_rival(place, cosines)
        counter, counter_text = max(
            self._cosines_to(self.templates[place].template.counter_examples, vector),
            default=(0.0, ""),
        )
        if counter > rival:
            rival, rival_text = counter, counter_text
        familiar = share(words, situation.words)
        score = self._calibration.score(likeness, rival, familiar)
        return Match(
            stored=self.templates[place],
            by="meaning",
            matched=text,
            # What is nearer to a counter-example than to any example is not for the template.
            score=0.0 if counter >= nearest else score,
            threshold=self._threshold(situation),
            likeness=likeness,
            rival=rival,
            rival_text=rival_text,
            familiar=familiar,
        )

    def _threshold(self, situation: Situation) -> float:
        if situation.of_kind:
            return NEVER
        few = len(situation.texts) < FEW
        return self._calibration.threshold_few if few else self._calibration.threshold

    def _cosines_to(self, texts: Sequence[str], vector: Vectors) -> Iterator[tuple[float, str]]:
        for text in texts:
            if text in self._vectors_by_text:
                yield float(self._vectors_by_text[text] @ vector), text

    def _nearest_rival(self, place: int, cosines: Vectors) -> tuple[float, str]:
        others = np.where(self._not_its_own(place), cosines, -1.0)
        nearest = int(others.argmax())
        return max(float(others[nearest]), 0.0), self._texts[nearest]

    def _not_its_own(self, place: int) -> NDArray[np.bool_]:
        """Which of the texts are neither the template's own nor as good as one of them."""
        if place not in self._unclaimed:
            own = np.flatnonzero(self._owners == place)
            cosines = self._vectors[own] @ self._vectors.T
            claims = np.array([self._claim(place, self._texts[number]) for number in own])
            self._unclaimed[place] = np.all(cosines < claims[:, None], axis=0)
        return self._unclaimed[place]

    def _claim(self, place: int, text: str) -> float:
        return CLAIM if text in self.templates[place].template.examples else CLAIM_OF_KIND

    def _center(self, texts: Sequence[str]) -> Vectors:
        """The mean direction, as a unit vector."""
        mean: Vectors = np.mean([self._vectors_by_text[text] for text in texts], axis=0)
        unit: Vectors = mean / max(float(np.linalg.norm(mean)), 1e-6)
        return unit


def said_as(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(words_of(text)[0] for text in texts)


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, frozenset[str]]:
    """A template's text as plain words, and its content words; not for what shoppers say."""
    return plain(text), content_words(text)


def share(said: frozenset[str], familiar: frozenset[str]) -> float:
    return len(said & familiar) / len(said) if said else 0.0


def stacked(rows: Sequence[Vectors]) -> Vectors:
    return np.stack(rows).astype(np.float32) if rows else np.zeros((0, 1), dtype=np.float32)
