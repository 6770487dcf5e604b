"""Countries a question names, and whether a sentence is about those or about others. Pure."""

from __future__ import annotations

import re
from functools import cache

from shopify_app.knowledge.words import plain

UNION = frozenset(
    "austria belgium bulgaria croatia cyprus czechia denmark estonia finland france germany greece"
    " hungary ireland italy latvia lithuania luxembourg malta netherlands poland portugal romania"
    " slovakia slovenia spain sweden".split()
)
UNION_NAMES = frozenset({"european union", "eu", "europe"})
OTHER_NAMES = {
    "czech republic": "czechia",
    "holland": "netherlands",
    "great britain": "united kingdom",
    "britain": "united kingdom",
    "england": "united kingdom",
    "scotland": "united kingdom",
    "wales": "united kingdom",
    "northern ireland": "united kingdom",
    "uk": "united kingdom",
    "usa": "united states",
    "america": "united states",
    "hawaii": "united states",
    "alaska": "united states",
    "puerto rico": "united states",
    "uae": "united arab emirates",
    "korea": "south korea",
}
COUNTRIES = (
    UNION
    | set(OTHER_NAMES.values())
    | set(
        "albania argentina australia bahrain bangladesh bermuda bosnia brazil canada chile china"
        " colombia ecuador egypt georgia iceland india indonesia israel japan jordan kazakhstan"
        " kenya kuwait lebanon liechtenstein malaysia mexico moldova monaco montenegro morocco"
        " nepal nigeria norway pakistan panama peru philippines qatar russia serbia singapore"
        " switzerland taiwan thailand tunisia turkey ukraine uruguay venezuela vietnam".split()
    )
    | {"costa rica", "hong kong", "new zealand", "saudi arabia", "south africa", "sri lanka"}
)
THE_STATES = re.compile(r"\b(?:the US|US|U\.S\.A?\.?)(?!\w)|\bthe us\b(?! (?:to|about|if)\b)")
"""In capitals, or with its article: “us” is mostly somebody."""
CONTINENTS = re.compile(r"\b(?:north|south|central|latin) america\b", re.I)
"""No country of that name."""
ELSEWHERE = re.compile(
    r"\belsewhere\b|\b(?:other|all|any|every|more) countr(?:y|ies)\b|\brest of (?:the )?world\b"
    r"|\bworld-?wide\b|\binternational\w*\b|\boverseas\b|\babroad\b|\boutside\b",
    re.I,
)
"""Speaks of countries without naming them."""
US_ONLY = frozenset({"united states"})


def places_in(text: str) -> frozenset[str]:
    """The countries that are named, each by one name; `european union` may be among them."""
    said = f" {plain(CONTINENTS.sub(' ', text))} "
    named = {name for name in _names() if f" {name} " in said}
    states = US_ONLY if THE_STATES.search(text) else frozenset()
    return frozenset(_names()[name] for name in named) | states


def covers(text: str, places: frozenset[str]) -> bool:
    """Whether the text names one of the places, or the union that it belongs to."""
    told = places_in(text)
    return bool(told & places) or ("european union" in told and bool(places & UNION))


def is_of_others(text: str, places: frozenset[str]) -> bool:
    """Whether the text is about some countries, and none of the places is one of them."""
    return (
        bool(places)
        and bool(places_in(text))
        and not covers(text, places)
        and not ELSEWHERE.search(text)
    )


def is_place(word: str) -> bool:
    """Whether the word is part of a country's name."""
    return plain(word) in _parts()


def without_places(text: str) -> str:
    """“How much is shipping to the US?” without where to."""
    return " ".join(_going_there().sub(" ", THE_STATES.sub("usa", text)).split())


@cache
def _parts() -> frozenset[str]:
    return frozenset(part for name in _names() for part in name.split())


@cache
def _going_there() -> re.Pattern[str]:
    names = "|".join(sorted(_names(), key=len, reverse=True))
    return re.compile(rf"(?:\b(?:to|in|for|from)\s+)?(?:\bthe\s+)?\b(?:{names})\b", re.I)


@cache
def _names() -> dict[str, str]:
    return (
        {name: name for name in COUNTRIES}
        | dict.fromkeys(UNION_NAMES, "european union")
        | OTHER_NAMES
    )
