"""Retrieval: how long it takes among 1,000, 10,000 and 50,000 chunks, and what it finds.

`python -m benchmarks.retrieval [--chunks 1000 10000 50000] [--questions 300]` measures time: each
shop is filled with variations of Fashion.csv's products (their words mixed, their vectors moved),
then the hand-written questions are asked in turn, one at a time.

`python -m benchmarks.retrieval --quality` judges, on Fashion.csv and on the demo store, each way to
put vectors and words together, and the floor below which nothing is found.
"""

from __future__ import annotations

import argparse
import itertools
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from cryptography.fernet import Fernet
from numpy.typing import NDArray
from sqlalchemy import insert, select

from benchmarks.questions import DEMO, FASHION, OUTSIDE
from benchmarks.shared_data import FASHION as FASHION_CSV
from benchmarks.table import percentile, report
from demo.catalog import read_catalog_file
from demo.reading import read_store
from shopify_app.db import Record, open_record
from shopify_app.db.migration import migrate
from shopify_app.db.tables import Chunk, Document, SourceRecord
from shopify_app.knowledge.documents import (
    Source,
    collection_source,
    page_source,
    policy_source,
    product_source,
)
from shopify_app.knowledge.embedder import Embedder, open_embedder
from shopify_app.knowledge.fusion import VECTOR_SHARE, fuse
from shopify_app.knowledge.indexing import index_due_documents
from shopify_app.knowledge.rebuilding import rebuild_vectors
from shopify_app.knowledge.retrieval import CANDIDATES, retrieve
from shopify_app.knowledge.sources import apply_source
from shopify_app.knowledge.vectors import VectorIndex, collection_name
from shopify_app.knowledge.vocabulary import note_words
from shopify_app.knowledge.weights import build_model
from shopify_app.knowledge.words import WordEntry, add_words, search_words
from shopify_app.local.services import chroma_service, free_port, wait_until
from shopify_app.shopify.payloads import (
    parse_collection,
    parse_page,
    parse_policy,
    parse_product,
)
from shopify_app.shops.directory import ShopNotInstalled, active_shop
from shopify_app.shops.install import register_shop
from tests.house import ROOT

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SHARES = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0)
AT_ONCE = 1000
NEARNESS = 0.6
"""How far a variation's vector is moved from its original, as a share of its length."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quality", action="store_true")
    parser.add_argument("--chunks", type=int, nargs="+", default=[1000, 10_000, 50_000])
    parser.add_argument("--questions", type=int, default=300)
    arguments = parser.parse_args()
    if not FASHION_CSV.exists():
        print(f"{FASHION_CSV} is not on this machine: nothing was measured")
        return
    with open_place() as place:
        if arguments.quality:
            report("retrieval-quality", judge(place), vector_share_in_use=VECTOR_SHARE)
        else:
            asked = itertools.cycle(question for question, _ in FASHION)
            some = list(itertools.islice(asked, arguments.questions))
            rows = measure(place, arguments.chunks, some)
            report("retrieval", rows, embedder=place.embedder.name, database="SQLite")


ORIGINALS = "originals.myshopify.com"
"""The shop of the real catalogue, of which the larger ones are made."""


@dataclass(frozen=True)
class Place:
    """A record, a Chroma and the embedder of their own."""

    record: Record
    vectors: VectorIndex
    embedder: Embedder

    def install(self, shop: str) -> str:
        """Returns its namespace; a shop of a place that was kept is there already."""
        with suppress(ShopNotInstalled), self.record.read() as connection:
            return active_shop(connection, shop).namespace
        key = Fernet.generate_key().decode()
        register_shop(self.record, shop, token="none", now=NOW, keys=[key])
        with self.record.read() as connection:
            return active_shop(connection, shop).namespace

    def index(self, shop: str, sources: Sequence[Source]) -> None:
        with self.record.write() as connection:
            for source in sources:
                apply_source(connection, shop, source, now=NOW)
        while index_due_documents(self.record, self.vectors, self.embedder, now=NOW):
            pass


@contextmanager
def open_place(kept: Path | None = None) -> Iterator[Place]:
    """In `kept`, where the next run finds it again, or for this run only."""
    with ExitStack() as stack:
        directory = kept or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        directory.mkdir(parents=True, exist_ok=True)
        service = chroma_service(directory / "chroma", port=free_port())
        chroma = subprocess.Popen(
            ["sh", "-c", service.command.replace("; ", "; exec ", 1)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        record = open_record(f"sqlite:///{directory}/tote.db")
        try:
            wait_until(service.is_up, what="chroma", timeout_s=30)
            migrate(record)
            embedder = open_embedder(build_model(ROOT / "var" / "model"))
            yield Place(record, VectorIndex(service.url), embedder)
        finally:
            record.close()
            chroma.kill()
            chroma.wait()


def fashion() -> list[Source]:
    products = read_catalog_file(FASHION_CSV, updated_at=NOW).products
    return [product_source(parse_product(payload)) for payload in products]


def demo_store() -> list[Source]:
    records = read_store(now=NOW).records
    return [
        *(product_source(parse_product(each)) for each in records["product"]),
        *(collection_source(parse_collection(each)) for each in records["collection"]),
        *(policy_source(parse_policy(each)) for each in records["policy"]),
        *(page_source(parse_page(each)) for each in records["page"]),
        *(page_source(parse_page(each)) for each in records["article"]),
    ]


# --- time ----------------------------------------------------------------------------------------


def measure(place: Place, sizes: Sequence[int], asked: Sequence[str]) -> list[dict[str, Any]]:
    originals = fashion()
    place.install(ORIGINALS)
    place.index(ORIGINALS, originals)
    rows = []
    for size in sizes:
        shop = f"size-{size}.myshopify.com"
        namespace = place.install(shop)
        fill(place, shop, namespace, originals, size)
        ask = Asking(place, shop, namespace, asked)
        for question in asked[:20]:
            ask.whole(question)
        parts = {
            "retrieve, whole": ask.whole,
            "words": ask.words,
            "embed the question": ask.embed,
            "vectors": ask.nearest,
        }
        rows += [timed(size, name, part, asked) for name, part in parts.items()]
    return rows


def timed(
    size: int, name: str, act: Callable[[str], object], questions: Sequence[str]
) -> dict[str, Any]:
    taken = []
    for question in questions:
        started = time.perf_counter()
        act(question)
        taken.append((time.perf_counter() - started) * 1000)
    return {
        "chunks": size,
        "part": name,
        "p50 ms": percentile(taken, 0.5),
        "p95 ms": percentile(taken, 0.95),
        "max ms": max(taken),
    }


class Asking:
    """The whole of a retrieval, and its parts one by one."""

    def __init__(self, place: Place, shop: str, namespace: str, asked: Sequence[str]) -> None:
        self._place, self._shop, self._namespace = place, shop, namespace
        self._collection = collection_name(namespace, place.embedder.name, "knowledge")
        self._embedded = {question: place.embedder.embed([question])[0] for question in asked}

    def whole(self, question: str) -> object:
        place = self._place
        found = retrieve(place.record, place.vectors, place.embedder, self._shop, question)
        assert not found.degraded
        return found

    def words(self, question: str) -> object:
        with self._place.record.read() as connection:
            return search_words(connection, self._namespace, question, limit=CANDIDATES)

    def embed(self, question: str) -> object:
        return self._place.embedder.embed([question])

    def nearest(self, question: str) -> object:
        vector = self._embedded[question]
        return self._place.vectors.query(self._collection, vector, limit=CANDIDATES)


def fill(place: Place, shop: str, namespace: str, originals: Sequence[Source], size: int) -> None:
    """`size` products of one chunk each, straight into the record, then into Chroma."""
    chance = random.Random(size)
    with place.record.read() as connection:
        known = connection.execute(
            select(Chunk.source_id, Chunk.text, Chunk.vector).where(
                Chunk.shop == ORIGINALS, Chunk.position == 0
            )
        ).all()
    texts = [row.text.split() for row in known]
    moved = moved_vectors([row.vector for row in known if row.vector], size)
    by_id = {source.source_id: source for source in originals}
    for start in range(0, size, AT_ONCE):
        rows = []
        for number in range(start, min(start + AT_ONCE, size)):
            place_of = number % len(known)
            own, other = texts[place_of], chance.choice(texts)
            text = " ".join(own[: len(own) * 2 // 3] + other[len(other) * 2 // 3 :])
            source = replace(by_id[known[place_of].source_id], source_id=str(number + 1))
            rows.append((source, text, moved[number]))
        write(place, shop, namespace, rows)
    rebuild_vectors(place.record, place.vectors, place.embedder, shop)


def moved_vectors(stored: Sequence[bytes], size: int) -> NDArray[np.float32]:
    originals = np.vstack([np.frombuffer(each, dtype="<f4") for each in stored])
    chosen = originals[np.arange(size) % len(originals)]
    noise = np.random.default_rng(size).standard_normal(chosen.shape).astype(np.float32)
    noise *= NEARNESS / np.linalg.norm(noise, axis=1, keepdims=True)
    moved = chosen + noise
    result: NDArray[np.float32] = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return result


def write(
    place: Place,
    shop: str,
    namespace: str,
    rows: Sequence[tuple[Source, str, NDArray[np.float32]]],
) -> None:
    key = [{"shop": shop, "kind": "product", "source_id": row[0].source_id} for row in rows]
    documents = [
        each
        | {
            "title": source.content.title,
            "url": source.content.path,
            "content_sha256": "benchmark",
            "sections": [],
            "version": 1,
            "indexed_version": 1,
            "changed_at": NOW,
        }
        for each, (source, _, _) in zip(key, rows, strict=True)
    ]
    records = [
        each
        | {
            "version_at": NOW,
            "deleted": False,
            "payload": source.payload | {"id": source.source_id},
            "payload_sha256": "benchmark",
            "handle": f"{source.handle}-{source.source_id}",
        }
        for each, (source, _, _) in zip(key, rows, strict=True)
    ]
    chunks = [
        each
        | {
            "id": f"{int(source.source_id):032x}",
            "position": 0,
            "heading": "",
            "text": text,
            "embedder": place.embedder.name,
            "vector": vector.tobytes(),
        }
        for each, (source, text, vector) in zip(key, rows, strict=True)
    ]
    with place.record.write() as connection:
        connection.execute(insert(SourceRecord), records)
        connection.execute(insert(Document), documents)
        connection.execute(insert(Chunk), chunks)
        entries = [
            WordEntry(chunk["id"], document["title"], chunk["text"])
            for chunk, document in zip(chunks, documents, strict=True)
        ]
        add_words(connection, namespace, entries)
        note_words(connection, namespace, [f"{each.title} {each.body}" for each in entries])


# --- quality -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judged:
    """A question's candidates, and which documents would answer it."""

    cosines: Mapping[str, float]
    words: Mapping[str, float]
    answers: frozenset[str]
    """Of the candidates, the chunks of a document that answers."""
    document_of: Mapping[str, str]

    def ranked(self, share: float) -> list[str]:
        return self._documents(fuse(self.cosines, self.words, vector_share=share))

    def ranked_by_reciprocal_ranks(self) -> list[str]:
        scores = dict.fromkeys(self.cosines, 0.0)
        for side in (self.cosines, self.words):
            for place, chunk in enumerate(sorted(side, key=lambda it: -side[it])):
                scores[chunk] += 1 / (60 + place)
        return self._documents(scores)

    def _documents(self, scores: Mapping[str, float]) -> list[str]:
        """The best chunk of each document, best first."""
        first: dict[str, str] = {}
        for chunk in sorted(self.cosines, key=lambda chunk: (-scores[chunk], chunk)):
            first.setdefault(self.document_of[chunk], chunk)
        return list(first.values())


def judge(place: Place) -> list[dict[str, Any]]:
    rows = []
    for name, sources, questions in (
        ("Fashion.csv", fashion(), [(question, wants(text)) for question, text in FASHION]),
        ("demo store", demo_store(), [(question, named(names)) for question, names in DEMO]),
    ):
        shop = f"{name.partition('.')[0].replace(' ', '-').lower()}.myshopify.com"
        namespace = place.install(shop)
        place.index(shop, sources)
        by_key = {f"{each.kind}:{each.source_id}": each for each in sources}
        judged = [
            candidates(place, shop, namespace, question, by_key, answers)
            for question, answers in questions
        ]
        found = [bool(ask(place, shop, question)) for question, _ in questions]
        empty = [not ask(place, shop, question) for question in OUTSIDE]
        shared = {
            "kept by the floor": sum(found) / len(found),
            "outside questions left empty": sum(empty) / len(empty),
        }
        ways: dict[str, Callable[[Judged], list[str]]] = {
            **{f"vectors' share {share}": ranking(share) for share in SHARES},
            "reciprocal ranks": Judged.ranked_by_reciprocal_ranks,
        }
        rows += [
            {"store": name, "way": way, **marks(judged, rank)} | shared
            for way, rank in ways.items()
        ]
    return rows


def ask(place: Place, shop: str, question: str) -> Sequence[object]:
    return retrieve(place.record, place.vectors, place.embedder, shop, question).passages


def ranking(share: float) -> Callable[[Judged], list[str]]:
    return lambda judged: judged.ranked(share)


def marks(judged: Sequence[Judged], rank: Callable[[Judged], list[str]]) -> dict[str, float]:
    firsts, threes, eights, reciprocal = 0, 0, 0.0, 0.0
    for each in judged:
        right = [chunk in each.answers for chunk in rank(each)[:8]]
        firsts += right[0]
        threes += any(right[:3])
        eights += sum(right) / 8
        reciprocal += 1 / (right.index(True) + 1) if any(right) else 0
    count = len(judged)
    return {
        "first is right": firsts / count,
        "right in 3": threes / count,
        "right of 8": eights / count,
        "MRR": reciprocal / count,
    }


def candidates(
    place: Place,
    shop: str,
    namespace: str,
    question: str,
    by_key: Mapping[str, Source],
    answers: Callable[[Source], bool],
) -> Judged:
    vector = place.embedder.embed([question])[0]
    collection = collection_name(namespace, place.embedder.name, "knowledge")
    nearest = place.vectors.query(collection, vector, limit=CANDIDATES)
    with place.record.read() as connection:
        words = dict(search_words(connection, namespace, question, limit=CANDIDATES))
        rows = connection.execute(
            select(Chunk.id, Chunk.kind, Chunk.source_id, Chunk.vector).where(
                Chunk.shop == shop, Chunk.id.in_({*nearest, *words})
            )
        ).all()
    document_of = {row.id: f"{row.kind}:{row.source_id}" for row in rows}
    return Judged(
        cosines={
            row.id: float(np.frombuffer(row.vector or b"", dtype="<f4") @ vector) for row in rows
        },
        words=words,
        answers=frozenset(
            chunk for chunk, document in document_of.items() if answers(by_key[document])
        ),
        document_of=document_of,
    )


def wants(parts: str) -> Callable[[Source], bool]:
    groups = [part.split("|") for part in parts.split(" & ")]

    def answers(source: Source) -> bool:
        words = " ".join(
            (source.content.title, *(section.text for section in source.content.sections))
        ).lower()
        return all(any(each in words for each in group) for group in groups)

    return answers


def named(names: str) -> Callable[[Source], bool]:
    return lambda source: f"{source.kind}:{source.handle}" in names.split("|")


if __name__ == "__main__":
    main()
