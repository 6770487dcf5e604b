"""shopify.app.toml says the same as the code, and asks Shopify for no more than it uses."""

import json
import tomllib
from typing import Any

import pytest
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

from shopify_app.shopify.admin import QUERIES
from shopify_app.shopify.payloads import parse_order, parse_shop
from shopify_app.shopify.topics import COMPLIANCE_TOPICS, OWN_TOPICS, WEBHOOK_TOPICS
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


def test_names_and_paths_fit_shopifys_limits() -> None:
    assert len(APP["name"]) <= 30
    assert APP["app_proxy"]["prefix"] in ("a", "apps", "community", "tools")
    assert APP["app_proxy"]["subpath"].isidentifier()
    assert len(APP["app_proxy"]["subpath"]) <= 30
    assert APP["auth"]["redirect_urls"]


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
