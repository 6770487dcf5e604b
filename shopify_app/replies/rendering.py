"""The merchant's text with variables, filled in once and never looked at again. Pure.

`{{ order.name }}` stands for a value, `{{ customer.first_name | default: "there" }}` for a value or
those words, and `{{ customer.first_name | default }}` for a value or nothing. That is the whole
language: there are no expressions, no attributes, no tags and no way to call anything. A value is
put in as it is; braces in it mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shopify_app.errors import ToteError

VARIABLES: Mapping[str, str] = {
    "shop.name": "the store's name",
    "shop.url": "the storefront's address",
    "shop.domain": "the store's myshopify.com domain",
    "order.name": "the order's number, such as #1001",
    "order.date": "when it was placed",
    "order.status": "where it stands",
    "order.total": "what was paid, with the currency",
    "order.items": "what is in it",
    "order.tracking_company": "the carrier of the last parcel",
    "order.tracking_number": "the number of the last parcel",
    "order.tracking_url": "where the last parcel can be followed",
    "product.title": "the product on the shopper's page",
    "product.url": "its address",
    "product.type": "its type",
    "product.vendor": "its brand",
    "customer.first_name": "the shopper's first name, which Tote never reads: give a default",
}
NEVER_KNOWN = frozenset({"customer.first_name"})
"""Tote asks Shopify for no names; the variable is there for texts brought from elsewhere."""
MOST_VARIABLES = 50
LONGEST_DEFAULT = 200
LONGEST_VALUE = 2000
"""Characters of a value; what a store or an order says of itself can be longer."""

PLACE = re.compile(r"\{\{(.*?)\}\}", re.S)
WITHIN = re.compile(
    r"\s*(?P<name>[a-z_]+(?:\.[a-z_]+)*)\s*"
    r"(?P<filter>\|\s*default\s*"
    r"(?:(?::\s*|\(\s*)(?:\"(?P<double>[^\"{}]*)\"|'(?P<single>[^'{}]*)')\s*\)?\s*)?)?"
)


class TextFault(ToteError):
    """A template's text is not written as it should be; the message says where."""

    code = "template_text_fault"


@dataclass(frozen=True)
class Variable:
    name: str
    default: str | None
    """None: without a value the template does not apply."""


Piece = str | Variable


def parse(text: str) -> tuple[Piece, ...]:
    """The text as words and variables, in their order. Raises TextFault."""
    pieces: list[Piece] = []
    end = 0
    for place in PLACE.finditer(text):
        pieces.extend((plain_words(text[end : place.start()]), variable(place[1])))
        end = place.end()
    pieces.append(plain_words(text[end:]))
    if sum(isinstance(piece, Variable) for piece in pieces) > MOST_VARIABLES:
        raise TextFault(f"It has more than {MOST_VARIABLES} variables.")
    return tuple(piece for piece in pieces if piece != "")


def plain_words(text: str) -> str:
    for mark in ("{{", "}}", "{%", "%}"):
        if mark in text:
            raise TextFault(f"“{mark}” does not belong to a variable: write {{{{ shop.name }}}}.")
    return text


def variable(within: str) -> Variable:
    found = WITHIN.fullmatch(within)
    if found is None:
        raise TextFault(f"“{shown(within)}” is no variable: only a name and a default can be.")
    name = found["name"]
    if name not in VARIABLES:
        raise TextFault(f"“{shown(name)}” is not known. There are: {', '.join(VARIABLES)}.")
    default = (found["double"] or found["single"] or "") if found["filter"] else None
    if default is not None and len(default) > LONGEST_DEFAULT:
        raise TextFault(f"A default is longer than {LONGEST_DEFAULT} characters.")
    if default is None and name in NEVER_KNOWN:
        raise TextFault(f"“{name}” is never known: give it a default.")
    return Variable(name, default)


def render(text: str, values: Mapping[str, str]) -> str:
    """The words to be said. Raises MissingValue, and TextFault when the text is not well written.

    Blank space at both ends is left out, so that the rendered text is the reply byte for byte.
    """
    return "".join(
        piece if isinstance(piece, str) else value_of(piece, values) for piece in parse(text)
    ).strip()


class MissingValue(ToteError):
    """A variable without a default has no value here: the template does not apply."""

    code = "template_value_missing"


def value_of(variable: Variable, values: Mapping[str, str]) -> str:
    value = values.get(variable.name, "").strip()[:LONGEST_VALUE]
    if value:
        return value
    if variable.default is None:
        raise MissingValue(variable.name)
    return variable.default


def needed(text: str) -> set[str]:
    """The variables that a text cannot do without. Raises TextFault."""
    return {
        piece.name for piece in parse(text) if isinstance(piece, Variable) and piece.default is None
    }


def shown(text: str) -> str:
    """What the merchant wrote, short enough to stand in a message."""
    words = " ".join(text.split())
    return words if len(words) <= 40 else f"{words[:40]}…"
