"""What a text states, read as claims: figures, dates, links, codes, sizes, stock. Pure.

Claims and sources are read with the same eyes, so that “1,000.00” and “1000”, “thirty days” and
“30-day”, “3 March” and “March 3rd”, “2 weeks” and “14 days” are the same; “30 %” and “30 days”, or
“24 hours” and “1 day”, are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TypeAlias

from shopify_app.answers.grounding.amounts import DIGITS, is_name, measured, value
from shopify_app.answers.grounding.availability import read_stock
from shopify_app.answers.grounding.hours import days_named, read_time_ranges
from shopify_app.answers.grounding.numerals import ARTICLES, NUMBER_WORDS, worth
from shopify_app.answers.grounding.vocabulary import ALSO_OTHER_WORDS, MONTHS, PERIODS

Key: TypeAlias = tuple[str, ...]
"""The kind of a claim and its value, in a form that compares: `("percent", "30")`."""

Reading: TypeAlias = tuple[int, int, Key]
"""Where in a text a claim stands, and what it says."""

CURRENCIES = {
    **dict.fromkeys(
        (
            "$",
            "us$",
            "ca$",
            "au$",
            "nz$",
            "a$",
            "c$",
            "usd",
            "cad",
            "aud",
            "nzd",
            "dollar",
            "dollars",
            "bucks",
            "dólares",
            "dollari",
        ),
        "$",
    ),
    **dict.fromkeys(("€", "eur", "euro", "euros"), "€"),
    **dict.fromkeys(("£", "gbp"), "£"),
    **dict.fromkeys(("¥", "jpy", "yen"), "¥"),
    **dict.fromkeys(("₹", "inr"), "₹"),
    **{code: code for code in ("chf", "sek", "nok", "dkk", "pln")},
}

_currency = (
    r"(?:\b(?:us|ca|au|nz|a|c)\$|[$€£¥₹]|\b(?:"
    + "|".join(sorted(filter(str.isalpha, CURRENCIES), key=len, reverse=True))
    + r")\b)"
)
_month = r"\b(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b(?:\.(?= ?\w))?"
_ordinal = r"(?:st|nd|rd|th|er|º|°|\.)?"
_end_of_domain = (
    "com|net|org|info|biz|io|co|shop|store|app|dev|me|ly|link|site|online|page|xyz|gg|cc|to|tv|ai"
    "|eu|uk|de|fr|es|it|nl|us|ca|au|nz|in|jp|ru|cn|ch|at|se|no|dk|pl|example|test"
)
_address_end = r"[^\s<>\"“”)\]]*"

FORBIDDEN = re.compile(
    r"!\[|<[a-z/!]|\b(?:javascript|data|vbscript|file):\S"
    r"|\w ?[\[({] ?(?:\.|dot|punkt) ?[\])}] ?\w"
    rf"|\b[\w-]{{2,}} dot (?:{_end_of_domain})\b",
    re.I,
)
"""Never of use in a chat, and the tools of those who would smuggle something into one: markup,
other schemes, addresses written so that only people read them."""
LINK = re.compile(
    rf"(?:https?://|www\.){_address_end}"
    rf"|(?<![@\w.])(?:[a-z0-9-]{{2,}}\.)+(?:{_end_of_domain})\b(?:/{_address_end})?",
    re.I,
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ISO_DATE = re.compile(r"\b\d{4}-(\d{2})-(\d{2})\b")
DAY_MONTH = re.compile(rf"\b(?P<day>\d{{1,2}}){_ordinal}(?: of| de| di)? (?P<month>{_month})", re.I)
MONTH_DAY = re.compile(rf"(?P<month>{_month}) (?P<day>\d{{1,2}}){_ordinal}\b", re.I)
MONTH = re.compile(
    r"\b(" + "|".join(name for name in MONTHS if name not in ALSO_OTHER_WORDS) + r")\b", re.I
)
CLOCK_12 = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))? ?([ap])\.?m\b", re.I)
TWELVE = re.compile(
    r"\b(?P<noon>noon|midday|mittags?|mediodía|mezzogiorno|(?<=à )midi)\b"
    r"|\b(?:midnight|mitternacht|minuit|medianoche|mezzanotte)\b",
    re.I,
)
CLOCK_24 = re.compile(
    r"\b(\d{1,2}):(\d{2})\b(?! ?[ap]\.?m\b)|\b(\d{1,2})(?:[:.](\d{2}))? uhr\b"
    r"|\b(\d{1,2}) ?h ?(\d{2})\b",
    re.I,
)
CURRENCY = re.compile(_currency, re.I)
PERCENT = re.compile(r"%|\b(?:per ?cent|prozent|pour ?cent|por ?ciento|per ?cento)\b", re.I)
PERIOD = re.compile(
    r"\b(?:(?P<working>business|working|work)[ -]|(?:calendar|full|whole|entire|more|volle"
    r"|ganze)[ -])?"
    r"(?P<unit>" + "|".join(sorted(PERIODS, key=len, reverse=True)) + r")\b"
    r"(?P<worked> ouvrés?| ouvrables?| laborables?| hábil(?:es)?| lavorativ[oi])?",
    re.I,
)
ALSO = re.compile(rf" \(({DIGITS})(?= [a-z])")
"""“7 business days (15 outside the US)”."""
EXACT = {"week": ("day", 7), "fortnight": ("day", 14), "year": ("month", 12)}
"""Units that are a whole number of others. A day is not 24 hours: one is told by the calendar."""
AMOUNT_AFTER = re.compile(rf" ?({DIGITS})", re.I)
MEASURED = re.compile(
    rf"(?<![\w.,])({DIGITS})[ -]?(mm|cm|m|km|mg|g|kg|ml|cl|l|oz|lbs?|mah|gb|tb|w|v|lit(?:er|re)s?"
    r"|(?:kilo)?gramm?e?s?|kilos?|(?:centi|milli|kilo)?met(?:er|re)s?|ounces?|inch(?:es)?|feet"
    r"|pounds?)\b",
    re.I,
)
MEASURE_IN_WORDS = re.compile(
    r"\b(?:(?:full|whole|entire) )?((?:kilo)?grams?|kilos?|(?:(?:centi|milli|kilo)?met|lit)(?:er"
    r"|re)s?"
    r"|ounces?|inch(?:es)?|pounds?)\b",
    re.I,
)
PART_OF = re.compile(r"\b(?:of|half|quarters?|per|demi|medio|mezzo)\W*\Z", re.I)
"""“Three quarters of a litre”, “half a litre”, “per metre”."""
MEASURES = {
    "mm": ("mm", 1),
    "cm": ("mm", 10),
    "m": ("mm", 1000),
    "km": ("mm", 10**6),
    "mg": ("mg", 1),
    "g": ("mg", 1000),
    "kg": ("mg", 10**6),
    "ml": ("ml", 1),
    "cl": ("ml", 10),
    "l": ("ml", 1000),
    "lbs": ("lb", 1),
    "pound": ("lb", 1),
    "pounds": ("lb", 1),
} | {
    f"{name}{plural}": measure
    for names, measure in (
        ("liter litre", ("ml", 1000)),
        ("gram gramm gramme", ("mg", 1000)),
        ("kilo kilogram kilogramm kilogramme", ("mg", 10**6)),
        ("meter metre", ("mm", 1000)),
        ("centimeter centimetre", ("mm", 10)),
        ("millimeter millimetre", ("mm", 1)),
        ("kilometer kilometre", ("mm", 10**6)),
        ("ounce", ("oz", 1)),
    )
    for name in names.split()
    for plural in ("", "s")
}
"""Each in the smallest unit of its sort; others stand for themselves. Pounds are money, too: see
`facts`."""
_some = "|".join(
    word
    for word, number in NUMBER_WORDS.items()
    if len(number) < 3 and " " not in word and word not in ARTICLES
)
ONLY_LEFT = re.compile(
    rf"\b(?:only|just) ({DIGITS}|{_some})(?: [\w'’/-]+){{3,9}} (?:is|are) left\b", re.I
)
COUNT = re.compile(
    rf"(?<![\w.,])({DIGITS}|{_some})(?: [\w'’-]+){{0,3}}"
    r" (?:left|remaining|in stock|on hand|übrig|auf lager|restante?s?|en stock|rimast[ie])\b",
    re.I,
)
LEFT = re.compile(r"\b(?:left|remaining|übrig)\b", re.I)
SIZE = re.compile(
    r"(?<![\w'&./-])(XXXS|XXS|XS|S|M|L|XL|XXL|XXXL|[2-6]XL|[1-9]/[1-9])"
    r"(?![\w'&/-]|\.\w)"
)
CODE = re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[^\W\d_])\w[\w-]*\w\b")
MEASURE = re.compile(
    rf"{DIGITS}(?i:ml|cl|l|mm|cm|m|km|kg|g|mg|oz|lbs?|in|ft|w|v|mah|gb|tb|k|x|xl|pcs|s|st|nd|rd"
    rf"|th)?"
    rf"(?:-(?:ml|cl|l|mm|cm|m|km|kg|g|mg|w|v|k)\b)?(?:-[A-ZÄÖÜ]?[a-zäöüß]{{2,}})*"
)
CAPITALS = re.compile(r"\b[A-Z]{4,}\b")
PHONE = re.compile(r"(?<![\w.,])\+?\(?\d(?:[ ()./-]{0,2}\d){6,}(?!\w)")
NUMBER = re.compile(rf"(?<![\w.,])(?:{DIGITS})", re.I)
WORD = re.compile(r"[\w-]+")


def claims(sentence: str) -> Iterator[Reading]:
    """What a sentence states that a source must bear.

    A stretch of text is one claim: what was read as a date is not read as a number again.
    """
    left = sentence
    for read in READERS.values():
        for begin, end, key in list(read(left)):
            yield begin, end, key
            left = left[:begin] + "\0" * (end - begin) + left[end:]


def facts(source: str) -> Iterator[Reading]:
    """Everything that a source bears. Sources are read generously: “$129” is also the number."""
    for read in READERS.values():
        yield from read(source)
    for begin, end, (_, currency, amount) in read_money(source):
        if currency == "£":
            yield begin, end, ("measure", "lb", amount)
    for match in WORD.finditer(source):
        number = NUMBER_WORDS.get(match.group().casefold())
        if number:
            yield *match.span(), ("number", number)


def hosts_in(source: str) -> set[str]:
    """The hosts of the links in a text."""
    return {key[1].partition("/")[0] for _, _, key in read_links(source)}


def read_links(text: str) -> Iterator[Reading]:
    for match in LINK.finditer(text):
        written = match.group().rstrip(".,;:!?'’*_")
        address = re.sub(r"^(?:https?://)?(?:www\.)?", "", written, flags=re.I).rstrip("/")
        yield match.start(), match.start() + len(written), ("link", address.casefold())


def read_emails(text: str) -> Iterator[Reading]:
    for match in EMAIL.finditer(text):
        yield *match.span(), ("email", match.group().casefold())


def read_dates(text: str) -> Iterator[Reading]:
    for match in ISO_DATE.finditer(text):
        yield *match.span(), ("date", str(int(match[1])), str(int(match[2])))
    for pattern in (DAY_MONTH, MONTH_DAY):
        for match in pattern.finditer(text):
            yield *match.span(), ("date", month_number(match["month"]), str(int(match["day"])))


def read_clock_times(text: str) -> Iterator[Reading]:
    ranges = list(read_time_ranges(text))
    yield from ranges
    for begin, end, key in clock_times(text):
        if not any(first <= begin < last for first, last, _ in ranges):
            yield begin, end, key


def clock_times(text: str) -> Iterator[Reading]:
    for match in CLOCK_12.finditer(text):
        hour = int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0)
        yield *match.span(), ("time", str(hour * 60 + int(match[2] or 0)))
    for match in TWELVE.finditer(text):
        yield *match.span(), ("time", "720" if match["noon"] else "0")
    for match in CLOCK_24.finditer(text):
        hour, minute = (*filter(None, match.groups()), "0")[:2]
        yield *match.span(), ("time", str(int(hour) * 60 + int(minute)))


def read_percents(text: str) -> Iterator[Reading]:
    for unit, begin, amount in measured(text, PERCENT):
        yield begin, unit.end(), ("percent", amount)


def read_money(text: str) -> Iterator[Reading]:
    for match in CURRENCY.finditer(text):
        amount = AMOUNT_AFTER.match(text, match.end())
        if amount:
            yield (
                match.start(),
                amount.end(),
                ("money", CURRENCIES[match.group().lower()], value(amount[1])),
            )
    for unit, begin, number in measured(text, CURRENCY):
        yield begin, unit.end(), ("money", CURRENCIES[unit.group().lower()], number)


def read_periods(text: str) -> Iterator[Reading]:
    for unit, begin, amount in measured(text, PERIOD, articles=True):
        word = unit["unit"].casefold()
        if word == "tag" and text[begin : begin + 2].casefold() in ("a ", "an"):
            continue  # a tag, in English
        name = PERIODS[word]
        if name == "day" and (unit["working"] or unit["worked"]):
            name = "working day"
        smaller, times = EXACT.get(name, (name, 1))
        yield begin, unit.end(), ("period", smaller, value(str(Decimal(amount) * times)))
        other = ALSO.match(text, unit.end())
        if other:
            yield *other.span(1), ("period", smaller, value(str(Decimal(value(other[1])) * times)))


def read_measures(text: str) -> Iterator[Reading]:
    for match in MEASURED.finditer(text):
        yield *match.span(), measure(match[1], match[2])
    for unit, begin, amount in measured(text, MEASURE_IN_WORDS, articles=True):
        if not text[begin].isdigit() and not PART_OF.search(text[:begin]):
            yield begin, unit.end(), measure(amount, unit[1])


def measure(amount: str, unit: str) -> Key:
    """The same for “0.5 l” and “500 ml”."""
    name, times = MEASURES.get(unit.lower(), (unit.lower(), 1))
    return "measure", name, value(str(Decimal(value(amount)) * times))


def read_counts(text: str) -> Iterator[Reading]:
    """How many there are: “14 left” is not borne by “14 days”."""
    for match in (*COUNT.finditer(text), *ONLY_LEFT.finditer(text)):
        if is_name(text, match):
            continue
        amount = worth(match[1].casefold())
        yield *match.span(1), ("count", amount or value(match[1]))
    for unit, begin, amount in measured(text, LEFT):
        if not text[begin].isdigit():
            yield begin, unit.end(), ("count", amount)


def read_sizes(text: str) -> Iterator[Reading]:
    for match in SIZE.finditer(text):
        yield *match.span(), ("size", match[1])


def read_codes(text: str) -> Iterator[Reading]:
    """Words of letters and digits, and shouted ones: article numbers, discount codes, carriers'."""
    for match in CODE.finditer(text):
        if not MEASURE.fullmatch(match.group()):
            yield *match.span(), ("code", match.group().casefold())
    for match in CAPITALS.finditer(text):
        yield *match.span(), ("code", match.group().casefold())


def read_phones(text: str) -> Iterator[Reading]:
    for match in PHONE.finditer(text):
        yield *match.span(), ("phone", re.sub(r"\D", "", match.group()))


def read_numbers(text: str) -> Iterator[Reading]:
    """Figures only: “one of our jackets” claims no number."""
    for match in NUMBER.finditer(text):
        if not is_list_number(text, match):
            yield *match.span(), ("number", value(match.group()))


def read_calendar_words(text: str) -> Iterator[Reading]:
    for match in MONTH.finditer(text):
        yield *match.span(), ("calendar", month_number(match[1]))
    for group in days_named(text):
        for day in sorted(group.days):
            yield group.begin, group.end, ("day", day, "closed" if group.closed else "open")


READERS: dict[str, Callable[[str], Iterator[Reading]]] = {
    "link": read_links,
    "email": read_emails,
    "date": read_dates,
    "time": read_clock_times,
    "percent": read_percents,
    "money": read_money,
    "period": read_periods,
    "measure": read_measures,
    "count": read_counts,
    "code": read_codes,
    "phone": read_phones,
    "size": read_sizes,
    "number": read_numbers,
    "calendar": read_calendar_words,
    "stock": read_stock,
}
"""By kind, from the most telling to the least: a claim is read by the first that knows it."""


def month_number(name: str) -> str:
    return MONTHS[name.rstrip(".").casefold()]


def is_list_number(text: str, match: re.Match[str]) -> bool:
    """Whether the number only counts the items of a list: “2. ” at the beginning of a line."""
    return not text[: match.start()].rpartition("\n")[2].strip("( ") and bool(
        re.match(r"[.)]\s", text[match.end() :])
    )
