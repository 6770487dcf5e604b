"""Templates by words: keywords with boundaries, signs of a kind, what takes them back. Pure.

“I will not sue you” and “what if it arrives broken” have the words and do not mean them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shopify_app.knowledge.words import plain, stem
from shopify_app.replies.kinds import KINDS

CLAUSE = re.compile(r"[.!?;\n]|,? but ")
NEGATION = re.compile(
    r"\b(?:not|no|never|without|nor|isn'?t|aren'?t|wasn'?t|weren'?t|don'?t|doesn'?t|didn'?t|won'?t"
    r"|wouldn'?t|haven'?t|hasn'?t|hadn'?t|shouldn'?t|cannot|can'?t|couldn'?t)\W+(?:\w+\W+){0,3}$",
    re.I,
)
NO_NEGATION = re.compile(
    r"\b(?:not only|no longer|no one|why not|(?:can'?t|cannot|couldn'?t|don'?t) (?:believe|wait)"
    r"|not (?:ok|okay|happy|acceptable|good|fair|right)|no (?:wonder|excuse|doubt))\b",
    re.I,
)
SUPPOSITION = re.compile(
    r"\b(?:what if|happens? (?:if|when|to)|in case|suppose|should (?:it|they|my \w+))\W+"
    r"(?:\w+\W+){0,6}$",
    re.I,
)
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
CARRIERS = frozenset(
    (
        "a able about all also am an and any anyone are as assist assistance at be been bit by "
        "call can could d dear did do does done dont for from get give go going good got had "
        "has have hello help hey hi how i id if im in information is issue it its just kindly "
        "know let like ll look looking m made make may me might more my myself need now of ok "
        "okay on or our out please possible problem question re really s shall she should so "
        "some somebody someone something sorry support sure t tell thank thanks that the their "
        "them then there these they thing this those to too tried trouble try trying u up ur us "
        "ve very wanna want was we well were what when where which who why will with wo would "
        "you your yours"
    ).split()
)
"""Words that carry a request and do not say what it is about."""


@dataclass(frozen=True)
class Hit:
    """Words of the message that set a template off."""

    by: str
    """`keyword`, `kind` or `example`."""
    matched: str
    words: str
    """What the message says."""


def keyword_hit(keyword: str, text: str) -> Hit | None:
    """The keyword where it is meant as it stands; `text` is as `legible` gives it."""
    words = next(meant(keyword_pattern(keyword), text, taken_back=(NEGATION,)), None)
    return Hit("keyword", keyword, words) if words else None


def kind_hit(kind: str, text: str) -> Hit | None:
    """The first sign of the kind that is meant as it stands; `text` is as `legible` gives it."""
    unless = KINDS[kind].unless
    guards = (NEGATION, SUPPOSITION, unless) if unless else (NEGATION, SUPPOSITION)
    for sign in KINDS[kind].signs:
        for words in meant(sign, text, taken_back=guards):
            return Hit("kind", kind, words)
    return None


def meant(
    pattern: re.Pattern[str], text: str, *, taken_back: Iterable[re.Pattern[str]]
) -> Iterator[str]:
    """What the pattern finds where nothing before it in the clause takes it back."""
    for found in pattern.finditer(text):
        clause = NO_NEGATION.sub(" ", CLAUSE.split(text[: found.start()])[-1])
        if not any(guard.search(clause) for guard in taken_back):
            yield found[0]


def keyword_pattern(keyword: str) -> re.Pattern[str]:
    """Whole words, whatever the case and the space between them; `*` stands for an ending."""
    words = legible(keyword).removesuffix("*").split()
    phrase = r"\s+".join(map(re.escape, words))
    ending = r"\w*" if keyword.endswith("*") else ""
    return re.compile(rf"(?<!\w){phrase}{ending}(?!\w)")


def legible(text: str) -> str:
    """One form of each letter, straight apostrophes, lower case."""
    return unicodedata.normalize("NFKC", text).translate(APOSTROPHES).casefold()


def content_words(text: str) -> frozenset[str]:
    """The stems of the words that say what the text is about; numbers are left out."""
    words = plain(text).split()
    return frozenset(
        stem(word) for word in words if word not in CARRIERS and len(word) > 1 and word.isalpha()
    )
