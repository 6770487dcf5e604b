"""Webhooks sent as Shopify sends them: many at once, and again until they are answered 200."""

from __future__ import annotations

import itertools
import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event

import httpx
from sqlalchemy import select

from shopify_app.db.tables import Delivery, Document, Shop, SourceRecord
from shopify_app.knowledge.aligning import live_chunk_ids
from shopify_app.knowledge.embedder import Embedder
from shopify_app.knowledge.rebuilding import PURPOSES
from shopify_app.knowledge.vectors import VectorIndex, VectorsUnavailable, collection_name
from tests.house import House
from tests.webhooks.signing import signed_headers
from tests.workers.payloads import product

SENDERS = 8
PRODUCTS = 40
GIVE_UP_S = 120
WORDS = "heather granite lantern ferry harbour thistle copper willow marsh anvil".split()


class Load:
    """Updates of a few products, in threads, from `start` to `stop`."""

    def __init__(self, house: House, shop: str, *, seed: int = 1) -> None:
        self.acknowledged: list[str] = []
        self.refused: list[int] = []
        self._house = house
        self._shop = shop
        self._random = random.Random(seed)
        self._numbers = itertools.count(1)
        self._stopping = Event()
        self._threads = ThreadPoolExecutor(SENDERS)
        self._sending = [self._threads.submit(self._send_until_stopped) for _ in range(SENDERS)]

    def stop(self) -> None:
        """Returns when every webhook begun has been acknowledged. Raises what a sender met."""
        self._stopping.set()
        self._threads.shutdown()
        for sending in self._sending:
            sending.result()

    def _send_until_stopped(self) -> None:
        with httpx.Client(timeout=10) as client:
            while not self._stopping.is_set():
                self._send(client)
                time.sleep(0.01)

    def _send(self, client: httpx.Client) -> None:
        number = next(self._numbers)
        words = " ".join(self._random.choices(WORDS, k=12))
        payload = product(
            self._random.randint(1, PRODUCTS),
            datetime.now(UTC),
            title=f"Boots of {self._random.choice(WORDS)}",
            body_html=f"<p>{words}, version {number}.</p>",
        )
        body = json.dumps(payload).encode()
        secret = self._house.settings.api_secrets[0]
        headers = signed_headers(body, secret, shop=self._shop)
        deadline = time.monotonic() + GIVE_UP_S
        while not self._is_acknowledged(client, body, headers):
            assert time.monotonic() < deadline, "a webhook was never acknowledged"
            time.sleep(0.1)
        self.acknowledged.append(headers["X-Shopify-Webhook-Id"])

    def _is_acknowledged(self, client: httpx.Client, body: bytes, headers: dict[str, str]) -> bool:
        url = f"{self._house.url}/webhooks/products/update"
        try:
            answer = client.post(url, content=body, headers=headers)
        except httpx.TransportError:
            return False
        if answer.status_code != 200:
            self.refused.append(answer.status_code)
        return answer.status_code == 200


def missing(house: House, acknowledged: list[str]) -> set[str]:
    """What was acknowledged and is not in the inbox."""
    with house.record.read() as connection:
        return set(acknowledged) - set(connection.scalars(select(Delivery.webhook_id)))


def statuses(house: House, shop: str) -> set[str]:
    with house.record.read() as connection:
        query = select(Delivery.status).where(Delivery.shop == shop).distinct()
        return set(connection.scalars(query))


def is_converged(house: House, shop: str, embedder: Embedder, vectors: VectorIndex) -> bool:
    """No work waits, and Chroma has exactly the chunks that the record has."""
    if house.waiting() != (0, 0):
        return False
    with house.record.read() as connection:
        namespace = connection.scalar(select(Shop.namespace).where(Shop.shop == shop))
        wanted = {
            purpose: live_chunk_ids(connection, shop, purpose, embedder.name)
            for purpose in PURPOSES
        }
    assert namespace
    try:
        return all(
            vectors.ids(collection_name(namespace, embedder.name, purpose)) == wanted[purpose]
            for purpose in PURPOSES
        )
    except VectorsUnavailable:
        return False


def is_newest_everywhere(house: House, shop: str) -> bool:
    """Every document says what its source says."""
    with house.record.read() as connection:
        rows = connection.execute(
            select(SourceRecord.payload, Document.sections)
            .join(
                Document,
                (Document.shop == SourceRecord.shop)
                & (Document.kind == SourceRecord.kind)
                & (Document.source_id == SourceRecord.source_id),
            )
            .where(SourceRecord.shop == shop)
        ).all()
    return bool(rows) and all(
        row.payload["body_html"].removeprefix("<p>").removesuffix("</p>")
        in json.dumps(row.sections)
        for row in rows
    )
