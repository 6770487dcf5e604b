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
from graphql import (
    FieldNode,
    GraphQLObjectType,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_schema,
    get_named_type,
    parse,
    visit,
)

from shopify_app.config import DEFAULT_SHOPIFY_API_VERSION
from shopify_app.local.__main__ import parse_options
from shopify_app.shopify.admin import QUERIES
from shopify_app.shopify.payloads import parse_order, parse_shop
from shopify_app.shopify.signatures import sign_proxy_query, verify_proxy_query
from shopify_app.shopify.topics import COMPLIANCE_TOPICS, OWN_TOPICS, WEBHOOK_TOPICS
from shopify_app.web import proxy, webhooks
from tests.house import ROOT
from tests.shared_data import SHARED
from tests.shopify.test_payloads import order

APP = tomllib.loads((ROOT / "shopify.app.toml").read_text())
SUBSCRIPTIONS: list[dict[str, Any]] = APP["webhooks"]["subscriptions"]
SCOPES = set(APP["access_scopes"]["scopes"].split(","))
PERSONAL = ("email", "phone", "first_name", "last_name", "address", "note", "token", "status_url")


def test_every_topic_we_take_is_subscribed_and_no_other() -> None:
    topics = [topic for each in SUBSCRIPTIONS for topic in each.get("topics", [])]
    compliance = [topic for each in SUBSCRIPTIONS for topic in each.get("compliance_topics", [])]

    assert sorted(topics) == sorted(WEBHOOK_TOPICS - OWN_TOPICS - COMPLIANCE_TOPICS)
    assert sorted(compliance) == sorted(COMPLIANCE_TOPICS)


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
    whole = order(closed_at=None, cancelled_at="2026-11-21T10:00:00Z", cancel_reason="customer")
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


def test_the_file_has_the_tables_shopifys_cli_knows_and_no_other() -> None:
    known = {
        "": {"client_id", "name", "handle", "application_url", "embedded"},
        "build": {"include_config_on_deploy"},
        "access_scopes": {"scopes"},
        "auth": {"redirect_urls"},
        "webhooks": {"api_version", "subscriptions"},
        "app_proxy": {"url", "prefix", "subpath"},
    }
    tables = {name: value for name, value in APP.items() if isinstance(value, dict)}

    assert APP.keys() - tables.keys() == known.pop("")
    assert {name: set(table) for name, table in tables.items()} == known


def test_names_and_addresses_fit_shopifys_limits() -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", APP["client_id"])
    assert 0 < len(APP["name"]) <= 30
    assert len(APP["handle"]) <= 256
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", APP["handle"])
    assert APP["embedded"] is True
    assert APP["build"]["include_config_on_deploy"] is True
    home = urlsplit(APP["application_url"])
    assert (home.scheme, home.query, home.fragment) == ("https", "", "")
    assert [urlsplit(each)[:2] for each in APP["auth"]["redirect_urls"]] == [home[:2]]


def test_webhooks_come_in_the_version_we_ask_in() -> None:
    assert APP["webhooks"]["api_version"] == DEFAULT_SHOPIFY_API_VERSION


def test_a_subscription_says_only_what_shopify_knows_and_nothing_twice() -> None:
    for each in SUBSCRIPTIONS:
        assert each.keys() <= {"topics", "compliance_topics", "uri", "include_fields"}
        assert ("topics" in each) != ("compliance_topics" in each)
        fields = each.get("include_fields", [])
        assert len(set(fields)) == len(fields)
        assert "compliance_topics" not in each or not fields  # Shopify sends those whole

    said = [
        (topic, each["uri"])
        for each in SUBSCRIPTIONS
        for topic in each.get("topics", []) + each.get("compliance_topics", [])
    ]
    assert len(set(said)) == len(said)


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


def test_every_address_is_a_door_of_ours() -> None:
    tote = Flask("tote")
    tote.register_blueprint(webhooks.doors)
    tote.register_blueprint(proxy.doors)
    doors = tote.url_map.bind("tote.example.com")

    assert doors.match(f"{APP['app_proxy']['url']}/chat", "POST")[0] == "proxy.chat"
    for each in SUBSCRIPTIONS:
        assert not each["uri"].endswith("/")  # Shopify's CLI would strip it
        assert doors.match(each["uri"], "POST")[0] == "webhooks.receive"


def test_the_proxys_place_is_one_shopify_gives() -> None:
    prefix, subpath = APP["app_proxy"]["prefix"], APP["app_proxy"]["subpath"]

    assert prefix in ("a", "apps", "community", "tools")
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,30}", subpath)
    assert subpath not in ("admin", "services", "password", "login")
    assert verified_path_prefix(f"/{prefix}/{subpath}") == f"/{prefix}/{subpath}"


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


def test_the_extension_lies_where_shopifys_cli_looks() -> None:
    """No `extension_directories`: then it is `extensions/*`."""
    [found] = ROOT.glob("extensions/*/*.extension.toml")
    extension = tomllib.loads(found.read_text())

    assert extension["type"] == "theme"
    assert re.fullmatch(r"[a-z0-9-]{1,50}", extension["handle"])


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


@pytest.mark.skipif(
    not (SHARED / "shopify").exists(), reason="Shopify's schema is not on this machine"
)
def test_the_scopes_cover_every_query_with_none_to_spare() -> None:
    needed = scopes_of_queries()

    missing = {name: options for name, options in needed.items() if not options & SCOPES}
    assert missing == {}
    used = set().union(*needed.values())
    assert SCOPES - used == {"write_app_proxy"}  # the proxy itself; no query shows it


def scopes_of_queries() -> dict[str, set[str]]:
    """For every type our documents select that needs a scope: the scopes that give it."""
    schema = build_schema((SHARED / "shopify" / "admin_2026-10.graphql").read_text())
    by_type: dict[str, Any] = json.loads(
        (SHARED / "shopify" / "admin_2026-10.scopes.json").read_text()
    )
    selected: set[str] = set()

    class Types(Visitor):
        def __init__(self, info: TypeInfo) -> None:
            super().__init__()
            self.info = info

        def enter_field(self, _node: FieldNode, *_: Any) -> None:
            named = get_named_type(self.info.get_type())
            if isinstance(named, GraphQLObjectType):
                selected.add(named.name)

    for path in QUERIES.glob("*.graphql"):
        info = TypeInfo(schema)
        visit(parse(path.read_text()), TypeInfoVisitor(info, Types(info)))
    return {name: set(by_type[name]) for name in selected if by_type.get(name)}
