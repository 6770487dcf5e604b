"""The operator's doors: is it alive, what does it stand on."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from shopify_app import web
from shopify_app.errors import ToteError
from shopify_app.parts import Parts

doors = Blueprint("health", __name__)

NEEDED = ("record", "embedder")
"""Without these nothing can be answered truly. Redis and Chroma may be down: webhooks are still
taken in and questions still answered from the word index."""


@doors.get("/healthz")
def alive() -> Response:
    """200 while the process answers at all."""
    return jsonify({"status": "ok"})


@doors.get("/readyz")
def ready() -> tuple[Response, int]:
    """Each part by name; 503 only when one is down that an answer needs."""
    found = {name: probe(web.parts()) for name, probe in PROBES.items()}
    is_ready = all(found[name] for name in NEEDED)
    status = "ok" if all(found.values()) else "degraded" if is_ready else "down"
    parts = {name: "up" if is_up else "down" for name, is_up in found.items()}
    return jsonify({"status": status, "parts": parts}), 200 if is_ready else 503


def _record_is_up(parts: Parts) -> bool:
    try:
        with parts.record.read() as connection:
            connection.execute(text("SELECT 1 FROM shops LIMIT 1"))
    except ToteError:
        return False
    return True


def _embedder_is_up(parts: Parts) -> bool:
    try:
        return parts.embedder.dimensions > 0
    except ToteError:
        return False


PROBES: dict[str, Callable[[Parts], bool]] = {
    "record": _record_is_up,
    "redis": lambda parts: parts.doorbell.is_up(),
    "chroma": lambda parts: parts.vectors.is_up(),
    "embedder": _embedder_is_up,
}
