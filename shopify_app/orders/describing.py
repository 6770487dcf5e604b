"""An order in words, for its owner. Pure."""

from __future__ import annotations

from datetime import UTC, tzinfo

from shopify_app.knowledge.facts import money
from shopify_app.knowledge.html import visible_text
from shopify_app.knowledge.order_words import (
    cancellation_words,
    day_words,
    item_words,
    parcel_words,
    payment_sentence,
    shipping_words,
)
from shopify_app.shopify.payloads import Fulfillment, Order

MOST_ITEMS = 30


def describe_order(order: Order, *, zone: tzinfo = UTC) -> str:
    """What the record has of it, a sentence a line: state, payment, items, parcels.

    Carrier and tracking number are in it, so it is for the order's verified owner only; no name,
    address, e-mail, phone or note ever is, because none of them comes in.
    """
    lines = [
        f"Order {visible_text(order.name)} was placed on {day_words(order.created_at, zone)}.",
        _state_sentence(order, zone),
        payment_sentence(order),
        _items_sentence(order),
        f"Total: {money(order.total, order.currency)}." if order.total else "",
        *(_parcel_sentence(parcel, zone) for parcel in order.fulfillments),
    ]
    return "\n".join(line for line in lines if line)


def describe_shipping(order: Order, *, zone: tzinfo = UTC) -> str:
    """For a guest: how it stands and its parcels, not what is in it nor what it cost."""
    name = f"Order {visible_text(order.name)}."
    parcels = (_parcel_sentence(parcel, zone) for parcel in order.fulfillments)
    return "\n".join((name, _state_sentence(order, zone), *parcels))


def _state_sentence(order: Order, zone: tzinfo) -> str:
    if order.cancelled_at:
        day = day_words(order.cancelled_at, zone)
        return f"It was canceled on {day}{cancellation_words(order)}."
    return f"Its status: {shipping_words(order)}."


def _items_sentence(order: Order) -> str:
    if not order.items:
        return ""
    named = "; ".join(item_words(item) for item in order.items[:MOST_ITEMS])
    more = len(order.items) - MOST_ITEMS
    return f"Items: {named}{f' and {more} more' if more > 0 else ''}."


def _parcel_sentence(parcel: Fulfillment, zone: tzinfo) -> str:
    parts = [f"Parcel of {day_words(parcel.created_at, zone)}: {parcel_words(parcel)}"]
    if parcel.tracking_company:
        parts.append(f"carrier {visible_text(parcel.tracking_company)}")
    if parcel.tracking_number:
        parts.append(f"tracking number {visible_text(parcel.tracking_number)}")
    if parcel.tracking_url.startswith(("https://", "http://")):
        parts.append(f"to be followed at {visible_text(parcel.tracking_url)}")
    return ", ".join(parts) + ("" if parts[-1].startswith("to be followed") else ".")
