"""The worker process itself: RQ on one queue, through what Redis and its operator do to it."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from rq import Queue, Worker
from rq.serializers import JSONSerializer

from shopify_app.deliveries.doorbell import Doorbell
from shopify_app.local.services import free_port, new_password, redis_service, wait_until
from tests.deliveries.arrivals import rows
from tests.house import ROOT, eventually
from tests.workers import payloads
from tests.workers.conftest import Workshop


class Bench:
    """A worker of the deliveries, and a Redis of its own to be stopped and started."""

    def __init__(self, workshop: Workshop, directory: Path) -> None:
        self.workshop = workshop
        self.directory = directory
        self.service = redis_service(directory, port=free_port(), password=new_password())
        self.redis = self.start_redis()
        self.worker = self.start_worker()
        self.bell = Doorbell(self.service.url)
        self.connection = redis.Redis.from_url(self.service.url)

    def start_redis(self) -> subprocess.Popen[bytes]:
        started = subprocess.Popen(
            self.service.command.split(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until(self.service.is_up, what="redis", timeout_s=60)
        return started

    def start_worker(self) -> subprocess.Popen[bytes]:
        settings = self.workshop.parts.settings
        environ = {
            **os.environ,
            "SHOPIFY_API_KEY": settings.api_key,
            "SHOPIFY_API_SECRET": settings.api_secrets[0],
            "APP_URL": settings.app_url,
            "DATABASE_URL": settings.database_url,
            "REDIS_URL": self.service.url,
            "CHROMA_URL": settings.chroma_url,
            "ENCRYPTION_KEYS": ",".join(settings.encryption_keys),
            "TOTE_DATA_DIR": str(settings.data_dir),
        }
        log = (self.directory / "worker.log").open("ab")
        started = subprocess.Popen(
            [sys.executable, "-m", "workers", "deliveries"], cwd=ROOT, env=environ, stderr=log
        )
        log.close()
        return started

    @property
    def queue(self) -> Queue:
        return Queue("deliveries", connection=self.connection, serializer=JSONSerializer)

    def deliver_and_ring(self, number: int) -> None:
        self.workshop.deliver(
            "products/update", payloads.product(number, self.workshop.now, title=f"Boot {number}")
        )
        self.bell.ring("deliveries")

    def all_done(self) -> bool:
        return {row.status for row in rows(self.workshop.record)} == {"done"}

    def log(self) -> str:
        return (self.directory / "worker.log").read_text()

    def stop(self) -> None:
        for process in (self.worker, self.redis):
            process.kill()
            process.wait()
        self.connection.close()


@pytest.fixture
def bench(workshop: Workshop, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(workshop, tmp_path / "bench")
    yield bench
    bench.stop()


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """One database is enough to see how the process behaves."""
    from shopify_app.db import open_record
    from tests.conftest import create_tables

    url = f"sqlite:///{tmp_path / 'tote.db'}"
    record = open_record(url)
    create_tables(record)
    record.close()
    return url


def test_a_ring_wakes_the_worker(bench: Bench) -> None:
    eventually(lambda: worker_is_idle(bench), what="the worker to wait")

    bench.deliver_and_ring(1)

    eventually(bench.all_done, what="the delivery to be done")


def test_a_worker_that_comes_up_does_what_was_waiting(bench: Bench) -> None:
    bench.worker.kill()
    bench.worker.wait()
    bench.workshop.deliver("products/update", payloads.product(1, bench.workshop.now))

    bench.worker = bench.start_worker()

    eventually(bench.all_done, what="the delivery to be done without a ring")


def test_the_worker_outlives_its_redis(bench: Bench) -> None:
    eventually(lambda: worker_is_idle(bench), what="the worker to wait")
    bench.redis.kill()
    bench.redis.wait()
    bench.workshop.deliver("products/update", payloads.product(1, bench.workshop.now))

    bench.redis = bench.start_redis()
    eventually(lambda: bench.bell.ring("deliveries"), what="a ring")

    eventually(bench.all_done, what="the delivery to be done")
    assert bench.worker.poll() is None


def test_told_to_stop_it_stops_with_success(bench: Bench) -> None:
    eventually(lambda: worker_is_idle(bench), what="the worker to wait")

    bench.worker.send_signal(signal.SIGTERM)

    assert bench.worker.wait(timeout=60) == 0


def test_a_job_that_would_run_foreign_code_runs_nothing(bench: Bench, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    bench.worker.kill()
    bench.worker.wait()
    bench.connection.flushall()
    bench.bell.ring("deliveries")
    [job] = bench.queue.jobs
    bench.connection.hset(job.key, "data", pickle.dumps(Touching(str(trace))))

    bench.worker = bench.start_worker()
    eventually(lambda: bench.queue.count == 0, what="the job to be taken")
    bench.deliver_and_ring(1)

    eventually(bench.all_done, what="the worker to go on")
    assert not trace.exists()


def test_what_it_says_names_nobody(bench: Bench) -> None:
    bench.workshop.deliver("orders/create", payloads.order(1001, bench.workshop.now))
    bench.workshop.deliver("orders/create", {"id": "anna@example.com", "email": "anna@example.com"})
    bench.bell.ring("deliveries")

    eventually(
        lambda: {row.status for row in rows(bench.workshop.record)} == {"done", "dead"},
        what="both to be settled",
    )
    assert "topic=orders/create" in bench.log()
    assert "anna" not in bench.log().lower()
    kept = b"".join(bench.connection.dump(key) or b"" for key in bench.connection.keys("*"))
    assert b"anna" not in kept.lower()


class Touching:
    """Unpickled, it would write a file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return open, (self.path, "w")


def worker_is_idle(bench: Bench) -> bool:
    return any(worker.get_state() == "idle" for worker in Worker.all(connection=bench.connection))
