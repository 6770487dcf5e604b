"""The merchant's JSON API of conversations: the inbox, what was said and why, a reply."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Length, OneOf
from sqlalchemy import Connection

from shopify_app import web
from shopify_app.answers.questions import clean_message
from shopify_app.conversations.contacts import contact_of
from shopify_app.conversations.handover import REASONS, STATES, close
from shopify_app.conversations.outdated import chunks_that_remain
from shopify_app.conversations.reviewing import (
    append_persons_reply,
    latest_lines,
    list_conversations,
    list_waiting,
    reasons,
    shops_conversation,
)
from shopify_app.shopify.text import clean_json, clean_text
from shopify_app.web.bodies import load, read_body
from shopify_app.web.merchants import merchant_of_call
from shopify_app.web.openapi import CitationSchema

doors = Blueprint("conversations", __name__, url_prefix="/api")

MOST_BYTES = 64 * 1024


class ConversationsWanted(Schema):
    """Which conversations to list."""

    class Meta:
        unknown = EXCLUDE

    handed_over = fields.Boolean(load_default=False)
    state = fields.String(load_default=None, validate=OneOf(STATES))
    after = fields.String(load_default="", validate=Length(max=100))


class ConversationSchema(Schema):
    id = fields.String()
    signed_in = fields.Boolean()
    started_at = fields.DateTime()
    last_at = fields.DateTime()
    handover_at = fields.DateTime(
        allow_none=True,
        metadata={"description": "since when it waits for a person, or did last"},
    )
    state = fields.String(allow_none=True, validate=OneOf(STATES))
    reason = fields.String(
        allow_none=True, validate=OneOf(REASONS), metadata={"description": "why a person is needed"}
    )
    messages = fields.Integer()
    question = fields.String(metadata={"description": "what the shopper said first, shortened"})


class ConversationPageSchema(Schema):
    conversations = fields.List(fields.Nested(ConversationSchema))
    next = fields.String(allow_none=True, metadata={"description": "`after` of the next page"})


class GlanceSchema(Schema):
    """A conversation in brief, from its own words."""

    asked = fields.String(metadata={"description": "what the shopper said first"})
    last = fields.String(metadata={"description": "what the shopper said last, if more than once"})
    told = fields.List(fields.String(), metadata={"description": "titles of what was cited"})
    products = fields.List(fields.String(), metadata={"description": "titles of products shown"})


class WaitingSchema(Schema):
    conversation = fields.Nested(ConversationSchema)
    glance = fields.Nested(GlanceSchema)


class InboxSchema(Schema):
    """Those that wait for a person, the one that waits longest first."""

    waiting = fields.List(fields.Nested(WaitingSchema))


class LineSchema(Schema):
    id = fields.String()
    position = fields.Integer()
    at = fields.DateTime()
    role = fields.String(validate=OneOf(["shopper", "store", "person"]))
    text = fields.String()
    origin = fields.String(allow_none=True)
    complete = fields.Boolean()
    handover = fields.Boolean()
    rating = fields.String(allow_none=True)
    comment = fields.String(
        allow_none=True, metadata={"description": "what the shopper said with the rating"}
    )
    citations = fields.List(fields.Nested(CitationSchema))
    why = fields.Dict(
        allow_none=True,
        metadata={
            "description": "what made a store's answer: template, passages, model, what the gate"
            " held back, the voice's score, milliseconds"
        },
    )


class TranscriptSchema(Schema):
    conversation = fields.Nested(ConversationSchema)
    contact = fields.String(
        allow_none=True, metadata={"description": "the e-mail address the shopper left"}
    )
    lines = fields.List(fields.Nested(LineSchema))


class PersonsReply(Schema):
    """What somebody of the store's team writes to the shopper."""

    class Meta:
        unknown = EXCLUDE

    message = fields.String(required=True)


class ReplySchema(Schema):
    message_id = fields.String()


@doors.get("/conversations")
def conversations() -> Response:
    """The shop's conversations, the one spoken in last first."""
    merchant = merchant_of_call()
    wanted = load(ConversationsWanted(), clean_json(request.args.to_dict()))
    with web.parts().record.read() as connection:
        page = list_conversations(
            connection,
            merchant.shop,
            handed_over=wanted["handed_over"],
            state=wanted["state"],
            after=wanted["after"],
        )
    return jsonify(ConversationPageSchema().dump(asdict(page)))


@doors.get("/inbox")
def inbox() -> Response:
    """The conversations that wait for a person."""
    merchant = merchant_of_call()
    with web.parts().record.read() as connection:
        waiting = list_waiting(connection, merchant.shop)
    told = [{"conversation": asdict(each), "glance": asdict(brief)} for each, brief in waiting]
    return jsonify(InboxSchema().dump({"waiting": told}))


@doors.get("/conversations/<conversation_id>")
def conversation(conversation_id: str) -> Response:
    """One conversation with what was said in it, where it came from and how it was rated."""
    merchant = merchant_of_call()
    named = clean_text(conversation_id)
    parts = web.parts()
    with parts.record.read() as connection:
        contact = contact_of(connection, merchant.shop, named, keys=parts.settings.encryption_keys)
        summary = shops_conversation(connection, merchant.shop, named)
        lines = latest_lines(connection, merchant.shop, [named])[named]
        why = reasons(connection, merchant.shop, named)
        note_changes(connection, merchant.shop, why.values())
    told = [asdict(line) | {"why": why.get(line.id)} for line in lines]
    transcript = {"conversation": asdict(summary), "contact": contact, "lines": told}
    return jsonify(TranscriptSchema().dump(transcript))


def note_changes(
    connection: Connection, shop: str, provenances: Collection[dict[str, Any]]
) -> None:
    """Say of each piece of text an answer was made from whether the store still says it so."""
    kept = [
        each
        for provenance in provenances
        for each in provenance.get("passages", ())
        if isinstance(each, dict)  # an answer of before they were kept has only their ids
    ]
    remaining = chunks_that_remain(connection, shop, {each["chunk"] for each in kept})
    for each in kept:
        each["changed"] = each["chunk"] not in remaining


@doors.post("/conversations/<conversation_id>/reply")
def reply(conversation_id: str) -> tuple[Response, int]:
    """Answer the shopper as a person of the store."""
    merchant = merchant_of_call()
    text = clean_message(read_body(PersonsReply(), most_bytes=MOST_BYTES)["message"])
    named = clean_text(conversation_id)
    with web.parts().record.write() as connection:
        message_id = append_persons_reply(
            connection, merchant.shop, named, text, now=datetime.now(UTC)
        )
    return jsonify({"message_id": message_id}), 201


@doors.post("/conversations/<conversation_id>/close")
def close_conversation(conversation_id: str) -> Response:
    """Nobody is needed any more: the app answers the shopper again."""
    merchant = merchant_of_call()
    named = clean_text(conversation_id)
    with web.parts().record.write() as connection:
        close(connection, merchant.shop, named)
    return Response(status=204)
