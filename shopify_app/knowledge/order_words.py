"""Shopify's words for the state of an order, in words for a shopper. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from shopify_app.knowledge.html import visible_text
from shopify_app.shopify.payloads import Fulfillment, Order, OrderItem

UNKNOWN = "its shipping status is not known here"
SHIPPING: Mapping[str, str] = {
    "": "being prepared and not shipped yet",
    "unfulfilled": "being prepared and not shipped yet",
    "open": "being prepared and not shipped yet",
    "pending_fulfillment": "being prepared and not shipped yet",
    "in_progress": "being prepared and not shipped yet",
    "request_declined": "being prepared and not shipped yet",
    "scheduled": "scheduled to be shipped later",
    "on_hold": "on hold and not shipped yet",
    "partial": "shipped in part",
    "partially_fulfilled": "shipped in part",
    "fulfilled": "shipped",
    "restocked": "taken back into stock",
}
"""Of the whole order: the REST API's words, and the Admin GraphQL API's in lower case."""

PARCEL: Mapping[str, str] = {
    "": "shipped",
    "success": "shipped",
    "fulfilled": "shipped",
    "marked_as_fulfilled": "shipped",
    "submitted": "handed to the carrier's system",
    "label_printed": "packed, with its label printed",
    "label_purchased": "packed, with its label printed",
    "label_voided": "being prepared again",
    "confirmed": "announced to the carrier",
    "carrier_picked_up": "with the carrier",
    "in_transit": "on its way",
    "delayed": "on its way, later than planned",
    "out_for_delivery": "out for delivery",
    "attempted_delivery": "the carrier tried to deliver it",
    "ready_for_pickup": "ready to be picked up",
    "picked_up": "picked up",
    "delivered": "delivered",
    "not_delivered": "not delivered",
    "failure": "the delivery failed",
    "error": "the delivery failed",
    "cancelled": "canceled",
    "canceled": "canceled",
}
PAYMENT: Mapping[str, str] = {
    "pending": "The payment is pending.",
    "authorized": "The payment is authorized and not yet taken.",
    "paid": "It is paid.",
    "partially_paid": "It is paid in part.",
    "refunded": "It has been refunded.",
    "partially_refunded": "It has been refunded in part.",
    "voided": "The payment was canceled, nothing was charged.",
    "expired": "The payment was authorized and has expired.",
}
CANCELLED_BECAUSE: Mapping[str, str] = {
    "customer": " at the customer's request",
    "inventory": " because something in it was not in stock",
    "declined": " because the payment was declined",
}
"""Other reasons (fraud, staff) are the store's own business."""


def shipping_words(order: Order) -> str:
    """What became of the order as a whole: `shipped in part`, `delivered`, `canceled` …"""
    if order.cancelled_at:
        return "canceled"
    parcels = [each for each in order.fulfillments if not is_canceled(each)]
    states = {each.shipment_status for each in parcels}
    if order.fulfillment_status == "fulfilled" and len(states) == 1:
        return PARCEL.get(states.pop(), UNKNOWN)
    return SHIPPING.get(order.fulfillment_status, UNKNOWN)


def parcel_words(parcel: Fulfillment) -> str:
    if is_canceled(parcel):
        return PARCEL["cancelled"]
    return PARCEL.get(parcel.shipment_status, UNKNOWN)


def payment_sentence(order: Order) -> str:
    """Empty when the state is one we have no words for."""
    return PAYMENT.get(order.financial_status, "")


def cancellation_words(order: Order) -> str:
    return CANCELLED_BECAUSE.get(order.cancel_reason, "")


def item_words(item: OrderItem) -> str:
    """`2 × Fjord Wool Blanket (Small)`"""
    kind = visible_text(item.variant_title)
    suffix = f" ({kind})" if kind and kind != "Default Title" else ""
    return f"{item.quantity} × {visible_text(item.title)}{suffix}"


def day_words(moment: datetime, zone: tzinfo) -> str:
    """`3 March 2026`, as the store's clocks have it."""
    there = moment.astimezone(zone)
    return f"{there.day} {there:%B %Y}"


def is_canceled(parcel: Fulfillment) -> bool:
    return parcel.status in ("cancelled", "canceled", "failure", "error")
