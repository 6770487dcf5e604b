"""What the rules of a voice look for in a text. Pure; patterns are built once for their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from shopify_app.voice.settings import AvoidedWord

EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u231a-\u231b\u23e9-\u23fa\u2600-\u2604\u2607-\u27bf\u2b50\u2b55]"
    "[\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
    "|[\u00a9\u00ae\u2122\u2190-\u21ff\u2605\u2606\u3030\u303d\u3297\u3299]\ufe0f"
    "|(?<=[0-9#*])\ufe0f?\u20e3"
    r"|(?<![\w:/])[:;=]-?[)(DPp](?!\w)"
)
"""Emoji and typed faces. Of a keycap the digit is no part: it may be a fact. Nor are the stars of
a rating and the signs of a trade mark, unless they ask to be shown in colour."""
EXCLAMATION = re.compile(r"[!¡！]")
EXCLAMATIONS = re.compile(r"[!！]+")

LINK = r"https?://[^\s<>\"”)\]]+|www\.[^\s<>\"”)\]]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
LONGEST_TITLES = 60
"""Titles that are looked for at most."""

CONTRACTION = re.compile(
    r"\b(?:\w+n['’]t|(?:i|you|we|they|he|she|it|that|there|here|what|who|let|how|where)"
    r"['’](?:m|re|ve|ll|d|s))\b",
    re.I,
)
CONTRACTIBLE = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|has|have|had|would|could|should) not|can ?not|will not"
    r"|i am|(?:you|we|they) (?:are|have|will)|(?:it|that|he|she) (?:is|will)|i (?:will|have)"
    r"|let us|there is)\b",
    re.I,
)
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n+")

STOPWORDS = {
    "en": "the and is are you your we our to of for with it this that can in not have on be will",
    "fr": "le la les des et est sont vous votre nous notre pour avec ce cette dans pas une je tu"
    " du au sur il elle que qui vos ton ta tes on en",
    "de": "der die das und ist sind sie ihr wir unser für mit dies diese nicht ein eine zu auf ich"
    " du dein den dem im kann können haben sich auch es bei werden ihnen ihre dir dich",
    "es": "el la los las y es son usted su nosotros para con este esta en no una que de por se"
    " puede tu te del al lo",
    "nl": "de het een en is zijn u uw wij we ons voor met dit deze niet op van kan je jouw bij te"
    " dat in er",
    "it": "il la gli le e è sono lei suo noi per con questo questa non un una che di puoi tuo del"
    " in si",
}
WORDS_OF = {language: frozenset(words.split()) for language, words in STOPWORDS.items()}

INFORMAL = {
    "fr": re.compile(r"\b(?:tu|te|toi|ton|ta|tes|tien\w*)\b|\bt['’](?=\w)", re.I),
    "de": re.compile(r"\b(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]ein(?:e[mnrs]?)?)\b"),
    "es": re.compile(r"\b(?:tú|ti|te|tu|tus|contigo|tuy[oa]s?)\b", re.I),
    "nl": re.compile(r"\b(?:je|jij|jou|jouw)\b", re.I),
}
_asking = "können|möchten|erhalten|finden|haben|brauchen|wünschen|müssen|sollten|dürfen|wollen"
FORMAL = {
    "fr": re.compile(r"\b(?:vous|votre|vos|vôtres?)\b", re.I),
    # At a sentence's beginning “Sie” may be she or they: there the verb must be one said to people.
    "de": re.compile(
        r"(?<=[\w,;:–-] )(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b"
        rf"|\bSie (?:{_asking})\b|\b(?:Ihnen|Ihre[mnrs]?)\b"
    ),
    "es": re.compile(r"\b(?:usted(?:es)?)\b", re.I),
    "nl": re.compile(r"\b(?:u|uw)\b", re.I),
}

SINGULAR = {
    "en": re.compile(r"\b(?:I|I['’](?:m|ve|ll|d)|my|me|mine)\b"),
    "fr": re.compile(r"\bje\b|\bj['’]", re.I),
    "de": re.compile(r"\b(?:ich|mir|mich|mein\w*)\b", re.I),
}
SPEAKS_AS_WE = {
    "en": re.compile(r"\bwe\b", re.I),
    "fr": re.compile(r"\bnous\b", re.I),
    "de": re.compile(r"\bwir\b", re.I),
}
"""“Our team” is also said by one of it."""


def has_emoji(text: str) -> bool:
    return bool(EMOJI.search(text))


def sentences_of(text: str) -> list[str]:
    return [each for each in map(str.strip, SENTENCE_END.split(text)) if each]


def language_of(text: str, default: str = "en") -> str:
    """The language whose small words are the most; `default` when fewer than two are there."""
    words = [word.casefold() for word in WORD.findall(text)]
    counts = {
        language: sum(word in known for word in words) for language, known in WORDS_OF.items()
    }
    best = max(counts, key=lambda language: (counts[language], language == default))
    return best if counts[best] >= 2 and counts[best] > counts.get(default, 0) else default


@lru_cache(maxsize=512)
def avoided_pattern(words: tuple[AvoidedWord, ...]) -> re.Pattern[str] | None:
    """Finds each avoided word (group `word`) and the article before it; longer ones first."""
    if not words:
        return None
    alternatives = "|".join(phrase(each.word) for each in by_length(words))
    return re.compile(
        rf"(?:\b(?P<article>an?)(?P<gap>\s+))?(?<!\w)(?P<word>{alternatives})(?!\w)", re.I
    )


@lru_cache(maxsize=512)
def claim_pattern(claims: tuple[str, ...]) -> re.Pattern[str] | None:
    if not claims:
        return None
    alternatives = "|".join(map(phrase, sorted(claims, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.I)


def by_length(words: Sequence[AvoidedWord]) -> list[AvoidedWord]:
    return sorted(words, key=lambda each: -len(each.word))


def phrase(written: str) -> str:
    """A pattern for the words in this order; either apostrophe will do, and `*` ends a stem."""
    stem = written.removesuffix("*")
    words = r"\s+".join(re.escape(word) for word in stem.split())
    words = re.sub(r"['’]", "['’]", words)
    return words + (r"\w*" if written.endswith("*") else "")


def apart(text: str, titles: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, and whether a piece must stay as it is: a link, an address, a title."""
    end = 0
    for match in protected_pattern(titles).finditer(text):
        yield text[end : match.start()], False
        yield match.group(), True
        end = match.end()
    yield text[end:], False


def masked(text: str, titles: tuple[str, ...] = ()) -> str:
    """The text without what must stay as it is: what the rules are read against."""
    return protected_pattern(titles).sub(lambda match: "\0" * len(match.group()), text)


@lru_cache(maxsize=256)
def protected_pattern(titles: tuple[str, ...]) -> re.Pattern[str]:
    """Titles of one word are found as they are written only: “Socks” is a title, “socks” a word."""
    known = sorted({title.strip() for title in titles[:LONGEST_TITLES]}, key=len, reverse=True)
    alternatives = [
        rf"(?<!\w){re.escape(title)}(?!\w)"
        if " " not in title
        else rf"(?<!\w)(?i:{re.escape(title)})(?!\w)"
        for title in known
        if title
    ]
    return re.compile("|".join([LINK, *alternatives]))
