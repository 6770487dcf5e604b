"""Teach by example: settings that past replies show, counted, each with what was counted. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from shopify_app.voice.patterns import (
    CONTRACTIBLE,
    CONTRACTION,
    EMOJI,
    EXCLAMATION,
    FORMAL,
    INFORMAL,
    SINGULAR,
    SPEAKS_AS_WE,
    WORD,
    language_of,
    masked,
    sentences_of,
)
from shopify_app.voice.scoring import LONG_WORD, MEAN_WORDS
from shopify_app.voice.spelling import COUNTRIES, foreign_pattern

FEWEST, MOST = 3, 10
"""Replies."""
OPENING = re.compile(
    r"\A\s*((?:hi|hello|hey|dear|good (?:morning|day|afternoon)|bonjour|hallo|guten tag|hola)\b"
    r"[^,.!?\n]{0,40}[,.!?]?)",
    re.I,
)
NAME_AFTER_GREETING = re.compile(r"(?<=\w) (?:[A-Z]\w+|there|\[\w+\]).*\Z")


@dataclass(frozen=True)
class Proposal:
    """A setting and what speaks for it."""

    field: str
    value: Any
    evidence: str


@dataclass(frozen=True)
class Counted:
    """The replies as the counting sees them."""

    replies: Sequence[str]
    text: str
    sentences: Sequence[str]
    words: Sequence[str]
    language: str


def propose(replies: Sequence[str]) -> list[Proposal]:
    """What three to ten replies of the store's have in common. What they do not show is left out:
    of a form of address an English reply says nothing."""
    text = "\n\n".join(masked(reply).replace("\0", "") for reply in replies)
    counted = Counted(replies, text, sentences_of(text), WORD.findall(text), language_of(text))
    return [proposal for count in COUNTS for proposal in count(counted)]


def languages(counted: Counted) -> Iterator[Proposal]:
    spoken = Counter(language_of(reply) for reply in counted.replies)
    codes = [code for code, _ in spoken.most_common()]
    yield Proposal("languages", codes, ", ".join(f"{n} in {code}" for code, n in spoken.items()))


def emoji(counted: Counted) -> Iterator[Proposal]:
    yield amount("emoji", "emoji", EMOJI, counted)


def exclamation_marks(counted: Counted) -> Iterator[Proposal]:
    yield amount("exclamation_marks", "exclamation marks", EXCLAMATION, counted)


def amount(field: str, what: str, pattern: re.Pattern[str], counted: Counted) -> Proposal:
    found = [len(pattern.findall(reply)) for reply in counted.replies]
    value = "never" if not any(found) else "freely" if sum(found) > len(found) else "sparingly"
    return Proposal(field, value, f"{sum(found)} {what} in {len(found)} replies")


def contractions(counted: Counted) -> Iterator[Proposal]:
    short, long = len(CONTRACTION.findall(counted.text)), len(CONTRACTIBLE.findall(counted.text))
    if counted.language != "en" or short + long < 3:
        return
    share = short / (short + long)
    value = "prefer" if share >= 0.75 else "avoid" if share <= 0.1 else "either"
    yield Proposal("contractions", value, f"{short} short forms, {long} written out")


def person(counted: Counted) -> Iterator[Proposal]:
    if counted.language not in SINGULAR:
        return
    singular = len(SINGULAR[counted.language].findall(counted.text))
    plural = len(SPEAKS_AS_WE[counted.language].findall(counted.text))
    if singular + plural < 3:
        return
    value = "we" if not singular else "I" if singular >= 2 * plural else "either"
    yield Proposal("person", value, f"“I” {singular} times, “we” {plural} times")


def address(counted: Counted) -> Iterator[Proposal]:
    if counted.language not in FORMAL:
        return
    formal = len(FORMAL[counted.language].findall(counted.text))
    informal = len(INFORMAL[counted.language].findall(counted.text))
    if formal == informal:
        return
    value = "formal" if formal > informal else "informal"
    yield Proposal("address", value, f"{formal} formal and {informal} informal words of address")


def verbosity(counted: Counted) -> Iterator[Proposal]:
    mean = len(counted.words) / max(1, len(counted.sentences))
    long = len(counted.sentences) / len(counted.replies)
    step = next((n for n, most in enumerate((2, 4, 7, 10)) if long <= most), 4)
    step = max(step, next((n for n, most in enumerate(MEAN_WORDS) if mean <= most), 4) - 1)
    evidence = f"{long:.1f} sentences a reply, {mean:.0f} words a sentence"
    yield Proposal("verbosity", step + 1, evidence)


def reading_level(counted: Counted) -> Iterator[Proposal]:
    if len(counted.words) < 50:
        return
    long = sum(len(word) > LONG_WORD for word in counted.words) / len(counted.words)
    lix = len(counted.words) / len(counted.sentences) + 100 * long
    value = "plain" if lix <= 35 else "standard" if lix <= 45 else "expert"
    yield Proposal("reading_level", value, f"LIX {lix:.0f}; {long:.0%} of the words are long")


def spelling(counted: Counted) -> Iterator[Proposal]:
    """The country whose tables find nothing foreign, when every other's find something."""
    if counted.language != "en":
        return
    foreign = {country: foreign_pattern(country).findall(counted.text) for country in COUNTRIES}
    fitting = [country for country, found in foreign.items() if not found]
    telling = sorted({word for found in foreign.values() for word in found})
    if telling and fitting:
        yield Proposal("spelling", fitting[0], ", ".join(telling[:5]))


def formality(counted: Counted) -> Iterator[Proposal]:
    """From what is counted above: short forms, marks and emoji are signs of ease."""
    short = len(CONTRACTION.findall(counted.text))
    ease = short + len(EMOJI.findall(counted.text)) + len(EXCLAMATION.findall(counted.text))
    each = ease / max(1, len(counted.sentences))
    value = 5 if ease == 0 else 4 if each < 0.1 else 3 if each < 0.3 else 2 if each < 0.8 else 1
    yield Proposal(
        "formality", value, f"{ease} signs of ease in {len(counted.sentences)} sentences"
    )


def greeting(counted: Counted) -> Iterator[Proposal]:
    """The commonest beginning, without the name behind it."""
    found = [match[1] for reply in counted.replies if (match := OPENING.match(reply))]
    if 2 * len(found) <= len(counted.replies):
        return
    said = Counter(NAME_AFTER_GREETING.sub("", each).strip(" ,.!?") for each in found)
    [(text, times)] = said.most_common(1)
    evidence = f"{len(found)} of {len(counted.replies)} replies begin so, {times} with “{text}”"
    yield Proposal("greeting", {"rule": "first", "text": f"{text}."}, evidence)


def sign_off(counted: Counted) -> Iterator[Proposal]:
    """A last line that most replies share, word for word."""
    last = [reply.strip().splitlines()[-1].strip() for reply in counted.replies if reply.strip()]
    text, times = Counter(last).most_common(1)[0] if last else ("", 0)
    if 2 * times <= len(counted.replies) or len(text) > 120 or times < 2:
        return
    evidence = f"{times} of {len(counted.replies)} replies end with it"
    yield Proposal("sign_off", {"rule": "always", "text": text}, evidence)


COUNTS = (
    languages,
    formality,
    verbosity,
    emoji,
    exclamation_marks,
    contractions,
    person,
    address,
    reading_level,
    spelling,
    greeting,
    sign_off,
)
