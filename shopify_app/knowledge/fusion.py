"""Put what the vectors and the words found into one order. Pure."""

from __future__ import annotations

from collections.abc import Mapping

VECTOR_SHARE = 0.8
"""Of the sum. On two stores it beat either alone, every other share tried, and reciprocal ranks;
words have the smaller share and still decide among passages that mean nearly the same."""
CONVINCING_COSINE = 0.38
CONVINCING_COVERAGE = 0.5
COVERAGE_NEEDS_COSINE = 0.28
"""With these, questions a store can answer kept what answers them, and of questions that no store
can answer nineteen in twenty found nothing. All four: benchmarks/retrieval.py --quality."""


def fuse(cosines: Mapping[str, float], words: Mapping[str, float]) -> dict[str, float]:
    """A score from 0 to 1 for every id in `cosines`; an id the words did not find has 0 there."""
    best = max(words.values(), default=0.0)
    return {
        chunk_id: VECTOR_SHARE * max(cosine, 0.0)
        + (1 - VECTOR_SHARE) * (words.get(chunk_id, 0.0) / best if best > 0 else 0.0)
        for chunk_id, cosine in cosines.items()
    }


def is_convincing(*, cosine: float | None, coverage: float) -> bool:
    """Whether a passage may be said to be about the question at all.

    `coverage` is the share of the question's words the passage has. Without a cosine (the vectors
    are down) the words decide alone.
    """
    if cosine is None:
        return coverage >= CONVINCING_COVERAGE
    if cosine >= CONVINCING_COSINE:
        return True
    return coverage >= CONVINCING_COVERAGE and cosine >= COVERAGE_NEEDS_COSINE
