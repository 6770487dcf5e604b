"""Things a small shop sells and says, in the shapes Shopify sends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from shopify_app.knowledge.documents import (
    Source,
    collection_source,
    order_source,
    page_source,
    policy_source,
    product_source,
)
from shopify_app.shopify.payloads import (
    parse_collection,
    parse_order,
    parse_page,
    parse_policy,
    parse_product,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def minutes_past(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def product_payload(**fields: Any) -> dict[str, Any]:
    payload = {
        "id": 101,
        "title": "Fjord Wool Blanket",
        "handle": "fjord-wool-blanket",
        "body_html": "<p>Woven from undyed lambswool in a mill by the sea.</p>",
        "vendor": "Woolmere",
        "product_type": "Blankets",
        "tags": "wool, bedroom",
        "status": "active",
        "published_at": "2026-01-01T00:00:00Z",
        "updated_at": NOON.isoformat(),
        "options": [{"name": "Size", "values": ["Small", "Large"]}],
        "variants": [
            variant(1011, "Small", price="89.00", quantity=4),
            variant(1012, "Large", price="129.00", quantity=0),
        ],
        "images": [{"src": "https://cdn.example/fjord.jpg", "alt": "A folded blanket"}],
    }
    return payload | fields


def variant(variant_id: int, *values: str, price: str, quantity: int = 5) -> dict[str, Any]:
    return {
        "id": variant_id,
        "title": " / ".join(values) or "Default Title",
        "sku": f"WM-{variant_id}-X",
        "price": price,
        "compare_at_price": None,
        "inventory_policy": "deny",
        "inventory_quantity": quantity,
        **{f"option{place}": value for place, value in enumerate(values, start=1)},
    }


def product(**fields: Any) -> Source:
    return product_source(parse_product(product_payload(**fields)))


def policy(**fields: Any) -> Source:
    payload = {
        "id": 501,
        "type": "REFUND_POLICY",
        "title": "Refund policy",
        "body": (
            "<h2>Returns</h2><p>You may return unworn items within 30 days of delivery.</p>"
            "<h2>Refunds</h2><p>We refund to the card you paid with within 5 working days.</p>"
        ),
        "url": "https://woolmere.example/policies/refund-policy",
        "updated_at": NOON.isoformat(),
    }
    return policy_source(parse_policy(payload | fields))


def page(**fields: Any) -> Source:
    payload = {
        "id": 601,
        "title": "Care guide",
        "handle": "care",
        "body_html": "<p>Wash wool by hand in cold water and dry it flat.</p>",
        "published_at": NOON.isoformat(),
        "updated_at": NOON.isoformat(),
    }
    return page_source(parse_page(payload | fields))


def collection(**fields: Any) -> Source:
    payload = {
        "id": 701,
        "title": "Bedroom",
        "handle": "bedroom",
        "body_html": "<p>Blankets and sheets for quiet nights.</p>",
        "published_at": NOON.isoformat(),
        "updated_at": NOON.isoformat(),
    }
    return collection_source(parse_collection(payload | fields))


def order_payload(**fields: Any) -> dict[str, Any]:
    payload = {
        "id": 9001,
        "name": "#1001",
        "customer": {"id": 77},
        "created_at": "2026-02-20T09:00:00Z",
        "updated_at": NOON.isoformat(),
        "cancelled_at": None,
        "cancel_reason": None,
        "financial_status": "paid",
        "fulfillment_status": None,
        "currency": "EUR",
        "current_total_price": "218.00",
        "line_items": [
            {
                "title": "Fjord Wool Blanket",
                "variant_title": "Small",
                "quantity": 2,
                "product_id": 101,
            }
        ],
        "fulfillments": [],
    }
    return payload | fields


def order(**fields: Any) -> Source:
    return order_source(parse_order(order_payload(**fields)))
