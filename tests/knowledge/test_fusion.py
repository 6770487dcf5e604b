"""Meaning and words decide together; what neither supports is left out."""

from __future__ import annotations

import pytest

from shopify_app.knowledge.fusion import fuse, is_convincing


def test_what_both_find_comes_before_what_one_finds() -> None:
    scores = fuse({"both": 0.5, "near": 0.5, "named": 0.3}, {"both": 7.0, "named": 7.0})

    assert scores["both"] > scores["near"]
    assert scores["both"] > scores["named"]


def test_the_right_words_decide_between_passages_that_mean_the_same() -> None:
    scores = fuse({"a": 0.60, "b": 0.61}, {"a": 3.0, "b": 1.0})

    assert scores["a"] > scores["b"]


def test_scores_are_between_zero_and_one() -> None:
    scores = fuse({"a": 1.0, "b": -0.4, "c": 0.0}, {"a": 12.0})

    assert scores == {"a": pytest.approx(1.0), "b": 0.0, "c": 0.0}


def test_without_words_meaning_decides() -> None:
    scores = fuse({"a": 0.2, "b": 0.6}, {})

    assert scores["b"] > scores["a"]


@pytest.mark.parametrize(
    ("cosine", "coverage", "convincing"),
    [
        (0.6, 0.0, True),
        (0.33, 0.5, True),
        (0.33, 0.4, False),
        (0.2, 1.0, True),
        (0.1, 1.0, False),
        (None, 0.5, True),
        (None, 0.4, False),
    ],
)
def test_a_passage_is_near_enough_or_has_enough_of_the_words(
    cosine: float | None, coverage: float, convincing: bool
) -> None:
    assert is_convincing(cosine=cosine, coverage=coverage) is convincing


def test_a_passage_with_the_sku_asked_for_needs_nothing_else() -> None:
    assert is_convincing(cosine=0.02, coverage=0.1, names_code=True)
