"""A shop's name: its myshopify.com domain."""

from __future__ import annotations

import re

from shopify_app.errors import InvalidInput

SHOP_DOMAIN = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9-]{0,59}\.myshopify\.com")


class InvalidShopDomain(InvalidInput):
    """Not the whole of a myshopify.com domain."""

    code = "invalid_shop_domain"


def parse_shop_domain(text: str) -> str:
    """The domain in lower case. Raises InvalidShopDomain on anything before, after or around it."""
    if not SHOP_DOMAIN.fullmatch(text):
        raise InvalidShopDomain("not a myshopify.com domain")
    return text.lower()
