"""Compare a shop with the record, and deliver what differs.

What changed goes into the inbox as a delivery of our own, so that there is one way in: leased,
retried and guarded by versions like a webhook. Policies, pages and articles have no webhooks at
all; of products, collections and orders some may have been missed.

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
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from shopify_app.db import Record
from shopify_app.db.tables import SourceRecord
from shopify_app.deliveries.inbox import Arrival, accept, is_waiting
from shopify_app.knowledge.sources import sha256_of
from shopify_app.shopify.admin import AdminClient, AdminRefused
from shopify_app.shopify.admin_records import (
    ORDERS_FOR,
    fetch_articles,
    fetch_collection_payload,
    fetch_order_payload,
    fetch_pages,
    fetch_product_payload,
    fetch_published_collections,
    fetch_shop_and_policies,
    fetch_versions,
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
from shopify_app.shops.profile import (
    asked_for_reconciliation,
    mark_needs_auth,
    mark_reconciled,
    settle_request,
    update_profile,
)
from shopify_app.shops.syncs import known_until, last_swept, note_comparison
from shopify_app.shops.tokens import access_token

log = logging.getLogger(__name__)

Payload = Mapping[str, Any]

SWEEP_EVERY = timedelta(days=1)
OVERLAP = timedelta(minutes=10)

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
class Objects:
    """A kind of object that has webhooks, some of which may have been missed."""

    kind: str
    plural: str
    topic: str
    fetch: Callable[[AdminClient, str, str, str], Payload | None]


OBJECTS = (
    Objects("product", "products", "products/update", fetch_product_payload),
    Objects("collection", "collections", "collections/update", fetch_collection_payload),
    Objects("order", "orders", "orders/updated", fetch_order_payload),
)
COMPARED = (*(each.kind for each in OBJECTS), PAGES.kind, ARTICLES.kind)


@dataclass(frozen=True)
class Known:
    """What the record holds of a source."""

    version_at: datetime
    deleted: bool
    sha256: str
    published: bool | None = None
    """Of what can be: a product, collection, page or article."""
    created_at: str | None = None
    """Of an order, ISO 8601 in UTC."""


def reconcile_shop(
    record: Record, admin: AdminClient, shop: str, *, keys: Sequence[str], now: datetime
) -> int:
    """Deliver what differs; returns how many changes were found.

    Policies are compared all, everything else as far as it changed since the last time; once a
    day, or when it was asked for, everything is, and what is gone is found.

    Raises ShopNotInstalled, TokenUnusable, AdminRefused (the shop is then marked as needing its
    merchant), AdminUnavailable or RecordUnavailable; what was delivered before stays delivered.
    """
    token = _token(record, shop, keys)
    with record.read() as connection:
        asked_at = asked_for_reconciliation(connection, shop)
    whole = _is_whole(record, shop, now)
    with record.read() as connection:
        cursors = {} if whole else known_until(connection, shop)
    changes = compare_texts(record, admin, shop, token, since=cursors, now=now)
    changes += compare_objects(record, admin, shop, token, since=cursors, now=now)
    with record.write() as connection:
        mark_reconciled(connection, shop, now=now)
        settle_request(connection, shop, asked_at=asked_at)
        note_comparison(connection, shop, kinds=COMPARED, whole=whole, now=now)
    return changes


def compare_texts(
    record: Record,
    admin: AdminClient,
    shop: str,
    token: str,
    *,
    since: Mapping[str, datetime],
    now: datetime,
) -> int:
    """Deliver the policies, pages and articles that differ; those that are gone as well, for
    kinds that `since` does not name. Raises as above."""
    with _refusal_noted(record, shop, asked_at=now):
        known = _known(record, shop, "policy")
        profile, policies = fetch_shop_and_policies(admin, shop, token)
        with record.write() as connection:
            update_profile(connection, shop, profile)
        changes = _deliver_texts(record, shop, POLICIES, known, policies, whole=True, now=now)
        for texts, fetch in ((PAGES, fetch_pages), (ARTICLES, fetch_articles)):
            known = _known(record, shop, texts.kind)
            after = since.get(texts.kind)
            found = fetch(admin, shop, token, query=_changed_since(after))
            changes += _deliver_texts(
                record, shop, texts, known, found, whole=after is None, now=now
            )
    return changes


def compare_objects(
    record: Record,
    admin: AdminClient,
    shop: str,
    token: str,
    *,
    since: Mapping[str, datetime],
    now: datetime,
) -> int:
    """Deliver the products, collections and orders that are new, newer or gone; as above.

    One call for 250 of them, and one for each that differs.
    """
    with _refusal_noted(record, shop, asked_at=now):
        return sum(
            _compare(record, admin, shop, token, objects, since=since.get(objects.kind), now=now)
            for objects in OBJECTS
        )


def _compare(
    record: Record,
    admin: AdminClient,
    shop: str,
    token: str,
    objects: Objects,
    *,
    since: datetime | None,
    now: datetime,
) -> int:
    known = _known(record, shop, objects.kind)
    window = f"created_at:>='{_stamp(now - ORDERS_FOR)}'" if objects.kind == "order" else None
    query = _changed_since(since) or window
    versions = fetch_versions(admin, shop, token, objects.plural, query=query)
    differing = {
        each
        for each, version_at in versions.items()
        if each not in known or version_at > known[each].version_at
    }
    if objects.kind == "collection" and since is None:
        # Whether it is shown is no change of the collection itself.
        shown = fetch_published_collections(admin, shop, token)
        differing |= {
            each
            for each in versions.keys() & known.keys()
            if not known[each].deleted and known[each].published is not (each in shown)
        }
    changes = 0
    for each in sorted(differing):
        admin.leave_room(shop)
        payload = objects.fetch(admin, shop, token, each)
        if payload:
            _deliver(record, shop, objects.topic, payload, now=now)
            changes += 1
    if since is not None:
        return changes
    gone = [each for each in _gone(known, versions) if _would_be_listed(known[each], now)]
    for each in gone:
        _deliver(record, shop, f"{objects.plural}/delete", {"id": int(each)}, now=now)
    return changes + len(gone)


def _would_be_listed(known: Known, now: datetime) -> bool:
    """Orders leave Shopify's list when they get too old for our scopes: not because they are gone.

    A day before that nothing is concluded any more.
    """
    oldest = now - ORDERS_FOR + timedelta(days=1)
    return known.created_at is None or known.created_at > oldest.isoformat()


def _is_whole(record: Record, shop: str, now: datetime) -> bool:
    """Not while what was read at first still waits to be applied: all of it would seem missing."""
    with record.read() as connection:
        swept_at = last_swept(connection, shop)
    due = swept_at is None or swept_at <= now - SWEEP_EVERY
    return due and not is_waiting(record, shop, webhook_id_begins="sync-")


def _changed_since(since: datetime | None) -> str | None:
    """With an overlap: clocks differ, and Shopify's search sees a change a little late."""
    return f"updated_at:>'{_stamp(since - OVERLAP)}'" if since else None


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


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
                SourceRecord.payload["published"].as_boolean(),
                SourceRecord.payload["created_at"].as_string(),
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
    whole: bool,
    now: datetime,
) -> int:
    present: set[str] = set()
    changes = 0
    topic = f"{texts.plural}/update"
    for batch in _batches(_changed(texts, known, found, present)):
        _deliver(record, shop, topic, {texts.plural: batch}, now=now)
        changes += len(batch)
    gone = _gone(known, present) if whole else []
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
