from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from demo.state import State

HAT = {"id": 1, "handle": "hat", "title": "Hat", "updated_at": "", "published_at": "x"}
CAP = {"id": 2, "handle": "cap", "title": "Cap", "updated_at": "", "published_at": "x"}


@pytest.fixture
def shop(tmp_path: Path, now: datetime) -> Iterator[State]:
    with closing(State(tmp_path / "demo-store.db")) as shop:
        stamped = [{**each, "updated_at": now.isoformat(timespec="seconds")} for each in (HAT, CAP)]
        shop.replace("product", stamped, now=now)
        yield shop


def versions(shop: State) -> dict[int, int]:
    return {record.id: record.version for record in shop.unsent()}


def test_another_process_sees_an_edit(shop: State, tmp_path: Path, now: datetime) -> None:
    with closing(State(tmp_path / "demo-store.db")) as elsewhere:
        shop.put("product", {**HAT, "title": "Warm hat"}, now=now)

        assert elsewhere.find("product", "hat") == {
            **HAT,
            "title": "Warm hat",
            "updated_at": now.isoformat(timespec="seconds"),
        }


def test_records_keep_their_place_when_they_are_edited(shop: State, now: datetime) -> None:
    shop.put("product", {**HAT, "title": "Warm hat"}, now=now)

    assert [product["handle"] for product in shop.all("product")] == ["hat", "cap"]


def test_what_was_acknowledged_is_not_unsent_until_it_changes(shop: State, now: datetime) -> None:
    shop.mark_sent(shop.unsent())
    assert shop.unsent() == []

    shop.put("product", {**CAP, "title": "Blue cap"}, now=now)

    assert [(record.id, record.version) for record in shop.unsent()] == [(2, 2)]


def test_an_edit_made_while_the_last_one_was_on_its_way_stays_unsent(
    shop: State, now: datetime
) -> None:
    on_its_way = shop.unsent()
    shop.put("product", {**CAP, "title": "Blue cap"}, now=now)

    shop.mark_sent(on_its_way)

    assert versions(shop) == {2: 2}


def test_a_deleted_record_is_gone_and_its_deletion_unsent(shop: State) -> None:
    shop.mark_sent(shop.unsent())

    shop.delete("product", 1)

    assert shop.get("product", 1) is None
    assert [(record.id, record.deleted) for record in shop.unsent()] == [(1, True)]


def test_restocking_touches_only_what_differs(shop: State, now: datetime) -> None:
    shop.mark_sent(shop.unsent())
    later = now + timedelta(hours=1)
    scarf = {**HAT, "id": 3, "handle": "scarf"}

    shop.replace("product", [{**HAT, "updated_at": "another time"}, scarf], now=later)

    assert {record.id: record.deleted for record in shop.unsent()} == {2: True, 3: False}
    hat = shop.get("product", 1)
    assert hat is not None
    assert hat["updated_at"] == now.isoformat(timespec="seconds")


def test_a_new_record_keeps_its_own_time(tmp_path: Path, now: datetime) -> None:
    with closing(State(tmp_path / "other.db")) as shop:
        shop.replace("order", [{**HAT, "updated_at": "2026-10-20T09:00:00+00:00"}], now=now)

        [order] = shop.all("order")

    assert order["updated_at"] == "2026-10-20T09:00:00+00:00"


def test_unpublishing_is_a_difference(shop: State, now: datetime) -> None:
    shop.mark_sent(shop.unsent())

    shop.replace("product", [{**HAT, "published_at": None}, CAP], now=now)

    assert list(versions(shop)) == [1]


def test_a_record_that_comes_back_is_new_again(shop: State, now: datetime) -> None:
    shop.delete("product", 1)

    shop.replace("product", [HAT, CAP], now=now)

    assert shop.find("product", "hat") is not None


def test_touching_sends_everything_again_with_a_new_time(shop: State, now: datetime) -> None:
    shop.mark_sent(shop.unsent())
    later = now + timedelta(minutes=5)

    shop.touch(now=later)

    assert {record.payload["updated_at"] for record in shop.unsent()} == {
        later.isoformat(timespec="seconds")
    }
    assert len(shop.unsent()) == 2


def test_edits_at_once_are_all_kept(shop: State, now: datetime) -> None:
    threads = [
        threading.Thread(target=shop.put, args=("product", HAT), kwargs={"now": now})
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert versions(shop)[1] == 21


def test_an_edit_that_fails_leaves_everything_as_it_was(shop: State, now: datetime) -> None:
    with pytest.raises(TypeError):
        shop.replace("product", [{**HAT, "title": "Warm hat"}, {**CAP, "title": {1, 2}}], now=now)

    assert [product["title"] for product in shop.all("product")] == ["Hat", "Cap"]
