import socket
import threading
from collections.abc import Iterator

import pytest
import redis
from rq import Queue
from rq.serializers import JSONSerializer

from shopify_app.deliveries.doorbell import FAILURES_TO_OPEN, Doorbell, QueueName
from shopify_app.local.services import free_port
from tests.house import eventually


@pytest.fixture
def queue(redis_url: str) -> Iterator[Queue]:
    connection = redis.Redis.from_url(redis_url)
    connection.flushdb()
    yield Queue("deliveries", connection=connection, serializer=JSONSerializer)
    connection.close()


def test_a_ring_says_only_look_at_the_record(redis_url: str, queue: Queue) -> None:
    assert Doorbell(redis_url).ring("deliveries")

    [job] = queue.jobs
    assert job.func_name == "workers.jobs.process_deliveries"
    assert (list(job.args), job.kwargs, job.description) == ([], {}, "deliveries")
    assert job.timeout == 120
    assert job.result_ttl == 0


def test_while_one_ring_is_unheard_no_other_is_needed(redis_url: str, queue: Queue) -> None:
    bell = Doorbell(redis_url)

    for _ in range(5):
        assert bell.ring("deliveries")

    assert queue.count == 1


def test_once_a_worker_has_begun_a_ring_is_needed_again(redis_url: str, queue: Queue) -> None:
    bell = Doorbell(redis_url)
    bell.ring("deliveries")
    queue.pop_job_id()

    bell.ring("deliveries")

    assert queue.count == 1


def test_each_queue_has_its_own_ring(redis_url: str, queue: Queue) -> None:
    bell = Doorbell(redis_url)

    bell.ring("deliveries")
    bell.ring("indexing")

    assert queue.count == 1
    [job] = Queue("indexing", connection=queue.connection, serializer=JSONSerializer).jobs
    assert job.func_name == "workers.jobs.index_documents"


def test_a_ring_asked_for_soon_comes_after_whatever_was_asked_before(
    redis_url: str, queue: Queue
) -> None:
    bell = Doorbell(redis_url)
    for _ in range(100):
        bell.ring_soon("deliveries")
    eventually(lambda: queue.count == 1, what="a ring")

    queue.pop_job_id()
    bell.ring_soon("deliveries")

    eventually(lambda: queue.count == 1, what="a second ring")


def test_a_redis_that_was_emptied_is_rung_again(redis_url: str, queue: Queue) -> None:
    bell = Doorbell(redis_url)
    bell.ring("deliveries")
    queue.connection.flushall()

    assert bell.ring("deliveries")

    assert queue.count == 1


def test_a_redis_out_of_memory_is_a_ring_not_rung(redis_url: str, queue: Queue) -> None:
    bell = Doorbell(redis_url)
    queue.connection.config_set("maxmemory", "1")
    try:
        assert not bell.ring("deliveries")
    finally:
        queue.connection.config_set("maxmemory", "0")

    assert bell.ring("deliveries")


def test_a_redis_that_is_down_is_asked_three_times_and_then_left_alone() -> None:
    bell = Doorbell(f"redis://127.0.0.1:{free_port()}/0")

    for _ in range(FAILURES_TO_OPEN):
        assert not bell.ring("deliveries")

    assert not bell.is_up()
    assert not bell.ring("deliveries")


def test_a_redis_that_says_nothing_is_left_alone_as_well() -> None:
    with SilentServer() as server:
        bell = Doorbell(f"redis://127.0.0.1:{server.port}/0")

        for _ in range(FAILURES_TO_OPEN + 5):
            assert not bell.ring("deliveries")

        assert server.connections == FAILURES_TO_OPEN


def test_asking_for_a_ring_does_not_wait_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    bell = Doorbell("redis://127.0.0.1:1/0")
    asked, may_fail = threading.Event(), threading.Event()

    def ring(_queue: QueueName) -> bool:
        """As with a Redis that says nothing."""
        assert may_fail.wait(60)
        return False

    def ask() -> None:
        for _ in range(50):
            bell.ring_soon("deliveries")
        asked.set()

    monkeypatch.setattr(bell, "ring", ring)
    threading.Thread(target=ask, daemon=True).start()

    assert asked.wait(30)
    may_fail.set()


class SilentServer:
    """Accepts connections and never says a word."""

    def __enter__(self) -> "SilentServer":
        self.connections = 0
        self._held: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._held.append(connection)

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)
        for connection in self._held:
            connection.close()
