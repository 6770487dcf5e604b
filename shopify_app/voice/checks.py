"""The questions a store's voice is tried on, and what came of it: voice regression in the record.

A run is due when it is asked for, or when settings, model or knowledge are no longer those of the
last run (`basis`); then not sooner than `PAUSE` after the last one began. Answering is for others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, or_, select, update

from shopify_app.db import insert_into
from shopify_app.db.tables import Document, Shop, VoiceCheck, VoiceVersion
from shopify_app.voice.scoring import OFF_BELOW, WEIGHTS

MOST_QUESTIONS = 20
PAUSE = timedelta(minutes=30)
"""Between automatic runs: a shop that edits its catalogue all day pays for two runs an hour."""
RULES = tuple(WEIGHTS)


@dataclass(frozen=True)
class CheckQuestion:
    question: str
    rules: tuple[str, ...] = ()
    """That its answer must keep in full; of `RULES`."""
    lowest: int = OFF_BELOW
    """Points its answer must have."""


@dataclass(frozen=True)
class Check:
    """A shop's questions and the last run; with `finished_at` None it is still on its way."""

    questions: tuple[CheckQuestion, ...] = ()
    requested: bool = False
    basis: str | None = None
    results: Sequence[Mapping[str, Any]] = ()
    began_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def passed(self) -> bool | None:
        """None before the end of a run."""
        if self.finished_at is None:
            return None
        return all(each["passed"] for each in self.results)


def find_check(connection: Connection, shop: str) -> Check:
    row = connection.execute(
        select(
            VoiceCheck.questions,
            VoiceCheck.requested,
            VoiceCheck.basis,
            VoiceCheck.results,
            VoiceCheck.began_at,
            VoiceCheck.finished_at,
        ).where(VoiceCheck.shop == shop)
    ).first()
    if row is None:
        return Check()
    questions = tuple(
        CheckQuestion(each["question"], tuple(each["rules"]), each["lowest"]) for each in row[0]
    )
    return Check(questions, *row[1:])


def set_questions(
    connection: Connection, shop: str, questions: Sequence[Mapping[str, Any]]
) -> None:
    """Replace the questions; the next run is due at once, and the last one's results are gone."""
    values = {
        "questions": [dict(each) for each in questions],
        "requested": bool(questions),
        "basis": None,
        "results": [],
        "began_at": None,
        "finished_at": None,
    }
    connection.execute(
        insert_into(connection, VoiceCheck)
        .values(shop=shop, **values)
        .on_conflict_do_update(index_elements=["shop"], set_=values)
    )


def request_check(connection: Connection, shop: str) -> bool:
    """False when the shop has no questions."""
    if not find_check(connection, shop).questions:
        return False
    connection.execute(update(VoiceCheck).where(VoiceCheck.shop == shop).values(requested=True))
    return True


def basis_of(connection: Connection, shop: str, model: str) -> str:
    """A digest of what answers depend on besides the question."""
    version = connection.scalar(
        select(func.max(VoiceVersion.version)).where(VoiceVersion.shop == shop)
    )
    knowledge = connection.execute(
        select(func.count(), func.max(Document.changed_at)).where(
            Document.shop == shop, Document.kind != "order"
        )
    ).one()
    return hashlib.sha256(repr((version, model, *knowledge)).encode()).hexdigest()


def due_check(connection: Connection, *, model: str, now: datetime) -> tuple[str, Check] | None:
    """A shop whose run is due or not yet at its end, with its check; a begun run goes first."""
    rows = connection.execute(
        select(VoiceCheck.shop)
        .join(Shop, Shop.shop == VoiceCheck.shop)
        .where(
            Shop.state == "active",
            or_(
                VoiceCheck.requested,
                VoiceCheck.began_at.is_(None),
                VoiceCheck.finished_at.is_(None),
                VoiceCheck.began_at <= now - PAUSE,
            ),
        )
        .order_by(VoiceCheck.finished_at.is_not(None), VoiceCheck.began_at)
    ).scalars()
    for shop in rows.all():
        check = find_check(connection, shop)
        if not check.questions:
            continue
        is_begun = check.began_at is not None and check.finished_at is None
        if check.requested or is_begun or check.basis != basis_of(connection, shop, model):
            return shop, check
    return None


def begin_run(connection: Connection, shop: str, *, basis: str, now: datetime) -> None:
    connection.execute(
        update(VoiceCheck)
        .where(VoiceCheck.shop == shop)
        .values(requested=False, basis=basis, results=[], began_at=now, finished_at=None)
    )


def keep_result(
    connection: Connection, shop: str, check: Check, result: Mapping[str, Any], *, now: datetime
) -> None:
    """Add a result to the run that `check` was read of; nothing when another run has begun."""
    results = [*check.results, result]
    is_last = len(results) >= len(check.questions)
    connection.execute(
        update(VoiceCheck)
        .where(
            VoiceCheck.shop == shop,
            VoiceCheck.began_at == check.began_at,
            VoiceCheck.basis == check.basis,
        )
        .values(results=results, finished_at=now if is_last else None)
    )
