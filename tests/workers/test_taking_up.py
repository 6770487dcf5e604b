"""What becomes of deliveries when parts are down, refuse, or die in the middle."""

import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from shopify_app.db.tables import Delivery, Shop
from shopify_app.deliveries.leasing import LEASE, MAX_ATTEMPTS, LeasedDelivery, lease_next
from tests.deliveries.arrivals import rows, the_row
from tests.house import ROOT
from tests.workers import payloads
from tests.workers.admin import product_node
from tests.workers.conftest import Workshop
from workers import taking_up, topics
from workers.taking_up import take_up, take_up_some

HOUR = timedelta(hours=1)


def deliver_tie(workshop: Workshop) -> None:
    """Two texts with one time: the second has to be fetched."""
    workshop.work_on("products/update", payloads.product(1, workshop.now, title="One"))
    workshop.deliver("products/update", payloads.product(1, workshop.now, title="Another"))


@pytest.mark.parametrize("mood", ["down", "throttled"])
def test_while_shopify_is_down_a_delivery_waits_and_loses_no_attempt(
    workshop: Workshop, mood: str
) -> None:
    deliver_tie(workshop)
    workshop.admin.mood = mood

    for _ in range(2 * MAX_ATTEMPTS):
        workshop.pass_time()
        workshop.work()
    waiting = rows(workshop.record)[-1]
    workshop.admin.mood = "well"
    workshop.admin.records["gid://shopify/Product/1"] = product_node(
        1, title="The true one", updated_at=workshop.now.isoformat()
    )
    workshop.pass_time()
    workshop.work()

    assert (waiting.status, waiting.attempts) == ("pending", 0)
    assert rows(workshop.record)[-1].status == "done"
    assert workshop.source("product", "1").payload["title"] == "The true one"


def test_a_store_that_does_not_answer_is_asked_once_for_all_that_waits(
    workshop: Workshop,
) -> None:
    workshop.admin.mood = "down"
    for order in range(1, 6):
        workshop.deliver("refunds/create", {"id": 9, "order_id": order})

    workshop.work()

    assert len(workshop.admin.asked) == 1
    assert {row.status for row in rows(workshop.record)} == {"pending"}


def test_a_refused_token_is_used_once_and_not_again(workshop: Workshop) -> None:
    deliver_tie(workshop)
    workshop.deliver("refunds/create", {"id": 9, "order_id": 1001})
    workshop.admin.mood = "refused"

    workshop.work()

    assert len(workshop.admin.asked) == 1
    assert [row.status for row in rows(workshop.record)] == ["done", "dead", "dead"]
    with workshop.record.read() as connection:
        assert connection.scalar(select(Shop.state)) == "needs_auth"


def test_a_store_whose_token_is_refused_still_takes_what_it_is_sent(workshop: Workshop) -> None:
    with workshop.record.write() as connection:
        connection.execute(update(Shop).values(state="needs_auth"))

    row = workshop.work_on("products/update", payloads.product(1, workshop.now))

    assert row.outcome == "applied"


@pytest.mark.parametrize("error", [KeyError, MemoryError, RecursionError, OSError])
def test_an_unforeseen_error_is_tried_five_times_and_leaves_its_neighbours_alone(
    workshop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: type[Exception],
) -> None:
    def fail(_delivery: LeasedDelivery, _payload: Any) -> Any:
        raise error("anna@example.com")

    monkeypatch.setitem(topics.READERS, "collections/update", fail)
    workshop.deliver("collections/update", {"id": 1})
    workshop.deliver("products/update", payloads.product(1, workshop.now))

    for _ in range(MAX_ATTEMPTS + 1):
        workshop.work()
        workshop.pass_time()

    poison, good = rows(workshop.record)
    assert (poison.status, poison.attempts) == ("dead", MAX_ATTEMPTS)
    assert poison.error == error.__name__
    assert f"error={error.__name__}(test_taking_up.py:" in caplog.text
    assert "anna" not in caplog.text
    assert (good.status, good.attempts) == ("done", 1)


def test_an_effect_and_its_delivery_s_end_are_one(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError

    workshop.deliver("products/update", payloads.product(1, workshop.now))
    with monkeypatch.context() as patch:
        patch.setattr(taking_up, "finish", fail)
        workshop.work()
        without_end = workshop.source("product", "1")
    workshop.pass_time()
    workshop.work()

    assert without_end is None
    assert workshop.source("product", "1") is not None
    assert the_row(workshop.record).status == "done"


def test_a_worker_that_was_too_slow_leaves_no_effect(workshop: Workshop) -> None:
    workshop.deliver("products/update", payloads.product(1, workshop.now))
    [slow] = lease_next(workshop.record, now=workshop.now, limit=1)
    later = workshop.now + LEASE + timedelta(seconds=1)
    [holder] = lease_next(workshop.record, now=later, limit=1)

    take_up(workshop.parts, slow)
    effect_of_the_slow = workshop.source("product", "1")
    take_up(workshop.parts, holder)

    assert effect_of_the_slow is None
    assert the_row(workshop.record).outcome == "applied"


def test_what_cannot_be_begun_in_time_is_handed_back(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 4):
        workshop.deliver("products/update", payloads.product(number, workshop.now))
    monkeypatch.setattr(taking_up, "MARGIN", LEASE + timedelta(seconds=1))

    assert take_up_some(workshop.parts)

    assert {(row.status, row.attempts) for row in rows(workshop.record)} == {("pending", 0)}


def test_a_store_that_left_in_between_gets_no_effect(workshop: Workshop) -> None:
    workshop.deliver("products/update", payloads.product(1, workshop.now))
    [leased] = lease_next(workshop.record, now=workshop.now, limit=1)
    with workshop.record.write() as connection:
        connection.execute(update(Shop).values(state="uninstalled"))

    take_up(workshop.parts, leased)

    assert workshop.source("product", "1") is None


# --- a delivery that kills its worker ------------------------------------------------------------

KILLING = """
import os
from workers import taking_up, topics
from workers.jobs import parts

topics.READERS["collections/update"] = lambda *_: os.kill(os.getpid(), 9)
while taking_up.take_up_some(parts()):
    pass
"""


def run_worker(workshop: Workshop) -> int:
    """In a process of its own; how it ended."""
    settings = workshop.parts.settings
    environ = {
        **os.environ,
        "SHOPIFY_API_KEY": settings.api_key,
        "SHOPIFY_API_SECRET": settings.api_secrets[0],
        "APP_URL": settings.app_url,
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "CHROMA_URL": settings.chroma_url,
        "ENCRYPTION_KEYS": ",".join(settings.encryption_keys),
        "TOTE_DATA_DIR": str(settings.data_dir),
    }
    return subprocess.run(
        [sys.executable, "-c", KILLING], cwd=ROOT, env=environ, check=False
    ).returncode


def let_leases_end(workshop: Workshop) -> None:
    with workshop.record.write() as connection:
        connection.execute(
            update(Delivery)
            .where(Delivery.status == "leased")
            .values(lease_until=workshop.now - HOUR)
        )


def test_a_delivery_that_kills_its_worker_dies_after_five_and_takes_nobody_along(
    workshop: Workshop,
) -> None:
    for number in range(1, 4):
        workshop.deliver("products/update", payloads.product(number, workshop.now))
    workshop.deliver("collections/update", {"id": 1})
    for number in range(4, 7):
        workshop.deliver("products/update", payloads.product(number, workshop.now))

    ends = []
    while not ends or ends[-1] != 0:
        ends.append(run_worker(workshop))
        let_leases_end(workshop)

    assert ends == [-9] * MAX_ATTEMPTS + [0]
    settled = [(row.topic, row.status, row.attempts) for row in rows(workshop.record)]
    assert settled[3] == ("collections/update", "dead", MAX_ATTEMPTS)
    assert {status for topic, status, _ in settled if topic == "products/update"} == {"done"}
