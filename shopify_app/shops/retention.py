"""How long a store keeps its conversations, as its merchant decided."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from shopify_app.db.tables import Shop
from shopify_app.shops.directory import ShopNotInstalled

DEFAULT_DAYS = 90
FEWEST_DAYS, MOST_DAYS = 1, 730


def retention_days(connection: Connection, shop: str) -> int:
    """Raises ShopNotInstalled."""
    days = connection.scalar(select(Shop.retention_days).where(Shop.shop == shop))
    if days is None:
        raise ShopNotInstalled("this store has not installed Tote")
    return days


def set_retention_days(connection: Connection, shop: str, days: int) -> None:
    """From the sweeper's next round on; what it deletes does not come back."""
    connection.execute(update(Shop).where(Shop.shop == shop).values(retention_days=days))
