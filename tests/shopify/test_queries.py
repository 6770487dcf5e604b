"""Every GraphQL document is valid against Shopify's real schema, within the scopes we ask for."""

import json
import tomllib
from functools import cache
from typing import Any

import pytest
from graphql import (
    FieldNode,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_schema,
    get_named_type,
    parse,
    validate,
    visit,
)

from demo.shopify_standin import querying
from shopify_app.shopify.admin import QUERIES
from tests.house import ROOT
from tests.shared_data import SHARED

SCHEMA = SHARED / "shopify" / "admin_2026-10.graphql"
FACTS = SHARED / "shopify" / "admin_2026-10.scopes.json"
PROXY = "write_app_proxy"
"""For the proxy itself: no query shows it."""

SCOPES_OF_TYPES = {
    "Article": {"read_content", "read_online_store_pages"},
    "Blog": {"read_content", "read_online_store_pages"},
    "Collection": {"read_products"},
    "Fulfillment": {"read_orders"},
    "FulfillmentTrackingInfo": {"read_orders"},
    "InventoryItem": {"read_inventory", "read_products"},
    "LineItem": {"read_orders"},
    "Media": {"read_files", "read_orders", "read_products"},
    "MediaPreviewImage": {"read_files", "read_products"},
    "Order": {"read_orders"},
    "Page": {"read_content", "read_online_store_pages"},
    "Product": {"read_products"},
    "ProductOption": {"read_products"},
    "ProductOptionValue": {"read_products"},
    "ProductVariant": {"read_products"},
    "ShopPolicy": {"read_legal_policies"},
}
"""Of the types our documents select: any one of these scopes gives it. Others need none."""


@cache
def schema() -> GraphQLSchema:
    return build_schema(SCHEMA.read_text())


@cache
def selected() -> frozenset[str]:
    """The types our documents select, and each field as `Type.field`.

    By the stand-in's schema, which tests/demo compares with Shopify's own.
    """
    found: set[str] = set()

    class Selections(Visitor):
        def __init__(self, info: TypeInfo) -> None:
            super().__init__()
            self.info = info

        def enter_field(self, node: FieldNode, *_: Any) -> None:
            named = get_named_type(self.info.get_type())
            parent = self.info.get_parent_type()
            assert named is not None
            assert parent is not None
            found.update({named.name, f"{parent.name}.{node.name.value}"})

    for path in QUERIES.glob("*.graphql"):
        info = TypeInfo(querying.schema())
        visit(parse(path.read_text()), TypeInfoVisitor(info, Selections(info)))
    return frozenset(found)


def asked_for() -> set[str]:
    said = tomllib.loads((ROOT / "shopify.app.toml").read_text())
    return set(said["access_scopes"]["scopes"].split(","))


@pytest.mark.skipif(not SCHEMA.exists(), reason="Shopify's schema is not on this machine")
@pytest.mark.parametrize("name", sorted(path.name for path in QUERIES.glob("*.graphql")))
def test_a_document_is_valid(name: str) -> None:
    assert validate(schema(), parse((QUERIES / name).read_text())) == []


def test_the_scopes_asked_for_are_exactly_those_the_documents_need() -> None:
    needed = {name: SCOPES_OF_TYPES[name] for name in selected() & SCOPES_OF_TYPES.keys()}
    asked = asked_for() - {PROXY}

    assert {name for name, any_of in needed.items() if not any_of & asked} == set()
    for scope in asked:
        assert any(not any_of & (asked - {scope}) for any_of in needed.values()), scope


def test_only_what_is_selected_is_in_the_facts() -> None:
    assert set(SCOPES_OF_TYPES) <= selected()


@pytest.mark.skipif(not FACTS.exists(), reason="Shopify's scopes are not on this machine")
def test_the_facts_are_shopifys() -> None:
    theirs = {name: set(scopes) for name, scopes in json.loads(FACTS.read_text()).items() if scopes}

    assert selected() & theirs.keys() == SCOPES_OF_TYPES.keys()
    for name, ours in SCOPES_OF_TYPES.items():
        assert theirs[name] & asked_for() == ours & asked_for()
