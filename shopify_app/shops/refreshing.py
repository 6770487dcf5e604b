"""Expiring tokens kept fresh: one refresh for however many callers need it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import redis
from sqlalchemy import Row, select, update

from shopify_app.db import Record
from shopify_app.db.tables import Shop
from shopify_app.errors import ToteError
from shopify_app.shopify.admin import AdminUnavailable
from shopify_app.shopify.token_exchange import RefreshRefused, TokenEndpoint, TokenPair
from shopify_app.shops.tokens import TokenUnusable, decrypt, encrypt
from shopify_app.tally import Tally

EARLY = timedelta(minutes=5)
LOCK_MS = 20_000
"""Longer than a call to the token endpoint may take."""
LOOK_AGAIN_S = 0.05
WAIT_S = 12.0

RELEASE = """
if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end
return 0
"""
"""Only our own lock: it may have run out, and be another's by now."""


@dataclass(frozen=True)
class TokenKeeper:
    """What a process needs to keep tokens fresh."""

    record: Record
    endpoint: TokenEndpoint
    locks: redis.Redis
    keys: Sequence[str] = field(repr=False)
    tally: Tally | None = None

    def fresh_token(self, shop: str) -> str:
        """The shop's Admin API token, refreshed first when it is about to expire.

        Raises TokenUnusable, ClientRefused, AdminThrottled, AdminUnavailable, RecordUnavailable.
        """
        deadline = time.monotonic() + WAIT_S
        while True:
            row = self._stored(shop)
            now = datetime.now(UTC)
            expires_at = row.access_token_expires_at
            if row.refresh_token is None or expires_at is None or now < expires_at - EARLY:
                return decrypt(row.access_token, self.keys)
            name, mine = f"tote:token:{shop}", secrets.token_hex(8)
            taken = self._take(name, mine)
            if taken is not False:
                try:
                    return self._refresh(shop)
                finally:
                    if taken:
                        self._release(name, mine)
            if now < expires_at:
                return decrypt(row.access_token, self.keys)  # another is at it, and this one lasts
            if time.monotonic() > deadline:
                raise AdminUnavailable("another process has been refreshing the token for long")
            time.sleep(LOOK_AGAIN_S)

    def _refresh(self, shop: str) -> str:
        """Holding the lock, or with Redis down: then the record takes the first answer only."""
        row = self._stored(shop)
        if row.access_token_expires_at and datetime.now(UTC) < row.access_token_expires_at - EARLY:
            return decrypt(row.access_token, self.keys)
        refresh_token = decrypt(row.refresh_token, self.keys)
        try:
            pair = self.endpoint.refresh(shop, refresh_token)
        except RefreshRefused as error:
            self._count("refused")
            if self._replace(shop, row.refresh_token, {"state": "needs_auth"}):
                raise TokenUnusable("Shopify does not refresh the token any more") from error
            return decrypt(self._stored(shop).access_token, self.keys)
        except ToteError:
            self._count("failed")
            raise
        self._count("done")
        values = encrypted_pair(pair, self.keys, now=datetime.now(UTC))
        if self._replace(shop, row.refresh_token, values):
            return pair.access_token
        return decrypt(self._stored(shop).access_token, self.keys)

    def _stored(self, shop: str) -> Row[tuple[bytes, datetime | None, bytes]]:
        with self.record.read() as connection:
            row = connection.execute(
                select(Shop.access_token, Shop.access_token_expires_at, Shop.refresh_token).where(
                    Shop.shop == shop, Shop.state == "active", Shop.access_token.is_not(None)
                )
            ).one_or_none()
        if row is None:
            raise TokenUnusable("the shop has no token that Shopify takes")
        return row  # type: ignore[return-value]

    def _replace(self, shop: str, refresh_token: bytes, values: dict[str, object]) -> bool:
        """Unless the stored pair is another one by now, or the shop left."""
        unchanged = (Shop.shop == shop, Shop.state == "active", Shop.refresh_token == refresh_token)
        with self.record.write() as connection:
            done = connection.execute(update(Shop).where(*unchanged).values(values))
        return bool(done.rowcount)

    def _count(self, outcome: str) -> None:
        if self.tally:
            self.tally.count("tote_token_refreshes", outcome)
            self.tally.flush()  # a worker's process may end with its job

    def _take(self, name: str, mine: str) -> bool | None:
        """None when Redis cannot say."""
        try:
            return bool(self.locks.set(name, mine, nx=True, px=LOCK_MS))
        except (redis.RedisError, OSError):
            return None

    def _release(self, name: str, mine: str) -> None:
        try:
            self.locks.eval(RELEASE, 1, name, mine)
        except (redis.RedisError, OSError):
            return  # it runs out by itself


def encrypted_pair(pair: TokenPair, keys: Sequence[str], *, now: datetime) -> dict[str, object]:
    """The pair as columns of `shops`."""
    return {
        "access_token": encrypt(pair.access_token, keys),
        "access_token_expires_at": now + timedelta(seconds=pair.expires_in_s),
        "refresh_token": encrypt(pair.refresh_token, keys),
        "refresh_token_expires_at": now + timedelta(seconds=pair.refresh_expires_in_s),
    }
