"""Run one GraphQL query as the Admin API does: checked, charged, answered with its cost."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    execute_sync,
    get_operation_ast,
    parse,
    validate,
)

from demo.shopify_standin.buckets import (
    MOST_FOR_ONE_QUERY,
    Bucket,
    actual_cost,
    charge,
    requested_cost,
)
from demo.shopify_standin.nodes import root
from demo.state import State

SCHEMA = Path(__file__).parent / "schema.graphql"


def run_query(
    state: State,
    body: Mapping[str, Any],
    *,
    storefront_url: str,
    bucket: Bucket,
    now_s: float,
    roots: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The answer's JSON; what is wrong with the query is in its `errors`, never raised.

    `roots` are more root fields: those of the bulk operations.
    """
    document, faults = _checked(str(body.get("query") or ""))
    if document is None or faults:
        return {"errors": [fault.formatted for fault in faults]}
    name = body.get("operationName")
    operation = get_operation_ast(document, name if isinstance(name, str) else None)
    if operation is None:
        return _error("BAD_REQUEST", "operationName must name one of the operations")
    return _run_charged(
        body,
        document,
        operation,
        {**root(state, storefront_url), **(roots or {})},
        state=state,
        bucket=bucket,
        now_s=now_s,
    )


@cache
def schema() -> GraphQLSchema:
    return build_schema(SCHEMA.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _checked(query: str) -> tuple[DocumentNode | None, list[GraphQLError]]:
    try:
        document = parse(query)
    except GraphQLError as error:
        return None, [error]
    return document, validate(schema(), document)


def _run_charged(
    body: Mapping[str, Any],
    document: DocumentNode,
    operation: OperationDefinitionNode,
    root_value: Mapping[str, Any],
    *,
    state: State,
    bucket: Bucket,
    now_s: float,
) -> dict[str, Any]:
    requested = requested_cost(document, operation)
    if requested > MOST_FOR_ONE_QUERY:
        return _error("MAX_COST_EXCEEDED", f"Query cost is {requested}, over {MOST_FOR_ONE_QUERY}")
    enough, left = charge(state, bucket, points=requested, now_s=now_s)
    if not enough:
        return _error("THROTTLED", "Throttled") | _extensions(bucket, requested, None, left)
    variables = body.get("variables")
    result = execute_sync(
        schema(),
        document,
        root_value=root_value,
        variable_values=variables if isinstance(variables, dict) else {},
        operation_name=operation.name.value if operation.name else None,
    )
    actual = min(requested, actual_cost(result.data))
    _, left = charge(state, bucket, points=actual - requested, now_s=now_s)
    answer: dict[str, Any] = {"data": result.data}
    if result.errors:
        answer["errors"] = [error.formatted for error in result.errors]
    return answer | _extensions(bucket, requested, actual, left)


def _extensions(bucket: Bucket, requested: int, actual: int | None, left: float) -> dict[str, Any]:
    return {
        "extensions": {
            "cost": {
                "requestedQueryCost": requested,
                "actualQueryCost": actual,
                "throttleStatus": {
                    "maximumAvailable": bucket.maximum,
                    "currentlyAvailable": int(left),
                    "restoreRate": bucket.restore_per_s,
                },
            }
        }
    }


def _error(code: str, message: str) -> dict[str, Any]:
    return {"errors": [{"message": message, "extensions": {"code": code}}]}
