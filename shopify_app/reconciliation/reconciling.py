"""Compare a shop's policies, pages and articles with the record, and deliver what differs.

What changed goes into the inbox as a delivery of our own, so that there is one way in: leased,
retried and guarded by versions like a webhook. (Shopify's webhook topics have none for these.)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from shopify_app.db import Record
from shopify_app.db.tables import SourceRecord
from shopify_app.deliveries.inbox import Arrival, accept
from shopify_app.shopify.admin import AdminClient, AdminRefused
from shopify_app.shopify.admin_records import (
    fetch_articles,
    fetch_pages,
    fetch_shop_and_policies,
)
from shopify_app.shopify.payloads import parse_page, parse_policy, to_record
from shopify_app.shops.profile import mark_needs_auth, mark_reconciled, update_profile
from shopify_app.shops.tokens import access_token

BATCH = 25
"""Pages in one delivery: small enough to stay well under the inbox's body limit."""


def reconcile_shop(
    record: Record, admin: AdminClient, shop: str, *, keys: Sequence[str], now: datetime
) -> int:
    """Deliver what differs; returns how many records that were.

    Raises AdminRefused (the shop is then marked as needing its merchant), AdminUnavailable,
    TokenUnusable, RecordUnavailable.
    """
    token = access_token(record, shop, keys)
    try:
        profile, policies = fetch_shop_and_policies(admin, shop, token)
        pages = list(fetch_pages(admin, shop, token))
        articles = list(fetch_articles(admin, shop, token))
    except AdminRefused:
        with record.write() as connection:
            mark_needs_auth(connection, shop)
        raise
    with record.write() as connection:
        update_profile(connection, shop, profile)
    delivered = _deliver_changes(record, shop, "policy", policies, now=now)
    delivered += _deliver_changes(record, shop, "page", pages, now=now)
    delivered += _deliver_changes(record, shop, "article", articles, now=now)
    with record.write() as connection:
        mark_reconciled(connection, shop, now=now)
    return delivered


def _deliver_changes(
    record: Record, shop: str, kind: str, current: Sequence[Mapping[str, Any]], *, now: datetime
) -> int:
    known = _known_payloads(record, shop, kind)
    parse = parse_policy if kind == "policy" else parse_page
    changed = [each for each in current if known.get(str(each["id"])) != to_record(parse(each))]
    gone = sorted(set(known) - {str(each["id"]) for each in current})
    plural = {"policy": "policies", "page": "pages", "article": "articles"}[kind]
    for batch in _batches(changed):
        _deliver(record, shop, f"{plural}/update", {plural: batch}, now=now)
    if gone:
        _deliver(record, shop, f"{plural}/update", {plural: [], "deleted": gone}, now=now)
    return len(changed) + len(gone)


def _known_payloads(record: Record, shop: str, kind: str) -> dict[str, dict[str, Any]]:
    with record.read() as connection:
        rows = connection.execute(
            select(SourceRecord.source_id, SourceRecord.payload).where(
                SourceRecord.shop == shop,
                SourceRecord.kind == kind,
                SourceRecord.deleted.is_(False),
            )
        )
        return {row[0]: row[1] for row in rows}


def _deliver(
    record: Record, shop: str, topic: str, payload: Mapping[str, Any], *, now: datetime
) -> None:
    body = json.dumps(payload).encode()
    # The time is part of the id: a text that changes and changes back is delivered three times.
    name = hashlib.sha256(b"%s|%s" % (now.isoformat().encode(), body)).hexdigest()[:32]
    arrival = Arrival(
        shop=shop,
        topic=topic,
        webhook_id=f"reconciled-{name}",
        event_id=None,
        api_version=None,
        triggered_at=now,
        received_at=now,
        body=body,
    )
    accept(record, arrival)


def _batches(items: Sequence[Mapping[str, Any]]) -> Iterable[Sequence[Mapping[str, Any]]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
