"""How English words are spelt in the US, the UK, Canada and Australia. Pure tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

# fmt: off
OUR = (
    "armor", "behavior", "candor", "clamor", "color", "endeavor", "favor", "fervor", "flavor",
    "glamor", "harbor", "honor", "humor", "labor", "neighbor", "odor", "parlor", "rumor", "savior",
    "savor", "splendor", "tumor", "valor", "vapor", "vigor", "watercolor",
)
"""-or in the US, -our elsewhere."""
OUR_ENDINGS = (
    "", "s", "ed", "ing", "ful", "fully", "less", "able", "ably", "ite", "ites", "hood", "ly", "y",
)
RE = ("caliber", "center", "fiber", "liter", "luster", "saber", "somber", "theater")
"""-er in the US, -re elsewhere; a meter may be a device, and is left alone."""
MEASURES = ("kilometer", "centimeter", "millimeter", "milliliter")
IZE = (
    "apolog", "author", "categor", "character", "custom", "digit", "emphas", "energ",
    "equal", "final", "general", "harmon", "ideal", "initial", "individual", "item", "local",
    "maxim", "memor", "minim", "mobil", "modern", "monogram", "moistur", "neutral", "normal",
    "optim", "organ", "pasteur", "personal", "popular", "prior", "recogn", "standard", "steril",
    "summar", "symbol", "util", "visual", "winter",
)
"""Stems before -ize in the US and Canada, -ise in the UK and Australia."""
IZE_ENDINGS = ("e", "es", "ed", "er", "ers", "ing", "ation", "ations", "able")
YZE = ("anal", "catal", "paral")
"""Stems before -yze in the US and Canada, -yse in the UK and Australia."""
DOUBLED = ("cancel", "dial", "fuel", "jewel", "label", "level", "model", "travel", "tunnel")
"""One l before an ending in the US, two elsewhere."""
DOUBLED_ENDINGS = ("ed", "ing", "er", "ers")
OTHERS = (  # US, UK, Canada, Australia
    ("gray", "grey", "grey", "grey"),
    ("grays", "greys", "greys", "greys"),
    ("cozy", "cosy", "cozy", "cosy"),
    ("cozier", "cosier", "cozier", "cosier"),
    ("coziest", "cosiest", "coziest", "cosiest"),
    ("pajamas", "pyjamas", "pyjamas", "pyjamas"),
    ("jewelry", "jewellery", "jewellery", "jewellery"),
    ("aluminum", "aluminium", "aluminum", "aluminium"),
    ("catalog", "catalogue", "catalogue", "catalogue"),
    ("catalogs", "catalogues", "catalogues", "catalogues"),
    ("defense", "defence", "defence", "defence"),
    ("offense", "offence", "offence", "offence"),
    ("fulfill", "fulfil", "fulfill", "fulfil"),
    ("fulfills", "fulfils", "fulfills", "fulfils"),
    ("fulfillment", "fulfilment", "fulfillment", "fulfilment"),
    ("installment", "instalment", "instalment", "instalment"),
    ("enrollment", "enrolment", "enrolment", "enrolment"),
    ("skillful", "skilful", "skilful", "skilful"),
    ("mom", "mum", "mom", "mum"),
    ("moms", "mums", "moms", "mums"),
    ("mustache", "moustache", "moustache", "moustache"),
    ("plow", "plough", "plough", "plough"),
    ("tire", "tyre", "tire", "tyre"),
    ("tires", "tyres", "tires", "tyres"),
    ("mold", "mould", "mould", "mould"),
    ("molds", "moulds", "moulds", "moulds"),
    ("molded", "moulded", "moulded", "moulded"),
    ("sulfur", "sulphur", "sulphur", "sulphur"),
    ("favorite", "favourite", "favourite", "favourite"),
    ("yogurt", "yoghurt", "yogurt", "yoghurt"),
)
# fmt: on
COUNTRIES = ("US", "UK", "CA", "AU")
AMBIGUOUS = frozenset(("tire", "tires"))
"""Also other words (to tire): looked for nowhere, written never."""


def variants() -> Iterator[tuple[str, str, str, str]]:
    """Every word that is known, as spelt in each of COUNTRIES."""
    for word in OUR:
        for ending in OUR_ENDINGS:
            british = f"{word[:-2]}our{ending}"
            yield f"{word}{ending}", british, british, british
    for word in (*RE, *MEASURES):
        for ending in ("", "s"):
            british = f"{word[:-2]}re{ending}"
            yield f"{word}{ending}", british, british, british
    for stem in IZE:
        for ending in IZE_ENDINGS:
            american, british = f"{stem}iz{ending}", f"{stem}is{ending}"
            yield american, british, american, british
    for stem in YZE:
        for ending in ("e", "es", "ed", "er", "ers", "ing"):
            american, british = f"{stem}yz{ending}", f"{stem}ys{ending}"
            yield american, british, american, british
    for word in DOUBLED:
        for ending in DOUBLED_ENDINGS:
            british = f"{word}l{ending}"
            yield f"{word}{ending}", british, british, british
    yield from OTHERS


@cache
def respelt(country: str) -> dict[str, str]:
    """The words spelt otherwise elsewhere, each with its spelling in `country`, in lower case."""
    column = COUNTRIES.index(country)
    return {
        spelt: row[column]
        for row in variants()
        for spelt in row
        if spelt != row[column] and not AMBIGUOUS & set(row)
    }


@cache
def foreign_pattern(country: str) -> re.Pattern[str]:
    """Finds the words that `country` spells otherwise."""
    return re.compile(rf"\b(?:{'|'.join(sorted(respelt(country), key=len, reverse=True))})\b", re.I)
