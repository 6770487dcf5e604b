"""What each webhook topic does: parse, then one call into a room. Newest wins there, not here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from shopify_app.deliveries.leasing import LeasedDelivery
from shopify_app.knowledge.documents import (
    Source,
    collection_source,
    order_source,
    page_source,
    policy_source,
    product_source,
)
from shopify_app.knowledge.sources import apply_source, delete_source
from shopify_app.parts import Parts
from shopify_app.shopify import admin_records
from shopify_app.shopify.bodies import InvalidPayload, parse_body
from shopify_app.shopify.payloads import (
    clamp_version,
    parse_collection,
    parse_id,
    parse_order,
    parse_page,
    parse_policy,
    parse_product,
    parse_shop,
    to_record,
)
from shopify_app.shops.install import uninstall_shop
from shopify_app.shops.profile import request_reconciliation, update_profile
from shopify_app.shops.tokens import access_token
from workers.erasure import erase_customer, erase_shop


class NeedsFetch(Exception):
    """Fetch the record from the Admin API and apply it as the truth."""

    def __init__(self, kind: str, source_id: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.source_id = source_id


@dataclass(frozen=True)
class Work:
    """A delivery being applied, in the transaction that will also finish it."""

    connection: Connection
    delivery: LeasedDelivery
    payload: Mapping[str, Any]
    now: datetime

    @property
    def shop(self) -> str:
        return self.delivery.shop

    @property
    def happened_at(self) -> datetime:
        """When Shopify saw it happen; for events whose payload carries no time."""
        happened = self.delivery.triggered_at or self.delivery.received_at
        return clamp_version(happened, self.delivery.received_at)


Handler = Callable[[Work], str]


def apply_delivery(connection: Connection, delivery: LeasedDelivery, *, now: datetime) -> str:
    """The outcome, as one word. Raises InvalidPayload, or NeedsFetch to be called back."""
    if delivery.body is None:
        raise _fetch_of_oversized(delivery)
    payload = parse_body(delivery.body)
    return HANDLERS[delivery.topic](Work(connection, delivery, payload, now))


def fetch_source(parts: Parts, shop: str, need: NeedsFetch) -> Source | None:
    """The record as Shopify has it now; None when it is gone. Raises AdminRefused, Unavailable."""
    token = access_token(parts.record, shop, parts.settings.encryption_keys)
    if need.kind == "product":
        product = admin_records.fetch_product(parts.admin, shop, token, need.source_id)
        return product_source(product) if product else None
    if need.kind == "collection":
        collection = admin_records.fetch_collection(parts.admin, shop, token, need.source_id)
        return collection_source(collection) if collection else None
    order = admin_records.fetch_order(parts.admin, shop, token, need.source_id)
    return order_source(order) if order else None


def apply_fetched(
    connection: Connection, shop: str, need: NeedsFetch, source: Source | None, *, now: datetime
) -> str:
    if source is None:
        delete_source(
            connection, shop, kind=need.kind, source_id=need.source_id, version_at=now, now=now
        )
        return "fetched_gone"
    apply_source(connection, shop, source, now=now, authoritative=True)
    return "fetched"


def _fetch_of_oversized(delivery: LeasedDelivery) -> Exception:
    kind = KIND_OF_OVERSIZED.get(delivery.topic)
    if kind is None or delivery.resource_id is None:
        return InvalidPayload("too large to keep, and it does not say what to fetch")
    return NeedsFetch(kind, delivery.resource_id)


def _apply(work: Work, source: Source) -> str:
    outcome = apply_source(
        work.connection, work.shop, _not_from_the_future(work, source), now=work.now
    )
    if outcome == "tie":
        if source.kind in ("product", "collection", "order"):
            raise NeedsFetch(source.kind, source.source_id)
        # Policies and pages come from our own reconciler: the later delivery read the later truth.
        apply_source(work.connection, work.shop, source, now=work.now, authoritative=True)
        return "applied"
    return outcome


def _not_from_the_future(work: Work, source: Source) -> Source:
    clamped = clamp_version(source.version_at, work.delivery.received_at)
    if clamped == source.version_at:
        return source
    return replace(source, version_at=clamped)


def _product(work: Work) -> str:
    product = parse_product(work.payload)
    if product.truncated:
        raise NeedsFetch("product", product.id)
    return _apply(work, product_source(product))


def _collection(work: Work) -> str:
    return _apply(work, collection_source(parse_collection(work.payload)))


def _order(work: Work) -> str:
    return _apply(work, order_source(parse_order(work.payload)))


def _order_mentioned(work: Work) -> str:
    """An edit or a refund only points at its order."""
    edit = work.payload.get("order_edit")
    named = edit if isinstance(edit, Mapping) else work.payload
    raise NeedsFetch("order", parse_id(named, "order_id"))


def _deleted(kind: str) -> Handler:
    def delete(work: Work) -> str:
        return delete_source(
            work.connection,
            work.shop,
            kind=kind,
            source_id=parse_id(work.payload),
            version_at=work.happened_at,
            now=work.now,
        )

    return delete


def _several(plural: str, kind: str, parse: Callable[[Mapping[str, Any]], Source]) -> Handler:
    def apply_all(work: Work) -> str:
        items, gone = work.payload.get(plural), work.payload.get("deleted", [])
        if not isinstance(items, list) or not isinstance(gone, list):
            raise InvalidPayload(f"fields at fault: {plural}, deleted")
        for item in items:
            if not isinstance(item, Mapping):
                raise InvalidPayload(f"fields at fault: {plural}")
            _apply(work, parse(item))
        for source_id in gone:
            delete_source(
                work.connection,
                work.shop,
                kind=kind,
                source_id=parse_id({"id": source_id}),
                version_at=work.happened_at,
                now=work.now,
            )
        return "applied"

    return apply_all


def _shop(work: Work) -> str:
    """Also a hint that a policy may have changed: Shopify has no webhook for those."""
    update_profile(work.connection, work.shop, to_record(parse_shop(work.payload)))
    request_reconciliation(work.connection, work.shop)
    return "applied"


def _uninstalled(work: Work) -> str:
    triggered_at = work.delivery.triggered_at or work.delivery.received_at
    done = uninstall_shop(work.connection, work.shop, triggered_at=triggered_at, now=work.now)
    return "applied" if done else "stale"


def _customer_redact(work: Work) -> str:
    customer = work.payload.get("customer")
    if not isinstance(customer, Mapping):
        raise InvalidPayload("fields at fault: customer")
    orders = work.payload.get("orders_to_redact") or []
    erase_customer(
        work.connection,
        work.shop,
        customer_id=parse_id(customer),
        order_ids=[parse_id({"id": each}) for each in orders],
        now=work.now,
    )
    return "applied"


def _shop_redact(work: Work) -> str:
    return "applied" if erase_shop(work.connection, work.shop, now=work.now) else "installed_again"


def _noted(_work: Work) -> str:
    return "ignored"


HANDLERS: dict[str, Handler] = {
    "products/create": _product,
    "products/update": _product,
    "products/delete": _deleted("product"),
    "collections/create": _collection,
    "collections/update": _collection,
    "collections/delete": _deleted("collection"),
    "orders/create": _order,
    "orders/updated": _order,
    "orders/edited": _order_mentioned,
    "orders/cancelled": _order,
    "orders/fulfilled": _order,
    "orders/partially_fulfilled": _order,
    "orders/delete": _deleted("order"),
    "refunds/create": _order_mentioned,
    "shop/update": _shop,
    "app/uninstalled": _uninstalled,
    "app/scopes_update": _noted,
    "bulk_operations/finish": _noted,
    "policies/update": _several(
        "policies", "policy", lambda item: policy_source(parse_policy(item))
    ),
    "pages/update": _several("pages", "page", lambda item: page_source(parse_page(item))),
    "articles/update": _several("articles", "article", lambda item: page_source(parse_page(item))),
    "customers/data_request": _noted,
    "customers/redact": _customer_redact,
    "shop/redact": _shop_redact,
}

KIND_OF_OVERSIZED = {
    topic: kind
    for kind, topics in {
        "product": ("products/create", "products/update"),
        "collection": ("collections/create", "collections/update"),
        "order": (
            "orders/create",
            "orders/updated",
            "orders/cancelled",
            "orders/fulfilled",
            "orders/partially_fulfilled",
        ),
    }.items()
    for topic in topics
}
