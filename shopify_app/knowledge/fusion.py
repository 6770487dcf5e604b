"""Put what the vectors and the words found into one order. Pure."""

from __future__ import annotations

from collections.abc import Mapping

VECTOR_SHARE = 0.8
"""Of the sum. It and the floor below were chosen on two stores with `benchmarks/retrieval.py`."""
CONVINCING_COSINE = 0.38
"""A passage this near to the question is about it, whatever its words."""
COSINE_BY_COVERAGE = ((1.0, 0.12), (0.5, 0.28))
"""One that has this share of the question's words need only be this near: all of them may be a
brand's name, which means nothing to an embedder."""
WORDS_ALONE = 0.5
"""The share of the words that convinces when nobody knows how near."""


def fuse(
    cosines: Mapping[str, float],
    words: Mapping[str, float],
    *,
    vector_share: float = VECTOR_SHARE,
) -> dict[str, float]:
    """A score from 0 to 1 for every id in `cosines`; an id the words did not find has 0 there."""
    best = max(words.values(), default=0.0)
    return {
        chunk_id: vector_share * max(cosine, 0.0)
        + (1 - vector_share) * (words.get(chunk_id, 0.0) / best if best > 0 else 0.0)
        for chunk_id, cosine in cosines.items()
    }


def is_convincing(*, cosine: float | None, coverage: float, names_code: bool = False) -> bool:
    """Whether a passage may be said to be about the question at all.

    `coverage` is the share of the question's words the passage has, `names_code` that a SKU or the
    like is among them. Without a cosine (nothing was embedded) the words decide alone.
    """
    if names_code:
        return True
    if cosine is None:
        return coverage >= WORDS_ALONE
    if cosine >= CONVINCING_COSINE:
        return True
    return any(coverage >= share and cosine >= near for share, near in COSINE_BY_COVERAGE)
