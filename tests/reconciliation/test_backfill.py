"""All a store has is read once, on both databases, whatever happens on the way."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from demo import SHOP
from demo.shopify_standin.bulk import BulkRules
from shopify_app.db.tables import Sync
from shopify_app.reconciliation import backfill
from shopify_app.reconciliation.backfill import advance
from shopify_app.shopify import bulk
from shopify_app.shopify.admin import AdminRefused
from shopify_app.shopify.bulk import BulkBusy, BulkFailed, ForeignAddress, is_allowed
from shopify_app.shops.directory import find_shop
from shopify_app.shops.install import uninstall_shop
from shopify_app.shops.profile import shops_to_reconcile
from shopify_app.shops.syncs import (
    find_sync,
    hold_sync,
    request_first_sync,
    shops_in_sync,
    shops_to_sync,
)
from shopify_app.shops.tokens import access_token
from tests.deliveries.arrivals import deliver, rows
from tests.reconciliation.conftest import FEW, Branch
from workers.sweeper import Reconciler

KINDS = ("policy", "product", "collection", "page", "article", "order")


on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What does not depend on it; the others run on both."""


class Killed(BaseException):
    """What a kill -9 leaves: nothing is caught, nothing is tidied up."""


def go_on(branch: Branch, *, at: datetime | None = None) -> bool:
    token = access_token(branch.record, SHOP, branch.parts.settings.encryption_keys)
    spool = branch.parts.settings.data_dir / "syncs"
    return advance(
        branch.record, branch.parts.admin, SHOP, token, spool=spool, now=at or branch.now
    )


def read_all(branch: Branch, *, at: datetime | None = None) -> int:
    """How many steps it took."""
    steps = 0
    while go_on(branch, at=at):
        steps += 1
        assert steps < 50
    return steps


def ids_at_shopify(branch: Branch, kind: str) -> list[str]:
    """The ids of what Shopify has, and shows."""
    since = (branch.now - timedelta(days=60)).isoformat()
    return sorted(
        str(each["id"])
        for each in branch.state.all(kind)
        if kind != "order" or each["created_at"] >= since
    )


def progress(branch: Branch) -> Any:
    with branch.record.read() as connection:
        return connection.execute(select(*Sync.__table__.columns)).one()


# --- a new store ---------------------------------------------------------------------------------


def test_all_a_new_store_has_is_taken_over(branch: Branch) -> None:
    hidden = branch.state.all("collection")[0]
    branch.state.put("collection", {**hidden, "published_at": None}, now=branch.now)

    steps = read_all(branch)
    branch.work()

    assert steps == 11  # five operations, twice found at work, and the last one's end
    for kind in KINDS:
        assert sorted(branch.sources(kind)) == ids_at_shopify(branch, kind)
    for product in branch.state.all("product"):
        taken = branch.sources("product")[str(product["id"])]
        assert [each["price"] for each in taken["variants"]] == [
            each["price"] for each in product["variants"]
        ]
        assert [each["alt"] for each in taken["images"]] == [
            each["alt"] or "" for each in product["images"]
        ]
    for id, taken in branch.sources("order").items():
        order = branch.state.get("order", int(id))
        assert order is not None
        assert len(taken["items"]) == len(order["line_items"])
    published = {id: each["published"] for id, each in branch.sources("collection").items()}
    assert published.pop(str(hidden["id"])) is False
    assert all(published.values())
    count = sum(len(ids_at_shopify(branch, kind)) for kind in KINDS)
    state = progress(branch)
    assert (state.phase, state.done, state.total, state.error) == ("done", count, count, None)
    assert state.finished_at is not None
    with branch.record.read() as connection:
        assert shops_to_reconcile(connection, now=branch.now) == []
        entry = find_shop(connection, SHOP)
        assert entry is not None
        assert entry.currency == "USD"
    assert not any(Path(branch.parts.settings.data_dir / "syncs").iterdir())


@on_one_database
def test_what_is_read_in_bulk_is_what_a_webhook_says(branch: Branch) -> None:
    """One meaning of every field: the record does not change when the webhooks come as well."""
    read_all(branch)
    branch.work()
    before = {kind: branch.sources(kind) for kind in ("product", "page", "article", "policy")}
    for kind, topic in (("product", "products/update"),):
        for each in branch.state.all(kind):
            deliver(
                branch.record, SHOP, branch.now, topic=topic, body=json.dumps(each).encode(),
                webhook_id=f"again-{each['id']}",
            )  # fmt: skip
    branch.work()

    for kind, sources in before.items():
        assert branch.sources(kind) == sources
    outcomes = {row.outcome for row in rows(branch.record) if row.webhook_id.startswith("again")}
    assert outcomes <= {"unchanged", "fetched"}


@on_one_database
def test_what_a_webhook_brought_meanwhile_is_not_read_again(branch: Branch) -> None:
    product = branch.state.all("product")[0]
    deliver(
        branch.record, SHOP, branch.now, topic="products/update", body=json.dumps(product).encode()
    )
    branch.work()

    read_all(branch)

    carried = [row.webhook_id for row in rows(branch.record) if row.topic == "products/update"]
    assert len(carried) == FEW
    assert progress(branch).done == progress(branch).total


@on_one_database
def test_orders_of_the_last_sixty_days_are_read(branch: Branch) -> None:
    order = branch.state.all("order")[0]
    for id, days in ((4711, 61), (4712, 59)):
        created_at = (branch.now - timedelta(days=days)).isoformat()
        payload = {**order, "id": id, "created_at": created_at}
        branch.state.put("order", payload, now=branch.now)

    read_all(branch)
    branch.work()

    assert "4711" not in branch.sources("order")
    assert "4712" in branch.sources("order")


@on_one_database
def test_an_empty_store_is_done_at_once(branch: Branch) -> None:
    for kind in KINDS:
        branch.state.replace(kind, [], now=branch.now)

    read_all(branch)

    state = progress(branch)
    assert (state.phase, state.done, state.total) == ("done", 0, 0)
    assert rows(branch.record) == []


# --- once, and by one ----------------------------------------------------------------------------


def test_it_is_read_once_for_an_installation(branch: Branch) -> None:
    read_all(branch)
    with branch.record.write() as connection:
        request_first_sync(connection, SHOP, now=branch.now)
        assert shops_in_sync(connection, now=branch.now) == set()
        uninstall_shop(connection, SHOP, triggered_at=branch.now + timedelta(1), now=branch.now)
    branch.forget_token()  # installs anew

    with branch.record.read() as connection:
        sync = find_sync(connection, SHOP)
        assert sync is not None
        assert (sync.phase, sync.done, sync.finished_at) == ("policies", 0, None)
        assert shops_to_sync(connection, now=branch.now) == [SHOP]


def test_two_workers_do_not_read_the_same_store(branch: Branch) -> None:
    with branch.record.write() as connection:
        held = hold_sync(connection, SHOP, now=branch.now)
        assert held is not None
        assert hold_sync(connection, SHOP, now=branch.now + timedelta(seconds=59)) is None
        assert shops_to_sync(connection, now=branch.now) == []
    assert go_on(branch) is False

    assert go_on(branch, at=branch.now + timedelta(seconds=61)) is True


def test_who_lost_his_lease_changes_nothing_more(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(*_: Any) -> Any:
        with branch.record.write() as connection:
            connection.execute(update(Sync).values(lease_token="another"))
        return {"name": "x"}, []

    monkeypatch.setattr(backfill, "fetch_shop_and_policies", lose)

    assert go_on(branch) is True

    assert progress(branch).phase == "policies"
    assert progress(branch).lease_token == "another"


# --- killed --------------------------------------------------------------------------------------


def read_killed(branch: Branch, monkeypatch: pytest.MonkeyPatch, *, every: int) -> int:
    """Killed at every so many-eth write, and gone on with by another; how often it was killed."""
    keep_sync = backfill.keep_sync
    at, kills, writes = branch.now, 0, 0

    def count(*arguments: Any, **values: Any) -> None:
        nonlocal writes
        writes += 1
        if writes % every == 0:
            raise Killed
        keep_sync(*arguments, **values)

    monkeypatch.setattr(backfill, "keep_sync", count)
    while True:
        try:
            read_all(branch, at=at)
        except Killed:
            kills += 1
            at += timedelta(days=1)  # its lease has run out
            with branch.record.write() as connection:
                connection.execute(update(Sync).values(lease_until=branch.now))
        else:
            return kills


@pytest.mark.parametrize("every", [5, 7])
def test_killed_again_and_again_it_ends_complete_and_delivers_nothing_twice(
    branch: Branch, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    monkeypatch.setattr(backfill, "MOST_IN_ONE", 2)
    branch.app.config["BULK"] = BulkRules(asked_before_done=0)

    kills = read_killed(branch, monkeypatch, every=every)

    assert kills >= 3
    branch.work()
    for kind in KINDS:
        assert sorted(branch.sources(kind)) == ids_at_shopify(branch, kind)
    carried = [row.webhook_id for row in rows(branch.record)]
    singles = [name for name in carried if "-product-" in name or "-order-" in name]
    assert len(carried) == len(set(carried))
    assert len(singles) == len(ids_at_shopify(branch, "product") + ids_at_shopify(branch, "order"))
    state = progress(branch)
    assert state.done == state.total


# --- when Shopify is in trouble ------------------------------------------------------------------


@on_one_database
def test_after_an_operation_that_failed_another_is_started(
    branch: Branch,
) -> None:
    rules = branch.app.config
    rules["BULK"] = BulkRules(asked_before_done=0, fault="TIMEOUT")

    with pytest.raises(BulkFailed):
        go_on(branch)

    assert progress(branch).error == "bulk_failed"
    assert "products/update" not in branch.topics()  # some would be without their variants
    rules["BULK"] = BulkRules(asked_before_done=0)
    read_all(branch)
    branch.work()
    assert sorted(branch.sources("product")) == ids_at_shopify(branch, "product")
    assert progress(branch).error is None
    assert progress(branch).done == progress(branch).total


@on_one_database
def test_a_store_whose_operations_keep_failing_is_known_by_comparison(branch: Branch) -> None:
    branch.app.config["BULK"] = BulkRules(asked_before_done=0, fault="TIMEOUT")
    sweep = Reconciler(branch.parts).reconcile_due_shops
    begun(branch, datetime.now(UTC))
    sweep()
    sweep()
    assert "products/update" not in branch.topics()

    begun(branch, datetime.now(UTC) - timedelta(hours=1))
    sweep()
    branch.work()

    assert progress(branch).error == "bulk_failed"
    for kind in KINDS:
        assert sorted(branch.sources(kind)) == ids_at_shopify(branch, kind)


def begun(branch: Branch, at: datetime) -> None:
    with branch.record.write() as connection:
        connection.execute(update(Sync).values(started_at=at))


@on_one_database
def test_an_operation_nobody_noted_is_gone_on_with(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch.app.config["BULK"] = BulkRules(at_once=1)
    with monkeypatch.context() as kill:

        def start_and_die(*arguments: Any) -> str:
            bulk.start_operation(*arguments)
            raise Killed

        kill.setattr(backfill, "start_operation", start_and_die)
        with pytest.raises(Killed):
            go_on(branch)

    at = branch.now + timedelta(days=1)
    read_all(branch, at=at)

    assert progress(branch).phase == "done"
    assert branch.asked.count("mutation BulkRun") == 6  # five phases, one asked for twice


@on_one_database
def test_other_apps_operations_are_waited_for(branch: Branch) -> None:
    branch.app.config["BULK"] = BulkRules(at_once=0)

    with pytest.raises(BulkBusy):
        go_on(branch)

    assert progress(branch).error == "bulk_busy"
    branch.app.config["BULK"] = BulkRules()
    read_all(branch)
    assert progress(branch).phase == "done"


@on_one_database
def test_a_refused_token_waits_for_the_merchant(branch: Branch) -> None:
    branch.forget_token()

    with pytest.raises(AdminRefused):
        go_on(branch)

    assert progress(branch).error == "needs_auth"
    with branch.record.read() as connection:
        assert shops_to_sync(connection, now=branch.now + timedelta(days=1)) == []


def test_a_finished_operation_is_looked_at_at_once(branch: Branch) -> None:
    go_on(branch)
    with branch.record.read() as connection:
        assert shops_to_sync(connection, now=branch.now) == []
    at = progress(branch).next_at
    body = b'{"admin_graphql_api_id": "gid://shopify/BulkOperation/1", "status": "completed"}'

    deliver(branch.record, SHOP, branch.now, topic="bulk_operations/finish", body=body)
    branch.work()

    assert progress(branch).next_at != at


# --- where results come from, and what they say --------------------------------------------------


@on_one_database
def test_a_result_elsewhere_is_not_fetched(branch: Branch, monkeypatch: pytest.MonkeyPatch) -> None:
    operation = bulk.Operation(
        "gid://shopify/BulkOperation/1", "COMPLETED", url="https://evil.test/x"
    )
    monkeypatch.setattr(backfill, "start_operation", lambda *_: operation.id)
    monkeypatch.setattr(backfill, "look_at_operation", lambda *_: operation)

    with pytest.raises(ForeignAddress):
        go_on(branch)

    assert progress(branch).error == "bulk_foreign_address"


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://storage.googleapis.com/shopify/bulk/1.jsonl?Expires=1", True),
        ("http://127.0.0.1:8000/demo/bulk/1", True),
        ("http://127.0.0.1:8001/demo/bulk/1", False),
        ("http://storage.googleapis.com/x", False),
        ("https://storage.googleapis.com:8443/x", False),
        ("https://storage.googleapis.com@evil.test/x", False),
        ("https://storage.googleapis.com.evil.test/x", False),
        ("https://user@storage.googleapis.com/x", False),
        ("file:///etc/passwd", False),
        ("http://[::1", False),
        ("https://storage.googleapis.com:x/", False),
    ],
)
def test_where_results_may_come_from(url: str, allowed: bool) -> None:
    assert is_allowed(url, admin_url="http://127.0.0.1:8000/demo/shopify/x") is allowed


@given(st.permutations(range(6)))
def test_lines_find_their_parents_wherever_they_stand(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    lines: list[dict[str, Any]] = [{"id": "a"}, {"id": "b"}]
    lines += [{"id": f"{parent}{n}", "__parentId": parent} for parent in "ab" for n in (1, 2)]
    path = tmp_path_factory.getbasetemp() / "lines.db"

    def download(_url: str) -> list[str]:
        return [json.dumps(lines[place]) for place in order]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "download_lines", download)
        url = f"https://{bulk.STORAGE_HOST}/x"
        with bulk.spooled(url, admin_url="", path=path, keep=lambda: None) as spool:
            found = {
                each.node["id"]: sorted(child["id"] for child in each.children)
                for each in bulk.read_objects(spool, skip=0)
            }
            assert len(list(bulk.read_objects(spool, skip=1))) == 1

    assert found == {"a": ["a1", "a2"], "b": ["b1", "b2"]}


@pytest.mark.parametrize(
    "text", ["no json", "[]", "{}", '{"id": 1}', '{"id": "a", "__parentId": 2}']
)
def test_a_line_that_is_no_object_ends_it(text: str) -> None:
    with pytest.raises(BulkFailed):
        bulk._parent_of(text)
