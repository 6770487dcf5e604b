"""The sweeper: it rings for what nobody rang for, and nothing ends it."""

import logging
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from shopify_app.db.tables import Document, Shop, Sync
from shopify_app.deliveries.leasing import LEASE, lease_next
from shopify_app.errors import Unavailable
from shopify_app.shops.syncs import DONE, find_sync
from tests.house import eventually
from tests.workers import payloads
from tests.workers.conftest import Workshop
from workers import sweeper
from workers.sweeper import Reconciler, repeat, ring_for_due_work


class Bell:
    """Notes what is rung for."""

    def __init__(self) -> None:
        self.rung: list[str] = []

    def ring(self, queue: str) -> bool:
        self.rung.append(queue)
        return True


@pytest.fixture
def bell(workshop: Workshop) -> Bell:
    bell = Bell()
    workshop.parts.__dict__["doorbell"] = bell
    return bell


def test_with_nothing_due_nothing_is_rung(workshop: Workshop, bell: Bell) -> None:
    workshop.deliver("products/update", b"{}", received_at=workshop.now + timedelta(hours=1))

    ring_for_due_work(workshop.parts)

    assert bell.rung == []


def test_a_delivery_nobody_rang_for_is_rung_for(workshop: Workshop, bell: Bell) -> None:
    workshop.deliver("products/update", b"{}")

    ring_for_due_work(workshop.parts)

    assert bell.rung == ["deliveries"]


def test_a_delivery_whose_worker_vanished_is_rung_for(workshop: Workshop, bell: Bell) -> None:
    long_ago = workshop.now - LEASE - timedelta(seconds=1)
    workshop.deliver("products/update", b"{}", received_at=long_ago)
    assert lease_next(workshop.record, now=long_ago, limit=1)

    ring_for_due_work(workshop.parts)

    assert bell.rung == ["deliveries"]


def test_a_document_that_waits_is_rung_for(workshop: Workshop, bell: Bell) -> None:
    workshop.work_on("products/update", payloads.product(1, workshop.now))

    ring_for_due_work(workshop.parts)
    with workshop.record.write() as connection:
        connection.execute(update(Document).values(indexed_version=Document.version))
    ring_for_due_work(workshop.parts)

    assert bell.rung == ["indexing"]


def test_a_duty_that_fails_goes_on_and_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    stopped, rounds = threading.Event(), iter(range(20))

    def act() -> None:
        number = next(rounds)
        if number == 19:
            stopped.set()
        elif number < 10:
            raise Unavailable("Redis is away")
        elif number < 15:
            raise KeyError("unforeseen")

    repeat("ring", act, 0, stopped)

    said = [record.getMessage().partition("(")[0] for record in caplog.records]
    assert said == [
        "waiting=ring fault=unavailable",
        "waiting=ring fault=KeyError",
        "recovered=ring",
    ]


def test_a_store_that_cannot_be_reached_waits_longer_and_holds_up_no_other(
    workshop: Workshop, other_shop: str, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.admin.mood = "down"
    reconciler = Reconciler(workshop.parts)

    for _ in range(3):
        reconciler.reconcile_due_shops()
    asked = [path.split("/")[1] for path, _, _ in workshop.admin.asked]
    monkeypatch.setattr(sweeper, "FIRST_WAIT_S", 0.0)
    impatient = Reconciler(workshop.parts)
    impatient.reconcile_due_shops()
    impatient.reconcile_due_shops()

    assert sorted(asked) == sorted([workshop.shop, other_shop])
    assert len(workshop.admin.asked) == 2 + 4


def test_what_reconciling_found_is_rung_for(workshop: Workshop, bell: Bell) -> None:
    workshop.admin.lists = {
        "shop": {
            "name": "Woolmere",
            "currencyCode": "EUR",
            "ianaTimezone": "UTC",
            "primaryDomain": {"url": "https://woolmere.example"},
            "shopPolicies": [
                {
                    "id": "gid://shopify/ShopPolicy/1",
                    "type": "REFUND_POLICY",
                    "title": "Returns",
                    "body": "<p>Thirty days.</p>",
                    "url": "https://woolmere.example/policies/refund-policy",
                    "updatedAt": workshop.now.isoformat(),
                }
            ],
        },
        "pages": {"nodes": [], "pageInfo": {"hasNextPage": False}},
        "articles": {"nodes": [], "pageInfo": {"hasNextPage": False}},
        "products": {"nodes": [], "pageInfo": {"hasNextPage": False}},
        "collections": {"nodes": [], "pageInfo": {"hasNextPage": False}},
        "orders": {"nodes": [], "pageInfo": {"hasNextPage": False}},
    }

    with workshop.record.write() as connection:
        connection.execute(update(Sync).values(phase=DONE))

    Reconciler(workshop.parts).reconcile_due_shops()
    workshop.work()

    assert bell.rung == ["deliveries"]
    assert workshop.document("policy", "1").title == "Returns"
    with workshop.record.read() as connection:
        assert connection.scalar(select(Shop.reconciled_at)) is not None


def test_a_new_store_is_read_before_it_is_compared(workshop: Workshop, bell: Bell) -> None:
    Reconciler(workshop.parts).reconcile_due_shops()

    with workshop.record.read() as connection:
        sync = find_sync(connection, workshop.shop)
        assert connection.scalar(select(Shop.reconciled_at)) is None
    assert sync is not None
    assert (sync.phase, sync.error) == ("policies", "TypeError")  # this one has no shop to tell of
    assert len(workshop.admin.asked) == 1


def test_it_stops_when_told(workshop: Workshop) -> None:
    stopped = threading.Event()
    thread = threading.Thread(target=repeat, args=("ring", lambda: None, 60.0, stopped))
    thread.start()

    stopped.set()

    eventually(lambda: not thread.is_alive(), what="the sweeper to stop")
