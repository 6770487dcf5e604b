"""The two jobs. Neither carries anything: each looks at the record for what is due."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

from shopify_app.answers.voice_checks import check_next
from shopify_app.config import load_settings
from shopify_app.db import flush_seldom
from shopify_app.errors import Unavailable
from shopify_app.knowledge.due_documents import documents_due
from shopify_app.knowledge.indexing import index_due_documents
from shopify_app.parts import Parts, open_parts
from workers.healing import Healer
from workers.outages import Outages
from workers.taking_up import take_up_some

LONGEST_RUN_S = 10.0
"""Then a job ends and rings for the rest, so that a worker told to stop stops soon."""

outages = Outages()
healer = Healer()


@cache
def parts() -> Parts:
    """Opened once per worker process; the worker does not fork for its jobs.

    A worker's effect and the end of its delivery are one commit: what a loss of power undoes is
    done again, so its commits need not be flushed one by one.
    """
    parts = open_parts(load_settings(os.environ), embedding_threads=os.cpu_count() or 1)
    flush_seldom(parts.record)
    return parts


def process_deliveries() -> None:
    """Apply every delivery that is due."""
    try:
        run_deliveries(parts())
    except Unavailable as error:  # the sweeper rings again when there is something to do
        outages.note("deliveries", error)
    else:
        outages.note_success("deliveries")


def index_documents() -> None:
    """Index every document that is due."""
    try:
        run_indexing(parts(), healer)
    except Unavailable as error:
        outages.note("indexing", error)
    else:
        outages.note_success("indexing")


def run_deliveries(parts: Parts) -> None:
    def step() -> bool:
        some = take_up_some(parts)
        if some and documents_due(parts.record):
            parts.doorbell.ring("indexing")
        return some

    if not _repeat_for_a_while(step):
        parts.doorbell.ring("deliveries")


def run_indexing(parts: Parts, healer: Healer) -> None:
    def step() -> bool:
        now = datetime.now(UTC)
        return bool(index_due_documents(parts.record, parts.vectors, parts.embedder, now=now))

    try:
        if not _repeat_for_a_while(step):
            parts.doorbell.ring("indexing")
            return
    except Unavailable:
        healer.want()  # what was interrupted may have reached the record and not Chroma
        raise
    healer.heal_when_due(parts)
    check_voices(parts)


def check_voices(parts: Parts) -> None:
    """One answer of a voice check, now that nothing waits to be indexed."""
    if check_next(parts, now=datetime.now(UTC)):
        parts.doorbell.ring("indexing")


def _repeat_for_a_while(step: Callable[[], bool]) -> bool:
    """Until a step finds nothing to do; False when time was up first."""
    started = time.monotonic()
    while time.monotonic() - started < LONGEST_RUN_S:
        if not step():
            return True
    return False
