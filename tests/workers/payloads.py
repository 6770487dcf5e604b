"""What Shopify's webhooks carry, small."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any


def product(number: int, at: datetime, *, title: str = "Fell boots", **changes: Any) -> Any:
    return {
        "id": number,
        "title": title,
        "handle": "fell-boots",
        "body_html": "<p>Stiff soles for steep ground.</p>",
        "vendor": "Woolmere",
        "product_type": "Boots",
        "tags": "winter, leather",
        "status": "active",
        "published_at": at.isoformat(),
        "updated_at": at.isoformat(),
        "options": [{"name": "Size", "values": ["42"]}],
        "variants": [
            {
                "id": number * 10,
                "title": "42",
                "sku": "FB-42",
                "price": "189.00",
                "inventory_policy": "deny",
                "inventory_management": "shopify",
                "inventory_quantity": 4,
                "option1": "42",
            }
        ],
        "images": [],
        **changes,
    }


def order(number: int, at: datetime, *, customer: int | None = 7001, **changes: Any) -> Any:
    return {
        "id": number,
        "name": f"#{number}",
        "customer": {"id": customer, "first_name": "Anna"} if customer else None,
        "email": "anna@example.com",
        "created_at": (at - timedelta(days=2)).isoformat(),
        "updated_at": at.isoformat(),
        "cancelled_at": None,
        "financial_status": "paid",
        "fulfillment_status": None,
        "currency": "USD",
        "current_total_price": "189.00",
        "line_items": [{"title": "Fell boots", "variant_title": "42", "quantity": 1}],
        "fulfillments": [],
        **changes,
    }


def policy(number: int, at: datetime, *, body: str = "<p>Thirty days.</p>") -> Any:
    return {
        "id": number,
        "type": "REFUND_POLICY",
        "title": "Returns",
        "body": body,
        "url": "https://woolmere.example/policies/refund-policy",
        "updated_at": at.isoformat(),
    }


def page(number: int, at: datetime, **changes: Any) -> Any:
    return {
        "id": number,
        "title": "Caring for wool",
        "handle": "caring-for-wool",
        "body_html": "<p>Wash it cold.</p>",
        "published_at": at.isoformat(),
        "updated_at": at.isoformat(),
        **changes,
    }


def collection(number: int, at: datetime) -> Any:
    return {
        "id": number,
        "title": "For the hills",
        "handle": "for-the-hills",
        "body_html": "<p>All that climbs.</p>",
        "published_at": at.isoformat(),
        "updated_at": at.isoformat(),
    }
