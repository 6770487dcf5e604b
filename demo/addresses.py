"""Complete a record's addresses: the shop's files and its state do not know where it listens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shopify_app.config import Settings


def storefront_url(settings: Settings) -> str:
    """Where the demo's shop is, without a slash at the end."""
    return f"{settings.app_url}/demo"


def with_addresses(kind: str, payload: Mapping[str, Any], at: str) -> dict[str, Any]:
    """The record as it leaves the shop, `/images/…` and `/policies/…` made absolute.

    `at` is the storefront's address.
    """
    whole = dict(payload)
    if kind == "product":
        whole["images"] = [_with_source(image, at) for image in payload["images"]]
        whole["image"] = whole["images"][0] if whole["images"] else None
    elif kind == "policy":
        whole["url"] = absolute(payload["url"], at)
    elif kind == "collection":
        whole.pop("product_handles", None)  # who is in a collection is not part of its webhook
    return whole


def absolute(address: str, at: str) -> str:
    return at + address if address.startswith("/") else address


def _with_source(image: Mapping[str, Any], at: str) -> dict[str, Any]:
    return {**image, "src": absolute(image["src"], at)}
