"""Access to the stand-in's Admin API: a custom app's lasting token, and pairs that expire.

Rules: https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens
"""

from __future__ import annotations

import hashlib
import hmac
import secrets as randomness
import sqlite3
from typing import Any

from demo.state import State

SCOPES = "read_products,read_legal_policies,read_content,read_orders,write_app_proxy"
ACCESS_LIFETIME_S = 3600
REFRESH_LIFETIME_S = 90 * 24 * 3600


def custom_app_token(secret: str) -> str:
    """The token a merchant would copy from a custom app's page; register the demo shop with it."""
    return "shpat_" + hmac.new(secret.encode(), b"demo custom app", hashlib.sha256).hexdigest()[:32]


def token_is_valid(state: State, token: str, *, secret: str, now_s: float) -> bool:
    if hmac.compare_digest(token.encode(), custom_app_token(secret).encode()):
        return True
    with state.writing() as connection:
        return _use(connection, token, "access", now_s) is not None


def issue_pair(state: State, *, now_s: float) -> dict[str, Any]:
    """A new access token and what refreshes it, as the token endpoint answers."""
    with state.writing() as connection:
        return _issue(connection, replaces=None, now_s=now_s)


def refresh_pair(state: State, refresh_token: str, *, now_s: float) -> dict[str, Any] | None:
    """The next pair; None when the refresh token is not (or no longer) one of ours.

    An answer may get lost: the old refresh token works until the new pair is first used.
    """
    with state.writing() as connection:
        pair = _use(connection, refresh_token, "refresh", now_s)
        return _issue(connection, replaces=pair, now_s=now_s) if pair else None


def _use(connection: sqlite3.Connection, token: str, use: str, now_s: float) -> str | None:
    """The pair of a live token. Its predecessor's refresh token ends with this use."""
    row = connection.execute(
        "SELECT pair, replaces FROM tokens WHERE sha256 = ? AND use = ? AND expires_at > ?",
        (_sha256(token), use, now_s),
    ).fetchone()
    if row is None:
        return None
    pair, replaces = row
    if replaces:
        connection.execute("DELETE FROM tokens WHERE pair = ? AND use = 'refresh'", (replaces,))
        connection.execute("UPDATE tokens SET replaces = NULL WHERE pair = ?", (pair,))
    return str(pair)


def _issue(connection: sqlite3.Connection, *, replaces: str | None, now_s: float) -> dict[str, Any]:
    pair = randomness.token_hex(8)
    access, refresh = f"shpat_{randomness.token_hex(16)}", f"shprt_{randomness.token_hex(16)}"
    connection.execute("DELETE FROM tokens WHERE expires_at <= ?", (now_s,))
    connection.executemany(
        "INSERT INTO tokens VALUES (?, ?, ?, ?, ?)",
        [
            (_sha256(access), "access", pair, replaces, now_s + ACCESS_LIFETIME_S),
            (_sha256(refresh), "refresh", pair, replaces, now_s + REFRESH_LIFETIME_S),
        ],
    )
    return {
        "access_token": access,
        "scope": SCOPES,
        "expires_in": ACCESS_LIFETIME_S,
        "refresh_token": refresh,
        "refresh_token_expires_in": REFRESH_LIFETIME_S,
    }


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
