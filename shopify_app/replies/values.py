"""What the variables stand for here and now. Pure."""

from __future__ import annotations

from shopify_app.knowledge.facts import money
from shopify_app.knowledge.html import visible_text
from shopify_app.knowledge.order_words import day_words, item_words, shipping_words
from shopify_app.replies.conditions import Circumstances
from shopify_app.shopify.payloads import Order, Product
from shopify_app.shops.directory import ShopEntry

MOST_ITEMS = 10


def values(entry: ShopEntry, around: Circumstances) -> dict[str, str]:
    """By variable; what is not known is not there or empty."""
    known = {
        "shop.name": str(entry.profile.get("name") or ""),
        "shop.url": entry.url,
        "shop.domain": entry.shop,
    }
    if around.product:
        known |= product_values(entry, around.product)
    if around.order:
        known |= order_values(around.order, around)
    return {name: visible_text(value) for name, value in known.items()}


def product_values(entry: ShopEntry, product: Product) -> dict[str, str]:
    return {
        "product.title": product.title,
        "product.url": f"{entry.url}/products/{product.handle}",
        "product.type": product.product_type,
        "product.vendor": product.vendor,
    }


def order_values(order: Order, around: Circumstances) -> dict[str, str]:
    parcel = order.fulfillments[-1] if order.fulfillments else None
    return {
        "order.name": order.name,
        "order.date": day_words(order.created_at, around.zone),
        "order.status": "canceled" if order.cancelled_at else shipping_words(order),
        "order.total": money(order.total, order.currency) if order.total else "",
        "order.items": ", ".join(item_words(item) for item in order.items[:MOST_ITEMS]),
        "order.tracking_company": parcel.tracking_company if parcel else "",
        "order.tracking_number": parcel.tracking_number if parcel else "",
        "order.tracking_url": web_address(parcel.tracking_url) if parcel else "",
    }


def web_address(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""
