"""The gate on sentences labelled by hand: `python -m benchmarks.gate` tells it kind by kind."""

import pytest

from benchmarks.gate import caught, untrue
from benchmarks.gate_blind import BLIND_EVIDENCE, BLIND_LIES, BLIND_TRUTHS
from benchmarks.gate_demo import DEMO_LIES, DEMO_TRUTHS
from benchmarks.gate_fourth_blind import (
    FOURTH_BLIND_EVIDENCE,
    FOURTH_BLIND_LIES,
    FOURTH_BLIND_TRUTHS,
)
from benchmarks.gate_labels import (
    EVIDENCE,
    HELD_OUT_LIES,
    HELD_OUT_TRUTHS,
    TUNED_LIES,
    TUNED_TRUTHS,
    Labelled,
)
from benchmarks.gate_once_blind import ONCE_BLIND_LIES, ONCE_BLIND_TRUTHS
from benchmarks.gate_third_blind import (
    THIRD_BLIND_EVIDENCE,
    THIRD_BLIND_LIES,
    THIRD_BLIND_TRUTHS,
)
from shopify_app.answers.grounding import Evidence


@pytest.mark.parametrize(
    ("evidence", "lies", "fewest"),
    [
        (EVIDENCE, TUNED_LIES, 0.95),
        (EVIDENCE, HELD_OUT_LIES, 0.95),
        (EVIDENCE, ONCE_BLIND_LIES, 0.95),
        (BLIND_EVIDENCE, BLIND_LIES, 0.95),
        (THIRD_BLIND_EVIDENCE, THIRD_BLIND_LIES, 0.85),
        (FOURTH_BLIND_EVIDENCE, FOURTH_BLIND_LIES, 0.85),
    ],
    ids=["tuned", "held out", "once blind", "blind", "third blind", "fourth blind"],
)
def test_most_lies_are_held_back(
    evidence: Evidence, lies: tuple[Labelled, ...], fewest: float
) -> None:
    assert len(caught(lies, evidence)) >= fewest * len(lies)


@pytest.mark.parametrize(
    ("evidence", "truths", "most"),
    [
        (EVIDENCE, TUNED_TRUTHS, 0),
        (EVIDENCE, HELD_OUT_TRUTHS, 0),
        (EVIDENCE, ONCE_BLIND_TRUTHS, 0.01),
        (BLIND_EVIDENCE, BLIND_TRUTHS, 0.01),
        (THIRD_BLIND_EVIDENCE, THIRD_BLIND_TRUTHS, 0.01),
        (FOURTH_BLIND_EVIDENCE, FOURTH_BLIND_TRUTHS, 0.01),
    ],
    ids=["tuned", "held out", "once blind", "blind", "third blind", "fourth blind"],
)
def test_hardly_a_truth_is(evidence: Evidence, truths: tuple[Labelled, ...], most: float) -> None:
    assert len(caught(truths, evidence)) <= most * len(truths)


def test_most_lies_about_the_demo_store_are_held_back() -> None:
    assert len(untrue(DEMO_LIES)) >= 0.8 * len(DEMO_LIES)


def test_hardly_a_truth_about_the_demo_store_is() -> None:
    assert len(untrue(DEMO_TRUTHS)) <= 0.01 * len(DEMO_TRUTHS)
