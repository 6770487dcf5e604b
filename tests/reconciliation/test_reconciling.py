"""Whatever we missed, the record ends as Shopify has it, on both databases."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from demo import SHOP
from shopify_app.db.tables import Delivery, Sync
from shopify_app.reconciliation import reconciling
from shopify_app.reconciliation.reconciling import COMPARED, Known, differs
from shopify_app.shopify.admin import AdminRefused, AdminThrottled, AdminUnavailable
from shopify_app.shops.directory import ShopNotInstalled, find_shop
from shopify_app.shops.install import uninstall_shop
from shopify_app.shops.profile import request_reconciliation, shops_to_reconcile
from shopify_app.shops.syncs import request_sweep
from shopify_app.shops.tokens import TokenUnusable
from tests.deliveries.arrivals import deliver, rows
from tests.reconciliation.conftest import FEW, Branch
from tests.reconciliation.test_backfill import read_all

MINUTE = timedelta(minutes=1)
TEXT_KINDS = ("policy", "page", "article")


def first(branch: Branch, kind: str) -> dict[str, Any]:
    return branch.state.all(kind)[0]


def edit(branch: Branch, kind: str, at: datetime, **changes: Any) -> str:
    """Change the first record of the kind in Shopify; its id."""
    return str(branch.state.put(kind, {**first(branch, kind), **changes}, now=at)["id"])


# --- policies, pages, articles -------------------------------------------------------------------


def test_a_new_stores_texts_and_profile_are_taken_over(branch: Branch) -> None:
    changes = branch.reconcile()
    branch.work()

    for kind in TEXT_KINDS:
        expected = {str(each["id"]): each["title"] for each in branch.state.all(kind)}
        assert branch.titles(kind) == expected
    assert changes == sum(len(branch.state.all(kind)) for kind in TEXT_KINDS)
    with branch.record.read() as connection:
        entry = find_shop(connection, SHOP)
        assert entry is not None
        assert (entry.profile["name"], entry.currency) == (first(branch, "shop")["name"], "USD")


def test_what_did_not_change_is_not_delivered_again(branch: Branch) -> None:
    branch.reconcile()
    branch.work()
    before = len(rows(branch.record))

    assert branch.reconcile(at=branch.now + MINUTE) == 0

    assert len(rows(branch.record)) == before


@pytest.mark.parametrize("kind", TEXT_KINDS)
def test_a_changed_text_is_delivered_alone(branch: Branch, kind: str) -> None:
    branch.reconcile()
    branch.work()
    at = branch.now + MINUTE
    changed = edit(branch, kind, at, title="Quite another title")

    assert branch.reconcile(at=at) == 1
    branch.work()

    titles = branch.titles(kind)
    assert titles.pop(changed) == "Quite another title"
    assert "Quite another title" not in titles.values()


def test_a_text_that_changes_and_changes_back_ends_as_it_began(branch: Branch) -> None:
    branch.reconcile()
    branch.work()
    before = first(branch, "policy")
    for minutes, title in enumerate(("Other words", before["title"]), start=1):
        at = branch.now + minutes * MINUTE
        changed = edit(branch, "policy", at, title=title)
        branch.reconcile(at=at)
        branch.work()

    assert branch.titles("policy")[changed] == before["title"]


@pytest.mark.parametrize("kind", TEXT_KINDS)
def test_a_text_that_vanished_is_not_found_any_more(branch: Branch, kind: str) -> None:
    branch.reconcile()
    branch.work()
    gone = first(branch, kind)["id"]
    branch.state.delete(kind, gone)

    assert branch.reconcile(at=branch.now + MINUTE) == 1
    branch.work()

    assert str(gone) not in branch.sources(kind)
    assert len(branch.sources(kind)) == len(branch.state.all(kind))
    assert branch.document(kind, str(gone)).sections == []
    assert branch.reconcile(at=branch.now + 2 * MINUTE) == 0


def test_a_text_that_vanishes_comes_back_and_vanishes_again_is_gone(branch: Branch) -> None:
    """The two deletions say the same; the second must not pass for a repetition."""
    branch.reconcile()
    branch.work()
    policy = first(branch, "policy")
    for minutes, there in enumerate((False, True, False), start=1):
        at = branch.now + minutes * MINUTE
        if there:
            branch.state.put("policy", policy, now=at + timedelta(seconds=5))
        else:
            branch.state.delete("policy", policy["id"])
        branch.reconcile(at=at)
        branch.work()
        assert (str(policy["id"]) in branch.sources("policy")) is there


def test_an_unpublished_page_stays_known_and_is_not_found(branch: Branch) -> None:
    branch.reconcile()
    branch.work()
    at = branch.now + MINUTE
    page_id = edit(branch, "page", at, published_at=None)

    branch.reconcile(at=at)
    branch.work()

    assert branch.sources("page")[page_id]["published"] is False
    assert branch.document("page", page_id).sections == []


def test_what_still_waits_is_not_delivered_twice(branch: Branch) -> None:
    branch.reconcile()
    waiting = len(rows(branch.record))

    branch.reconcile(at=branch.now + MINUTE)

    assert len(rows(branch.record)) == waiting


def test_what_died_is_delivered_again(branch: Branch) -> None:
    branch.reconcile()
    with branch.record.write() as connection:
        connection.execute(update(Delivery).values(status="dead"))

    branch.reconcile(at=branch.now + MINUTE)
    branch.work()

    assert len(branch.sources("policy")) == len(branch.state.all("policy"))


def test_a_policy_newer_than_shopifys_own_is_left_as_it_is(branch: Branch) -> None:
    """Sent by hand, as the contract allows: to deliver Shopify's older one again and again would
    change nothing."""
    branch.reconcile()
    branch.work()
    policy = {**first(branch, "policy"), "title": "By hand"}
    policy["updated_at"] = (branch.now + MINUTE).isoformat()
    body = json.dumps({"policies": [policy]}).encode()
    deliver(branch.record, SHOP, branch.now + MINUTE, topic="policies/update", body=body)
    branch.work()

    assert branch.reconcile(at=branch.now + 2 * MINUTE) == 0

    assert branch.titles("policy")[str(policy["id"])] == "By hand"


def test_a_page_that_arrives_meanwhile_is_not_taken_for_a_deleted_one(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = {**first(branch, "page"), "id": 4711, "handle": "just-written"}
    fetch_pages = reconciling.fetch_pages

    def arrive_first(*arguments: Any, **values: Any) -> Any:
        body = json.dumps({"pages": [page]}).encode()
        deliver(branch.record, SHOP, branch.now, topic="pages/update", body=body)
        branch.work()
        return fetch_pages(*arguments, **values)

    monkeypatch.setattr(reconciling, "fetch_pages", arrive_first)

    branch.reconcile()
    branch.work()

    assert "4711" in branch.sources("page")


def test_very_many_and_very_long_pages_go_in_several_deliveries(branch: Branch) -> None:
    page = first(branch, "page")
    pages = [{**page, "id": number, "handle": f"page-{number}"} for number in range(1, 61)]
    for long in pages[:3]:
        long["body_html"] = f"<p>{'wool ' * 150_000}</p>"
    branch.state.replace("page", pages, now=branch.now)

    branch.reconcile()

    bodies = [row.body for row in rows(branch.record) if row.topic == "pages/update"]
    carried = [each["id"] for body in bodies for each in json.loads(body)["pages"]]
    assert sorted(map(int, carried)) == list(range(1, 61))
    assert max(map(len, bodies)) < 2 * 1024 * 1024


def test_a_page_that_cannot_be_read_holds_up_no_other(branch: Branch) -> None:
    odd = edit(branch, "page", branch.now, title="x", handle="y")
    nodes = [{"id": odd, "updated_at": "soon"}, {**first(branch, "page"), "id": "12"}]

    found = list(reconciling._changed(reconciling.PAGES, {}, nodes, present := set()))

    assert [each["id"] for each in found] == ["12"]
    assert present == {odd, "12"}  # seen, so not taken for deleted


# --- products, collections, orders ---------------------------------------------------------------

OBJECT_KINDS = ("product", "collection", "order")


def young_orders(branch: Branch) -> None:
    """All of the last days: no other is compared."""
    for order in branch.state.all("order"):
        created_at = (branch.now - timedelta(days=3)).isoformat()
        branch.state.put("order", {**order, "created_at": created_at}, now=branch.now)


def test_a_new_stores_objects_are_taken_over(branch: Branch) -> None:
    young_orders(branch)

    assert branch.reconcile_objects() == 3 * FEW
    branch.work()

    for kind in OBJECT_KINDS:
        assert sorted(branch.sources(kind)) == sorted(
            str(each["id"]) for each in branch.state.all(kind)
        )
    known = branch.sources("product")
    for product in branch.state.all("product"):
        taken = known[str(product["id"])]
        assert taken["title"] == product["title"]
        assert [each["sku"] for each in taken["variants"]] == [
            each["sku"] or "" for each in product["variants"]
        ]
        assert [each["price"] for each in taken["variants"]] == [
            each["price"] for each in product["variants"]
        ]


def test_of_known_objects_only_the_lists_are_read(branch: Branch) -> None:
    branch.reconcile_objects()
    branch.work()
    branch.asked.clear()

    assert branch.reconcile_objects(at=branch.now + MINUTE) == 0

    assert branch.asked == [
        "query Products",
        "query Collections",
        "query PublishedCollections",
        "query Orders",
    ]


@pytest.mark.parametrize("kind", OBJECT_KINDS)
def test_missed_webhooks_are_made_up_for(branch: Branch, kind: str) -> None:
    young_orders(branch)
    branch.reconcile_objects()
    branch.work()
    at = branch.now + MINUTE
    changed, gone, kept = branch.state.all(kind)
    title = "name" if kind == "order" else "title"
    branch.state.put(kind, {**changed, title: "#Renamed"}, now=at)
    branch.state.delete(kind, gone["id"])
    branch.state.put(kind, {**kept, "id": 4711, "handle": "new-one"}, now=at)

    assert branch.reconcile_objects(at=at) == 3
    branch.work()

    expected = {str(each["id"]): each[title] for each in branch.state.all(kind)}
    assert {id: each[title] for id, each in branch.sources(kind).items()} == expected
    assert branch.topics().count(f"{kind}s/delete") == 1


def test_a_collection_that_is_shown_no_more_is_not_found_any_more(branch: Branch) -> None:
    """Though it has not changed itself, and Shopify sent nothing."""
    branch.reconcile_objects()
    branch.work()
    hidden, *_ = branch.state.all("collection")
    branch.state.put(
        "collection",
        {**hidden, "published_at": None},
        now=datetime.fromisoformat(hidden["updated_at"]),
    )

    assert branch.reconcile_objects(at=branch.now + MINUTE) == 1
    branch.work()

    published = {id: each["published"] for id, each in branch.sources("collection").items()}
    assert published.pop(str(hidden["id"])) is False
    assert all(published.values())


def test_an_order_too_old_to_be_listed_is_not_taken_for_a_deleted_one(branch: Branch) -> None:
    young_orders(branch)
    branch.reconcile_objects()
    branch.work()

    assert branch.reconcile_objects(at=branch.now + timedelta(days=60)) == 0


# --- when what is compared -----------------------------------------------------------------------


def let_a_day_pass(branch: Branch) -> None:
    with branch.record.write() as connection:
        connection.execute(update(Sync).values(swept_at=branch.now - timedelta(days=1)))


def list_queries(branch: Branch) -> list[str | None]:
    return [variables["query"] for variables in branch.variables if "query" in variables]


def test_only_what_changed_since_the_last_time_is_asked_for_and_once_a_day_everything(
    branch: Branch,
) -> None:
    branch.reconcile_all()
    branch.work()
    branch.variables.clear()
    at = branch.now + MINUTE
    gone, renamed, *_ = branch.state.all("product")
    branch.state.delete("product", gone["id"])
    branch.state.put("product", {**renamed, "title": "Renamed"}, now=at)

    assert branch.reconcile_all(at=at) == 1
    branch.work()

    cursor = f"{branch.now - timedelta(minutes=10):%Y-%m-%dT%H:%M:%SZ}"
    assert list_queries(branch) == [f"updated_at:>'{cursor}'"] * 5
    assert branch.titles("product")[str(renamed["id"])] == "Renamed"
    assert str(gone["id"]) in branch.sources("product")

    let_a_day_pass(branch)
    assert branch.reconcile_all(at=branch.now + 2 * MINUTE) == 1
    branch.work()

    assert str(gone["id"]) not in branch.sources("product")


def test_when_it_is_asked_for_everything_is_compared(branch: Branch) -> None:
    branch.reconcile_all()
    branch.work()
    branch.state.delete("page", first(branch, "page")["id"])
    assert branch.reconcile_all(at=branch.now + MINUTE) == 0

    with branch.record.write() as connection:
        request_sweep(connection, SHOP)

    assert branch.reconcile_all(at=branch.now + 2 * MINUTE) == 1


def test_what_is_asked_for_while_a_comparison_is_under_way_is_done_after_it(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change may have come behind what was compared already."""
    compare = reconciling.compare_objects

    def compare_while_asked(*args: Any, **kwargs: Any) -> int:
        with branch.record.write() as connection:
            request_reconciliation(connection, SHOP, now=branch.now + MINUTE)
        return compare(*args, **kwargs)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(reconciling, "compare_objects", compare_while_asked)
        branch.reconcile_all()

    def due() -> list[str]:
        with branch.record.read() as connection:
            return shops_to_reconcile(connection, now=branch.now + 2 * MINUTE)

    assert due() == [SHOP]
    branch.reconcile_all(at=branch.now + 2 * MINUTE)
    assert due() == []


def test_what_died_is_found_missing_the_next_day(branch: Branch) -> None:
    branch.reconcile_all()
    with branch.record.write() as connection:
        connection.execute(update(Delivery).values(status="dead"))
    let_a_day_pass(branch)

    branch.reconcile_all(at=branch.now + 20 * MINUTE)
    branch.work()

    assert len(branch.sources("product")) == FEW
    assert len(branch.sources("page")) == FEW


def test_what_was_just_read_is_not_missed_before_it_was_applied(branch: Branch) -> None:
    """Else everything would be fetched once more, one by one."""
    read_all(branch)
    waiting = len(rows(branch.record))
    later = (branch.now + 20 * MINUTE).isoformat()  # than what just changed in any case
    with branch.record.write() as connection:
        connection.execute(update(Sync).values(cursors=dict.fromkeys(COMPARED, later)))

    branch.reconcile_all(at=branch.now + 20 * MINUTE)

    assert branch.topics().count("products/update") == FEW
    assert len(rows(branch.record)) <= waiting + 1  # the policies, which are compared each time


# --- when Shopify does not answer ----------------------------------------------------------------


def test_a_refused_token_stops_the_calls_until_the_merchant_is_back(branch: Branch) -> None:
    branch.forget_token()

    with pytest.raises(AdminRefused):
        branch.reconcile_all()

    asked = len(branch.asked)
    with pytest.raises(TokenUnusable):
        branch.reconcile_all(at=branch.now + MINUTE)
    assert len(branch.asked) == asked == 1
    with branch.record.read() as connection:
        assert shops_to_reconcile(connection, now=branch.now + 60 * MINUTE) == []


def test_a_shop_that_left_is_not_asked(branch: Branch) -> None:
    with branch.record.write() as connection:
        uninstall_shop(connection, SHOP, triggered_at=branch.now + MINUTE, now=branch.now)

    with pytest.raises(ShopNotInstalled):
        branch.reconcile_all()

    assert branch.asked == []


@pytest.mark.parametrize("error", [AdminUnavailable("down"), AdminThrottled(60)])
def test_what_was_found_before_shopify_fell_silent_is_kept_and_the_rest_comes_later(
    branch: Branch, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    with monkeypatch.context() as silence:

        def fall_silent(*_: Any, **__: Any) -> Any:
            raise error

        silence.setattr(reconciling, "fetch_articles", fall_silent)
        with pytest.raises(AdminUnavailable):
            branch.reconcile_all()
    branch.work()
    assert len(branch.sources("page")) == FEW
    assert branch.sources("article") == {}
    with branch.record.read() as connection:
        assert shops_to_reconcile(connection, now=branch.now) == [SHOP]

    branch.reconcile_all(at=branch.now + MINUTE)
    branch.work()

    assert len(branch.sources("article")) == len(branch.state.all("article"))


# --- what differs --------------------------------------------------------------------------------

TIMES = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2026, 1, 2))  # noqa: DTZ001


@given(TIMES, TIMES, st.booleans(), st.booleans())
def test_only_what_the_record_would_take_over_differs(
    known_at: datetime, found_at: datetime, deleted: bool, same: bool
) -> None:
    known = Known(known_at, deleted, "same")

    differing = differs(known, version_at=found_at, sha256="same" if same else "other")

    if found_at < known_at or (deleted and found_at == known_at):
        assert not differing
    else:
        assert differing is (deleted or not same)
