"""A text as the gate reads it: one way of writing each letter and digit. Pure."""

from __future__ import annotations

import re
import unicodedata

GROUPED = re.compile(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))")
"""Thin and unbreakable spaces within a number: they hold its thousands together."""
DASHES = dict.fromkeys(map(ord, "‐‑‒−﹣－"), "-")
LOOK_ALIKES = str.maketrans(
    "АВЕКМНОРСТХаеорсухіѕԁΑΒΕΗΙΚΜΝΟΡΤΧο",
    "ABEKMHOPCTXaeopcyxisdABEHIKMNOPTXo",
)
"""Cyrillic and Greek letters that look like Latin ones."""
LETTER_AS_DIGIT = re.compile(r"(?<![\w-])[lI]?[\dOo]*\d[\dOo]*(?![\w-])")
"""“3O days”, “l4 days”: what looks like a number is read as one; “5l” are litres."""
DIGITS = str.maketrans("OolI", "0011")


def plain(text: str) -> str:
    """The text with full-width, styled, look-alike and invisible characters read as meant.

    For judging only: what is shown stays as it was written.
    """
    if not text.isascii():
        text = GROUPED.sub("'", text)
        text = unicodedata.normalize("NFKC", text).translate(DASHES)
        text = "".join(map(plain_character, text))
        text = LOOK_ALIKE_WORD.sub(lambda match: match.group().translate(LOOK_ALIKES), text)
    return LETTER_AS_DIGIT.sub(lambda match: match.group().translate(DIGITS), text)


def mixes_alphabets(text: str) -> bool:
    """Whether a word of it has letters of two alphabets that look alike."""
    return not text.isascii() and bool(LOOK_ALIKE_WORD.search(unicodedata.normalize("NFKC", text)))


def plain_character(character: str) -> str:
    """A digit of any script as 0–9; nothing for what is not seen or only sits on another."""
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return character


LOOK_ALIKE_WORD = re.compile(r"\w*(?:[A-Za-z0-9][Α-ωЀ-ԯ]|[Α-ωЀ-ԯ][A-Za-z0-9])\w*")
"""A word that mixes alphabets; a word that is all Cyrillic is left alone."""
