"""Which countries a text is about."""

from __future__ import annotations

import pytest

from shopify_app.answers.places import covers, is_of_others, places_in, without_places


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("do you ship to Germany?", {"germany"}),
        ("shipping to the US", {"united states"}),
        ("Standard in the US: by December 17", {"united states"}),
        ("can you tell us about it", set()),
        ("from the UK or New Zealand", {"united kingdom", "new zealand"}),
        ("duties in the EU", {"european union"}),
        ("Candles stay in North America.", set()),
    ],
)
def test_countries_are_found_by_their_names(text: str, named: set[str]) -> None:
    assert places_in(text) == named


def test_the_union_stands_for_its_members_only() -> None:
    sentence = "European Union and Norway: $28.00."

    assert covers(sentence, places_in("to Latvia"))
    assert not covers(sentence, places_in("to Japan"))


def test_a_sentence_about_others_is_told_from_one_about_all_others() -> None:
    places = places_in("do you ship to Mexico?")

    assert is_of_others("Canada: $18.00.", places)
    assert not is_of_others("Japan: $34.00. We do not ship to other countries yet.", places)
    assert not is_of_others("It takes 6 days.", places)
    assert not is_of_others("Canada: $18.00.", frozenset())


def test_a_question_is_put_without_its_country() -> None:
    assert without_places("How much is shipping to the US?") == "How much is shipping ?"
