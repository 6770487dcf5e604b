"""An answer's events as a response: server-sent events, or the final JSON."""

from __future__ import annotations

import json
import logging
from collections import deque
from collections.abc import Callable, Generator, Iterator
from socket import socket
from typing import TypeAlias

from flask import Response, jsonify, request

from shopify_app.answers.events import Done, Event, Failed, Heartbeat
from shopify_app.errors import Unavailable
from shopify_app.logs import whereabouts

log = logging.getLogger(__name__)

SLOWEST_READER_S = 30.0
"""A shopper whose connection takes nothing for this long is gone."""
BROKEN = Failed("internal", "Something went wrong on our side. Please try again.")


Answering: TypeAlias = Generator[Event, None, None]


class AnswerFailed(Unavailable):
    """The answer broke off where no half answer can be given: as one JSON object."""

    code = "answer_failed"


def respond(events: Answering) -> Response:
    """Stream the events if the request accepts that, else wait for the last one.

    The first event is awaited in either case: whatever refuses the question still becomes a
    status of its own.
    """
    first = next(events)
    return stream(render(first, events), events.close) if accepts_stream() else whole(events)


def accepts_stream() -> bool:
    """Whether `text/event-stream` is named, and not only covered by a wildcard."""
    offers = ["application/json", "text/event-stream"]
    return request.accept_mimetypes.best_match(offers) == "text/event-stream"


def stream(pieces: Iterator[bytes], close: Callable[[], None]) -> Response:
    """Events as they come; `close` is called also when nobody reads a first byte."""
    connection = request.environ.get("gunicorn.socket")
    if isinstance(connection, socket):
        connection.settimeout(SLOWEST_READER_S)
    response = Response(pieces, mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(close)
    return response


def whole(events: Answering) -> Response:
    """The final JSON. Raises AnswerFailed."""
    last = deque(events, maxlen=1).pop()
    if not isinstance(last, Done):
        raise AnswerFailed(BROKEN.message)
    response = jsonify(last.data())
    response.headers["Cache-Control"] = "no-store"
    return response


def render(first: Event, events: Answering) -> Iterator[bytes]:
    """Events in the wire's form; the last is `done` or `error`, whatever happens."""
    yield encode(first)
    try:
        for event in events:
            yield encode(event)
    except Exception as error:
        # The outermost edge of an answer that has begun: its status is sent already.
        log.error("answer=broken unexpected=%s", whereabouts(error))
        yield encode(BROKEN)


def encode(event: Event) -> bytes:
    if isinstance(event, Heartbeat):
        return b": still here\n\n"
    return f"event: {event.name}\ndata: {json.dumps(event.data())}\n\n".encode()
