"""Webhooks as Shopify signs and sends them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shopify_app.config import Settings
from shopify_app.shopify.signatures import sign_webhook
from tests.conftest import SHOP

PRODUCT = json.dumps({"id": 632910392, "title": "Fell boots"}).encode()

numbers = itertools.count(1)


def signed_headers(
    body: bytes, secret: str, *, topic: str = "products/update", shop: str = SHOP
) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "X-Shopify-Topic": topic,
        "X-Shopify-Hmac-Sha256": sign_webhook(body, secret),
        "X-Shopify-Shop-Domain": shop,
        "X-Shopify-API-Version": "2026-10",
        "X-Shopify-Webhook-Id": f"b54557e4-bdd9-4b37-8a5f-{next(numbers):012d}",
        "X-Shopify-Event-Id": "98880550-7158-44d4-b7cd-2c97c8a091b5",
        "X-Shopify-Triggered-At": "2026-10-20T14:03:11.123456789Z",
    }


def post(
    client: FlaskClient,
    settings: Settings,
    *,
    body: bytes = PRODUCT,
    topic: str = "products/update",
    path: str | None = None,
    changes: Mapping[str, str | None] | None = None,
    **options: Any,
) -> TestResponse:
    """A signed webhook with some headers changed, or left out (None)."""
    headers = {**signed_headers(body, settings.api_secrets[0], topic=topic), **(changes or {})}
    return client.post(
        path or f"/webhooks/{topic}",
        data=body,
        headers={name: value for name, value in headers.items() if value is not None},
        **options,
    )
