"""The little of Shopify's search syntax that an app needs: filters joined by AND.

Syntax: https://shopify.dev/docs/api/usage/search-syntax
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from graphql import GraphQLError

TERM = re.compile(r"""(\w+):(>=|<=|>|<|)(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")


def matches(payload: Mapping[str, Any], query: str | None) -> bool:
    """Whether a record fits, such as `customer_id:7 AND name:"#1041"` or `updated_at:>'2026-…'`.

    Raises GraphQLError for a filter it does not know: better than an answer that ignores it.
    """
    if not query or not query.strip():
        return True
    return all(_term_matches(payload, term) for term in re.split(r"\s+AND\s+", query.strip()))


def _term_matches(payload: Mapping[str, Any], term: str) -> bool:
    found = TERM.fullmatch(term)
    if not found:
        raise GraphQLError(f"the stand-in cannot read the filter {term}")
    name, comparison = found[1], found[2]
    value = found[3] or found[4] or found[5] or ""
    if name in ("created_at", "updated_at"):
        return _compare(_time(payload[name]), comparison, _time(value))
    if name == "published_status" and value in ("published", "unpublished"):
        return (payload["published_at"] is not None) == (value == "published")
    if name not in ("id", "customer_id", "name", "handle", "status", "title"):
        raise GraphQLError(f"the stand-in does not know the filter {name}")
    if name == "name":  # an order is found by its number with and without the sign
        return str(payload.get(name, "")).lstrip("#").casefold() == value.lstrip("#").casefold()
    return str(_value(payload, name)).casefold() == value.casefold()


def _value(payload: Mapping[str, Any], name: str) -> object:
    if name == "customer_id":
        return (payload.get("customer") or {}).get("id")
    return payload.get(name, "")


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise GraphQLError("a time in the filter cannot be read") from error


def _compare(left: datetime, comparison: str, right: datetime) -> bool:
    return {
        ">": left > right,
        ">=": left >= right,
        "<": left < right,
        "<=": left <= right,
        "": left == right,
    }[comparison]
