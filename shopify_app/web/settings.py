"""The merchant's JSON API of the store's own settings."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from marshmallow import Schema, fields
from marshmallow.validate import Range

from shopify_app import web
from shopify_app.shops.retention import (
    FEWEST_DAYS,
    MOST_DAYS,
    retention_days,
    set_retention_days,
)
from shopify_app.web.bodies import read_body
from shopify_app.web.merchants import merchant_of_call

doors = Blueprint("settings", __name__, url_prefix="/api/settings")

MOST_BYTES = 4 * 1024
DAYS = f"From {FEWEST_DAYS} to {MOST_DAYS} days."


class StoreSettingsSchema(Schema):
    retention_days = fields.Integer(
        required=True,
        strict=True,
        validate=Range(FEWEST_DAYS, MOST_DAYS, error=DAYS),
        error_messages={"null": DAYS, "invalid": DAYS},
        metadata={"description": "a conversation is deleted so long after its last message"},
    )


@doors.get("")
def settings() -> Response:
    """How long the store keeps its conversations."""
    merchant = merchant_of_call()
    with web.parts().record.read() as connection:
        days = retention_days(connection, merchant.shop)
    return jsonify({"retention_days": days})


@doors.put("")
def save() -> Response:
    """Decide how long conversations are kept; older ones are deleted within minutes."""
    merchant = merchant_of_call()
    days = read_body(StoreSettingsSchema(), most_bytes=MOST_BYTES)["retention_days"]
    with web.parts().record.write() as connection:
        set_retention_days(connection, merchant.shop, days)
    return jsonify({"retention_days": days})
