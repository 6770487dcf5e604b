"""What the real API would refuse in a request, so that the stand-in refuses it too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

MOST_CACHE_BREAKPOINTS = 4


def fault_of(line: str, headers: dict[str, str], request: dict[str, Any]) -> str | None:
    """The first fault of a request; None when it would be taken."""
    return next(faults(line, headers, request), None)


def faults(line: str, headers: dict[str, str], request: dict[str, Any]) -> Iterator[str]:
    if not line.startswith("POST /v1/messages HTTP"):
        yield f"there is nothing at {line}"
    if not (headers.get("authorization") or headers.get("x-api-key")):
        yield "a key is required"
    if not headers.get("anthropic-version"):
        yield "anthropic-version: header is required"
    for name in ("model", "max_tokens", "messages"):
        if not request.get(name):
            yield f"{name}: field required"
    if not request.get("stream"):
        yield "the stand-in only streams"
    yield from message_faults(request.get("messages") or [])
    yield from tool_faults(request)
    blocks = list(all_blocks(request))
    yield from block_faults(blocks)
    if sum("cache_control" in block for block in blocks) > MOST_CACHE_BREAKPOINTS:
        yield "a maximum of 4 blocks with cache_control may be provided"


def message_faults(messages: list[dict[str, Any]]) -> Iterator[str]:
    if messages and messages[0]["role"] != "user":
        yield "messages: first message must use the user role"
    if messages and messages[-1]["role"] != "user":
        yield "messages: the last message must use the user role"
    for message in messages:
        if message["role"] not in ("user", "assistant"):
            yield f"messages: unexpected role {message['role']}"
        if not message["content"]:
            yield "messages: all messages must have non-empty content"


def tool_faults(request: dict[str, Any]) -> Iterator[str]:
    """A call must be answered in the message after it, by its id, and tools be declared."""
    asked: list[str] = []
    for message in request.get("messages") or []:
        blocks = [each for each in message["content"] if isinstance(each, dict)]
        given = [each["tool_use_id"] for each in blocks if each["type"] == "tool_result"]
        if sorted(given) != sorted(asked):
            yield "messages: tool_use ids were found without tool_result blocks right after"
        asked = [each["id"] for each in blocks if each["type"] == "tool_use"]
        if (asked or given) and not request.get("tools"):
            yield "tools: field required when messages have tool_use blocks"
        if any(not isinstance(e["input"], dict) for e in blocks if e["type"] == "tool_use"):
            yield "tool_use: input must be an object"
    for tool in request.get("tools") or []:
        if not (tool.get("name") and tool.get("input_schema", {}).get("type") == "object"):
            yield "tools: name and input_schema are required"


def block_faults(blocks: list[dict[str, Any]]) -> Iterator[str]:
    results = [block for block in blocks if block["type"] == "search_result"]
    for block in blocks:
        if block["type"] == "text" and not block["text"].strip():
            yield "text content blocks must contain non-whitespace text"
    for result in results:
        if not (result.get("source") and result.get("title") and result.get("content")):
            yield "search_result: source, title and content are required"
    if len({bool(result.get("citations", {}).get("enabled")) for result in results}) > 1:
        yield "search_result: citations must be enabled on all search results or on none"


def all_blocks(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every content block of the request, those inside search results too."""
    contents = [request.get("system") or [], *(m["content"] for m in request.get("messages", []))]
    for content in contents:
        if isinstance(content, str):
            yield {"type": "text", "text": content}
            continue
        for block in content:
            yield block
            if block["type"] in ("search_result", "tool_result"):
                yield from inner_blocks(block)


def inner_blocks(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for each in block["content"]:
        yield each
        if each["type"] == "search_result":
            yield from each["content"]
