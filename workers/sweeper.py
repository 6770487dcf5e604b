"""Look at the record every few seconds and ring for what is due, whoever forgot to."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Thread

from shopify_app.conversations.forgetting import forget_old_conversations
from shopify_app.deliveries.forgetting import forget_settled
from shopify_app.deliveries.leasing import deliveries_due
from shopify_app.errors import ToteError
from shopify_app.knowledge.due_documents import documents_due
from shopify_app.orders.guests import forget_attempts
from shopify_app.parts import Parts
from shopify_app.privacy.requests import forget_expired
from shopify_app.reconciliation.backfill import advance
from shopify_app.reconciliation.reconciling import reconcile_shop
from shopify_app.shops.profile import shops_to_reconcile
from shopify_app.shops.syncs import shops_in_sync, shops_to_sync
from workers.erasure import scrub_files
from workers.outages import Outages
from workers.overdue import request_overdue_erasures

log = logging.getLogger(__name__)

RING_EVERY_S = 2.0
HEAL_EVERY_S = 10.0
RECONCILE_EVERY_S = 5.0
FORGET_EVERY_S = 600.0
SCRUB_EVERY_S = 3600.0
FIRST_WAIT_S, LONGEST_WAIT_S = 10.0, 900.0
"""Between tries for a shop whose reconciliation fails, doubling."""


def sweep_until_stopped(parts: Parts) -> None:
    """Runs until SIGTERM or SIGINT. Each duty has a thread: a slow one holds up no other."""
    stopped = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    _ = parts.record, parts.doorbell, parts.admin, parts.tokens  # opened before threads share them
    reconciler = Reconciler(parts)
    duties: list[tuple[str, Callable[[], object], float]] = [
        ("ring", lambda: ring_for_due_work(parts), RING_EVERY_S),
        ("heal", lambda: parts.doorbell.ring("indexing"), HEAL_EVERY_S),
        ("reconcile", reconciler.reconcile_due_shops, RECONCILE_EVERY_S),
        ("scrub", lambda: scrub_files(parts), SCRUB_EVERY_S),
        ("forget", lambda: forget(parts, now=datetime.now(UTC)), FORGET_EVERY_S),
        ("guesses", lambda: forget_attempts(parts.record, now=datetime.now(UTC)), FORGET_EVERY_S),
    ]
    for duty in duties:
        Thread(target=repeat, args=(*duty, stopped), daemon=True).start()
    stopped.wait()


def repeat(what: str, act: Callable[[], object], every_s: float, stopped: Event) -> None:
    """What is down now is tried again at the next round."""
    outages = Outages()
    while not stopped.is_set():
        try:
            act()
        except Exception as error:  # this is what brings everything else back: it must not end
            outages.note(what, error)
        else:
            outages.note_success(what)
        stopped.wait(every_s)


def ring_for_due_work(parts: Parts) -> None:
    if deliveries_due(parts.record, now=datetime.now(UTC)):
        parts.doorbell.ring("deliveries")
    if documents_due(parts.record):
        parts.doorbell.ring("indexing")


def forget(parts: Parts, *, now: datetime) -> None:
    """Let go of what has been kept for long enough."""
    forget_settled(parts.record, now=now)
    forget_expired(parts.record, now=now)
    if request_overdue_erasures(parts.record, now=now):
        parts.doorbell.ring("deliveries")
    forgotten = forget_old_conversations(parts.record, now=now)
    if forgotten:
        log.info("forgotten=conversations count=%s", forgotten)


class Reconciler:
    """Reads and compares the shops that are due; what fails waits longer and longer, alone."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._waits: dict[tuple[str, str], tuple[float, float]] = {}
        """By shop and act: how long it waited last, and until when it waits now."""

    def reconcile_due_shops(self) -> None:
        """Those not read yet are read first: until then there is nothing to compare."""
        now = datetime.now(UTC)
        with self._parts.record.read() as connection:
            unread = shops_in_sync(connection, now=now)
            to_read = shops_to_sync(connection, now=now)
            to_compare = shops_to_reconcile(connection, now=now)
        for shop in to_read:
            self._attempt(shop, "read", self._read)
        for shop in to_compare:
            if shop not in unread:
                self._attempt(shop, "compare", self._compare)

    def _read(self, shop: str, token: str) -> bool:
        parts = self._parts
        return advance(
            parts.record,
            parts.admin,
            shop,
            token,
            spool=parts.settings.data_dir / "syncs",
            now=datetime.now(UTC),
        )

    def _compare(self, shop: str, _token: str) -> bool:
        parts = self._parts
        keys = parts.settings.encryption_keys
        now = datetime.now(UTC)
        return reconcile_shop(parts.record, parts.admin, shop, keys=keys, now=now) > 0

    def _attempt(self, shop: str, what: str, act: Callable[[str, str], bool]) -> None:
        parts = self._parts
        waited_s, until = self._waits.get((shop, what), (0.0, 0.0))
        if time.monotonic() < until:
            return
        try:
            # Every active shop comes by here, so none's refresh token runs out unused.
            changed = act(shop, parts.tokens.fresh_token(shop))
        except Exception as error:  # one shop's trouble, whatever it is, is not the next one's
            wait_s = min(LONGEST_WAIT_S, max(FIRST_WAIT_S, waited_s * 2))
            self._waits[shop, what] = (wait_s, time.monotonic() + wait_s)
            reason = error.code if isinstance(error, ToteError) else type(error).__name__
            log.warning("reconcile=%s act=%s failed=%s again_in_s=%.0f", shop, what, reason, wait_s)
            return
        self._waits.pop((shop, what), None)
        if changed:
            parts.doorbell.ring("deliveries")
