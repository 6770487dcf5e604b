"""The call budget of an app at a shop: a leaky bucket, shared by all processes.

Numbers of a standard plan: https://shopify.dev/docs/api/usage/rate-limits
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

from demo.state import State

MOST_FOR_ONE_QUERY = 1000


@dataclass(frozen=True)
class Bucket:
    maximum: float = 2000
    restore_per_s: float = 100


def refill(bucket: Bucket, *, points: float, elapsed_s: float) -> float:
    return min(bucket.maximum, points + max(0.0, elapsed_s) * bucket.restore_per_s)


def charge(state: State, bucket: Bucket, *, points: float, now_s: float) -> tuple[bool, float]:
    """Take points, or (negative) give some back: (whether there were enough, what is left)."""
    with state.writing() as connection:
        row = connection.execute("SELECT points, at FROM buckets WHERE name = 'admin'").fetchone()
        stored, at = row or (bucket.maximum, now_s)
        left = refill(bucket, points=stored, elapsed_s=now_s - at)
        enough = left >= points
        if enough:
            left = min(bucket.maximum, left - points)
        connection.execute(
            "INSERT OR REPLACE INTO buckets VALUES ('admin', ?, ?)", (left, max(now_s, at))
        )
    return enough, left


def requested_cost(document: DocumentNode, operation: OperationDefinitionNode) -> int:
    """What a query may cost at most: an object 1, a scalar 0, a connection by its page size.

    How exactly Shopify weighs a page is not published; here with the square root of its size.
    """
    fragments = {
        part.name.value: part
        for part in document.definitions
        if isinstance(part, FragmentDefinitionNode)
    }
    return max(1, math.ceil(_cost(operation.selection_set, fragments)))


def actual_cost(data: object) -> int:
    """What came back: 1 for each object."""
    if isinstance(data, dict):
        return 1 + sum(actual_cost(value) for value in data.values())
    if isinstance(data, list):
        return sum(actual_cost(value) for value in data)
    return 0


def _cost(
    selections: SelectionSetNode | None, fragments: dict[str, FragmentDefinitionNode]
) -> float:
    total = 0.0
    for part in selections.selections if selections else ():
        if isinstance(part, FieldNode):
            if part.selection_set:
                total += 1 + _page_weight(part) * _cost(part.selection_set, fragments)
        elif isinstance(part, InlineFragmentNode):
            total += _cost(part.selection_set, fragments)
        elif isinstance(part, FragmentSpreadNode):
            total += _cost(fragments[part.name.value].selection_set, fragments)
    return total


def _page_weight(field: FieldNode) -> float:
    for argument in field.arguments:
        if argument.name.value == "first":
            if isinstance(argument.value, IntValueNode):
                return math.sqrt(max(1, int(argument.value.value)))
            if isinstance(argument.value, VariableNode):
                return math.sqrt(50)
    return 1
