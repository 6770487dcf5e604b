"""When people are there next."""

from datetime import date, datetime, time

import pytest

from shopify_app.shops.hours import BusinessHours, Span, next_open, read_hours, written

DAY = Span(time(9), time(17, 30))
NIGHT = Span(time(20), time(2))
WEEKDAYS = BusinessHours(
    week=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), DAY),
    closed_days=frozenset({date(2026, 12, 25)}),
    timezone="Europe/Berlin",
)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-23T10:00+01:00", "2026-11-23T10:00+01:00"),  # Monday, within
        ("2026-11-23T08:59+01:00", "2026-11-23T09:00+01:00"),
        ("2026-11-23T17:30+01:00", "2026-11-24T09:00+01:00"),  # the last moment is not
        ("2026-11-27T20:00+01:00", "2026-11-30T09:00+01:00"),  # over the weekend
        ("2026-12-24T18:00+01:00", "2026-12-28T09:00+01:00"),  # over Christmas
        ("2026-11-23T03:00-05:00", "2026-11-23T09:00+01:00"),  # asked from elsewhere
        ("2026-03-27T18:00+01:00", "2026-03-30T09:00+02:00"),  # summer time begins between
        ("2026-10-23T18:00+02:00", "2026-10-26T09:00+01:00"),  # and ends
    ],
)
def test_people_are_there_from(now: str, opens: str) -> None:
    found = next_open(WEEKDAYS, moment(now))

    assert found is not None
    assert found == moment(opens)
    assert found.utcoffset() == moment(opens).utcoffset()


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-24T01:59+00:00", "2026-11-24T01:59+00:00"),  # Monday's night still
        ("2026-11-24T02:00+00:00", "2026-11-30T20:00+00:00"),
    ],
)
def test_a_night_belongs_to_the_day_it_begins_on(now: str, opens: str) -> None:
    assert next_open(BusinessHours({"mon": NIGHT}), moment(now)) == moment(opens)


def test_an_hour_the_clock_leaves_out_is_moved_behind_it() -> None:
    hours = BusinessHours({"sun": Span(time(2, 30), time(9))}, timezone="Europe/Berlin")

    assert next_open(hours, moment("2026-03-28T12:00+01:00")) == moment("2026-03-29T03:30+02:00")


def test_the_shops_zone_holds_where_none_is_chosen() -> None:
    hours = BusinessHours({"mon": DAY})
    now = moment("2026-11-23T12:00+00:00")

    assert next_open(hours, now, shop_zone="America/New_York") == moment("2026-11-23T09:00-05:00")
    assert next_open(hours, now, shop_zone="Mars/Olympus") == now


def test_never_open_is_never() -> None:
    now = moment("2026-11-23T12:00+00:00")
    closed = frozenset(date.fromordinal(now.toordinal() + day) for day in range(-2, 400))

    assert next_open(BusinessHours({}), now) is None
    assert next_open(BusinessHours({"mon": DAY}, closed), now) is None


def test_what_is_kept_is_what_was_set() -> None:
    assert read_hours(written(WEEKDAYS)) == WEEKDAYS
