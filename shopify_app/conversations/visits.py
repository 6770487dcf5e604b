"""Who asks: a shop, and a shopper known by a keyed hash and perhaps by Shopify's word."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

MERCHANT = "merchant-"
"""How the visitor of a merchant's own test question begins."""


@dataclass(frozen=True)
class Visit:
    """Proven: by Shopify's signature, or by a token that was given to a signed request."""

    shop: str
    visitor: str
    """See `visitor_hash`."""
    customer_id: str | None = None

    @property
    def is_merchant(self) -> bool:
        """Whether somebody of the store tries a question in the admin."""
        return self.visitor.startswith(MERCHANT)


def visitor_hash(shop: str, *, forwarded_for: str, remote_address: str, secret: str) -> str:
    """Tell visitors of a shop apart; the address itself is kept nowhere.

    The first hop of X-Forwarded-For is whom Shopify forwarded for. Of an IPv6 address the network
    counts, because one visitor has all addresses in it.
    """
    address = forwarded_for.split(",")[0].strip() or remote_address
    message = f"visitor\n{shop}\n{network_of(address)}".encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def network_of(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return parsed.exploded[:19]  # the first 64 bits
