"""Claude, streamed: bounded in time, closed when nobody listens, and failing in one way.

The client of anthropic 2.12.0 makes the request; the events are read from its raw stream, at a
third of what its typed events cost. A stream fails in five shapes, all of which end here in
ClaudeFailed: an error event; a cut or silent connection (httpx2's own errors); half an event
(JSONDecodeError); and an end without `message_stop`, which raises nothing by itself.
"""

from __future__ import annotations

import json
import logging
import math
import queue
import random
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

import anthropic
import httpx2
from anthropic.types import RawMessageStreamEvent, ToolChoiceAutoParam, ToolChoiceNoneParam

from shopify_app.answers.breaker import Breaker
from shopify_app.answers.prompt import CHARACTERS_PER_TOKEN, Prompt
from shopify_app.config import Settings
from shopify_app.errors import Unavailable
from shopify_app.shopify.text import clean_json

log = logging.getLogger(__name__)

DEFAULT_BASE_URL = "https://api.anthropic.com"
MOST_TOKENS = 800
"""Of an answer; ten times what a good one needs."""
ATTEMPTS = 2
LONGEST_RETRY_AFTER_S = 5.0
RETRY_AFTER_S = (0.3, 1.5)
SPEND_LIMIT_PAUSE_S = 300.0
REFUSED_PAUSE_S = 60.0
"""After 401, 403 and the like: a person has to change something."""
MOST_CHARACTERS = 40_000
"""Ten times what MOST_TOKENS can be: what bounds the queue when nobody reads from it."""


@dataclass(frozen=True)
class Deadlines:
    """From the request on, whatever arrives in between: pings extend neither."""

    first_word_s: float = 10.0
    """Retries, and the waiting before them, included."""
    last_word_s: float = 40.0
    """With what comes before the request an answer stays under 45 s."""


DEADLINES = Deadlines()


class ClaudeFailed(Unavailable):
    """No answer, or only half of one; the message says why in a word or two."""

    code = "claude_failed"


@dataclass(frozen=True)
class Words:
    text: str


@dataclass(frozen=True)
class Cited:
    """The words around it rest on the search result at this position of the prompt."""

    position: int


@dataclass(frozen=True)
class ToolCall:
    """Claude asks for something. `arguments` are as it wrote them: to be checked; None when they
    are no JSON."""

    id: str
    name: str
    arguments: object


@dataclass
class Usage:
    """Tokens of a reply so far. Of the output an estimate, until the reply has ended."""

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_written: int = 0


@dataclass(frozen=True)
class Stopped:
    """The regular end. `reason` is Anthropic's stop reason."""

    reason: str


Piece: TypeAlias = Words | Cited | ToolCall | Stopped


class Claude:
    """The client of one process; never shared across a fork."""

    def __init__(
        self, *, api_key: str, base_url: str, model: str, deadlines: Deadlines = DEADLINES
    ) -> None:
        self.model = model
        self.deadlines = deadlines
        self.breaker = Breaker()
        self._client = anthropic.Anthropic(
            api_key=api_key,
            base_url=base_url,
            # The client's own retries heed any `retry-after`, however long; ours do not.
            max_retries=0,
            timeout=httpx2.Timeout(20, connect=3, read=15, write=5, pool=1),
            open_telemetry=False,
        )

    def reply(self, prompt: Prompt) -> Reply:
        """Begin an answer. Raises ClaudeFailed at once while Claude is known to be down."""
        if not self.breaker.allows(time.monotonic()):
            raise ClaudeFailed("not asked: it failed just now")
        return Reply(self, prompt)

    def open(self, prompt: Prompt) -> anthropic.Stream[RawMessageStreamEvent]:
        return self._client.messages.create(
            model=self.model,
            max_tokens=MOST_TOKENS,
            system=prompt.system,
            messages=prompt.messages,
            tools=prompt.tools or anthropic.omit,
            tool_choice=may_call(prompt),
            stream=True,
        )

    def close(self) -> None:
        self._client.close()


class Reply:
    """One answer on its way.

    A thread (a greenlet, under gevent) reads the stream into a queue. So the caller can notice
    silence, keep its deadlines whatever arrives, and hang up while nothing does.
    """

    def __init__(self, claude: Claude, prompt: Prompt) -> None:
        self._claude = claude
        self._prompt = prompt
        self.usage = Usage()
        self._pieces: queue.SimpleQueue[Piece | ClaudeFailed] = queue.SimpleQueue()
        self._hung_up = threading.Event()
        self._response: httpx2.Response | None = None
        self._has_ended = False
        self._thread = threading.Thread(target=self._read, name="claude", daemon=True)

    def pieces(self, *, silence_s: float, end_by: float = math.inf) -> Iterator[Piece | None]:
        """The answer as it comes; None whenever nothing came for `silence_s`. `end_by`, by the
        monotonic clock, is the end of all rounds of an answer.

        Ends with one Stopped, or raises ClaudeFailed. Close the reply in any case.
        """
        began = time.monotonic()
        deadline = min(began + self._claude.deadlines.first_word_s, end_by)
        self._thread.start()
        while (left_s := deadline - time.monotonic()) > 0:
            try:
                piece = self._pieces.get(timeout=min(silence_s, left_s))
            except queue.Empty:
                yield None
                continue
            if isinstance(piece, ClaudeFailed):
                raise piece
            yield piece
            if isinstance(piece, Stopped):
                return
            if isinstance(piece, Words | ToolCall):
                deadline = min(began + self._claude.deadlines.last_word_s, end_by)
        too_slow = ClaudeFailed("too slow")
        self._note(too_slow)
        raise too_slow

    def close(self) -> None:
        """Hang up, if it still talks: closing the socket wakes the reader wherever it waits."""
        self._hung_up.set()
        response = self._response
        if response is not None:
            hang_up(response)

    def _read(self) -> None:
        try:
            for piece in self._spoken():
                self._pieces.put(piece)
            failure = ClaudeFailed("ended early")
        except anthropic.APIError as error:
            failure = ClaudeFailed(describe(error))
            failure.__cause__ = error
        except ClaudeFailed as error:
            failure = error
        except (httpx2.HTTPError, ValueError, LookupError, TypeError) as error:
            # The last three: bytes that are no JSON, or not in the shape agreed on.
            failure = ClaudeFailed(type(error).__name__)
            failure.__cause__ = error
        if self._has_ended:
            self._claude.breaker.succeeded()
        elif not self._hung_up.is_set():
            self._note(failure)
            self._pieces.put(failure)

    def _spoken(self) -> Iterator[Piece]:
        """The pieces, and after the last one the rest of the response: a connection whose response
        was read to its end is used again."""
        stream = self._open_with_retry()
        self._response = stream.response
        try:
            if not self._hung_up.is_set():
                for piece in pieces_of(stream.response, self.usage):
                    if isinstance(piece, Stopped):
                        self._has_ended = True
                        self._response = None  # from here on the connection may be another's
                    yield piece
        finally:
            stream.close()

    def _open_with_retry(self) -> anthropic.Stream[RawMessageStreamEvent]:
        for attempt in range(1, ATTEMPTS):
            try:
                return self._claude.open(self._prompt)
            except anthropic.APIError as error:
                wait_s = retry_wait_s(error, random.random())  # noqa: S311 (jitter)
                if wait_s is None:
                    raise
                log.info("claude=retry attempt=%d why=%s", attempt, describe(error))
                if self._hung_up.wait(wait_s):
                    raise
        return self._claude.open(self._prompt)

    def _note(self, failure: ClaudeFailed) -> None:
        if not concerns_this_prompt(failure.__cause__):
            pause_s = certain_pause_s(failure.__cause__)
            self._claude.breaker.failed(time.monotonic(), pause_s=pause_s)
        request_id = getattr(failure.__cause__, "request_id", None)
        log.warning("claude=failed why=%s request_id=%s", failure, request_id)


def may_call(prompt: Prompt) -> ToolChoiceAutoParam | ToolChoiceNoneParam | anthropic.Omit:
    """Without tools nothing is said of them."""
    if not prompt.tools:
        return anthropic.omit
    return {"type": "auto"} if prompt.may_call else {"type": "none"}


def open_claude(settings: Settings) -> Claude | None:
    """None without a key."""
    if settings.anthropic_api_key is None:
        return None
    return Claude(
        api_key=settings.anthropic_api_key,
        base_url=settings.anthropic_base_url or DEFAULT_BASE_URL,
        model=settings.claude_model,
    )


def pieces_of(response: httpx2.Response, usage: Usage) -> Iterator[Piece]:
    """What of a message's events concerns us. Without `message_stop` there is no Stopped."""
    stop_reason: str | None = None
    characters = 0
    tool: dict[str, str] | None = None
    for event in anthropic.Stream.raw_events(response):
        if event.event == "content_block_start":
            tool = tool_begun(event.json()["content_block"])
        elif event.event == "content_block_stop" and tool is not None:
            yield ToolCall(tool["id"], tool["name"], read_arguments(tool["arguments"]))
            tool = None
        elif event.event == "content_block_delta":
            delta = event.json()["delta"]
            if delta["type"] == "text_delta":
                characters += len(delta["text"])
                usage.output = characters // CHARACTERS_PER_TOKEN
                yield Words(delta["text"])
            elif delta["type"] == "citations_delta":
                yield from cited(delta["citation"])
            elif delta["type"] == "input_json_delta" and tool is not None:
                characters += len(delta["partial_json"])
                tool["arguments"] += delta["partial_json"]
        elif event.event == "message_start":
            note_input(usage, event.json()["message"]["usage"])
        elif event.event == "message_delta":
            told = event.json()
            usage.output = told["usage"]["output_tokens"]
            stop_reason = told["delta"]["stop_reason"]
        elif event.event == "message_stop" and stop_reason is not None:
            yield Stopped(stop_reason)
        elif event.event == "error":
            raise ClaudeFailed(str(event.json()["error"]["type"]))
        if characters > MOST_CHARACTERS:
            raise ClaudeFailed("too long")


def tool_begun(block: Mapping[str, Any]) -> dict[str, str] | None:
    if block["type"] != "tool_use":
        return None
    return {"id": str(block["id"]), "name": str(block["name"]), "arguments": ""}


def read_arguments(text: str) -> object:
    try:
        return clean_json(json.loads(text or "{}"))  # it goes back into a request
    except (ValueError, RecursionError):
        return None


def cited(citation: Mapping[str, Any]) -> Iterator[Cited]:
    if citation["type"] == "search_result_location":
        yield Cited(citation["search_result_index"])


def note_input(usage: Usage, told: Mapping[str, Any]) -> None:
    usage.input = told["input_tokens"]
    usage.cache_read = told.get("cache_read_input_tokens") or 0
    usage.cache_written = told.get("cache_creation_input_tokens") or 0


def retry_wait_s(error: anthropic.APIError, chance: float) -> float | None:
    """How long to wait before the second try; None when it would be in vain or too late."""
    shortest, longest = RETRY_AFTER_S
    jitter_s = shortest + chance * (longest - shortest)
    if isinstance(error, anthropic.APIConnectionError):
        return jitter_s
    if not isinstance(error, anthropic.APIStatusError):
        return None
    if error.status_code == 429 and error.error_code != "enforced_spend_limit_reached":
        asked_s = retry_after_s(error)
        return (
            jitter_s if asked_s is None else asked_s if asked_s <= LONGEST_RETRY_AFTER_S else None
        )
    return jitter_s if error.status_code >= 500 else None


def retry_after_s(error: anthropic.APIStatusError) -> float | None:
    try:
        return max(0.0, float(error.response.headers["retry-after"]))
    except (KeyError, ValueError):
        return None


def concerns_this_prompt(error: BaseException | None) -> bool:
    """Whether it says nothing of the next question: this one was too long, or malformed."""
    return isinstance(error, anthropic.APIStatusError) and error.status_code in (400, 413, 422)


def certain_pause_s(error: BaseException | None) -> float | None:
    """How long asking again is certain to be in vain; None when one cannot know."""
    if not isinstance(error, anthropic.APIStatusError):
        return None
    if error.error_code == "enforced_spend_limit_reached":
        return SPEND_LIMIT_PAUSE_S
    if error.status_code == 429:
        return min(retry_after_s(error) or 0.0, SPEND_LIMIT_PAUSE_S) or None
    if error.status_code in (401, 402, 403, 404):
        return REFUSED_PAUSE_S
    return None


def describe(error: anthropic.APIError) -> str:
    """A word for the log and the provenance; never the API's message, which may quote us."""
    if isinstance(error, anthropic.APIStatusError):
        return str(error.error_code or error.type or error.status_code)
    return type(error).__name__


def hang_up(response: httpx2.Response) -> None:
    """Shut the socket under a response that another thread is reading."""
    stream = response.extensions.get("network_stream")
    connection = stream.get_extra_info("socket") if stream else None
    if connection is not None:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
