"""What a question asks of a product besides its words: price, size, colour, not leather. Pure.

Read from the words alone, so it costs nothing; what is read takes part in the ranking and never
hides a passage that is not about a product.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from shopify_app.knowledge.words import plain, stem
from shopify_app.shopify.payloads import Product, Variant

Order = Literal["cheapest", "dearest"]

UNIT = r"(?:usd|eur|gbp|dollars?|euros?|pounds?|bucks|quid)"
AMOUNT = rf"(?:[$€£]|usd|eur|gbp)?\s?(\d{{1,6}}(?:[.,]\d{{1,2}})?)\b(?!\s?%)(?:\s?{UNIT}\b)?"
MONEY = re.compile(rf"[$€£]|\b{UNIT}\b", re.I)
BETWEEN = re.compile(rf"\bbetween\s{AMOUNT}\s?(?:and|-|to)\s?{AMOUNT}", re.I)
FROM_TO = re.compile(rf"(?:\b(?:for|from)\s)?(?<![\w.]){AMOUNT}\s?(?:-|–|to)\s?{AMOUNT}", re.I)
"""Only with a currency: “sizes 8 to 10” is none."""
AT_MOST = re.compile(
    r"\b(?:under|below|less than|cheaper than|up to|at most|no more than|not more than|max(?:imum)?"
    rf"|within|budget (?:of|is))\s(?:about\s)?{AMOUNT}",
    re.I,
)
AT_LEAST = re.compile(
    r"(?<!\bnot )(?<!\bno )\b"
    rf"(?:over|above|more than|at least|from|starting at|dearer than)\s{AMOUNT}",
    re.I,
)
ABOUT = re.compile(rf"\b(?:around|about|roughly|approximately)\s{AMOUNT}", re.I)
PRICES = (BETWEEN, FROM_TO, AT_MOST, AT_LEAST, ABOUT)
OTHER_UNIT = re.compile(
    r"[ -]?(?:business|working|days?|weeks?|hours?|minutes?|months?|years?|cm|mm|m|kg|g|lbs?|oz"
    r"|inch\w*|ml|l|people|percent)\b",
    re.I,
)
NEAR = Decimal("0.25")
"""“Around $100” is from 75 to 125."""
CHEAPEST = re.compile(
    r"\b(?:cheapest|least expensive|lowest[- ]priced?|most affordable|lowest price"
    r"|costs? (?:the )?least)\b",
    re.I,
)
DEAREST = re.compile(
    r"\b(?:most expensive|priciest|dearest|highest[- ]priced?|highest price"
    r"|costs? (?:the )?most)\b",
    re.I,
)
COMPARING = frozenset("cheapest cheaper dearest dearer priciest affordable expensive".split())
IN_STOCK = re.compile(
    r"\bin stock\b|\bavailable\b|\bready to ship\b|\bstill (?:have|got|there)\b", re.I
)
NOT_IN_STOCK = re.compile(r"\b(?:sold out|out of stock|not available|unavailable|back in)\b", re.I)

SIZE_WORDS = {
    "extra small": "xs", "x small": "xs", "xsmall": "xs", "small": "s", "medium": "m", "large": "l",
    "extra large": "xl", "x large": "xl", "xlarge": "xl", "xx large": "xxl", "xxlarge": "xxl",
    "2xl": "xxl", "3xl": "xxxl", "one size": "one size",
}  # fmt: skip
SIZE = re.compile(
    r"\b(?:sizes?|in an?|in|eu|uk|us)\s(?:eu |uk |us |size )?"
    r"(?P<size>x{0,3}[sl]|m|[23]xl|(?:extra |x+-)?(?:small|large)|medium|one size"
    r"|\d{1,2}(?:[.,]5)?)\b(?![\d%$€£-]| ?(?:days?|weeks?|hours?|%|cm|inch|dollars|euros))"
    # These are sizes wherever they stand; “large” or “42” alone may be anything.
    r"|\b(?P<plain>x{1,3}[sl]|(?:extra |x+[- ])(?:small|large))\b",
    re.I,
)
COLOURS = frozenset(
    "beige black blue bone bronze brown burgundy camel charcoal cream crimson gold gray green grey"
    " indigo ivory khaki lavender maroon mint mustard navy olive orange peach pink plum purple red"
    " rose rust sand silver tan taupe teal turquoise violet white yellow".split()
)
SAME_COLOUR = {"gray": "grey"}
SHADES = {
    "blue": "navy indigo marine cobalt denim",
    "brown": "tan camel chocolate chestnut cognac mud bark",
    "green": "olive forest khaki emerald lime",
    "grey": "charcoal slate anthracite steel",
    "pink": "rose fuchsia blush",
    "purple": "violet plum lavender aubergine",
    "red": "burgundy crimson rouge scarlet",
    "white": "ivory",
    "yellow": "mustard lime",
}
"""Who asks for the first will look at the others."""
ALL_COLOURS = COLOURS | {shade for shades in SHADES.values() for shade in shades.split()}
STEMMED_COLOURS = frozenset(map(stem, ALL_COLOURS - {"bronze", "gold", "silver"}))
"""Only colours: not what things are made of."""
WITHOUT = re.compile(
    r"\b(?:without(?: an?| any)?|no|not(?: made)?(?: in| of| from)?|non|except|excluding|other than"
    r"|anything but|free of)[ -](?P<word>[a-z]{3,20})(?: (?:or|nor|and) (?P<second>[a-z]{3,20}))?\b"
    r"|\b(?P<free>[a-z]{3,20})-free\b",
    re.I,
)
MADE_OF = {
    "wool": "cashmere merino lambswool mohair alpaca",
    "leather": "suede nappa calf calfskin sheepskin lambskin",
    "fur": "shearling",
}
"""Who wants none of the first wants none of the others."""
FOR_WHOM = {
    "women": "woman women womens lady ladies female her wife girlfriend mum mother",
    "men": "man men mens gents gentleman gentlemen male him husband boyfriend dad father",
    "children": "kid kids child children childrens boy boys girl girls toddler toddlers",
}
WHOM = {word: whom for whom, words in FOR_WHOM.items() for word in words.split()}
NOT_A_FEATURE = frozenset(
    "any longer later more just only sure need idea one problem way available working cost charge"
    " shipping fee fees have been get got find see want know the too very much many that this"
    " matter questions question".split()
)


@dataclass(frozen=True)
class Wishes:
    """Prices are in the shop's currency, ends included; sizes as in SIZE_WORDS' values."""

    least: Decimal | None = None
    most: Decimal | None = None
    order: Order | None = None
    in_stock: bool = False
    size: str | None = None
    colours: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    whom: frozenset[str] = frozenset()
    """Of FOR_WHOM's keys."""

    @property
    def any(self) -> bool:
        return self != NONE

    @property
    def compares_prices(self) -> bool:
        return bool(self.order or self.least is not None or self.most is not None)

    @property
    def of_variants(self) -> bool:
        """Only products have what is asked for, and perhaps not those that are nearest."""
        return bool(self.compares_prices or self.size or self.in_stock)


NONE = Wishes()


def read_wishes(question: str) -> Wishes:
    """What the question asks of a product."""
    least, most = price_bounds(question)
    size = SIZE.search(question)
    without = frozenset(unwanted(question))
    colours = frozenset(
        SAME_COLOUR.get(word, word) for word in plain(question).split() if word in COLOURS
    )
    return Wishes(
        least=least,
        most=most,
        order=price_order(question),
        in_stock=bool(IN_STOCK.search(question)) and not NOT_IN_STOCK.search(question),
        size=size_of(size["size"] or size["plain"]) if size else None,
        colours=frozenset(colour for colour in colours if stem(colour) not in without),
        without=without,
        whom=people(question) if len(people(question)) == 1 else frozenset(),
    )


def without_wishes(question: str) -> str:
    """The question as it is searched for: without prices and comparisons, which no text has, and
    without what is not wanted, which would only be found."""
    has_price = price_bounds(question) != (None, None)
    for pattern in (
        CHEAPEST,
        DEAREST,
        *(PRICES if has_price else ()),
    ):
        question = pattern.sub(" ", question)
    return WITHOUT.sub(lambda found: " " if feature(found) else found.group(), question)


def price_order(question: str) -> Order | None:
    if CHEAPEST.search(question):
        return "cheapest"
    return "dearest" if DEAREST.search(question) else None


def price_bounds(question: str) -> tuple[Decimal | None, Decimal | None]:
    """(at least, at most); a bare number is a price only behind a word that bounds it."""
    found = BETWEEN.search(question) or price_range(question)
    if found:
        low, high = sorted(map(amount, found.groups()))
        return low, high
    if MONEY.search(question) and (about := ABOUT.search(question)):
        middle = amount(about[1])
        return middle * (1 - NEAR), middle * (1 + NEAR)
    most, least = AT_MOST.search(question), AT_LEAST.search(question)
    return (
        amount(least[1]) if least and MONEY.search(question) else None,
        amount(most[1]) if most and is_price(question, most) else None,
    )


def price_range(question: str) -> re.Match[str] | None:
    found = FROM_TO.search(question)
    return found if found and MONEY.search(found.group()) else None


def is_price(question: str, found: re.Match[str]) -> bool:
    """“Under 50” is one; “within 30 days” and “under 180 cm” are not."""
    if MONEY.search(found.group()):
        return True
    is_measure = OTHER_UNIT.match(question, found.end())
    return not (is_measure or found.group().lower().startswith("within"))


def amount(written: str) -> Decimal:
    return Decimal(written.replace(",", "."))


def unwanted(question: str) -> Iterator[str]:
    for found in WITHOUT.finditer(question):
        if word := feature(found):
            yield stem(word)
            if found["second"]:
                yield stem(found["second"].lower())


def feature(found: re.Match[str]) -> str | None:
    """What is not wanted; None where “no” denies something else."""
    word = (found["word"] or found["free"]).lower()
    return None if word in NOT_A_FEATURE else word


def people(text: str) -> frozenset[str]:
    return frozenset(WHOM[word] for word in plain(text).split() if word in WHOM)


def size_of(written: str) -> str:
    """“Large”, “L” and “l” are one size."""
    size = " ".join(written.lower().replace(",", ".").replace("-", " ").split())
    return SIZE_WORDS.get(size, size)


# --- how well a product meets them ----------------------------------------------------------------

MISSED = {
    "price": 0.3,
    "without": 0.4,
    "whom": 0.5,
    "size": 0.6,
    "colour": 0.6,
    "stock": 0.8,
    "left": 0.9,
}
"""What is left of a product's score that misses a wish."""


def fitness(wishes: Wishes, product: Product) -> float:
    """1 when all is met, less for each wish that is missed."""
    score = 1.0
    meeting = [each for each in product.variants if meets_options(wishes, each)]
    if wishes.size and not meeting:
        score *= MISSED["size"]
    elif wishes.size and not any(each.available for each in meeting):
        score *= MISSED["left"]
    if wishes.colours and not has_colour(product, wishes.colours):
        score *= MISSED["colour"]
    if wishes.whom and not is_for(product, wishes.whom):
        score *= MISSED["whom"]
    if wishes.without and has_unwanted(product, wishes.without):
        score *= MISSED["without"]
    if (wishes.least is not None or wishes.most is not None) and not any(
        in_bounds(wishes, each) for each in product.variants
    ):
        score *= MISSED["price"]
    if wishes.in_stock and not any(each.available for each in meeting or product.variants):
        score *= MISSED["stock"]
    return score


def lowest_price(wishes: Wishes, product: Product) -> Decimal | None:
    """Of what can be bought in the size asked for, else of all."""
    priced = [each for each in product.variants if each.price]
    for choice in (
        [each for each in priced if each.available and meets_options(wishes, each)],
        [each for each in priced if each.available],
        priced,
    ):
        if choice:
            return min(Decimal(each.price or 0) for each in choice)
    return None


def meets_options(wishes: Wishes, variant: Variant) -> bool:
    return wishes.size is None or has_size(variant, wishes.size)


def has_size(variant: Variant, size: str) -> bool:
    """Also as a part of a longer option: “UK 12” has 12, “Small / 36” has s."""
    return any(is_size(option, size) for option in variant.options)


def is_size(option: str, size: str) -> bool:
    return size in (size_of(option), *map(size_of, re.split(r"[\s/(),-]+", option)))


def has_colour(product: Product, colours: frozenset[str]) -> bool:
    """By its name and its variants; by its tags, which may name the season's, when those tell no
    colour."""
    options = {option for variant in product.variants for option in variant.options}
    own = colours_in(product.title, *options)
    wanted = colours | {shade for each in colours for shade in SHADES.get(each, "").split()}
    return bool(wanted & (own or colours_in(*product.tags)))


def colours_in(*texts: str) -> set[str]:
    words = {SAME_COLOUR.get(word, word) for text in texts for word in plain(text).split()}
    return words & ALL_COLOURS


def is_for(product: Product, whom: frozenset[str]) -> bool:
    """Unless it is said to be for others."""
    said = people(" ".join((product.title, product.product_type, *product.tags)))
    return not said or bool(said & whom) or "unisex" in plain(product.product_type).split()


def has_unwanted(product: Product, without: frozenset[str]) -> bool:
    """A colour is looked for where colours are: a description may name those of other things."""
    colours = without & STEMMED_COLOURS
    if colours and any(stem(each) in colours for each in colours_in(*_named(product))):
        return True
    kinds = {stem(kind): map(stem, others.split()) for kind, others in MADE_OF.items()}
    without = without.union(*(kinds[word] for word in without & kinds.keys()))
    named = (*_named(product), product.product_type, product.body_html, *product.tags)
    words = {stem(word) for text in named for word in plain(text).split()}
    return bool((without - colours) & words)


def _named(product: Product) -> tuple[str, ...]:
    return (product.title, *{each for variant in product.variants for each in variant.options})


def in_bounds(wishes: Wishes, variant: Variant) -> bool:
    if variant.price is None:
        return False
    price = Decimal(variant.price)
    return (wishes.least is None or price >= wishes.least) and (
        wishes.most is None or price <= wishes.most
    )
