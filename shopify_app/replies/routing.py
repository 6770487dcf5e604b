"""Which template answers a message here and now, and why."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shopify_app.db import Record
from shopify_app.knowledge.embedder import Embedder
from shopify_app.replies.conditions import Circumstances, stated, text_for, unmet
from shopify_app.replies.keeping import list_templates, set_version
from shopify_app.replies.matching import NEAR, Match, Matcher, texts_to_embed
from shopify_app.replies.rendering import VARIABLES, MissingValue, TextFault, render
from shopify_app.replies.vectors import vectors_of

MOST_VECTORS = 50_000
"""Held in memory by a process, over all shops: some 80 MB."""
MOST_RUNNERS_UP = 5


@dataclass(frozen=True)
class Candidate:
    """A template that came near: it is said, or something stands in its way."""

    match: Match
    text: str = ""
    """Its words, rendered; empty when it is not to be said."""
    locale: str = ""
    obstacle: str = ""
    """`score`, the name of a condition that does not hold, `no text in this language`, or the
    variable that has no value."""

    @property
    def nearly(self) -> bool:
        """Whether the merchant would want to know that it was not said."""
        return self.obstacle == "score" or self.obstacle in VARIABLES


@dataclass(frozen=True)
class Routing:
    """What came of a message: what is said, and what else came near, best first."""

    chosen: Candidate | None
    others: tuple[Candidate, ...] = ()

    @property
    def near_miss(self) -> Candidate | None:
        if self.chosen:
            return None
        return next((each for each in self.others if each.nearly), None)


class Matchers:
    """The matchers of a process, each made anew when its shop's templates changed."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[int, str, Matcher]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, record: Record, embedder: Embedder | None, shop: str) -> Matcher | None:
        """None when the shop has no template. Without an embedder only words are matched.

        Raises RecordUnavailable.
        """
        with record.read() as connection:
            version = set_version(connection, shop)
            if not version:
                return None
            name = embedder.name if embedder else ""
            known = self._recall(shop)
            if known and known[:2] == (version, name):
                return known[2]
            templates = list_templates(connection, shop)
        texts = texts_to_embed([each.template for each in templates]) if templates else set()
        vectors = vectors_of(record, embedder, shop, texts) if embedder and texts else {}
        matcher = Matcher(templates, vectors)
        self._remember(shop, (version, name, matcher))
        return matcher

    def _recall(self, shop: str) -> tuple[int, str, Matcher] | None:
        with self._lock:
            if shop in self._known:
                self._known.move_to_end(shop)
            return self._known.get(shop)

    def _remember(self, shop: str, made: tuple[int, str, Matcher]) -> None:
        with self._lock:
            self._known[shop] = made
            self._known.move_to_end(shop)
            held = sum(matcher.size for _, _, matcher in self._known.values())
            while held > MOST_VECTORS and len(self._known) > 1:
                _, (_, _, dropped) = self._known.popitem(last=False)
                held -= dropped.size


def match_message(matcher: Matcher, embedder: Embedder | None, message: str) -> list[Match]:
    """The templates that come near, best first."""
    if not matcher.templates:
        return []
    vector = embedder.embed([message])[0] if embedder and matcher.compares_meaning else None
    return [each for each in matcher.matches(message, vector) if each.score >= NEAR]


def route(matches: Sequence[Match], values: Mapping[str, str], around: Circumstances) -> Routing:
    """Choose among the matches: the highest priority first, then the best score. Pure."""
    candidates = [candidate(match, values, around) for match in matches]
    ready = [each for each in candidates if not each.obstacle]
    chosen = min(ready, key=precedence, default=None)
    return Routing(chosen, tuple(each for each in candidates if each is not chosen))


def candidate(match: Match, values: Mapping[str, str], around: Circumstances) -> Candidate:
    template = match.stored.template
    condition = unmet(template, around)
    if condition:
        return Candidate(match, obstacle=condition)
    locale = text_for(template.texts, locale=around.locale, shop_locale=around.shop_locale)
    if locale is None:
        return Candidate(match, obstacle="no text in this language")
    if not match.applies:
        return Candidate(match, locale=locale, obstacle="score")
    try:
        text = render(template.texts[locale], values)
    except MissingValue as missing:
        return Candidate(match, locale=locale, obstacle=str(missing))
    except TextFault:  # kept before a stricter rule came
        return Candidate(match, locale=locale, obstacle="its text cannot be read")
    return Candidate(match, text, locale, "" if text else "no words")


def precedence(each: Candidate) -> tuple[Any, ...]:
    stored = each.match.stored
    return (-stored.template.priority, -each.match.score, stored.created_at, stored.id)


def explain(each: Candidate) -> dict[str, Any]:
    """Why it was said, or not, for the record and the merchant."""
    match, template = each.match, each.match.stored.template
    why: dict[str, Any] = {
        "id": match.stored.id,
        "version": match.stored.version,
        "name": template.name,
        "by": match.by,
        "matched": match.matched,
        "score": round(match.score, 3),
        "threshold": match.threshold,
        "priority": template.priority,
        "conditions": stated(template.conditions),
        "locale": each.locale,
    }
    if match.by == "meaning":
        why["likeness"] = round(match.likeness, 3)
        why["familiar_words"] = round(match.familiar, 3)
        why["rival"] = round(match.rival, 3)
        why["rival_text"] = match.rival_text
        why["claims"] = match.claims
    if each.obstacle:
        why["obstacle"] = each.obstacle
    return why


def explain_routing(routing: Routing) -> dict[str, Any]:
    """What is kept of a use: the template that was said, and what else came near."""
    why = explain(routing.chosen) if routing.chosen else {}
    return why | {"runners_up": [explain(each) for each in routing.others[:MOST_RUNNERS_UP]]}
