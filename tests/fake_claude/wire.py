"""The events of a streamed message, as the Messages API words them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

PIECE_CHARACTERS = 16
"""How much text one delta carries."""

Event = dict[str, Any]


def encode(event: Event) -> bytes:
    return f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()


def message_start(*, model: str, usage: dict[str, int], message_id: str) -> Event:
    return {
        "type": "message_start",
        "message": {
            "id": message_id,
            "type": "message",
            "role": "assistant",
            "model": model,
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {**usage, "output_tokens": 1},
        },
    }


def text_block(index: int, text: str, citations: list[Event] | None = None) -> Iterator[Event]:
    """One content block: its start, its citations, its text in pieces, its stop."""
    yield {
        "type": "content_block_start",
        "index": index,
        "content_block": {
            "type": "text",
            "text": "",
            "citations": [] if citations is not None else None,
        },
    }
    for citation in citations or ():
        yield delta(index, {"type": "citations_delta", "citation": citation})
    for begin in range(0, len(text), PIECE_CHARACTERS):
        yield delta(index, {"type": "text_delta", "text": text[begin : begin + PIECE_CHARACTERS]})
    yield {"type": "content_block_stop", "index": index}


def delta(index: int, content: Event) -> Event:
    return {"type": "content_block_delta", "index": index, "delta": content}


def tool_block(index: int, call_id: str, name: str, arguments: str) -> Iterator[Event]:
    """A call of a tool: its start, its arguments in pieces, its stop."""
    yield {
        "type": "content_block_start",
        "index": index,
        "content_block": {"type": "tool_use", "id": call_id, "name": name, "input": {}},
    }
    for start in range(0, len(arguments), PIECE_CHARACTERS):
        piece = arguments[start : start + PIECE_CHARACTERS]
        delta = {"type": "input_json_delta", "partial_json": piece}
        yield {"type": "content_block_delta", "index": index, "delta": delta}
    yield {"type": "content_block_stop", "index": index}


def search_result_citation(position: int, result: Event) -> Event:
    """A citation of the whole first block of a `search_result`."""
    return {
        "type": "search_result_location",
        "search_result_index": position,
        "source": result["source"],
        "title": result["title"],
        "cited_text": result["content"][0]["text"],
        "start_block_index": 0,
        "end_block_index": 1,
    }


def ending(stop_reason: str, *, output_tokens: int) -> Iterator[Event]:
    yield {
        "type": "message_delta",
        "delta": {"stop_reason": stop_reason, "stop_sequence": None},
        "usage": {"output_tokens": output_tokens},
    }
    yield {"type": "message_stop"}


def ping() -> Event:
    return {"type": "ping"}


def error(kind: str, message: str, *, code: str | None = None) -> Event:
    """The body of an error response, and of an error event in mid-stream."""
    details = {"details": {"error_code": code}} if code else {}
    return {"type": "error", "error": {"type": kind, "message": message, **details}}
