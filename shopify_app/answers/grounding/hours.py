"""When a store is open: weekdays and the times of day that are said of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from shopify_app.answers.grounding.numerals import worth
from shopify_app.answers.grounding.vocabulary import MONTHS, WEEKDAYS

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKDAYS, WEEKEND = frozenset(WEEK[:5]), frozenset(WEEK[5:])
_name = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_day = rf"(?:{_name}|mon|tues?|wed|thur?s?|fri|sat|sun)(?:s|['’]s)?"
_day_alone = rf"(?:{_name}|(?-i:Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun))(?:s|['’]s)?"
"""Without a second one, “sat” and “sun” are other words, too."""
SPAN = re.compile(
    rf"\b(?P<first>{_day})\b\.?(?: ?(?:-|–|—) ?| (?:to|through|thru|until|till|bis|à|au|a|al)"
    rf"(?: (?:el|il|le))? )(?P<last>{_day})\b"
    rf"|\b(?P<one>{_day_alone})\b"
    r"|\b(?P<workdays>week ?days|werktags|unter der woche|en semaine|entre semana"
    r"|giorni feriali)\b"
    r"|\b(?P<weekend>weekends?|wochenende\w*|week-ends?|fin(?:es)? de semana|fine settimana)\b"
    r"|\b(?P<all>every ?day|daily|seven days a week|7 days a week|täglich|jeden tag"
    r"|tous les jours|todos los días|ogni giorno|tutti i giorni)\b",
    re.I,
)
AND = re.compile(
    r"[\s,]*(?:and|und|et|y|e|&|,|or|nor|oder)(?: on| the| am| an| le| les| el"
    r"| los| il| la| i)?\s*",
    re.I,
)
SHUT = re.compile(r"\b(?:closed|geschlossen|ruhetag|fermée?s?|cerrad[oa]s?|chius[oiae])\b", re.I)
CLOSED = re.compile(
    rf"{SHUT.pattern}|\b(?:closes on|zu\b|nobody|no one|nothing|not|never|except|niemand|nicht"
    rf"|personne|nadie|nessuno)\b|n['’]t\b",
    re.I,
)
MONTH = re.compile(r"\b(?:" + "|".join(name for name in MONTHS if len(name) > 3) + r")\b", re.I)
AT_CLOSING = re.compile(
    r"(?:until|till|til|to|through|bis|jusqu['’]à|à|hasta(?: las)?|a(?: las)?|fino alle|alle|and"
    r"|und"
    r"|close at|closes at|-|–|—|until the)\W*\Z",
    re.I,
)
HOUR = (
    r"(?:\d{1,2}(?:(?:[:.]| ?h ?)\d{2})?|"
    + "|".join("one two three four five six seven eight nine ten eleven twelve".split())
    + r")"
)
RANGE = re.compile(
    rf"\b({HOUR})(?: ?([ap])\.?m\.?| uhr| ?h(?=\b))?(?: in the (morning|afternoon|evening))?"
    r" ?(?:-|–|—|to|until|till|and|bis|und|à|a|alle)(?: las)? ?"
    rf"({HOUR})(?: ?([ap])\.?m\b\.?| uhr\b| ?h\b)?(?: in the (morning|afternoon|evening))?",
    re.I,
)
ABOUT_HOURS = re.compile(
    r"\b(?:open\w*|clos(?:e|es|ed|ing)|hours?|phone|call|reach|staffed|answer\w*|visit|drop in"
    r"|geöffnet|öffn\w*|offen|uhr|ouvert\w*|abiert\w*|abr\w+|apert\w*|erreich\w*)\b",
    re.I,
)


@dataclass(frozen=True)
class Days:
    """A place where weekdays are named: “Monday to Friday”, “Sunday and Monday”."""

    begin: int
    end: int
    days: frozenset[str]
    closed: bool
    months: frozenset[str]
    """The months it is said of, when it is said of some only."""


@lru_cache(maxsize=4096)
def days_named(text: str) -> tuple[Days, ...]:
    """Each group of weekdays, and whether the text says that the store is closed on them."""
    groups: list[tuple[int, int, frozenset[str]]] = []
    for match in SPAN.finditer(text):
        if not (match["first"] or match["one"]) and not SAID_OF_HOURS.search(text):
            continue  # “a weekend in the hills”
        days = days_of(match)
        if groups and AND.fullmatch(text[groups[-1][1] : match.start()]):
            begin, _, earlier = groups.pop()
            groups.append((begin, match.end(), earlier | days))
        else:
            groups.append((*match.span(), days))
    found = []
    pattern = CLOSED if SAID_OF_HOURS.search(text) else SHUT
    for place, (begin, end, days) in enumerate(groups):
        left = groups[place - 1][1] if place else 0
        right = groups[place + 1][0] if place + 1 < len(groups) else len(text)
        before, behind = around(text, left, begin, end, right)
        closed = bool(pattern.search(before) or pattern.search(behind))
        found.append(Days(begin, end, days, closed, months_in(f"{before} {behind}")))
    return tuple(found)


def days_of(match: re.Match[str]) -> frozenset[str]:
    if match["workdays"]:
        return WORKDAYS
    if match["weekend"]:
        return WEEKEND
    if match["all"]:
        return frozenset(WEEK)
    if match["one"]:
        return frozenset((day_of(match["one"]),))
    first, last = WEEK.index(day_of(match["first"])), WEEK.index(day_of(match["last"]))
    count = (last - first) % 7 + 1
    return frozenset(WEEK[(first + n) % 7] for n in range(count))


def day_of(name: str) -> str:
    name = name.casefold().replace("'", "’")
    for each in (name, name.removesuffix("s"), name.removesuffix("’s")):
        if each in WEEKDAYS:
            return WEEKDAYS[each]
    return name[:3]


SAID_OF_HOURS = re.compile(
    rf"{ABOUT_HOURS.pattern}|\b(?:leav\w+|ship\w*|deliver\w*|sent|dispatch\w*|pick(?:ed)? up"
    r"|available|liefer\w*|livr\w+|there|here|da)\b|:",
    re.I,
)


def around(text: str, left: int, begin: int, end: int, right: int) -> tuple[str, str]:
    """What stands before the days and behind them, up to the end of a part or to other days."""
    before = re.split(r"[.;\n]|, | but ", text[left:begin])[-1]
    behind = re.split(r"[.;\n]|, (?=and|except|when)| but | except", text[end:right])[0]
    return before, behind


def months_in(text: str) -> frozenset[str]:
    return frozenset(MONTHS[match.group().casefold()] for match in MONTH.finditer(text))


def days_at(text: str, position: int) -> frozenset[str]:
    """The days that a time of day is said of: those named last before it, or first after it when
    a text begins with a time. Empty when it names none."""
    named = [each for each in days_named(text) if not each.closed]
    if not named:
        return frozenset()
    before = [each for each in named if each.end <= position]
    after = [each for each in named if each.begin > position]
    times_come_first = first_time(text) < named[0].begin
    if times_come_first and after:
        return after[0].days
    return (before[-1] if before else after[0]).days


def first_time(text: str) -> int:
    match = TIME.search(text)
    return match.start() if match else len(text)


TIME = re.compile(rf"\b{HOUR}(?: ?[ap]\.?m\b| uhr\b|h\d\d\b|:\d\d)|{RANGE.pattern}", re.I)


def read_time_ranges(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Both ends of “from 9 to 5”, “10 to 2 pm”, “von 9 bis 17 Uhr”, of a text about hours."""
    if not ABOUT_HOURS.search(text) and not SPAN.search(text):
        return
    for match in RANGE.finditer(text):
        opens, closes = match[1], match[4]
        has_sign = bool(re.search(r"[ap]\.?m|uhr|:|\dh|in the", match.group(), re.I))
        if not has_sign and not is_plausible(text, match):
            continue
        end_half = half(match[5], match[6])
        begin_half = half(match[2], match[3]) or (end_half if is_before(opens, closes) else "")
        begins, ends = minutes(opens, begin_half), minutes(closes, end_half)
        if not end_half and ends <= begins:
            ends += 12 * 60
        if end_half == "p" and not begin_half and begins >= ends:
            begins -= 12 * 60
        yield *match.span(1), ("time", str(begins))
        yield match.start(4), match.end(), ("time", str(ends))


def is_plausible(text: str, match: re.Match[str]) -> bool:
    """Whether two bare numbers are hours: beside weekdays, with nothing counted behind them."""
    return bool(SPAN.search(text)) and not re.match(
        r"\s*(?:%|\$|€|business|working|days?|weeks?|hours?|\w+ (?:days|weeks))|[.,]\d",
        text[match.end() :],
    )


def half(letter: str | None, part: str | None) -> str:
    if letter:
        return letter.lower()
    return "" if not part else "a" if part.lower() == "morning" else "p"


def is_before(first: str, last: str) -> bool:
    return minutes(first, "") < minutes(last, "")


def minutes(written: str, half_of_day: str) -> int:
    hour, _, minute = re.sub(r" ?h ?|\.", ":", written, flags=re.I).partition(":")
    number = int(worth(hour.casefold()) or hour)
    if half_of_day:
        number = number % 12 + (12 if half_of_day == "p" else 0)
    return number * 60 + int(minute or 0)


def closes_at(text: str, position: int) -> bool:
    """Whether a time of day is an end: “until 5 pm”."""
    return bool(AT_CLOSING.search(text[:position]))
