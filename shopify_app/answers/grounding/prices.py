"""Prices now and before, what is dearer than what, and sums that follow from them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from shopify_app.answers.grounding.numerals import worth
from shopify_app.answers.grounding.products import Mention

_money = r"[$€£¥₹]?\s?\d[\d.,']*"
BEFORE = re.compile(
    r"(?P<surely>used to (?:be|cost|sell for)|reduced from|down from|marked down from|instead of"
    r"|formerly|previously|originally|regular(?:ly)?(?: price)?|old price(?: of)?|before:?|was once"
    r"|statt|früher|vorher|zuvor|ursprünglich|bisher|au lieu de|avant|auparavant|contre|en lugar de"
    r"|en vez de|antes|anteriormente|invece di|anziché|prima|in precedenza|rrp|list price)"
    r"(?: \w+){0,3}\W*\Z"
    r"|(?:went|reduced|dropped|marked|cut|lowered|raised|increased|up|down)(?: \w+){0,2} from\W*\Z"
    r"|(?:rebajad[oa]s?|ridott[oa]|scontat[oa]|réduite?s?|baissée?s?) (?:desde|de|da)\W*\Z"
    r"|(?:reduziert|herabgesetzt|gesenkt) von\W*\Z"
    r"|\b(?:was|were|war|était|era|costaba|kostete|coûtait|costava)\b(?: \w+){0,2}\W*\Z",
    re.I,
)
AFTER = re.compile(
    r"\W*(?:before\b|previously|earlier|until recently|vorher|zuvor|früher|avant|auparavant|antes"
    r"|prima)(?!\W*\d)",
    re.I,
)
NOW = re.compile(
    r"\b(?:now|today|currently|at the moment|at present|these days|jetzt|derzeit|nun|heute"
    r"|inzwischen"
    r"|aktuell|maintenant|actuellement|ahora|actualmente|hoy|adesso|ora|attualmente)\b",
    re.I,
)
BETWEEN = re.compile(r"[,;]| (?:and|but|und|aber|et|mais|y|pero|e|ma) ", re.I)


def is_former(text: str, begin: int, end: int) -> bool:
    """Whether the amount there is said to have been the price."""
    before = BETWEEN.split(text[max(0, begin - 60) : begin])[-1]
    before = re.split(r"\d[.\d]*", before)[-1] if re.search(r"\d", before) else before
    match = BEFORE.search(before)
    if match:
        return not NOW.search(match.group())
    return bool(AFTER.match(text[end:]))


BOUND_BEFORE = re.compile(
    r"\b(?:above|over|from|under|below|least|minimum(?: of)?|exceeds?|more than|less than|spend"
    r"|spent"
    r"|reach(?:es)?|passes|worth|ab|über|unter|mindestens|dès|à partir de|plus de|moins de|au moins"
    r"|a partir de|desde|más de|menos de|al menos|superior\w* a|oltre|sopra|almeno|da)"
    r"(?: (?:an? )?(?:order|basket|cart) of)?\W*\Z|\borders? (?:of|for)\W*\Z",
    re.I,
)
BOUND_AFTER = re.compile(
    r"\W*(?:or more|and more|or over|and over|and up|or above|oder mehr|ou plus|o más|o più"
    r"|minimum)\b",
    re.I,
)


def is_bound(text: str, begin: int, end: int) -> bool:
    """Whether the amount there is one that something begins or ends with."""
    return bool(
        BOUND_BEFORE.search(text[max(0, begin - 60) : begin]) or BOUND_AFTER.match(text[end:])
    )


STRANGER = re.compile(
    r" (?:than|als|que|di|del|dello|della|as|wie) (?:the |our |der |die |das |dem |le |la |el "
    r"|il )?"
    r"[A-ZÄÖÜÉ]"
)
"""It is compared with what has a name, and is not among the products at hand."""
CHEAPER = re.compile(
    r"\b(?:cheaper|less expensive|lower[- ]priced|more affordable|costs? less|(?:is|are) less"
    r"|priced (?:lower|below)|günstiger|billiger|preiswerter|kostet weniger"
    r"|moins ch(?:er|ère)s?|coûte moins|más (?:barat|económic)[oa]s?|menos car[oa]s?|cuesta menos"
    r"|meno car[oaie]|più economic[oaie]|costa meno)\b",
    re.I,
)
DEARER = re.compile(
    r"\b(?:more expensive|dearer|pricier|costlier|higher[- ]priced|costs? more|(?:is|are) more than"
    r"|teurer|kostet mehr|plus ch(?:er|ère)s?|coûte plus|más car[oa]s?|cuesta más|più car[oaie]"
    r"|costa di più)\b",
    re.I,
)
EQUAL = re.compile(
    r"\b(?:costs? (?:exactly |just )?the same|(?:the )?same price|costs? (?:just )?as much"
    r"|priced (?:the same|alike|identically)|as expensive as|as cheap as"
    r"|kostet (?:genauso|so) viel|gleich teuer|derselbe preis|dasselbe|le même prix|aussi cher"
    r"|el mismo precio|lo mismo|lo stesso prezzo|altrettanto)\b",
    re.I,
)
CHEAPEST = re.compile(
    r"\b(?:cheapest|least expensive|lowest[- ]priced|most affordable|günstigste\w*|billigste\w*"
    r"|le moins cher|la moins chère|más barat[oa] de|meno caro di tutt|più economic[oa] di)\b",
    re.I,
)
DEAREST = re.compile(
    r"\b(?:most expensive|priciest|dearest|teuerste\w*|le plus cher|la plus chère|más car[oa] de"
    r"|più car[oa] di tutt)\b",
    re.I,
)
UNDER = re.compile(
    r"\b(?:under|below|less than|cheaper than|no more than|not more than|at most|unter|weniger als"
    r"|höchstens|moins de|menos de|meno di)\W*\Z",
    re.I,
)
OVER = re.compile(
    r"\b(?:over|above|more than|at least|über|mehr als|mindestens|plus de|más de|più di"
    r"|oltre)\W*\Z",
    re.I,
)
DIFFERENCE = re.compile(
    r"\W*(?:more|less|cheaper|off|extra|dearer|higher|lower|difference|saving|mehr|weniger"
    r"|günstiger|teurer|plus cher|moins cher|de plus|de moins|más|menos|di più|in meno|reduction"
    r"|discount)\b",
    re.I,
)
SAVING = re.compile(
    r"\b(?:save|saves|saving|sparen|sparst|économis\w+|ahorr\w+|risparmi\w+|reduced by|difference"
    r"(?: of| is)?|lowered by|down by)(?: \w+)?\W*\Z",
    re.I,
)
TOGETHER = re.compile(
    r"\b(?:together|in total|altogether|in all|combined|total|both|sum|come to|comes to|add up to"
    r"|zusammen|insgesamt|ensemble|au total|juntos|en total|insieme|in totale)\b",
    re.I,
)
TIMES = re.compile(r"(\d+|[^\W\d_]+)(?: of)?(?: the| our)?\W*\Z")


@dataclass(frozen=True)
class Price:
    """Of a product, now: from the cheapest variant to the dearest, and what it was before."""

    low: Decimal
    high: Decimal
    former: Decimal | None = None


Prices = Mapping[str, Price]
"""By title."""


STRANGER_BEFORE = re.compile(
    r"\b(?:[Tt]he|[Oo]ur|[Ll][ea]|[Ee]l|[Ii]l)(?: [A-Z][\w'’-]+)+(?: [a-zà-ÿ]+){1,3}\s*\Z"
)
"""A name that is no product's of the sources: “The Fjord Rain Jacket is …”."""


def false_comparisons(text: str, named: Sequence[Mention], prices: Prices) -> Iterator[str]:
    """What is said to be cheaper, dearer or the same, and is not, or is not known to be."""
    for pattern, is_so in (
        (CHEAPER, lambda one, other: one.low < other.low and one.high <= other.high),
        (DEARER, lambda one, other: one.high > other.high and one.low >= other.low),
        (EQUAL, lambda one, other: (one.low, one.high) == (other.low, other.high)),
    ):
        for match in pattern.finditer(text):
            before = [each for each in named if each.end <= match.start()]
            after = [each for each in named if each.begin >= match.end()]
            if len(before) > 1 and not after:
                before, after = before[:1], before[-1:]
            if before and not after and pattern is EQUAL and len(before[-1].titles) > 1:
                after = before  # “the small mug costs the same as the big one”
            named_before = before or STRANGER_BEFORE.search(text[: match.start()])
            named_after = after or STRANGER.match(text[match.end() :])
            if named_before and named_after and not (before and after):
                yield match.group()
            if not before or not after:
                continue
            pairs = [
                (prices[one], prices[other])
                for one in before[-1].titles
                for other in after[0].titles
                if one != other and one in prices and other in prices
            ]
            if not any(is_so(*pair) for pair in pairs):
                yield match.group()
    for pattern, is_cheapest in ((CHEAPEST, True), (DEAREST, False)):
        for match in pattern.finditer(text):
            if named and not is_extreme(named, prices, cheapest=is_cheapest):
                yield match.group()


def is_extreme(named: Sequence[Mention], prices: Prices, *, cheapest: bool) -> bool:
    """Whether one of the products named has the lowest, or highest, of several known prices."""
    said = [prices[title] for each in named for title in each.titles if title in prices]
    if len(prices) < 2 or not said:
        return False
    if cheapest:
        return min(each.low for each in said) <= min(each.low for each in prices.values())
    return max(each.high for each in said) >= max(each.high for each in prices.values())


def is_within(text: str, begin: int, amount: Decimal, of: Sequence[Price]) -> bool | None:
    """Whether the prices are under, or over, the amount as said there; None when it is no bound."""
    before = text[:begin]
    if UNDER.search(before):
        return all(each.low < amount for each in of)
    if OVER.search(before):
        return all(each.high > amount for each in of)
    return None


def follows(
    text: str, begin: int, end: int, amount: Decimal, named: Sequence[Mention], prices: Prices
) -> bool:
    """Whether the amount is the difference, the multiple or the sum of what the products named
    cost."""
    said = [[prices[title] for title in each.titles if title in prices] for each in named]
    known = [price for each in said for price in each]
    if is_difference(text, begin, end):
        return any(price.former and price.former - price.low == amount for price in known) or any(
            abs(one.low - other.low) == amount for one, other in combinations(known, 2)
        )
    for mention, costs in zip(named, said, strict=True):
        count = count_of(text, mention)
        if count and any(price.low * count == amount == price.high * count for price in costs):
            return True
    if TOGETHER.search(text) and len(said) > 1:
        return sum((each[0].low for each in said if each), Decimal()) == amount
    return False


def count_of(text: str, mention: Mention) -> int | None:
    """How many of a product are meant, when it is more than one: “two of the mugs”."""
    match = TIMES.search(text[: mention.begin])
    number = match and (worth(match[1].casefold()) or (match[1].isdigit() and match[1]))
    return int(number) if number and int(number) > 1 else None


def is_difference(text: str, begin: int, end: int) -> bool:
    return bool(DIFFERENCE.match(text[end:]) or SAVING.search(text[:begin]))
