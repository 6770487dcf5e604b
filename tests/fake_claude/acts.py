"""How the stand-in treats a request: an answer, or one of the ways the real thing fails."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from tests.fake_claude import wire
from tests.fake_claude.wire import Event

NO_RESULTS = "I do not have that information."


@dataclass(frozen=True)
class Act:
    """One request's fate. `name` is a key of ACTS."""

    name: str = "answer"
    text: str | None = None
    """What to say; None: the first sentence of the first search result, cited."""
    pause_s: float = 0.0
    """Between two pieces of text."""
    at_once: int = 0
    """So many pieces come without a pause."""
    retry_after_s: int | None = None
    cite: tuple[int, ...] = field(default=())
    """Search results to cite with `text`, by position."""
    calls: tuple[tuple[str, object], ...] = ()
    """Tools to ask for, with their arguments: any JSON, or bytes as they are."""


class Exchange(Protocol):
    """One request and the means to answer it."""

    request: dict[str, Any]

    async def refuse(self, status: int, body: Event, headers: dict[str, str]) -> None: ...
    async def begin(self) -> None: ...
    async def send(self, event: Event) -> None: ...
    async def send_raw(self, data: bytes) -> None: ...
    async def end(self) -> None: ...
    def cut(self) -> None: ...
    def usage(self) -> dict[str, int]: ...


async def answer(exchange: Exchange, act: Act) -> None:
    await begin_message(exchange)
    said = await say_all(exchange, act)
    await finish(exchange, "end_turn", said)


async def ask_tools(exchange: Exchange, act: Act) -> None:
    """Says the text, if there is any, and calls the tools."""
    await begin_message(exchange)
    if act.text:
        await say_all(exchange, act)
    for number, (name, arguments) in enumerate(act.calls, start=bool(act.text)):
        written = arguments.decode() if isinstance(arguments, bytes) else json.dumps(arguments)
        call_id = f"toolu_{len(exchange.request['messages'])}_{number}"
        for event in wire.tool_block(number, call_id, name, written):
            await exchange.send(event)
    await finish(exchange, "tool_use", act.text or "")


async def echo(exchange: Exchange, act: Act) -> None:
    """Obeys whoever asks it to say everything it was told: instructions, sources, messages."""
    told = " ".join(texts_in([exchange.request["system"], exchange.request["messages"]]))
    await begin_message(exchange)
    said = await say_all(exchange, replace(act, text=told))
    await finish(exchange, "end_turn", said)


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from texts_in(each)


async def tool_cut_short(exchange: Exchange, act: Act) -> None:
    """Reaches its length in the midst of a call."""
    await begin_message(exchange)
    for event in list(wire.tool_block(0, "toolu_cut", "search_store", '{"query": "so'))[:-1]:
        await exchange.send(event)
    await finish(exchange, "max_tokens", "")


async def rate_limited(exchange: Exchange, act: Act) -> None:
    headers = {} if act.retry_after_s is None else {"retry-after": str(act.retry_after_s)}
    body = wire.error("rate_limit_error", "Too many requests.")
    await exchange.refuse(429, body, headers)


async def spend_limit(exchange: Exchange, act: Act) -> None:
    body = wire.error(
        "rate_limit_error", "The spend limit is reached.", code="enforced_spend_limit_reached"
    )
    await exchange.refuse(429, body, {})


async def overloaded(exchange: Exchange, act: Act) -> None:
    await exchange.refuse(529, wire.error("overloaded_error", "Overloaded"), {})


async def server_error(exchange: Exchange, act: Act) -> None:
    await exchange.refuse(500, wire.error("api_error", "Internal server error"), {})


async def wrong_key(exchange: Exchange, act: Act) -> None:
    await exchange.refuse(401, wire.error("authentication_error", "invalid x-api-key"), {})


async def error_at_once(exchange: Exchange, act: Act) -> None:
    await begin_message(exchange)
    await exchange.send(wire.error("overloaded_error", "Overloaded"))
    await exchange.end()


async def error_midway(exchange: Exchange, act: Act) -> None:
    await begin_message(exchange)
    await say_half(exchange, act)
    await exchange.send(wire.error("overloaded_error", "Overloaded"))
    await exchange.end()


async def cut_at_once(exchange: Exchange, act: Act) -> None:
    await begin_message(exchange)
    exchange.cut()


async def cut_midway(exchange: Exchange, act: Act) -> None:
    await begin_message(exchange)
    await say_half(exchange, act)
    exchange.cut()


async def stall_at_once(exchange: Exchange, act: Act) -> None:
    await begin_message(exchange)
    await for_ever()


async def stall_midway(exchange: Exchange, act: Act) -> None:
    await begin_message(exchange)
    await say_half(exchange, act)
    await for_ever()


async def pings_at_once(exchange: Exchange, act: Act) -> None:
    await begin_message(exchange)
    await ping_for_ever(exchange)


async def pings_midway(exchange: Exchange, act: Act) -> None:
    await begin_message(exchange)
    await say_half(exchange, act)
    await ping_for_ever(exchange)


async def silent(exchange: Exchange, act: Act) -> None:
    """Takes the request and never says a word, not even a status line."""
    await for_ever()


async def garbage(exchange: Exchange, act: Act) -> None:
    await begin_message(exchange)
    await say_half(exchange, act)
    await exchange.send_raw(b'event: content_block_delta\ndata: {"type": "content_blo\n\n')
    await exchange.end()


async def clean_end(exchange: Exchange, act: Act) -> None:
    """Ends as if all were well, without `message_stop`: the SDK raises nothing."""
    await begin_message(exchange)
    await say_half(exchange, act)
    await exchange.end()


async def refusal(exchange: Exchange, act: Act) -> None:
    await begin_message(exchange)
    await say_half(exchange, act)
    await finish(exchange, "refusal", "half")


async def refusal_at_once(exchange: Exchange, act: Act) -> None:
    await begin_message(exchange)
    await finish(exchange, "refusal", "")


async def max_tokens(exchange: Exchange, act: Act) -> None:
    await begin_message(exchange)
    await say_half(exchange, act)
    await finish(exchange, "max_tokens", "half")


async def context_exceeded(exchange: Exchange, act: Act) -> None:
    await begin_message(exchange)
    await finish(exchange, "model_context_window_exceeded", "")


ACTS: dict[str, Callable[[Exchange, Act], Awaitable[None]]] = {
    act.__name__: act
    for act in (
        answer,
        echo,
        ask_tools,
        tool_cut_short,
        rate_limited,
        spend_limit,
        overloaded,
        server_error,
        wrong_key,
        error_at_once,
        error_midway,
        cut_at_once,
        cut_midway,
        stall_at_once,
        stall_midway,
        pings_at_once,
        pings_midway,
        silent,
        garbage,
        clean_end,
        refusal,
        refusal_at_once,
        max_tokens,
        context_exceeded,
    )
}


async def begin_message(exchange: Exchange) -> None:
    await exchange.begin()
    await exchange.send(
        wire.message_start(
            model=exchange.request["model"], usage=exchange.usage(), message_id="msg_standin"
        )
    )
    await exchange.send(wire.ping())


async def say_all(exchange: Exchange, act: Act) -> str:
    text, citations = script(exchange.request, act)
    for number, event in enumerate(wire.text_block(0, text, citations)):
        await exchange.send(event)
        if number > act.at_once:
            await pause_after(event, act)
    return text


async def say_half(exchange: Exchange, act: Act) -> None:
    """The first half of the text, to a whole number of pieces; the block stays open."""
    text, citations = script(exchange.request, act)
    events = list(wire.text_block(0, text, citations))
    for event in events[: max(2, len(events) // 2)]:
        await exchange.send(event)
        await pause_after(event, act)


async def finish(exchange: Exchange, stop_reason: str, said: str) -> None:
    for event in wire.ending(stop_reason, output_tokens=max(1, len(said) // 4)):
        await exchange.send(event)
    await exchange.end()


async def pause_after(event: Event, act: Act) -> None:
    if act.pause_s and event["type"] == "content_block_delta":
        await asyncio.sleep(act.pause_s)


async def for_ever() -> None:
    await asyncio.Event().wait()


async def ping_for_ever(exchange: Exchange) -> None:
    while True:
        await exchange.send(wire.ping())
        await asyncio.sleep(0.1)


def script(request: dict[str, Any], act: Act) -> tuple[str, list[Event] | None]:
    """What is said, and its citations."""
    results = list(search_results(request))
    if act.text is not None:
        return act.text, [
            wire.search_result_citation(position, results[position]) for position in act.cite
        ]
    if not results:
        return NO_RESULTS, None
    first = str(results[0]["content"][0]["text"])
    sentence = re.split(r"(?<=[.!?])\s", first, maxsplit=1)[0]
    return sentence, [wire.search_result_citation(0, results[0])]


def act_asked_for(request: dict[str, Any]) -> str | None:
    """The act that the latest message names, so that many can be played at once."""
    named = re.search(r"\[\[(\w+)\]\]", str(request["messages"][-1]["content"]))
    return named[1] if named else None


def search_results(request: dict[str, Any]) -> Iterator[Event]:
    """The `search_result` blocks of all messages, in order."""
    for message in request["messages"]:
        if isinstance(message["content"], list):
            for block in message["content"]:
                inside = block["content"] if block["type"] == "tool_result" else [block]
                yield from (each for each in inside if each["type"] == "search_result")
