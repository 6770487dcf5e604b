"""The merchant's JSON API of the hours in which people answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import available_timezones

from flask import Blueprint, Response, jsonify
from marshmallow import EXCLUDE, Schema, ValidationError, fields
from marshmallow.validate import Length, OneOf, Regexp

from shopify_app import web
from shopify_app.shops.directory import active_shop
from shopify_app.shops.hours import (
    WEEKDAYS,
    BusinessHours,
    Span,
    business_hours,
    next_open,
    set_business_hours,
    written,
    zone_of,
)
from shopify_app.web.bodies import read_body
from shopify_app.web.merchants import merchant_of_call

doors = Blueprint("hours", __name__, url_prefix="/api/hours")

MOST_BYTES = 32 * 1024
MOST_CLOSED_DAYS = 366
CLOCK = Regexp(re.compile(r"\A(?:[01]\d|2[0-3]):[0-5]\d\Z"), error="Must be a time such as 09:30.")


def check_zone(name: str) -> None:
    if name and name not in available_timezones():
        raise ValidationError("Not a time zone such as Europe/Berlin.")


class SpanSchema(Schema):
    """Of one day; what closes before it opens closes on the next day."""

    class Meta:
        unknown = EXCLUDE

    opens = fields.String(required=True, validate=CLOCK, metadata={"example": "09:00"})
    closes = fields.String(required=True, validate=CLOCK, metadata={"example": "17:30"})


class BusinessHoursSchema(Schema):
    """Without any day in `week`, no hours are set and nothing is promised to shoppers."""

    class Meta:
        unknown = EXCLUDE

    timezone = fields.String(
        load_default="",
        validate=check_zone,
        metadata={"example": "Europe/Berlin", "description": "empty: the store's own"},
    )
    week = fields.Dict(
        keys=fields.String(validate=OneOf(WEEKDAYS)),
        values=fields.Nested(SpanSchema),
        required=True,
    )
    closed_days = fields.List(
        fields.Date(error_messages={"invalid": "Write each day as 2026-12-25."}),
        load_default=list,
        validate=Length(max=MOST_CLOSED_DAYS),
    )
    next_open = fields.DateTime(
        dump_only=True,
        allow_none=True,
        metadata={"description": "when people are there from; now or in the past: they are"},
    )
    zone = fields.String(dump_only=True, metadata={"description": "the time zone that holds"})


@doors.get("")
def hours() -> Response:
    """When people answer, and when they are there next."""
    return jsonify(shown(merchant_of_call().shop))


@doors.put("")
def save() -> Response:
    """Set when people answer."""
    shop = merchant_of_call().shop
    wanted = read_hours(read_body(BusinessHoursSchema(), most_bytes=MOST_BYTES))
    with web.parts().record.write() as connection:
        set_business_hours(connection, shop, wanted if wanted.week else None)
    return jsonify(shown(shop))


def read_hours(body: Mapping[str, Any]) -> BusinessHours:
    return BusinessHours(
        week={
            day: Span(time.fromisoformat(span["opens"]), time.fromisoformat(span["closes"]))
            for day, span in body["week"].items()
        },
        closed_days=frozenset(body["closed_days"]),
        timezone=body["timezone"],
    )


def shown(shop: str) -> dict[str, Any]:
    with web.parts().record.read() as connection:
        profile = active_shop(connection, shop).profile
        kept = business_hours(connection, shop)
    shop_zone = str(profile.get("timezone") or "")
    known = kept or BusinessHours(week={})
    opens = next_open(known, datetime.now(UTC), shop_zone=shop_zone)
    told: dict[str, Any] = written(known) | {
        "next_open": opens and opens.isoformat(),
        "zone": zone_of(known, shop_zone).key,
    }
    return told
