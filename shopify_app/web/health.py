"""The operator's doors: is it alive, what does it stand on, how does it do."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import func, select, text

from shopify_app import web
from shopify_app.db import Record
from shopify_app.db.tables import Document, Message
from shopify_app.deliveries.listing import count_by_status
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


@doors.get("/metrics")
def metrics() -> Response:
    """Prometheus text. Counted from the record when asked, so every process says the same."""
    return Response(generate_latest(measure(web.parts().record)), content_type=CONTENT_TYPE_LATEST)


def measure(record: Record) -> CollectorRegistry:
    registry = CollectorRegistry()
    deliveries = Gauge(
        "tote_deliveries", "Webhooks in the inbox by status", ["status"], registry=registry
    )
    for status, count in count_by_status(record).items():
        deliveries.labels(status).set(count)
    due = Gauge("tote_documents_due", "Documents that wait to be indexed", registry=registry)
    answers = Gauge("tote_answers", "Answers given, by origin", ["origin"], registry=registry)
    with record.read() as connection:
        waiting = select(func.count()).where(Document.indexed_version < Document.version)
        due.set(connection.scalar(waiting) or 0)
        by_origin = (
            select(Message.origin, func.count())
            .where(Message.origin.is_not(None))
            .group_by(Message.origin)
        )
        for origin, count in connection.execute(by_origin):
            answers.labels(origin).set(count)
    return registry


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
