"""The merchant's JSON API of what customers asked to see of themselves."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

from flask import Blueprint, Response, jsonify
from marshmallow import Schema, fields

from shopify_app import web
from shopify_app.privacy.requests import list_requests, open_export
from shopify_app.shopify.text import clean_text
from shopify_app.web.merchants import merchant_of_call

doors = Blueprint("privacy", __name__, url_prefix="/api/privacy")


class PrivacyRequestSchema(Schema):
    id = fields.String(metadata={"description": "Shopify's number of the request"})
    customer_id = fields.String()
    requested_at = fields.DateTime()
    expires_at = fields.DateTime()


class PrivacyRequestsSchema(Schema):
    requests = fields.List(fields.Nested(PrivacyRequestSchema))


class SaidSchema(Schema):
    at = fields.DateTime()
    role = fields.String()
    text = fields.String()
    origin = fields.String(allow_none=True)
    rating = fields.String(allow_none=True)
    comment = fields.String(allow_none=True)


class HeldConversationSchema(Schema):
    id = fields.String()
    started_at = fields.DateTime()
    last_at = fields.DateTime()
    messages = fields.List(fields.Nested(SaidSchema))


class ExportSchema(Schema):
    """All that was held on a customer when they asked."""

    shop = fields.String()
    customer_id = fields.String()
    gathered_at = fields.DateTime()
    orders = fields.List(fields.Dict())
    conversations = fields.List(fields.Nested(HeldConversationSchema))


@doors.get("/requests")
def requests() -> Response:
    """Customers' requests for their data that have not expired, the latest first."""
    merchant = merchant_of_call()
    with web.parts().record.read() as connection:
        entries = list_requests(connection, merchant.shop, now=datetime.now(UTC))
    listed = {"requests": [asdict(entry) for entry in entries]}
    return jsonify(PrivacyRequestsSchema().dump(listed))


@doors.get("/requests/<request_id>")
def export(request_id: str) -> Response:
    """What was held on the customer, as a file to hand on."""
    merchant = merchant_of_call()
    named = clean_text(request_id)
    with web.parts().record.read() as connection:
        found = open_export(connection, merchant.shop, named, now=datetime.now(UTC))
    response = jsonify(found)
    filename = f"customer-{found['customer_id']}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.headers["Cache-Control"] = "no-store"
    return response
