"""What a store says of itself, and when we last looked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, or_, select, update

from shopify_app.db.tables import Shop

RECONCILE_EVERY = timedelta(minutes=15)


def update_profile(connection: Connection, shop: str, profile: Mapping[str, Any]) -> None:
    """Take over what is said; what is left empty stays as it was."""
    known = connection.scalar(select(Shop.profile).where(Shop.shop == shop).with_for_update())
    if known is None:
        return
    said = {key: value for key, value in profile.items() if value}
    connection.execute(update(Shop).where(Shop.shop == shop).values(profile={**known, **said}))


def update_scopes(
    connection: Connection, shop: str, scopes: Iterable[str], *, at: datetime
) -> bool:
    """What the merchant allowed `at` that time; False when something later is known already.

    Shopify's word of it may come late, and from before a new installation.
    """
    known = connection.scalar(select(Shop.profile).where(Shop.shop == shop).with_for_update())
    if known is None:
        return False
    known_at = known.get("scopes_at")
    if known_at and at < datetime.fromisoformat(known_at):
        return False
    said = {"scopes": ",".join(sorted(scopes)) or "none", "scopes_at": at.isoformat()}
    connection.execute(update(Shop).where(Shop.shop == shop).values(profile={**known, **said}))
    return True


def request_reconciliation(connection: Connection, shop: str, *, now: datetime) -> None:
    connection.execute(update(Shop).where(Shop.shop == shop).values(comparison_asked_at=now))


def asked_for_reconciliation(connection: Connection, shop: str) -> datetime | None:
    return connection.scalar(select(Shop.comparison_asked_at).where(Shop.shop == shop))


def mark_reconciled(connection: Connection, shop: str, *, now: datetime) -> None:
    connection.execute(update(Shop).where(Shop.shop == shop).values(reconciled_at=now))


def settle_request(connection: Connection, shop: str, *, asked_at: datetime | None) -> None:
    """What was asked for at `asked_at` is done; what was asked for since is still to do."""
    connection.execute(
        update(Shop)
        .where(Shop.shop == shop, Shop.comparison_asked_at == asked_at)
        .values(comparison_asked_at=None)
    )


def mark_needs_auth(connection: Connection, shop: str, *, asked_at: datetime) -> None:
    """Shopify refused the token: make no more calls until the merchant opens the app.

    Unless a new token came after `asked_at`: then it was the old one that was refused.
    """
    connection.execute(
        update(Shop)
        .where(Shop.shop == shop, Shop.state == "active", Shop.installed_at <= asked_at)
        .values(state="needs_auth")
    )


def shops_to_reconcile(connection: Connection, *, now: datetime) -> list[str]:
    """Active stores that were asked for, then those not compared for a while, longest ago first."""
    is_asked = Shop.comparison_asked_at.is_not(None)
    is_due = or_(Shop.reconciled_at.is_(None), Shop.reconciled_at < now - RECONCILE_EVERY)
    return list(
        connection.scalars(
            select(Shop.shop)
            .where(Shop.state == "active", or_(is_asked, is_due))
            .order_by(is_asked.desc(), Shop.reconciled_at)
        )
    )
