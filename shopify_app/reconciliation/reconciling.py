"""Compare a shop with the record, and deliver what differs.

What changed goes into the inbox as a delivery of our own, so that there is one way in: leased,
retried and guarded by versions like a webhook. Policies, pages and articles have no webhooks at
all; of products some may have been missed, and before an installation there were none.

What is known is read first, then what Shopify has: a record that arrives in between is not taken
for one that Shopify no longer has.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from shopify_app.db import Record
from shopify_app.db.tables import SourceRecord
from shopify_app.deliveries.inbox import Arrival, accept, is_waiting
from shopify_app.knowledge.sources import sha256_of
from shopify_app.shopify.admin import AdminClient, AdminRefused
from shopify_app.shopify.admin_records import (
    fetch_articles,
    fetch_pages,
    fetch_product_payload,
    fetch_product_versions,
    fetch_shop_and_policies,
)
from shopify_app.shopify.bodies import InvalidPayload
from shopify_app.shopify.payloads import (
    Page,
    Policy,
    parse_article,
    parse_page,
    parse_policy,
    to_record,
)
from shopify_app.shops.directory import active_shop
from shopify_app.shops.profile import mark_needs_auth, mark_reconciled, update_profile
from shopify_app.shops.tokens import access_token

log = logging.getLogger(__name__)

Payload = Mapping[str, Any]

MOST_IN_ONE = 25
MOST_BYTES = 1024 * 1024
"""Of texts in one delivery; a longer one goes alone."""


@dataclass(frozen=True)
class Texts:
    """A kind of text Shopify has no webhook for, and how our own delivery carries it."""

    kind: str
    plural: str
    parse: Callable[[Payload], Policy | Page]


POLICIES = Texts("policy", "policies", parse_policy)
PAGES = Texts("page", "pages", parse_page)
ARTICLES = Texts("article", "articles", parse_article)


@dataclass(frozen=True)
class Known:
    """What the record holds of a source."""

    version_at: datetime
    deleted: bool
    sha256: str


def reconcile_shop(
    record: Record, admin: AdminClient, shop: str, *, keys: Sequence[str], now: datetime
) -> int:
    """Deliver the policies, pages and articles that differ; returns how many.

    Raises ShopNotInstalled, TokenUnusable, AdminRefused (the shop is then marked as needing its
    merchant), AdminUnavailable or RecordUnavailable; what was delivered before stays delivered.
    """
    token = _token(record, shop, keys)
    with _refusal_noted(record, shop, asked_at=now):
        known = _known(record, shop, "policy")
        profile, policies = fetch_shop_and_policies(admin, shop, token)
        with record.write() as connection:
            update_profile(connection, shop, profile)
        changes = _deliver_texts(record, shop, POLICIES, known, policies, now=now)
        for texts, fetch in ((PAGES, fetch_pages), (ARTICLES, fetch_articles)):
            known = _known(record, shop, texts.kind)
            found = fetch(admin, shop, token)
            changes += _deliver_texts(record, shop, texts, known, found, now=now)
    with record.write() as connection:
        mark_reconciled(connection, shop, now=now)
    return changes


def reconcile_products(
    record: Record, admin: AdminClient, shop: str, *, keys: Sequence[str], now: datetime
) -> int:
    """Deliver the products that are new, newer or gone; returns how many. Raises as above.

    One call for 250 products, and one for each that differs.
    """
    token = _token(record, shop, keys)
    known = _known(record, shop, "product")
    changes = 0
    with _refusal_noted(record, shop, asked_at=now):
        versions = fetch_product_versions(admin, shop, token)
        for product_id, version_at in versions.items():
            if product_id in known and version_at <= known[product_id].version_at:
                continue
            payload = fetch_product_payload(admin, shop, token, product_id)
            if payload:
                _deliver(record, shop, "products/update", payload, now=now)
                changes += 1
    gone = _gone(known, versions)
    for product_id in gone:
        _deliver(record, shop, "products/delete", {"id": int(product_id)}, now=now)
    return changes + len(gone)


def differs(known: Known | None, *, version_at: datetime, sha256: str) -> bool:
    """Whether the record would take over what was found. Pure."""
    if known is None:
        return True
    if known.deleted:
        return version_at > known.version_at
    return version_at >= known.version_at and sha256 != known.sha256


def _token(record: Record, shop: str, keys: Sequence[str]) -> str:
    with record.read() as connection:
        active_shop(connection, shop)
    return access_token(record, shop, keys)


@contextmanager
def _refusal_noted(record: Record, shop: str, *, asked_at: datetime) -> Iterator[None]:
    try:
        yield
    except AdminRefused:
        with record.write() as connection:
            mark_needs_auth(connection, shop, asked_at=asked_at)
        raise


def _known(record: Record, shop: str, kind: str) -> dict[str, Known]:
    with record.read() as connection:
        rows = connection.execute(
            select(
                SourceRecord.source_id,
                SourceRecord.version_at,
                SourceRecord.deleted,
                SourceRecord.payload_sha256,
            ).where(SourceRecord.shop == shop, SourceRecord.kind == kind)
        )
        return {row[0]: Known(*row[1:]) for row in rows}


def _deliver_texts(
    record: Record,
    shop: str,
    texts: Texts,
    known: Mapping[str, Known],
    found: Iterable[Payload],
    *,
    now: datetime,
) -> int:
    present: set[str] = set()
    changes = 0
    topic = f"{texts.plural}/update"
    for batch in _batches(_changed(texts, known, found, present)):
        _deliver(record, shop, topic, {texts.plural: batch}, now=now)
        changes += len(batch)
    gone = _gone(known, present)
    if gone:
        _deliver(record, shop, topic, {texts.plural: [], "deleted": gone}, now=now)
    return changes + len(gone)


def _changed(
    texts: Texts, known: Mapping[str, Known], found: Iterable[Payload], present: set[str]
) -> Iterator[Payload]:
    """Those that differ; the ids of all that were found are put into `present`."""
    for each in found:
        present.add(str(each["id"]))
        try:
            text = texts.parse(each)
        except InvalidPayload as error:  # one that cannot be read holds up no other
            log.warning("reconcile kind=%s id=%s error=%s", texts.kind, each["id"], error)
            continue
        sha256 = sha256_of(to_record(text))
        if differs(known.get(text.id), version_at=text.updated_at, sha256=sha256):
            yield each


def _batches(payloads: Iterable[Payload]) -> Iterator[list[Payload]]:
    batch: list[Payload] = []
    size = 0
    for payload in payloads:
        length = len(json.dumps(payload))
        if batch and (len(batch) == MOST_IN_ONE or size + length > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(payload)
        size += length
    if batch:
        yield batch


def _gone(known: Mapping[str, Known], present: Iterable[str]) -> list[str]:
    alive = {source_id for source_id, each in known.items() if not each.deleted}
    return sorted(alive.difference(present))


def _deliver(record: Record, shop: str, topic: str, payload: Payload, *, now: datetime) -> None:
    """Unless the same is still waiting to be worked on.

    When it no longer waits it is delivered again, for the time is part of its id: a text that
    vanished, came back and vanished once more has to be deleted twice.
    """
    body = json.dumps(payload).encode()
    content = hashlib.sha256(topic.encode() + b"|" + body).hexdigest()[:32]
    name = f"reconciled-{content}-"
    if is_waiting(record, shop, webhook_id_begins=name):
        return
    arrival = Arrival(
        shop=shop,
        topic=topic,
        webhook_id=f"{name}{now:%Y%m%dT%H%M%S.%f}",
        event_id=None,
        api_version=None,
        triggered_at=now,
        received_at=now,
        body=body,
    )
    accept(record, arrival)
