"""Hold one sentence to the hard rules before the shopper sees it. Pure.

Hard are: words and claims to avoid, emoji off, exclamation marks off, spelling and form of
address. What can be put right without changing what is said is put right; else the sentence is
not said. Links, addresses and titles stay as they are, and so do figures: no rule has one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shopify_app.voice.patterns import (
    EMOJI,
    EXCLAMATION,
    EXCLAMATIONS,
    FORMAL,
    INFORMAL,
    apart,
    avoided_pattern,
    by_length,
    claim_pattern,
    language_of,
    masked,
    phrase,
)
from shopify_app.voice.settings import AvoidedWord, VoiceSettings
from shopify_app.voice.spelling import foreign_pattern, respelt

VOWELS = frozenset("aeiou")
SPACE_BEFORE_STOP = re.compile(r"[ \t]+([.,;:?])")
SPACES = re.compile(r"(?<=\S)[ \t]{2,}")
NO_WORDS = re.compile(r"[\W_]*\Z")


@dataclass(frozen=True)
class Enforced:
    """What may be said of a sentence, and which rules had a part in it."""

    text: str
    """Empty when it may not be said."""
    repaired: tuple[str, ...] = ()
    dropped_for: str = ""


def enforce(
    sentence: str, settings: VoiceSettings, *, titles: Sequence[str] = (), quoted: bool = False
) -> Enforced:
    """The sentence as the voice lets it pass, with the space around it.

    `quoted`: it is the store's own and said word for word; then its spelling and its form of
    address stay.
    """
    kept_apart = tuple(titles)
    dropped_for = reason_to_drop(masked(sentence, kept_apart), settings, quoted=quoted)
    if dropped_for:
        return Enforced("", dropped_for=dropped_for)
    text, repaired = sentence, []
    for rule, repair in repairs(settings, quoted=quoted):
        mended = "".join(
            piece if stays else repair(piece) for piece, stays in apart(text, kept_apart)
        )
        if mended != text:
            repaired.append(rule)
            text = mended
    if "emoji" in repaired:
        text = tidy(text, like=sentence)
    if repaired and NO_WORDS.match(text):
        return Enforced("", dropped_for=repaired[0])
    return Enforced(text, tuple(repaired))


def reason_to_drop(plain: str, settings: VoiceSettings, *, quoted: bool) -> str:
    """The rule that a sentence, without its titles and links, breaks beyond repair; or nothing."""
    claim = claim_pattern(settings.claims_to_avoid)
    if claim and claim.search(plain):
        return "claims_to_avoid"
    beyond_repair = avoided_pattern(
        tuple(each for each in settings.words_to_avoid if not each.replacement)
    )
    if beyond_repair and beyond_repair.search(plain):
        return "words_to_avoid"
    if not quoted and breaks_address(plain, settings):
        return "address"
    return ""


def breaks_address(plain: str, settings: VoiceSettings) -> bool:
    """Whether it says tu where the store says vous, or the reverse; in English nothing does."""
    if settings.address == "any":
        return False
    language = language_of(plain, (*settings.languages, "en")[0])
    wrong = (FORMAL if settings.address == "informal" else INFORMAL).get(language)
    return bool(wrong and wrong.search(plain))


def repairs(settings: VoiceSettings, *, quoted: bool) -> list[tuple[str, Callable[[str], str]]]:
    """What to do to a text, by rule."""
    found: list[tuple[str, Callable[[str], str]]] = []
    if settings.words_to_avoid:
        found.append(("words_to_avoid", lambda text: replace_words(text, settings)))
    if settings.emoji == "never":
        found.append(("emoji", lambda text: EMOJI.sub("", text)))
    if settings.exclamation_marks == "never":
        found.append(("exclamation_marks", calm))
    if settings.spelling != "any" and not quoted:
        found.append(("spelling", lambda text: respell(text, settings.spelling)))
    return found


def replace_words(text: str, settings: VoiceSettings) -> str:
    pattern = avoided_pattern(settings.words_to_avoid)
    assert pattern is not None
    return pattern.sub(lambda match: replacement_for(match, settings), text)


def replacement_for(match: re.Match[str], settings: VoiceSettings) -> str:
    """In the manner of the word it stands for: its capital, and the article that fits."""
    written = match["word"]
    said = next(
        each.replacement for each, pattern in patterns_of(settings) if pattern.fullmatch(written)
    )
    if written[0].isupper():
        said = said[0].upper() + said[1:]
    article = match["article"]
    if article is None:
        return said
    if (article[-1] == "n") == (written[0].lower() in VOWELS):  # it was the right one, in English
        fitting = article[0] + ("n" if said[0].lower() in VOWELS else "")
        article = fitting
    return f"{article}{match['gap']}{said}"


@lru_cache(maxsize=256)
def patterns_of(settings: VoiceSettings) -> tuple[tuple[AvoidedWord, re.Pattern[str]], ...]:
    return tuple(
        (each, re.compile(phrase(each.word), re.I)) for each in by_length(settings.words_to_avoid)
    )


def calm(text: str) -> str:
    """Full stops for exclamation marks; “?!” is a question."""
    text = (
        re.sub(r"[!！]*[?？][!！?？]*", "?", text.replace("¡", ""))
        if EXCLAMATION.search(text)
        else text
    )
    return EXCLAMATIONS.sub(".", text)


def respell(text: str, country: str) -> str:
    words = respelt(country)
    return foreign_pattern(country).sub(
        lambda match: cased_like(match.group(), words[match.group().lower()]), text
    )


def cased_like(written: str, word: str) -> str:
    if written.isupper():
        return word.upper()
    return word.capitalize() if written[0].isupper() else word


def tidy(text: str, *, like: str) -> str:
    """Without the space that an emoji left behind; around it is the space that `like` has."""
    inner = SPACES.sub(" ", SPACE_BEFORE_STOP.sub(r"\1", text)).strip()
    begin = like[: len(like) - len(like.lstrip())]
    return f"{begin}{inner}{like[len(like.rstrip()) :]}"
