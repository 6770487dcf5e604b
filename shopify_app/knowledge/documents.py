"""What is indexed of a source record. Pure: values in, values out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shopify_app.knowledge.html import Section, html_to_sections, visible_text
from shopify_app.knowledge.order_words import day_words, item_words, shipping_words
from shopify_app.shopify.payloads import Collection, Order, Page, Policy, Product, to_record

POLICY_PATHS = {
    "REFUND_POLICY": "refund-policy",
    "SHIPPING_POLICY": "shipping-policy",
    "PRIVACY_POLICY": "privacy-policy",
    "TERMS_OF_SERVICE": "terms-of-service",
    "TERMS_OF_SALE": "terms-of-sale",
    "CONTACT_INFORMATION": "contact-information",
    "LEGAL_NOTICE": "legal-notice",
    "SUBSCRIPTION_POLICY": "subscription-policy",
}


MOST_VALUES = 60
MOST_TAGS = 30
INLINE_SKUS = 8


@dataclass(frozen=True)
class Content:
    """A document's words. `path` is on the storefront; no sections means: not to be found."""

    title: str
    path: str | None
    sections: tuple[Section, ...]

    @property
    def sha256(self) -> str:
        """Changes with anything that can be found."""
        text = json.dumps([self.title, self.path, [[s.heading, s.text] for s in self.sections]])
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Source:
    """A record as Shopify has it, and what is indexed of it."""

    kind: str
    source_id: str
    version_at: datetime
    payload: dict[str, Any]
    content: Content
    handle: str | None = None
    customer_id: str | None = None


def product_source(product: Product) -> Source:
    """Prices and stock are in the payload only: they are read when an answer is made."""
    shown = product.published and product.status in ("active", "unlisted")
    content = Content(
        title=visible_text(product.title),
        path=f"/products/{product.handle}",
        sections=_product_sections(product) if shown else (),
    )
    return _source("product", product, content, handle=product.handle)


def collection_source(collection: Collection) -> Source:
    described = html_to_sections(collection.body_html)
    title = visible_text(collection.title)
    intro = Section("", f"Collection of products: {title}")
    content = Content(
        title=title,
        path=f"/collections/{collection.handle}",
        sections=(intro, *described) if collection.published and described else (),
    )
    return _source("collection", collection, content, handle=collection.handle)


def policy_source(policy: Policy) -> Source:
    """Its link is on the storefront, whatever domain Shopify names in `url`."""
    slug = POLICY_PATHS.get(policy.type, policy.type.lower().replace("_", "-"))
    title = visible_text(policy.title) or slug.replace("-", " ").capitalize()
    content = Content(title, f"/policies/{slug}", html_to_sections(policy.body_html))
    return _source("policy", policy, content, handle=slug)


def page_source(page: Page) -> Source:
    kind = "article" if page.blog_handle else "page"
    path = (
        f"/blogs/{page.blog_handle}/{page.handle}" if page.blog_handle else f"/pages/{page.handle}"
    )
    sections = html_to_sections(page.body_html) if page.published else ()
    return _source(
        kind, page, Content(visible_text(page.title), path, sections), handle=page.handle
    )


def order_source(order: Order) -> Source:
    """Items, dates and status words; never a name, an address or a tracking number."""
    ordered = f"Ordered on {day_words(order.created_at, UTC)}, {shipping_words(order)}."
    lines = [ordered, *(item_words(item) for item in order.items)]
    content = Content(f"Order {visible_text(order.name)}", None, (Section("", "\n".join(lines)),))
    return _source("order", order, content, customer_id=order.customer_id)


def _product_sections(product: Product) -> tuple[Section, ...]:
    """The description, and with its first words the lines that say what the product is."""
    facts = "\n".join(_product_facts(product)) or visible_text(product.title)
    described = html_to_sections(product.body_html)
    if described and not described[0].heading:
        first = Section("", f"{described[0].text}\n{facts}")
        return (first, *described[1:], *_many_skus(product))
    return (Section("", facts), *described, *_many_skus(product))


def _product_facts(product: Product) -> list[str]:
    kind = " · ".join(visible_text(part) for part in (product.product_type, product.vendor) if part)
    lines = [kind]
    for option in product.options:
        values = [visible_text(value) for value in option.values if value]
        if values and values != ["Default Title"]:
            lines.append(f"{visible_text(option.name)}: {', '.join(values[:MOST_VALUES])}")
    if product.tags:
        lines.append(f"Tags: {', '.join(visible_text(tag) for tag in product.tags[:MOST_TAGS])}")
    skus = _skus(product)
    if skus and len(skus) <= INLINE_SKUS:
        lines.append(f"SKU: {', '.join(skus)}")
    return [line for line in lines if line]


def _many_skus(product: Product) -> list[Section]:
    """Apart from the description: a long list of numbers would drown what it means."""
    skus = _skus(product)
    return [Section("SKU", f"SKU: {', '.join(skus)}")] if len(skus) > INLINE_SKUS else []


def _skus(product: Product) -> list[str]:
    return [sku for sku in (visible_text(variant.sku) for variant in product.variants) if sku]


def _source(
    kind: str,
    value: Product | Collection | Policy | Page | Order,
    content: Content,
    *,
    handle: str | None = None,
    customer_id: str | None = None,
) -> Source:
    return Source(
        kind=kind,
        source_id=value.id,
        version_at=value.updated_at,
        payload=to_record(value),
        content=content,
        handle=handle,
        customer_id=customer_id,
    )
