"""Commit deliveries that arrive together in one transaction.

A commit on SQLite costs a flush to disk and the one write lock. Requests of a process that arrive
while a commit is under way are committed together by the next: each still answers only after the
commit that holds its row. Alone, a delivery commits at once and waits for nobody.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from weakref import WeakKeyDictionary

from shopify_app.db import Record
from shopify_app.deliveries.inbox import Arrival, insert_arrivals

MOST_AT_ONCE = 200


@dataclass
class Waiting:
    arrival: Arrival
    settled: Event = field(default_factory=Event)
    result: bool | Exception = False


class GroupCommitter:
    """One per record and process; used by many threads or greenlets."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._queue: list[Waiting] = []
        self._queue_lock = Lock()
        self._commit_lock = Lock()

    def accept(self, arrival: Arrival) -> bool:
        """As `inbox.accept`: True when new. Raises ShopNotInstalled, RecordUnavailable."""
        mine = Waiting(arrival)
        with self._queue_lock:
            self._queue.append(mine)
        # Whoever gets the lock commits for all who wait; the others find themselves settled.
        with self._commit_lock:
            while not mine.settled.is_set():
                time.sleep(0)  # lets requests that have arrived already get into this batch
                self._commit(self._take())
        if isinstance(mine.result, Exception):
            raise mine.result
        return mine.result

    def _take(self) -> list[Waiting]:
        with self._queue_lock:
            batch, self._queue = self._queue[:MOST_AT_ONCE], self._queue[MOST_AT_ONCE:]
        return batch

    def _commit(self, batch: list[Waiting]) -> None:
        results: Sequence[bool | Exception]
        try:
            with self._record.write() as connection:
                results = insert_arrivals(connection, [each.arrival for each in batch])
        except Exception as error:  # handed to every request that waits, and raised there
            results = [error] * len(batch)
        for each, result in zip(batch, results, strict=True):
            each.result = result
            each.settled.set()


_committers: WeakKeyDictionary[object, GroupCommitter] = WeakKeyDictionary()
_committers_lock = Lock()


def committer_for(record: Record) -> GroupCommitter:
    """The process's one committer for this record."""
    with _committers_lock:
        return _committers.setdefault(record.engine, GroupCommitter(record))
