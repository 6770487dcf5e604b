"""A store arrives, comes back, or leaves."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, case, update

from shopify_app.db import Record, insert_into
from shopify_app.db.tables import Shop
from shopify_app.shops.tokens import checked_token, encrypt


def register_shop(
    record: Record, shop: str, *, token: str, now: datetime, keys: Sequence[str]
) -> None:
    """Install the store, or bring it back with a new token. Raises InvalidAdminToken.

    Coming back after an uninstall begins a new epoch, so that nothing still queued from before
    touches the new installation. A store that never left in our eyes is installed anew all the
    same: the word of its uninstall may still be on its way, and is an old one from here on.
    """
    installed = {
        "state": "active",
        "access_token": encrypt(checked_token(token), keys),
        "access_token_expires_at": None,
        "refresh_token": None,
        "refresh_token_expires_at": None,
        "installed_at": now,
        "uninstalled_at": None,
        "reconciled_at": None,
    }
    with record.write() as connection:
        insert = insert_into(connection, Shop).values(
            shop=shop, epoch=1, profile={}, namespace=uuid.uuid4().hex, **installed
        )
        returns = (Shop.state == "uninstalled", Shop.epoch + 1)
        epoch = case(returns, else_=Shop.epoch)
        connection.execute(
            insert.on_conflict_do_update(
                index_elements=["shop"], set_={**installed, "epoch": epoch}
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
            access_token_expires_at=None,
            refresh_token=None,
            refresh_token_expires_at=None,
        )
    )
    return bool(done.rowcount)
