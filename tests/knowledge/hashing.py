"""A small embedder for tests: no model, the same vector for the same words, in any process."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"\w+")


class HashingEmbedder:
    """Texts that share words are near each other; it counts what it was asked to embed."""

    dimensions = 64

    def __init__(self, name: str = "hashing", *, max_tokens: int = 48) -> None:
        self.name = name
        self.max_tokens = max_tokens
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded.extend(texts)
        rows = [sum((_direction(word) for word in _words(text)), _direction("")) for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), self.dimensions)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(_words(text)) + 2 for text in texts]


def _words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def _direction(word: str) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "little")
    return np.random.default_rng(seed).standard_normal(HashingEmbedder.dimensions)
