"""A store arrives, comes back, or leaves."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, update

from shopify_app.db import Record, insert_into
from shopify_app.db.tables import Shop
from shopify_app.shops.directory import find_shop
from shopify_app.shops.tokens import encrypt


def register_shop(
    record: Record, shop: str, *, token: str, now: datetime, keys: Sequence[str]
) -> None:
    """Install the store, or bring it back with a new token.

    Coming back after an uninstall begins a new epoch, so that nothing still queued from before
    touches the new installation.
    """
    encrypted = encrypt(token, keys)
    with record.write() as connection:
        known = find_shop(connection, shop)
        if known is None:
            connection.execute(
                insert_into(connection, Shop).values(
                    shop=shop,
                    state="active",
                    epoch=1,
                    installed_at=now,
                    access_token=encrypted,
                    profile={},
                    namespace=uuid.uuid4().hex,
                )
            )
            return
        returns = known.state == "uninstalled"
        connection.execute(
            update(Shop)
            .where(Shop.shop == shop)
            .values(
                state="active",
                access_token=encrypted,
                access_token_expires_at=None,
                refresh_token=None,
                epoch=known.epoch + 1 if returns else known.epoch,
                installed_at=now if returns else known.installed_at,
                uninstalled_at=None,
                reconciled_at=None,
            )
        )


def uninstall_shop(
    connection: Connection, shop: str, *, triggered_at: datetime, now: datetime
) -> bool:
    """Stop all work for the store and forget its tokens; False when the message came too late.

    An uninstall that was triggered before the store's latest installation is an old one, delivered
    late, and changes nothing.
    """
    done = connection.execute(
        update(Shop)
        .where(Shop.shop == shop, Shop.state != "uninstalled", Shop.installed_at < triggered_at)
        .values(
            state="uninstalled",
            uninstalled_at=now,
            access_token=None,
            refresh_token=None,
        )
    )
    return bool(done.rowcount)
