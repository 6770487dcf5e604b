"""Every GraphQL document is valid against Shopify's real schema."""

from functools import cache

import pytest
from graphql import GraphQLSchema, build_schema, parse, validate

from shopify_app.shopify.admin import QUERIES
from tests.shared_data import SHARED

SCHEMA = SHARED / "shopify" / "admin_2026-10.graphql"


@cache
def schema() -> GraphQLSchema:
    return build_schema(SCHEMA.read_text())


@pytest.mark.skipif(not SCHEMA.exists(), reason="Shopify's schema is not on this machine")
@pytest.mark.parametrize("name", sorted(path.name for path in QUERIES.glob("*.graphql")))
def test_a_document_is_valid(name: str) -> None:
    assert validate(schema(), parse((QUERIES / name).read_text())) == []
