"""What the gate held back in a store's answers of late, counted for its merchant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from shopify_app.db.tables import Message

LATELY = timedelta(days=30)
MOST_READ = 2000
"""Answers with something held back, the latest; more than these are not counted."""
MOST_TOLD = 10


@dataclass(frozen=True)
class Held:
    conversation: str
    at: datetime
    kind: str
    """Of claim: `money`, `period`, `link`, …"""
    claim: str
    """Empty where it could be a person's."""
    says: tuple[str, ...]
    """What the store says instead."""


@dataclass(frozen=True)
class HeldBack:
    answers: int
    """The store's answers since then."""
    affected: int
    """Those of which something was held back."""
    kinds: Mapping[str, int]
    """Claims by kind, the most frequent first."""
    latest: tuple[Held, ...]


def held_back(connection: Connection, shop: str, *, now: datetime) -> HeldBack:
    since = now - LATELY
    ours = (Message.shop == shop) & (Message.at >= since) & (Message.role == "store")
    answers = connection.scalar(select(func.count()).select_from(Message).where(ours)) or 0
    rows = connection.execute(
        select(Message.conversation, Message.at, Message.provenance["gate"])
        .where(ours, Message.provenance["withheld"].as_integer() > 0)
        .order_by(Message.at.desc())
        .limit(MOST_READ)
    ).all()
    claims = [
        Held(conversation, at, each["kind"], each["claim"], tuple(each["says"]))
        for conversation, at, held in rows
        for each in held or ()
    ]
    kinds = Counter(claim.kind for claim in claims)
    return HeldBack(answers, len(rows), dict(kinds.most_common()), tuple(claims[:MOST_TOLD]))
