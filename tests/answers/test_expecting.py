"""When a person's answer may be expected, in words."""

from datetime import date, datetime, time

import pytest

from shopify_app.answers.expecting import expectation
from shopify_app.shops.hours import BusinessHours, Span
from shopify_app.voice.settings import VoiceSettings
from shopify_app.voice.voices import Voice, default_voice, make_voice

HOURS = BusinessHours(
    week=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), Span(time(9), time(17))),
    closed_days=frozenset(date(2026, 12, day) for day in range(21, 32)),
    timezone="Europe/Berlin",
)
PLAIN = default_voice({"name": "Woolmere"})


def voice_of(language: str, **settings: str) -> Voice:
    return make_voice(
        VoiceSettings(languages=(language,), **settings), {"name": "Woolmere"}, language=language
    )  # type: ignore[arg-type]


def told(now: str, voice: Voice = PLAIN, hours: BusinessHours = HOURS) -> str:
    return expectation(voice, hours, now=datetime.fromisoformat(now))


@pytest.mark.parametrize(
    ("now", "ending"),
    [
        ("2026-11-23T10:00+01:00", "here shortly."),
        ("2026-11-23T08:00+01:00", "from 9:00 am today (CET)."),
        ("2026-11-23T18:00+01:00", "from 9:00 am tomorrow (CET)."),
        ("2026-11-27T18:00+01:00", "from 9:00 am on Monday (CET)."),
        ("2026-06-26T18:00+02:00", "from 9:00 am on Monday (CEST)."),
        ("2026-12-18T18:00+01:00", "from 9:00 am on 1 January (CET)."),
    ],
)
def test_the_next_hours_are_told(now: str, ending: str) -> None:
    assert told(now).endswith(ending)


def test_each_language_tells_them_its_own_way() -> None:
    friday = "2026-11-27T18:00+01:00"

    assert told(friday, voice_of("de")).endswith("ab Montag um 9:00 Uhr (CET).")
    assert told(friday, voice_of("fr")).endswith("à partir de 9 h 00 lundi (CET).")
    assert told(friday, voice_of("pt")).endswith("from 9:00 am on Monday (CET).")


def test_a_zone_without_a_name_is_told_by_its_distance() -> None:
    nepal = BusinessHours({"mon": Span(time(13), time(17))}, timezone="Asia/Kathmandu")

    assert told("2026-11-23T00:00+05:45", hours=nepal).endswith("1:00 pm today (UTC+5:45).")


def test_without_hours_nothing_is_promised() -> None:
    now = datetime.fromisoformat("2026-11-23T10:00+01:00")

    assert expectation(PLAIN, None, now=now) == ""
    assert expectation(PLAIN, BusinessHours({}), now=now) == ""
