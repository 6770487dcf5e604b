"""The sources of one answer, and what of a sentence they bear. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shopify_app.answers.grounding.characters import mixes_alphabets, plain
from shopify_app.answers.grounding.claims import (
    Claim,
    Context,
    context_after,
    is_about,
    read_claims,
)
from shopify_app.answers.grounding.concepts import concepts
from shopify_app.answers.grounding.conditions import is_granted_if
from shopify_app.answers.grounding.destinations import false_destinations
from shopify_app.answers.grounding.fitting import (
    OUTDONE_BY,
    OUTDONE_WHOLLY_BY,
    fit,
    is_outdone,
)
from shopify_app.answers.grounding.known import Known
from shopify_app.answers.grounding.orders import false_of_order
from shopify_app.answers.grounding.payments import false_payments
from shopify_app.answers.grounding.places import OF_THE_EU
from shopify_app.answers.grounding.prices import (
    false_comparisons,
    follows,
    is_difference,
    is_within,
)
from shopify_app.answers.grounding.products import Mention, mentions, unknown_product
from shopify_app.answers.grounding.reading import FORBIDDEN, Key
from shopify_app.answers.grounding.rules import reversed_rules
from shopify_app.answers.grounding.sources import (
    COMPARED,
    Fact,
    Source,
    Statement,
    words_of,
)
from shopify_app.answers.grounding.stock import Stock
from shopify_app.answers.grounding.variant_facts import (
    counts_of_variants,
    is_left_of_another,
    is_of_another_variant,
    unknown_variants,
)
from shopify_app.answers.grounding.variants import without_titles
from shopify_app.answers.grounding.verdicts import PERSONAL, Verdict

MOST_SAID = 3
"""Values that a verdict quotes from the sources."""
PRICED = ("money", "stock")
OF_A_NAME = re.compile(r"\bof (?:the |our |these |those )?[A-Z]")
"""There is plenty “of the Tarn Beanie”: where no product is named, it is none at hand."""
NO_CONTEXT = Context()


@dataclass(frozen=True)
class Evidence(Known):
    """What the sources of one answer bear of its sentences."""

    def unsupported(self, sentence: str) -> tuple[str, ...]:
        """What in the sentence no source bears, as it is written there; empty when all is well."""
        return tuple(verdict.claim for verdict in self.judge(sentence)[0])

    def judge(
        self, sentence: str, context: Context = NO_CONTEXT
    ) -> tuple[tuple[Verdict, ...], Context]:
        """(what is not borne, the context for the next sentence)."""
        text = plain(sentence)
        named = mentions(text, self._titles)
        held = [Verdict(match.group(), "markup") for match in FORBIDDEN.finditer(text)]
        # An address that only looks like the store's is another's.
        disguised = mixes_alphabets(sentence)
        for claim in read_claims(text, named, context):
            if not self._bears(claim, text, named) or (disguised and claim.kind == "link"):
                held.append(self._verdict(claim))
        held += self._reversed(text, named, context)
        held += (
            Verdict(each, "comparison") for each in false_comparisons(text, named, self._prices)
        )
        held += (
            Verdict(each, "order") for each in false_of_order(text, self._orders, self._options)
        )
        held += (
            Verdict(each, "variant") for each in unknown_variants(text, self._words_of_all, named)
        )
        held += (Verdict(each, "payment") for each in false_payments(text, self._told))
        held += (Verdict(each, "rule") for each in false_destinations(text, self._rules))
        return tuple(dict.fromkeys(held)), context_after(text, named, context)

    def _bears(self, claim: Claim, text: str, named: Sequence[Mention]) -> bool:
        kind = claim.kind
        if kind == "promise" and claim.key[1].startswith("no "):
            return claim.key[1] != "no questions asked" or self._bears_for(claim, frozenset())
        if kind == "promise" and is_granted_if(text, claim.key[1], self._told):
            return True
        if kind == "link" and self.hosts is not None:
            host = claim.key[1].partition("/")[0]
            return host in self.hosts and any(
                fact.key == claim.key for fact in self._of_kind("link")
            )
        if kind == "money":
            known = self._bears_price(claim, text, named)
            if known is not None:
                return known
        if kind in PRICED and not claim.own_topics and self._is_unknown(text, claim):
            return False
        if kind == "plenty":
            if OF_A_NAME.search(text) and not named:
                return False
            return not any(
                titles & fact.titles for titles in claim.subjects for fact in self._of_kind("count")
            )
        if self._is_of_another_variant(claim, text):
            return False
        if not claim.subjects:
            return self._bears_for(claim, frozenset())
        return all(self._bears_for(claim, titles) for titles in claim.subjects)

    def _is_of_another_variant(self, claim: Claim, text: str) -> bool:
        """Whether a price, or a number left, is that of another variant than the one named."""
        titles = {title for each in claim.subjects for title in each}
        if claim.kind == "money" and claim.own_topics <= {"discount"} and not claim.former:
            priced = {
                title: each
                for title, each in self._priced.items()
                if each and (not titles or title in titles)
            }
            amount = Decimal(claim.key[2])
            return is_of_another_variant(text, claim.begin, claim.end, amount, priced)
        if claim.kind == "count" and len(titles) == 1:
            (title,) = titles
            counted = counts_of_variants(self._told_of(title))
            rest = without_titles(text, titles)
            return is_left_of_another(
                rest, claim.begin, claim.key[1], self._options[title], counted
            )
        return False

    def _bears_price(self, claim: Claim, text: str, named: Sequence[Mention]) -> bool | None:
        """Whether a bound, a difference or a sum follows from prices; None when it is a price."""
        amount = Decimal(claim.key[2])
        of = [self._prices[t] for each in claim.subjects for t in each if t in self._prices]
        if of:
            within = is_within(text, claim.begin, amount, of)
            if within is not None and not claim.own_topics:
                return within
        if claim.codes:
            return None
        if follows(text, claim.begin, claim.end, amount, named, self._prices):
            return True
        if is_difference(text, claim.begin, claim.end) and self._is_between_paces(claim, amount):
            return True
        return None

    def _is_between_paces(self, claim: Claim, amount: Decimal) -> bool:
        """Whether it is what one way of delivery costs more than the other."""
        costs = defaultdict(set)
        for fact in self._of_kind("money"):
            if fact.said.pace and "shipping" in fact.said.topics:
                costs[fact.said.pace].add(Decimal(fact.key[2]))
        return any(abs(one - other) == amount for one in costs["slow"] for other in costs["fast"])

    def _is_unknown(self, text: str, claim: Claim) -> bool:
        """Whether the claim is about a product that no source names."""
        return (
            unknown_product(
                text, claim.begin, self._words_of_all, self._titles, with_nouns=not claim.subjects
            )
            is not None
        )

    def _bears_for(self, claim: Claim, titles: frozenset[str]) -> bool:
        """Whether a source bears the claim of one of these products (of whatever, if none)."""
        able = [fact for fact in self._candidates(claim) if is_about(fact, claim, titles)]
        if claim.kind == "stock":
            stocks = [fact.said.stock for fact in self._of_kind("stock") if is_owned(fact, titles)]
            said = [each for each in stocks if each]
            return bool(able) and Stock.all_bear(said, claim.key[1], claim.segment, claim.text)
        if able and claim.key == ("promise", "free"):
            return self._is_free(claim, able)
        if claim.kind == "day" and able and claim.key[2] == "open":
            return not self._means_other_days(claim, able)
        if claim.kind == "day" and not able:
            return self._is_closed_unsaid(claim)
        if not able or claim.kind not in COMPARED:
            return bool(able)
        if claim.kind == "percent" and not claim.carried and not self._shares_matter(claim, able):
            return False
        return not self._means_another(claim, able, titles)

    def _is_free(self, claim: Claim, able: Sequence[Fact]) -> bool:
        """Whether it is free as it is said, and not above an amount only."""
        best = max(fit(claim.about, fact.said.about, self._weights) for fact in able)
        above = max(
            (
                fit(claim.about, fact.said.about, self._weights)
                for fact in self._of_kind("promise")
                if fact.key == ("promise", "free above")
                and (not claim.topics or claim.topics & fact.said.topics)
            ),
            default=0.0,
        )
        return above < best + OUTDONE_WHOLLY_BY

    def _means_other_days(self, claim: Claim, able: Sequence[Fact]) -> bool:
        """Whether other days are given for what it speaks of: the counter's are not the shop's."""
        alone = (claim.about[0], claim.about[0])
        best = max(fit(alone, fact.said.about, self._weights) for fact in able)
        others = (
            fit(alone, fact.said.about, self._weights)
            for fact in self._of_kind("day")
            if fact.key[2] == "open"
        )
        return max(others, default=0.0) >= best + OUTDONE_BY

    def _is_closed_unsaid(self, claim: Claim) -> bool:
        """A store that says when it is open is closed on the other days."""
        opened = [fact for fact in self._of_kind("day") if fact.key[2] == "open"]
        if claim.key[2] != "closed" or not opened:
            return False
        fits = {
            fact.said.sentence: fit(claim.about, fact.said.about, self._weights) for fact in opened
        }
        meant = max(fits, key=lambda sentence: fits[sentence])
        return all(fact.key[1] != claim.key[1] for fact in opened if fact.said.sentence == meant)

    def _shares_matter(self, claim: Claim, able: Sequence[Fact]) -> bool:
        """Whether it names at least something of what, or of whom, its percents are given for."""
        said = claim.about[1]
        return any(
            not FOR_SOME.search(fact.said.sentence)
            or said & (frozenset[str]().union(*fact.said.about) - {"discount"})
            for fact in able
        )

    def _means_another(self, claim: Claim, able: Sequence[Fact], titles: frozenset[str]) -> bool:
        """Whether the sources give another figure for what the claim speaks of."""
        of_product = titles and claim.kind == "money" and claim.own_topics <= {"discount"}
        if of_product or any(fact.personal for fact in able):
            return False
        others = [
            fact.said.about
            for fact in self._of_kind(claim.kind)
            if fact.key[:-1] == claim.key[:-1]
            and fact.key != claim.key
            and not fact.personal
            and fact.said.bound == claim.bound
            and (not titles or not fact.titles or titles & fact.titles)
            and (not claim.days or claim.days <= fact.said.days)
        ]
        said = claim.about[1]
        claimed = (claim.about[0],) * 2 if claim.alone else claim.about
        if said & OF_THE_EU.keys() - self._weights.keys():
            claimed = tuple(each | {"eu"} for each in claimed)
        return is_outdone(claimed, [fact.said.about for fact in able], others, self._weights)

    def _reversed(self, text: str, named: Sequence[Mention], context: Context) -> Iterator[Verdict]:
        titles = frozenset(title for each in named for title in each.titles)
        unsaid = concepts(" ".join(titles)) if titles else frozenset[str]()
        for part, rule in reversed_rules(text, self._rules, titles=titles, unsaid=unsaid):
            yield Verdict(part, "rule", (rule.text,))

    def _candidates(self, claim: Claim) -> Iterator[Fact]:
        for fact in self._of_kind(claim.kind):
            if fact.key == claim.key or fact.key == BORNE_BY.get(claim.key):
                yield fact
        if claim.key == ("promise", "not free"):
            yield from self._of_kind("money")
        if claim.kind == "code":
            yield from self._words(claim.key)

    def _words(self, key: Key) -> Iterator[Fact]:
        """Any word of a source bears a code that is written like it."""
        for source in self._sources:
            if key[1] in words_of(source):
                own = frozenset({source.product} if source.product else ())
                yield Fact(Statement(key, key[1], frozenset(), ""), own, source.personal)

    def _verdict(self, claim: Claim) -> Verdict:
        kind = claim.kind
        near = [
            fact.said.written
            for fact in self._of_kind(kind)
            if not fact.personal
            and fact.key[:-1] == claim.key[:-1]
            and fact.key != claim.key
            and all(is_about(fact, claim, titles) for titles in claim.subjects or [frozenset()])
        ]
        said = () if kind in (*PERSONAL, "link", "code") else tuple(dict.fromkeys(near))[:MOST_SAID]
        return Verdict(claim.written, kind, said)


FOR_SOME = re.compile(
    r":|\b(?:first|new|subscribe\w*|newsletter|students?|teachers?|members?|only|if|when)\b", re.I
)
BORNE_BY: dict[Key, Key] = {
    ("promise", "free above"): ("promise", "free"),
    ("promise", "warranty"): ("promise", "guarantee"),
}
"""What is free is free above any amount; and “Garantie” is said for both."""


def is_owned(fact: Fact, titles: frozenset[str]) -> bool:
    return not titles or bool(titles & fact.titles)


def unsupported(
    sentence: str, sources: Sequence[Source | str], *, hosts: Collection[str] | None = None
) -> tuple[str, ...]:
    """What in the sentence none of the sources bears."""
    return Evidence(sources, hosts).unsupported(sentence)
