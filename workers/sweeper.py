"""Look at the record every few seconds and ring for what is due, whoever forgot to."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from shopify_app.deliveries.leasing import deliveries_due
from shopify_app.errors import ToteError
from shopify_app.knowledge.indexing import documents_due
from shopify_app.knowledge.rebuilding import heal
from shopify_app.parts import Parts
from shopify_app.reconciliation.reconciling import reconcile_shop
from shopify_app.shops.profile import shops_to_reconcile

log = logging.getLogger(__name__)

EVERY_S = 2.0
RECONCILE_EVERY_S = 20.0
HEAL_EVERY_S = 60.0


def sweep_until_stopped(parts: Parts) -> None:
    """Runs until SIGTERM or SIGINT. What is down now is tried again at the next round."""
    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    reconciled = healed = 0.0
    while not stopped.is_set():
        now = time.monotonic()
        attempt("ring", lambda: ring_for_due_work(parts))
        if now - reconciled > RECONCILE_EVERY_S:
            attempt("reconcile", lambda: reconcile_due_shops(parts))
            reconciled = now
        if now - healed > HEAL_EVERY_S:
            attempt("heal", lambda: heal(parts.record, parts.vectors, parts.embedder))
            healed = now
        stopped.wait(EVERY_S)


def ring_for_due_work(parts: Parts) -> None:
    if deliveries_due(parts.record, now=datetime.now(UTC)):
        parts.doorbell.ring("deliveries")
    if documents_due(parts.record):
        parts.doorbell.ring("indexing")


def reconcile_due_shops(parts: Parts) -> None:
    """Each shop's failure is its own."""
    now = datetime.now(UTC)
    with parts.record.read() as connection:
        shops = shops_to_reconcile(connection, now=now)
    keys = parts.settings.encryption_keys
    for shop in shops:
        attempt(
            "reconcile",
            lambda shop=shop: reconcile_shop(parts.record, parts.admin, shop, keys=keys, now=now),
        )
    parts.doorbell.ring("deliveries")


def attempt(what: str, act: Callable[[], object]) -> None:
    try:
        act()
    except ToteError as error:
        log.warning("sweep=%s failed=%s", what, error.code)
    except Exception:  # the sweeper is what brings everything else back: it must not end
        log.exception("sweep=%s failed", what)
