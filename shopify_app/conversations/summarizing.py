"""A conversation at a glance, for whoever of the store takes it on: from its own words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopify_app.conversations.transcripts import TranscriptLine

LONGEST = 200
MOST_NAMED = 5


@dataclass(frozen=True)
class Glance:
    asked: str
    """What the shopper said first."""
    last: str
    """What the shopper said last; empty when that is the same."""
    told: tuple[str, ...]
    """The titles of what the answers cited, the latest first."""
    products: tuple[str, ...]
    """The titles of the products that were shown, the latest first."""


def glance(lines: Sequence[TranscriptLine]) -> Glance:
    """`lines` oldest first."""
    said = [line.text for line in lines if line.role == "shopper"]
    latest_first = list(reversed(lines))
    told = (str(each["title"]) for line in latest_first for each in line.citations)
    shown = (str(each["title"]) for line in latest_first for each in line.products)
    return Glance(
        asked=shortened(said[0]) if said else "",
        last=shortened(said[-1]) if said[1:] else "",
        told=tuple(dict.fromkeys(told))[:MOST_NAMED],
        products=tuple(dict.fromkeys(shown))[:MOST_NAMED],
    )


def shortened(text: str) -> str:
    """On one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    return f"{line[:LONGEST].rsplit(' ', 1)[0]} …"
