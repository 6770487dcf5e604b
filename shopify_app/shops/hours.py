"""When people answer at a store: its hours, as its merchant set them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select, update

from shopify_app.db.tables import Shop
from shopify_app.shops.directory import ShopNotInstalled

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FARTHEST = timedelta(days=366)
"""Who opens later than that gives no hours that could be told."""


@dataclass(frozen=True)
class Span:
    """Of one day, in the store's zone."""

    opens: time
    closes: time
    """Not after `opens`: it is on the next day."""


@dataclass(frozen=True)
class BusinessHours:
    """By weekday as in WEEKDAYS; what is not named is closed."""

    week: Mapping[str, Span]
    closed_days: frozenset[date] = field(default_factory=frozenset)
    timezone: str = ""
    """Such as `Europe/Berlin`; empty: the shop's own."""


def next_open(hours: BusinessHours, now: datetime, *, shop_zone: str = "") -> datetime | None:
    """When people are there from, in the store's zone: `now` itself when they are there now.

    None when no day of the coming year is open. Pure.
    """
    zone = zone_of(hours, shop_zone)
    local = now.astimezone(zone)
    day = local.date() - timedelta(days=1)  # yesterday's evening may last until today
    while day <= local.date() + FARTHEST:
        span = None if day in hours.closed_days else hours.week.get(WEEKDAYS[day.weekday()])
        if span:
            opens, closes = moments(span, day, zone)
            if now < closes:
                return max(opens, local)
        day += timedelta(days=1)
    return None


def moments(span: Span, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Begin and end of the span on a day. An hour that the clock leaves out is moved behind it."""
    last = day if span.closes > span.opens else day + timedelta(days=1)
    ends = ((day, span.opens), (last, span.closes))
    # By way of UTC, which knows no hour twice and leaves none out.
    opens, closes = (
        datetime.combine(when, at, zone).astimezone(UTC).astimezone(zone) for when, at in ends
    )
    return opens, closes


def zone_of(hours: BusinessHours, shop_zone: str) -> ZoneInfo:
    """The hours' own zone, else the shop's, else UTC."""
    for name in (hours.timezone, shop_zone):
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")


def business_hours(connection: Connection, shop: str) -> BusinessHours | None:
    """None when the merchant has set none. Raises ShopNotInstalled."""
    row = connection.execute(select(Shop.hours).where(Shop.shop == shop)).first()
    if row is None:
        raise ShopNotInstalled("this store has not installed Tote")
    return read_hours(row.hours) if row.hours else None


def set_business_hours(connection: Connection, shop: str, hours: BusinessHours | None) -> None:
    kept = written(hours) if hours else None
    connection.execute(update(Shop).where(Shop.shop == shop).values(hours=kept))


def written(hours: BusinessHours) -> dict[str, Any]:
    """As JSON: `{"timezone", "week": {"mon": {"opens": "09:00", "closes": …}}, "closed_days"}`."""
    return {
        "timezone": hours.timezone,
        "week": {
            day: {"opens": f"{span.opens:%H:%M}", "closes": f"{span.closes:%H:%M}"}
            for day, span in hours.week.items()
        },
        "closed_days": sorted(day.isoformat() for day in hours.closed_days),
    }


def read_hours(kept: Mapping[str, Any]) -> BusinessHours:
    """The inverse of `written`."""
    return BusinessHours(
        week={
            day: Span(time.fromisoformat(span["opens"]), time.fromisoformat(span["closes"]))
            for day, span in kept["week"].items()
        },
        closed_days=frozenset(date.fromisoformat(day) for day in kept["closed_days"]),
        timezone=kept["timezone"],
    )
