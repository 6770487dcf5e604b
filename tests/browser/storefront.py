"""A storefront with the widget on it, whose chat answers what a test scripted."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, jsonify, request, send_from_directory

from tests.house import ROOT

ASSETS = ROOT / "extensions" / "chat" / "assets"

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><h1>A shop</h1><p><a href="#">A link of the shop</a></p>
<div id="tote-chat-root" data-proxy="/apps/tote" data-accent="ACCENT" data-title="Questions?"
 data-greeting="Ask away." data-side="right" data-locale="en" data-product="harbour-jumper"
 data-chat-src="/ext/tote-chat.js"></div>
<script async src="/ext/tote-chat-loader.js"></script></body></html>"""


def set_event() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@dataclass
class Storefront:
    """What the chat does next, and what it was sent."""

    url: str = ""
    pieces: Sequence[bytes] = ()
    """Written as they are, a moment apart."""
    status: int = 200
    retry_after: str = "7"
    accent: str = "#0f5c4d"
    gone: str = ""
    """A conversation that is no longer to be had."""
    history_status: int = 200
    history_may_come: threading.Event = field(default_factory=set_event)
    may_end: threading.Event = field(default_factory=set_event)
    """Cleared, an answer stays open behind its last piece and says nothing more."""
    door_is_open: bool = True
    expired_tokens: int = 0
    earlier: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    rated: list[dict[str, Any]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    handover: dict[str, Any] | None = None
    """What is said of it with the conversation."""
    contacts: list[dict[str, Any]] = field(default_factory=list)
    lookups: list[dict[str, Any]] = field(default_factory=list)

    def reset(self) -> None:
        self.may_end.set()
        self.history_may_come.set()
        fresh = Storefront(url=self.url)
        self.__dict__.update(fresh.__dict__)

    def answers(self, text: str, **changes: Any) -> None:
        """A whole, well-behaved answer."""
        self.pieces = [
            event("start", {"conversation": "c1", "message_id": "m1"}),
            *(event("text", {"text": word + " "}) for word in text.split(" ")),
            event("done", whole(text, **changes)),
        ]


def whole(text: str, **changes: Any) -> dict[str, Any]:
    return {
        "conversation": "c1",
        "message_id": "m1",
        "text": text,
        "origin": "model",
        "complete": True,
        "grounded": True,
        "citations": [],
        "products": [],
        "handover": False,
        **changes,
    }


def event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def create_storefront(storefront: Storefront) -> Flask:
    app = Flask("storefront")

    @app.before_request
    def note() -> None:
        storefront.requests.append(request.path)

    @app.get("/")
    @app.get("/products/<handle>")
    def page(handle: str = "") -> str:
        return PAGE.replace("ACCENT", storefront.accent)

    @app.get("/ext/<name>")
    def asset(name: str) -> Response:
        return send_from_directory(ASSETS, name)

    @app.post("/apps/tote/session")
    def session() -> Response | tuple[Response, int]:
        if not storefront.door_is_open:
            return jsonify({"error": {"code": "unavailable", "message": ""}}), 503
        return jsonify({"token": "t", "url": f"{storefront.url}/chat", "expires_in": 600})

    @app.post("/chat")
    def chat() -> Response | tuple[Response, int]:
        if storefront.expired_tokens > 0:
            storefront.expired_tokens -= 1
            return jsonify({"error": {"code": "invalid_chat_token", "message": ""}}), 401
        storefront.asked.append(request.get_json())
        if storefront.gone and request.get_json().get("conversation") == storefront.gone:
            return jsonify({"error": {"code": "conversation_not_found", "message": ""}}), 404
        if storefront.status != 200:
            refused = jsonify({"error": {"code": "x", "message": "x"}})
            refused.headers["Retry-After"] = storefront.retry_after
            return refused, storefront.status
        pieces = told(storefront.pieces, storefront.may_end)
        return Response(pieces, mimetype="text/event-stream")

    @app.post("/apps/tote/chat")
    def proxied() -> Response:
        storefront.asked.append(request.get_json())
        return jsonify(whole("Answered through the proxy."))

    @app.post("/apps/tote/feedback")
    def feedback() -> tuple[str, int]:
        storefront.rated.append(request.get_json())
        return "", 204

    @app.get("/apps/tote/conversation")
    def conversation() -> tuple[Response, int]:
        storefront.history_may_come.wait(60)
        told = {"messages": storefront.earlier, "handover": storefront.handover}
        return jsonify(told), storefront.history_status

    @app.post("/apps/tote/contact")
    def contact() -> tuple[Any, int]:
        storefront.contacts.append(request.get_json())
        if "@" not in request.get_json()["email"]:
            return jsonify({"error": {"code": "invalid_input", "message": ""}}), 422
        return "", 204

    @app.post("/apps/tote/order")
    def order() -> Response:
        storefront.lookups.append(request.get_json())
        return jsonify({"found": True, "text": "Order #1001 is on its way."})

    return app


def told(pieces: Sequence[bytes], may_end: threading.Event) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        time.sleep(0.01)
    may_end.wait(60)
