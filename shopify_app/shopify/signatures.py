"""Shopify's two signatures: over a webhook's body, and over an app proxy's query.

Rules: https://shopify.dev/docs/apps/build/webhooks/subscribe/https and
https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from shopify_app.errors import ToteError
from shopify_app.shopify.domains import InvalidShopDomain, parse_shop_domain

PROXY_WINDOW_S = 90
"""How far a proxy request's timestamp may be from now, as in Shopify's own libraries."""

RESERVED = ("shop", "logged_in_customer_id", "path_prefix", "timestamp", "signature")
DIGITS = re.compile(r"[0-9]{1,20}")
PATH_PREFIX = re.compile(r"(?:/[A-Za-z0-9_-]{1,64}){0,4}")


class InvalidProxySignature(ToteError):
    """The request did not come through Shopify's app proxy, or not just now."""

    code = "invalid_signature"


@dataclass(frozen=True)
class ProxyVisit:
    """Who asks through the storefront, as Shopify signed it."""

    shop: str
    customer_id: str | None
    """The signed-in customer; None for an anonymous visitor."""
    path_prefix: str
    parameters: Mapping[str, str]
    """The door's own parameters, of those it allowed."""


class WebhookDigest:
    """The HMAC of a body that arrives in pieces, under each secret that is valid now."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._digests = [hmac.new(secret.encode(), digestmod=hashlib.sha256) for secret in secrets]

    def update(self, piece: bytes) -> None:
        for digest in self._digests:
            digest.update(piece)

    def matches(self, signature: str | bytes | None) -> bool:
        """Whether the base64 `signature` is that of one of the secrets."""
        if not signature:
            return False
        given = signature.encode("utf-8", "replace") if isinstance(signature, str) else signature
        return any(
            hmac.compare_digest(base64.b64encode(digest.digest()), given)
            for digest in self._digests
        )


def sign_webhook(body: bytes, secret: str) -> str:
    """The value of X-Shopify-Hmac-Sha256: base64 of HMAC-SHA256 over the raw body."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def webhook_is_authentic(
    body: bytes, signature: str | bytes | None, secrets: Sequence[str]
) -> bool:
    digest = WebhookDigest(secrets)
    digest.update(body)
    return digest.matches(signature)


def sign_proxy_query(parameters: Mapping[str, str], secret: str) -> str:
    """The `signature` parameter: hex HMAC-SHA256 over the sorted `key=value` pairs, joined bare."""
    message = "".join(f"{key}={parameters[key]}" for key in sorted(parameters))
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()


def verify_proxy_query(
    query_string: bytes,
    secrets: Sequence[str],
    *,
    now: datetime,
    allowed: Collection[str] = (),
) -> ProxyVisit:
    """Prove a proxied request. Raises InvalidProxySignature.

    Stricter than Shopify's own libraries: no parameter may be repeated, none may be unknown
    (`allowed` names a door's own) and none may hold a `=`.

    The signed text joins pairs without a separator, and anybody can have Shopify sign parameters
    of their own making. A value that may hold `=` could swallow the true `logged_in_customer_id`
    and `shop` while the rest of the text spells out others.
    """
    parameters = _single_parameters(query_string, allowed)
    signature = parameters.pop("signature", "")
    expected = [sign_proxy_query(parameters, secret).encode() for secret in secrets]
    given = signature.encode("utf-8", "replace")
    if not any(hmac.compare_digest(each, given) for each in expected):
        raise InvalidProxySignature("the signature does not match")
    if not _is_recent(parameters.get("timestamp", ""), now):
        raise InvalidProxySignature("the signed time is not now")
    return _visit(parameters)


def _single_parameters(query_string: bytes, allowed: Collection[str]) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20
        )
    except ValueError as error:
        raise InvalidProxySignature("the query cannot be read") from error
    parameters = dict(pairs)
    if len(parameters) != len(pairs):
        raise InvalidProxySignature("a parameter is repeated")
    unknown = set(parameters) - set(RESERVED) - set(allowed)
    if unknown:
        raise InvalidProxySignature("a parameter is unknown")
    return parameters


def _is_recent(timestamp: str, now: datetime) -> bool:
    return bool(DIGITS.fullmatch(timestamp)) and (
        abs(now.timestamp() - int(timestamp)) <= PROXY_WINDOW_S
    )


def _visit(parameters: Mapping[str, str]) -> ProxyVisit:
    customer_id = parameters.get("logged_in_customer_id", "")
    if customer_id and not DIGITS.fullmatch(customer_id):
        raise InvalidProxySignature("the customer's id is not a number")
    if not PATH_PREFIX.fullmatch(parameters.get("path_prefix", "")):
        raise InvalidProxySignature("the path's prefix is not one")
    try:
        shop = parse_shop_domain(parameters.get("shop", ""))
    except InvalidShopDomain as error:
        raise InvalidProxySignature("the shop is not a myshopify.com domain") from error
    own = {key: value for key, value in parameters.items() if key not in RESERVED}
    if any("=" in value for value in own.values()):
        raise InvalidProxySignature("a parameter could stand for several")
    return ProxyVisit(shop, customer_id or None, parameters.get("path_prefix", ""), own)
