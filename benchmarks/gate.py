"""What the gate catches and what it costs a sentence: `python -m benchmarks.gate`.

Precision and recall are of `gate_labels`, both halves, of `gate_once_blind`, `gate_blind`,
`gate_third_blind`, `gate_fourth_blind` and `gate_fifth_blind`, and class by class of `gate_demo`.
Those five are by other hands; the gate was changed for what it missed in each after it had been
measured on it. When first measured, 159 of 222 lies of the third, 162 of 223 of the fourth and 101
of 120 of the fifth were held back, and 2 of 214, 11 of 222 and 9 of 180 truths. `gate_more_truths`
are truths only, by the hand that wrote the gate.
For the cost, eight passages of three thousand characters are read at the first sentence; both that
and what each further sentence takes are reported.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence

from benchmarks.gate_blind import BLIND_EVIDENCE, BLIND_LIES, BLIND_TRUTHS
from benchmarks.gate_demo import DEMO_LIES, DEMO_TRUTHS, DemoLabel, evidence_for
from benchmarks.gate_fifth_blind import (
    FIFTH_BLIND_EVIDENCE,
    FIFTH_BLIND_LIES,
    FIFTH_BLIND_TRUTHS,
)
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
from benchmarks.gate_more_truths import MORE_TRUTHS, evidence_at
from benchmarks.gate_once_blind import ONCE_BLIND_LIES, ONCE_BLIND_TRUTHS
from benchmarks.gate_third_blind import (
    THIRD_BLIND_EVIDENCE,
    THIRD_BLIND_LIES,
    THIRD_BLIND_TRUTHS,
)
from benchmarks.table import report
from shopify_app.answers.grounding import Context, Evidence
from tests.answers.test_grounded_subjects import BORNE, LIES, SOURCES

FILLER = "We knit in small numbers, from wool of our own sheep, and mend what breaks. "
ROUNDS = 20


def caught(labelled: Sequence[Labelled], evidence: Evidence = EVIDENCE) -> list[Labelled]:
    """Those in which the gate holds something back."""
    return [each for each in labelled if evidence.unsupported(each[2])]


def quality() -> None:
    rows: list[dict[str, object]] = []
    for which, evidence, lies, truths in (
        ("tuned", EVIDENCE, TUNED_LIES, TUNED_TRUTHS),
        ("held out", EVIDENCE, HELD_OUT_LIES, HELD_OUT_TRUTHS),
        ("once blind", EVIDENCE, ONCE_BLIND_LIES, ONCE_BLIND_TRUTHS),
        ("blind", BLIND_EVIDENCE, BLIND_LIES, BLIND_TRUTHS),
        ("third blind", THIRD_BLIND_EVIDENCE, THIRD_BLIND_LIES, THIRD_BLIND_TRUTHS),
        ("fourth blind", FOURTH_BLIND_EVIDENCE, FOURTH_BLIND_LIES, FOURTH_BLIND_TRUTHS),
        ("fifth blind", FIFTH_BLIND_EVIDENCE, FIFTH_BLIND_LIES, FIFTH_BLIND_TRUTHS),
    ):
        rows += compared(
            which, lies, truths, held=caught(lies, evidence), touched=caught(truths, evidence)
        )
    rows += compared(
        "demo", DEMO_LIES, DEMO_TRUTHS, held=untrue(DEMO_LIES), touched=untrue(DEMO_TRUTHS)
    )
    report("gate-quality", rows)
    held = [each for each in MORE_TRUTHS if evidence_at(each[0]).unsupported(each[1])]
    print(f"more truths: {len(held)} of {len(MORE_TRUTHS)} held back")


def untrue(labelled: Sequence[DemoLabel]) -> list[DemoLabel]:
    """Those about the demo store in which the gate holds something back."""
    return [each for each in labelled if evidence_for(each[1]).unsupported(each[3])]


def compared(
    which: str,
    lies: Sequence[tuple[str, ...]],
    truths: Sequence[tuple[str, ...]],
    *,
    held: Sequence[tuple[str, ...]],
    touched: Sequence[tuple[str, ...]],
) -> Iterator[dict[str, object]]:
    for kind in ("all", *sorted({each[0] for each in lies})):
        of_kind = [each for each in lies if kind in ("all", each[0])]
        found = [each for each in held if kind in ("all", each[0])]
        yield {
            "labels": which,
            "kind": kind,
            "lies": len(of_kind),
            "recall": len(found) / len(of_kind),
            "precision": len(held) / (len(held) + len(touched)) if kind == "all" else "",
            "truths touched": f"{len(touched)} of {len(truths)}" if kind == "all" else "",
        }


def cost() -> None:
    firsts_ms, others_ms = [], []
    for _ in range(ROUNDS):
        sources = (*SOURCES, *(FILLER * 40 + str(number) for number in range(2)))
        evidence, context = Evidence(sources, ("woolmere.example",)), Context()
        for number, sentence in enumerate((*BORNE, *LIES)):
            began = time.perf_counter()
            _, context = evidence.judge(sentence, context)
            took_ms = (time.perf_counter() - began) * 1000
            (others_ms if number else firsts_ms).append(took_ms)
    others_ms.sort()
    print(f"first sentence, reading the sources: median {statistics.median(firsts_ms):.2f} ms")
    print(f"each further sentence: median {statistics.median(others_ms):.3f} ms")
    print(f"p99 {others_ms[len(others_ms) * 99 // 100]:.3f} ms, most {others_ms[-1]:.3f} ms")


if __name__ == "__main__":
    quality()
    cost()
