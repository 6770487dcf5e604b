"""`python -m workers deliveries|indexing|sweeper`: one process, one duty."""

from __future__ import annotations

import os
import sys

import redis
from rq import Queue
from rq.serializers import JSONSerializer
from rq.worker import SimpleWorker

from shopify_app.config import InvalidSettings, load_settings
from shopify_app.logs import configure_logging
from workers import jobs
from workers.sweeper import sweep_until_stopped

QUEUES = ("deliveries", "indexing")


def main() -> int:
    duty = sys.argv[1] if len(sys.argv) == 2 else ""
    if duty not in (*QUEUES, "sweeper"):
        sys.stderr.write("usage: python -m workers deliveries|indexing|sweeper\n")
        return 2
    configure_logging()
    try:
        settings = load_settings(os.environ)
    except InvalidSettings as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if duty == "sweeper":
        sweep_until_stopped(jobs.parts())
        return 0
    if duty == "indexing":
        _ = jobs.parts().embedder  # refuses to start without one, and the first job need not wait
    work(duty, settings.redis_url)
    return 0


def work(queue: str, redis_url: str) -> None:
    """Work one queue until told to stop.

    One queue per worker: with two, RQ takes jobs in a way that loses them when it is killed. A
    worker that does not fork keeps the embedder loaded between jobs; what a fork would contain (a
    crash) the supervisor restarts, and attempts are counted in the record.
    """
    connection = redis.Redis.from_url(redis_url)
    worker = SimpleWorker(
        [Queue(queue, connection=connection, serializer=JSONSerializer)],
        connection=connection,
        serializer=JSONSerializer,
        worker_ttl=30,
        job_monitoring_interval=10,
        maintenance_interval=15,
        default_result_ttl=0,
        log_job_description=False,
    )
    worker.work(logging_level="WARNING")


if __name__ == "__main__":
    sys.exit(main())
