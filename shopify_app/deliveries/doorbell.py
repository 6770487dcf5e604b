"""Wake the workers: a job in Redis that says only "look at the record"."""

from __future__ import annotations

import logging
import time
from threading import Lock
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
QUIET_S = 0.02
"""Rings within this time of the last are the same ring: the job it woke has not even started."""
FAILURES_TO_OPEN = 3
OPEN_S = 5.0


class Doorbell:
    """Rings quickly or not at all: a webhook's answer must not wait for Redis.

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
        self._rung_at: dict[str, float] = {}
        self._lock = Lock()

    def ring(self, queue: QueueName) -> bool:
        """Whether the bell was rung (or had been, an instant ago)."""
        now = time.monotonic()
        with self._lock:
            if now < self._open_until:
                return False
            if now - self._rung_at.get(queue, 0.0) < QUIET_S:
                return True
            self._rung_at[queue] = now
        try:
            self._enqueue(queue)
        except (redis.RedisError, OSError) as error:
            self._note_failure(error)
            return False
        self._failures = 0
        return True

    def is_up(self) -> bool:
        try:
            return bool(self._redis.ping())
        except (redis.RedisError, OSError):
            return False

    def _enqueue(self, queue: QueueName) -> None:
        jobs = Queue(queue, connection=self._redis, serializer=JSONSerializer)
        # A handful of waiting jobs is as good as a thousand: each looks at all that is due.
        if jobs.count > 3:
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
            self._rung_at.clear()
            if self._failures >= FAILURES_TO_OPEN:
                self._open_until = time.monotonic() + OPEN_S
                self._failures = 0
                log.warning("doorbell=silent error=%s for_s=%s", type(error).__name__, OPEN_S)
