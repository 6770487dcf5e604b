"""Render the theme app extension's block as Shopify does on every page of a theme.

Only the little of Liquid that an app embed needs: outputs with filters, and the schema. A tag or
filter it does not know is an error, so that the block cannot quietly be shown wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

EXTENSION = Path(__file__).resolve().parents[1] / "extensions" / "chat"
ASSETS = EXTENSION / "assets"
BLOCK = EXTENSION / "blocks" / "chat.liquid"
TEXTS = EXTENSION / "locales" / "en.default.json"

SCHEMA = re.compile(r"{%-?\s*schema\s*-?%}(.*?){%-?\s*endschema\s*-?%}", re.DOTALL)
COMMENT = re.compile(r"{%-?\s*comment\s*-?%}.*?{%-?\s*endcomment\s*-?%}", re.DOTALL)
OUTPUT = re.compile(r"{{-?\s*(.*?)\s*-?}}", re.DOTALL)


@dataclass(frozen=True)
class Embed:
    """What the block puts on a page: its markup, and the script its schema asks for."""

    markup: Markup
    script: str | None
    """The address of the asset loaded in the head."""


def render_embed(
    *, assets_url: str, proxy: str, product_handle: str = "", liquid: str | None = None
) -> Embed:
    """The block with its settings at their defaults, except for the proxy's address."""
    text = BLOCK.read_text(encoding="utf-8") if liquid is None else liquid
    found = SCHEMA.search(text)
    schema: Mapping[str, Any] = json.loads(found[1]) if found else {}
    settings = {each["id"]: each.get("default", "") for each in schema.get("settings", [])}
    values = {f"block.settings.{name}": value for name, value in settings.items()} | {
        "block.settings.proxy": proxy,
        "block.shopify_attributes": "",
        "request.locale.iso_code": "en",
        "product.handle": product_handle,
        "shop.domain": "",
    }
    body = COMMENT.sub("", SCHEMA.sub("", text))
    if "{%" in body:
        raise ValueError("the block uses a Liquid tag the demo does not know")
    markup = OUTPUT.sub(lambda match: _output(match[1], values, assets_url), body)
    script = schema.get("javascript")
    return Embed(Markup(markup.strip()), f"{assets_url}/{script}" if script else None)


def _output(expression: str, values: Mapping[str, Any], assets_url: str) -> str:
    first, *names = (part.strip() for part in expression.split("|"))
    quoted = re.fullmatch(r"'([^']*)'|\"([^\"]*)\"", first)
    if quoted:
        value: Any = quoted[1] or quoted[2]
    elif first in values:
        value = values[first]
    else:
        raise ValueError(f"the block uses {first}, which the demo does not know")
    filters: dict[str, Callable[[Any], Any]] = {
        "asset_url": lambda name: f"{assets_url}/{name}",
        "escape": lambda text: str(escape(text)),
        "json": lambda text: json.dumps(text).replace("<", "\\u003c"),
        "t": _translate,
    }
    for name in names:
        if name not in filters:
            raise ValueError(f"the block uses the filter {name}, which the demo does not know")
        value = filters[name](value)
    return str(value)


def _translate(key: str) -> str:
    value: Any = _texts()
    for name in key.split("."):
        value = value[name]
    return str(value)


@cache
def _texts() -> Any:
    return json.loads(TEXTS.read_text(encoding="utf-8"))
