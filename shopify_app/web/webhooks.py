"""The webhooks' door: prove the bytes, commit them, answer."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime

import gevent
from flask import Blueprint, Response, request
from werkzeug.exceptions import ClientDisconnected

from shopify_app import web
from shopify_app.deliveries.inbox import Arrival
from shopify_app.errors import InvalidInput, ToteError
from shopify_app.shopify.bodies import InvalidPayload
from shopify_app.shopify.domains import parse_shop_domain
from shopify_app.shopify.payloads import parse_time
from shopify_app.shopify.signatures import WebhookDigest
from shopify_app.shopify.topics import WEBHOOK_TOPICS
from shopify_app.shops.directory import ShopNotInstalled

doors = Blueprint("webhooks", __name__, url_prefix="/webhooks")
log = logging.getLogger(__name__)

PIECE_BYTES = 64 * 1024
KEEP_BYTES = 2 * 1024 * 1024
"""A larger body is proven but not kept: the worker fetches the record from the Admin API."""
MOST_BYTES = 32 * 1024 * 1024
BODY_S = 10
"""Shopify itself gives up after five seconds in all."""
LONGEST_ID = 255
FIRST_ID = re.compile(
    rb'^\s*\{\s*"(?:id"\s*:|admin_graphql_api_id"\s*:\s*"gid://shopify/\w+/)\s*(\d{1,19})\b'
)


class WebhookRefused(ToteError):
    """The bytes are not signed with one of our secrets."""

    code = "webhook_not_authentic"


class WebhookMisaddressed(ToteError):
    """Signed, but its headers do not say what it is, or say something else than its path."""

    code = "webhook_misaddressed"


class WebhookCutShort(ToteError):
    """The connection ended before the body did."""

    code = "cut_short"


class WebhookTooSlow(ToteError):
    """The body did not arrive in time."""

    code = "too_slow"


@dataclass(frozen=True)
class Body:
    """What was read: all of it, or, of a large one, only what it is about."""

    kept: bytes | None
    resource_id: str | None


@doors.post("/<path:topic>", strict_slashes=False)
def receive(topic: str) -> Response:
    """200 once committed (also for a duplicate, and for a store that is not ours any more)."""
    parts = web.parts()
    body = _read_proven_body(parts.settings.api_secrets)
    arrival = _arrival(topic.rstrip("/"), body)
    try:
        parts.inbox.accept(arrival)
    except ShopNotInstalled:
        # Shopify would repeat it eight times and then drop the subscription; there is no one to
        # keep it for.
        log.info("webhook=ignored reason=not_installed topic=%s", arrival.topic)
        return Response(status=200)
    parts.doorbell.ring_soon("deliveries")
    return Response(status=200)


def _read_proven_body(secrets: tuple[str, ...]) -> Body:
    """Read, bounded in size and time. Raises unless signed with one of the secrets."""
    request.max_content_length = MOST_BYTES  # declared or counted; more is answered 413
    digest = WebhookDigest(secrets)
    try:
        with gevent.Timeout(BODY_S, WebhookTooSlow(f"the body took more than {BODY_S} s")):
            body = _read_into(digest)
    except (ClientDisconnected, OSError) as error:
        raise WebhookCutShort("the body did not arrive whole") from error
    if not digest.matches(request.headers.get("X-Shopify-Hmac-Sha256")):
        raise WebhookRefused("the webhook's signature does not match its body")
    return body


def _read_into(digest: WebhookDigest) -> Body:
    pieces: list[bytes] = []
    size = 0
    while piece := request.stream.read(PIECE_BYTES):
        digest.update(piece)
        size += len(piece)
        if size > KEEP_BYTES:
            del pieces[1:]
        else:
            pieces.append(piece)
    if request.content_length not in (None, size):
        raise WebhookCutShort("the body is shorter than declared")
    if size <= KEEP_BYTES:
        return Body(b"".join(pieces), None)
    found = FIRST_ID.match(pieces[0])
    return Body(None, found[1].decode() if found else None)


def _arrival(topic: str, body: Body) -> Arrival:
    headers = request.headers
    if headers.get("X-Shopify-Topic") != topic or topic not in WEBHOOK_TOPICS:
        raise WebhookMisaddressed("the topic header and the path do not name one topic we take")
    webhook_id = headers.get("X-Shopify-Webhook-Id", "")
    if not (0 < len(webhook_id) <= LONGEST_ID and webhook_id.isprintable()):
        raise WebhookMisaddressed("the webhook's id is missing or too long")
    try:
        shop = parse_shop_domain(headers.get("X-Shopify-Shop-Domain", ""))
    except InvalidInput as error:
        raise WebhookMisaddressed("the shop header is not a myshopify.com domain") from error
    return Arrival(
        shop=shop,
        topic=topic,
        webhook_id=webhook_id,
        event_id=_short(headers.get("X-Shopify-Event-Id"), LONGEST_ID),
        api_version=_short(headers.get("X-Shopify-API-Version"), 16),
        triggered_at=_triggered_at(headers.get("X-Shopify-Triggered-At")),
        received_at=datetime.now(UTC),
        body=body.kept,
        resource_id=body.resource_id,
    )


def _short(header: str | None, longest: int) -> str | None:
    """Kept for people to look at; what does not look like anything is not kept."""
    return header[:longest] if header and header.isprintable() else None


def _triggered_at(header: str | None) -> datetime | None:
    """Helps to order events; without a readable one the time of receipt has to do."""
    try:
        return parse_time(header) if header else None
    except InvalidPayload:
        return None
