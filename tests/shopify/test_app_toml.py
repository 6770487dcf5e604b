"""shopify.app.toml says the same as the code, and asks Shopify for no more than it uses."""

import json
import re
import sys
import tomllib
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shopify_app.config import DEFAULT_SHOPIFY_API_VERSION
from shopify_app.local.__main__ import parse_options
from shopify_app.shopify.payloads import parse_order, parse_shop
from shopify_app.shopify.scopes import SCOPES, missing_scopes
from shopify_app.shopify.signatures import sign_proxy_query, verify_proxy_query
from shopify_app.shopify.topics import COMPLIANCE_TOPICS, OWN_TOPICS, WEBHOOK_TOPICS
from shopify_app.web import proxy
from tests.house import ROOT
from tests.shopify.test_payloads import order

APP = tomllib.loads((ROOT / "shopify.app.toml").read_text())
SUBSCRIPTIONS: list[dict[str, Any]] = APP["webhooks"]["subscriptions"]
PERSONAL = ("email", "phone", "first_name", "last_name", "address", "note", "token", "status_url")


def test_every_topic_we_take_is_subscribed_and_no_other() -> None:
    topics = [topic for each in SUBSCRIPTIONS for topic in each.get("topics", [])]
    compliance = [topic for each in SUBSCRIPTIONS for topic in each.get("compliance_topics", [])]

    assert sorted(topics) == sorted(WEBHOOK_TOPICS - OWN_TOPICS - COMPLIANCE_TOPICS)
    assert sorted(compliance) == sorted(COMPLIANCE_TOPICS)


def test_the_scopes_are_those_the_code_asks_for() -> None:
    assert APP["access_scopes"]["scopes"].split(",") == list(SCOPES)
    assert missing_scopes("read_products,read_content,write_orders,write_app_proxy") == [
        "read_legal_policies"
    ]
    assert missing_scopes("") == []


def test_every_topic_has_its_own_address() -> None:
    for each in SUBSCRIPTIONS:
        [topic] = each.get("topics", []) + each.get("compliance_topics", [])
        assert each["uri"] == f"/webhooks/{topic}"


def test_order_topics_name_their_fields_and_no_personal_one() -> None:
    orders = [
        each
        for each in SUBSCRIPTIONS
        if any(topic.startswith(("orders/", "refunds/")) for topic in each.get("topics", []))
    ]

    assert len(orders) == 8
    for each in orders:
        fields = each["include_fields"]
        assert not [field for field in fields if any(word in field for word in PERSONAL)]
        assert "customer" not in fields


def test_what_is_sent_of_a_store_names_its_fields_and_no_personal_one() -> None:
    for topic in ("shop/update", "app/uninstalled"):
        fields = subscription(topic)["include_fields"]
        assert not [field for field in fields if any(word in field for word in PERSONAL)]
        assert "shop_owner" not in fields


def test_the_fields_of_an_order_are_all_that_is_read_of_it() -> None:
    item = {"title": "Harbour Jumper", "variant_title": "S", "quantity": 1, "price": "89.00"}
    whole = order(
        closed_at=None,
        cancelled_at="2026-11-21T10:00:00Z",
        cancel_reason="customer",
        line_items=[item | {"product_id": 7, "fulfillment_status": None}],
    )
    for topic in ("create", "updated", "cancelled", "fulfilled", "partially_fulfilled"):
        sent = only(whole, subscription(f"orders/{topic}")["include_fields"])

        assert parse_order(sent) == parse_order(whole)
        assert "email" not in json.dumps(sent)


def test_the_fields_of_a_store_are_all_that_is_read_of_it() -> None:
    whole = {
        "id": 1,
        "name": "Woolmere",
        "domain": "woolmere.example",
        "myshopify_domain": "woolmere.myshopify.com",
        "currency": "GBP",
        "iana_timezone": "Europe/London",
        "primary_locale": "en",
        "email": "owner@example.com",
    }

    sent = only(whole, subscription("shop/update")["include_fields"])

    assert parse_shop(sent) == parse_shop(whole)
    assert sent["myshopify_domain"] == "woolmere.myshopify.com"


def subscription(topic: str) -> dict[str, Any]:
    [found] = [each for each in SUBSCRIPTIONS if topic in each.get("topics", [])]
    return found


def only(payload: dict[str, Any], fields: list[str]) -> dict[str, Any]:
    """What Shopify sends of a payload: `a.b` is the `b` of `a`, or of everything in the list."""
    sent: dict[str, Any] = {}
    for name in fields:
        outer, _, inner = name.partition(".")
        value = payload.get(outer)
        if not inner or value is None:
            sent[outer] = value
        elif isinstance(value, list):
            rows = sent.setdefault(outer, [{} for _ in value])
            for row, item in zip(rows, value, strict=True):
                row[inner] = item.get(inner)
        else:
            sent.setdefault(outer, {})[inner] = value.get(inner)
    return sent


def test_names_and_paths_fit_shopifys_limits() -> None:
    proxy = APP["app_proxy"]

    assert re.fullmatch(r"[0-9a-f]{32}", APP["client_id"])
    assert 0 < len(APP["name"]) <= 30
    assert re.fullmatch(r"\w*(?!-)[_a-z0-9-]+(?<!-)", APP["handle"])
    assert urlsplit(APP["application_url"]).scheme == "https"
    assert APP["embedded"] is True
    assert APP["build"]["include_config_on_deploy"] is True
    assert APP["auth"]["redirect_urls"]
    assert all(url.startswith(APP["application_url"]) for url in APP["auth"]["redirect_urls"])
    assert set(proxy) == {"url", "subpath", "prefix"}
    assert proxy["prefix"] in ("a", "apps", "community", "tools")
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,30}", proxy["subpath"])
    assert proxy["subpath"] not in ("admin", "services", "password", "login")


def test_the_installation_is_shopifys_own() -> None:
    """Managed installation: Shopify asks for the scopes, and no redirect of ours does."""
    assert set(APP["access_scopes"]) == {"scopes"}
    assert "privacy_compliance" not in APP["webhooks"]
    assert "events" not in APP


def test_every_subscription_is_said_once_and_as_shopify_reads_it() -> None:
    seen = []
    for each in SUBSCRIPTIONS:
        assert set(each) <= {"topics", "compliance_topics", "uri", "include_fields"}
        assert not each["uri"].endswith("/")
        seen += each.get("topics", []) + each.get("compliance_topics", [])
        fields = each.get("include_fields", [])
        assert len(fields) == len(set(fields))

    assert len(seen) == len(set(seen))
    assert APP["webhooks"]["api_version"] == DEFAULT_SHOPIFY_API_VERSION


def test_every_address_has_a_door_that_does_not_send_elsewhere(client: FlaskClient) -> None:
    """A redirect counts as a webhook that failed."""
    for each in SUBSCRIPTIONS:
        for path in (each["uri"], each["uri"] + "/"):
            assert client.post(path, data=b"{}").status_code == 401, path


def test_the_extension_is_where_the_cli_looks_for_it() -> None:
    [found] = (ROOT / "extensions").glob("*/shopify.extension.toml")
    said = tomllib.loads(found.read_text())

    assert (said["type"], said["handle"]) == ("theme", found.parent.name)


def test_a_reduced_payload_says_when_it_changed() -> None:
    """Shopify drops what equals the one before: without the time, every second change."""
    timeless = {
        topic
        for each in SUBSCRIPTIONS
        for topic in each.get("topics", [])
        if "include_fields" in each and "updated_at" not in each["include_fields"]
    }

    # Each of these happens once to the id it names.
    assert timeless == {"orders/edited", "orders/delete", "refunds/create"}


def test_the_proxy_leads_to_our_doors_and_they_know_its_place() -> None:
    tote = Flask("tote")
    tote.register_blueprint(proxy.doors)
    app_proxy = APP["app_proxy"]
    place = f"/{app_proxy['prefix']}/{app_proxy['subpath']}"

    endpoint, _ = tote.url_map.bind("tote.example.com").match(f"{app_proxy['url']}/chat", "POST")

    assert endpoint == "proxy.chat"
    assert verified_path_prefix(place) == place


def verified_path_prefix(prefix: str) -> str:
    """What our door makes of it, for a merchant who calls from there."""
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    parameters = {
        "shop": "woolmere.myshopify.com",
        "logged_in_customer_id": "",
        "path_prefix": prefix,
        "timestamp": str(int(now.timestamp())),
    }
    query = urlencode({**parameters, "signature": sign_proxy_query(parameters, "secret")})
    return verify_proxy_query(query.encode(), ["secret"], now=now).path_prefix


def test_shopifys_cli_can_start_tote(monkeypatch: pytest.MonkeyPatch) -> None:
    web = tomllib.loads((ROOT / "shopify.web.toml").read_text())
    command = web["commands"]["dev"].split(" ")  # as the CLI does, without a shell

    assert web["roles"] == ["frontend", "backend"]
    assert web["webhooks_path"] == subscription("app/uninstalled")["uri"]
    assert json.loads((ROOT / "package.json").read_text())["private"] is True
    # The CLI's HOST is the tunnel's address, and would be what gunicorn listens at.
    assert command[:3] == ["env", "HOST=127.0.0.1", "./run"]
    monkeypatch.setattr(sys, "argv", command[2:])
    monkeypatch.setenv("PORT", "45671")
    options = parse_options()
    assert (options.port, options.no_demo) == (45671, True)


@pytest.mark.parametrize(
    ("said", "environment", "port"), [([], "", 8000), (["--port", "45672"], "45671", 45672)]
)
def test_run_listens_where_it_is_told_or_at_8000(
    said: list[str], environment: str, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["./run", *said])
    monkeypatch.setenv("PORT", environment)

    assert parse_options().port == port
