"""How well the answers kept the voice, over time. Reads the scores that stand with the answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select

from shopify_app.db.tables import Message
from shopify_app.voice.scoring import OFF_BELOW

MOST_DAYS = 365
MOST_READ = 20_000
"""Answers; in a longer time the newest count."""
MOST_NAMED = 50


@dataclass(frozen=True)
class Day:
    day: date
    """In UTC."""
    answers: int
    score: float
    """The mean."""
    off: int


@dataclass(frozen=True)
class OffAnswer:
    message_id: str
    conversation: str
    at: datetime
    version: int
    score: int
    broken: Mapping[str, str]
    """By rule, what broke it."""
    text: str


@dataclass(frozen=True)
class Adherence:
    answers: int
    score: float | None
    """The mean; None when there is no answer."""
    off: int
    days: Sequence[Day]
    """Oldest first, without days that had no answer."""
    off_answers: Sequence[OffAnswer]
    """Newest first."""


def adherence(connection: Connection, shop: str, *, days: int, now: datetime) -> Adherence:
    """Of the last `days` days. Exact words of the merchant's have no score and do not count."""
    points = Message.provenance["voice"]["score"].as_integer()
    scored = (
        Message.shop == shop,
        Message.at >= now - timedelta(days=days),
        Message.role == "store",
        points.is_not(None),
    )
    rows = connection.execute(
        select(Message.at, points).where(*scored).order_by(Message.at.desc()).limit(MOST_READ)
    ).all()
    by_day: defaultdict[date, list[int]] = defaultdict(list)
    for at, score in rows:
        by_day[at.date()].append(score)
    off = connection.execute(
        select(Message.id, Message.conversation, Message.at, Message.provenance, Message.text)
        .where(*scored, points < OFF_BELOW)
        .order_by(Message.at.desc())
        .limit(MOST_NAMED)
    )
    every = [score for _, score in rows]
    return Adherence(
        answers=len(every),
        score=mean(every) if every else None,
        off=count_off(every),
        days=[
            Day(day, len(scores), mean(scores), count_off(scores))
            for day, scores in sorted(by_day.items())
        ],
        off_answers=[
            OffAnswer(
                message_id=row.id,
                conversation=row.conversation,
                at=row.at,
                version=row.provenance["voice"]["version"],
                score=row.provenance["voice"]["score"],
                broken=row.provenance["voice"]["broken"],
                text=row.text[:300],
            )
            for row in off
        ],
    )


def mean(scores: Sequence[int]) -> float:
    return round(sum(scores) / len(scores), 1)


def count_off(scores: Sequence[int]) -> int:
    return sum(score < OFF_BELOW for score in scores)
