"""What holds of one variant of a product only: its price, and how many of it are left. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from shopify_app.answers.grounding.concepts import concept
from shopify_app.answers.grounding.places import PLACES
from shopify_app.answers.grounding.products import Mention
from shopify_app.answers.grounding.reading import read_counts, read_money
from shopify_app.answers.grounding.stock import EVERY
from shopify_app.answers.grounding.variants import options_in, parts_named, without_titles

Priced = Mapping[str, frozenset[Decimal]]
"""Of a product: the prices of each part of its variants that the price depends on."""
ENDS_RANGE = re.compile(r"(?:\b(?:from|to|ab|von|bis|de|à|a|desde|da)|[–—-])\W*\Z", re.I)
"""Of “from €11.50 to €39.00” neither amount is of one variant."""
COMES_IN = re.compile(
    r"\b(?:in stock|available|comes?(?: also)?|sold|offered) in"
    r" ((?:[A-Z][a-z-]+)(?:(?:, and |, or |, | and | or )[A-Z][a-z-]+)*)"
)
COUNTED = re.compile(r"([^,;:]+?) \((?:only )?(\d+) left\)")


def prices_of_variants(sentences: Iterable[str]) -> Priced:
    """From “It costs from €11.50 to €39.00: 250 g €11.50, 1 kg €39.00.”"""
    found = defaultdict(set)
    for sentence in sentences:
        told, colon, listed = sentence.partition(": ")
        if colon and " costs from " in told:
            for each in listed.rstrip(". \n").split(", "):
                for begin, _, (_, _, amount) in list(read_money(each))[:1]:
                    found[each[:begin].strip()].add(Decimal(amount))
    return {part: frozenset(amounts) for part, amounts in found.items() if part}


def is_of_another_variant(
    text: str, begin: int, end: int, amount: Decimal, priced: Mapping[str, Priced]
) -> bool:
    """Whether the variant named beside an amount costs another one."""
    if ENDS_RANGE.search(text[:begin]) or not any(
        amount in known for prices in priced.values() for known in prices.values()
    ):
        return False
    spans = sorted((a, b) for a, b, _ in read_money(text))
    left = max((b for a, b in spans if b <= begin), default=0)
    right = min((a for a, b in spans if a >= end), default=len(text))
    beside = without_titles(text, priced)[left:right]
    verdicts = []
    for prices in priced.values():
        named = parts_named(beside, prices)
        if named:
            verdicts.append(all(amount not in prices[part] for part in named))
        elif EVERY.search(beside) and len(prices) > 1:
            verdicts.append(any(amount not in each for each in prices.values()))
    return bool(verdicts) and all(verdicts)


def unknown_variants(text: str, known: frozenset[str], named: Sequence[Mention]) -> Iterator[str]:
    """Colours and other options with a capital that no source has a word of."""
    for match in COMES_IN.finditer(text) if named else ():
        for word in re.findall(r"[A-Z][a-z-]+", match[1]):
            if word.casefold() not in known and not is_common(word.casefold()):
                yield word


def is_common(word: str) -> bool:
    return concept(word) is None or concept(word) in PLACES


def counts_of_variants(sentences: Iterable[str]) -> dict[str, list[frozenset[str]]]:
    """By how many are left: the variants of which so many are."""
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for sentence in sentences:
        for match in COUNTED.finditer(sentence):
            variant = re.sub(r"^.* is in stock in ", "", match[1].strip())
            found[match[2]] += options_in(variant)
    return dict(found)


def is_left_of_another(
    text: str,
    begin: int,
    count: str,
    known: frozenset[str],
    counted: Mapping[str, list[frozenset[str]]],
) -> bool:
    """Whether so many are left of another variant than the one named."""
    if re.search(r"\((?:only )?\Z", text[:begin]):
        text = re.split(r", | in stock in |[;:] ", text[:begin])[-1]  # of a list of variants
    named = parts_named(text, known)
    variants = counted.get(count, [])
    return (
        bool(named and variants)
        and len(list(read_counts(text))) < 2
        and not any(named <= option for option in variants)
    )
