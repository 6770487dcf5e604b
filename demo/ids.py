"""Numbers that look like Shopify's and stay the same for the same thing, run after run."""

from __future__ import annotations

import hashlib

FIRST_ID = 7_000_000_000_000
"""Thirteen digits, as Shopify's own; all stay below 2^53, so that a browser can hold them."""


def stable_id(*names: str) -> int:
    """The id of the thing with these names, such as `("product", "fulmar-jacket")`."""
    digest = hashlib.sha256("/".join(names).encode()).digest()
    return FIRST_ID + int.from_bytes(digest[:8], "big") % 10**12


def gid(kind: str, number: int | str) -> str:
    return f"gid://shopify/{kind}/{number}"
