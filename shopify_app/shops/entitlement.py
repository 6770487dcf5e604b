"""What a store may use.

Plans and payment are left to Shopify App Pricing: plans are set in Shopify's dashboard, Shopify
hosts their page and takes the money. Today every store may use everything, so nothing is read; a
plan that grants less is read here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entitlement:
    """What a store may use of what costs."""

    model_tokens_per_day: int
    """Claude's, per UTC day, everything counted; beyond it, or at 0, answers are extracts."""


EVERYTHING = Entitlement(model_tokens_per_day=5_000_000)
"""The tokens, about a thousand answers, bound what one store can cost; they are no price."""


def entitlement_of(shop: str) -> Entitlement:
    """What `shop`, a myshopify.com domain, may use now. Every store: everything."""
    return EVERYTHING
