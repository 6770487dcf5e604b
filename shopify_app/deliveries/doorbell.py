"""Wake the workers: a job in Redis that says only "look at the record"."""

from __future__ import annotations

import logging
import time
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Literal

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue
from rq.serializers import JSONSerializer

log = logging.getLogger(__name__)

QueueName = Literal["deliveries", "indexing"]

JOBS: dict[QueueName, str] = {
    "deliveries": "workers.jobs.process_deliveries",
    "indexing": "workers.jobs.index_documents",
}
JOB_TIMEOUT_S = 120
PAUSE_S = 0.05
"""Between two rings of `ring_soon`: what is asked for meanwhile is one ring."""
FAILURES_TO_OPEN = 3
OPEN_S = 5.0


class Doorbell:
    """Rings quickly or not at all: nobody who waits for an answer waits for Redis.

    After three failures in a row it does not try for five seconds. The sweeper rings for whatever
    was not rung for, so a lost ring costs seconds and no delivery.
    """

    def __init__(self, redis_url: str) -> None:
        self._redis = redis.Redis.from_url(
            redis_url,
            socket_connect_timeout=0.25,
            socket_timeout=0.5,
            retry=Retry(NoBackoff(), 0),
            health_check_interval=15,
        )
        self._failures = 0
        self._open_until = 0.0
        self._wanted: SimpleQueue[QueueName] = SimpleQueue()
        self._ringer: Thread | None = None
        self._lock = Lock()

    def ring_soon(self, queue: QueueName) -> None:
        """Ring within milliseconds, without waiting for it; many calls are one ring."""
        self._wanted.put(queue)
        with self._lock:
            if self._ringer is None:
                self._ringer = Thread(target=self._ring_what_is_wanted, daemon=True)
                self._ringer.start()

    def ring(self, queue: QueueName) -> bool:
        """Whether a worker will look at the record after this moment."""
        if time.monotonic() < self._open_until:
            return False
        try:
            self._enqueue(queue)
        except (redis.RedisError, OSError) as error:
            self._note_failure(error)
            return False
        self._note_success()
        return True

    def is_up(self) -> bool:
        try:
            return bool(self._redis.ping())
        except (redis.RedisError, OSError):
            return False

    def _ring_what_is_wanted(self) -> None:
        while True:
            wanted = {self._wanted.get()}
            # A ring covers what was asked for before it, so the rest of the queue is taken first.
            while not self._wanted.empty():
                wanted.add(self._wanted.get())
            for queue in wanted:
                self.ring(queue)
            time.sleep(PAUSE_S)

    def _enqueue(self, queue: QueueName) -> None:
        jobs = Queue(queue, connection=self._redis, serializer=JSONSerializer)
        # A job that no worker has begun will look at the record later than now: one is enough.
        if jobs.count:
            return
        jobs.enqueue(
            JOBS[queue],
            job_timeout=JOB_TIMEOUT_S,
            result_ttl=0,
            failure_ttl=86_400,
            ttl=3600,
            description=queue,
        )

    def _note_failure(self, error: Exception) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES_TO_OPEN:
                self._open_until = time.monotonic() + OPEN_S
            if self._failures != FAILURES_TO_OPEN:
                return
        log.warning("doorbell=silent error=%s", type(error).__name__)

    def _note_success(self) -> None:
        if self._failures >= FAILURES_TO_OPEN:
            log.info("doorbell=recovered")
        self._failures = 0
