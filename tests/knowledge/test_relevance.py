"""The judged questions are whole, and the marks are what they are called."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from benchmarks.judged.judging import Question, read_questions
from benchmarks.relevance import mark

KINDS = {
    "name", "type", "attribute", "price", "comparative", "size", "colour", "negation", "stock",
    "typo", "followup", "language", "policy",
}  # fmt: skip


def test_the_judged_questions_are_whole() -> None:
    questions = read_questions()
    kinds = Counter(each.kind for each in questions)

    assert len(questions) >= 150
    assert kinds.keys() == KINDS
    assert min(kinds.values()) >= 12
    assert all(3 in each.grades.values() for each in questions)
    assert {grade for each in questions for grade in each.grades.values()} == {1, 2, 3}
    assert len({(each.store, each.history, each.question) for each in questions}) == len(questions)


ASKED = Question("type", "shop", (), "?", {"a": 3, "b": 1, "c": 2})


def test_the_best_order_has_full_marks() -> None:
    marks = mark(ASKED, ["a", "c", "b", "other"])

    assert (marks.ndcg, marks.recall, marks.reciprocal_rank) == (1.0, 1.0, 1.0)


def test_nothing_found_has_none() -> None:
    marks = mark(ASKED, [])

    assert (marks.ndcg, marks.recall, marks.reciprocal_rank) == (0.0, 0.0, 0.0)


def test_marks_fall_with_the_place() -> None:
    marks = mark(ASKED, ["other", "a"])
    ideal = 7 + 3 / math.log2(3) + 1 / 2

    assert marks.ndcg == pytest.approx(7 / math.log2(3) / ideal)
    assert marks.recall == 0.5
    assert marks.reciprocal_rank == 0.5
