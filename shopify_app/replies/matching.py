"""Which template a message calls for, by words and by meaning. Pure.

What a template is for is one situation for its examples and one for each of its kinds. By meaning a
situation's score is a probability from three measures:

- `likeness`: the cosine of the message to the mean of the situation's texts,
- `rival`: the cosine to the nearest situation that is not the template's: the mean of what another
  template is for, or of an ordinary situation that comes with Tote; or to a counter-example of its
  own,
- `familiar`: the share of the message's content words that the situation's texts have.

The ordinary situation nearest to the template's texts is its own, and no rival: a template for
“where is my order?” competes with when orders arrive, and not with where they are.

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
from shopify_app.replies.background import ORDINARY_SITUATIONS
from shopify_app.replies.kinds import KINDS
from shopify_app.replies.templates import StoredTemplate, Template
from shopify_app.replies.wording import (
    Hit,
    content_words,
    keyword_hit,
    kind_hit,
    legible,
)

CLAIM = 0.5
"""Cosine to the nearest ordinary situation from which on it is the template's own."""
SAME = 0.9
"""Cosine from which on the situations of two templates are one, and priority decides."""
ALIKE = 0.8
"""Cosine from which on two examples say about the same."""
NEAR = 0.5
"""From this score on a template that does not apply is worth suggesting."""
NOBODY = -1
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
    thresholds: tuple[tuple[int, float], ...]
    """From how many texts on, the fewest first: few texts say less of what a situation is."""

    def score(self, likeness: float, rival: float, familiar: float) -> float:
        """The probability that a message with these measures is what the template is for."""
        measured = self.likeness * likeness + self.rival * rival + self.familiar * familiar
        return 1 / (1 + math.exp(-(self.bias + measured)))

    def threshold(self, texts: int) -> float:
        """For a situation of that many texts."""
        return next(threshold for fewest, threshold in reversed(self.thresholds) if texts >= fewest)


CALIBRATED = Calibration(
    bias=-3.81,
    likeness=15.58,
    rival=-9.58,
    familiar=2.08,
    thresholds=((1, 0.981), (2, 0.954), (3, 0.942), (5, 0.926), (10, 0.918)),
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
    """What stands for that situation, or the counter-example."""
    claims: str = ""
    """What stands for the ordinary situation that is the template's own."""
    familiar: float = 0.0
    words: str = ""
    """What the message says, when words set it off."""

    @property
    def applies(self) -> bool:
        return self.score >= self.threshold


@dataclass(frozen=True)
class Situation:
    """Texts that mean about the same."""

    place: int
    """Of its template in the matcher's list; NOBODY's when it is an ordinary one."""
    texts: tuple[str, ...]
    words: frozenset[str]
    of_kind: bool
    """The house's own phrases: being near to them is worth a suggestion and no more."""


def texts_to_embed(templates: Sequence[Template]) -> set[str]:
    """All texts a Matcher needs the vectors of."""
    own = {text for each in templates for text in (*phrases(each), *each.counter_examples)}
    return own.union(*ORDINARY_SITUATIONS)


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
        self._situations = [
            Situation(
                place,
                known,
                words=frozenset().union(*(words_of(text)[1] for text in known)),
                of_kind=texts is not each.template.examples,
            )
            for place, each in enumerate(templates)
            for texts in situations(each.template)
            if (known := known_of(texts, vectors))
        ]
        ordinary = [known for texts in ORDINARY_SITUATIONS if (known := known_of(texts, vectors))]
        self._rivals = [each.texts[0] for each in self._situations] + [each[0] for each in ordinary]
        self._owners = np.array(
            [each.place for each in self._situations] + [NOBODY] * len(ordinary), dtype=np.intp
        )
        self._centers = stacked(
            [center(each.texts, vectors) for each in self._situations]
            + [center(texts, vectors) for texts in ordinary]
        )
        self._claims = [self._claim(number) for number in range(len(self._situations))]
        self._unclaimed: dict[int, NDArray[np.bool_]] = {}
        own = (phrases(each.template) + each.template.counter_examples for each in templates)
        self._vectors = {text: vectors[text] for texts in own for text in texts if text in vectors}
        self._keywords = [
            [(keyword, legible(keyword).rstrip("*").split()[0]) for keyword in known]
            for known in (each.template.keywords for each in templates)
        ]
        self._examples = [said_as(each.template.examples) for each in templates]
        self._refused = [said_as(each.template.counter_examples) for each in templates]

    @property
    def compares_meaning(self) -> bool:
        """Whether a message's vector is of use."""
        return bool(self._situations)

    @property
    def size(self) -> int:
        """How many vectors it holds."""
        return len(self._vectors) + len(self._centers)

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
            threshold=self._calibration.threshold(1),
            words=hit.words,
        )

    def _by_meaning(self, message: str, said: str, vector: Vectors) -> Iterator[Match]:
        words = content_words(message)
        cosines = self._centers @ vector
        for number in self._candidates(words, cosines):
            if said not in self._refused[self._situations[number].place]:
                yield self._measure(number, words, cosines, vector)

    def _candidates(self, words: frozenset[str], cosines: Vectors) -> list[int]:
        """The situations that could be near enough, best first, whatever their rivals."""
        likenesses = cosines[: len(self._situations)]
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
        self, number: int, words: frozenset[str], cosines: Vectors, vector: Vectors
    ) -> Match:
        situation = self._situations[number]
        likeness = float(cosines[number])
        template = self.templates[situation.place].template
        nearest, text = max(self._cosines_to(situation.texts, vector))
        rival, rival_text = self._nearest_rival(situation.place, cosines)
        counter, counter_text = max(
            self._cosines_to(template.counter_examples, vector), default=(0.0, "")
        )
        if counter > rival:
            rival, rival_text = counter, counter_text
        familiar = share(words, situation.words)
        score = self._calibration.score(likeness, rival, familiar)
        claimed = self._claims[number]
        return Match(
            stored=self.templates[situation.place],
            by="meaning",
            matched=text,
            # What is nearer to a counter-example than to any example is not for the template.
            score=0.0 if counter >= nearest else score,
            threshold=self._threshold(situation),
            likeness=likeness,
            rival=rival,
            rival_text=rival_text,
            claims="" if claimed is None else self._rivals[claimed],
            familiar=familiar,
        )

    def _threshold(self, situation: Situation) -> float:
        return NEVER if situation.of_kind else self._calibration.threshold(len(situation.texts))

    def _cosines_to(self, texts: Sequence[str], vector: Vectors) -> Iterator[tuple[float, str]]:
        for text in texts:
            if text in self._vectors:
                yield float(self._vectors[text] @ vector), text

    def _nearest_rival(self, place: int, cosines: Vectors) -> tuple[float, str]:
        others = np.where(self._not_its_own(place), cosines, -1.0)
        nearest = int(others.argmax())
        return max(float(others[nearest]), 0.0), self._rivals[nearest]

    def _not_its_own(self, place: int) -> NDArray[np.bool_]:
        """Which of all situations are neither the template's nor the same as one of its own."""
        if place not in self._unclaimed:
            numbers = np.flatnonzero(self._owners == place)
            claimed = [self._claims[number] for number in numbers]
            rivals = self._owners != place
            rivals[[each for each in claimed if each is not None]] = False
            same = (self._centers[numbers] @ self._centers.T >= SAME).any(axis=0)
            self._unclaimed[place] = rivals & ~same
        return self._unclaimed[place]

    def _claim(self, number: int) -> int | None:
        """The ordinary situation that this one is nearest to, if it is near at all."""
        ordinary = np.flatnonzero(self._owners == NOBODY)
        if not len(ordinary):
            return None
        cosines = self._centers[ordinary] @ self._centers[number]
        nearest = int(cosines.argmax())
        return int(ordinary[nearest]) if cosines[nearest] >= CLAIM else None


def known_of(texts: Sequence[str], vectors: Mapping[str, Vectors]) -> tuple[str, ...]:
    return tuple(text for text in texts if text in vectors)


def center(texts: Sequence[str], vectors: Mapping[str, Vectors]) -> Vectors:
    """The mean direction, as a unit vector."""
    mean: Vectors = np.mean([vectors[text] for text in texts], axis=0)
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
