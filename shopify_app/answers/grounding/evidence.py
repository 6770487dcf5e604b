"""The sources of one answer, and what of a sentence they bear. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from shopify_app.answers.grounding.characters import mixes_alphabets, plain
from shopify_app.answers.grounding.products import Mention, mentions, subjects
from shopify_app.answers.grounding.reading import (
    FORBIDDEN,
    WORD,
    Key,
    Reading,
    claims,
    facts,
    read_availability,
)
from shopify_app.answers.grounding.stock import Stock, read_options, segment_around
from shopify_app.answers.grounding.topics import clauses, pace_at, read_promises, topics
from shopify_app.answers.sentences import sentences

READ_SOURCES = 2048
"""Of which it is remembered what they state: shoppers ask for the same passages again and again."""
MOST_SAID = 3
"""Values that a verdict quotes from the sources."""
OWNED = ("money", "stock", "size", "count")
"""Kinds that, said of a product, a product's own source must bear."""
BY_TOPIC = ("money", "percent", "period", "promise")
PERSONAL = ("email", "phone")
LONGEST_CODE = 16
"""Longer ones are no discount codes but tracking numbers, which are personal."""


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


@dataclass(frozen=True)
class Fact:
    """A statement, among the sources of one answer."""

    key: Key
    written: str
    topics: frozenset[str]
    titles: frozenset[str]
    """Of the products it is about; empty when it is about none."""
    personal: bool
    stock: Stock | None = None
    pace: str = ""


@dataclass(frozen=True)
class Verdict:
    """A claim that was held back, and what the sources say instead."""

    claim: str
    kind: str
    says: tuple[str, ...] = ()

    def __str__(self) -> str:
        instead = f"the sources say {', '.join(self.says)}" if self.says else "no source says so"
        return f"held back: {self.claim}; {instead}"

    def note(self) -> dict[str, object]:
        """What the record keeps: nothing that could be a person's."""
        personal = self.kind in PERSONAL or (self.kind == "code" and len(self.claim) > LONGEST_CODE)
        return {
            "kind": self.kind,
            "claim": "" if personal else self.claim,
            "says": list(self.says),
        }


@dataclass(frozen=True)
class Context:
    """What the sentences so far spoke of: “it” is the product named last."""

    titles: tuple[frozenset[str], ...] = ()
    topics: frozenset[str] = frozenset()


NO_CONTEXT = Context()


@dataclass(frozen=True)
class Claim:
    written: str
    key: Key
    topics: frozenset[str]
    own_topics: frozenset[str]
    """Of its very clause."""
    carried: bool
    """Whether the topics come from an earlier sentence."""
    subjects: Sequence[frozenset[str]]
    segment: str
    pace: str


@dataclass(frozen=True)
class Evidence:
    """The sources of one answer. With `hosts`, links lead to one of them or nowhere."""

    sources: Sequence[Source | str]
    hosts: Collection[str] | None = None
    _facts: dict[str, list[Fact]] = field(default_factory=dict, compare=False, repr=False)

    def unsupported(self, sentence: str) -> tuple[str, ...]:
        """What in the sentence no source bears, as it is written there; empty when all is well."""
        return tuple(verdict.claim for verdict in self.judge(sentence)[0])

    def judge(
        self, sentence: str, context: Context = NO_CONTEXT
    ) -> tuple[tuple[Verdict, ...], Context]:
        """(what is not borne, the context for the next sentence)."""
        text = plain(sentence)
        named = mentions(text, self._titles)
        markup = [Verdict(match.group(), "markup") for match in FORBIDDEN.finditer(text)]
        # An address that only looks like the store's is another's.
        disguised = mixes_alphabets(sentence)
        unborne = [
            self._verdict(claim)
            for claim in read_claims(text, named, context)
            if not self._bears(claim) or (disguised and claim.key[0] == "link")
        ]
        return (*markup, *unborne), context_after(text, named, context)

    @property
    def _titles(self) -> list[str]:
        return [each.product for each in map(as_source, self.sources) if each.product]

    def _bears(self, claim: Claim) -> bool:
        kind = claim.key[0]
        if kind == "promise" and claim.key[1].startswith("no "):
            return claim.key[1] != "no questions asked" or self._bears_for(claim, frozenset())
        if kind == "link" and self.hosts is not None:
            host = claim.key[1].partition("/")[0]
            return host in self.hosts and any(
                fact.key == claim.key for fact in self._of_kind("link")
            )
        if not claim.subjects:
            return self._bears_for(claim, frozenset())
        return all(self._bears_for(claim, titles) for titles in claim.subjects)

    def _bears_for(self, claim: Claim, titles: frozenset[str]) -> bool:
        """Whether a source bears the claim of one of these products (of whatever, if none)."""
        able = [fact for fact in self._candidates(claim) if is_about(fact, claim, titles)]
        if claim.key[0] == "stock":
            stocks = [fact.stock for fact in self._of_kind("stock") if is_owned(fact, titles)]
            said = [each for each in stocks if each]
            return bool(able) and Stock.all_bear(said, claim.key[1], claim.segment)
        return bool(able)

    def _candidates(self, claim: Claim) -> Iterator[Fact]:
        for fact in self._of_kind(claim.key[0]):
            if fact.key == claim.key or fact.key == BORNE_BY.get(claim.key):
                yield fact
        if claim.key == ("promise", "not free"):
            yield from self._of_kind("money")
        if claim.key[0] == "code":
            yield from self._words(claim.key)

    def _words(self, key: Key) -> Iterator[Fact]:
        """Any word of a source bears a code that is written like it."""
        for source in map(as_source, self.sources):
            if key[1] in words_of(source):
                own = frozenset({source.product} if source.product else ())
                yield Fact(key, key[1], frozenset(), own, source.personal)

    def _of_kind(self, kind: str) -> Sequence[Fact]:
        """What the sources bear of one kind, read when first asked for."""
        if not self._facts:
            found = defaultdict(list)
            for source in map(as_source, self.sources):
                for fact in read_source(source, self._titles):
                    found[fact.key[0]].append(fact)
            self._facts.update(found or {"": []})
        return self._facts.get(kind, [])

    def _verdict(self, claim: Claim) -> Verdict:
        kind = claim.key[0]
        near = [
            fact.written
            for fact in self._of_kind(kind)
            if not fact.personal
            and fact.key[:-1] == claim.key[:-1]
            and all(is_about(fact, claim, titles) for titles in claim.subjects or [frozenset()])
        ]
        said = () if kind in (*PERSONAL, "link", "code") else tuple(dict.fromkeys(near))[:MOST_SAID]
        return Verdict(claim.written, kind, said)


BORNE_BY: dict[Key, Key] = {("promise", "free above"): ("promise", "free")}
"""What is free is free above any amount."""


def as_source(source: Source | str) -> Source:
    return Source(source) if isinstance(source, str) else source


def read_claims(text: str, named: Sequence[Mention], context: Context) -> Iterator[Claim]:
    parts = clauses(text)
    readings = [*claims(text), *read_promises(text)]
    if named or context.titles:
        readings += read_availability(text)
    counts: dict[str, int] = defaultdict(int)
    for begin, end, key in sorted(readings):
        its_topics = next((part[2] for part in parts if part[0] <= begin < part[1]), frozenset())
        own = next((topics(text[a:b]) for a, b, _ in parts if a <= begin < b), frozenset[str]())
        about = subjects(text, begin, end, named, counts[key[0]]) or list(context.titles)
        counts[key[0]] += 1
        carried = not its_topics and not named
        yield Claim(
            written=text[begin:end],
            key=key,
            topics=context.topics if carried else its_topics,
            own_topics=own,
            carried=carried,
            subjects=about,
            segment=segment_around(text, begin, end) if key[0] == "stock" else "",
            pace=pace_at(text, begin) if key[0] in BY_TOPIC else "",
        )


def context_after(text: str, named: Sequence[Mention], context: Context) -> Context:
    return Context(
        titles=(named[-1].titles,) if named else context.titles,
        topics=topics(text) or (frozenset() if named else context.topics),
    )


def is_about(fact: Fact, claim: Claim, titles: frozenset[str]) -> bool:
    """Whether the fact is of the claim's subject and topic."""
    kind = claim.key[0]
    of_product = bool(titles & fact.titles)
    if titles and fact.titles and not of_product:
        return False
    if titles and kind in OWNED and not claim.own_topics and not (of_product or fact.personal):
        return False
    if kind not in BY_TOPIC:
        return True
    if claim.pace and fact.pace and claim.pace != fact.pace:
        return False
    if kind == "money" and of_product and claim.own_topics <= {"discount"}:
        return True
    if claim.carried and not fact.topics:
        return True
    return not claim.topics or bool(claim.topics & fact.topics)


def is_owned(fact: Fact, titles: frozenset[str]) -> bool:
    return not titles or bool(titles & fact.titles)


def read_source(source: Source, titles: Sequence[str]) -> Iterator[Fact]:
    """What a source states, and of which of the products at hand."""
    own = frozenset({source.product} if source.product else ())
    named: dict[str, frozenset[str]] = {}
    for each in statements(source):
        if not own and each.sentence not in named:
            found = mentions(each.sentence, titles)
            named[each.sentence] = frozenset(title for one in found for title in one.titles)
        yield Fact(
            key=each.key,
            written=each.written,
            topics=each.topics,
            titles=own or named[each.sentence],
            personal=source.personal,
            stock=each.stock,
            pace=each.pace,
        )


@lru_cache(maxsize=READ_SOURCES)
def statements(source: Source) -> tuple[Statement, ...]:
    """What a source states, sentence by sentence. A sentence without a topic has that of its
    heading and title, or else of the sentence before it."""
    found = []
    above = topics(f"{source.heading} {source.title}")
    latest: frozenset[str] = frozenset()
    for text in (source.title, source.heading, *sentences(source.text)):
        sentence = plain(text)
        latest = topics(sentence) or latest
        readings = list(readings_of(sentence))
        parts = clauses(sentence) if readings else []
        for begin, end, key in readings:
            own = next((part[2] for part in parts if part[0] <= begin < part[1]), frozenset[str]())
            stock = read_options(sentence, end, key[1]) if key[0] == "stock" else None
            found.append(
                Statement(
                    key,
                    sentence[begin:end],
                    own or above or latest,
                    sentence,
                    stock,
                    pace_at(sentence, begin) if key[0] in BY_TOPIC else "",
                )
            )
    return tuple(found)


@lru_cache(maxsize=READ_SOURCES)
def words_of(source: Source) -> frozenset[str]:
    text = plain(f"{source.title} {source.heading} {source.text}").casefold()
    return frozenset(WORD.findall(text))


def readings_of(sentence: str) -> Iterator[Reading]:
    yield from facts(sentence)
    yield from read_promises(sentence)


def unsupported(
    sentence: str, sources: Sequence[Source | str], *, hosts: Collection[str] | None = None
) -> tuple[str, ...]:
    """What in the sentence none of the sources bears."""
    return Evidence(sources, hosts).unsupported(sentence)
