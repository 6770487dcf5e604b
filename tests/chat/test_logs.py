"""What people say and what opens doors is in no log line, whichever door it came in by."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from shopify_app.config import Settings
from shopify_app.parts import Parts
from shopify_app.web import proxy
from tests.admin.test_pages import bearer
from tests.chat.conftest import Shopper
from tests.fake_claude import Act, FakeClaude
from tests.test_cli import environment_of, run
from tests.webhooks.signing import post
from workers.jobs import run_deliveries

MARK = "zq7mark"
"""Stands in everything below that is somebody's."""
EMAIL, SECRET = f"{MARK}@example.com", f"shpat_{MARK}"
RETURNS = f"I am {MARK}, {EMAIL}, +44 7700 900123. What is your return policy?"
ORDER = {
    "id": 4711,
    "name": "#1001",
    "email": EMAIL,
    "customer": {"id": 5, "email": EMAIL, "first_name": MARK},
    "shipping_address": {"address1": f"{MARK} Lane", "name": MARK},
    "updated_at": "2026-10-20T14:03:11Z",
    "created_at": "2026-10-20T14:03:11Z",
    "line_items": [],
}


@pytest.fixture
def lines(
    caplog: pytest.LogCaptureFixture, settings: Settings, capfd: pytest.CaptureFixture[str]
) -> Iterator[list[str]]:
    """At its end none of what was logged holds the mark, a secret or a traceback."""
    caplog.set_level(logging.INFO)
    seen: list[str] = []
    yield seen
    formatter = logging.Formatter("%(name)s %(message)s")
    told = "\n".join(map(formatter.format, caplog.records)) + "".join(capfd.readouterr())
    kept = [*settings.api_secrets, *settings.encryption_keys, SECRET, MARK, "900123", *seen]
    assert [word for word in kept if word in told] == []
    assert "Traceback" not in told


def test_webhooks(
    client: FlaskClient, settings: Settings, shop: str, parts: Parts, lines: list[str]
) -> None:
    bodies: list[bytes] = [
        json.dumps(ORDER).encode(),
        json.dumps({**ORDER, "id": MARK}).encode(),
        f'{{"email": "{EMAIL}"'.encode(),
        json.dumps({**ORDER, "customer": EMAIL, "line_items": EMAIL}).encode(),
    ]
    for body in bodies:
        assert post(client, settings, body=body, topic="orders/updated").status_code == 200
    redact = {"shop_domain": shop, "customer": {"id": 5, "email": EMAIL}, "orders_to_redact": [1]}
    post(client, settings, body=json.dumps(redact).encode(), topic="customers/redact")
    forged = {"X-Shopify-Hmac-Sha256": MARK}
    refused = post(client, settings, body=bodies[0], topic="orders/updated", changes=forged)
    assert refused.status_code == 401

    run_deliveries(parts)


def test_shoppers(shopper: Shopper, fake: FakeClaude, lines: list[str]) -> None:
    lines.append(shopper.query().rpartition("=")[2])
    fake.play(Act("spend_limit"))
    answer = shopper.ask(RETURNS)
    shopper.hear(RETURNS)
    opinion: dict[str, Any] = {"message_id": answer["message_id"], "rating": "up"}
    assert shopper.post("/proxy/feedback", {**opinion, "comment": RETURNS}).status_code == 204
    assert shopper.post("/proxy/feedback", {**opinion, "rating": MARK}).status_code == 422
    assert shopper.post("/proxy/chat", {"message": [EMAIL]}).status_code == 422
    session = shopper.post("/proxy/session", {}).get_json()
    lines.append(session["token"])
    asked = {"message": RETURNS}
    allowed = {"Authorization": f"Bearer {session['token']}"}
    assert shopper.client.post("/chat", json=asked, headers=allowed).status_code == 200
    forged = {"Authorization": f"Bearer {SECRET}"}
    assert shopper.client.post("/chat", json=asked, headers=forged).status_code == 401
    shopper.get("/proxy/conversation", conversation=answer["conversation"])


def test_merchants(shopper: Shopper, settings: Settings, lines: list[str]) -> None:
    asked = shopper.ask(RETURNS)
    client, allowed = shopper.client, bearer(settings, shopper.shop)
    lines.append(allowed["Authorization"].partition(" ")[2])
    conversation = f"/api/conversations/{asked['conversation']}"
    calls: list[tuple[str, str, Any]] = [
        ("POST", "/api/ask", {"message": RETURNS, "conversation": None}),
        ("GET", "/api/conversations", None),
        ("GET", conversation, None),
        ("POST", f"{conversation}/reply", {"text": RETURNS}),
        ("POST", "/api/templates", {"name": RETURNS}),
        ("PUT", "/api/voice", {"settings": EMAIL}),
        ("GET", f"/api/knowledge/documents?q={EMAIL}", None),
        ("GET", f"/api/conversations/{EMAIL}", None),
    ]
    for method, path, body in calls:
        client.open(path, method=method, json=body, headers=allowed)
        forged = {"Authorization": f"Bearer {SECRET}"}
        assert client.open(path, method=method, json=body, headers=forged).status_code == 401
    client.get("/", query_string={"id_token": SECRET})


def test_what_was_not_foreseen(
    shopper: Shopper,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    lines: list[str],
) -> None:
    def choke(*_: Any, **__: Any) -> None:
        raise RuntimeError(f"cannot read {EMAIL}")

    monkeypatch.setattr(proxy, "rate_message", choke)
    opinion = {"message_id": "1", "rating": "up"}

    assert shopper.post("/proxy/feedback", opinion).status_code == 500
    assert "unexpected=RuntimeError(test_logs.py:" in caplog.text


def test_commands(settings: Settings, shop: str, lines: list[str]) -> None:
    environ = environment_of(settings)
    for words in (
        ("shops", "add", shop, "--token", SECRET),
        ("shops", "add", shop, "--token", f"{SECRET} ü"),
        ("shops", "list"),
        ("keys", "rotate"),
        ("deliveries", "list"),
    ):
        assert MARK not in run(environ, *words).output
