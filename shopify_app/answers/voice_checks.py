"""Try a store's voice on its questions: an answer at a time, kept nowhere but in the report."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from shopify_app.answers.asking import Parts
from shopify_app.answers.previewing import Trial, try_question
from shopify_app.answers.questions import Question
from shopify_app.conversations.visits import Visit
from shopify_app.shops.directory import active_shop
from shopify_app.voice.checks import (
    CheckQuestion,
    basis_of,
    begin_run,
    due_check,
    find_check,
    keep_result,
)
from shopify_app.voice.versions import current_voice

log = logging.getLogger(__name__)

LONGEST_KEPT = 500


def check_next(parts: Parts, *, now: datetime) -> bool:
    """Answer one question of a run that is due; False when none is.

    A run is begun, gone on with and ended by whoever comes next, so that no job is long.
    """
    with parts.record.read() as connection:
        due = due_check(connection, model=model_of(parts), now=now)
    if due is None:
        return False
    shop, check = due
    if check.requested or check.finished_at or check.began_at is None:
        begin(parts, shop, now=now)
        with parts.record.read() as connection:
            check = find_check(connection, shop)
    position = len(check.results)
    result = check_question(parts, shop, check.questions[position], now=now)
    with parts.record.write() as connection:
        keep_result(connection, shop, check, result, now=now)
    if position + 1 == len(check.questions):
        log.info("voice_check=done shop=%s questions=%d", shop, len(check.questions))
    return True


def run_check(parts: Parts, shop: str, *, now: datetime) -> Iterator[dict[str, Any]]:
    """The whole run at once, a result at a time. Raises ShopNotInstalled."""
    begin(parts, shop, now=now)
    with parts.record.read() as connection:
        check = find_check(connection, shop)
    for question in check.questions:
        result = check_question(parts, shop, question, now=now)
        with parts.record.write() as connection:
            keep_result(connection, shop, find_check(connection, shop), result, now=now)
        yield result


def begin(parts: Parts, shop: str, *, now: datetime) -> None:
    with parts.record.write() as connection:
        active_shop(connection, shop)
        begin_run(connection, shop, basis=basis_of(connection, shop, model_of(parts)), now=now)


def check_question(
    parts: Parts, shop: str, asked: CheckQuestion, *, now: datetime
) -> dict[str, Any]:
    """`{"question", "passed", "score", "lowest", "broken", "failed", "origin", "text"}`."""
    with parts.record.read() as connection:
        entry = active_shop(connection, shop)
        voice = current_voice(connection, shop, entry.profile, said=asked.question)
    visit = Visit(shop, visitor="voice-check")
    trial = try_question(parts, visit, Question(asked.question), voice, now=now)
    failed = [rule for rule in asked.rules if rule in trial.broken]
    return {
        "question": asked.question,
        "passed": not failed and trial.score >= asked.lowest,
        "lowest": asked.lowest,
        "failed": failed,
        **as_shown(trial),
    }


def as_shown(trial: Trial) -> dict[str, Any]:
    return {
        "score": trial.score,
        "broken": trial.broken,
        "origin": trial.origin,
        "text": trial.text[:LONGEST_KEPT],
    }


def model_of(parts: Parts) -> str:
    """What writes the answers."""
    return parts.claude.model if parts.claude else "extract"
