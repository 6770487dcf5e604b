"""The storefront's doors: what Shopify's app proxy forwards, proven by its signature."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Length, OneOf, Regexp

from shopify_app import web
from shopify_app.answers.asking import answer
from shopify_app.conversations.chat_tokens import LIFETIME, sign_chat_token
from shopify_app.conversations.contacts import leave_contact
from shopify_app.conversations.handover import Standing, standing
from shopify_app.conversations.transcripts import (
    TranscriptLine,
    messages_since,
    own_conversation,
    rate_message,
)
from shopify_app.conversations.visits import Visit, visitor_hash
from shopify_app.shopify.signatures import ProxyVisit, verify_proxy_query
from shopify_app.shopify.text import clean_json
from shopify_app.shops.directory import active_shop
from shopify_app.web.bodies import load, read_body
from shopify_app.web.chat import LONGEST_ID, read_question
from shopify_app.web.streaming import respond

doors = Blueprint("proxy", __name__, url_prefix="/proxy")

MOST_FEEDBACK_BYTES = 16 * 1024
LONGEST_COMMENT = 2000


class Feedback(Schema):
    """A thumb on an answer."""

    class Meta:
        unknown = EXCLUDE

    message_id = fields.String(required=True, validate=Length(max=LONGEST_ID))
    rating = fields.String(required=True, validate=OneOf(["up", "down"]))
    comment = fields.String(allow_none=True, validate=Length(max=LONGEST_COMMENT))


class Contact(Schema):
    """Where a person of the store may write to the shopper."""

    class Meta:
        unknown = EXCLUDE

    conversation = fields.String(required=True, validate=Length(min=1, max=LONGEST_ID))
    email = fields.Email(required=True, validate=Length(max=254))


class Since(Schema):
    """Which messages of which conversation are wanted."""

    conversation = fields.String(required=True, validate=Length(min=1, max=LONGEST_ID))
    after = fields.String(load_default="0", validate=Regexp(r"\A[0-9]{1,9}\Z"))


@doors.after_request
def keep_nothing(response: Response) -> Response:
    """What is said to one shopper is for no cache."""
    response.headers["Cache-Control"] = "no-store"
    return response


@doors.post("/chat")
def chat() -> Response:
    """The answer, streamed where the way to the shopper lets a stream through."""
    now = datetime.now(UTC)
    visit = proven_visit(now=now)
    parts = web.parts()
    return respond(answer(parts, visit, read_question(), now=now, tally=parts.tally))


@doors.post("/session")
def session() -> Response:
    """A token for the direct door, good for some minutes."""
    parts = web.parts()
    now = datetime.now(UTC)
    visit = proven_visit(now=now)
    with parts.record.read() as connection:
        active_shop(connection, visit.shop)
    return jsonify(
        {
            "token": sign_chat_token(visit, secret=parts.settings.api_secrets[0], now=now),
            "url": f"{parts.settings.app_url}/chat",
            "expires_in": int(LIFETIME.total_seconds()),
        }
    )


@doors.post("/feedback")
def feedback() -> Response:
    """Keep what the shopper thinks of an answer."""
    visit = proven_visit(now=datetime.now(UTC))
    body = read_body(Feedback(), most_bytes=MOST_FEEDBACK_BYTES)
    with web.parts().record.write() as connection:
        rate_message(
            connection,
            visit,
            body["message_id"],
            rating=body["rating"],
            comment=body.get("comment"),
        )
    return Response(status=204)


@doors.post("/contact")
def contact() -> Response:
    """Keep the e-mail address at which the shopper wants to be answered."""
    visit = proven_visit(now=datetime.now(UTC))
    body = read_body(Contact(), most_bytes=MOST_FEEDBACK_BYTES)
    parts = web.parts()
    with parts.record.write() as connection:
        leave_contact(
            connection,
            visit,
            body["conversation"],
            body["email"],
            keys=parts.settings.encryption_keys,
        )
    return Response(status=204)


@doors.get("/conversation")
def conversation() -> Response:
    """The messages of the shopper's conversation behind position `after`, and who answers it."""
    signed = proven_request(now=datetime.now(UTC), allowed=Since().fields)
    wanted = load(Since(), clean_json(dict(signed.parameters)))
    with web.parts().record.read() as connection:
        entry = own_conversation(connection, visit_of(signed), wanted["conversation"])
        lines = messages_since(connection, signed.shop, entry.id, after=int(wanted["after"]))
        stands = standing(connection, signed.shop, entry.id)
    return jsonify(
        {
            "conversation": entry.id,
            "messages": [shown(line) for line in lines],
            "handover": handover(stands),
        }
    )


def proven_visit(*, now: datetime) -> Visit:
    return visit_of(proven_request(now=now))


def proven_request(*, now: datetime, allowed: Collection[str] = ()) -> ProxyVisit:
    """Raises InvalidProxySignature."""
    secrets = web.parts().settings.api_secrets
    return verify_proxy_query(request.query_string, secrets, now=now, allowed=allowed)


def visit_of(signed: ProxyVisit) -> Visit:
    visitor = visitor_hash(
        signed.shop,
        forwarded_for=request.headers.get("X-Forwarded-For", ""),
        remote_address=request.remote_addr or "",
        secret=web.parts().settings.api_secrets[0],
    )
    return Visit(signed.shop, visitor, signed.customer_id)


def shown(line: TranscriptLine) -> dict[str, Any]:
    return asdict(line) | {"at": line.at.isoformat()}


def handover(stands: Standing) -> dict[str, Any] | None:
    """Whether a person is awaited, and whether the shopper may still leave an address."""
    if stands.state is None:
        return None
    return {"state": stands.state, "contact": stands.waits and not stands.has_contact}
