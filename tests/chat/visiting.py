"""What a storefront's page sends, and how it reads what comes back."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import urlencode

from shopify_app.shopify.signatures import sign_proxy_query


def proxy_query(
    shop: str, secret: str, *, customer_id: str = "", timestamp: int | None = None, **own: Any
) -> str:
    """The query Shopify's app proxy adds, signed."""
    parameters = {
        "shop": shop,
        "logged_in_customer_id": customer_id,
        "path_prefix": "/apps/tote",
        "timestamp": str(timestamp if timestamp is not None else int(time.time())),
        **own,
    }
    return urlencode({**parameters, "signature": sign_proxy_query(parameters, secret)})


def read_events(text: str) -> list[tuple[str, dict[str, Any]]]:
    """(name, data) of each event; comments are left out."""
    events = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        if "event" in fields:
            events.append((fields["event"], json.loads(fields["data"])))
    return events
