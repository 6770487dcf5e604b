"""What the gate costs a sentence: `python -m benchmarks.gate`.

Eight passages of three thousand characters are read at the first sentence; both are reported.
"""

from __future__ import annotations

import statistics
import time

from shopify_app.answers.grounding import Context, Evidence
from tests.answers.test_grounded_subjects import BORNE, LIES, SOURCES

FILLER = "We knit in small numbers, from wool of our own sheep, and mend what breaks. "
ROUNDS = 20


def main() -> None:
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
    main()
