"""Which of the products at hand a sentence speaks of, and where. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shopify_app.answers.grounding.concepts import COMMON, concept
from shopify_app.answers.grounding.places import PLACES

WORD = re.compile(r"\w+")
LINK = re.compile(
    r"\W*(?:,|&|and|und|et|y|e)?\W*(?:the|our|a|der|die|das|la|le|les|l|el|los|il|lo)?\W*", re.I
)
"""What stands between the products of one list."""
FOR = re.compile(
    r"\W*(?:for|für|pour|para|per)(?: (?:the|our|a|den|die|das|la|le|les|l|el|los|il|lo))?\W*", re.I
)
COMPARED = re.compile(
    r"\b(?:than|same as|als|que|di)(?: (?:the|our|der|die|das|la|le|el|il))?\W*\Z", re.I
)

BESIDE = re.compile(r"[\s(,]*(?:at|for|für|um|à|a|per)?[\s(]*", re.I)
"""What stands between a product and its own price: “less than the jacket at $74”."""


@dataclass(frozen=True)
class Mention:
    """A place where a product is named; several titles when the words fit more than one."""

    begin: int
    end: int
    titles: frozenset[str]


def mentions(text: str, titles: Sequence[str]) -> list[Mention]:
    """Whole titles first, then what is left by the words of a title: its first word, its last, or
    any two (“the jacket”, “the wool jumper”; “wool” alone is a material)."""
    left = text.casefold()
    found = []
    for title in sorted(set(titles), key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(title.casefold())}s?(?!\w)", left):
            found.append(Mention(*match.span(), frozenset({title})))
        for mention in found:
            left = (
                left[: mention.begin] + "\0" * (mention.end - mention.begin) + left[mention.end :]
            )
    if titles:
        found += by_words(left, tuple(titles))
    return sorted(found, key=lambda mention: mention.begin)


def by_words(text: str, titles: tuple[str, ...]) -> Iterator[Mention]:
    """Runs of words that stand in a title."""
    words = words_of(titles)
    run: list[re.Match[str]] = []
    for match in WORD.finditer(text):
        if run and text[run[-1].end() : match.start()].strip(" -'"):
            yield from named(run, titles)
            run = []
        if stem(match.group()) in words:
            run.append(match)
        elif run:
            yield from named(run, titles)
            run = []
    yield from named(run, titles)


def named(run: list[re.Match[str]], titles: tuple[str, ...]) -> Iterator[Mention]:
    if not run:
        return
    said = {stem(match.group()) for match in run}
    scores = {title: score(said, title) for title in titles}
    best = max(scores.values())
    if best:
        fitting = frozenset(title for title, each in scores.items() if each == best)
        yield Mention(run[0].start(), run[-1].end(), fitting)


def score(said: set[str], title: str) -> int:
    words = stems(title)
    common = said.intersection(words)
    head = stems(title.partition(",")[0])
    if len(common) > 1 or words[0] in common or words[-1] in common or head[-1] in common:
        return len(common)
    return 0


@lru_cache(maxsize=512)
def words_of(titles: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for title in titles for word in stems(title) if len(word) > 2)


@lru_cache(maxsize=2048)
def stems(title: str) -> tuple[str, ...]:
    return tuple(stem(match.group()) for match in WORD.finditer(title.casefold())) or ("",)


def stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def subjects(
    text: str, begin: int, end: int, named: Sequence[Mention], nth: int
) -> list[frozenset[str]]:
    """The products that a claim is about, all of which must bear it.

    Those named last before it (“A and B cost $5”), or right behind it (“$5 for A”), or else first
    after it. With “respectively” the nth claim is about the nth product.
    """
    after = [mention for mention in named if mention.begin >= end]
    if after and FOR.fullmatch(text[end : after[0].begin]):
        return [after[0].titles]
    before = [
        mention
        for mention in named
        if mention.end <= begin
        and (
            BESIDE.fullmatch(text[mention.end : begin])
            or not COMPARED.search(text[: mention.begin])
        )
    ]
    if not before:
        return [after[0].titles] if after else []
    group = [before.pop()]
    while before and LINK.fullmatch(text[before[-1].end : group[0].begin]):
        group.insert(0, before.pop())
    if re.search(r"respective|jeweils|rispettiv", text, re.I) and nth < len(group):
        group = [group[nth]]
    return [mention.titles for mention in group]


ARTICLE = re.compile(r"\b(?:the|our|an?) \Z", re.I)
CALLED = re.compile(r"(?<![\w’'-])[A-ZÄÖÜÉ][\w’'-]*(?: (?:No\. ?)?[A-Z0-9ÄÖÜÉ][\w’'-]*)*")
GERMAN = re.compile(
    r"[äöüß]|\b(?:der|die|das|den|dem|ist|sind|und|kostet|für|mit|ein|eine)\b", re.I
)
NOUN = re.compile(
    r"\b(?:the|our|this|that) ([a-z][a-z-]+)(?= (?:is|are|costs?|comes? (?:in|at)|in [A-Z])\b)",
    re.I,
)
NO_PRODUCT = frozenset(
    "item items product products one ones price prices size sizes colour color colours colors piece"
    " pieces order total shipping delivery article articles pair set model version rest other last"
    " first variant option".split()
)
"""What stands for a product, or for none."""


def unknown_product(
    text: str, position: int, known: frozenset[str], titles: Sequence[str], *, with_nouns: bool
) -> str | None:
    """The product named before the position of which no source has a word; None when there is none.

    A name is two words with capitals, or one behind an English article; German has more of them.
    The first word of a title is enough to know it by.
    """
    german = bool(GERMAN.search(text))
    for match in CALLED.finditer(text, 0, position):
        words = [word.casefold().strip("’'-.") for word in match.group().split()]
        if german:  # “der Versand 8,90 €”
            words = [word for word in words if not word.isdigit()]
        behind_article = bool(ARTICLE.search(text[: match.start()]))
        if not words:
            continue
        if match.start() == 0 and (german or words[0] in COMMON):
            behind_article = words[0] in ("the", "our", "a", "an")
            words = words[1:]
        if any(stems(title)[0] == stem(word) for title in titles for word in words):
            continue
        strange = [word for word in words if is_strange(word, known)]
        if strange and (len(words) > 1 or (behind_article and not german)):
            return match.group()
    for match in NOUN.finditer(text, 0, position) if with_nouns else ():
        word = match[1].casefold()
        if is_strange(word, known):
            return word
    return None


def is_strange(word: str, known: frozenset[str]) -> bool:
    return (
        len(word) > 1
        and word.isalpha()
        and word not in NO_PRODUCT
        and concept(word) not in PLACES
        and known.isdisjoint((word, stem(word), f"{word}s", f"{word}es"))
    )
