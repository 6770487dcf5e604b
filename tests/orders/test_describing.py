"""What may be said of an order to its owner, in words they would use."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shopify_app.knowledge.order_words import CANCELLED_BECAUSE, PARCEL, PAYMENT, SHIPPING
from shopify_app.orders.describing import describe_order
from shopify_app.shopify.payloads import Order, parse_order
from tests.knowledge.store import order_payload

PARCEL_OF_DHL = {
    "id": 5,
    "created_at": "2026-02-22T09:00:00Z",
    "status": "success",
    "shipment_status": "in_transit",
    "tracking_company": "DHL",
    "tracking_number": "JD014600001",
    "tracking_url": "https://dhl.example/track/JD014600001",
}


def order(**fields: Any) -> Order:
    return parse_order(order_payload(**fields))


def test_an_order_that_waits() -> None:
    assert describe_order(order()) == (
        "Order #1001 was placed on 20 February 2026.\n"
        "Its status: being prepared and not shipped yet.\n"
        "It is paid.\n"
        "Items: 2 × Fjord Wool Blanket (Small).\n"
        "Total: €218.00."
    )


def test_an_order_on_its_way_has_carrier_and_number() -> None:
    told = describe_order(order(fulfillment_status="fulfilled", fulfillments=[PARCEL_OF_DHL]))

    assert "Its status: on its way." in told
    assert told.endswith(
        "Parcel of 22 February 2026: on its way, carrier DHL, tracking number JD014600001,"
        " to be followed at https://dhl.example/track/JD014600001"
    )


def test_a_canceled_order_says_since_when_and_why() -> None:
    told = describe_order(
        order(
            cancelled_at="2026-02-21T08:00:00Z",
            cancel_reason="inventory",
            financial_status="refunded",
        )
    )

    assert "It was canceled on 21 February 2026 because something in it was not in stock." in told
    assert "It has been refunded." in told


@pytest.mark.parametrize("reason", ["fraud", "staff", "other", "", "something new"])
def test_a_reason_that_is_the_store_s_own_business_is_not_told(reason: str) -> None:
    told = describe_order(order(cancelled_at="2026-02-21T08:00:00Z", cancel_reason=reason))

    assert "It was canceled on 21 February 2026." in told


@pytest.mark.parametrize("status", [status for status in SHIPPING if status])
def test_every_state_shopify_knows_has_words(status: str) -> None:
    told = describe_order(order(fulfillment_status=status))

    assert f"Its status: {SHIPPING[status]}." in told


@pytest.mark.parametrize("status", ["teleported", "FULFILLED?", "<b>"])
def test_a_state_nobody_knows_is_not_guessed_at(status: str) -> None:
    told = describe_order(order(fulfillment_status=status, financial_status=status))

    assert "Its status: its shipping status is not known here." in told
    assert status not in told


@pytest.mark.parametrize("status", PARCEL)
def test_every_state_of_a_parcel_has_words(status: str) -> None:
    parcel = PARCEL_OF_DHL | {"shipment_status": status}

    told = describe_order(order(fulfillment_status="partial", fulfillments=[parcel]))

    assert "Its status: shipped in part." in told
    assert f"Parcel of 22 February 2026: {PARCEL[status]}," in told


def test_two_parcels_in_two_states_are_shipped_and_each_is_told() -> None:
    parcels = [PARCEL_OF_DHL, PARCEL_OF_DHL | {"id": 6, "shipment_status": "delivered"}]

    told = describe_order(order(fulfillment_status="fulfilled", fulfillments=parcels))

    assert "Its status: shipped." in told
    assert told.count("Parcel of") == 2


def test_a_canceled_parcel_does_not_count() -> None:
    parcels = [
        PARCEL_OF_DHL | {"status": "cancelled"},
        PARCEL_OF_DHL | {"id": 6, "shipment_status": "delivered"},
    ]

    told = describe_order(order(fulfillment_status="fulfilled", fulfillments=parcels))

    assert "Its status: delivered." in told
    assert "22 February 2026: canceled" in told


@pytest.mark.parametrize("status", PAYMENT)
def test_every_state_of_the_payment_has_a_sentence(status: str) -> None:
    assert PAYMENT[status] in describe_order(order(financial_status=status))


@pytest.mark.parametrize("reason", CANCELLED_BECAUSE)
def test_reasons_that_help_are_told(reason: str) -> None:
    told = describe_order(order(cancelled_at="2026-02-21T08:00:00Z", cancel_reason=reason))

    assert CANCELLED_BECAUSE[reason] in told


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example"])
def test_an_address_that_is_not_the_web_s_is_not_told(url: str) -> None:
    told = describe_order(order(fulfillments=[PARCEL_OF_DHL | {"tracking_url": url}]))

    assert url not in told


def test_days_are_the_store_s_days() -> None:
    late = order(created_at="2026-02-20T23:30:00Z")

    assert "21 February 2026" in describe_order(late, zone=ZoneInfo("Europe/Berlin"))
    assert "20 February 2026" in describe_order(late, zone=ZoneInfo("America/New_York"))


def test_hidden_characters_in_an_item_s_name_are_left_out() -> None:
    item = {"title": "Blan\u202eket\U000e0041", "variant_title": "Default Title", "quantity": 1}

    assert "Items: 1 × Blanket." in describe_order(order(line_items=[item]))


def test_a_long_order_is_told_in_part() -> None:
    items = [{"title": f"Thing {n}", "variant_title": "", "quantity": 1} for n in range(200)]

    told = describe_order(order(line_items=items))

    assert "Thing 29 and 170 more." in told
