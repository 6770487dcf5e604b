"""A real catalogue from its first webhook to its last chunk searchable, on a whole Tote.

`python -m benchmarks.indexing [--catalog FILE.csv]`

Web, workers, sweeper, Redis and Chroma run as processes. Each product is one signed webhook, sent
eight at a time as Shopify does. How long the indexing worker embedded is what it says in its log.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks.shared_data import FASHION
from benchmarks.table import report
from demo.catalog import read_catalog_file
from demo.sender import CONNECTIONS, open_client, send_webhook
from shopify_app.db.tables import Chunk, Shop
from shopify_app.knowledge.embedder import open_embedder
from shopify_app.knowledge.retrieval import retrieve
from shopify_app.knowledge.vectors import VectorIndex, collection_name
from shopify_app.knowledge.weights import build_model
from tests.house import ROOT, House, open_house

SHOP = "benchmark.myshopify.com"
GIVE_UP_S = 600
POLL_S = 0.1
EMBEDDED = re.compile(r"embedded texts=(\d+) took_s=([\d.]+)")
INDEXED = re.compile(r"indexed documents=(\d+) took_s=([\d.]+)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--catalog", type=Path, default=FASHION)
    arguments = parser.parse_args()
    if not arguments.catalog.exists():
        print(f"{arguments.catalog} is not on this machine: nothing was measured")
        return
    products = read_catalog_file(arguments.catalog, updated_at=datetime.now(UTC)).products
    with tempfile.TemporaryDirectory() as directory:
        house = open_house(Path(directory), model_dir=build_model(ROOT / "var" / "model"))
        try:
            house.register(SHOP, url="https://benchmark.example")
            rows = measure(house, products)
            facts = describe(house, products)
        finally:
            house.stop()
    report("indexing", rows, catalog=arguments.catalog.name, **facts)


@dataclass
class Stopwatch:
    started: float = field(default_factory=time.perf_counter)

    def until(self, is_true: Callable[[], bool]) -> float:
        """Seconds since the start at which it was first seen to be true."""
        while not is_true():
            assert self.seconds < GIVE_UP_S, "given up"
            time.sleep(POLL_S)
        return self.seconds

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started


def measure(house: House, products: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    watch = Stopwatch()
    send_all(house, products)
    acknowledged = watch.seconds
    applied = watch.until(lambda: house.waiting()[0] == 0)
    searchable = watch.until(lambda: house.waiting() == (0, 0))
    return [
        row("acknowledged", acknowledged, len(products)),
        row("applied", applied, len(products)),
        row("searchable", searchable, len(products)),
    ]


def send_all(house: House, products: Sequence[dict[str, Any]]) -> None:
    secret = house.settings.api_secrets[0]

    def send(product: dict[str, Any]) -> None:
        send_webhook(
            house.url,
            shop=SHOP,
            topic="products/create",
            payload=product,
            secret=secret,
            client=client,
        )

    with open_client() as client, ThreadPoolExecutor(CONNECTIONS) as threads:
        list(threads.map(send, products))


def row(step: str, seconds: float, products: int) -> dict[str, Any]:
    return {
        "all of them": step,
        "seconds since the first webhook": seconds,
        "products a second": products / seconds,
    }


def describe(house: House, products: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What was made, and a proof that all of it is found: in SQL, in Chroma, and by asking."""
    embedder = open_embedder(build_model(ROOT / "var" / "model"))
    vectors = VectorIndex(house.settings.chroma_url)
    with house.record.read() as connection:
        chunks = connection.scalar(select(func.count()).select_from(Chunk)) or 0
        namespace = connection.scalar(select(Shop.namespace).where(Shop.shop == SHOP)) or ""
    held = vectors.ids(collection_name(namespace, embedder.name, "knowledge"))
    assert len(held) == chunks, f"{chunks} chunks, {len(held)} vectors"
    last = products[-1]
    found = retrieve(house.record, vectors, embedder, SHOP, str(last["title"]))
    assert str(last["id"]) in {each.source_id for each in found.passages}, "the last is not found"
    embedded, embedding_s = totals(EMBEDDED, house.log("indexing"))
    _, indexing_s = totals(INDEXED, house.log("indexing"))
    return {
        "products": len(products),
        "chunks": chunks,
        "texts embedded": embedded,
        "embedding, seconds": embedding_s,
        "indexing, seconds": indexing_s,
        "share of indexing spent embedding": embedding_s / indexing_s,
        "embedder": embedder.name,
    }


def totals(pattern: re.Pattern[str], log: str) -> tuple[int, float]:
    found = [(int(count), float(seconds)) for count, seconds in pattern.findall(log)]
    return sum(count for count, _ in found), sum(seconds for _, seconds in found)


if __name__ == "__main__":
    main()
