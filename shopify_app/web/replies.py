"""The merchant's response templates, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request
from marshmallow import EXCLUDE, Schema, fields, post_load
from marshmallow.validate import Length

from shopify_app import web
from shopify_app.answers.questions import Question, clean_message
from shopify_app.answers.templates import open_embedder, route_question
from shopify_app.conversations.visits import Visit
from shopify_app.parts import Parts
from shopify_app.replies.conflicts import Conflict, conflicts
from shopify_app.replies.keeping import (
    add_template,
    change_template,
    delete_template,
    list_templates,
)
from shopify_app.replies.kinds import KINDS
from shopify_app.replies.matching import texts_to_embed
from shopify_app.replies.rendering import VARIABLES
from shopify_app.replies.routing import MOST_RUNNERS_UP, Routing, explain
from shopify_app.replies.schemas import TemplateSchema
from shopify_app.replies.suggestions import list_suggestions
from shopify_app.replies.templates import StoredTemplate, Template, to_stored
from shopify_app.replies.vectors import vectors_of
from shopify_app.shopify.session_tokens import SessionToken
from shopify_app.shopify.text import clean_text
from shopify_app.shops.directory import active_shop
from shopify_app.web.bodies import load, read_body
from shopify_app.web.chat import LONGEST_LOCALE, Page
from shopify_app.web.merchants import merchant_of_call

doors = Blueprint("replies", __name__, url_prefix="/api/templates")

MOST_BYTES = 4 * 1024 * 1024
"""More than any template has, so that a text that is too long can be named."""
MOST_TRIAL_BYTES = 64 * 1024


EXPECTED = {"description": "refused when it is no longer at this version; absent: whichever it is"}


class ChangeSchema(TemplateSchema):
    """What a template is to be, and the version that it was made from."""

    expected_version = fields.Integer(
        strict=True, allow_none=True, load_default=None, metadata=EXPECTED
    )

    @post_load
    def as_value(self, data: dict[str, Any], **more: Any) -> Any:
        expected = data.pop("expected_version")
        return super().as_value(data, **more), expected


class RemovalSchema(Schema):
    expected_version = fields.Integer(load_default=None, metadata=EXPECTED)


class StoredTemplateSchema(TemplateSchema):
    """A template as it is kept."""

    id = fields.String()
    version = fields.Integer(metadata={"description": "counts up with each change"})
    created_at = fields.DateTime()
    updated_at = fields.DateTime()


class ConflictSchema(Schema):
    """What the template gets in the way of."""

    about = fields.String(metadata={"description": "keyword, kind, example, ordinary_question"})
    template = fields.String(allow_none=True)
    name = fields.String()
    detail = fields.String()
    wins = fields.String(
        allow_none=True, metadata={"description": "the id of the one that is said"}
    )


class SavedSchema(StoredTemplateSchema):
    conflicts = fields.List(fields.Nested(ConflictSchema))


class KindSchema(Schema):
    kind = fields.String()
    title = fields.String()


class VariableSchema(Schema):
    name = fields.String(metadata={"example": "order.name"})
    meaning = fields.String()


class TemplatesSchema(Schema):
    """The templates, and what a new one can be made of."""

    templates = fields.List(fields.Nested(StoredTemplateSchema))
    kinds = fields.List(fields.Nested(KindSchema))
    variables = fields.List(fields.Nested(VariableSchema))


class TrialBodySchema(Schema):
    """A message as a shopper might write it, on a page and in a language."""

    class Meta:
        unknown = EXCLUDE

    message = fields.String(required=True)
    page = fields.Nested(Page, allow_none=True)
    locale = fields.String(allow_none=True, validate=Length(max=LONGEST_LOCALE))


class TemplateTrialSchema(Schema):
    """What would be said and why (null: no template applies), and what else came near."""

    applies = fields.Dict(allow_none=True)
    runners_up = fields.List(fields.Dict())


class SuggestionSchema(Schema):
    message_id = fields.String()
    message = fields.String()
    template = fields.String()
    name = fields.String()
    at = fields.DateTime()
    why = fields.Dict()


class SuggestionsSchema(Schema):
    suggestions = fields.List(fields.Nested(SuggestionSchema))


@doors.get("")
def templates() -> Response:
    """The response templates, with the kinds and variables there are."""
    merchant = merchant_of_call()
    with web.parts().record.read() as connection:
        stored = list_templates(connection, merchant.shop)
    return jsonify(
        {
            "templates": [shown(each) for each in stored],
            "kinds": [{"kind": name, "title": kind.title} for name, kind in KINDS.items()],
            "variables": [{"name": name, "meaning": each} for name, each in VARIABLES.items()],
        }
    )


@doors.post("")
def create() -> tuple[Response, int]:
    """Keep a new template; what it conflicts with is pointed out and does not hinder."""
    merchant, template = merchant_of_call(), read_template()
    with web.parts().record.write() as connection:
        stored = add_template(
            connection, merchant.shop, template, by=merchant.user_id, now=datetime.now(UTC)
        )
    return jsonify(saved(web.parts(), merchant, stored)), 201


@doors.put("/<template_id>")
def change(template_id: str) -> Response:
    """Put this in the template's place; refused when another saved since it was read."""
    merchant = merchant_of_call()
    changed: Any = read_body(ChangeSchema(), most_bytes=MOST_BYTES)
    template, expected = changed
    with web.parts().record.write() as connection:
        stored = change_template(
            connection,
            merchant.shop,
            clean_text(template_id),
            template,
            expected=expected,
            by=merchant.user_id,
            now=datetime.now(UTC),
        )
    return jsonify(saved(web.parts(), merchant, stored))


@doors.delete("/<template_id>")
def remove(template_id: str) -> Response:
    """Delete the template; from the next message on it is not said."""
    merchant = merchant_of_call()
    expected = load(RemovalSchema(), request.args.to_dict())["expected_version"]
    with web.parts().record.write() as connection:
        delete_template(connection, merchant.shop, clean_text(template_id), expected=expected)
    return Response(status=204)


@doors.post("/test")
def test() -> Response:
    """Which template would answer a message, why, and which others came near."""
    merchant = merchant_of_call()
    body = read_body(TrialBodySchema(), most_bytes=MOST_TRIAL_BYTES)
    page = body.get("page") or {}
    question = Question(
        clean_message(body["message"]),
        product_handle=page.get("product") or None,
        locale=body.get("locale") or "",
    )
    parts = web.parts()
    with parts.record.read() as connection:
        entry = active_shop(connection, merchant.shop)
    visit = Visit(merchant.shop, visitor="")
    return jsonify(trial(route_question(parts, entry, visit, question, now=datetime.now(UTC))))


@doors.get("/suggestions")
def suggestions() -> Response:
    """Messages that nearly set off a template, the newest first."""
    merchant = merchant_of_call()
    with web.parts().record.read() as connection:
        found = list_suggestions(connection, merchant.shop)
    return jsonify({"suggestions": [asdict(each) | {"at": each.at.isoformat()} for each in found]})


def read_template() -> Template:
    """Raises 413, 415, InvalidPayload or InvalidInput naming each fault."""
    loaded: Any = read_body(TemplateSchema(), most_bytes=MOST_BYTES)
    template: Template = loaded
    return template


def saved(parts: Parts, merchant: SessionToken, stored: StoredTemplate) -> dict[str, Any]:
    return shown(stored) | {
        "conflicts": [asdict(each) for each in conflicts_of(parts, merchant.shop, stored)]
    }


def conflicts_of(parts: Parts, shop: str, stored: StoredTemplate) -> list[Conflict]:
    """Also embeds what is new, so that no shopper waits for it."""
    with parts.record.read() as connection:
        others = list_templates(connection, shop)
    embedder = open_embedder(parts)
    texts = texts_to_embed([each.template for each in others])
    vectors = vectors_of(parts.record, embedder, shop, texts) if embedder else {}
    return conflicts(stored, others, vectors)


def shown(stored: StoredTemplate) -> dict[str, Any]:
    return {
        "id": stored.id,
        "version": stored.version,
        "created_at": stored.created_at.isoformat(),
        "updated_at": stored.updated_at.isoformat(),
        **to_stored(stored.template),
    }


def trial(routing: Routing) -> dict[str, Any]:
    chosen = routing.chosen
    applies = None
    if chosen:
        template = chosen.match.stored.template
        said = {"text": chosen.text, "handover": template.handover, "opens": template.opens}
        applies = explain(chosen) | said
    return {
        "applies": applies,
        "runners_up": [explain(each) for each in routing.others[:MOST_RUNNERS_UP]],
    }
