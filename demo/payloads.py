"""The bodies of Shopify's product webhooks, from what a shop's files say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from demo.ids import gid, stable_id


@dataclass(frozen=True)
class VariantText:
    """One variant as a file names it. `price` is a decimal text; None where the file has none."""

    options: tuple[str, ...]
    sku: str = ""
    barcode: str = ""
    price: str | None = None
    compare_at_price: str | None = None
    tracker: str | None = None
    """Who counts the stock; None when nobody does."""
    quantity: int | None = None
    policy: str = "deny"
    image: str = ""


@dataclass(frozen=True)
class ProductText:
    """A product as a file describes it."""

    handle: str
    title: str
    body_html: str
    vendor: str
    product_type: str
    tags: Sequence[str]
    status: str
    published: bool
    option_names: tuple[str, ...]
    variants: Sequence[VariantText]
    images: Sequence[tuple[str, str]] = field(default=())
    """(address, alternative text), in order."""


def product_payload(product: ProductText, *, updated_at: datetime) -> dict[str, Any]:
    """What `products/create` carries. Ids follow from the handle and the option values."""
    product_id = stable_id("product", product.handle)
    stamp = updated_at.isoformat(timespec="seconds")
    variants = _variants(product, product_id, stamp)
    images = _images(product, product_id, variants)
    return {
        "id": product_id,
        "admin_graphql_api_id": gid("Product", product_id),
        "title": product.title,
        "body_html": product.body_html,
        "vendor": product.vendor,
        "product_type": product.product_type,
        "handle": product.handle,
        "status": product.status,
        "tags": ", ".join(product.tags),
        "published_scope": "web",
        "published_at": stamp if product.published else None,
        "created_at": stamp,
        "updated_at": stamp,
        "options": [
            {
                "id": stable_id("option", product.handle, name),
                "product_id": product_id,
                "name": name,
                "position": place + 1,
                "values": _distinct(each.options[place] for each in product.variants),
            }
            for place, name in enumerate(product.option_names)
        ],
        "variants": variants,
        "images": images,
        "image": images[0] if images else None,
    }


def _variants(product: ProductText, product_id: int, stamp: str) -> list[dict[str, Any]]:
    seen: dict[tuple[str, ...], int] = {}
    payloads = []
    for position, variant in enumerate(product.variants, start=1):
        repeat = seen[variant.options] = seen.get(variant.options, 0) + 1
        names = (*variant.options, *([str(repeat)] if repeat > 1 else []))
        variant_id = stable_id("variant", product.handle, *names)
        payloads.append(
            {
                "id": variant_id,
                "product_id": product_id,
                "admin_graphql_api_id": gid("ProductVariant", variant_id),
                "title": " / ".join(variant.options),
                "price": variant.price,
                "compare_at_price": variant.compare_at_price,
                "sku": variant.sku or None,
                "barcode": variant.barcode or None,
                "position": position,
                "inventory_policy": variant.policy,
                "inventory_management": variant.tracker,
                "inventory_item_id": stable_id("inventory item", product.handle, *names),
                "inventory_quantity": variant.quantity,
                **{f"option{place}": None for place in (1, 2, 3)},
                **{f"option{place}": value for place, value in enumerate(variant.options, 1)},
                "taxable": True,
                "image_id": _image_id(product, variant.image) if variant.image else None,
                "created_at": stamp,
                "updated_at": stamp,
            }
        )
    return payloads


def _images(
    product: ProductText, product_id: int, variants: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The product's pictures, then those only a variant names."""
    named = dict(reversed(product.images))
    sources = _distinct(
        [source for source, _ in product.images] + [v.image for v in product.variants if v.image]
    )
    return [
        {
            "id": _image_id(product, source),
            "product_id": product_id,
            "position": position,
            "src": source,
            "alt": named.get(source) or None,
            "variant_ids": [
                v["id"] for v in variants if v["image_id"] == _image_id(product, source)
            ],
        }
        for position, source in enumerate(sources, start=1)
    ]


def _image_id(product: ProductText, source: str) -> int:
    return stable_id("image", product.handle, source)


def _distinct(values: Any) -> list[str]:
    return list(dict.fromkeys(values))
