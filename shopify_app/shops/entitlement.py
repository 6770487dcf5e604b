"""What a store may use.

Plans and payment are Shopify App Pricing's, set in the dashboard of the app; there is no billing
here. Whoever runs Tote with plans reads the store's plan in this one function.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection


@dataclass(frozen=True)
class Entitlement:
    """`tokens_a_day` of the model's, about a thousand answers; beyond them answers are the store's
    own sentences."""

    tokens_a_day: int = 5_000_000


def entitlement_of(_connection: Connection, _shop: str) -> Entitlement:
    """Everything, for every store."""
    return Entitlement()
