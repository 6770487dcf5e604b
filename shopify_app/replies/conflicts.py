"""What a template gets in the way of, pointed out when it is saved. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from shopify_app.knowledge.embedder import Vectors
from shopify_app.replies.background import ORDINARY_QUESTIONS
from shopify_app.replies.conditions import language
from shopify_app.replies.matching import ALIKE
from shopify_app.replies.templates import StoredTemplate, Template
from shopify_app.replies.wording import keyword_hit, legible

LONG_AGO = datetime.min.replace(tzinfo=UTC)
FAR_AHEAD = datetime.max.replace(tzinfo=UTC)
MOST_CONFLICTS = 50


@dataclass(frozen=True)
class Conflict:
    """Two templates that some message sets off both, or a keyword that ordinary questions have."""

    about: str
    """`keyword`, `kind`, `example` or `ordinary_question`."""
    template: str | None
    """The other one's id; None for an ordinary question."""
    name: str
    detail: str
    wins: str | None
    """The id of the one that is said; None when it depends on the message."""


def conflicts(
    saved: StoredTemplate, others: Sequence[StoredTemplate], vectors: Mapping[str, Vectors]
) -> list[Conflict]:
    """`vectors` by text; without any, examples are compared by their words only."""
    found: list[Conflict] = []
    for other in others:
        if other.id != saved.id and can_meet(saved.template, other.template):
            found.extend(conflicts_with(saved, other, vectors))
    if saved.template.enabled:
        found.extend(overreach(saved.template))
    return found[:MOST_CONFLICTS]


def can_meet(one: Template, other: Template) -> bool:
    """Whether there can be a shopper and a moment at which both may be said."""
    return (
        one.enabled
        and other.enabled
        and (one.active_from or LONG_AGO) < (other.active_until or FAR_AHEAD)
        and (other.active_from or LONG_AGO) < (one.active_until or FAR_AHEAD)
        and overlap(one.conditions.order_status, other.conditions.order_status)
        and overlap(
            [language(each.casefold()) for each in one.conditions.locales],
            [language(each.casefold()) for each in other.conditions.locales],
        )
    )


def overlap(some: Sequence[str], others: Sequence[str]) -> bool:
    """Nothing stated means anything."""
    return not some or not others or bool(set(some) & set(others))


def conflicts_with(
    saved: StoredTemplate, other: StoredTemplate, vectors: Mapping[str, Vectors]
) -> Iterator[Conflict]:
    wins = winner(saved, other)
    theirs = {legible(each) for each in other.template.keywords}
    for keyword in saved.template.keywords:
        if legible(keyword) in theirs:
            yield Conflict("keyword", other.id, other.template.name, keyword, wins)
    for kind in saved.template.kinds:
        if kind in other.template.kinds:
            yield Conflict("kind", other.id, other.template.name, kind, wins)
    for mine, another in alike(saved.template.examples, other.template.examples, vectors):
        same = legible(mine) == legible(another)
        detail = mine if same else f"{mine} / {another}"
        decided = wins if same or priorities_differ(saved, other) else None
        yield Conflict("example", other.id, other.template.name, detail, decided)


def winner(one: StoredTemplate, other: StoredTemplate) -> str:
    """Which is said when both are as sure."""
    return min(
        (one, other), key=lambda each: (-each.template.priority, each.created_at, each.id)
    ).id


def priorities_differ(one: StoredTemplate, other: StoredTemplate) -> bool:
    return one.template.priority != other.template.priority


def alike(
    mine: Sequence[str], theirs: Sequence[str], vectors: Mapping[str, Vectors]
) -> Iterator[tuple[str, str]]:
    """The pairs that mean about the same."""
    for one in mine:
        for other in theirs:
            known = one in vectors and other in vectors
            near = known and float(vectors[one] @ vectors[other]) >= ALIKE
            if near or legible(one) == legible(other):
                yield one, other


def overreach(template: Template) -> Iterator[Conflict]:
    """Keywords that ordinary questions have, too: the template would answer those."""
    for keyword in template.keywords:
        for question in ORDINARY_QUESTIONS:
            if keyword_hit(keyword, legible(question)):
                detail = f"“{keyword}” would also answer: {question}"
                yield Conflict("ordinary_question", None, "", detail, None)
                break
