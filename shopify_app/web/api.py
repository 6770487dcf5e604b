"""The merchant's JSON API: what the pages call, and automation may."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, jsonify
from marshmallow import EXCLUDE, Schema, fields

from shopify_app import web
from shopify_app.answers.asking import answer
from shopify_app.answers.questions import Question, clean_message
from shopify_app.conversations.visits import MERCHANT, Visit
from shopify_app.knowledge.freshness import knowledge_overview
from shopify_app.shops.profile import request_reconciliation
from shopify_app.shops.syncs import request_sweep
from shopify_app.web.bodies import read_body
from shopify_app.web.merchants import merchant_of_call
from shopify_app.web.openapi import describe
from shopify_app.web.streaming import respond

doors = Blueprint("api", __name__, url_prefix="/api")

MOST_BYTES = 64 * 1024


class KindCountSchema(Schema):
    kind = fields.String(metadata={"example": "product"})
    documents = fields.Integer()
    chunks = fields.Integer()
    due = fields.Integer(metadata={"description": "documents that wait to be indexed"})


class SyncSchema(Schema):
    """The first reading of all the store has, after its installation."""

    phase = fields.String(
        metadata={"example": "products", "description": "what is being read now; `done` at the end"}
    )
    done = fields.Integer(metadata={"description": "objects read so far"})
    total = fields.Integer(metadata={"description": "objects, as far as is known yet"})
    started_at = fields.DateTime()
    finished_at = fields.DateTime(allow_none=True)
    error = fields.String(
        allow_none=True, metadata={"description": "why it waits; it is tried again"}
    )


class KnowledgeSchema(Schema):
    """How much is known, and how fresh it is. Times are ISO 8601 in UTC."""

    kinds = fields.List(fields.Nested(KindCountSchema))
    due = fields.Integer()
    deliveries_waiting = fields.Integer()
    last_indexed_at = fields.DateTime(allow_none=True)
    last_delivery_at = fields.DateTime(allow_none=True)
    reconciled_at = fields.DateTime(allow_none=True)
    sync = fields.Nested(SyncSchema, allow_none=True)


class TestQuestionSchema(Schema):
    """A question the merchant tries, as a shopper would ask it."""

    class Meta:
        unknown = EXCLUDE

    message = fields.String(required=True)
    conversation = fields.String(allow_none=True, load_default=None)


@doors.get("/knowledge")
def knowledge() -> Response:
    """What is indexed of the store, by kind."""
    merchant = merchant_of_call()
    overview = knowledge_overview(web.parts().record, merchant.shop)
    dumped: dict[str, Any] = KnowledgeSchema().dump(asdict(overview))
    return jsonify(dumped)


@doors.post("/knowledge/sync")
def sync() -> tuple[Response, int]:
    """Compare everything with the store as soon as a worker gets to it."""
    merchant = merchant_of_call()
    with web.parts().record.write() as connection:
        request_reconciliation(connection, merchant.shop, now=datetime.now(UTC))
        request_sweep(connection, merchant.shop)
    return jsonify({"requested": True}), 202


@doors.post("/ask")
def ask() -> Response:
    """The answer a shopper would get, streamed like the chat's."""
    merchant = merchant_of_call()
    body = read_body(TestQuestionSchema(), most_bytes=MOST_BYTES)
    question = Question(clean_message(body["message"]), body["conversation"])
    visit = Visit(merchant.shop, visitor=f"{MERCHANT}{merchant.user_id}"[:64])
    return respond(answer(web.parts(), visit, question, now=datetime.now(UTC)))


@doors.get("/openapi.json")
def openapi() -> Response:
    """This API and the chat, described from the schemas they use."""
    return jsonify(describe())
