"""The sources of an answer as the gate reads them: what each states, of what. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shopify_app.answers.grounding.characters import plain
from shopify_app.answers.grounding.concepts import ACTIONS, concepts
from shopify_app.answers.grounding.hours import days_at, days_named
from shopify_app.answers.grounding.places import PLACES
from shopify_app.answers.grounding.prices import is_bound, is_former
from shopify_app.answers.grounding.products import mentions
from shopify_app.answers.grounding.promises import read_promises
from shopify_app.answers.grounding.reading import WORD, Key, Reading, facts
from shopify_app.answers.grounding.rules import CODE, Rule, read_rules
from shopify_app.answers.grounding.stock import Stock, read_options
from shopify_app.answers.grounding.topics import clauses, pace_at, topics
from shopify_app.answers.sentences import sentences

ALL = re.compile(
    r"\b(?:all|every|any|allen?|jede[rnms]?|tous|toutes|tod[oa]s|tutt[ie])\b"
    r"(?! (?:year|day|night|week|month|time|hour)\w*)",
    re.I,
)
IN_PASSING = re.compile(r"\b(?:for|before|towards?|of|reach|count\w*)(?: the)? \Z", re.I)
"""“You need $50 for free shipping” does not say that shipping is free."""
READ_SOURCES = 2048
"""Of which it is remembered what they state: shoppers ask for the same passages again and again."""
BY_TOPIC = ("money", "percent", "period", "promise")


@dataclass(frozen=True)
class Source:
    """A text an answer may rest on. `product` is the title of the product it is about."""

    text: str
    title: str = ""
    heading: str = ""
    product: str | None = None
    personal: bool = False
    """An order's: a verdict does not quote it."""


@dataclass(frozen=True)
class Statement:
    """Something a source states, in the sentence it stands in."""

    key: Key
    written: str
    topics: frozenset[str]
    sentence: str
    stock: Stock | None = None
    pace: str = ""
    """See `topics.pace_at`."""
    days: frozenset[str] = frozenset()
    """Of a time of day: the weekdays it is said of."""
    months: frozenset[str] = frozenset()
    """Of a weekday: the months it is said of, when it is of some only."""
    former: bool = False
    """Of an amount: it was the price before."""
    bound: bool = False
    """Of an amount: something begins or ends with it, “for orders above $50”."""
    places: frozenset[str] = frozenset()
    """Of a promise: the countries it is limited to."""
    about: tuple[frozenset[str], ...] = ()
    """What its clause, its sentence and its heading speak of."""
    codes: frozenset[str] = frozenset()
    """The discount codes it is said of."""


@dataclass(frozen=True)
class Fact:
    """A statement, among the sources of one answer."""

    said: Statement
    titles: frozenset[str]
    """Of the products it is about; empty when it is about none."""
    personal: bool

    @property
    def key(self) -> Key:
        return self.said.key


def as_source(source: Source | str) -> Source:
    return Source(source) if isinstance(source, str) else source


def read_source(source: Source, titles: Sequence[str]) -> Iterator[Fact]:
    """What a source states, and of which of the products at hand."""
    own = frozenset({source.product} if source.product else ())
    named: dict[str, frozenset[str]] = {}
    for each in statements(source):
        if not own and each.sentence not in named:
            found = mentions(each.sentence, titles)
            named[each.sentence] = frozenset(title for one in found for title in one.titles)
        yield Fact(each, own or named[each.sentence], source.personal)


@lru_cache(maxsize=READ_SOURCES)
def statements(source: Source) -> tuple[Statement, ...]:
    """What a source states, sentence by sentence. A sentence without a topic has that of its
    heading and title, or else of the sentence before it."""
    found = []
    above = topics(f"{source.heading} {source.title}")
    latest: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    for sentence in plain_sentences(source):
        latest = topics(sentence) or latest
        codes = codes_in(sentence) or (codes if OF_CODE.match(sentence) else frozenset())
        readings = list(readings_of(sentence))
        parts_of = clauses(sentence) if readings else []
        for begin, end, key in readings:
            own = next((each[2] for each in parts_of if each[0] <= begin < each[1]), frozenset())
            kind = key[0]
            found.append(
                Statement(
                    key,
                    sentence[begin:end],
                    own or above or latest,
                    sentence,
                    read_options(sentence, end, key[1]) if kind == "stock" else None,
                    pace_at(sentence, begin) if kind in BY_TOPIC else "",
                    days_at(sentence, begin) if kind == "time" else frozenset(),
                    months_at(sentence, begin) if kind == "day" else frozenset(),
                    kind == "money" and is_former(sentence, begin, end),
                    kind == "money" and is_bound(sentence, begin, end),
                    places_in(sentence, begin) if kind == "promise" else frozenset(),
                    matters(sentence, begin, source, of_days=kind == "day")
                    if kind in SPOKEN_OF
                    else (),
                    codes,
                )
            )
    return tuple(found)


COMPARED = ("money", "percent", "period", "time", "date", "day")
"""Kinds of which the best fitting statement is sought: see `fitting`."""
SPOKEN_OF = (*COMPARED, "promise")
"""Kinds of which it is read what they speak of."""


OF_CODE = re.compile(r"\W*(?:it|its|the code|this code|valid)\b", re.I)


def codes_in(text: str) -> frozenset[str]:
    """The discount codes a text names."""
    return frozenset(CODE.findall(text))


def months_at(text: str, position: int) -> frozenset[str]:
    """The months that the weekdays there are said of."""
    return next((each.months for each in days_named(text) if each.begin == position), frozenset())


def places_in(sentence: str, begin: int) -> frozenset[str]:
    left = max(sentence.rfind(sign, 0, begin) for sign in ",;:") + 1
    return concepts(re.split(r"[,;]", sentence[left:])[0]) & PLACES


def matters(
    sentence: str, begin: int, source: Source, *, of_days: bool
) -> tuple[frozenset[str], ...]:
    return (
        concepts(sentence) if of_days else with_act(sentence, begin),
        concepts(sentence),
        concepts(f"{source.heading} {source.title if not source.product else ''}"),
    )


def with_act(sentence: str, begin: int) -> frozenset[str]:
    """What the clause there speaks of; one that leaves out what is done or granted has that of a
    clause before it: “fiddles have a warranty of 3 years, tuners of 1 year”."""
    own = concepts(clause_at(sentence, begin))
    if own & ACTIONS:
        return own
    acts = (concepts(sentence[a:b]) & ACTIONS for a, b, _ in clauses(sentence) if b <= begin)
    return own | next((each for each in reversed(list(acts)) if each), frozenset())


def clause_at(text: str, position: int) -> str:
    """The clause at a position, with its label, or with as many clauses before it as it takes to
    speak of something."""
    if " | " in text:
        return text  # a row of a table
    spans = [(begin, end) for begin, end, _ in clauses(text)]
    place = next((n for n, (_, end) in enumerate(spans) if position < end), len(spans) - 1)
    begin, end = spans[place]
    label, colon, _ = text[:position].rpartition(":")
    if colon and not label[-1:].isdigit():
        return f"{label}{text[begin:end]}"
    while place and not concepts(text[begin:end]):
        place -= 1
        begin = spans[place][0]
    return text[begin:end]


@lru_cache(maxsize=READ_SOURCES)
def plain_sentences(source: Source) -> tuple[str, ...]:
    return tuple(map(plain, (source.title, source.heading, *sentences(source.text))))


@lru_cache(maxsize=READ_SOURCES)
def rules_of(source: Source) -> tuple[Rule, ...]:
    title, heading, *texts = plain_sentences(source)
    return tuple(read_rules(texts, heading=heading, title=title, product=source.product))


@lru_cache(maxsize=READ_SOURCES)
def words_of(source: Source) -> frozenset[str]:
    text = plain(f"{source.title} {source.heading} {source.text}").casefold()
    return frozenset(WORD.findall(text))


def readings_of(sentence: str) -> Iterator[Reading]:
    yield from facts(sentence)
    for begin, end, key in read_promises(sentence):
        if not (key == ("promise", "free") and IN_PASSING.search(sentence[:begin])):
            yield begin, end, key
    for match in ALL.finditer(sentence):
        yield *match.span(), ("promise", "all of a kind")
