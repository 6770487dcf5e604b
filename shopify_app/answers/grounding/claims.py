"""What a sentence claims, each claim with its subject, its topic and its circumstances. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shopify_app.answers.grounding.availability import read_availability
from shopify_app.answers.grounding.concepts import concepts, places
from shopify_app.answers.grounding.hours import days_at, months_in
from shopify_app.answers.grounding.places import PLACES
from shopify_app.answers.grounding.prices import is_bound, is_former
from shopify_app.answers.grounding.products import Mention, subjects
from shopify_app.answers.grounding.promises import read_promises
from shopify_app.answers.grounding.reading import Key, claims
from shopify_app.answers.grounding.sources import (
    BY_TOPIC,
    COMPARED,
    SPOKEN_OF,
    Fact,
    clause_at,
    codes_in,
)
from shopify_app.answers.grounding.stock import segment_around
from shopify_app.answers.grounding.topics import CONDITION_FIRST, clauses, pace_at, topics
from shopify_app.answers.grounding.variants import without_titles

OWNED = ("money", "stock", "size", "count")
"""Kinds that, said of a product, a product's own source must bear."""
PLENTY: Key = ("plenty",)
"""Said of what is no product at hand it is a claim all the same."""
OF_CODES = ("percent", "money", "date")
"""Kinds that, said of a discount code, are not borne by what another code gives."""
FREE_KEYS = (("promise", "free"), ("promise", "free above"))


@dataclass(frozen=True)
class Context:
    """What the sentences so far spoke of: “it” is the product named last."""

    titles: tuple[frozenset[str], ...] = ()
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Claim:
    begin: int
    end: int
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
    days: frozenset[str]
    months: frozenset[str]
    former: bool
    bound: bool
    about: tuple[frozenset[str], ...]
    """What its clause and its sentence speak of."""
    places: frozenset[str]
    """Of a promise: the countries named beside it."""
    text: str = ""
    """Of a claim of stock: the whole sentence, without the names of products."""
    codes: frozenset[str] = frozenset()
    """The discount codes its sentence names."""
    alone: bool = False
    """Whether other clauses of its sentence have figures of their own kind."""

    @property
    def kind(self) -> str:
        return self.key[0]


def read_claims(text: str, named: Sequence[Mention], context: Context) -> Iterator[Claim]:
    parts = clauses(text)
    titles = {title for each in named for title in each.titles}
    readings = [*claims(text), *read_promises(text)]
    readings += (
        each for each in read_availability(text) if named or context.titles or each[2] == PLENTY
    )
    counts: dict[str, int] = defaultdict(int)
    places_of = [(begin, key) for begin, _, key in readings if key[0] in (*COMPARED, "number")]
    condition = CONDITION_FIRST.match(text)
    for begin, end, key in sorted(readings):
        kind = key[0]
        if kind == "day" and condition and begin < condition.end():
            continue  # “if you order on a Thursday”
        its_topics = next((part[2] for part in parts if part[0] <= begin < part[1]), frozenset())
        own = next((topics(text[a:b]) for a, b, _ in parts if a <= begin < b), frozenset[str]())
        about = subjects(text, begin, end, named, counts[kind]) or list(context.titles)
        counts[kind] += 1
        carried = not its_topics and not named and bool(context.topics)
        yield Claim(
            begin=begin,
            end=end,
            written=text[begin:end],
            key=key,
            topics=context.topics if carried else its_topics,
            own_topics=own,
            carried=carried,
            subjects=about,
            segment=without_titles(segment_around(text, begin, end), titles)
            if kind == "stock"
            else "",
            pace=pace_at(text, begin) if kind in BY_TOPIC else "",
            days=days_at(text, begin) if kind == "time" else frozenset(),
            months=months_in(text) if kind == "day" else frozenset(),
            former=kind == "money" and is_former(text, begin, end),
            bound=kind == "money" and is_bound(text, begin, end),
            about=about_of(text, begin) if kind in SPOKEN_OF else (),
            places=places(text) if kind == "promise" else frozenset(),
            text=without_titles(text, titles) if kind == "stock" else "",
            codes=codes_in(text) if kind in OF_CODES else frozenset(),
            alone=kind in COMPARED and has_rivals(begin, key, places_of, parts),
        )


def about_of(text: str, begin: int) -> tuple[frozenset[str], frozenset[str]]:
    """What the clause there and its sentence speak of. A clause that names no country is about
    the one named before it."""
    clause = concepts(clause_at(text, begin))
    if not clause & PLACES:
        before = (concepts(text[a:b]) & PLACES for a, b, _ in clauses(text) if b <= begin)
        clause |= next((each for each in reversed(list(before)) if each), frozenset())
    return clause, concepts(text)


def has_rivals(
    begin: int,
    key: Key,
    figures: Sequence[tuple[int, Key]],
    parts: Sequence[tuple[int, int, frozenset[str]]],
) -> bool:
    """Whether another clause has a figure of the same kind, or one that leaves out its unit:
    “Ireland takes 2 days, Spain 5 to 8”."""
    its = next((part[:2] for part in parts if part[0] <= begin < part[1]), (0, 0))
    return any(
        (other[:-1] == key[:-1] or other[0] == "number")
        and other != key
        and not its[0] <= place < its[1]
        for place, other in figures
    )


def context_after(text: str, named: Sequence[Mention], context: Context) -> Context:
    return Context(
        titles=(named[-1].titles,) if named else context.titles,
        topics=topics(text) or (frozenset() if named else context.topics),
    )


def is_about(fact: Fact, claim: Claim, titles: frozenset[str]) -> bool:
    """Whether the fact is of the claim's subject, topic and circumstances."""
    kind, said = claim.kind, fact.said
    of_product = bool(titles & fact.titles)
    if titles and fact.titles and not of_product:
        return False
    if titles and kind in OWNED and not claim.own_topics and not (of_product or fact.personal):
        return False
    if not is_of_those_circumstances(fact, claim):
        return False
    if kind not in BY_TOPIC:
        return True
    if claim.pace and said.pace and claim.pace != said.pace:
        return False
    if kind == "money" and of_product and claim.own_topics <= {"discount"}:
        return True
    if claim.carried and not said.topics:
        return True
    return not claim.topics or bool(claim.topics & said.topics)


def kind_of_code(claim: Claim) -> bool:
    return claim.kind in ("percent", "date")


def is_of_those_circumstances(fact: Fact, claim: Claim) -> bool:
    """Of the days and places of the claim, and of the price before when the claim is."""
    said = fact.said
    if claim.kind == "time":
        return not (claim.days and said.days) or claim.days <= said.days
    if claim.kind == "day":
        of_sending = "shipping" in topics(said.sentence) - claim.topics
        return not of_sending and said.months <= claim.months
    if claim.codes and (said.codes or kind_of_code(claim)) and not claim.codes & said.codes:
        return False
    if claim.key in FREE_KEYS:
        named = said.places or (said.about[1] & PLACES if said.about and claim.places else None)
        return not named or bool(named & claim.places)
    if claim.kind == "money" and said.former != claim.former:
        return fact.personal
    return True
