"""Among the templates that match, the one that is said, and why."""

from typing import Any

from shopify_app.replies.conditions import Circumstances
from shopify_app.replies.matching import Match
from shopify_app.replies.routing import explain, explain_routing, route
from shopify_app.replies.templates import Conditions
from tests.replies.writing import MONDAY_NOON, stored

AROUND = Circumstances(now=MONDAY_NOON, shop_locale="en")
VALUES = {"shop.name": "Woolmere"}


def match(name: str, score: float = 0.95, *, minute: int = 0, **more: Any) -> Match:
    template = stored(name, minute=minute, **more)
    return Match(
        template,
        "meaning",
        "an example",
        score,
        0.9,
        likeness=0.7,
        rival_text="other",
        claims="where it is",
    )


def chosen(*matches: Match, around: Circumstances = AROUND) -> str | None:
    candidate = route(matches, VALUES, around).chosen
    return candidate.match.stored.id if candidate else None


def test_priority_comes_before_the_score_and_the_score_before_age() -> None:
    assert chosen(match("A", 0.99), match("B", 0.91, priority=60)) == "B"
    assert chosen(match("A", 0.91), match("B", 0.99)) == "B"
    assert chosen(match("A", minute=2), match("B", minute=1)) == "B"


def test_what_is_not_sure_enough_is_not_said_whatever_its_priority() -> None:
    assert chosen(match("A", 0.89, priority=100)) is None
    assert chosen(match("A", 0.89, priority=100), match("B")) == "B"


def test_a_condition_that_does_not_hold_leaves_it_to_the_next() -> None:
    french = match("French", priority=90, conditions=Conditions(locales=("fr",)))

    routing = route([french, match("B")], VALUES, AROUND)

    assert routing.chosen is not None
    assert routing.chosen.match.stored.id == "B"
    assert [each.obstacle for each in routing.others] == ["locales"]


def test_a_missing_value_leaves_it_to_the_next_and_is_told() -> None:
    unknown = match("A", priority=90, texts={"en": "About {{ order.name }}"})

    routing = route([unknown, match("B")], VALUES, AROUND)
    alone = route([unknown], VALUES, AROUND)

    assert routing.chosen is not None
    assert routing.chosen.match.stored.id == "B"
    assert alone.chosen is None
    assert alone.near_miss is not None
    assert alone.near_miss.obstacle == "order.name"


def test_a_text_in_another_language_only_is_not_said() -> None:
    texts = {"fr": "Pardon", "de": "Verzeihung"}

    assert chosen(match("A", texts=texts)) is None
    assert chosen(match("A", texts=texts), around=Circumstances(MONDAY_NOON, locale="de")) == "A"


def test_a_near_miss_is_told_and_a_condition_is_none() -> None:
    near = route([match("A", 0.7)], VALUES, AROUND).near_miss
    off = route([match("A", enabled=False)], VALUES, AROUND).near_miss

    assert near is not None
    assert explain(near)["obstacle"] == "score"
    assert off is None


def test_why_it_applied_is_kept_with_who_came_second() -> None:
    first = match("A", texts={"en": "Hi from {{ shop.name }}"}, priority=60)

    routing = route([first, match("B", 0.92)], VALUES, AROUND)
    why = explain_routing(routing)

    assert routing.chosen is not None
    assert routing.chosen.text == "Hi from Woolmere"
    assert why["id"] == why["name"] == "A"
    assert (why["version"], why["locale"], why["matched"]) == (1, "en", "an example")
    assert (why["score"], why["threshold"], why["likeness"]) == (0.95, 0.9, 0.7)
    assert (why["rival_text"], why["claims"]) == ("other", "where it is")
    assert [each["id"] for each in why["runners_up"]] == ["B"]
