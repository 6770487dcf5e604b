"""The objects of the Admin API, made of the bodies webhooks carry."""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from graphql import GraphQLError

from demo import SHOP
from demo.addresses import absolute
from demo.ids import gid, stable_id
from demo.reading import read_customers
from demo.shopify_standin.searching import matches
from demo.state import Payload, State

Node = dict[str, Any]
MOST_NODES = 250
MOST_VARIANTS = 2048

in_bulk: ContextVar[bool] = ContextVar("in_bulk", default=False)
"""Set while a bulk operation runs: its connections come whole, whatever `first` says."""

SORT_FIELDS = {
    "CREATED_AT": "created_at",
    "ID": "id",
    "PROCESSED_AT": "created_at",
    "TITLE": "title",
    "UPDATED_AT": "updated_at",
}


def root(state: State, storefront_url: str) -> Node:
    """The query root: each field reads the state when it is asked for."""

    def one(kind: str, gid_kind: str, make: Callable[[Payload, str], Node]) -> Any:
        def resolve(_info: Any, *, id: str) -> Node | None:
            payload = state.get(kind, _number(id, gid_kind))
            return make(payload, storefront_url) if payload else None

        return resolve

    def many(kind: str, make: Callable[[Payload, str], Node]) -> Any:
        def resolve(_info: Any, **arguments: Any) -> Node:
            found = (p for p in state.all(kind) if matches(p, arguments.get("query")))
            return _connection(found, lambda payload: make(payload, storefront_url), **arguments)

        return resolve

    def order(payload: Payload, storefront_url: str) -> Node:
        return _order(state, payload, storefront_url)

    return {
        "shop": lambda _info: _shop(state, storefront_url),
        "product": one("product", "Product", _product),
        "products": many("product", _product),
        "collection": one("collection", "Collection", _collection),
        "collections": many("collection", _collection),
        "order": one("order", "Order", order),
        "orders": many("order", order),
        "pages": many("page", _page),
        "articles": many("article", _article),
    }


def _shop(state: State, storefront_url: str) -> Node:
    shop = state.all("shop")[0]
    return {
        "id": gid("Shop", shop["id"]),
        "name": shop["name"],
        "myshopifyDomain": SHOP,
        "currencyCode": shop["currency"],
        "ianaTimezone": shop["iana_timezone"],
        "primaryDomain": {"host": urlsplit(storefront_url).netloc, "url": storefront_url},
        "shopPolicies": [_policy(policy, storefront_url) for policy in state.all("policy")],
        "updatedAt": shop["updated_at"],
    }


def _policy(policy: Payload, storefront_url: str) -> Node:
    return {
        "id": gid("ShopPolicy", policy["id"]),
        "type": policy["type"],
        "title": policy["title"],
        "body": policy["body"],
        "url": absolute(policy["url"], storefront_url),
        "createdAt": policy["created_at"],
        "updatedAt": policy["updated_at"],
    }


def _product(product: Payload, storefront_url: str) -> Node:
    names = [option["name"] for option in product["options"]]
    media = [_media(image, storefront_url) for image in product["images"]]
    variants = [_variant(variant, names) for variant in product["variants"]]
    return {
        "id": gid("Product", product["id"]),
        "legacyResourceId": str(product["id"]),
        "title": product["title"],
        "handle": product["handle"],
        "status": product["status"].upper(),
        "vendor": product["vendor"],
        "productType": product["product_type"],
        "tags": [tag for tag in product["tags"].split(", ") if tag],
        "descriptionHtml": product["body_html"],
        "onlineStoreUrl": product["published_at"]
        and f"{storefront_url}/products/{product['handle']}",
        "createdAt": product["created_at"],
        "publishedAt": product["published_at"],
        "updatedAt": product["updated_at"],
        "totalInventory": sum(v["inventory_quantity"] or 0 for v in product["variants"]),
        "options": lambda _info, first=None: [_option(o) for o in product["options"][:first]],
        "media": lambda _info, **arguments: _connection(media, **arguments),
        "variants": lambda _info, **arguments: _connection(
            variants, most=MOST_VARIANTS, **arguments
        ),
    }


def _option(option: Payload) -> Node:
    return {
        "id": gid("ProductOption", option["id"]),
        "name": option["name"],
        "position": option["position"],
        "values": option["values"],
        "optionValues": [{"name": value} for value in option["values"]],
    }


def _media(image: Payload, storefront_url: str) -> Node:
    drawn = {"altText": image["alt"], "url": absolute(image["src"], storefront_url)}
    return {
        "__typename": "MediaImage",
        "id": gid("MediaImage", image["id"]),
        "alt": image["alt"],
        "preview": {"image": drawn},
        "image": drawn,
    }


def _variant(variant: Payload, names: Sequence[str]) -> Node:
    values = [variant[f"option{place}"] for place in (1, 2, 3)]
    tracked = variant["inventory_management"] is not None
    quantity = variant["inventory_quantity"]
    counted = tracked and quantity is not None
    return {
        "id": gid("ProductVariant", variant["id"]),
        "legacyResourceId": str(variant["id"]),
        "title": variant["title"],
        "sku": variant["sku"],
        "price": variant["price"] or "0.00",
        "compareAtPrice": variant["compare_at_price"],
        "position": variant["position"],
        "availableForSale": not counted
        or quantity > 0
        or variant["inventory_policy"] == "continue",
        "inventoryQuantity": quantity,
        "inventoryPolicy": variant["inventory_policy"].upper(),
        "inventoryItem": {
            "id": gid("InventoryItem", variant["inventory_item_id"]),
            "tracked": tracked,
        },
        "selectedOptions": [
            {"name": name, "value": value}
            for name, value in zip(names, values, strict=False)
            if value is not None
        ],
        "updatedAt": variant["updated_at"],
    }


def _collection(collection: Payload, _storefront_url: str) -> Node:
    return {
        "id": gid("Collection", collection["id"]),
        "legacyResourceId": str(collection["id"]),
        "title": collection["title"],
        "handle": collection["handle"],
        "descriptionHtml": collection["body_html"],
        "updatedAt": collection["updated_at"],
    }


def _page(page: Payload, _storefront_url: str) -> Node:
    return _text(page, "Page")


def _article(article: Payload, _storefront_url: str) -> Node:
    blog = article["blog_handle"]
    return {
        **_text(article, "Article"),
        "blog": {
            "id": gid("Blog", stable_id("blog", blog)),
            "handle": blog,
            "title": blog.replace("-", " ").capitalize(),
        },
    }


def _text(page: Payload, kind: str) -> Node:
    return {
        "id": gid(kind, page["id"]),
        "title": page["title"],
        "handle": page["handle"],
        "body": page["body_html"],
        "isPublished": page["published_at"] is not None,
        "createdAt": page["created_at"],
        "publishedAt": page["published_at"],
        "updatedAt": page["updated_at"],
    }


def _order(state: State, order: Payload, storefront_url: str) -> Node:
    shown = {None: "UNFULFILLED", "partial": "PARTIALLY_FULFILLED"}
    status = order["fulfillment_status"]
    currency = order["currency"]
    items = [_item(state, item, storefront_url, currency) for item in order["line_items"]]
    parcels = [_fulfillment(parcel) for parcel in order["fulfillments"]]
    return {
        "id": gid("Order", order["id"]),
        "legacyResourceId": str(order["id"]),
        "name": order["name"],
        "email": _email_of((order.get("customer") or {}).get("id")),
        "createdAt": order["created_at"],
        "updatedAt": order["updated_at"],
        "cancelledAt": order["cancelled_at"],
        "cancelReason": order["cancel_reason"] and order["cancel_reason"].upper(),
        "closedAt": order["closed_at"],
        "currencyCode": order["currency"],
        "displayFinancialStatus": order["financial_status"].upper(),
        "displayFulfillmentStatus": shown.get(status) or status.upper(),
        "currentTotalPriceSet": _money(order["current_total_price"], order["currency"]),
        "totalPriceSet": _money(order["total_price"], order["currency"]),
        "lineItems": lambda _info, **arguments: _connection(items, **arguments),
        "fulfillments": lambda _info, first=None: parcels[:first],
    }


@cache
def _email_of(customer_id: int | None) -> str | None:
    return next((each.email for each in read_customers() if each.id == customer_id), None)


def _money(amount: str, currency: str) -> Node:
    return {"shopMoney": {"amount": amount, "currencyCode": currency}}


def _item(state: State, item: Payload, storefront_url: str, currency: str) -> Node:
    product = state.get("product", item["product_id"])
    return {
        "id": gid("LineItem", item["id"]),
        "title": item["title"],
        "variantTitle": item["variant_title"],
        "quantity": item["quantity"],
        "currentQuantity": item["quantity"],
        "originalUnitPriceSet": _money(item["price"], currency),
        "product": _product(product, storefront_url) if product else None,
    }


def _fulfillment(parcel: Payload) -> Node:
    tracking = {
        "company": parcel["tracking_company"],
        "number": parcel["tracking_number"],
        "url": parcel["tracking_url"],
    }
    shown = parcel["shipment_status"]
    return {
        "id": gid("Fulfillment", parcel["id"]),
        "legacyResourceId": str(parcel["id"]),
        "createdAt": parcel["created_at"],
        "deliveredAt": parcel.get("delivered_at"),
        "status": parcel["status"].upper(),
        "displayStatus": shown.upper() if shown else "FULFILLED",
        "trackingInfo": lambda _info, first=None: [tracking][:first],
    }


# --- pages of a connection -----------------------------------------------------------------------


def _connection(
    payloads: Iterable[Any],
    make: Callable[[Any], Node] = lambda node: node,
    *,
    first: int | None = None,
    after: str | None = None,
    sortKey: str | None = None,  # noqa: N803 - the schema's name
    reverse: bool = False,
    query: str | None = None,
    most: int = MOST_NODES,
) -> Node:
    """One page. A cursor says which key it stood at, so edits in between neither hide nor repeat
    what stays in place. Without a sort key the order is as given."""
    if in_bulk.get():
        first = sys.maxsize
    elif first is None or not 0 < first <= most:
        raise GraphQLError(f"you must provide first, from 1 to {most}")
    keyed = [(_key(payload, sortKey, place), payload) for place, payload in enumerate(payloads)]
    keyed.sort(key=lambda pair: pair[0], reverse=reverse)
    if after:
        keyed = _behind(keyed, _read_cursor(after), reverse)
    page = keyed[:first]
    nodes = [make(payload) for _, payload in page]
    cursors = [_cursor(key) for key, _ in page]
    return {
        "nodes": nodes,
        "edges": [{"cursor": c, "node": n} for c, n in zip(cursors, nodes, strict=True)],
        "pageInfo": {
            "hasNextPage": len(keyed) > first,
            "hasPreviousPage": after is not None,
            "startCursor": cursors[0] if cursors else None,
            "endCursor": cursors[-1] if cursors else None,
        },
    }


def _key(payload: Mapping[str, Any], sort_key: str | None, place: int) -> list[Any]:
    """Comparable within one connection; the id settles equal values."""
    if sort_key is None:
        return [place]
    return [payload[SORT_FIELDS[sort_key]], payload["id"]]


def _cursor(key: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def _behind(keyed: list[Any], begin: list[Any], reverse: bool) -> list[Any]:
    try:
        return [pair for pair in keyed if (pair[0] < begin if reverse else pair[0] > begin)]
    except TypeError as error:
        raise GraphQLError("invalid cursor for current pagination sort") from error


def _read_cursor(text: str) -> list[Any]:
    try:
        key = json.loads(base64.urlsafe_b64decode(text))
    except ValueError as error:
        raise GraphQLError("invalid cursor for current pagination sort") from error
    if not isinstance(key, list):
        raise GraphQLError("invalid cursor for current pagination sort")
    return key


def _number(id: str, kind: str) -> int:
    begin, slash, number = id.rpartition("/")
    if not slash or begin != f"gid://shopify/{kind}" or not re.fullmatch(r"[0-9]{1,18}", number):
        raise GraphQLError("invalid id")
    return int(number)
