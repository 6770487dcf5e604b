"""Where a store sends its goods, and where it does not. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shopify_app.answers.grounding.concepts import concepts
from shopify_app.answers.grounding.places import EUROPE, PLACES
from shopify_app.answers.grounding.promises import is_denied
from shopify_app.answers.grounding.rules import CONDITIONAL, Rule

SENDS = re.compile(
    r"\b(?:ship|deliver|send|dispatch|liefer|versend|livr|expédi|env[ií]|entreg|spedi|consegn)\w*",
    re.I,
)


def false_destinations(text: str, rules: Sequence[Rule]) -> Iterator[str]:
    """Countries that the store is said to send to, while it denies it, or names others only."""
    if "?" in text or not SENDS.search(text) or is_denied(text) or CONDITIONAL.search(text):
        return
    named = concepts(text) & PLACES
    about = [rule for rule in rules if "ship" in rule.concepts] if named else []
    denied = frozenset[str]().union(*(each.concepts & PLACES for each in about if each.denied))
    served = frozenset[str]().union(
        *(each.concepts & PLACES for each in rules if not each.denied and each.product is None)
    )
    europe_only = any(
        each.denied and re.search(r"outside (?:of )?Europe|außerhalb Europas", each.text)
        for each in about
    )
    for place in sorted(named):
        if place in served or ("eu" in served and place in EUROPE):
            continue
        if place in denied or (europe_only and place not in EUROPE):
            yield place
