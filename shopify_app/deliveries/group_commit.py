"""Commit deliveries that arrive together in one transaction.

A commit on SQLite costs a flush to disk and the one write lock. One thread (under gunicorn a
greenlet) commits for all requests of its process: what arrives while a commit is under way is
committed together by the next. Each request answers only after the commit that holds its row.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread

from shopify_app.db import Record, RecordUnavailable
from shopify_app.deliveries.inbox import Arrival, insert_arrivals

MOST_AT_ONCE = 200
GATHER_S = 0.001
"""Lets requests whose bytes have arrived already get into the same commit."""
PATIENCE_S = 4.0
"""Shopify gives up after five seconds."""


@dataclass
class Waiting:
    """A request's arrival, and what became of it."""

    arrival: Arrival
    settled: Event = field(default_factory=Event)
    refusal: Exception | None = None


class GroupCommitter:
    """One per process and record; used by many threads or greenlets."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._queue: SimpleQueue[Waiting] = SimpleQueue()
        self._committer: Thread | None = None
        self._lock = Lock()

    def accept(self, arrival: Arrival) -> None:
        """As `inbox.accept`. Raises ShopNotInstalled, RecordUnavailable."""
        waiting = Waiting(arrival)
        self._queue.put(waiting)
        self._ensure_committer()
        if not waiting.settled.wait(PATIENCE_S):
            raise RecordUnavailable("the database did not take the webhook in time")
        if waiting.refusal:
            raise waiting.refusal

    def _ensure_committer(self) -> None:
        # Started with the first webhook and not before, so that it is never lost in a fork.
        with self._lock:
            if self._committer is None:
                self._committer = Thread(target=self._commit_forever, daemon=True)
                self._committer.start()

    def _commit_forever(self) -> None:
        while True:
            first = self._queue.get()
            time.sleep(GATHER_S)
            self._commit([first, *self._take_more()])

    def _take_more(self) -> list[Waiting]:
        more: list[Waiting] = []
        try:
            while len(more) < MOST_AT_ONCE - 1:
                more.append(self._queue.get_nowait())
        except Empty:
            pass
        return more

    def _commit(self, batch: Sequence[Waiting]) -> None:
        refusals: Sequence[Exception | None]
        try:
            with self._record.write() as connection:
                refusals = insert_arrivals(connection, [each.arrival for each in batch])
        except RecordUnavailable as error:
            refusals = [error] * len(batch)
        except Exception as error:  # unforeseen: raised again in the one request it belongs to
            if len(batch) > 1:
                for each in batch:
                    self._commit([each])
                return
            refusals = [error]
        for waiting, refusal in zip(batch, refusals, strict=True):
            waiting.refusal = refusal
            waiting.settled.set()
