"""What Claude may ask for while it answers: to search the store, to look up the shopper's own
orders, and to hand over to a person.

All of it reads only. Whose orders are looked up is decided by the visit, never by an argument:
no tool has one that could name a customer, and a call with an argument too many is refused whole.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from anthropic.types import (
    MessageParam,
    SearchResultBlockParam,
    TextBlockParam,
    ToolParam,
    ToolResultBlockParam,
    ToolUseBlockParam,
)
from marshmallow import RAISE, Schema, ValidationError, fields
from marshmallow.validate import Length, OneOf, Regexp

from shopify_app.answers.claude import ToolCall
from shopify_app.answers.finding import Sources, own_orders
from shopify_app.answers.prompt import Prompt, search_result
from shopify_app.conversations.visits import Visit
from shopify_app.errors import ToteError
from shopify_app.knowledge.retrieval import Passage, retrieve
from shopify_app.shopify.text import clean_text

log = logging.getLogger(__name__)

MOST_ROUNDS = 4
"""Requests for one answer; in the last one no tool may be called any more."""
MOST_CALLS = 4
"""In one round."""
MOST_FOUND = 5
LONGEST_QUERY = 300
REASONS = ("asked_for_a_person", "upset", "not_in_sources", "needs_a_decision")


class SearchStore(Schema):
    class Meta:
        unknown = RAISE

    query = fields.String(required=True, validate=Length(min=1, max=LONGEST_QUERY))


class OrderStatus(Schema):
    class Meta:
        unknown = RAISE

    number = fields.String(
        allow_none=True, load_default=None, validate=Regexp(r"\A#?[A-Za-z0-9-]{1,24}\Z")
    )
    about = fields.String(allow_none=True, load_default=None, validate=Length(max=LONGEST_QUERY))


class HandOver(Schema):
    class Meta:
        unknown = RAISE

    reason = fields.String(required=True, validate=OneOf(REASONS))


TOOLS: list[ToolParam] = [
    {
        "name": "search_store",
        "description": (
            "Search the store's products, policies, pages and articles. Use it when the search "
            "results you have do not answer the question. Search for few words, in the language "
            "of the store."
        ),
        "input_schema": {
            "type": "object",
            "properties": {"query": {"type": "string", "maxLength": LONGEST_QUERY}},
            "required": ["query"],
            "additionalProperties": False,
        },
    },
    {
        "name": "order_status",
        "description": (
            "Look up orders of the shopper who asks, if they are signed in: state, things, parcels "
            "and tracking. `number` is an order's number, `about` says in a few words which one "
            "is meant; without both the newest are found. It never finds anyone else's."
        ),
        "input_schema": {
            "type": "object",
            "properties": {
                "number": {"type": "string", "maxLength": 25},
                "about": {"type": "string", "maxLength": LONGEST_QUERY},
            },
            "additionalProperties": False,
        },
    },
    {
        "name": "hand_over",
        "description": (
            "Hand the conversation over to a person of the store's team: when the shopper asks for "
            "one or is upset, when it needs a decision, or when nothing you have answers them."
        ),
        "input_schema": {
            "type": "object",
            "properties": {"reason": {"type": "string", "enum": list(REASONS)}},
            "required": ["reason"],
            "additionalProperties": False,
        },
    },
]


@dataclass(frozen=True)
class Toolbox:
    """Where the tools look, and for whom."""

    sources: Sources
    visit: Visit


@dataclass(frozen=True)
class Result:
    """What a tool gives: source texts as passages, or a word of ours."""

    passages: tuple[Passage, ...] = ()
    words: str = ""
    is_error: bool = False
    hands_over: str = ""
    """Why, if it does."""


def run(box: Toolbox, call: ToolCall, known: Sequence[Passage]) -> Result:
    """Whatever is wrong with a call is told to Claude, and never raised. What is `known` is not
    given again."""
    if call.name not in RUNNERS:
        return Result(words="There is no such tool.", is_error=True)
    schema, runner = RUNNERS[call.name]
    if not isinstance(call.arguments, dict):
        return Result(words="The arguments are not an object.", is_error=True)
    try:
        arguments = schema().load(call.arguments)
    except ValidationError as error:
        names = ", ".join(sorted(str(name)[:40] for name in error.messages_dict))
        return Result(words=f"Wrong or unknown arguments: {names}.", is_error=True)
    try:
        result = runner(box, arguments)
    except ToteError as error:
        log.warning("tool=failed name=%s code=%s", call.name, error.code)
        return Result(words="This cannot be looked up at the moment.", is_error=True)
    seen = {(each.chunk_id, each.facts) for each in known}
    new = tuple(each for each in result.passages if (each.chunk_id, each.facts) not in seen)
    if result.passages and not new:
        return Result(words="Nothing but the search results you have already.")
    return replace(result, passages=new)


def search_store(box: Toolbox, arguments: Mapping[str, str]) -> Result:
    query = clean_text(arguments["query"]).strip()
    if not query:
        return Result(words="Nothing was found.")
    found = retrieve(
        box.sources.record,
        box.sources.vectors,
        box.sources.embedder,
        box.visit.shop,
        query,
        limit=MOST_FOUND,
    )
    return Result(found.passages, words="" if found.passages else "Nothing was found.")


def order_status(box: Toolbox, arguments: Mapping[str, str | None]) -> Result:
    if box.visit.customer_id is None:
        return Result(words="The shopper is not signed in: no order can be looked up.")
    number, about = arguments["number"], clean_text(arguments["about"] or "")
    named = f"order #{number.lstrip('#')}" if number else "my orders"
    orders = own_orders(box.sources, box.visit, f"{named} {about}".strip())
    return Result(orders, words="" if orders else "The shopper has no such order.")


def hand_over(box: Toolbox, arguments: Mapping[str, str]) -> Result:
    return Result(
        words="A person of the store's team will take over. Tell the shopper so.",
        hands_over=arguments["reason"],
    )


RUNNERS: Mapping[str, tuple[type[Schema], Callable[..., Result]]] = {
    "search_store": (SearchStore, search_store),
    "order_status": (OrderStatus, order_status),
    "hand_over": (HandOver, hand_over),
}


def with_tools(prompt: Prompt) -> Prompt:
    return replace(prompt, tools=tuple(TOOLS))


def next_prompt(
    prompt: Prompt, said: str, calls: Sequence[ToolCall], results: Sequence[Result], *, last: bool
) -> Prompt:
    """The same conversation, with what Claude asked for and what it was given.

    In the `last` one Claude may not ask for more.
    """
    spoken: list[TextBlockParam | ToolUseBlockParam] = []
    if said.strip():
        spoken.append({"type": "text", "text": said.strip()})
    spoken += [call_block(call) for call in calls]
    asked: MessageParam = {"role": "assistant", "content": spoken}
    given: MessageParam = {
        "role": "user",
        "content": [result_block(*each) for each in zip(calls, results, strict=True)],
    }
    return replace(
        prompt,
        messages=[*prompt.messages, asked, given],
        passages=(*prompt.passages, *(p for each in results for p in each.passages)),
        may_call=not last,
    )


def call_block(call: ToolCall) -> ToolUseBlockParam:
    """An input must be an object, whatever came."""
    arguments = call.arguments if isinstance(call.arguments, dict) else {}
    return {"type": "tool_use", "id": call.id, "name": call.name, "input": arguments}


def result_block(call: ToolCall, result: Result) -> ToolResultBlockParam:
    """Source text in search results that can be cited; ours as plain text."""
    content: list[TextBlockParam | SearchResultBlockParam] = [
        search_result(passage) for passage in result.passages
    ]
    if result.words:
        content.append({"type": "text", "text": result.words})
    return {
        "type": "tool_result",
        "tool_use_id": call.id,
        "content": content,
        "is_error": result.is_error,
    }
