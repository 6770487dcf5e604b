"""Read the demo shop's files in `content/` into the bodies of Shopify's webhooks.

`shop.json`, `collections.json`, `orders.json` and `customers.json` say what their names say;
`products/` has a file for each collection; `policies/`, `pages/` and `articles/` hold a fragment
of HTML per text, whose first line is a comment with its title.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

from demo.ids import gid, stable_id
from demo.payloads import ProductText, VariantText, product_payload

CONTENT = Path(__file__).parent / "content"
TITLE_LINE = re.compile(r"<!-- (.+?) -->\n")
BLOG = "the-wet-week"
FREE_SHIPPING_FROM = Decimal("120.00")
SHIPPING = Decimal("6.95")
"""As the shop's own shipping policy says."""

Payload = dict[str, Any]


@dataclass(frozen=True)
class Customer:
    """Someone to browse the demo as. The name never leaves the demo's own pages."""

    id: int
    key: str
    first_name: str
    note: str

    @property
    def email(self) -> str:
        return f"{self.key}@example.com"


@dataclass(frozen=True)
class Store:
    """Everything the files say, as webhook bodies by kind."""

    records: Mapping[str, Sequence[Payload]]
    """Kinds: shop, product, collection, policy, page, article, order."""


def read_store(*, now: datetime, root: Path = CONTENT) -> Store:
    """The demo shop as it is `now`: orders were placed some days before it."""
    products = _products(root, now)
    return Store(
        {
            "shop": [_shop(root, now)],
            "product": products,
            "collection": _collections(root, now),
            "policy": _texts(root / "policies", now, _policy),
            "page": _texts(root / "pages", now, _page),
            "article": _texts(root / "articles", now, _article),
            "order": _orders(root, products, now),
        }
    )


def read_customers(root: Path = CONTENT) -> list[Customer]:
    return [
        Customer(stable_id("customer", key), key, each["first_name"], each["note"])
        for key, each in _json(root / "customers.json").items()
    ]


def content_digest(root: Path = CONTENT) -> str:
    """Changes when any of the files does."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def collections_by_type(products: Sequence[Payload], *, now: datetime) -> list[Payload]:
    """Collections for a foreign catalogue, which brings none: its larger product types."""
    found: dict[str, dict[str, Any]] = {}
    for product in products:
        title = product["product_type"] or "Everything else"
        entry = found.setdefault(slug(title), {"title": title, "products": []})
        entry["products"].append(product["handle"])
    largest = sorted(found.items(), key=lambda item: -len(item[1]["products"]))[:12]
    return [_collection(handle, entry, now) for handle, entry in largest]


def slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "all"


# --- the shop and its texts ----------------------------------------------------------------------


def _shop(root: Path, now: datetime) -> Payload:
    return {**_json(root / "shop.json"), "id": stable_id("shop"), "updated_at": _stamp(now)}


def _texts(directory: Path, now: datetime, make: Any) -> list[Payload]:
    payloads = []
    for path in sorted(directory.glob("*.html")):
        text = path.read_text(encoding="utf-8")
        found = TITLE_LINE.match(text)
        if not found:
            raise ValueError(f"{path.name} does not begin with its title in a comment")
        payloads.append(make(path.stem, found[1], text[found.end() :], _stamp(now)))
    return payloads


def _policy(handle: str, title: str, body: str, stamp: str) -> Payload:
    return {
        "id": stable_id("policy", handle),
        "handle": handle,
        "type": handle.replace("-", "_").upper(),
        "title": title,
        "body": body,
        "url": f"/policies/{handle}",
        "created_at": stamp,
        "updated_at": stamp,
    }


def _page(handle: str, title: str, body: str, stamp: str) -> Payload:
    return {
        "id": stable_id("page", handle),
        "handle": handle,
        "title": title,
        "body_html": body,
        "created_at": stamp,
        "published_at": stamp,
        "updated_at": stamp,
    }


def _article(handle: str, title: str, body: str, stamp: str) -> Payload:
    id = stable_id("article", handle)
    return {**_page(handle, title, body, stamp), "id": id, "blog_handle": BLOG}


# --- what it sells -------------------------------------------------------------------------------


def _collections(root: Path, now: datetime) -> list[Payload]:
    return [
        _collection(handle, {**entry, "products": _listed(root, handle)}, now)
        for handle, entry in _json(root / "collections.json").items()
    ]


def _listed(root: Path, collection: str) -> list[str]:
    """What may be found by looking around; an unlisted product is for those who have its link."""
    entries = _json(root / "products" / f"{collection}.json")
    return [entry["handle"] for entry in entries if entry.get("status", "active") == "active"]


def _collection(handle: str, entry: Mapping[str, Any], now: datetime) -> Payload:
    id = stable_id("collection", handle)
    return {
        "id": id,
        "admin_graphql_api_id": gid("Collection", id),
        "handle": handle,
        "title": entry["title"],
        "body_html": "\n".join(entry.get("body", [])),
        "published_at": _stamp(now),
        "updated_at": _stamp(now),
        "published_scope": "web",
        "product_handles": entry["products"],
    }


def _products(root: Path, now: datetime) -> list[Payload]:
    entries = itertools.chain.from_iterable(
        _json(root / "products" / f"{collection}.json")
        for collection in _json(root / "collections.json")
    )
    return [product_payload(_product(entry), updated_at=now) for entry in entries]


def _product(entry: Mapping[str, Any]) -> ProductText:
    options: Mapping[str, Sequence[str]] = entry.get("options") or {"Title": ["Default Title"]}
    return ProductText(
        handle=entry["handle"],
        title=entry["title"],
        body_html="\n".join(entry["body"]),
        vendor=entry.get("vendor", "Drizzlewick"),
        product_type=entry["type"],
        tags=entry["tags"],
        status=entry.get("status", "active"),
        published=entry.get("status", "active") in ("active", "unlisted"),
        option_names=tuple(options),
        variants=[_variant(entry, values) for values in itertools.product(*options.values())],
        images=list(_images(entry, options)),
    )


def _variant(entry: Mapping[str, Any], values: tuple[str, ...]) -> VariantText:
    """Its own stock and price where the file names them by its title, else the product's."""
    title = " / ".join(values)
    codes = [_sku_code(value) for value in values if value != "Default Title"]
    return VariantText(
        options=values,
        sku="-".join([entry["sku"], *codes]),
        price=entry.get("price_of", {}).get(title, entry["price"]),
        compare_at_price=entry.get("compare_at_price"),
        tracker="shopify",
        quantity=entry.get("stock_of", {}).get(title, entry["stock"]),
        policy=entry.get("when_sold_out", "deny"),
    )


def _sku_code(value: str) -> str:
    """`Moss` → `MOS`, `Chalk and Tide` → `CAT`, `120 cm` → `120C`."""
    words = value.removeprefix("$").upper().split()
    if len(words) == 1:
        return words[0][:3]
    return "".join(word if word[0].isdigit() else word[0] for word in words)


def _images(
    entry: Mapping[str, Any], options: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str]]:
    """One drawing per colour; addresses are completed when they are sent."""
    address = f"/images/{entry['handle']}.svg"
    yield address, str(entry["title"])
    for colour in options.get("Color", [])[1:]:
        yield f"{address}?color={quote(colour)}", f"{entry['title']} in {colour}"


# --- what it sold --------------------------------------------------------------------------------


def _orders(root: Path, products: Sequence[Payload], now: datetime) -> list[Payload]:
    by_handle = {product["handle"]: product for product in products}
    return [_order(entry, by_handle, now) for entry in _json(root / "orders.json")]


def _order(entry: Mapping[str, Any], products: Mapping[str, Payload], now: datetime) -> Payload:
    name = entry["name"]
    id = stable_id("order", name)
    items = [_item(name, item, products) for item in entry["items"]]
    parcels = [_parcel(entry, place, now) for place in range(len(entry.get("parcels", ())))]
    for parcel in entry.get("parcels", ()):
        for place in parcel.get("items", range(len(items))):
            items[place]["fulfillment_status"] = "fulfilled"
    goods = sum((Decimal(item["price"]) * item["quantity"] for item in items), Decimal(0))
    shipping = SHIPPING if goods < FREE_SHIPPING_FROM else Decimal(0)
    total = goods + Decimal(entry.get("shipping", shipping))
    cancelled = entry.get("cancelled")
    return {
        "id": id,
        "admin_graphql_api_id": gid("Order", id),
        "name": name,
        "customer": {"id": stable_id("customer", entry["customer"])},
        "created_at": _ago(now, entry["days_ago"]),
        "updated_at": _ago(now, _last_change(entry)),
        "cancelled_at": _ago(now, cancelled["days_ago"]) if cancelled else None,
        "cancel_reason": cancelled["reason"] if cancelled else None,
        "closed_at": None,
        "currency": "USD",
        "financial_status": entry.get("payment", "paid"),
        "fulfillment_status": _fulfillment_status(items),
        "total_price": str(total),
        "current_total_price": str(total - Decimal(entry.get("refunded", "0.00"))),
        "line_items": items,
        "fulfillments": parcels,
    }


def _item(order: str, item: Sequence[Any], products: Mapping[str, Payload]) -> Payload:
    handle, variant_title, quantity = item
    product = products[handle]
    variant = next(each for each in product["variants"] if each["title"] == variant_title)
    return {
        "id": stable_id("order item", order, handle, variant_title),
        "title": product["title"],
        "variant_title": None if variant_title == "Default Title" else variant_title,
        "quantity": quantity,
        "fulfillment_status": None,
        "sku": variant["sku"],
        "price": variant["price"],
        "product_id": product["id"],
        "variant_id": variant["id"],
    }


def _parcel(entry: Mapping[str, Any], place: int, now: datetime) -> Payload:
    parcel = entry["parcels"][place]
    number = parcel.get("number")
    return {
        "id": stable_id("parcel", entry["name"], str(place)),
        "created_at": _ago(now, parcel["days_ago"]),
        "status": "success",
        "shipment_status": parcel.get("status"),
        "tracking_company": parcel.get("company"),
        "tracking_number": number,
        "tracking_url": number and f"https://example.com/track/{number}",
    }


def _fulfillment_status(items: Sequence[Payload]) -> str | None:
    sent = [item["fulfillment_status"] == "fulfilled" for item in items]
    return "fulfilled" if all(sent) else "partial" if any(sent) else None


def _last_change(entry: Mapping[str, Any]) -> float:
    """How many days ago something last happened to the order."""
    days = [entry["days_ago"], entry.get("changed_days_ago", entry["days_ago"])]
    days += [parcel["days_ago"] for parcel in entry.get("parcels", ())]
    if entry.get("cancelled"):
        days.append(entry["cancelled"]["days_ago"])
    return float(min(days))


def _ago(now: datetime, days: float) -> str:
    return _stamp(now - timedelta(days=days))


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
