from __future__ import annotations

from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    is_specified_scalar_type,
    parse,
    validate,
)

from demo.shopify_standin.querying import schema
from shopify_app.shopify.admin import QUERIES
from tests.shared_data import SHARED

REAL = SHARED / "shopify" / "admin_2026-10.graphql"
DOCUMENTS = sorted(QUERIES.glob("*.graphql"))
OURS = [
    each
    for name, each in sorted(schema().type_map.items())
    if not name.startswith("__") and not is_specified_scalar_type(each)
]


@pytest.fixture(scope="module")
def real() -> GraphQLSchema:
    if not REAL.exists():
        pytest.skip("Shopify's own schema is not on this machine")
    return build_schema(REAL.read_text())


@pytest.mark.parametrize("ours", OURS, ids=str)
def test_every_type_and_field_is_as_in_shopifys_own_schema(
    real: GraphQLSchema, ours: GraphQLNamedType
) -> None:
    theirs = real.type_map[ours.name]

    assert type(ours) is type(theirs)
    if isinstance(ours, GraphQLEnumType) and isinstance(theirs, GraphQLEnumType):
        assert set(ours.values) <= set(theirs.values)
    if isinstance(ours, GraphQLObjectType | GraphQLInterfaceType):
        assert isinstance(theirs, GraphQLObjectType | GraphQLInterfaceType)
        assert {each.name for each in ours.interfaces} <= {each.name for each in theirs.interfaces}
        for name, field in ours.fields.items():
            assert str(field.type) == str(theirs.fields[name].type), name
            for argument, wanted in field.args.items():
                real_argument = theirs.fields[name].args[argument]
                assert str(wanted.type) == str(real_argument.type), f"{name}({argument})"
                assert wanted.default_value == real_argument.default_value


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_query_of_ours_can_be_asked_of_the_stand_in(path: Path) -> None:
    assert validate(schema(), parse(path.read_text())) == []


def test_nothing_of_shopifys_documentation_was_copied() -> None:
    assert all(each.description is None for each in OURS)
