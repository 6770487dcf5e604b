"""The gate before the shopper: a figure, date, link or code that no source bears does not pass.

Pure. Claims and sources are read with the same eyes, so that “1,000.00” and “1000”, “thirty days”
and “30-day”, “3 March” and “March 3rd” are the same; “30 %” and “30 days” are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

Key: TypeAlias = tuple[str, ...]
"""The kind of a claim and its value, in a form that compares: `("percent", "30")`."""

Reading: TypeAlias = tuple[int, int, Key]
"""Where in a text a claim stands, and what it says."""

# fmt: off
NUMBER_WORDS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
    "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17",
    "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30", "forty": "40",
    "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
    "hundred": "100",
}
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# fmt: on
CURRENCIES = {
    **dict.fromkeys(("$", "us$", "usd", "cad", "aud", "nzd", "dollar", "dollars"), "$"),
    **dict.fromkeys(("€", "eur", "euro", "euros"), "€"),
    **dict.fromkeys(("£", "gbp"), "£"),
    **dict.fromkeys(("¥", "jpy", "yen"), "¥"),
    **dict.fromkeys(("₹", "inr"), "₹"),
    **{code: code for code in ("chf", "sek", "nok", "dkk", "pln")},
}

_spelled = r"\b(?:" + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True)) + r")\b"
_digits = r"\d+(?:[,'’\u00a0\u202f]\d{3})*(?:[.,]\d+)*"
_amount = rf"(?:{_digits}|{_spelled})"
_currency = r"(?:us\$|[$€£¥₹]|\b(?:" + "|".join(filter(str.isalpha, CURRENCIES)) + r")\b)"
_month = rf"\b(?:(?:{'|'.join(MONTHS)})\b|(?:{'|'.join(m[:3] for m in MONTHS)}|sept)\b\.?)"
_ordinal = r"(?:st|nd|rd|th)?"
_end_of_domain = (
    "com|net|org|info|biz|io|co|shop|store|app|dev|me|ly|link|site|online|page|xyz|gg|cc|to|tv|ai"
    "|eu|uk|de|fr|es|it|nl|us|ca|au|nz|in|jp|ru|cn|ch|at|se|no|dk|pl|example|test"
)
_address_end = r"[^\s<>\"“”)\]]*"

FORBIDDEN = re.compile(r"!\[|<[a-z/!]|\b(?:javascript|data|vbscript|file):\S", re.I)
"""Never of use in a chat, and the tools of those who would smuggle something into one."""
LINK = re.compile(
    rf"(?:https?://|www\.){_address_end}"
    rf"|(?<![@\w.])(?:[a-z0-9-]{{2,}}\.)+(?:{_end_of_domain})\b(?:/{_address_end})?",
    re.I,
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ISO_DATE = re.compile(r"\b\d{4}-(\d{2})-(\d{2})\b")
DAY_MONTH = re.compile(rf"\b(?P<day>\d{{1,2}}){_ordinal}(?: of)? (?P<month>{_month})", re.I)
MONTH_DAY = re.compile(rf"(?P<month>{_month}) (?P<day>\d{{1,2}}){_ordinal}\b", re.I)
MONTH = re.compile(r"\b(" + "|".join(m.capitalize() for m in MONTHS if m != "may") + r")\b")
WEEKDAY = re.compile(r"\b(" + "|".join(WEEKDAYS) + r")s?\b", re.I)
WEEKDAY_START = re.compile(r"\b(" + "|".join(day[:3] for day in WEEKDAYS) + r")", re.I)
CLOCK_12 = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))? ?([ap])\.?m\b", re.I)
CLOCK_24 = re.compile(r"\b(\d{1,2}):(\d{2})\b(?! ?[ap]\.?m\b)", re.I)
CURRENCY = re.compile(_currency, re.I)
PERCENT = re.compile(r"%|\bper ?cent\b", re.I)
PERIOD = re.compile(
    r"\b(?:(?:business|working|calendar|full|more)[ -])?"
    r"(minute|hour|day|night|week|month|year)s?\b",
    re.I,
)
AMOUNT_AFTER = re.compile(rf" ?({_digits})", re.I)
AMOUNTS_BEFORE = re.compile(
    rf"(?:\b({_amount})[ -]?(?:–|—|to|or|and|-)?[ -]?)?\b({_amount})[ -]*\Z", re.I
)
"""One amount, or the two ends of a range."""
AMOUNTS_LENGTH = 40
CODE = re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[^\W\d_])\w[\w-]*\w\b")
MEASURE = re.compile(
    rf"{_digits}(?i:ml|cl|l|mm|cm|m|km|kg|g|mg|oz|lbs?|in|ft|w|v|mah|gb|tb|k|x|xl|pcs|s|st|nd|rd|th)?"
    r"(?:-[a-z]{2,})*"
)
CAPITALS = re.compile(r"\b[A-Z]{4,}\b")
PHONE = re.compile(r"(?<![\w.,])\+?\(?\d(?:[ ()./-]{0,2}\d){6,}(?!\w)")
NUMBER = re.compile(rf"(?<![\w.,])(?:{_digits})", re.I)
SPELLED = re.compile(_spelled, re.I)
WORD = re.compile(r"[\w-]+")
IN_STOCK = re.compile(r"\bin stock\b", re.I)
SOLD_OUT = re.compile(r"\b(?:sold out|out of stock|(?:not|no longer) in stock)\b", re.I)


@dataclass(frozen=True)
class Evidence:
    """The sources of one answer. With `hosts`, links lead to one of them or nowhere."""

    sources: Sequence[str]
    hosts: Collection[str] | None = None
    _read: dict[str, frozenset[Key]] = field(default_factory=dict, compare=False, repr=False)

    def unsupported(self, sentence: str) -> tuple[str, ...]:
        """What in the sentence no source bears, as it is written there; empty when all is well."""
        forbidden = (match.group() for match in FORBIDDEN.finditer(sentence))
        unproven = (shown for shown, key in claims(sentence) if not self._bears(key))
        return (*forbidden, *unproven)

    def _bears(self, key: Key) -> bool:
        if key[0] == "link" and self.hosts is not None:
            return key in self._facts("link") and key[1].partition("/")[0] in self.hosts
        return key in self._facts(key[0])

    def _facts(self, kind: str) -> frozenset[Key]:
        """What the sources bear of one kind, read when first asked for."""
        if kind not in self._read:
            self._read[kind] = frozenset(
                key for source in self.sources for key in facts(source, kind)
            )
        return self._read[kind]


def unsupported(
    sentence: str, sources: Sequence[str], *, hosts: Collection[str] | None = None
) -> tuple[str, ...]:
    """What in the sentence none of the sources bears."""
    return Evidence(sources, hosts).unsupported(sentence)


def hosts_in(source: str) -> set[str]:
    """The hosts of the links in a text."""
    return {key[1].partition("/")[0] for _, _, key in read_links(source)}


def claims(sentence: str) -> Iterator[tuple[str, Key]]:
    """What a sentence states that a source must bear: as written, and as a key.

    A stretch of text is one claim: what was read as a date is not read as a number again.
    """
    left = sentence
    for read in READERS.values():
        for begin, end, key in list(read(left)):
            yield sentence[begin:end], key
            left = left[:begin] + "\0" * (end - begin) + left[end:]


def facts(source: str, kind: str) -> Iterator[Key]:
    """Every key of one kind that a source bears. Sources are read generously."""
    for _, _, key in READERS[kind](source):
        yield key
    if kind == "number":
        for match in SPELLED.finditer(source):
            yield "number", value(match.group())
    elif kind == "code":
        for match in WORD.finditer(source):
            yield "code", match.group().casefold()
    elif kind == "calendar":
        for match in WEEKDAY_START.finditer(source):
            yield "calendar", match[1].casefold()


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
    for match in CLOCK_12.finditer(text):
        hour = int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0)
        yield *match.span(), ("time", str(hour * 60 + int(match[2] or 0)))
    for match in CLOCK_24.finditer(text):
        yield *match.span(), ("time", str(int(match[1]) * 60 + int(match[2])))


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
    for unit, begin, amount in measured(text, PERIOD):
        yield begin, unit.end(), ("period", unit[1].lower(), amount)


def measured(text: str, units: re.Pattern[str]) -> Iterator[tuple[re.Match[str], int, str]]:
    """(unit, where its amount begins, amount); “3–5 days” has both amounts.

    Units are sought first and amounts only before them: many times faster than the reverse.
    """
    for unit in units.finditer(text):
        earliest = max(0, unit.start() - AMOUNTS_LENGTH)
        found = AMOUNTS_BEFORE.search(text, earliest, unit.start())
        if found:
            for amount in filter(None, found.groups()):
                yield unit, found.start(), value(amount)


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
    for match in WEEKDAY.finditer(text):
        yield *match.span(), ("calendar", match[1][:3].casefold())


def read_stock(text: str) -> Iterator[Reading]:
    sold_out = [match.span() for match in SOLD_OUT.finditer(text)]
    for span in sold_out:
        yield *span, ("stock", "out")
    for match in IN_STOCK.finditer(text):
        if not any(begin <= match.start() < end for begin, end in sold_out):
            yield *match.span(), ("stock", "in")


READERS: dict[str, Callable[[str], Iterator[Reading]]] = {
    "link": read_links,
    "email": read_emails,
    "date": read_dates,
    "time": read_clock_times,
    "percent": read_percents,
    "money": read_money,
    "period": read_periods,
    "code": read_codes,
    "phone": read_phones,
    "number": read_numbers,
    "calendar": read_calendar_words,
    "stock": read_stock,
}
"""By kind, from the most telling to the least: a claim is read by the first that knows it."""


def value(written: str) -> str:
    """A number as it compares: “1,000.00” is “1000”, “19,90” is “19.9”, “thirty” is “30”."""
    if written.casefold() in NUMBER_WORDS:
        return NUMBER_WORDS[written.casefold()]
    digits = re.sub(r"['’\u00a0\u202f]", "", written)
    if re.search(r"\..*,", digits) or re.fullmatch(r"\d+,\d{1,2}|\d+,\d{4,}", digits):
        digits = digits.replace(".", "").replace(",", ".", 1)  # a decimal comma
    digits = digits.replace(",", "")
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    return f"{Decimal(digits).normalize():f}"


def month_number(name: str) -> str:
    return str([month[:3] for month in MONTHS].index(name[:3].lower()) + 1)


def is_list_number(text: str, match: re.Match[str]) -> bool:
    """Whether the number only counts the items of a list: “2. ” at the beginning of a line."""
    return not text[: match.start()].rpartition("\n")[2].strip("( ") and bool(
        re.match(r"[.)]\s", text[match.end() :])
    )
