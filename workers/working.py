"""Work one RQ queue until told to stop."""

from __future__ import annotations

import logging
import time
from types import FrameType

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue
from rq.serializers import JSONSerializer
from rq.worker import SimpleWorker

log = logging.getLogger(__name__)

RETRY_S = 1.0


def work_until_stopped(queue: str, redis_url: str) -> None:
    """Returns after SIGTERM or SIGINT, once the job in hand is done; Redis may come and go.

    One queue per worker: with two, RQ takes jobs in a way that loses them when it is killed.
    """
    connection = redis.Redis.from_url(redis_url, retry=Retry(NoBackoff(), 0))
    while True:
        worker = None
        try:
            worker = _worker(queue, connection)
            worker.work(logging_level="CRITICAL")
        except redis.RedisError as error:
            log.warning("queue=%s redis=%s", queue, type(error).__name__)
        if worker is not None and worker.told_to_stop:
            return
        # RQ ends its loop when Redis goes away during a job; ending the process for that would
        # only mean loading everything again.
        time.sleep(RETRY_S)


class Worker(SimpleWorker):
    """Does its jobs in this very process.

    A fork for each job would open the record and load the embedder again each time (measured with
    one text to embed: 267 ms a job against 12), and its child goes on alone when the parent is
    killed. What a fork would contain, a crash, the supervisor restarts, and the record counts the
    attempts.
    """

    told_to_stop = False

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        self.told_to_stop = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]


def _worker(queue: str, connection: redis.Redis) -> Worker:
    return Worker(
        [Queue(queue, connection=connection, serializer=JSONSerializer)],
        connection=connection,
        serializer=JSONSerializer,
        worker_ttl=30,
        job_monitoring_interval=10,
        maintenance_interval=15,
        default_result_ttl=0,
        log_job_description=False,
    )
