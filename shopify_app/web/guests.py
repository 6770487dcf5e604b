"""Orders for guests: the shopper's door, and the merchant's switch."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, jsonify
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Length

from shopify_app import web
from shopify_app.orders.guests import is_on, look_up, read_guess, switch
from shopify_app.web.bodies import read_body
from shopify_app.web.merchants import merchant_of_call
from shopify_app.web.proxy import proven_visit

doors = Blueprint("guests", __name__)

MOST_BYTES = 4 * 1024
NOT_FOUND = "We can't find an order with this number and e-mail address."


class GuestOrderWanted(Schema):
    """Both are used for one comparison and kept nowhere."""

    class Meta:
        unknown = EXCLUDE

    number = fields.String(required=True, validate=Length(max=40))
    email = fields.String(required=True, validate=Length(max=254))


class GuestOrderSchema(Schema):
    """`text` is the same for whatever does not fit."""

    found = fields.Boolean()
    text = fields.String()


class GuestSettingSchema(Schema):
    """Whether guests may look up an order with number and e-mail address; off by default. It needs
    access to protected customer data, level 2 (e-mail)."""

    class Meta:
        unknown = EXCLUDE

    enabled = fields.Boolean(required=True)


@doors.post("/proxy/order")
def order() -> Response:
    """State and parcels of the order that number and e-mail address name."""
    now = datetime.now(UTC)
    visit = proven_visit(now=now)
    body = read_body(GuestOrderWanted(), most_bytes=MOST_BYTES)
    guess = read_guess(body["number"], body["email"])
    words = look_up(web.parts(), visit.shop, visit.visitor, guess, now=now)
    response = jsonify({"found": words is not None, "text": words or NOT_FOUND})
    response.headers["Cache-Control"] = "no-store"
    return response


@doors.get("/api/guest-orders")
def setting() -> Response:
    """Whether it is switched on."""
    merchant = merchant_of_call()
    with web.parts().record.read() as connection:
        return jsonify({"enabled": is_on(connection, merchant.shop)})


@doors.put("/api/guest-orders")
def change_setting() -> Response:
    """Switch it on or off."""
    merchant = merchant_of_call()
    enabled = bool(read_body(GuestSettingSchema(), most_bytes=MOST_BYTES)["enabled"])
    with web.parts().record.write() as connection:
        switch(connection, merchant.shop, enabled=enabled, now=datetime.now(UTC))
    return jsonify({"enabled": enabled})
