"""Look up the stores we serve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Select, or_, select

from shopify_app.db.tables import Shop
from shopify_app.errors import ToteError


class ShopNotInstalled(ToteError):
    """No such store, or it uninstalled Tote."""

    code = "shop_not_installed"


@dataclass(frozen=True)
class ShopEntry:
    shop: str
    state: str
    epoch: int
    namespace: str
    profile: Mapping[str, Any]
    installed_at: datetime

    @property
    def url(self) -> str:
        """The storefront's address, without a slash at the end."""
        return str(self.profile.get("url") or f"https://{self.shop}")

    @property
    def currency(self) -> str:
        return str(self.profile.get("currency") or "")


def find_shop(connection: Connection, shop: str) -> ShopEntry | None:
    row = connection.execute(_entries().where(Shop.shop == shop)).first()
    return ShopEntry(*row) if row else None


def active_shop(connection: Connection, shop: str) -> ShopEntry:
    """Raises ShopNotInstalled unless the store is installed now."""
    entry = find_shop(connection, shop)
    if entry is None or entry.state == "uninstalled":
        raise ShopNotInstalled("this store has not installed Tote")
    return entry


def is_installed(connection: Connection, shop: str) -> bool:
    entry = find_shop(connection, shop)
    return entry is not None and entry.state != "uninstalled"


def storefront_exists(connection: Connection, origin: str) -> bool:
    """Whether pages of that origin (scheme, host, port) are an installed store's."""
    address = Shop.profile["url"].as_string()
    at_origin = or_(address == origin, address.startswith(f"{origin}/", autoescape=True))
    is_own_domain = Shop.shop == origin.removeprefix("https://")
    installed = select(Shop.shop).where(Shop.state != "uninstalled")
    found = connection.execute(installed.where(or_(is_own_domain, at_origin)).limit(1)).first()
    return found is not None


def origin_of(url: str) -> str:
    """Scheme, host and port of an address, as a browser names where a page is from."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def list_shops(connection: Connection) -> list[ShopEntry]:
    return [ShopEntry(*row) for row in connection.execute(_entries().order_by(Shop.shop))]


def _entries() -> Select[Any]:
    return select(
        Shop.shop, Shop.state, Shop.epoch, Shop.namespace, Shop.profile, Shop.installed_at
    )
