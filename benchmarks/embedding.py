"""Our embedder against Chroma's default function and against a bare onnxruntime call.

`python -m benchmarks.embedding`: same weights, same texts, in turn, so that a noisy machine is
noisy for all three. The texts are a real catalogue's products where it is on this machine.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

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
from shopify_app.knowledge.weights import build_model
from shopify_app.shopify.payloads import parse_product

ROUNDS = 3
EVERY = 4
"""The race is run on every fourth text: Chroma's function needs its time."""
THREADS = 2


def main() -> None:
    titles, texts = read_texts()
    with tempfile.TemporaryDirectory() as temporary:
        directory = Path(temporary)
        int8 = MiniLm(build_model(directory / "int8"), threads=THREADS)
        fp32 = MiniLm(build_model(directory / "fp32", "fp32"), threads=THREADS)
        chroma = chroma_default(directory / "chroma")
        raced = texts[::EVERY]
        bare = bare_call(directory / "int8", int8, raced)
        contenders: dict[str, Callable[[Sequence[str]], object]] = {
            "Chroma's default function": lambda batch: chroma(list(batch)),
            "ours, int8": int8.embed,
            "ours, fp32": fp32.embed,
            "bare onnxruntime call, int8, ideal batches": lambda _batch: bare(),
        }
        best = race(contenders, raced)
        found = quality(titles, texts, int8, fp32, chroma)
    default = best["Chroma's default function"]
    rows = [
        {"what": name, "texts a second": speed, "times Chroma's": speed / default}
        for name, speed in best.items()
    ]
    ideal = best["bare onnxruntime call, int8, ideal batches"]
    report("embedding", rows, share_of_ideal=best["ours, int8"] / ideal, texts=len(raced), **found)


def read_texts() -> tuple[list[str], list[str]]:
    """Titles, and what of each product is embedded."""
    if not FASHION.exists():
        raise SystemExit("the real catalogue is not on this machine: nothing to measure on")
    payloads = read_catalog_file(FASHION, updated_at=datetime.now(UTC)).products
    sources = [product_source(parse_product(payload)) for payload in payloads]
    texts = [
        "\n".join([each.content.title, *(section.text for section in each.content.sections)])
        for each in sources
    ]
    return [each.content.title for each in sources], texts


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
