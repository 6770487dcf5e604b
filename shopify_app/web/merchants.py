"""Who uses the admin: proven by Shopify's session token on every request. No cookies."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar
from urllib.parse import urlencode, urlsplit

from flask import Response, current_app, request

from shopify_app import web
from shopify_app.errors import ToteError
from shopify_app.shopify.admin import AdminUnavailable
from shopify_app.shopify.session_tokens import (
    InvalidSessionToken,
    SessionToken,
    verify_session_token,
)
from shopify_app.shopify.token_exchange import SubjectTokenRefused
from shopify_app.shops.directory import active_shop, is_installed
from shopify_app.shops.install import needs_tokens, register_with_pair

APP_BRIDGE = "https://cdn.shopify.com/shopifycloud/app-bridge.js"
POLARIS = "https://cdn.shopify.com/shopifycloud/polaris.js"
PRELOAD = (
    f'<https://cdn.shopify.com>; rel="preconnect", <{APP_BRIDGE}>; rel="preload"; as="script",'
    f' <{POLARIS}>; rel="preload"; as="script"'
)


class NotSignedIn(ToteError):
    """A call without a valid session token: App Bridge gets a fresh one and tries once more."""

    code = "not_signed_in"
    headers: ClassVar = {"X-Shopify-Retry-Invalid-Session-Request": "1"}


def merchant_of_call() -> SessionToken:
    """Of a fetch: the bearer token, which installs the store when that is still to be done.

    Raises NotSignedIn, ShopNotInstalled, AdminUnavailable, ClientRefused.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise NotSignedIn("a session token is needed")
    try:
        merchant = _verify(token)
        _install_if_needed(merchant.shop, token)
    except (InvalidSessionToken, SubjectTokenRefused) as error:
        raise NotSignedIn(str(error)) from error
    with web.parts().record.read() as connection:
        active_shop(connection, merchant.shop)
    return merchant


def merchant_of_document() -> SessionToken | None:
    """Of a page load: the `id_token` parameter; None sends the browser to get one.

    Installs the store when that is still to be done. Raises AdminUnavailable, ClientRefused.
    """
    token = request.args.get("id_token", "")
    try:
        merchant = _verify(token)
        _install_if_needed(merchant.shop, token)
    except (InvalidSessionToken, SubjectTokenRefused):
        return None
    return merchant


def is_signed_in() -> bool:
    """Whether the page load carries a valid session token. Installs nothing."""
    try:
        _verify(request.args.get("id_token", ""))
    except InvalidSessionToken:
        return False
    return True


def bounce_location() -> str:
    """The page that lets App Bridge fetch a token and come back here.

    Built from the configured address and never from the Host header.
    """
    app_url = web.parts().settings.app_url
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != "id_token"]
    here = f"{app_url}{request.path}" + (f"?{urlencode(kept)}" if kept else "")
    return f"/auth/patch-id-token?{urlencode([*kept, ('shopify-reload', here)])}"


def reload_is_ours(address: str) -> bool:
    """Whether App Bridge may go to `shopify-reload`: a page of this app and nothing else."""
    parts, ours = urlsplit(address), urlsplit(web.parts().settings.app_url)
    return (
        (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc)
        and "//" not in parts.path
        and "\\" not in address
        and address.isprintable()
        and " " not in address
    )


def framed(response: Response, shop: str | None) -> Response:
    """Only this shop's admin may show the page in a frame; nobody when the shop is not known."""
    ancestors = f"https://{shop} https://admin.shopify.com" if shop else "'none'"
    if is_demo():  # the demo's own admin is the frame, and Shopify's scripts are left out
        ancestors = f"'self' {ancestors}" if shop else "'self'"
    else:
        response.headers["Link"] = PRELOAD
    response.headers["Content-Security-Policy"] = f"frame-ancestors {ancestors};"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def is_demo() -> bool:
    return bool(current_app.config.get("TOTE_DEMO"))


def _verify(token: str) -> SessionToken:
    settings = web.parts().settings
    return verify_session_token(
        token, api_key=settings.api_key, secrets=settings.api_secrets, now=datetime.now(UTC)
    )


def _install_if_needed(shop: str, id_token: str) -> None:
    """Exchange a verified session token when the shop has no token that Shopify takes.

    While Shopify gives none, the merchant of an installed store still sees what the record has.
    """
    parts, now = web.parts(), datetime.now(UTC)
    with parts.record.read() as connection:
        if not needs_tokens(connection, shop, now=now):
            return
        is_ours = is_installed(connection, shop)
    try:
        pair = parts.tokens.endpoint.exchange(shop, id_token)
    except AdminUnavailable:
        if is_ours:
            return
        raise
    register_with_pair(parts.record, shop, pair, now=now, keys=parts.settings.encryption_keys)
