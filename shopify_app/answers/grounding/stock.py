"""What is in stock and what is sold out, option by option. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

TURN = re.compile(r"[;\n]|\b(?:but|while|whereas|however|aber|während|mais|pero|ma)\b", re.I)
STATES = re.compile(
    r"stock|sold out|available|auf lager|lieferbar|verfügbar|ausverkauft|vergriffen|disponib"
    r"|épuisé|rupture|agotad|esaurit",
    re.I,
)
EVERY = re.compile(
    r"\b(?:every|all|any|each)(?: (?:of )?(?:our|the|its))?"
    r" (?:sizes?|colou?rs?|variants?|options?)\b"
    r"|\ballen (?:größen|farben)\b|\btoutes les (?:tailles|couleurs)\b"
    r"|\btodas las tallas\b|\btodos los colores\b|\btutt[ei] (?:le taglie|i colori)\b",
    re.I,
)
SEPARATOR = re.compile(r",|\b(?:and|und|et|y|e)\b", re.I)


@dataclass(frozen=True)
class Stock:
    """A statement of stock: of some options (“Navy / S”), or of the whole product."""

    state: str
    """`in` or `out`."""
    options: tuple[frozenset[str], ...] = ()

    @staticmethod
    def all_bear(said: Sequence[Stock], state: str, segment: str) -> bool:
        """Whether the statements together bear that what the segment names is in this state."""
        known = {part for each in said for option in each.options for part in option}
        named = {part for part in known if is_named(part, segment)}
        if EVERY.search(segment) and any(each.state != state for each in said):
            return False
        able = [option for each in said if each.state == state for option in each.options]
        written = options_in(behind_in(segment))
        if written and all(any(one <= each for each in able) for one in written):
            return True
        if not named:
            return any(each.state == state and (state == "in" or not each.options) for each in said)
        other = [option for each in said if each.state != state for option in each.options]
        return all(any(part in option for option in able) for part in named) and not any(
            len(option & named) > 1 and not any(option & named <= each for each in able)
            for option in other
        )


def behind_in(segment: str) -> str:
    """What stands behind “in stock in” or “Sold out:”."""
    listed = re.search(r"(?:stock in|out in|out:|stock:) (.+)", segment, re.S | re.I)
    return without_counts(listed[1]) if listed else ""


def without_counts(text: str) -> str:
    return re.sub(r"\(\d+ left\)|\(only \d+[^)]*\)", "", text).strip().rstrip(".")


def is_named(part: str, segment: str) -> bool:
    """Short ones (“S”, “M”) with the very letters, longer ones in any."""
    flags = 0 if len(part) < 4 else re.I
    return bool(re.search(rf"(?<![\w'’]){re.escape(part)}(?![\w'’])", segment, flags))


def read_options(sentence: str, end: int, state: str) -> Stock:
    """The options that a record's fact names behind “in stock in” or “Sold out:”."""
    listed = re.match(r"(?: in|:) (.+)", sentence[end:], re.S)
    if not listed:
        return Stock(state)
    return Stock(state, tuple(options_in(without_counts(listed[1]))))


def options_in(text: str) -> list[frozenset[str]]:
    """“Navy / S, Navy / M” and “Navy (S, M)” are the same two options."""
    found = []
    for each in re.finditer(r"([^,(]+)(?:\(([^)]*)\))?", text):
        first = re.sub(r" and \d+ more\Z", "", each[1].strip())
        for rest in (each[2] or "").split(","):
            parts = (*first.split("/"), *rest.split("/"))
            found.append(frozenset(part.strip() for part in parts if part.strip()))
    return [option for option in found if option]


def segment_around(text: str, begin: int, end: int) -> str:
    """The part of a sentence that one statement of stock is about."""
    left = max((m.end() for m in TURN.finditer(text) if m.end() <= begin), default=0)
    right = min((m.start() for m in TURN.finditer(text) if m.start() >= end), default=len(text))
    earlier = [m.end() for m in STATES.finditer(text, left, begin)]
    later = [m.start() for m in STATES.finditer(text, end, right)]
    if earlier:
        cuts = [m.end() for m in SEPARATOR.finditer(text, earlier[-1], begin)]
        left = cuts[-1] if cuts else earlier[-1]
    if later:
        cuts = [m.start() for m in SEPARATOR.finditer(text, end, later[0])]
        right = cuts[-1] if cuts else later[0]
    return text[left:right]
