"""Read a JSON body of bounded size in the shape a door asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import UnsupportedMediaType

from shopify_app.errors import InvalidInput
from shopify_app.shopify.bodies import parse_body


def read_body(schema: Schema, *, most_bytes: int) -> dict[str, Any]:
    """What `schema` makes of the request's body.

    Raises 413 beyond `most_bytes`, 415 unless it says that it is JSON, InvalidPayload (400) when
    it is none, and InvalidInput (422) naming each fault.
    """
    if not request.is_json:
        raise UnsupportedMediaType("Send application/json.")
    request.max_content_length = most_bytes
    return load(schema, parse_body(request.get_data(cache=False)))


def load(schema: Schema, value: Mapping[str, Any]) -> dict[str, Any]:
    """Raises InvalidInput naming each fault by its dotted name."""
    try:
        loaded: dict[str, Any] = schema.load(value)
    except ValidationError as error:
        faults = dict(flattened(error.messages))
        raise InvalidInput("some of it is missing or not as asked for", fields=faults) from error
    return loaded


def flattened(messages: Any, name: str = "") -> Iterator[tuple[str, list[str]]]:
    if not isinstance(messages, dict):
        yield name, [str(each) for each in messages]
        return
    for key, value in messages.items():
        yield from flattened(value, f"{name}.{key}" if name else str(key))
