"""A guest sees an order only with its number and address, and learns nothing by guessing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shopify_app.config import Settings
from shopify_app.db import Record
from shopify_app.db.tables import GuestAttempts, GuestSetting, Shop
from shopify_app.errors import InvalidInput
from shopify_app.orders import guests
from shopify_app.orders.guests import (
    MISSES_PER_SHOP,
    MISSES_PER_VISITOR,
    TOLD_AFTER_S,
    WINDOW,
    Clock,
    GuestOrdersOff,
    TooManyGuesses,
    forget_attempts,
    look_up,
    read_guess,
    switch,
)
from shopify_app.parts import Parts
from shopify_app.shopify.admin import AdminClient
from tests.admin.test_pages import bearer
from tests.chat.visiting import proxy_query
from tests.conftest import SHOP, install
from tests.workers.admin import ScriptedAdmin
from workers.erasure import erase_shop

ANNA = "anna@example.com"


class Stopwatch:
    """A clock that stands still, and is told to sleep."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    @property
    def clock(self) -> Clock:
        return Clock(read=lambda: 100.0, sleep=self.slept.append)


def node(name: str, email: str | None) -> dict[str, Any]:
    return {
        "legacyResourceId": "9001",
        "name": name,
        "email": email,
        "createdAt": "2026-02-20T09:00:00Z",
        "updatedAt": "2026-02-20T09:00:00Z",
        "cancelledAt": None,
        "cancelReason": None,
        "displayFulfillmentStatus": "FULFILLED",
        "fulfillments": [
            {
                "legacyResourceId": "5",
                "createdAt": "2026-02-22T09:00:00Z",
                "deliveredAt": None,
                "status": "SUCCESS",
                "displayStatus": "IN_TRANSIT",
                "trackingInfo": [{"company": "DHL", "number": "JD01", "url": None}],
            }
        ],
    }


@pytest.fixture
def shop(record: Record, settings: Settings, now: datetime) -> str:
    """With a token, unlike the store of the other tests of orders."""
    return install(record, settings, SHOP, now)


@pytest.fixture
def admin(parts: Parts) -> Iterator[ScriptedAdmin]:
    scripted = ScriptedAdmin()
    scripted.lists["orders"] = {"nodes": [node("#1001", ANNA), node("#1002", "ben@example.com")]}
    client = AdminClient(scripted.url, "2026-10")
    parts.__dict__["admin"] = client
    yield scripted
    client.close()
    scripted.close()


@pytest.fixture
def watch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def opened(record: Record, shop: str, now: datetime) -> str:
    """A shop that has switched it on."""
    with record.write() as connection:
        switch(connection, shop, enabled=True, now=now)
    return shop


def guess(
    parts: Parts,
    shop: str,
    number: str,
    email: str,
    watch: Stopwatch,
    *,
    now: datetime,
    visitor: str = "v",
) -> str | None:
    return look_up(parts, shop, visitor, read_guess(number, email), now=now, clock=watch.clock)


@pytest.mark.parametrize(
    ("number", "email"), [("#1001", ANNA), ("1001", "  Anna@Example.COM "), (" # 1001"[2:], ANNA)]
)
def test_number_and_address_together_show_state_and_parcels_only(
    parts: Parts, admin: ScriptedAdmin, opened: str, watch: Stopwatch, now: datetime,
    number: str, email: str,
) -> None:  # fmt: skip
    assert guess(parts, opened, number, email, watch, now=now) == (
        "Order #1001.\nIts status: on its way.\n"
        "Parcel of 22 February 2026: on its way, carrier DHL, tracking number JD01."
    )


@pytest.mark.parametrize(
    ("number", "email", "mood"),
    [
        ("1001", "ben@example.com", "well"),
        ("1002", ANNA, "well"),
        ("7777", ANNA, "well"),
        ("1001", "anna@example.co", "well"),
        ("1001", ANNA, "refused"),
        ("1001", ANNA, "down"),
        ("1001", ANNA, "throttled"),
    ],
)
def test_whatever_does_not_fit_is_told_alike_and_after_the_same_time(
    parts: Parts, admin: ScriptedAdmin, opened: str, watch: Stopwatch, now: datetime,
    number: str, email: str, mood: str,
) -> None:  # fmt: skip
    admin.mood = mood

    assert guess(parts, opened, number, email, watch, now=now) is None
    assert watch.slept == [TOLD_AFTER_S]
    assert len(admin.asked) == 1


@pytest.mark.parametrize("email", [None, ""])
def test_an_app_that_may_not_read_addresses_confirms_nothing(
    parts: Parts, admin: ScriptedAdmin, opened: str, watch: Stopwatch, now: datetime,
    email: str | None, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    admin.lists["orders"] = {"nodes": [node("#1001", email)]}

    assert guess(parts, opened, "1001", ANNA, watch, now=now) is None
    assert "guest_order=no_access_to_addresses" in caplog.text


def test_a_hit_takes_as_long_as_a_miss(
    parts: Parts, admin: ScriptedAdmin, opened: str, watch: Stopwatch, now: datetime
) -> None:
    guess(parts, opened, "1001", ANNA, watch, now=now)
    guess(parts, opened, "1001", "x@example.com", watch, now=now)

    assert watch.slept == [TOLD_AFTER_S, TOLD_AFTER_S]


def test_it_is_off_until_the_merchant_switches_it_on(
    parts: Parts, admin: ScriptedAdmin, shop: str, watch: Stopwatch, now: datetime
) -> None:
    with pytest.raises(GuestOrdersOff):
        guess(parts, shop, "1001", ANNA, watch, now=now)

    assert admin.asked == []


def test_who_misses_too_often_is_locked_out_for_a_while_even_with_the_right_pair(
    parts: Parts, admin: ScriptedAdmin, opened: str, watch: Stopwatch, now: datetime
) -> None:
    for _ in range(MISSES_PER_VISITOR):
        guess(parts, opened, "1001", "x@example.com", watch, now=now)

    with pytest.raises(TooManyGuesses) as locked:
        guess(parts, opened, "1001", ANNA, watch, now=now)

    assert locked.value.retry_after_s == WINDOW.total_seconds()
    assert len(admin.asked) == MISSES_PER_VISITOR
    assert guess(parts, opened, "1001", ANNA, watch, now=now, visitor="other")
    assert guess(parts, opened, "1001", ANNA, watch, now=now + WINDOW)


def test_who_finds_their_order_is_never_locked_out(
    parts: Parts, admin: ScriptedAdmin, opened: str, watch: Stopwatch, now: datetime
) -> None:
    for _ in range(MISSES_PER_VISITOR + 2):
        assert guess(parts, opened, "1001", ANNA, watch, now=now)


def test_attempts_are_kept_for_an_hour_and_name_nobody(
    parts: Parts, admin: ScriptedAdmin, opened: str, watch: Stopwatch, now: datetime
) -> None:
    guess(parts, opened, "1001", "x@example.com", watch, now=now, visitor="first")
    guess(parts, opened, "1001", "x@example.com", watch, now=now + WINDOW, visitor="second")

    with parts.record.read() as connection:
        rows = connection.execute(select(*GuestAttempts.__table__.c)).all()
    assert {row.visitor for row in rows} == {"", "second"}
    assert "example" not in str(rows)
    forget_attempts(parts.record, now=now + 2 * WINDOW)
    with parts.record.read() as connection:
        assert connection.scalars(select(GuestAttempts.visitor)).all() == []


@pytest.mark.parametrize(
    ("number", "email"),
    [
        ("", ANNA), ("1001 OR 1", ANNA), ('1001" OR name:*', ANNA), ("*", ANNA), ("#", ANNA),
        ("1001", ""), ("1001", "anna"), ("1001", "a b@c"), ("1001", "a" * 200 + "@b.example"),
        ("1" * 30, ANNA), ("1001", '"@x'),
    ],
)  # fmt: skip
def test_what_is_no_number_or_no_address_is_refused_without_being_quoted(
    number: str, email: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_guess(number, email)

    assert "anna" not in str(refused.value)
    assert "anna" not in repr(refused.value.fields)


@pytest.mark.parametrize("guesses", [1000, pytest.param(10_000, marks=pytest.mark.campaign)])
def test_ten_thousand_guesses_confirm_nothing(
    parts: Parts, admin: ScriptedAdmin, opened: str, watch: Stopwatch, now: datetime,
    caplog: pytest.LogCaptureFixture, guesses: int,
) -> None:  # fmt: skip
    """Real numbers with other addresses and real addresses with other numbers, by visitors that
    change with every third guess, a thousand an hour; ten thousand in the campaign."""
    if parts.record.engine.dialect.name != "sqlite":
        pytest.skip("the counting on PostgreSQL is tested above")
    confirmed, asked_for, locked = 0, 0, 0
    for n in range(guesses):
        at = now + timedelta(seconds=3.6 * n)
        number, email = [
            (f"{1001 + n % 2}", f"guess{n}@example.com"), (f"{2000 + n}", ANNA),
            ("1002", ANNA), ("1001", "ben@example.com"),
        ][n % 4]  # fmt: skip
        try:
            confirmed += bool(
                guess(parts, opened, number, email, watch, now=at, visitor=f"v{n // 3}")
            )
            asked_for += 1
        except TooManyGuesses:
            locked += 1
    assert confirmed == 0
    assert asked_for + locked == guesses
    assert asked_for <= MISSES_PER_SHOP * (guesses // 1000 + 1)
    assert set(watch.slept) == {TOLD_AFTER_S}
    assert ANNA not in caplog.text
    assert guess(parts, opened, "1001", ANNA, watch, now=at + WINDOW, visitor="anna")


def test_a_shop_that_leaves_takes_setting_and_counts_along(
    parts: Parts, admin: ScriptedAdmin, opened: str, watch: Stopwatch, now: datetime
) -> None:
    guess(parts, opened, "1001", "x@example.com", watch, now=now)
    with parts.record.write() as connection:
        connection.execute(update(Shop).values(state="uninstalled"))
        assert erase_shop(connection, opened, now=now)

        assert connection.scalars(select(GuestAttempts.visitor)).all() == []
        assert connection.scalars(select(GuestSetting.shop)).all() == []


# --- at the doors --------------------------------------------------------------------------------


def post(client: FlaskClient, settings: Settings, shop: str, body: Any) -> Any:
    query = proxy_query(shop, settings.api_secrets[0])
    return client.post(f"/proxy/order?{query}", json=body)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guests, "TOLD_AFTER_S", 0.0)


@pytest.mark.usefixtures("at_once")
def test_the_merchant_switches_it_and_the_guest_asks(
    client: FlaskClient, settings: Settings, parts: Parts, admin: ScriptedAdmin, shop: str,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    headers = bearer(settings, shop)
    right = {"number": "1001", "email": ANNA}
    assert client.get("/api/guest-orders", headers=headers).get_json() == {"enabled": False}
    assert post(client, settings, shop, right).status_code == 403

    switched = client.put("/api/guest-orders", json={"enabled": True}, headers=headers)
    assert switched.get_json() == {"enabled": True}
    found = post(client, settings, shop, right)
    assert (found.status_code, found.get_json()["found"]) == (200, True)
    assert found.headers["Cache-Control"] == "no-store"
    wrong = [
        post(client, settings, shop, each)
        for each in (
            {"number": "1001", "email": "x@example.com"}, {"number": "1003", "email": ANNA},
        )
    ]  # fmt: skip
    assert wrong[0].data == wrong[1].data
    assert dict(wrong[0].headers) == dict(wrong[1].headers)
    assert post(client, settings, shop, {"number": "1001"}).status_code == 422
    assert ANNA not in caplog.text
    assert client.put("/api/guest-orders", json={"enabled": False}).status_code == 401
    with parts.record.read() as connection:
        assert connection.scalar(select(GuestSetting.enabled)) is True


@pytest.mark.usefixtures("at_once")
def test_a_guest_needs_shopify_s_signature(client: FlaskClient, shop: str) -> None:
    body = {"number": "1001", "email": ANNA}

    assert client.post("/proxy/order", json=body).status_code == 401
