"""Every error as JSON, and the one table from error codes to HTTP statuses."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

from shopify_app.errors import ToteError
from shopify_app.logs import whereabouts

log = logging.getLogger(__name__)

STATUS_BY_CODE = {
    "busy": 503,
    "conversation_not_found": 404,
    "document_not_found": 404,
    "gone": 410,
    "guest_orders_off": 403,
    "invalid_chat_token": 401,
    "invalid_client": 503,
    "invalid_input": 422,
    "invalid_signature": 401,
    "message_not_found": 404,
    "not_signed_in": 401,
    "origin_not_allowed": 403,
    "privacy_request_not_found": 404,
    "record_unavailable": 503,
    "shop_not_installed": 403,
    "template_changed": 422,
    "template_not_found": 404,
    "too_many_guesses": 429,
    "too_many_messages": 429,
    "too_many_streams": 429,
    "too_slow": 408,
    "unavailable": 503,
    "voice_changed": 422,
    "voice_version_not_found": 404,
    "webhook_not_authentic": 401,
}
"""Codes not listed are 400 when the caller is at fault and 503 when a retry may help."""

RETRY_AFTER_S = 5


def register_error_handlers(app: Flask) -> None:
    """Answer errors as `{"error": {"code", "message", "fields"?}}`, never as a page."""
    app.register_error_handler(ToteError, render_tote_error)
    app.register_error_handler(HTTPException, render_http_error)
    app.register_error_handler(Exception, render_unexpected_error)


def render_tote_error(error: ToteError) -> Response:
    status = STATUS_BY_CODE.get(error.code, 503 if error.retryable else 400)
    response = error_response(error.code, str(error), status, fields=error.fields)
    if status in (429, 503):
        response.headers["Retry-After"] = str(getattr(error, "retry_after_s", RETRY_AFTER_S))
    response.headers.update(getattr(error, "headers", {}))
    return response


def render_http_error(error: HTTPException) -> Response:
    code = (error.name or "error").lower().replace(" ", "_")
    response = error_response(code, error.description or "", error.code or 500)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def render_unexpected_error(error: Exception) -> Response:
    # The outermost edge: where it happened goes to the operator, nothing of it to the caller.
    log.error("unexpected=%s", whereabouts(error))
    return error_response("internal", "Something went wrong on our side.", 500)


def error_response(
    code: str, message: str, status: int, *, fields: dict[str, list[str]] | None = None
) -> Response:
    body: dict[str, object] = {"code": code, "message": message}
    if fields:
        body["fields"] = fields
    response = jsonify({"error": body})
    response.status_code = status
    return response
