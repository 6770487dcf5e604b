"""Texts to vectors: all-MiniLM-L6-v2 in onnxruntime, nothing padded that need not be."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from shopify_app.knowledge.weights import RECIPE

Vectors = NDArray[np.float32]

DIMENSIONS = 384
MAX_TOKENS = 256
BATCH_TOKENS = 2048
"""Tokens, padding included, of one call: large enough to be efficient, small enough to stay in
the processor's caches."""
LONGEST_TEXT = 20_000
"""Characters looked at; 256 tokens never need more."""


class Embedder(Protocol):
    """Anything that turns texts into unit vectors."""

    name: str
    """Stands for the vectors' meaning: part of a collection's name, stored with each vector."""
    dimensions: int
    max_tokens: int

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit row a text (float32, texts × dimensions), in their order."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens included, without a limit."""
        ...


class MiniLm:
    """One onnxruntime session; use it in the process that opened it."""

    dimensions = DIMENSIONS
    max_tokens = MAX_TOKENS

    def __init__(self, model_dir: Path, *, threads: int) -> None:
        precision = "fp32" if (model_dir / f"recipe-{RECIPE}-fp32").exists() else "int8"
        self.name = f"minilm-l6-v2-{precision}-{RECIPE}"
        # A forked worker would otherwise be warned about, and slowed by, threads it lost.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        self._tokenizer = Tokenizer.from_file(str(model_dir / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        # Batches side by side, each on one thread, beat one batch spread over all threads: its
        # operators are too small to be worth sharing.
        self._threads = threads
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # The graph is as it should be; the extended level would fuse what is faster apart.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(model_dir / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        encodings = self._encode(texts)
        lengths = [min(len(encoding.ids), MAX_TOKENS) for encoding in encodings]

        def embed_rows(rows: list[int]) -> None:
            vectors[rows] = self._run([encodings[row] for row in rows], lengths[rows[-1]])

        self._for_each(embed_rows, list(_batches(lengths)))
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = vectors / np.maximum(norms, 1e-12)
        return unit

    def _for_each(self, act: Callable[[list[int]], None], batches: list[list[int]]) -> None:
        if self._threads == 1 or len(batches) < 2:
            for rows in batches:
                act(rows)
            return
        with ThreadPoolExecutor(self._threads) as pool:
            # The longest first, so that no thread is left alone with it in the end.
            list(pool.map(act, reversed(batches)))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(encoding.ids) for encoding in self._encode(texts, longest=None)]

    def _encode(self, texts: Sequence[str], longest: int | None = LONGEST_TEXT) -> list[Encoding]:
        cut = [text[:longest] for text in texts]
        encodings: list[Encoding] = self._tokenizer.encode_batch_fast(cut)
        return encodings

    def _run(self, encodings: Sequence[Encoding], width: int) -> Vectors:
        ids = np.zeros((len(encodings), width), dtype=np.int32)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            tokens = encoding.ids
            if len(tokens) > width:
                tokens = tokens[: width - 1] + tokens[-1:]  # the closing token stays
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        pooled: Vectors = self._session.run(["pooled"], {"input_ids": ids, "attention_mask": mask})[
            0
        ]
        return pooled


def open_embedder(model_dir: Path, *, threads: int = 1) -> Embedder:
    """The model that `weights.build_model` put there. `threads` > 1 is for embedding many texts."""
    return MiniLm(model_dir, threads=threads)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows from short to long, together while their padded size fits the budget."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[row] > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
