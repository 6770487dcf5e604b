"""Our embedder against Chroma's default function and against a bare onnxruntime call.

`python -m benchmarks.embedding`: same weights, same texts, in turn, so that a noisy machine is
noisy for all three. The texts are a real catalogue's products: once their titles and descriptions,
and once all that we embed of them, with options, tags and article numbers, which is twice as long.
Chroma's function pads each to 256 tokens, so what we gain on it shrinks as texts grow.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2

from benchmarks.plain_graph import write_plain_model
from benchmarks.shared_data import FASHION
from benchmarks.table import report
from demo.catalog import read_catalog_file
from shopify_app.knowledge import embedder as ours
from shopify_app.knowledge.documents import product_source
from shopify_app.knowledge.embedder import MiniLm, Vectors
from shopify_app.knowledge.html import html_to_text
from shopify_app.knowledge.weights import build_model
from shopify_app.shopify.payloads import parse_product

CHROMA = "Chroma's default function"
OURS = "ours, int8"
BARE = "bare onnxruntime call, int8, ideal batches"
ROUNDS = 3
EVERY = 4
"""The race is run on every fourth text: Chroma's function needs its time."""
THREADS = 2


def main() -> None:
    titles, descriptions, texts = read_texts()
    with tempfile.TemporaryDirectory() as temporary:
        directory = Path(temporary)
        int8 = MiniLm(build_model(directory / "int8"), threads=THREADS)
        fp32 = MiniLm(build_model(directory / "fp32", "fp32"), threads=THREADS)
        chroma = chroma_default(directory / "chroma")
        rows = []
        for what, raced in (
            ("title and description", descriptions[::EVERY]),
            ("all we embed", texts[::EVERY]),
        ):
            bare = bare_call(directory / "int8", int8, raced)
            contenders: dict[str, Callable[[Sequence[str]], object]] = {
                CHROMA: lambda batch: chroma(list(batch)),
                OURS: int8.embed,
                "ours, fp32": fp32.embed,
                BARE: lambda _batch, bare=bare: bare(),
            }
            rows += rows_of(what, raced, race(contenders, raced), int8)
        found = quality(titles, texts, int8, fp32, chroma)
    report("embedding", rows, rounds=ROUNDS, **found)


def rows_of(
    what: str, texts: Sequence[str], speeds: dict[str, float], embedder: MiniLm
) -> list[dict[str, Any]]:
    lengths = [min(length, ours.MAX_TOKENS) for length in embedder.count_tokens(texts)]
    return [
        {
            "texts": what,
            "mean tokens": float(np.mean(lengths)),
            "what": name,
            "texts a second": speed,
            "times Chroma's": speed / speeds[CHROMA],
            "times the bare call": speed / speeds[BARE],
        }
        for name, speed in speeds.items()
    ]


def read_texts() -> tuple[list[str], list[str], list[str]]:
    """Of each product its title, the title with the description, and all that is embedded."""
    if not FASHION.exists():
        raise SystemExit("the real catalogue is not on this machine: nothing to measure on")
    payloads = read_catalog_file(FASHION, updated_at=datetime.now(UTC)).products
    products = [parse_product(payload) for payload in payloads]
    descriptions = [f"{each.title}\n{html_to_text(each.body_html)}" for each in products]
    sources = [product_source(each) for each in products]
    texts = [
        "\n".join([each.content.title, *(section.text for section in each.content.sections)])
        for each in sources
    ]
    return [each.title for each in products], descriptions, texts


def chroma_default(directory: Path) -> ONNXMiniLM_L6_V2:
    """Chroma's function, finding the model where it would have downloaded it to."""
    write_plain_model(directory / "onnx")
    ONNXMiniLM_L6_V2.DOWNLOAD_PATH = directory
    return ONNXMiniLM_L6_V2()


def bare_call(model_dir: Path, embedder: MiniLm, texts: Sequence[str]) -> Callable[[], None]:
    """Everything but the model's own arithmetic is done beforehand."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    session = onnxruntime.InferenceSession(str(model_dir / "model.onnx"), options)
    encodings = embedder._encode(texts)
    lengths = [min(len(each.ids), ours.MAX_TOKENS) for each in encodings]
    prepared = []
    for rows in ours._batches(lengths):
        ids = np.zeros((len(rows), lengths[rows[-1]]), dtype=np.int32)
        mask = np.zeros_like(ids)
        for place, row in enumerate(rows):
            ids[place, : lengths[row]] = encodings[row].ids[: lengths[row]]
            mask[place, : lengths[row]] = 1
        prepared.append({"input_ids": ids, "attention_mask": mask})

    def run() -> None:
        for batch in prepared:
            session.run(["pooled"], batch)

    return run


def race(
    contenders: dict[str, Callable[[Sequence[str]], object]], texts: Sequence[str]
) -> dict[str, float]:
    """Texts a second of each one's median round, taken in turn."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, embed in contenders.items():
            started = time.perf_counter()
            embed(texts)
            taken[name].append(len(texts) / (time.perf_counter() - started))
    return {name: float(np.median(speeds)) for name, speeds in taken.items()}


def quality(
    titles: Sequence[str],
    texts: Sequence[str],
    int8: MiniLm,
    fp32: MiniLm,
    chroma: ONNXMiniLM_L6_V2,
) -> dict[str, float]:
    """Whether int8 finds what fp32 finds, and fp32 is the published model."""
    small, full = int8.embed(texts), fp32.embed(texts)
    asked_small, asked_full = int8.embed(titles), fp32.embed(titles)
    published = np.array(chroma(list(texts[:64])))
    top_small, top_full = nearest(asked_small, small), nearest(asked_full, full)
    alone = np.vstack([int8.embed([text]) for text in texts[:200]])
    return {
        "recall_at_10_int8": recall(titles, top_small),
        "recall_at_10_fp32": recall(titles, top_full),
        "overlap_of_top_10": float(
            np.mean([len(set(a) & set(b)) / 10 for a, b in zip(top_small, top_full, strict=True)])
        ),
        "lowest_cosine_int8_to_fp32": float((small * full).sum(axis=1).min()),
        "lowest_cosine_fp32_to_published": float((full[:64] * published).sum(axis=1).min()),
        "lowest_cosine_alone_to_in_batch": float((alone * small[:200]).sum(axis=1).min()),
    }


def nearest(questions: Vectors, vectors: Vectors) -> np.ndarray:
    return np.argsort(-(questions @ vectors.T), axis=1)[:, :10]


def recall(titles: Sequence[str], found: np.ndarray) -> float:
    """Share of products found among the first ten for their own title (or one like it)."""
    hits = [titles[row] in {titles[place] for place in places} for row, places in enumerate(found)]
    return float(np.mean(hits))


if __name__ == "__main__":
    main()
