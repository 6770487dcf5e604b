"""What each webhook topic does: read it, then one call into a room. Newest wins there, not here.

Reading is pure and comes first: the transaction, which on SQLite holds up every other writer,
only writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
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
from shopify_app.knowledge.sources import apply_source, delete_source, newest_policies_shown
from shopify_app.parts import Parts
from shopify_app.privacy.requests import keep_export
from shopify_app.shopify.bodies import InvalidPayload, parse_body
from shopify_app.shopify.payloads import (
    clamp_version,
    parse_article,
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
from shopify_app.shops.profile import request_reconciliation, update_profile, update_scopes
from shopify_app.shops.syncs import wake_sync
from workers.erasure import Customer, erase_customer, erase_shop, erase_vectors
from workers.fetching import Fetch

Payload = Mapping[str, Any]
Effect = Callable[[Connection, datetime], "str | Fetch"]
"""Writes, in the caller's transaction; says in a word what it did, or what must be fetched."""
Reader = Callable[[LeasedDelivery, Payload], Effect]


def effect_of(delivery: LeasedDelivery, keys: Sequence[str]) -> Effect:
    """What the delivery does to the record; `keys` open what is encrypted in it.

    Raises InvalidPayload.
    """
    if delivery.body is None:
        return _fetch_oversized(delivery)
    payload = parse_body(delivery.body)
    if delivery.topic in READERS_OF_CUSTOMERS:
        return READERS_OF_CUSTOMERS[delivery.topic](delivery, payload, keys)
    return READERS[delivery.topic](delivery, payload)


def _fetch_oversized(delivery: LeasedDelivery) -> Effect:
    kind = FETCHED_KINDS.get(delivery.topic.partition("/")[0])
    if kind is None or delivery.resource_id is None:
        raise InvalidPayload("too large to keep, and it does not say what to fetch")
    fetch = Fetch(kind, delivery.resource_id)
    return lambda _connection, _now: fetch


# --- what is known of a store --------------------------------------------------------------------


def _product(delivery: LeasedDelivery, payload: Payload) -> Effect:
    """A truncated one is shown as far as it goes, until it could be fetched whole."""
    product = parse_product(payload)
    put = _put(delivery, product_source(product))

    def put_and_complete(connection: Connection, now: datetime) -> str | Fetch:
        outcome = put(connection, now)
        return outcome if outcome in ("stale", "deleted") else Fetch("product", product.id)

    return put_and_complete if product.truncated else put


def _collection(delivery: LeasedDelivery, payload: Payload) -> Effect:
    return _put(delivery, collection_source(parse_collection(payload)))


def _order(delivery: LeasedDelivery, payload: Payload) -> Effect:
    return _put(delivery, order_source(parse_order(payload)))


def _mentioned_order(_delivery: LeasedDelivery, payload: Payload) -> Effect:
    """An edit or a refund only points at its order."""
    edit = payload.get("order_edit")
    fetch = Fetch("order", parse_id(edit if isinstance(edit, Mapping) else payload, "order_id"))
    return lambda _connection, _now: fetch


def _put(delivery: LeasedDelivery, source: Source) -> Effect:
    source = _not_from_the_future(delivery, source)

    def put(connection: Connection, now: datetime) -> str | Fetch:
        outcome = apply_source(connection, delivery.shop, source, now=now)
        return Fetch(source.kind, source.source_id) if outcome == "tie" else outcome

    return put


def _policies(delivery: LeasedDelivery, payload: Payload) -> Effect:
    put_all = _several("policies", "policy", lambda it: policy_source(parse_policy(it)))(
        delivery, payload
    )

    def put_and_show(connection: Connection, now: datetime) -> str | Fetch:
        with newest_policies_shown(connection, delivery.shop, now=now):
            return put_all(connection, now)

    return put_and_show


def _deleted(kind: str) -> Reader:
    def read(delivery: LeasedDelivery, payload: Payload) -> Effect:
        source_id = parse_id(payload)

        def delete(connection: Connection, now: datetime) -> str | Fetch:
            outcome = _delete(connection, delivery, kind, source_id, now)
            return Fetch(kind, source_id) if outcome == "tie" else outcome

        return delete

    return read


def _several(plural: str, kind: str, parse: Callable[[Payload], Source]) -> Reader:
    """What our reconciler sends: `{"pages": [...], "deleted": [ids]}`; one alone may come bare."""

    def read(delivery: LeasedDelivery, payload: Payload) -> Effect:
        items = payload.get(plural, [payload] if "id" in payload else [])
        gone = payload.get("deleted", [])
        if not _is_list_of_objects(items) or not isinstance(gone, list) or not (items or gone):
            raise InvalidPayload(f"fields at fault: {plural}, deleted")
        sources = [_not_from_the_future(delivery, parse(item)) for item in items]
        gone_ids = [parse_id({"id": each}) for each in gone]

        def put_all(connection: Connection, now: datetime) -> str:
            for source in sources:
                outcome = apply_source(connection, delivery.shop, source, now=now)
                if outcome == "tie":
                    # There is nothing newer to fetch: the reconciler that sent it has just read it.
                    apply_source(connection, delivery.shop, source, now=now, authoritative=True)
            for source_id in gone_ids:
                _delete(connection, delivery, kind, source_id, now, authoritative=True)
            return "applied"

        return put_all

    return read


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, Mapping) for item in value)


def _delete(
    connection: Connection,
    delivery: LeasedDelivery,
    kind: str,
    source_id: str,
    now: datetime,
    *,
    authoritative: bool = False,
) -> str:
    return delete_source(
        connection,
        delivery.shop,
        kind=kind,
        source_id=source_id,
        version_at=happened_at(delivery),
        now=now,
        authoritative=authoritative,
    )


def _not_from_the_future(delivery: LeasedDelivery, source: Source) -> Source:
    return replace(source, version_at=clamp_version(source.version_at, delivery.received_at))


def happened_at(delivery: LeasedDelivery) -> datetime:
    """When Shopify saw it happen, for what carries no time of its own."""
    return clamp_version(delivery.triggered_at or delivery.received_at, delivery.received_at)


# --- the store itself ----------------------------------------------------------------------------


def _shop(delivery: LeasedDelivery, payload: Payload) -> Effect:
    """Also a hint that a policy may have changed: Shopify has no webhook for those."""
    _check_names(delivery, payload, "myshopify_domain")
    profile = to_record(parse_shop(payload))

    def update(connection: Connection, now: datetime) -> str:
        update_profile(connection, delivery.shop, profile)
        request_reconciliation(connection, delivery.shop, now=now)
        return "applied"

    return update


def _bulk_finished(delivery: LeasedDelivery, _payload: Payload) -> Effect:
    """Which operation it was does not matter: the reading of the store looks at its own."""

    def wake(connection: Connection, now: datetime) -> str:
        wake_sync(connection, delivery.shop, now=now)
        return "applied"

    return wake


def _uninstalled(delivery: LeasedDelivery, payload: Payload) -> Effect:
    _check_names(delivery, payload, "myshopify_domain")

    def uninstall(connection: Connection, now: datetime) -> str:
        left = uninstall_shop(
            connection, delivery.shop, triggered_at=happened_at(delivery), now=now
        )
        return "applied" if left else "stale"

    return uninstall


def _data_request(delivery: LeasedDelivery, payload: Payload, keys: Sequence[str]) -> Effect:
    customer, order_ids = _customer_and_orders(delivery, payload, "orders_requested")
    asked = payload.get("data_request")
    # What the law asks for must not fail for want of a number.
    is_numbered = isinstance(asked, Mapping) and "id" in asked
    request_id = parse_id(asked) if asked and is_numbered else f"delivery-{delivery.id}"

    def keep(connection: Connection, now: datetime) -> str:
        keep_export(
            connection,
            delivery.shop,
            request_id,
            customer_id=customer.id,
            order_ids=order_ids,
            keys=keys,
            now=now,
        )
        return "applied"

    return keep


def _customer_redact(delivery: LeasedDelivery, payload: Payload, keys: Sequence[str]) -> Effect:
    customer, order_ids = _customer_and_orders(delivery, payload, "orders_to_redact")

    def erase(connection: Connection, now: datetime) -> str:
        shop = delivery.shop
        erase_customer(connection, shop, customer, order_ids=order_ids, keys=keys, now=now)
        return "applied"

    return erase


def _customer_and_orders(
    delivery: LeasedDelivery, payload: Payload, key: str
) -> tuple[Customer, list[str]]:
    _check_names(delivery, payload, "shop_domain")
    named, orders = payload.get("customer"), payload.get(key) or []
    if not isinstance(named, Mapping) or not isinstance(orders, list):
        raise InvalidPayload(f"fields at fault: customer, {key}")
    email, phone = (str(named.get(each) or "") for each in ("email", "phone"))
    customer = Customer(parse_id(named), email, phone)
    return customer, [parse_id({"id": each}) for each in orders]


def _shop_redact(delivery: LeasedDelivery, payload: Payload) -> Effect:
    _check_names(delivery, payload, "shop_domain")

    def erase(connection: Connection, now: datetime) -> str:
        erased = erase_shop(connection, delivery.shop, now=now)
        return "applied" if erased else "ignored: installed again"

    return erase


def _scopes(delivery: LeasedDelivery, payload: Payload) -> Effect:
    """What the merchant allows the app now; the settings page says what is missing."""
    current = payload.get("current")
    if not isinstance(current, list) or not all(isinstance(each, str) for each in current):
        raise InvalidPayload("field at fault: current")

    def keep(connection: Connection, _now: datetime) -> str:
        at = happened_at(delivery)
        return "applied" if update_scopes(connection, delivery.shop, current, at=at) else "stale"

    return keep


def _check_names(delivery: LeasedDelivery, payload: Payload, key: str) -> None:
    """Shopify signs the body and not the headers: where the body names a store, it must agree."""
    named = payload.get(key)
    if named is not None and str(named).lower() != delivery.shop:
        raise InvalidPayload(f"{key} names another store")


READERS: dict[str, Reader] = {
    "products/create": _product,
    "products/update": _product,
    "products/delete": _deleted("product"),
    "collections/create": _collection,
    "collections/update": _collection,
    "collections/delete": _deleted("collection"),
    "orders/create": _order,
    "orders/updated": _order,
    "orders/edited": _mentioned_order,
    "orders/cancelled": _order,
    "orders/fulfilled": _order,
    "orders/partially_fulfilled": _order,
    "orders/delete": _deleted("order"),
    "refunds/create": _mentioned_order,
    "policies/update": _policies,
    "pages/update": _several("pages", "page", lambda it: page_source(parse_page(it))),
    "articles/update": _several("articles", "article", lambda it: page_source(parse_article(it))),
    "shop/update": _shop,
    "app/uninstalled": _uninstalled,
    "app/scopes_update": _scopes,
    "bulk_operations/finish": _bulk_finished,
    "shop/redact": _shop_redact,
}
READERS_OF_CUSTOMERS: dict[str, Callable[[LeasedDelivery, Payload, Sequence[str]], Effect]] = {
    "customers/data_request": _data_request,
    "customers/redact": _customer_redact,
}

FETCHED_KINDS = {"products": "product", "collections": "collection", "orders": "order"}

BEFOREHAND: dict[str, Callable[[Parts, str], None]] = {"shop/redact": erase_vectors}
"""What has to happen outside the record, before its transaction; safe to repeat."""

ERASING = frozenset({"customers/redact", "shop/redact"})
"""After these the files are scrubbed."""
