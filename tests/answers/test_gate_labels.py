"""The gate on sentences labelled by hand: `python -m benchmarks.gate` tells it kind by kind."""

import pytest

from benchmarks.gate import caught
from benchmarks.gate_blind import BLIND_LIES, BLIND_TRUTHS
from benchmarks.gate_labels import (
    HELD_OUT_LIES,
    HELD_OUT_TRUTHS,
    TUNED_LIES,
    TUNED_TRUTHS,
    Labelled,
)


@pytest.mark.parametrize(
    ("lies", "fewest"),
    [(TUNED_LIES, 0.95), (HELD_OUT_LIES, 0.85), (BLIND_LIES, 0.75)],
    ids=["tuned", "held out", "blind"],
)
def test_most_lies_are_held_back(lies: tuple[Labelled, ...], fewest: float) -> None:
    assert len(caught(lies)) >= fewest * len(lies)


@pytest.mark.parametrize("truths", [TUNED_TRUTHS, HELD_OUT_TRUTHS], ids=["tuned", "held out"])
def test_no_truth_is(truths: tuple[Labelled, ...]) -> None:
    assert caught(truths) == []


def test_few_truths_of_another_hand_are() -> None:
    assert len(caught(BLIND_TRUTHS)) <= 0.06 * len(BLIND_TRUTHS)
