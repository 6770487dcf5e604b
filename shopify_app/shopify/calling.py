"""One HTTP call, bounded in time and in size."""

from __future__ import annotations

import time
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread

import httpx

MOST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back, unread."""

    status: int
    retry_after: str | None
    body: bytes


def call(http: httpx.Client, request: httpx.Request, *, deadline: float) -> Answer:
    """The answer, whole before `deadline` of `time.monotonic()`. Raises httpx.HTTPError.

    In a thread: a socket's timeout begins anew with every byte, the deadline does not.
    """
    answers: SimpleQueue[Answer | httpx.HTTPError] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(_send(http, request, deadline))
        except httpx.HTTPError as error:
            answers.put(error)

    Thread(target=ask, name="shopify", daemon=True).start()
    try:
        answer = answers.get(timeout=max(0.0, deadline - time.monotonic()))
    except Empty:
        raise httpx.ReadTimeout("nothing in time", request=request) from None
    if isinstance(answer, httpx.HTTPError):
        raise answer
    return answer


def _send(http: httpx.Client, request: httpx.Request, deadline: float) -> Answer:
    response = http.send(request, stream=True)
    try:
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > MOST_BYTES or time.monotonic() > deadline:
                raise httpx.ReadTimeout("too much, or too slow", request=request)
    finally:
        response.close()
    return Answer(response.status_code, response.headers.get("Retry-After"), bytes(body))
