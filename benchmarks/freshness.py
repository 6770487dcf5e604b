"""How soon a change in the store is in the next answer, on an otherwise idle store.

`python -m benchmarks.freshness [--changes 30] [--products 300]`

A whole Tote runs (web, workers, sweeper, Redis, Chroma; answers are extracts, so no model's time is
in them). A signed webhook changes a product's price, or its text; from the moment it is sent the
storefront's door is asked again and again, each time as another shopper, until an answer shows it.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx

from benchmarks.table import percentile, report
from shopify_app.knowledge.weights import build_model
from shopify_app.shopify.signatures import sign_proxy_query
from tests.house import ROOT, House, open_house
from tests.webhooks.signing import signed_headers

SHOP = "benchmark.myshopify.com"
PAUSE_S = 0.02
GIVE_UP_S = 30
MATERIALS = "wool linen cotton hemp canvas felt cork leather bamboo denim".split()
THINGS = "jacket trousers scarf apron blanket satchel cap vest cushion rug".split()
PLACES = "harbour orchard moor quarry island valley forest market chapel bridge".split()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--changes", type=int, default=30)
    parser.add_argument("--products", type=int, default=300)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        house = open_house(Path(directory), model_dir=build_model(ROOT / "var" / "model"))
        try:
            house.register(SHOP, url="https://benchmark.example")
            with httpx.Client(base_url=house.url, timeout=10) as client:
                store = Store(house, client, itertools.count(1))
                rows = _measure(store, arguments.products, arguments.changes)
        finally:
            house.stop()
    report(
        "freshness",
        rows,
        products=arguments.products,
        from_to="webhook sent to answer received that shows the change",
    )


@dataclass
class Store:
    """A store, its webhooks and its shoppers."""

    house: House
    client: httpx.Client
    numbers: itertools.count[int]

    def send(self, product: dict[str, Any]) -> None:
        body = json.dumps({**product, "updated_at": datetime.now(UTC).isoformat()}).encode()
        headers = signed_headers(body, self.house.settings.api_secrets[0], shop=SHOP)
        headers["X-Shopify-Webhook-Id"] = f"benchmark-{next(self.numbers)}"
        answer = self.client.post("/webhooks/products/update", content=body, headers=headers)
        answer.raise_for_status()

    def ask(self, question: str) -> str:
        """The whole answer as JSON text; each time to another shopper, who may ask so often."""
        query = {"shop": SHOP, "path_prefix": "/apps/tote", "timestamp": str(int(time.time()))}
        query["signature"] = sign_proxy_query(query, self.house.settings.api_secrets[0])
        number = next(self.numbers)
        answer = self.client.post(
            f"/proxy/chat?{urlencode(query)}",
            json={"message": question},
            headers={"X-Forwarded-For": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"},
        )
        answer.raise_for_status()
        return json.dumps(answer.json(), ensure_ascii=False)


def _measure(store: Store, products: int, changes: int) -> list[dict[str, Any]]:
    shelf = [_product(number) for number in range(1, products + 1)]
    for product in shelf:
        store.send(product)
    store.house.settle(timeout_s=300)
    store.ask(f"How much is the {shelf[0]['title']}?")
    prices, texts, asking = [], [], []
    for change in range(changes):
        product = shelf[change * 7 % products]
        product["variants"][0]["price"] = price = f"{500 + change}.{change % 90 + 10}"
        prices.append(_until_shown(store, product, f"How much is the {product['title']}?", price))
        word = f"zephyr{change}q"
        product["body_html"] = f"<p>The lining of this one is called {word} by its makers.</p>"
        texts.append(_until_shown(store, product, f"Which has a lining called {word}?", word))
        asking.append(_timed(lambda: store.ask("Do you have a wool scarf?")))
    return [
        _row("price change", prices),
        _row("text change", texts),
        _row("an answer by itself", asking),
    ]


def _until_shown(store: Store, product: dict[str, Any], question: str, wanted: str) -> float:
    assert wanted not in store.ask(question), "shown before it was sent"
    return _timed(lambda: _send_and_wait(store, product, question, wanted))


def _send_and_wait(store: Store, product: dict[str, Any], question: str, wanted: str) -> None:
    deadline = time.monotonic() + GIVE_UP_S
    store.send(product)
    while wanted not in store.ask(question):
        assert time.monotonic() < deadline, f"{wanted} was never shown"
        time.sleep(PAUSE_S)


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _product(number: int) -> dict[str, Any]:
    material, thing = MATERIALS[number % 10], THINGS[number // 10 % 10]
    place = PLACES[number // 100 % 10]
    title = f"{place.capitalize()} {material} {thing}"
    return {
        "id": number,
        "title": title,
        "handle": f"{title.lower().replace(' ', '-')}-{number}",
        "body_html": f"<p>A {thing} of {material}, made near the {place}. No {number}.</p>",
        "vendor": "Benchmark",
        "product_type": thing.capitalize(),
        "status": "active",
        "published_at": "2026-01-01T00:00:00Z",
        "tags": material,
        "options": [{"name": "Size", "values": ["One"]}],
        "variants": [
            {"id": number * 10, "title": "One", "price": "25.00", "sku": f"B-{number}"},
        ],
        "images": [],
    }


def _row(name: str, seconds: list[float]) -> dict[str, Any]:
    return {
        "what": name,
        "times": len(seconds),
        "p50 ms": percentile(seconds, 0.5) * 1000,
        "p95 ms": percentile(seconds, 0.95) * 1000,
        "max ms": max(seconds) * 1000,
    }


if __name__ == "__main__":
    main()
