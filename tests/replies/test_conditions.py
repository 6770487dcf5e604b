"""Conditions besides the situation: when, where, in which language, about which order."""

from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shopify_app.replies.conditions import (
    Circumstances,
    is_open,
    order_statuses,
    text_for,
    unmet,
    zone_of,
)
from shopify_app.replies.templates import Conditions, Hours
from shopify_app.shopify.payloads import Fulfillment, Order, Product, parse_product
from tests.replies.writing import MONDAY_NOON, template

AROUND = Circumstances(now=MONDAY_NOON, shop_locale="en")
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")


def order(**more: Any) -> Order:
    values: dict[str, Any] = {
        "id": "1",
        "name": "#1001",
        "customer_id": "7",
        "created_at": MONDAY_NOON,
        "updated_at": MONDAY_NOON,
        "cancelled_at": None,
        "cancel_reason": "",
        "financial_status": "paid",
        "fulfillment_status": "",
        "currency": "USD",
        "total": "10.00",
        "items": (),
        "fulfillments": (),
    } | more
    return Order(**values)


def parcel(shipment_status: str) -> Fulfillment:
    return Fulfillment("1", MONDAY_NOON, "success", shipment_status, "", "", "")


def mug() -> Product:
    payload = {
        "id": 1,
        "title": "Mug",
        "handle": "mug",
        "product_type": "Kitchen",
        "tags": "fragile, gift",
        "updated_at": MONDAY_NOON.isoformat(),
        "variants": [],
    }
    return parse_product(payload)


def test_nothing_stated_always_holds() -> None:
    assert unmet(template(), AROUND) is None


def test_a_template_has_its_time() -> None:
    start, end = MONDAY_NOON, MONDAY_NOON + timedelta(days=1)
    dated = template(active_from=start, active_until=end)

    assert unmet(dated, AROUND) is None
    assert unmet(dated, replace(AROUND, now=start - timedelta(seconds=1))) == "active"
    assert unmet(dated, replace(AROUND, now=end)) == "active"
    assert unmet(template(enabled=False), AROUND) == "active"


def test_a_language_stands_for_its_countries() -> None:
    french = template(conditions=Conditions(locales=("fr", "de-AT")))

    assert unmet(french, replace(AROUND, locale="fr-CA")) is None
    assert unmet(french, replace(AROUND, locale="de-at")) is None
    assert unmet(french, replace(AROUND, locale="de")) == "locales"
    assert unmet(french, AROUND) == "locales"


def test_products_are_known_by_type_or_tag() -> None:
    fragile = template(conditions=Conditions(product_tags=("Fragile",)))
    kitchen = template(conditions=Conditions(product_types=("kitchen",)))
    on_mug = replace(AROUND, product=mug())

    assert unmet(fragile, on_mug) is unmet(kitchen, on_mug) is None
    assert unmet(fragile, AROUND) == "product_tags"
    assert unmet(kitchen, AROUND) == "product_types"


@pytest.mark.parametrize(
    ("told", "statuses"),
    [
        (None, {"none"}),
        (order(), {"unfulfilled"}),
        (order(fulfillment_status="partial"), {"partially_fulfilled"}),
        (order(fulfillment_status="fulfilled", fulfillments=(parcel(""),)), {"fulfilled"}),
        (order(fulfillment_status="fulfilled", fulfillments=(parcel("delivered"),)), {"delivered"}),
        (order(cancelled_at=MONDAY_NOON, financial_status="refunded"), {"cancelled", "refunded"}),
    ],
)
def test_where_an_order_stands(told: Order | None, statuses: set[str]) -> None:
    assert order_statuses(told) == statuses


def test_an_order_has_to_stand_where_it_is_asked_to() -> None:
    unsent = template(conditions=Conditions(order_status=("unfulfilled",)))

    assert unmet(unsent, replace(AROUND, order=order())) is None
    assert unmet(unsent, AROUND) == "order_status"


def test_business_hours_are_the_stores_own() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    hours = Hours(open=True, days=WORKDAYS, opens="09:00", closes="13:00")

    assert is_open(hours, MONDAY_NOON - timedelta(minutes=1), berlin)
    assert not is_open(hours, MONDAY_NOON, berlin)
    assert not is_open(hours, MONDAY_NOON - timedelta(days=1, hours=1), berlin)


def test_a_night_shift_belongs_to_the_day_it_began_on() -> None:
    night = Hours(open=True, days=("mon",), opens="22:00", closes="04:00")
    tuesday_two = MONDAY_NOON.replace(hour=2) + timedelta(days=1)

    assert is_open(night, tuesday_two, zone_of("UTC"))
    assert not is_open(night, MONDAY_NOON.replace(hour=2), zone_of("UTC"))


def test_a_template_can_be_for_when_nobody_is_there() -> None:
    away = template(conditions=Conditions(hours=Hours(False, WORKDAYS, "09:00", "17:00")))

    assert unmet(away, AROUND) == "hours"
    assert unmet(away, replace(AROUND, now=MONDAY_NOON.replace(hour=20))) is None


def test_a_zone_nobody_knows_is_utc() -> None:
    assert zone_of("Mars/Olympus") == zone_of("") == zone_of("../etc") is UTC


@pytest.mark.parametrize(
    ("locale", "shop_locale", "chosen"),
    [
        ("pt-BR", "en", "pt-BR"),
        ("pt-PT", "en", "en"),
        ("PT-br", "en", "pt-BR"),
        ("fr-CA", "en", "fr"),
        ("", "fr", "fr"),
        ("ja", "en-US", "en"),
        ("ja", "ko", None),
    ],
)
def test_the_text_is_in_the_shoppers_language_or_the_stores(
    locale: str, shop_locale: str, chosen: str | None
) -> None:
    texts = {"en": "a", "fr": "b", "pt-BR": "c"}

    assert text_for(texts, locale=locale, shop_locale=shop_locale) == chosen
    assert text_for({"en": "a"}, locale=locale, shop_locale=shop_locale) == "en"
