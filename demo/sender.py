"""Deliver webhooks as Shopify does: signed, several at a time, again when the app is not ready.

`python -m demo.sender --topic products/update FILE.json` sends one by hand.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import sys
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from demo import SHOP
from demo.addresses import storefront_url, with_addresses
from demo.catalog import Catalog, read_catalog_file
from demo.reading import collections_by_type, content_digest, read_store
from demo.state import State, Unsent, open_state
from shopify_app.config import Settings
from shopify_app.errors import Unavailable
from shopify_app.shopify.signatures import sign_webhook

CONNECTIONS = 8
CONNECT_S, ANSWER_S = 1.0, 5.0
"""Shopify's own limits: https://shopify.dev/docs/apps/build/webhooks/subscribe/https"""

RETRY_AFTER_S = (0.25, 0.5, 1, 2, 4, 8, 15, 30)
"""Eight more attempts, as Shopify makes; it spreads them over four hours."""

PLURALS = {"policy": "policies", "page": "pages", "article": "articles"}
"""Kinds for which Shopify has no webhook: they come in one delivery of Tote's own topics."""


class DeliveryFailed(Unavailable):
    """The app did not take a webhook, however often it was sent."""

    code = "delivery_failed"


@dataclass(frozen=True)
class Receipt:
    """What became of a webhook that was taken."""

    webhook_id: str
    status: int
    attempts: int
    elapsed_s: float
    """Of the attempt that succeeded."""


@dataclass(frozen=True)
class Webhook:
    """A body on its way, and the records that are acknowledged with it."""

    topic: str
    payload: Mapping[str, Any]
    records: Sequence[Unsent] = ()
    webhook_id: str | None = None
    """A new one for each, when not said."""


@dataclass(frozen=True)
class Lossy:
    """How badly webhooks travel. A share of 0.05 is five of a hundred."""

    chance: random.Random
    lost: float = 0.05
    repeated: float = 0.05
    displaced_by: int = 20
    """So many places a webhook may come early or late."""


@dataclass(frozen=True)
class Loaded:
    """What `load_store` did. `catalog` is None for the demo's own products."""

    sent: int
    products: int
    catalog: Catalog | None


def send_webhook(
    base_url: str,
    *,
    shop: str,
    topic: str,
    payload: Mapping[str, Any] | bytes,
    secret: str,
    api_version: str = "2026-10",
    webhook_id: str | None = None,
    retry_after_s: Sequence[float] = RETRY_AFTER_S,
    client: httpx.Client | None = None,
) -> Receipt:
    """POST it to `base_url/webhooks/<topic>`, signed, until it is taken.

    A retry repeats the same bytes and the same id. Raises DeliveryFailed when the app refuses it,
    or is still not ready after the last of `retry_after_s`.
    """
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    headers = webhook_headers(
        body, shop=shop, topic=topic, secret=secret, api_version=api_version, webhook_id=webhook_id
    )
    if client is not None:
        return _send_until_taken(client, base_url, topic, body, headers, retry_after_s)
    with open_client() as own:
        return _send_until_taken(own, base_url, topic, body, headers, retry_after_s)


def send_unsent(
    base_url: str,
    state: State,
    *,
    settings: Settings,
    retry_after_s: Sequence[float] = RETRY_AFTER_S,
    on_progress: Callable[[int, int], None] | None = None,
    lossy: Lossy | None = None,
) -> int:
    """Deliver every record the app has not acknowledged as it is now; returns how many webhooks.

    `on_progress(sent, of)` is called after each. With `lossy` some get lost, which nobody notices,
    some come twice and some in another order. Raises DeliveryFailed.
    """
    webhooks = pending_webhooks(state, at=storefront_url(settings))
    if lossy:
        state.mark_sent([record for webhook in webhooks for record in webhook.records])
        webhooks = spoiled(webhooks, lossy)

    def send(webhook: Webhook) -> Webhook:
        send_webhook(
            base_url,
            shop=SHOP,
            topic=webhook.topic,
            payload=webhook.payload,
            secret=settings.api_secrets[0],
            api_version=settings.api_version,
            webhook_id=webhook.webhook_id,
            retry_after_s=retry_after_s,
            client=client,
        )
        return webhook

    with open_client() as client:
        threads = ThreadPoolExecutor(CONNECTIONS)
        taken: list[Unsent] = []
        try:
            for number, webhook in enumerate(threads.map(send, webhooks), start=1):
                taken += webhook.records
                if on_progress:
                    on_progress(number, len(webhooks))
        finally:
            threads.shutdown(cancel_futures=True)
            state.mark_sent(taken)
    return len(webhooks)


def load_store(
    base_url: str,
    settings: Settings,
    *,
    catalog: Path | None = None,
    everything: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
) -> Loaded:
    """Bring the demo shop to what its files (or `catalog`) say, and the app to what the shop has.

    What was edited in the shop since stays; what the app acknowledged before is not sent again,
    unless `everything` is asked for. Raises CatalogUnreadable, DeliveryFailed.
    """
    now = datetime.now(UTC)
    with closing(open_state(settings.data_dir)) as state:
        read = _restock(state, catalog, now=now)
        record = hashlib.sha256(settings.database_url.encode()).hexdigest()
        address = f"{storefront_url(settings)} {record}"
        if everything or state.mark("address") not in (None, address):
            state.touch(now=now)
        state.set_mark("address", address)
        sent = send_unsent(base_url, state, settings=settings, on_progress=on_progress)
        return Loaded(sent, len(state.all("product")), read)


def pending_webhooks(state: State, *, at: str) -> list[Webhook]:
    """What Shopify would send for what is not yet acknowledged, the shop itself first.

    `at` is the storefront's address.
    """
    unsent = state.unsent()
    webhooks = [
        _webhook(record, at)
        for kind in ("shop", "product", "collection", "order")
        for record in unsent
        if record.kind == kind
    ]
    for kind in PLURALS:
        records = [record for record in unsent if record.kind == kind]
        if records:
            webhooks.append(_texts_webhook(kind, records, at))
    return webhooks


def spoiled(webhooks: Sequence[Webhook], lossy: Lossy) -> list[Webhook]:
    """What arrives of them, in which order; a repetition has its first one's id."""
    chance = lossy.chance
    arriving: list[tuple[float, Webhook]] = []
    for place, webhook in enumerate(webhooks):
        if chance.random() < lossy.lost:
            continue
        named = replace(webhook, webhook_id=f"{chance.getrandbits(128):032x}")
        for _ in range(2 if chance.random() < lossy.repeated else 1):
            arriving.append((place + chance.uniform(0, lossy.displaced_by), named))
    arriving.sort(key=lambda pair: pair[0])
    return [webhook for _, webhook in arriving]


def webhook_headers(
    body: bytes,
    *,
    shop: str,
    topic: str,
    secret: str,
    api_version: str = "2026-10",
    webhook_id: str | None = None,
) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "X-Shopify-Topic": topic,
        "X-Shopify-Hmac-Sha256": sign_webhook(body, secret),
        "X-Shopify-Shop-Domain": shop,
        "X-Shopify-API-Version": api_version,
        "X-Shopify-Webhook-Id": webhook_id or str(uuid.uuid4()),
        "X-Shopify-Event-Id": str(uuid.uuid4()),
        "X-Shopify-Triggered-At": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f}000Z",
    }


def open_client() -> httpx.Client:
    """Kept-alive connections under Shopify's time limits; no proxy of the environment's."""
    return httpx.Client(
        timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S),
        limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
        trust_env=False,
    )


def _send_until_taken(
    client: httpx.Client,
    base_url: str,
    topic: str,
    body: bytes,
    headers: Mapping[str, str],
    retry_after_s: Sequence[float],
) -> Receipt:
    fault = ""
    for attempt, wait_s in enumerate((*retry_after_s, None), start=1):
        started = time.monotonic()
        try:
            response = client.post(f"{base_url}/webhooks/{topic}", content=body, headers=headers)
        except httpx.TransportError as error:
            fault = type(error).__name__
        else:
            if response.is_success:
                elapsed_s = time.monotonic() - started
                webhook_id = headers["X-Shopify-Webhook-Id"]
                return Receipt(webhook_id, response.status_code, attempt, elapsed_s)
            fault = f"the app answered {response.status_code}"
            if response.status_code < 500 and response.status_code != 429:
                break
        if wait_s is not None:
            time.sleep(wait_s)
    raise DeliveryFailed(f"{topic}: {fault}")


def _restock(state: State, catalog: Path | None, *, now: datetime) -> Catalog | None:
    """Read the files into the state, if they are not the ones it was made from."""
    read = read_catalog_file(catalog, updated_at=now) if catalog else None
    source = content_digest()
    if catalog:
        source += hashlib.sha256(catalog.read_bytes()).hexdigest()
    if state.mark("source") == source:
        return read
    records = dict(read_store(now=now).records)
    if read:
        records["product"] = read.products
        records["collection"] = collections_by_type(read.products, now=now)
    for kind, payloads in records.items():
        state.replace(kind, payloads, now=now)
    state.set_mark("source", source)
    return read


def _webhook(record: Unsent, at: str) -> Webhook:
    if record.kind == "shop":
        return Webhook("shop/update", record.payload, [record])
    if record.deleted:
        return Webhook(f"{record.kind}s/delete", {"id": record.id}, [record])
    changed = "updated" if record.kind == "order" else "update"
    action = "create" if record.version == 1 else changed
    payload = with_addresses(record.kind, record.payload, at)
    return Webhook(f"{record.kind}s/{action}", payload, [record])


def _texts_webhook(kind: str, records: Sequence[Unsent], at: str) -> Webhook:
    live = [record.payload for record in records if not record.deleted]
    payload: dict[str, Any] = {PLURALS[kind]: [with_addresses(kind, each, at) for each in live]}
    deleted = [str(record.id) for record in records if record.deleted]
    if deleted:
        payload["deleted"] = deleted
    return Webhook(f"{PLURALS[kind]}/update", payload, records)


def main() -> int:
    options = _options()
    secret = os.environ.get("SHOPIFY_API_SECRET")
    if not secret:
        print("SHOPIFY_API_SECRET is not set", file=sys.stderr)
        return 2
    try:
        receipt = send_webhook(
            options.url.rstrip("/"),
            shop=options.shop,
            topic=options.topic,
            payload=options.file.read(),
            secret=secret,
            webhook_id=options.id,
        )
    except DeliveryFailed as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{options.topic} taken with {receipt.status} in {receipt.elapsed_s * 1000:.0f} ms")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m demo.sender",
        description="Send one webhook, signed with SHOPIFY_API_SECRET.",
    )
    parser.add_argument("file", type=argparse.FileType("rb"), help="its JSON body; - reads stdin")
    parser.add_argument("--topic", required=True, help="such as products/update")
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="where Tote listens")
    parser.add_argument("--shop", default=SHOP)
    parser.add_argument("--id", help="the webhook's id, to send one again")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
