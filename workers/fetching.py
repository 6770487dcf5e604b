"""Fetch a record from the Admin API when a delivery cannot say what it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from shopify_app.knowledge.documents import (
    Source,
    collection_source,
    order_source,
    product_source,
)
from shopify_app.knowledge.sources import apply_source, delete_source
from shopify_app.parts import Parts
from shopify_app.shopify import admin_records
from shopify_app.shopify.admin import AdminClient, AdminThrottled, AdminUnavailable

REST_S = 30.0
"""A shop whose Admin API does not answer is not asked again for so long: each try could take ten
seconds, and the deliveries of every other shop wait meanwhile."""

_rests_until: dict[str, float] = {}
"""By shop, on this process's own clock."""


@dataclass(frozen=True)
class Fetch:
    """What to fetch: the `kind` of source record and its id."""

    kind: str
    source_id: str


def fetched(parts: Parts, shop: str, fetch: Fetch) -> Callable[[Connection, datetime], str]:
    """Fetch now; what is returned writes it, as the truth. Raises AdminRefused, Unavailable."""
    source = _fetch_source(parts, shop, fetch)

    def write(connection: Connection, now: datetime) -> str:
        if source:
            apply_source(connection, shop, source, now=now, authoritative=True)
            return "fetched"
        delete_source(
            connection,
            shop,
            kind=fetch.kind,
            source_id=fetch.source_id,
            version_at=now,
            now=now,
            authoritative=True,
        )
        return "fetched: gone"

    return write


def _fetch_source(parts: Parts, shop: str, fetch: Fetch) -> Source | None:
    """The record as Shopify has it now; None when it is gone."""
    token = parts.tokens.fresh_token(shop)
    if time.monotonic() < _rests_until.get(shop, 0.0):
        raise AdminUnavailable("the shop's Admin API did not answer a moment ago")
    try:
        return _ask(parts.admin, shop, token, fetch)
    except AdminThrottled:
        raise  # it did answer, and said how long to wait
    except AdminUnavailable:
        _rests_until[shop] = time.monotonic() + REST_S
        raise


def _ask(admin: AdminClient, shop: str, token: str, fetch: Fetch) -> Source | None:
    if fetch.kind == "product":
        product = admin_records.fetch_product(admin, shop, token, fetch.source_id)
        return product_source(product) if product else None
    if fetch.kind == "collection":
        collection = admin_records.fetch_collection(admin, shop, token, fetch.source_id)
        return collection_source(collection) if collection else None
    order = admin_records.fetch_order(admin, shop, token, fetch.source_id)
    return order_source(order) if order else None
