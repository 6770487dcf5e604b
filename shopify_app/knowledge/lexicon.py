"""The words of shops in six languages. Pure.

Without a key nothing translates a question, and the embedder reads English only. A shop's questions
keep to few words, though: what a thing is, its colour and stuff, and what a policy is about. A
question in another language is put into English words as far as they are known here; the names and
numbers in it stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from shopify_app.knowledge.words import STOP_WORDS, plain

LANGUAGES = ("de", "fr", "es", "it", "pt", "nl")

TABLE = Path(__file__).with_name("lexicon.txt")

FUNCTION_WORDS = {
    "de": (
        "wie meine ich du sie wir ihr der die das den dem ein eine einen einem einer und oder fur"
        " mit von zu aus im am haben habt gibt es ist sind kann konnen etwas bitte welche"
        " welches auch nicht mein euch ihnen suche mochte wann kostet nach"
    ).split(),
    "fr": (
        "je vous nous le la les l un une des de du d et ou pour avec en dans au aux avez"
        " est sont que quel quelle quels quelles puis peux il y a t cherche voudrais mon"
        " ma mes s coute ce cette"
    ).split(),
    "es": (
        "yo el la los las un una unos unas de del y o para con en al tienen tiene hay es"
        " son que cual cuales como puedo busco quiero algun alguna mi su cuesta este esta"
    ).split(),
    "it": (
        "io il lo la i gli le l un una uno di d del della dei e o per con in al avete c e"
        " sono che quale quali posso cerco vorrei mio qualche da costa nel su"
    ).split(),
    "pt": (
        "eu e o a os as um uma de do da dos das e ou para com em no na tem ha sao que qual"
        " quais como posso procuro quero algum alguma meu custa este esta voces"
    ).split(),
    "nl": (
        "ik je jullie de het een en of voor met van in uit te hebben heeft er is zijn wat"
        " welke kan mag zoek wil mijn iets graag kost naar"
    ).split(),
}
SHORTEST_BEGINNING, SHORTEST_HEAD = 3, 5
"""Of a compound, in letters: shorter ends stand in words that are none."""
LAST_LATIN = 0x24F
ORDER = {"other": 0, "colour": 1, "stuff": 2, "thing": 3}
"""English says last what a thing is."""


def in_english(question: str) -> str | None:
    """The question in English words, what a thing is last; None when it is in English already."""
    words = plain(question.casefold().replace("'", " ").replace("’", " ")).split()
    language = max(LANGUAGES, key=lambda each: _familiar(words, each))
    if _familiar(words, language) <= sum(
        word in STOP_WORDS or word in _english() for word in words
    ):
        return None
    told = list(_told(words, language))
    if not any(category for category, _ in told):
        return None
    told.sort(key=lambda each: ORDER.get(each[0] or "other", 0))
    return " ".join(english for _, english in told)


def is_foreign(question: str) -> bool:
    """Whether it is in another language, known here or not: for who can translate it."""
    letters = [each for each in question if each.isalpha()]
    if sum(ord(each) > LAST_LATIN for each in letters) > len(letters) / 2:
        return True
    words = plain(question.casefold().replace("'", " ").replace("’", " ")).split()
    said = max(sum(word in FUNCTION_WORDS[each] for word in words) for each in LANGUAGES)
    return in_english(question) is not None or said > sum(word in STOP_WORDS for word in words)


def _familiar(words: list[str], language: str) -> int:
    functions = FUNCTION_WORDS[language]
    return sum(word in functions or bool(_entry(word, language)) for word in words)


def _told(words: list[str], language: str) -> Iterator[tuple[str | None, str]]:
    """(category or None, English words or what was said)."""
    at, functions = 0, FUNCTION_WORDS[language]
    while at < len(words):
        for length in (3, 2, 1):
            found = _entry(" ".join(words[at : at + length]), language)
            if found and at + length <= len(words):
                yield from found
                at += length
                break
        else:
            if words[at] not in functions:
                yield None, words[at]
            at += 1


def _entry(said: str, language: str) -> list[tuple[str, str]]:
    """What one word or phrase means; more than one thing if it is put together of two."""
    exact, beginnings = _entries()[language]
    if said in exact:
        return [exact[said]]
    for beginning, meaning in beginnings:
        rest = said.removeprefix(beginning)
        if said.startswith(beginning) and " " not in rest:
            if language in ("de", "nl") and len(rest) > 3:
                return [meaning, *_entry(rest, language)]
            return [meaning] if len(rest) < 7 else []
    if language in ("de", "nl") and " " not in said:
        for cut in range(4, len(said) - 3):
            if said[:cut] in exact and (second := _entry(said[cut:], language)):
                return [exact[said[:cut]], *second]
        return _head(said, exact)
    return []


def _head(said: str, exact: dict[str, Meaning]) -> list[Meaning]:
    """What a compound is in the end: a “Strickpullover” is a pullover, whatever else it is.

    An end that is English, too, tells nothing: “swetshirt” is a slip.
    """
    ends = (said[cut:] for cut in range(SHORTEST_BEGINNING, len(said) - SHORTEST_HEAD + 1))
    things = (end for end in ends if exact.get(end, ("", ""))[0] == "thing")
    return next(([exact[end]] for end in things if end not in _english()), [])


Meaning = tuple[str, str]


@cache
def _entries() -> dict[str, tuple[dict[str, Meaning], list[tuple[str, Meaning]]]]:
    exact: dict[str, dict[str, Meaning]] = {language: {} for language in LANGUAGES}
    beginnings: dict[str, list[tuple[str, Meaning]]] = {language: [] for language in LANGUAGES}
    for line in _lines():
        english, *others = (part.strip() for part in line.split("|"))
        category, _, words = english.partition(" ")
        for language, said in zip(LANGUAGES, others, strict=True):
            for each in said.split("/"):
                if each.endswith("*"):
                    beginnings[language].append((plain(each[:-1]), (category, words)))
                else:
                    exact[language].setdefault(plain(each), (category, words))
    for listed in beginnings.values():
        listed.sort(key=lambda each: -len(each[0]))
    return {language: (exact[language], beginnings[language]) for language in LANGUAGES}


def _lines() -> list[str]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@cache
def _english() -> frozenset[str]:
    words = {word for line in _lines() for word in re.split(r"[ -]", line.partition("|")[0])[1:]}
    return frozenset(words) | {word.removesuffix("s") for word in words} | {f"{w}s" for w in words}
