"""When a shopper may expect a person's answer, in the store's voice. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shopify_app.shops.hours import BusinessHours, next_open
from shopify_app.voice.voices import Voice

A_WEEK = timedelta(days=6)
"""As long as a weekday's name means one day only."""


@dataclass(frozen=True)
class Calendar:
    """How a language names times."""

    today: str
    tomorrow: str
    weekday: str
    date: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    clock: Callable[[datetime], str]


def twelve_hours(at: datetime) -> str:
    return f"{at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'pm'}"


def twenty_four_hours(at: datetime) -> str:
    return f"{at.hour}:{at:%M}"


CALENDARS: Mapping[str, Calendar] = {
    "en": Calendar(
        "{clock} today",
        "{clock} tomorrow",
        "{clock} on {weekday}",
        "{clock} on {day} {month}",
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        ("January", "February", "March", "April", "May", "June", "July", "August", "September",
         "October", "November", "December"),
        twelve_hours,
    ),
    "fr": Calendar(
        "{clock} aujourd'hui",
        "{clock} demain",
        "{clock} {weekday}",
        "{clock} le {day} {month}",
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
         "octobre", "novembre", "décembre"),
        lambda at: f"{at.hour} h {at:%M}",
    ),
    "de": Calendar(
        "heute um {clock} Uhr",
        "morgen um {clock} Uhr",
        "{weekday} um {clock} Uhr",
        "dem {day}. {month} um {clock} Uhr",
        ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
         "Oktober", "November", "Dezember"),
        twenty_four_hours,
    ),
}  # fmt: skip


def expectation(
    voice: Voice, hours: BusinessHours | None, *, now: datetime, shop_zone: str = ""
) -> str:
    """Whole sentences; empty where the store has set no hours: then nothing is promised."""
    opens = next_open(hours, now, shop_zone=shop_zone) if hours else None
    if opens is None:
        return ""
    if opens <= now:
        return voice.person_now
    return voice.person_later.format(when=told(opens, now, CALENDARS[voice.language]))


def told(at: datetime, now: datetime, calendar: Calendar) -> str:
    """The moment, seen from the store: the shopper may be in another zone, so it is named."""
    days = (at.date() - now.astimezone(at.tzinfo).date()).days
    if days == 0:
        form = calendar.today
    elif days == 1:
        form = calendar.tomorrow
    else:
        form = calendar.weekday if timedelta(days=days) <= A_WEEK else calendar.date
    words = form.format(
        clock=calendar.clock(at),
        weekday=calendar.weekdays[at.weekday()],
        day=at.day,
        month=calendar.months[at.month - 1],
    )
    return f"{words} ({zone_name(at)})"


def zone_name(at: datetime) -> str:
    """Such as `CET`; where the zone has no such name, `UTC+5:30`."""
    name = at.tzname() or "UTC"
    if name.isalpha():
        return name
    minutes = round((at.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
