"""The merchant's hours over the API."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from shopify_app.config import Settings
from tests.admin.test_pages import bearer

Call = Callable[..., Any]
NINE_TO_FIVE = {"opens": "09:00", "closes": "17:00"}


@pytest.fixture
def call(client: FlaskClient, settings: Settings, shop: str) -> Call:
    def made(method: str, *, by: str = shop, **options: Any) -> Any:
        return client.open("/api/hours", method=method, headers=bearer(settings, by), **options)

    return made


def test_a_store_has_no_hours_until_it_sets_some(call: Call, other_shop: str) -> None:
    before = call("GET").json
    body = {
        "timezone": "Europe/Berlin",
        "week": {"mon": NINE_TO_FIVE, "sun": {"opens": "20:00", "closes": "02:00"}},
        "closed_days": ["2026-12-25"],
    }

    saved = call("PUT", json=body)

    assert (before["week"], before["next_open"]) == ({}, None)
    assert {key: saved.json[key] for key in body} == body
    assert datetime.fromisoformat(saved.json["next_open"]).tzinfo is not None
    assert call("GET").json == saved.json | {"next_open": call("GET").json["next_open"]}
    assert call("GET", by=other_shop).json["week"] == {}


def test_without_a_day_there_are_none_again(call: Call) -> None:
    call("PUT", json={"week": {"mon": NINE_TO_FIVE}})

    assert call("PUT", json={"week": {}}).json["next_open"] is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "week"),
        ({"week": {"monday": NINE_TO_FIVE}}, "week.monday.key"),
        ({"week": {"mon": {"opens": "9", "closes": "17:00"}}}, "week.mon.value.opens"),
        ({"week": {"mon": {"opens": "09:00"}}}, "week.mon.value.closes"),
        ({"week": {"mon": {"opens": "24:00", "closes": "17:00"}}}, "week.mon.value.opens"),
        ({"week": {}, "timezone": "Mars/Olympus"}, "timezone"),
        ({"week": {}, "closed_days": ["Christmas"]}, "closed_days.0"),
    ],
)
def test_what_is_no_hours_is_refused_by_its_field(call: Call, body: Any, field: str) -> None:
    response = call("PUT", json=body)

    assert response.status_code == 422
    assert list(response.json["error"]["fields"]) == [field]
