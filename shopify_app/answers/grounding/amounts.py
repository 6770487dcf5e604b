"""Amounts before their units, in figures or in words; both ends of a range. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from shopify_app.answers.grounding.numerals import ARTICLES, ENGLISH_WORDS, worth

DIGITS = r"\d+(?:[,'’]\d{3})*(?:[.,]\d+)*"
RANGES = frozenset("to or and - – — bis oder und à a ou et o y e al".split())
AMOUNT_PART = re.compile(rf"{DIGITS}|[^\W\d_]+|-|–|—")
AMOUNTS_LENGTH = 60
MOST_PARTS = 8
"""Of an amount: “three hundred and eighty-nine”, the hyphen counted."""


def measured(
    text: str, units: re.Pattern[str], *, articles: bool = False
) -> Iterator[tuple[re.Match[str], int, str]]:
    """(unit, where its amount begins, amount); “3–5 days” has both amounts.

    Units are sought first and amounts only before them: many times faster than the reverse.
    """
    for unit in units.finditer(text):
        earliest = max(0, unit.start() - AMOUNTS_LENGTH)
        for begin, amount in amounts_before(text, earliest, unit.start(), articles):
            yield unit, begin, amount


def amounts_before(text: str, earliest: int, end: int, articles: bool) -> Iterator[tuple[int, str]]:
    """The amount that ends where its unit begins, or both ends of a range."""
    parts = list(AMOUNT_PART.finditer(text, earliest, end))
    while parts and parts[-1].group() in "-–—":
        parts.pop()
    if not parts or text[parts[-1].end() : end].strip(" -–—"):
        return
    last = amount_at_end(text, parts, articles)
    if last is None:
        return
    left = parts[: -last[0]]
    begin = parts[-last[0]].start()
    if left and left[-1].group().casefold() in RANGES:
        first = amount_at_end(text, left[:-1], False)
        if first:
            begin = left[:-1][-first[0]].start()
            yield begin, first[1]
    yield begin, last[1]


def amount_at_end(text: str, parts: list[re.Match[str]], articles: bool) -> tuple[int, str] | None:
    """(how many parts it takes, its value) of the amount that the parts end with."""
    if not parts or re.match(r"\w", text[parts[-1].start() - 1 : parts[-1].start()]):
        return None  # nothing, or the end of a code
    if parts[-1].group()[0].isdigit():
        return 1, value(parts[-1].group())
    for count in range(MOST_PARTS, 0, -1):
        if len(parts) < count:
            continue
        words = " ".join(
            part.group().casefold() for part in parts[-count:] if part.group() not in "-–—"
        )
        number = worth(words)
        if is_name(text, parts[-count]):
            continue
        if number and (articles or words not in ARTICLES):
            return count, number
    return None


def is_name(text: str, word: re.Match[str]) -> bool:
    """Whether a word of another language is written like a name: “the Otto lamp”."""
    return (
        word.start() > 0
        and word.group()[0].isupper()
        and word.group().casefold() not in ENGLISH_WORDS
    )


def value(written: str) -> str:
    """A number as it compares: “1,000.00” is “1000”, “19,90” is “19.9”, “thirty” is “30”."""
    word = worth(written.casefold())
    if word:
        return word
    digits = re.sub(r"['’\u00a0\u202f]", "", written)
    if re.search(r"\..*,", digits) or re.fullmatch(r"\d+,\d{1,2}|\d+,\d{4,}", digits):
        digits = digits.replace(".", "").replace(",", ".", 1)  # a decimal comma
    digits = digits.replace(",", "")
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    return f"{Decimal(digits).normalize():f}"
