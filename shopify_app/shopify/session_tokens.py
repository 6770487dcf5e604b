"""Session tokens: who uses the admin page, as Shopify's App Bridge says it.

Rules: https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens
"""

from __future__ import annotations

import secrets as randomness
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import jwt

from shopify_app.errors import ToteError
from shopify_app.shopify.domains import InvalidShopDomain, parse_shop_domain

LEEWAY = timedelta(seconds=10)
REQUIRED_CLAIMS = ["exp", "nbf", "iat", "iss", "dest", "aud", "sub", "jti", "sid"]


class InvalidSessionToken(ToteError):
    """The token is not one Shopify made for this app, or no longer valid."""

    code = "invalid_session_token"


@dataclass(frozen=True)
class SessionToken:
    """A merchant's user in a shop's admin."""

    shop: str
    user_id: str
    session_id: str
    expires_at: datetime


def verify_session_token(
    token: str, *, api_key: str, secrets: Sequence[str], now: datetime
) -> SessionToken:
    """Check signature, audience, times and issuer. Raises InvalidSessionToken.

    ShopifyAPI's own check accepts a token that never expires, so the claims are required here.
    """
    claims = _decode(token, api_key=api_key, secrets=secrets)
    return SessionToken(
        shop=_shop_of(claims),
        user_id=str(claims["sub"]),
        session_id=str(claims["sid"]),
        expires_at=_valid_until(claims, now),
    )


def sign_session_token(
    *, shop: str, user_id: str, api_key: str, secret: str, now: datetime, lifetime_s: int = 60
) -> str:
    """A token as Shopify makes them; for the demo's admin and for tests."""
    issued_at = int(now.timestamp())
    claims = {
        "iss": f"https://{shop}/admin",
        "dest": f"https://{shop}",
        "aud": api_key,
        "sub": user_id,
        "exp": issued_at + lifetime_s,
        "nbf": issued_at,
        "iat": issued_at,
        "jti": randomness.token_hex(16),
        "sid": randomness.token_hex(16),
    }
    return jwt.encode(claims, secret, algorithm="HS256")


def _decode(token: str, *, api_key: str, secrets: Sequence[str]) -> dict[str, object]:
    for secret in secrets:
        try:
            # Times are checked below against `now`, not against the library's own clock.
            return jwt.decode(
                token,
                secret,
                algorithms=["HS256"],
                audience=api_key,
                options={
                    "require": REQUIRED_CLAIMS,
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                    "strict_aud": True,
                },
            )
        except jwt.InvalidSignatureError:
            continue
        except (jwt.PyJWTError, ValueError) as error:
            raise InvalidSessionToken("the session token is not valid") from error
    raise InvalidSessionToken("the session token's signature does not match")


def _shop_of(claims: dict[str, object]) -> str:
    try:
        issuer, destination = urlsplit(str(claims["iss"])), urlsplit(str(claims["dest"]))
        shop = parse_shop_domain(destination.netloc)
    except (ValueError, InvalidShopDomain) as error:
        raise InvalidSessionToken("the session token names no shop") from error
    if issuer.scheme != "https" or destination.scheme != "https":
        raise InvalidSessionToken("the session token's shop cannot be read")
    if issuer.netloc != destination.netloc:
        raise InvalidSessionToken("the session token names two shops")
    return shop


def _valid_until(claims: dict[str, object], now: datetime) -> datetime:
    """As Shopify's own package reads the times: the last second of the leeway is over already."""
    issued, begins, expires = (_time_of(claims[name]) for name in ("iat", "nbf", "exp"))
    if not max(issued, begins) - LEEWAY <= now < expires + LEEWAY:
        raise InvalidSessionToken("the session token is not valid now")
    return expires


def _time_of(claim: object) -> datetime:
    if type(claim) is not int:
        raise InvalidSessionToken("the session token's times cannot be read")
    try:
        return datetime.fromtimestamp(claim, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise InvalidSessionToken("the session token's times cannot be read") from error
