"""The sources of one answer, each thing in them read when it is first asked for. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from shopify_app.answers.grounding.characters import plain
from shopify_app.answers.grounding.fitting import weights
from shopify_app.answers.grounding.prices import Price
from shopify_app.answers.grounding.rules import Rule
from shopify_app.answers.grounding.sources import (
    SPOKEN_OF,
    Fact,
    Source,
    as_source,
    plain_sentences,
    read_source,
    rules_of,
    words_of,
)
from shopify_app.answers.grounding.variant_facts import Priced, prices_of_variants


@dataclass(frozen=True)
class Known:
    """The sources of one answer. With `hosts`, links lead to one of them or nowhere."""

    sources: Sequence[Source | str]
    hosts: Collection[str] | None = None

    def _of_kind(self, kind: str) -> Sequence[Fact]:
        return self._facts.get(kind, [])

    @cached_property
    def _sources(self) -> tuple[Source, ...]:
        return tuple(map(as_source, self.sources))

    @cached_property
    def _titles(self) -> tuple[str, ...]:
        return tuple(each.product for each in self._sources if each.product)

    @cached_property
    def _facts(self) -> dict[str, list[Fact]]:
        """What the sources bear, by kind, read when first asked for."""
        found = defaultdict(list)
        for source in self._sources:
            for fact in read_source(source, self._titles):
                found[fact.key[0]].append(fact)
        return dict(found)

    @cached_property
    def _weights(self) -> dict[str, float]:
        return weights(fact.said.about for kind in SPOKEN_OF for fact in self._of_kind(kind))

    @cached_property
    def _rules(self) -> tuple[Rule, ...]:
        return tuple(
            rule for source in self._sources if not source.personal for rule in rules_of(source)
        )

    @cached_property
    def _orders(self) -> tuple[str, ...]:
        return tuple(plain(source.text) for source in self._sources if source.personal)

    @cached_property
    def _options(self) -> dict[str, frozenset[str]]:
        """The parts of the variants of each product: its sizes and its colours."""
        parts: dict[str, set[str]] = defaultdict(set)
        for fact in self._of_kind("stock"):
            options = fact.said.stock.options if fact.said.stock else ()
            for title in fact.titles:
                parts[title] |= {part for option in options for part in option}
        return {title: frozenset(parts[title]) for title in self._titles}

    def _told_of(self, title: str) -> Iterator[str]:
        for source in self._sources:
            if source.product == title:
                yield from plain_sentences(source)

    @cached_property
    def _priced(self) -> dict[str, Priced]:
        return {title: prices_of_variants(self._told_of(title)) for title in self._titles}

    @cached_property
    def _told(self) -> tuple[str, ...]:
        """The sentences of all that is the store's and no product's."""
        return tuple(
            sentence
            for source in self._sources
            if not source.personal and not source.product
            for sentence in plain_sentences(source)
        )

    @cached_property
    def _words_of_all(self) -> frozenset[str]:
        return frozenset[str]().union(*map(words_of, self._sources))

    @cached_property
    def _prices(self) -> dict[str, Price]:
        return {title: price for title in self._titles if (price := self._price_of(title))}

    def _price_of(self, title: str) -> Price | None:
        """As its own source states it in a sentence about its price."""
        own = [
            fact.said
            for fact in self._of_kind("money")
            if fact.titles == {title} and is_price_of(fact.said.sentence, title)
        ]
        now = [Decimal(each.key[2]) for each in own if not each.former]
        before = [Decimal(each.key[2]) for each in own if each.former]
        if not now:
            return None
        return Price(min(now), max(now), max(before, default=None))


def is_price_of(sentence: str, title: str) -> bool:
    told = sentence.strip().casefold()
    return told.startswith((title.casefold() + " costs", "price", "before")) or " price:" in told
