"""Fetch what Shopify has now, in the shape its webhooks carry.

One shape for both ways in means one parser and one meaning of every field.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shopify_app.shopify.admin import AdminClient, AdminUnavailable
from shopify_app.shopify.payloads import (
    Collection,
    Order,
    Product,
    parse_collection,
    parse_order,
    parse_product,
    parse_time,
)

ORDERS_FOR = timedelta(days=60)
"""Older ones Shopify shows only with a scope we do not ask for."""
MOST_IMAGES = 10
MOST_CALLS = 1000
"""For one list; a list that is longer than that is one whose cursor does not move."""


def fetch_product(client: AdminClient, shop: str, token: str, product_id: str) -> Product | None:
    """None when Shopify has no such product (any more)."""
    payload = fetch_product_payload(client, shop, token, product_id)
    return parse_product(payload) if payload else None


def fetch_product_payload(
    client: AdminClient, shop: str, token: str, product_id: str
) -> dict[str, Any] | None:
    """As `products/update` carries it, with all its variants, which come a hundred at a time."""
    gid = f"gid://shopify/Product/{product_id}"
    variants: list[dict[str, Any]] = []
    after = None
    for _ in range(MOST_CALLS):
        node = client.execute(shop, token, "product", {"id": gid, "after": after})["product"]
        if node is None:
            return None
        variants += node["variants"]["nodes"]
        if not node["variants"]["pageInfo"]["hasNextPage"]:
            return product_payload(node, variants, node["media"]["nodes"])
        after = node["variants"]["pageInfo"]["endCursor"]
    raise AdminUnavailable("the list of variants has no end")


def fetch_versions(
    client: AdminClient, shop: str, token: str, plural: str, *, query: str | None = None
) -> dict[str, datetime]:
    """Of `products`, `collections` or `orders`: each one's id, and when it last changed."""
    nodes = _all_nodes(client, shop, token, plural, query=query)
    return {node["legacyResourceId"]: parse_time(node["updatedAt"]) for node in nodes}


def fetch_collection(
    client: AdminClient, shop: str, token: str, collection_id: str
) -> Collection | None:
    payload = fetch_collection_payload(client, shop, token, collection_id)
    return parse_collection(payload) if payload else None


def fetch_collection_payload(
    client: AdminClient, shop: str, token: str, collection_id: str
) -> dict[str, Any] | None:
    variables = {
        "id": f"gid://shopify/Collection/{collection_id}",
        "published": f"id:{collection_id} AND published_status:published",
    }
    data = client.execute(shop, token, "collection", variables)
    if not data["collection"]:
        return None
    published = {node["legacyResourceId"] for node in data["published"]["nodes"]}
    return collection_payload(data["collection"], published)


def fetch_published_collections(client: AdminClient, shop: str, token: str) -> set[str]:
    """The ids of those the online store shows.

    A collection's own fields say so only with scopes we do not ask for; the filter says it with
    none.
    """
    nodes = _all_nodes(client, shop, token, "published_collections", field="collections")
    return {node["legacyResourceId"] for node in nodes}


def fetch_order(client: AdminClient, shop: str, token: str, order_id: str) -> Order | None:
    """Without its customer's id: selecting the customer needs a scope we do not ask for.

    And without what was sent of each item: the API counts the units still to be sent, and of those
    taken out of the order there are none either.
    """
    payload = fetch_order_payload(client, shop, token, order_id)
    return parse_order(payload) if payload else None


def fetch_order_payload(
    client: AdminClient, shop: str, token: str, order_id: str
) -> dict[str, Any] | None:
    variables = {"id": f"gid://shopify/Order/{order_id}"}
    node = client.execute(shop, token, "order", variables)["order"]
    return order_payload(node, node["lineItems"]["nodes"]) if node else None


@dataclass(frozen=True)
class GuestOrder:
    """An order with the address it was placed with, which is for one comparison and no other use;
    empty where the app has no access to it."""

    order: Order
    email: str = field(repr=False)


def fetch_guest_orders(
    client: AdminClient, shop: str, token: str, number: str, *, timeout_s: float
) -> list[GuestOrder]:
    """Orders whose name is like the number, without their items, sums and customers.

    `number` has letters, digits and hyphens only. Raises as `AdminClient.execute`.
    """
    variables = {"query": f'name:"{number}"'}
    data = client.execute(shop, token, "guest_order", variables, timeout_s=timeout_s)
    nodes = (data.get("orders") or {}).get("nodes") or []
    return [GuestOrder(parse_order(_guest_payload(node)), node["email"] or "") for node in nodes]


def _guest_payload(node: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": node["legacyResourceId"],
        "name": node["name"],
        "created_at": node["createdAt"],
        "updated_at": node["updatedAt"],
        "cancelled_at": node["cancelledAt"],
        "cancel_reason": (node["cancelReason"] or "").lower(),
        "fulfillment_status": (node["displayFulfillmentStatus"] or "").lower(),
        "fulfillments": [_fulfillment_payload(fulfillment) for fulfillment in node["fulfillments"]],
    }


def fetch_shop_and_policies(
    client: AdminClient, shop: str, token: str
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The shop's profile, and its policies as `policies/update` carries them."""
    node = client.execute(shop, token, "policies")["shop"]
    profile = {
        "name": node["name"],
        "url": (node["primaryDomain"] or {}).get("url", "").rstrip("/"),
        "currency": node["currencyCode"],
        "timezone": node["ianaTimezone"],
    }
    policies = [
        {
            "id": numeric_id(policy["id"]),
            "type": policy["type"],
            "title": policy["title"],
            "body": policy["body"],
            "url": policy["url"],
            "updated_at": policy["updatedAt"],
        }
        for policy in node["shopPolicies"]
    ]
    return profile, policies


def fetch_pages(
    client: AdminClient, shop: str, token: str, *, query: str | None = None
) -> Iterator[dict[str, Any]]:
    """The pages, all or those that fit the query, as `pages/update` carries them."""
    for node in _all_nodes(client, shop, token, "pages", query=query):
        yield page_payload(node)


def fetch_articles(
    client: AdminClient, shop: str, token: str, *, query: str | None = None
) -> Iterator[dict[str, Any]]:
    for node in _all_nodes(client, shop, token, "articles", query=query):
        yield article_payload(node)


def numeric_id(gid: str) -> str:
    """`gid://shopify/Page/1` → `1`; what follows a question mark is not part of it."""
    return gid.rpartition("/")[2].partition("?")[0]


def _all_nodes(
    client: AdminClient,
    shop: str,
    token: str,
    name: str,
    *,
    field: str | None = None,
    query: str | None = None,
) -> Iterator[dict[str, Any]]:
    """Of the document `name`, whose connection is `field` (`name` itself when not said)."""
    after = None
    wanted = {} if query is None else {"query": query}
    for _ in range(MOST_CALLS):
        client.leave_room(shop)
        connection = client.execute(shop, token, name, {"after": after, **wanted})[field or name]
        yield from connection["nodes"]
        if not connection["pageInfo"]["hasNextPage"]:
            return
        after = connection["pageInfo"]["endCursor"]
    raise AdminUnavailable(f"the list of {name} has no end")


def product_payload(
    node: Mapping[str, Any],
    variants: Sequence[Mapping[str, Any]],
    media: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    return {
        "id": node["legacyResourceId"],
        "title": node["title"],
        "handle": node["handle"],
        "body_html": node["descriptionHtml"],
        "vendor": node["vendor"],
        "product_type": node["productType"],
        "tags": node["tags"],
        "status": node["status"].lower(),
        "published_at": node["publishedAt"],
        "updated_at": node["updatedAt"],
        "options": [
            {"name": option["name"], "values": [value["name"] for value in option["optionValues"]]}
            for option in node["options"]
        ],
        "variants": [_variant_payload(variant) for variant in variants],
        "images": [
            {"src": each["preview"]["image"]["url"], "alt": each["alt"]}
            for each in media[:MOST_IMAGES]
            if (each.get("preview") or {}).get("image")
        ],
    }


def _variant_payload(node: Mapping[str, Any]) -> dict[str, Any]:
    values = [option["value"] for option in node["selectedOptions"]]
    return {
        "id": node["legacyResourceId"],
        "title": node["title"],
        "sku": node["sku"],
        "price": node["price"],
        "compare_at_price": node["compareAtPrice"],
        "available": node["availableForSale"],
        "inventory_quantity": node["inventoryQuantity"],
        "inventory_management": "shopify" if node["inventoryItem"]["tracked"] else None,
        **{f"option{place}": value for place, value in enumerate(values[:3], start=1)},
    }


def collection_payload(node: Mapping[str, Any], published: Container[str]) -> dict[str, Any]:
    """`published` has the ids of those that are."""
    return {
        "id": node["legacyResourceId"],
        "title": node["title"],
        "handle": node["handle"],
        "body_html": node["descriptionHtml"],
        "published_at": node["updatedAt"] if node["legacyResourceId"] in published else None,
        "updated_at": node["updatedAt"],
    }


def page_payload(node: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": numeric_id(node["id"]),
        "title": node["title"],
        "handle": node["handle"],
        "body_html": node["body"],
        "published_at": node["publishedAt"] if node["isPublished"] else None,
        "updated_at": node["updatedAt"],
    }


def article_payload(node: Mapping[str, Any]) -> dict[str, Any]:
    return {**page_payload(node), "blog_handle": (node.get("blog") or {}).get("handle")}


def order_payload(node: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "id": node["legacyResourceId"],
        "name": node["name"],
        "created_at": node["createdAt"],
        "updated_at": node["updatedAt"],
        "cancelled_at": node["cancelledAt"],
        "cancel_reason": (node["cancelReason"] or "").lower(),
        "financial_status": (node["displayFinancialStatus"] or "").lower(),
        "fulfillment_status": (node["displayFulfillmentStatus"] or "").lower(),
        "currency": node["currencyCode"],
        "current_total_price": node["currentTotalPriceSet"]["shopMoney"]["amount"],
        "line_items": [
            {
                "title": item["title"],
                "variant_title": item["variantTitle"],
                "quantity": item["quantity"],
                "product_id": (item["product"] or {}).get("legacyResourceId"),
                "price": item["originalUnitPriceSet"]["shopMoney"]["amount"],
            }
            for item in items
        ],
        "fulfillments": [_fulfillment_payload(fulfillment) for fulfillment in node["fulfillments"]],
    }


def _fulfillment_payload(node: Mapping[str, Any]) -> dict[str, Any]:
    tracking = (node["trackingInfo"] or [{}])[0]
    return {
        "id": node["legacyResourceId"],
        "created_at": node["createdAt"],
        "delivered_at": node["deliveredAt"],
        "status": (node["status"] or "").lower(),
        "shipment_status": (node["displayStatus"] or "").lower(),
        "tracking_company": tracking.get("company"),
        "tracking_number": tracking.get("number"),
        "tracking_url": tracking.get("url"),
    }
