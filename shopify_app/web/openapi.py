"""The OpenAPI description, from the same schemas the doors use."""

from __future__ import annotations

from functools import cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin


@cache
def describe() -> dict[str, Any]:
    """OpenAPI 3.1 of the merchant's API and the shoppers' chat."""
    from shopify_app.web import api, chat

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
    spec.path("/api/knowledge", operations={"get": _operation(api.knowledge, api.KnowledgeSchema)})
    spec.path("/api/knowledge/sync", operations={"post": _operation(api.sync, status=202)})
    spec.path("/api/ask", operations={"post": _operation(api.ask, body=api.TestQuestionSchema)})
    spec.path(
        "/chat", operations={"post": _operation(chat.chat, body=chat.Message, security="chat")}
    )
    described: dict[str, Any] = spec.to_dict()
    return described


def _operation(
    view: Any,
    answer: Any = None,
    *,
    body: Any = None,
    status: int = 200,
    security: str = "session",
) -> dict[str, Any]:
    summary = (view.__doc__ or "").strip().splitlines()[0]
    response: dict[str, Any] = {"description": summary}
    if answer is not None:
        response["content"] = {"application/json": {"schema": answer}}
    operation: dict[str, Any] = {
        "summary": summary,
        "security": [{security: []}],
        "responses": {str(status): response},
    }
    if body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": body}},
        }
    return operation
