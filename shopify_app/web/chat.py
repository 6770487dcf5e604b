"""The direct door to the chat: for a widget that holds a chat token, without the app proxy."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, g, request
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Length

from shopify_app import web
from shopify_app.answers.asking import answer
from shopify_app.answers.questions import Question, clean_message
from shopify_app.conversations.chat_tokens import InvalidChatToken, verify_chat_token
from shopify_app.db import Record, RecordUnavailable
from shopify_app.errors import ToteError
from shopify_app.shops.directory import active_shop, origin_of, storefront_exists
from shopify_app.web.bodies import read_body
from shopify_app.web.streaming import respond

doors = Blueprint("chat", __name__)

MOST_BYTES = 64 * 1024
LONGEST_ID = 64
LONGEST_HANDLE = 255
LONGEST_LOCALE = 35


class OriginNotAllowed(ToteError):
    """A page asks that is not a store's."""

    code = "origin_not_allowed"


class Page(Schema):
    """The page a shopper looks at; `product` is the handle of the product on it."""

    class Meta:
        unknown = EXCLUDE

    product = fields.String(allow_none=True, validate=Length(max=LONGEST_HANDLE))


class Message(Schema):
    """What a shopper sends. Whatever else is sent, a history for instance, is not read."""

    class Meta:
        unknown = EXCLUDE

    message = fields.String(required=True)
    conversation = fields.String(allow_none=True, validate=Length(max=LONGEST_ID))
    page = fields.Nested(Page, allow_none=True)
    locale = fields.String(allow_none=True, validate=Length(max=LONGEST_LOCALE))


@doors.post("/chat", provide_automatic_options=False)
def chat() -> Response:
    """The answer, for the shop and the shopper of the token, on a page of that shop."""
    parts = web.parts()
    now = datetime.now(UTC)
    visit = verify_chat_token(bearer_token(), secrets=parts.settings.api_secrets, now=now)
    check_origin(parts.record, visit.shop)
    return respond(answer(parts, visit, read_question(), now=now, tally=parts.tally))


@doors.route("/chat", methods=["OPTIONS"])
def preflight() -> Response:
    """A browser asks before it sends the token; so far any store's page may."""
    if not may_read(request.headers.get("Origin", "")):
        raise OriginNotAllowed("this page belongs to no store that has installed Tote")
    response = Response(status=204)
    response.headers["Access-Control-Allow-Methods"] = "POST"
    response.headers["Access-Control-Allow-Headers"] = "authorization, content-type"
    response.headers["Access-Control-Max-Age"] = "600"
    return response


@doors.after_request
def let_the_page_read(response: Response) -> Response:
    """Also what went wrong: a widget has to see that its token is too old."""
    origin = request.headers.get("Origin", "")
    response.headers.add("Vary", "Origin")
    if may_read(origin):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    return response


def may_read(origin: str) -> bool:
    """Whether the page is a store's. Asked once per request."""
    if "page_may_read" not in g:
        g.page_may_read = bool(origin) and is_storefront(origin)
    return bool(g.page_may_read)


def is_storefront(origin: str) -> bool:
    try:
        with web.parts().record.read() as connection:
            return storefront_exists(connection, origin)
    except RecordUnavailable:
        return False


def check_origin(record: Record, shop: str) -> None:
    """A token is of use on its own shop's pages only. Raises InvalidChatToken.

    What is no browser sends no Origin, and could send any.
    """
    origin = request.headers.get("Origin")
    if origin is None:
        return
    with record.read() as connection:
        entry = active_shop(connection, shop)
    g.page_may_read = origin in (f"https://{shop}", origin_of(entry.url))
    if not g.page_may_read:
        raise InvalidChatToken("the chat token belongs to another store's page")


def bearer_token() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise InvalidChatToken("send the chat token as a bearer token")
    return token.strip()


def read_question() -> Question:
    """The question of the request's body. Raises 413, 415, InvalidPayload or InvalidInput."""
    body = read_body(Message(), most_bytes=MOST_BYTES)
    page = body.get("page") or {}
    return Question(
        text=clean_message(body["message"]),
        conversation=body.get("conversation") or None,
        product_handle=page.get("product") or None,
        locale=body.get("locale") or "",
    )
