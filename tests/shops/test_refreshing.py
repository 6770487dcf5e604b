"""Expiring tokens: one refresh for many callers, and what happens when it fails."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import redis
from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select, update

from shopify_app.db import Record
from shopify_app.db.tables import Shop
from shopify_app.parts import Parts
from shopify_app.shopify.admin import AdminThrottled, AdminUnavailable
from shopify_app.shopify.token_exchange import (
    ClientRefused,
    SubjectTokenRefused,
    TokenPair,
    read_pair,
)
from shopify_app.shops.refreshing import TokenKeeper, encrypted_pair
from shopify_app.shops.tokens import TokenUnusable, access_token
from tests.demo.conftest import serving
from tests.shops.processes import tokens_of_processes
from tests.test_cli import environment_of

CALLERS = 32


@dataclass
class Endpoint:
    """A token endpoint whose old refresh token lasts until the next pair is used."""

    live: set[str] = field(default_factory=lambda: {"refresh-0"})
    issued: int = 0
    lost: int = 0
    """So many answers are lost after they were applied."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self) -> ResponseReturnValue:
        with self.lock:
            if request.get_json()["refresh_token"] not in self.live:
                return jsonify(error="invalid_grant"), 400
            self.issued += 1
            self.live.add(f"refresh-{self.issued}")
            if self.lost:
                self.lost -= 1
                return "", 502
            return jsonify(
                access_token=f"access-{self.issued}",
                expires_in=3600,
                refresh_token=f"refresh-{self.issued}",
                refresh_token_expires_in=7_776_000,
            )


@pytest.fixture
def endpoint(parts: Parts, shop: str) -> Iterator[Endpoint]:
    endpoint, app = Endpoint(), Flask("tokens")
    app.post("/<shop>/admin/oauth/access_token")(lambda shop: endpoint.answer())
    hold_expired_pair(parts, shop)
    with serving(app) as url:
        parts.settings = dataclasses.replace(parts.settings, admin_url=f"{url}/{{shop}}")
        yield endpoint
        parts.tokens.endpoint.close()


def hold_expired_pair(parts: Parts, shop: str) -> None:
    pair = TokenPair("access-0", 10, "refresh-0", 7_776_000)
    before = datetime.now(UTC) - timedelta(hours=1)
    with parts.record.write() as connection:
        values = encrypted_pair(pair, parts.settings.encryption_keys, now=before)
        connection.execute(update(Shop).where(Shop.shop == shop).values(values))


def state_of(record: Record, shop: str) -> str | None:
    with record.read() as connection:
        return connection.scalar(select(Shop.state).where(Shop.shop == shop))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "processes",
    [2, pytest.param(32, marks=pytest.mark.campaign)],
)
def test_many_processes_make_one_refresh(
    parts: Parts, endpoint: Endpoint, shop: str, processes: int
) -> None:
    environ = environment_of(parts.settings)

    tokens = tokens_of_processes(environ, shop, processes=processes)

    assert tokens == {"access-1"}
    assert endpoint.issued == 1
    _ = parts.tokens  # which the fixture closes


def test_many_callers_make_one_refresh(parts: Parts, endpoint: Endpoint, shop: str) -> None:
    _ = parts.tokens
    with ThreadPoolExecutor(CALLERS) as callers:
        tokens = list(callers.map(parts.tokens.fresh_token, [shop] * CALLERS))

    assert (set(tokens), endpoint.issued) == ({"access-1"}, 1)


def test_refreshes_are_counted_by_outcome(parts: Parts, endpoint: Endpoint, shop: str) -> None:
    before = parts.tally.read() or {}
    endpoint.lost = 1
    with pytest.raises(AdminUnavailable):
        parts.tokens.fresh_token(shop)
    parts.tokens.fresh_token(shop)

    after = parts.tally.read() or {}

    for outcome in ("failed", "done"):
        field = ("tote_token_refreshes", outcome)
        assert after[field] - before.get(field, 0) == 1


def test_a_token_without_expiry_is_left_alone(parts: Parts, shop: str) -> None:
    assert parts.tokens.fresh_token(shop) == "a-token"


def test_a_lost_answer_is_asked_for_again(parts: Parts, endpoint: Endpoint, shop: str) -> None:
    endpoint.lost = 1
    with pytest.raises(AdminUnavailable):
        parts.tokens.fresh_token(shop)

    assert parts.tokens.fresh_token(shop) == "access-2"


def test_without_redis_all_callers_end_with_the_one_stored_token(
    parts: Parts, endpoint: Endpoint, shop: str
) -> None:
    keeper = parts.tokens
    alone = TokenKeeper(
        keeper.record, keeper.endpoint, redis.Redis(port=1, retry=None), keeper.keys
    )
    with ThreadPoolExecutor(8) as callers:
        tokens = set(callers.map(alone.fresh_token, [shop] * 8))

    assert tokens == {access_token(parts.record, shop, keeper.keys)}


def test_a_refused_refresh_waits_for_the_merchant(
    parts: Parts, endpoint: Endpoint, shop: str
) -> None:
    endpoint.live.clear()
    with pytest.raises(TokenUnusable):
        parts.tokens.fresh_token(shop)

    assert state_of(parts.record, shop) == "needs_auth"


def test_a_lock_that_is_not_ours_is_not_released(
    parts: Parts, endpoint: Endpoint, shop: str
) -> None:
    keeper = parts.tokens
    assert keeper._take("tote:token:x", "another")
    keeper._release("tote:token:x", "mine")

    assert keeper.locks.get("tote:token:x") == b"another"
    keeper._release("tote:token:x", "another")
    assert keeper.locks.get("tote:token:x") is None


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, b'{"error":"invalid_subject_token"}', SubjectTokenRefused),
        (400, b'{"error":"invalid_client"}', ClientRefused),
        (429, b"", AdminThrottled),
        (200, b"[]", AdminUnavailable),
        (200, b'{"access_token":"a"}', AdminUnavailable),
        (200, b"<html>", AdminUnavailable),
        (503, b"{}", AdminUnavailable),
        (400, b'{"error":{"a":1}}', AdminUnavailable),
    ],
)
def test_a_refusal_says_who_can_help(status: int, body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_pair(status, "3", body)
