"""The two jobs. Neither carries anything: each looks at the record for what is due."""

from __future__ import annotations

import logging
import os
import time
from datetime import UTC, datetime
from functools import cache

from shopify_app.config import load_settings
from shopify_app.deliveries.leasing import (
    LeasedDelivery,
    LeaseLost,
    bury,
    finish,
    lease_next,
    postpone,
)
from shopify_app.errors import ToteError
from shopify_app.knowledge.indexing import documents_due, index_due_documents
from shopify_app.parts import Parts, open_parts
from shopify_app.shopify.bodies import InvalidPayload
from workers.topics import NeedsFetch, apply_delivery, apply_fetched, fetch_source

log = logging.getLogger(__name__)

AT_ONCE = 50
LONGEST_RUN_S = 30
"""A job ends well before its time-out and rings for the rest."""
LINGER_S = 0.05
"""A ring right after another is not rung again (see the doorbell): its delivery is found here."""


@cache
def parts() -> Parts:
    """Opened once per worker process; the worker does not fork for its jobs."""
    return open_parts(load_settings(os.environ))


def process_deliveries() -> None:
    """Apply every delivery that is due."""
    run_deliveries(parts())


def index_documents() -> None:
    """Index every document that is due."""
    run_indexing(parts())


def run_deliveries(parts: Parts) -> int:
    """Until none is due; returns how many were taken up."""
    started, done, idle = time.monotonic(), 0, False
    while time.monotonic() - started < LONGEST_RUN_S:
        leased = lease_next(parts.record, now=datetime.now(UTC), limit=AT_ONCE)
        for delivery in leased:
            handle(parts, delivery)
        done += len(leased)
        if leased:
            idle = False
            parts.doorbell.ring("indexing")
        elif idle:
            return done
        else:
            idle = True
            time.sleep(LINGER_S)
    parts.doorbell.ring("deliveries")
    return done


def run_indexing(parts: Parts) -> int:
    started, done = time.monotonic(), 0
    while time.monotonic() - started < LONGEST_RUN_S:
        indexed = index_due_documents(
            parts.record, parts.vectors, parts.embedder, now=datetime.now(UTC)
        )
        if not indexed:
            return done
        done += indexed
    if documents_due(parts.record):
        parts.doorbell.ring("indexing")
    return done


def handle(parts: Parts, delivery: LeasedDelivery) -> None:
    """Apply one delivery and finish it in the same transaction, or say why not."""
    try:
        _apply(parts, delivery)
    except LeaseLost:
        log.info("delivery=%s lost=lease", delivery.id)
    except InvalidPayload as error:
        bury(parts.record, delivery, error=str(error), now=datetime.now(UTC))
    except ToteError as error:
        _postpone(parts, delivery, error, outage=error.retryable)
    except Exception as error:  # a poison delivery must not take the others down with it
        log.exception("delivery=%s topic=%s failed", delivery.id, delivery.topic)
        _postpone(parts, delivery, error, outage=False)


def _apply(parts: Parts, delivery: LeasedDelivery) -> None:
    try:
        with parts.record.write() as connection:
            now = datetime.now(UTC)
            outcome = apply_delivery(connection, delivery, now=now)
            finish(connection, delivery, outcome=outcome, now=now)
    except NeedsFetch as need:
        source = fetch_source(parts, delivery.shop, need)
        with parts.record.write() as connection:
            now = datetime.now(UTC)
            outcome = apply_fetched(connection, delivery.shop, need, source, now=now)
            finish(connection, delivery, outcome=outcome, now=now)


def _postpone(parts: Parts, delivery: LeasedDelivery, error: Exception, *, outage: bool) -> None:
    said = str(error) if isinstance(error, ToteError) else type(error).__name__
    postpone(parts.record, delivery, error=said, now=datetime.now(UTC), outage=outage)
