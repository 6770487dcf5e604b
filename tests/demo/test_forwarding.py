from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode

import httpx
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from demo import SHOP
from demo.customers import COOKIE, customers
from demo.forwarding import signed_query
from demo.parts import Parts
from demo.state import State
from shopify_app.config import Settings
from shopify_app.shopify.signatures import ProxyVisit, sign_proxy_query, verify_proxy_query
from tests.demo.conftest import Upstream, serving


@pytest.fixture
def secrets(demo_settings: Settings) -> tuple[str, ...]:
    return demo_settings.api_secrets


def visit(
    upstream: Upstream, secrets: tuple[str, ...], allowed: tuple[str, ...] = ()
) -> ProxyVisit:
    """What the app believes of the last request forwarded to it."""
    query = upstream.requests[-1].query_string
    return verify_proxy_query(query, secrets, now=datetime.now(UTC), allowed=allowed)


def test_what_is_forwarded_is_signed_so_that_the_app_believes_it(
    visitor: FlaskClient, upstream: Upstream, secrets: tuple[str, ...]
) -> None:
    upstream.answer = lambda: Response('{"text": "Hello."}', content_type="application/json")

    response = visitor.post("/apps/tote/chat", json={"message": "Hi"})

    [request] = upstream.requests
    assert (request.method, request.path) == ("POST", "/proxy/chat")
    assert upstream.bodies == [b'{"message": "Hi"}']
    assert request.headers["Content-Type"] == "application/json"
    assert visit(upstream, secrets) == ProxyVisit(SHOP, None, "/apps/tote", {})
    assert (response.status_code, response.get_json()) == (200, {"text": "Hello."})


def test_the_customer_picked_is_the_one_signed(
    visitor: FlaskClient, upstream: Upstream, secrets: tuple[str, ...]
) -> None:
    visitor.post("/sign-in", data={"customer": "maud", "back": "/"})

    visitor.post("/apps/tote/chat", json={"message": "Where is my parcel?"})

    assert visit(upstream, secrets).customer_id == str(customers()["maud"].id)


@pytest.mark.parametrize(
    "forged",
    [
        {"logged_in_customer_id": "999"},
        {"shop": "other.myshopify.com"},
        {"path_prefix": "/apps/other", "timestamp": "1"},
        {"signature": "0" * 64},
    ],
    ids=lambda forged: "+".join(forged),
)
def test_a_visitors_own_reserved_parameters_are_dropped(
    visitor: FlaskClient, upstream: Upstream, secrets: tuple[str, ...], forged: dict[str, str]
) -> None:
    visitor.post(f"/apps/tote/chat?{urlencode(forged)}", json={"message": "Hi"})

    assert visit(upstream, secrets) == ProxyVisit(SHOP, None, "/apps/tote", {})


def test_a_cookie_that_names_no_customer_signs_nobody_in(
    visitor: FlaskClient, upstream: Upstream, secrets: tuple[str, ...]
) -> None:
    visitor.set_cookie(COOKIE, "999")

    visitor.post("/apps/tote/chat", json={"message": "Hi"})

    assert visit(upstream, secrets).customer_id is None


def test_the_callers_own_parameters_are_kept_and_signed(
    visitor: FlaskClient, upstream: Upstream, secrets: tuple[str, ...]
) -> None:
    visitor.get("/apps/tote/conversation?conversation=a%20b%26c&after=")

    own = visit(upstream, secrets, ("conversation", "after")).parameters
    assert own == {"conversation": "a b&c", "after": ""}
    assert upstream.requests[-1].path == "/proxy/conversation"


def test_repeated_parameters_are_signed_joined_with_commas() -> None:
    query = signed_query("extra=1&extra=2", customer_id="", secret="hush", now_s=1317327555)

    joined = {
        "extra": "1,2",
        "logged_in_customer_id": "",
        "path_prefix": "/apps/tote",
        "shop": SHOP,
        "timestamp": "1317327555",
    }
    assert query.startswith("extra=1&extra=2&shop=")
    assert parse_qs(query)["signature"] == [sign_proxy_query(joined, "hush")]


def test_no_cookie_crosses_in_either_direction(visitor: FlaskClient, upstream: Upstream) -> None:
    visitor.set_cookie("secret", "of-the-shop")
    upstream.answer = lambda: Response(
        "{}", headers={"Set-Cookie": "app=1", "X-Powered-By": "Tote", "X-Kept": "yes"}
    )

    response = visitor.get("/apps/tote/conversation")

    assert "Cookie" not in upstream.requests[-1].headers
    assert "Set-Cookie" not in response.headers
    assert "X-Powered-By" not in response.headers
    assert response.headers["X-Kept"] == "yes"


def test_the_visitors_address_is_passed_on_and_cannot_be_made_up(
    visitor: FlaskClient, upstream: Upstream
) -> None:
    visitor.get("/apps/tote/conversation", headers={"X-Forwarded-For": "9.9.9.9"})

    headers = upstream.requests[-1].headers
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers["X-Forwarded-Host"] == "localhost"


@pytest.mark.parametrize("status", [204, 401, 422, 429, 503])
def test_the_apps_status_and_its_retry_after_come_through(
    visitor: FlaskClient, upstream: Upstream, status: int
) -> None:
    upstream.answer = lambda: Response(status=status, headers={"Retry-After": "7"})

    response = visitor.post("/apps/tote/feedback", json={})

    assert (response.status_code, response.headers["Retry-After"]) == (status, "7")


def test_an_app_that_is_not_there_is_a_502(
    visitor: FlaskClient, demo_app: Flask, demo_settings: Settings, state: State
) -> None:
    demo_app.extensions["demo"] = Parts(demo_settings, state, "http://127.0.0.1:1")

    response = visitor.post("/apps/tote/chat", json={"message": "Hi"})

    assert response.status_code == 502


def test_an_answer_is_passed_on_while_it_is_being_written(
    demo_app: Flask, upstream: Upstream
) -> None:
    heard = threading.Event()

    def writing() -> Iterator[bytes]:
        yield b"event: text\ndata: one\n\n"
        assert heard.wait(60), "the first piece was held back"
        yield b"event: done\ndata: two\n\n"

    upstream.answer = lambda: Response(writing(), content_type="text/event-stream")

    with (
        serving(demo_app) as url,
        httpx.stream("POST", f"{url}/apps/tote/chat", json={}, trust_env=False) as response,
    ):
        pieces = response.iter_raw()
        first = next(pieces)
        heard.set()
        rest = b"".join(pieces)

    assert first == b"event: text\ndata: one\n\n"
    assert rest == b"event: done\ndata: two\n\n"
    assert response.headers["Content-Type"].startswith("text/event-stream")
