"""What is in stock and what is sold out, option by option. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shopify_app.answers.grounding.variants import (
    Option,
    combinations_named,
    options_in,
    parts_named,
)

TURN = re.compile(
    r"[;\n]|\b(?:but|while|whereas|however|though|aber(?! (?:vorrätig|lieferbar|auf lager))"
    r"|während|mais|pero|ma)\b",
    re.I,
)
STATES = re.compile(
    r"stock|sold out|available|auf lager|lieferbar|verfügbar|vorrätig|ausverkauft|vergriffen"
    r"|disponib|épuisé|rupture|agotad|esaurit|gibt es|comes? in\b",
    re.I,
)
_kinds = (
    r"(?:sizes?|colou?rs?|variants?|options?|grinds?|versions?|models?|finish(?:es)?|flavou?rs?"
    r"|scents?|lengths?|widths?|weights?)"
)
EVERY = re.compile(
    rf"\b(?:every|all|any|each|both)(?: (?:of )?(?:our|the|its|other|single|two|three|four|five"
    rf"|six|bag|fiddle))* {_kinds}\b"
    r"|\ballen (?:größen|farben|varianten)\b|\btoutes les (?:tailles|couleurs|versions)\b"
    r"|\btodas las tallas\b|\btodos los colores\b|\btutt[ei] (?:le taglie|i colori)\b",
    re.I,
)
SEPARATOR = re.compile(r",|\b(?:and|und|et|y|e)\b", re.I)
AND_LAST = re.compile(r",? (?:and|und|et|y|e) (?=[^,]*\Z)", re.I)
"""Before the last of a list; a colour may have one, too (“Black and White”)."""
ONLY = re.compile(r"\b(?:only|nur|seulement|uniquement|solo|sólo|solamente|soltanto)\b", re.I)
LEANS = re.compile(r"\W*(?:but |though |aber |mais |pero |ma )?(?:it|that one|they|both)\b", re.I)


@dataclass(frozen=True)
class Stock:
    """A statement of stock: of some options (“Navy / S”), or of the whole product."""

    state: str
    """`in` or `out`."""
    options: tuple[Option, ...] = ()
    cut: bool = False
    """Whether there are more options than are named."""

    @staticmethod
    def all_bear(said: Sequence[Stock], state: str, segment: str, text: str) -> bool:
        """Whether the statements together bear that what the segment of the text names is in this
        state. The text may name in another place of which size, or which colour, it is said."""
        options = [option for each in said for option in each.options]
        known = {part for option in options for part in option}
        named = parts_named(segment, known)
        able = [option for each in said if each.state == state for option in each.options]
        other = [option for each in said if each.state != state for option in each.options]
        if EVERY.search(segment) and not named and any(each.state != state for each in said):
            return False
        for listed in (behind_in(segment), AND_LAST.sub(", ", behind_in(segment))):
            written = options_in(listed)
            if written and all(any(one <= option for option in able) for one in written):
                return True
        if not named:
            return any(each.state == state and (state == "in" or not each.options) for each in said)
        if state == "out" and any(each.state == "out" and not each.options for each in said):
            return True
        is_cut = any(each.cut for each in said)

        def is_borne(one: Option) -> bool:
            return any(one <= option for option in able) and (
                state == "in" or is_cut or not any(one <= option for option in other)
            )

        meant = list(combinations_named(parts_named(text, known), options))
        return all(
            is_borne(one) or any(one < more and is_borne(more) for more in meant)
            for one in combinations_named(named, options)
        )


def behind_in(segment: str) -> str:
    """What stands behind “in stock in” or “Sold out:”."""
    listed = re.search(r"(?:stock in|out in|out:|stock:) (.+)", segment, re.S | re.I)
    return listed[1] if listed else ""


def read_options(sentence: str, end: int, state: str) -> Stock:
    """The options that a record's fact names behind “in stock in” or “Sold out:”."""
    listed = re.match(r"(?: in|:) (.+)", sentence[end:], re.S)
    if not listed:
        return Stock(state)
    cut = bool(re.search(r" and \d+ more\b", listed[1]))
    return Stock(state, tuple(options_in(listed[1])), cut)


def segment_around(text: str, begin: int, end: int) -> str:
    """The part of a sentence that one statement of stock is about."""
    left = max((m.end() for m in TURN.finditer(text) if m.end() <= begin), default=0)
    right = min((m.start() for m in TURN.finditer(text) if m.start() >= end), default=len(text))
    earlier = [m.end() for m in STATES.finditer(text, left, begin)]
    later = [m.start() for m in STATES.finditer(text, end, right)]
    if earlier:
        cuts = [m.end() for m in SEPARATOR.finditer(text, earlier[-1], begin)]
        left = (cuts[-1] if lists(text, earlier[-1]) else cuts[0]) if cuts else earlier[-1]
    if later:
        cuts = [m.start() for m in SEPARATOR.finditer(text, end, later[0])]
        right = (cuts[-1] if lists(text, end) else cuts[0]) if cuts else later[0]
    if left and LEANS.match(text[left:right]) and not earlier:
        left = 0  # “in L it costs $5, but it is sold out”
    return text[left:right]


def lists(text: str, end: int) -> bool:
    """Whether the options of a state stand behind it: “in stock in S and M”."""
    return bool(re.match(r"\s*(?:(?:in|en|with|mit)\b|:)", text[end:], re.I))
