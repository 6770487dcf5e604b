"""The OpenAPI description, from the same schemas the doors use."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from shopify_app.replies.schemas import TemplateSchema


class CitationSchema(Schema):
    title = fields.String()
    url = fields.String()
    kind = fields.String(metadata={"example": "policy"})
    id = fields.String()


class ProductSchema(Schema):
    """Prices are decimal strings in `currency`, as the record has them at this moment."""

    handle = fields.String()
    title = fields.String()
    url = fields.String()
    image = fields.String(allow_none=True)
    price = fields.String(allow_none=True)
    compare_at_price = fields.String(allow_none=True)
    currency = fields.String()
    available = fields.Boolean()
    variant_id = fields.String(allow_none=True)


class Answer(Schema):
    """The final JSON; with `Accept: text/event-stream`, the data of the `done` event."""

    conversation = fields.String()
    message_id = fields.String()
    text = fields.String()
    origin = fields.String(validate=OneOf(["model", "template", "extract", "person"]))
    complete = fields.Boolean()
    grounded = fields.Boolean()
    citations = fields.List(fields.Nested(CitationSchema))
    products = fields.List(fields.Nested(ProductSchema))
    handover = fields.Boolean()
    offers = fields.List(
        fields.String(validate=OneOf(["order_form"])),
        metadata={"description": "what a widget may show with it; absent when there is nothing"},
    )


class Session(Schema):
    """Leave to use the direct door, for `expires_in` seconds."""

    token = fields.String()
    url = fields.String()
    expires_in = fields.Integer()


class ProblemDetail(Schema):
    code = fields.String()
    message = fields.String()
    fields_ = fields.Dict(
        keys=fields.String(), values=fields.List(fields.String()), data_key="fields"
    )


class Problem(Schema):
    error = fields.Nested(ProblemDetail)


@cache
def describe() -> dict[str, Any]:
    """OpenAPI 3.1 of the merchant's API and the shoppers' chat."""
    from shopify_app.web import (
        answers,
        api,
        chat,
        conversations,
        documents,
        guests,
        hours,
        privacy,
        proxy,
        replies,
        settings,
        voice,
    )

    spec = APISpec(
        title="Tote",
        version="1",
        openapi_version="3.1.0",
        plugins=[MarshmallowPlugin()],
        info={"description": "Support that speaks in the store's own voice."},
    )
    bearer = {"type": "http", "scheme": "bearer"}
    spec.components.security_scheme("session", {**bearer, "bearerFormat": "JWT"})
    spec.components.security_scheme("chat", bearer)
    spec.components.security_scheme(
        "proxy",
        {
            "type": "apiKey",
            "in": "query",
            "name": "signature",
            "description": "Shopify's app proxy signs the query of every request it forwards.",
        },
    )
    spec.path("/api/knowledge", operations={"get": _operation(api.knowledge, api.KnowledgeSchema)})
    spec.path("/api/knowledge/sync", operations={"post": _operation(api.sync, status=202)})
    asked = _operation(api.ask, Answer, body=api.TestQuestionSchema)
    spec.path("/api/ask", operations={"post": asked})
    spec.path("/api/openapi.json", operations={"get": _operation(api.openapi, security=None)})
    described_paths = {
        **_document_paths(documents),
        **_conversation_paths(conversations),
        **_answer_paths(answers),
        **_voice_paths(voice),
        **_template_paths(replies),
        **_privacy_paths(privacy),
        **_settings_paths(settings),
        **_hours_paths(hours),
    }
    for path, operations in described_paths.items():
        spec.path(path, operations=operations, parameters=_path_parameters(path))
    switched = _operation(
        guests.change_setting, guests.GuestSettingSchema, body=guests.GuestSettingSchema
    )
    spec.path(
        "/api/guest-orders",
        operations={
            "get": _operation(guests.setting, guests.GuestSettingSchema),
            "put": switched,
        },
    )
    by_token = _operation(chat.chat, Answer, body=chat.Message, security="chat")
    spec.path("/chat", operations={"post": by_token})
    by_shopify = {
        "/proxy/chat": {
            "post": _operation(proxy.chat, Answer, body=chat.Message, security="proxy")
        },
        "/proxy/order": {
            "post": _operation(
                guests.order,
                guests.GuestOrderSchema,
                body=guests.GuestOrderWanted,
                security="proxy",
            )
        },
        "/proxy/session": {"post": _operation(proxy.session, Session, security="proxy")},
        "/proxy/feedback": {
            "post": _operation(proxy.feedback, body=proxy.Feedback, status=204, security="proxy")
        },
        "/proxy/contact": {
            "post": _operation(proxy.contact, body=proxy.Contact, status=204, security="proxy")
        },
        "/proxy/conversation": {"get": _operation(proxy.conversation, security="proxy")},
    }
    for path, operations in by_shopify.items():
        spec.path(path, operations=operations)
    described: dict[str, Any] = spec.to_dict()
    return described


def _document_paths(documents: Any) -> dict[str, dict[str, Any]]:
    page, opened = documents.DocumentPageSchema, documents.OpenedDocumentSchema
    return {
        "/api/knowledge/documents": {
            "get": _operation(documents.documents, page, query=documents.DocumentsWanted)
        },
        "/api/knowledge/documents/{kind}/{source_id}": {
            "get": _operation(documents.document, opened)
        },
    }


def _conversation_paths(conversations: Any) -> dict[str, dict[str, Any]]:
    return {
        "/api/conversations": {
            "get": _operation(
                conversations.conversations,
                conversations.ConversationPageSchema,
                query=conversations.ConversationsWanted,
            )
        },
        "/api/conversations/{conversation_id}": {
            "get": _operation(conversations.conversation, conversations.TranscriptSchema)
        },
        "/api/conversations/{conversation_id}/reply": {
            "post": _operation(
                conversations.reply,
                conversations.ReplySchema,
                body=conversations.PersonsReply,
                status=201,
            )
        },
        "/api/conversations/{conversation_id}/close": {
            "post": _operation(conversations.close_conversation, status=204)
        },
        "/api/inbox": {"get": _operation(conversations.inbox, conversations.InboxSchema)},
    }


def _answer_paths(answers: Any) -> dict[str, dict[str, Any]]:
    return {
        "/api/held-back": {"get": _operation(answers.held, answers.HeldBackSchema)},
        "/api/outdated-answers": {"get": _operation(answers.outdated, answers.OutdatedSchema)},
        "/api/messages/{message_id}/again": {
            "post": _operation(answers.again, answers.AgainSchema)
        },
    }


def _voice_paths(voice: Any) -> dict[str, dict[str, Any]]:
    return {
        "/api/voice": {
            "get": _operation(voice.voice, voice.VersionSchema),
            "put": _operation(voice.save, voice.VersionSchema, body=voice.SaveSchema),
        },
        "/api/voice/history": {"get": _operation(voice.versions, voice.HistorySchema)},
        "/api/voice/history/{version}/restore": {
            "post": _operation(voice.restore, voice.VersionSchema)
        },
        "/api/voice/starting-points": {
            "get": _operation(voice.starting_points, voice.StartingPointsSchema)
        },
        "/api/voice/recent-questions": {
            "get": _operation(voice.questions, voice.RecentQuestionsSchema)
        },
        "/api/voice/preview": {
            "post": _operation(voice.try_out, voice.PreviewedSchema, body=voice.PreviewSchema)
        },
        "/api/voice/examples": {
            "post": _operation(voice.examples, voice.ProposalsSchema, body=voice.ExamplesSchema)
        },
        "/api/voice/adherence": {"get": _operation(voice.kept, voice.AdherenceSchema)},
        "/api/voice/check": {
            "get": _operation(voice.check, voice.CheckSchema),
            "put": _operation(voice.set_check, voice.CheckSchema, body=voice.CheckQuestionsSchema),
            "post": _operation(voice.run, status=202),
        },
    }


def _template_paths(replies: Any) -> dict[str, dict[str, Any]]:
    return {
        "/api/templates": {
            "get": _operation(replies.templates, replies.TemplatesSchema),
            "post": _operation(
                replies.create, replies.SavedSchema, body=TemplateSchema, status=201
            ),
        },
        "/api/templates/{template_id}": {
            "put": _operation(replies.change, replies.SavedSchema, body=replies.ChangeSchema),
            "delete": _operation(replies.remove, status=204, query=replies.RemovalSchema),
        },
        "/api/templates/test": {
            "post": _operation(
                replies.test, replies.TemplateTrialSchema, body=replies.TrialBodySchema
            )
        },
        "/api/templates/suggestions": {
            "get": _operation(replies.suggestions, replies.SuggestionsSchema)
        },
    }


def _privacy_paths(privacy: Any) -> dict[str, dict[str, Any]]:
    return {
        "/api/privacy/requests": {
            "get": _operation(privacy.requests, privacy.PrivacyRequestsSchema)
        },
        "/api/privacy/requests/{request_id}": {
            "get": _operation(privacy.export, privacy.ExportSchema)
        },
    }


def _settings_paths(settings: Any) -> dict[str, dict[str, Any]]:
    shape = settings.StoreSettingsSchema
    return {
        "/api/settings": {
            "get": _operation(settings.settings, shape),
            "put": _operation(settings.save, shape, body=shape),
        }
    }


def _hours_paths(hours: Any) -> dict[str, dict[str, Any]]:
    return {
        "/api/hours": {
            "get": _operation(hours.hours, hours.BusinessHoursSchema),
            "put": _operation(
                hours.save, hours.BusinessHoursSchema, body=hours.BusinessHoursSchema
            ),
        }
    }


def _path_parameters(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"\{(\w+)\}", path)
    ]


def _operation(
    view: Any,
    answer: Any = None,
    *,
    body: Any = None,
    status: int = 200,
    security: str | None = "session",
    query: Any = None,
) -> dict[str, Any]:
    summary = (view.__doc__ or "").strip().splitlines()[0]
    response: dict[str, Any] = {"description": summary}
    if answer is not None:
        response["content"] = {"application/json": {"schema": answer}}
    operation: dict[str, Any] = {
        "summary": summary,
        "security": [{security: []}] if security else [],
        "responses": {
            str(status): response,
            "default": {
                "description": "What went wrong",
                "content": {"application/json": {"schema": Problem}},
            },
        },
    }
    if query is not None:
        operation["parameters"] = [{"in": "query", "schema": query}]
    if body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": body}},
        }
    return operation
