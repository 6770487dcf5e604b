"""Numbers written as words, in the five languages that the gate reads. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

# fmt: off
ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
GERMAN = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn"
    " sechzehn siebzehn achtzehn neunzehn"
).split()
GERMAN_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
FRENCH = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
    " dix-sept dix-huit dix-neuf"
).split()
FRENCH_TENS = "vingt trente quarante cinquante soixante".split()
SPANISH = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
    " dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro"
    " veinticinco veintiséis veintisiete veintiocho veintinueve"
).split()
SPANISH_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
SPANISH_HUNDREDS = (
    "doscient trescient cuatrocient quinient seiscient setecient ochocient novecient"
).split()
ITALIAN = (
    "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici"
    " quindici sedici diciassette diciotto diciannove"
).split()
ITALIAN_TENS = "venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split()
# fmt: on
THOUSAND = re.compile(r"(.*?) ?(?:thousand|tausend|mille|mila|mil) ?(?:and |und ?)?(.*)")


@lru_cache(maxsize=4096)
def worth(words: str) -> str | None:
    """What the words, in small letters and with spaces for hyphens, are worth; None when they are
    no number below a million."""
    if words in NUMBER_WORDS:
        return NUMBER_WORDS[words]
    match = THOUSAND.fullmatch(words)
    if not match:
        return None
    thousands, rest = NUMBER_WORDS.get(match[1] or "one"), NUMBER_WORDS.get(match[2] or "zero")
    return None if thousands is None or rest is None else str(int(thousands) * 1000 + int(rest))


def number_words() -> dict[str, str]:
    """Every word for a whole number below a thousand, and its worth."""
    words: dict[str, str] = {}
    for below, hundreds in (
        (english_below_hundred(), english_hundreds()),
        (german_below_hundred(), german_hundreds()),
        (french_below_hundred(), french_hundreds()),
        (spanish_below_hundred(), spanish_hundreds()),
        (italian_below_hundred(), italian_hundreds()),
    ):
        words |= below | dict(with_rest(hundreds, below))
    words |= dict.fromkeys(chain(("a", "an", "ein", "eine", "einen", "einem", "einer")), "1")
    words |= dict.fromkeys(("une", "una"), "1") | {"ventun": "21"}
    words |= dict.fromkeys(("hundred", "a hundred", "cien"), "100")
    words |= {"dreissig": "30", "dozen": "12", "dutzend": "12"}
    return words


def with_rest(hundreds: dict[str, int], below: dict[str, str]) -> Iterator[tuple[str, str]]:
    """“two hundred” and all up to “two hundred and ninety nine”. A name that ends in “~” is
    written together with what follows."""
    for hundred, worth_of_it in hundreds.items():
        yield hundred.rstrip("~"), str(worth_of_it)
        for word, number in below.items():
            if number == "0":
                continue
            whole = str(worth_of_it + int(number))
            for joined in ("", "und") if hundred.endswith("~") else (" ", " and "):
                yield hundred.rstrip("~") + joined + word, whole


def english_below_hundred() -> dict[str, str]:
    words = {word: str(number) for number, word in enumerate(ENGLISH)}
    for number, ten in enumerate(ENGLISH_TENS, 2):
        words[ten] = str(number * 10)
        words |= {f"{ten} {ENGLISH[one]}": str(number * 10 + one) for one in range(1, 10)}
    return words


def english_hundreds() -> dict[str, int]:
    """Up to “nineteen hundred”."""
    counted = {f"{word} hundred": n * 100 for n, word in enumerate(ENGLISH) if n}
    return counted | {"a hundred": 100}


def german_below_hundred() -> dict[str, str]:
    words = {word: str(number) for number, word in enumerate(GERMAN)}
    for number, ten in enumerate(GERMAN_TENS, 2):
        words[ten] = str(number * 10)
        ones = ["", "ein", *GERMAN[2:10]]
        words |= {f"{ones[one]}und{ten}": str(number * 10 + one) for one in range(1, 10)}
    return words


def german_hundreds() -> dict[str, int]:
    counted = {f"{word}hundert~": n * 100 for n, word in enumerate(GERMAN[:10]) if n > 1}
    return counted | {"hundert~": 100, "einhundert~": 100}


def french_below_hundred() -> dict[str, str]:
    words = {word.replace("-", " "): str(number) for number, word in enumerate(FRENCH)}
    for number, ten in enumerate(FRENCH_TENS, 2):
        words[ten] = str(number * 10)
        words |= {f"{ten} {FRENCH[one]}": str(number * 10 + one) for one in range(1, 10)}
        words[f"{ten} et un"] = str(number * 10 + 1)
    for teens in range(10, 20):
        words[f"soixante {FRENCH[teens].replace('-', ' ')}"] = str(60 + teens)
    words |= {"soixante et onze": "71", "quatre vingts": "80"}
    return words | {
        f"quatre vingt {FRENCH[n].replace('-', ' ')}": str(80 + n) for n in range(1, 20)
    }


def french_hundreds() -> dict[str, int]:
    named = {f"{word} cent": n * 100 for n, word in enumerate(FRENCH[:10]) if n > 1}
    return named | {f"{name}s": number for name, number in named.items()} | {"cent": 100}


def spanish_below_hundred() -> dict[str, str]:
    words = {word: str(number) for number, word in enumerate(SPANISH)}
    for number, ten in enumerate(SPANISH_TENS, 3):
        words[ten] = str(number * 10)
        words |= {f"{ten} y {SPANISH[one]}": str(number * 10 + one) for one in range(1, 10)}
    return words


def spanish_hundreds() -> dict[str, int]:
    named = {f"{stem}os": (n + 2) * 100 for n, stem in enumerate(SPANISH_HUNDREDS)}
    return named | {f"{name[:-2]}as": number for name, number in named.items()} | {"ciento": 100}


def italian_below_hundred() -> dict[str, str]:
    words = {word: str(number) for number, word in enumerate(ITALIAN)}
    for number, ten in enumerate(ITALIAN_TENS, 2):
        words[ten] = str(number * 10)
        for one in range(1, 10):
            stem = ten[:-1] if one in (1, 8) else ten
            words[stem + ITALIAN[one]] = str(number * 10 + one)
    return words


def italian_hundreds() -> dict[str, int]:
    """Also without the vowel that meets another: “centottanta”."""
    counted = {f"{word}cento~": n * 100 for n, word in enumerate(ITALIAN[:10]) if n > 1}
    counted |= {"cento~": 100}
    return counted | {f"{name[:-2]}~": number for name, number in counted.items()}


ENGLISH_WORDS = frozenset((*ENGLISH, *ENGLISH_TENS, "hundred", "thousand", "dozen", "a", "an"))
NUMBER_WORDS = number_words()
"""“twenty five” stands for “twenty-five” too."""
ARTICLES = frozenset("a an ein eine einen einem einer un une una uno".split())
"""“a week” is one week; before money and percents they are no number."""
