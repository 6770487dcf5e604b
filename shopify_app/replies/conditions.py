"""Whether a template's conditions hold for a shopper at a moment. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from shopify_app.replies.templates import WEEKDAYS, Conditions, Hours, Template
from shopify_app.shopify.payloads import Order, Product

ORDER_STATUSES = (
    "none",
    "unfulfilled",
    "partially_fulfilled",
    "fulfilled",
    "delivered",
    "cancelled",
    "refunded",
)
"""`none`: the shopper is not signed in, or has no order."""


@dataclass(frozen=True)
class Circumstances:
    """What is known of the shopper besides the message."""

    now: datetime
    zone: tzinfo = UTC
    locale: str = ""
    """The shopper's; empty when it is not known."""
    shop_locale: str = ""
    order: Order | None = None
    """The shopper's own: the one they name, else their newest."""
    product: Product | None = None
    """The one on their page."""


def is_active(template: Template, *, now: datetime) -> bool:
    """Whether it is switched on and within its dates; the last moment is not."""
    return (
        template.enabled
        and (template.active_from is None or now >= template.active_from)
        and (template.active_until is None or now < template.active_until)
    )


def unmet(template: Template, around: Circumstances) -> str | None:
    """The first condition that does not hold, by its name; None when all do."""
    conditions = template.conditions
    product = around.product
    checks = {
        "active": is_active(template, now=around.now),
        "locales": not conditions.locales or locale_is_among(around, conditions.locales),
        "order_status": not conditions.order_status
        or bool(order_statuses(around.order) & set(conditions.order_status)),
        "product_types": not conditions.product_types
        or shares((product.product_type,) if product else (), conditions.product_types),
        "product_tags": not conditions.product_tags
        or shares(product.tags if product else (), conditions.product_tags),
        "hours": conditions.hours is None
        or is_open(conditions.hours, around.now, around.zone) == conditions.hours.open,
    }
    return next((name for name, holds in checks.items() if not holds), None)


def stated(conditions: Conditions) -> list[str]:
    """The names of the conditions that were set."""
    return [name for name, value in vars(conditions).items() if value]


def locale_is_among(around: Circumstances, locales: Sequence[str]) -> bool:
    """`fr` stands for all French, `fr-CA` for Canada's."""
    locale = (around.locale or around.shop_locale).casefold()
    return any(locale == each or language(locale) == each for each in map(str.casefold, locales))


def text_for(texts: Mapping[str, str], *, locale: str, shop_locale: str) -> str | None:
    """Under which locale the text to say is kept.

    The shopper's, its language, the store's, its language; one that is the only one is for all.
    None: there are texts, and none is for this shopper.
    """
    known = {each.casefold(): each for each in texts}
    wanted = (locale, language(locale), shop_locale, language(shop_locale))
    found = (known[each.casefold()] for each in wanted if each.casefold() in known)
    return next(found, next(iter(texts)) if len(texts) == 1 else None)


def language(locale: str) -> str:
    return locale.partition("-")[0]


def order_statuses(order: Order | None) -> set[str]:
    """Where an order stands; several can be true at once."""
    if order is None:
        return {"none"}
    statuses = set()
    if order.cancelled_at:
        statuses.add("cancelled")
    if order.financial_status in ("refunded", "partially_refunded"):
        statuses.add("refunded")
    if statuses:
        return statuses
    if order.fulfillment_status == "fulfilled":
        parcels = order.fulfillments
        arrived = parcels and all(each.shipment_status == "delivered" for each in parcels)
        return {"delivered"} if arrived else {"fulfilled"}
    return {"partially_fulfilled" if order.fulfillment_status == "partial" else "unfulfilled"}


def shares(has: Sequence[str], wanted: Sequence[str]) -> bool:
    return bool({each.strip().casefold() for each in has} & {each.casefold() for each in wanted})


def is_open(hours: Hours, now: datetime, zone: tzinfo) -> bool:
    """Whether `now` is within the hours; those past midnight belong to the day they began on."""
    local = now.astimezone(zone)
    opens, closes = time.fromisoformat(hours.opens), time.fromisoformat(hours.closes)
    today = WEEKDAYS[local.weekday()] in hours.days
    if opens < closes:
        return today and opens <= local.time() < closes
    yesterday = WEEKDAYS[(local - timedelta(days=1)).weekday()] in hours.days
    return (today and local.time() >= opens) or (yesterday and local.time() < closes)


def zone_of(name: str) -> tzinfo:
    """The store's time zone; UTC when it has none we know."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC
