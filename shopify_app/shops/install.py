"""A store arrives, comes back, or leaves."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, case, select, update

from shopify_app.db import Record, insert_into
from shopify_app.db.tables import Shop
from shopify_app.shopify.token_exchange import TokenPair
from shopify_app.shops.profile import request_reconciliation, update_scopes
from shopify_app.shops.refreshing import encrypted_pair
from shopify_app.shops.syncs import request_first_sync
from shopify_app.shops.tokens import checked_token, encrypt

NOT_LEFT = {"uninstalled_at": None, "erased_at": None}


def register_shop(
    record: Record, shop: str, *, token: str, now: datetime, keys: Sequence[str]
) -> None:
    """Install the store, or bring it back with a new token. Raises InvalidAdminToken.

    Coming back after an uninstall begins a new epoch, so that nothing still queued from before
    touches the new installation. A store that never left in our eyes is installed anew all the
    same: the word of its uninstall may still be on its way, and is an old one from here on.
    """
    tokens = {
        "access_token": encrypt(checked_token(token), keys),
        "access_token_expires_at": None,
        "refresh_token": None,
        "refresh_token_expires_at": None,
    }
    _install(record, shop, tokens, now=now)


def register_with_pair(
    record: Record, shop: str, pair: TokenPair, *, now: datetime, keys: Sequence[str]
) -> None:
    """As `register_shop`, with tokens that expire. `now` is from before they were asked for."""
    _install(record, shop, encrypted_pair(pair, keys, now=now), scopes=pair.scopes, now=now)


def needs_tokens(connection: Connection, shop: str, *, now: datetime) -> bool:
    """Whether the merchant who is here must bring new tokens: none is left that Shopify takes."""
    row = connection.execute(
        select(Shop.state, Shop.access_token, Shop.refresh_token_expires_at).where(
            Shop.shop == shop
        )
    ).one_or_none()
    if row is None or row.state != "active" or row.access_token is None:
        return True
    return row.refresh_token_expires_at is not None and row.refresh_token_expires_at <= now


def _install(
    record: Record,
    shop: str,
    tokens: Mapping[str, object],
    *,
    scopes: Sequence[str] = (),
    now: datetime,
) -> None:
    installed = {**tokens, "state": "active", "installed_at": now, **NOT_LEFT}
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
        if scopes:
            update_scopes(connection, shop, scopes, at=now)
        request_reconciliation(connection, shop, now=now)
        request_first_sync(connection, shop, now=now)


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
