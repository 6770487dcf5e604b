"""Chat tokens: a few minutes' leave to use the direct door, given to a request Shopify signed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from shopify_app.conversations.visits import Visit
from shopify_app.errors import ToteError

LIFETIME = timedelta(minutes=10)
LONGEST_TOKEN = 2048
KEY_LABEL = b"tote chat token 1"
"""Tokens are signed with a key of their own, so that nothing signed for another end is one."""


class InvalidChatToken(ToteError):
    """Not a token of ours, not for this page, or too old."""

    code = "invalid_chat_token"


def sign_chat_token(visit: Visit, *, secret: str, now: datetime) -> str:
    claims = {
        "shop": visit.shop,
        "visitor": visit.visitor,
        "customer": visit.customer_id,
        "exp": int((now + LIFETIME).timestamp()),
    }
    body = base64.urlsafe_b64encode(json.dumps(claims, separators=(",", ":")).encode())
    return f"{body.decode()}.{signature_of(body, secret)}"


def verify_chat_token(token: str, *, secrets: Sequence[str], now: datetime) -> Visit:
    """Whose token it is. Raises InvalidChatToken."""
    body, _, signature = token.encode("utf-8", "replace")[:LONGEST_TOKEN].partition(b".")
    expected = [signature_of(body, secret).encode() for secret in secrets]
    if not any([hmac.compare_digest(each, signature) for each in expected]):  # noqa: C419
        raise InvalidChatToken("the chat token is not one of ours")
    claims = json.loads(base64.urlsafe_b64decode(body))
    if now >= datetime.fromtimestamp(claims["exp"], UTC):
        raise InvalidChatToken("the chat token is too old")
    return Visit(claims["shop"], claims["visitor"], claims["customer"])


def signature_of(body: bytes, secret: str) -> str:
    key = hmac.new(secret.encode(), KEY_LABEL, hashlib.sha256).digest()
    return hmac.new(key, body, hashlib.sha256).hexdigest()
