"""The merchant's JSON API of answers: held back, out of date, and what would be said now."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

from flask import Blueprint, Response, jsonify
from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from shopify_app import web
from shopify_app.answers.again import answer_again
from shopify_app.conversations.held_back import held_back
from shopify_app.conversations.outdated import outdated_answers
from shopify_app.conversations.visits import MERCHANT
from shopify_app.shopify.text import clean_text
from shopify_app.web.merchants import merchant_of_call
from shopify_app.web.openapi import CitationSchema

doors = Blueprint("answers", __name__, url_prefix="/api")


class HeldSchema(Schema):
    conversation = fields.String()
    at = fields.DateTime()
    kind = fields.String()
    claim = fields.String(metadata={"description": "empty where it could be a person's"})
    says = fields.List(fields.String(), metadata={"description": "what the store says instead"})


class HeldBackSchema(Schema):
    """Claims in answers of the last 30 days that no source of the store bore."""

    answers = fields.Integer(metadata={"description": "all answers of those days"})
    affected = fields.Integer(metadata={"description": "those of which something was held back"})
    kinds = fields.Dict(keys=fields.String(), values=fields.Integer())
    latest = fields.List(fields.Nested(HeldSchema))


class OutdatedAnswerSchema(Schema):
    message_id = fields.String()
    conversation = fields.String()
    at = fields.DateTime()
    text = fields.String(metadata={"description": "the answer, shortened"})
    kind = fields.String()
    source_id = fields.String()
    title = fields.String(metadata={"description": "of the document; empty when it is gone"})
    changed_at = fields.DateTime(allow_none=True)


class OutdatedSchema(Schema):
    answers = fields.List(fields.Nested(OutdatedAnswerSchema))


class AnswerNowSchema(Schema):
    text = fields.String()
    origin = fields.String(validate=OneOf(["model", "template", "extract"]))
    citations = fields.List(fields.Nested(CitationSchema))


class AgainSchema(Schema):
    """An answer as it was given, and as it would be given now."""

    before = fields.String()
    now = fields.Nested(AnswerNowSchema)


@doors.get("/held-back")
def held() -> Response:
    """What the gate held back in the answers of the last 30 days."""
    merchant = merchant_of_call()
    with web.parts().record.read() as connection:
        told = held_back(connection, merchant.shop, now=datetime.now(UTC))
    return jsonify(HeldBackSchema().dump(asdict(told)))


@doors.get("/outdated-answers")
def outdated() -> Response:
    """Answers of the last 30 days that relied on a policy or page which has changed since."""
    merchant = merchant_of_call()
    with web.parts().record.read() as connection:
        told = outdated_answers(connection, merchant.shop, now=datetime.now(UTC))
    return jsonify(OutdatedSchema().dump({"answers": [asdict(each) for each in told]}))


@doors.post("/messages/<message_id>/again")
def again(message_id: str) -> Response:
    """What the app would say now to what this message answered; kept nowhere."""
    merchant = merchant_of_call()
    told = answer_again(
        web.parts(),
        merchant.shop,
        clean_text(message_id),
        visitor=f"{MERCHANT}{merchant.user_id}"[:64],
        now=datetime.now(UTC),
    )
    return jsonify(AgainSchema().dump(asdict(told)))
