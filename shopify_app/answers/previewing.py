"""Hear a voice before it is in use: questions answered under it and the current one. Keeps nothing
but what the tokens cost."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from shopify_app.answers.admission import may_spend, note_spending
from shopify_app.answers.asking import Asked, Parts, compose
from shopify_app.answers.draft import Draft
from shopify_app.answers.events import Citation, Event
from shopify_app.answers.questions import Question
from shopify_app.conversations.handover import NOBODY
from shopify_app.conversations.visits import Visit
from shopify_app.db import Record
from shopify_app.shops.directory import active_shop
from shopify_app.voice import Voice


@dataclass(frozen=True)
class Trial:
    """What an answer would be, with the score of how it keeps its own voice."""

    text: str
    origin: str
    score: int
    broken: dict[str, str]
    """By rule, what broke it."""
    repaired: dict[str, int]
    dropped: dict[str, int]
    """Sentences by the rule they broke."""
    citations: tuple[Citation, ...]
    first_text_ms: int | None


@dataclass(frozen=True)
class Told:
    """Something new under one of the voices: an event, or at its end the whole."""

    question: int
    """Its position."""
    side: str
    what: Event | Trial


def preview(
    parts: Parts,
    visit: Visit,
    questions: Sequence[Question],
    voices: dict[str, Voice],
    *,
    now: datetime,
) -> Generator[Told, None, None]:
    """Answer each question under each voice, those of one question side by side.

    Raises ShopNotInstalled, TooManyStreams, Busy, RecordUnavailable before the first event.
    """
    with parts.streams.admitted(visit):
        for position, question in enumerate(questions):
            asked = {
                side: trial_of(parts.record, visit, voice, now=now)
                for side, voice in voices.items()
            }
            yield from side_by_side(
                {
                    side: tell(parts, visit, question, each, position, side, now=now)
                    for side, each in asked.items()
                }
            )


def try_question(
    parts: Parts, visit: Visit, question: Question, voice: Voice, *, now: datetime
) -> Trial:
    """One answer, whole."""
    asked = trial_of(parts.record, visit, voice, now=now)
    return try_asked(parts, visit, question, asked, now=now)


def try_asked(
    parts: Parts, visit: Visit, question: Question, asked: Asked, *, now: datetime
) -> Trial:
    """One answer, whole, to a question that stands in a conversation."""
    trial = None
    for told in tell(parts, visit, question, asked, 0, "", now=now):
        trial = told.what
    assert isinstance(trial, Trial)
    return trial


def trial_of(record: Record, visit: Visit, voice: Voice, *, now: datetime) -> Asked:
    with record.read() as connection:
        entry = active_shop(connection, visit.shop)
        spend = may_spend(connection, visit.shop, now=now)
    return Asked(
        entry,
        conversation="",
        question_id="",
        history=(),
        may_spend=spend,
        voice=voice,
        standing=NOBODY,
    )


def tell(
    parts: Parts,
    visit: Visit,
    question: Question,
    asked: Asked,
    position: int,
    side: str,
    *,
    now: datetime,
) -> Iterator[Told]:
    draft = Draft("", "")
    try:
        for event in compose(parts, visit, question, asked, draft, now=now):
            yield Told(position, side, event)
    finally:
        if draft.tokens:
            with parts.record.write() as connection:
                note_spending(connection, visit.shop, draft.tokens, now=now)
    yield Told(position, side, whole(draft))


def whole(draft: Draft) -> Trial:
    scored = draft.provenance.get("voice", {})
    return Trial(
        text=draft.text.strip(),
        origin=draft.origin,
        score=scored.get("score", 100),
        broken=scored.get("broken", {}),
        repaired=scored.get("repaired", {}),
        dropped=scored.get("dropped", {}),
        citations=tuple(draft.citations),
        first_text_ms=draft.provenance.get("ms", {}).get("first_text"),
    )


def side_by_side(sides: dict[str, Iterator[Told]]) -> Iterator[Told]:
    """One event of each in turn, until all have ended."""
    waiting = list(sides.values())
    try:
        while waiting:
            for each in list(waiting):
                told = next(each, None)
                if told is None:
                    waiting.remove(each)
                else:
                    yield told
    finally:
        for each in waiting:
            if isinstance(each, Generator):
                each.close()
