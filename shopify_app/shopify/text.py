"""Clean text from outside before any database, index or model sees it."""

from __future__ import annotations

import math
import re
from typing import Any

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
"""What shows nothing and can hide text or turn it around. Not the joiners: emoji, Persian and the
languages of India are written with them."""


def clean_text(value: str) -> str:
    """The same text without NUL and with lone surrogates replaced by U+FFFD.

    SQLite stores both, PostgreSQL refuses both, and JSON encoders fail on surrogates.
    """
    return LONE_SURROGATE.sub("\ufffd", value.replace("\x00", ""))


def clean_json(value: Any) -> Any:
    """A JSON value with every text in it cleaned and every non-finite number made None."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {clean_text(str(key)): clean_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [clean_json(item) for item in value]
    return value
