"""Secrets at rest, Admin API tokens above all: opened only for the call that needs them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import or_, select, update

from shopify_app.db import Record
from shopify_app.db.tables import Shop
from shopify_app.errors import InvalidInput, ToteError

TOKEN = re.compile(r"[!-~]{1,512}")
"""Visible ASCII; Shopify does not promise more about it."""


class TokenUnusable(ToteError):
    """The shop has no token, or none of our keys opens it: the merchant must open the app again."""

    code = "needs_auth"


class InvalidAdminToken(InvalidInput):
    """No Admin API token can look like that."""

    code = "invalid_admin_token"


def checked_token(token: str) -> str:
    """Without blanks around it. Raises InvalidAdminToken unless a header can carry it."""
    token = token.strip()
    if not TOKEN.fullmatch(token):
        raise InvalidAdminToken("not an Admin API token")
    return token


def encrypt(token: str, keys: Sequence[str]) -> bytes:
    """With the newest key."""
    return _fernet(keys).encrypt(token.encode())


def decrypt(token: bytes, keys: Sequence[str]) -> str:
    """With whichever key fits. Raises TokenUnusable."""
    try:
        return _fernet(keys).decrypt(token).decode()
    except InvalidToken as error:
        raise TokenUnusable("no encryption key opens the stored token") from error


def access_token(record: Record, shop: str, keys: Sequence[str]) -> str:
    """The shop's Admin API token. Raises TokenUnusable."""
    with record.read() as connection:
        stored = connection.scalar(
            select(Shop.access_token).where(Shop.shop == shop, Shop.state == "active")
        )
    if stored is None:
        raise TokenUnusable("the shop has no token that Shopify takes")
    return decrypt(stored, keys)


def rotate_keys(record: Record, keys: Sequence[str]) -> tuple[int, list[str]]:
    """Encrypt every stored token again with the newest key.

    Returns how many shops were done, and the shops whose tokens none of our keys opens: those
    are left as they are.
    """
    fernet, done, unopened = _fernet(keys), 0, []
    held = or_(Shop.access_token.is_not(None), Shop.refresh_token.is_not(None))
    with record.write() as connection:
        rows = connection.execute(
            select(Shop.shop, Shop.access_token, Shop.refresh_token).where(held).with_for_update()
        ).all()
        for shop, access, refresh in rows:
            try:
                again = {
                    "access_token": access and fernet.rotate(access),
                    "refresh_token": refresh and fernet.rotate(refresh),
                }
            except InvalidToken:
                unopened.append(shop)
                continue
            connection.execute(update(Shop).where(Shop.shop == shop).values(again))
            done += 1
    return done, unopened


def _fernet(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
