"""A slip of the fingers is told from another word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopify_app.knowledge.spelling import best_spellings, can_be_mended, distance, skeleton

KNOWN = "leather feather weather jacket packet black blank necklace scarf sandal sandals".split()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lether", ["leather"]),
        ("jaket", ["jacket"]),
        ("blak", ["black"]),
        ("neckless", ["necklace"]),
        ("scarff", ["scarf"]),
        ("sandels", ["sandals"]),
        ("elather", ["leather"]),
        ("jakcet", ["jacket"]),
    ],
)
def test_the_nearest_word_is_meant(typed: str, meant: list[str]) -> None:
    assert best_spellings(typed, KNOWN) == meant


@pytest.mark.parametrize("typed", ["lamp", "risotto", "xylophone", "le", ""])
def test_where_nothing_is_near_nothing_is_meant(typed: str) -> None:
    assert best_spellings(typed, KNOWN) == []


def test_words_as_near_are_all_named() -> None:
    assert best_spellings("xeather", ["leather", "feather", "weather"]) == [
        "feather",
        "leather",
        "weather",
    ]


@pytest.mark.parametrize("word", ["wm-1011", "s14", "abc", "café", "w" * 25, "4160"])
def test_codes_and_short_words_are_left_alone(word: str) -> None:
    assert not can_be_mended(word)


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("", "", 0), ("a", "", 1), ("shoos", "shoes", 1), ("ab", "ba", 1), ("kitten", "sitting", 3)],
)
def test_steps_are_counted(one: str, other: str, steps: int) -> None:
    assert distance(one, other) == steps


def test_vowels_do_not_sound_in_a_skeleton() -> None:
    assert skeleton("lether") == skeleton("leather") == "ltr"
    assert skeleton("neckless") == skeleton("necklace")
    assert skeleton("polcy") == skeleton("policy")


LETTERS = st.text("abcdefgh", max_size=8)


@given(LETTERS, LETTERS, LETTERS)
def test_it_is_as_far_there_as_back_and_a_change_is_one_step(
    one: str, other: str, added: str
) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, f"{one}{added}") == len(added)
