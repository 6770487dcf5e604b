"""A webhook's bytes to a JSON object, refusing what no two parsers agree on."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from shopify_app.errors import InvalidInput
from shopify_app.shopify.text import clean_json


class InvalidPayload(InvalidInput):
    """A payload that is not what Shopify sends; trying again cannot help."""

    code = "invalid_payload"


def parse_body(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`, its texts cleaned. Raises InvalidPayload.

    UTF-8 only, with or without a byte order mark. Of a repeated key the last value counts.
    """
    try:
        value = clean_json(json.loads(body.decode("utf-8-sig"), parse_constant=_refuse_constant))
    except (ValueError, RecursionError) as error:
        raise InvalidPayload(f"the body is not JSON we read: {type(error).__name__}") from error
    if not isinstance(value, dict):
        raise InvalidPayload("the body is not a JSON object")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
