"""Woolmere, a small shop that tests ask: products, policies, pages and the orders of two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from shopify_app.db import Record
from shopify_app.knowledge.documents import (
    Source,
    order_source,
    page_source,
    policy_source,
    product_source,
)
from shopify_app.knowledge.embedder import Embedder, Vectors
from shopify_app.knowledge.indexing import index_due_documents
from shopify_app.knowledge.sources import apply_source
from shopify_app.knowledge.vectors import VectorIndex
from shopify_app.shopify.payloads import (
    Fulfillment,
    Image,
    Option,
    Order,
    OrderItem,
    Page,
    Policy,
    Product,
    Variant,
)
from shopify_app.shops.profile import update_profile

URL = "https://woolmere.example"
PROFILE = {"name": "Woolmere", "url": URL, "currency": "USD", "timezone": "UTC", "locale": "en"}
MADE_AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ANNA, BEN = "7001", "7002"
"""Customers. Anna has two orders, Ben one."""


def product(
    number: int, title: str, body: str, *, price: str, sizes: dict[str, int], kind: str
) -> Product:
    """A product with one variant per size; the number behind a size is its stock."""
    variants = tuple(
        Variant(
            id=str(number * 100 + n),
            title=size,
            sku=f"WM-{number}-{size}",
            price=price,
            compare_at_price=None,
            available=stock > 0,
            inventory_quantity=stock,
            options=(size,),
        )
        for n, (size, stock) in enumerate(sizes.items())
    )
    return Product(
        id=str(number),
        title=title,
        handle=title.lower().replace(" ", "-"),
        body_html=body,
        vendor="Woolmere",
        product_type=kind,
        tags=(),
        status="active",
        published=True,
        updated_at=MADE_AT,
        options=(Option("Size", tuple(sizes)),),
        variants=variants,
        images=(Image("https://cdn.example/p.jpg", title),),
    )


PRODUCTS = (
    product(
        101,
        "Fjord Rain Jacket",
        "<p>A light shell of recycled nylon. It is waterproof to 10,000 mm and has taped seams."
        " Wash it at 30 degrees and do not tumble dry.</p>",
        price="129.00",
        sizes={"S": 8, "M": 5, "L": 0},
        kind="Jackets",
    ),
    product(
        102,
        "Harbour Wool Jumper",
        "<p>Knitted from undyed merino wool in Portugal. It keeps you warm and never itches.</p>",
        price="89.00",
        sizes={"M": 9, "L": 9},
        kind="Jumpers",
    ),
    product(
        103,
        "Harbour Cotton Jumper",
        "<p>Knitted from organic cotton for summer evenings.</p>",
        price="59.00",
        sizes={"M": 9},
        kind="Jumpers",
    ),
    product(
        104,
        "Tarn Beanie",
        "<p>A ribbed beanie of lambswool.</p>",
        price="24.50",
        sizes={"One size": 0},
        kind="Hats",
    ),
)

POLICIES = (
    Policy(
        id="201",
        type="REFUND_POLICY",
        title="Refund policy",
        body_html=(
            "<h2>Returns</h2><p>You can return unworn items within 30 days of delivery. Returns are"
            " free in the EU. We refund to the card you paid with within 5 business days.</p>"
            "<h2>Final sale</h2><p>Socks and gift cards cannot be returned.</p>"
        ),
        url="",
        updated_at=MADE_AT,
    ),
    Policy(
        id="202",
        type="SHIPPING_POLICY",
        title="Shipping policy",
        body_html=(
            "<h2>Delivery times</h2><p>Standard shipping takes 3-5 business days and costs $4.95."
            " Orders above $75.00 ship free.</p>"
            "<h2>Countries</h2><p>We ship to the EU, the UK and Norway.</p>"
        ),
        url="",
        updated_at=MADE_AT,
    ),
)

PAGES = (
    Page(
        id="301",
        title="FAQ",
        handle="faq",
        body_html=(
            "<h3>How do I wash merino?</h3>"
            "<p>Wash merino by hand in cold water and dry it flat.</p>"
            "<h3>Do you have a shop I can visit?</h3><p>Our shop is at Quay 4 in Bergen. It is open"
            " Monday to Saturday from 10 am to 6 pm.</p>"
        ),
        published=True,
        updated_at=MADE_AT,
    ),
    Page(
        id="302",
        title="Contact us",
        handle="contact",
        body_html=(
            "<p>Write to help@woolmere.example or call +47 55 12 34 56. Our team answers within one"
            " business day.</p>"
        ),
        published=True,
        updated_at=MADE_AT,
    ),
)


def order(number: int, customer_id: str, *items: str, sent: bool, tracking: str = "") -> Order:
    shipped = (
        (
            Fulfillment(
                id=str(number * 10),
                created_at=MADE_AT,
                status="success",
                shipment_status="in_transit",
                tracking_company="Bring",
                tracking_number=tracking,
                tracking_url=f"https://tracking.example/{tracking}",
            ),
        )
        if sent
        else ()
    )
    return Order(
        id=str(number),
        name=f"#{number}",
        customer_id=customer_id,
        created_at=MADE_AT,
        updated_at=MADE_AT,
        cancelled_at=None,
        cancel_reason="",
        financial_status="paid",
        fulfillment_status="fulfilled" if sent else "",
        currency="USD",
        total="129.00",
        items=tuple(OrderItem(item, "M", 1, "", None) for item in items),
        fulfillments=shipped,
    )


ORDERS = (
    order(1001, ANNA, "Fjord Rain Jacket", sent=True, tracking="BR123456789NO"),
    order(1002, ANNA, "Tarn Beanie", sent=False),
    order(1003, BEN, "Harbour Wool Jumper", sent=True, tracking="BR987654321NO"),
)


def sources() -> list[Source]:
    return [
        *map(product_source, PRODUCTS),
        *map(policy_source, POLICIES),
        *map(page_source, PAGES),
        *map(order_source, ORDERS),
    ]


EMBEDDED: dict[tuple[str, ...], Vectors] = {}


@dataclass(frozen=True)
class Remembering:
    """Makes the vectors of the same texts once: hundreds of tests stock Woolmere."""

    inner: Embedder

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def dimensions(self) -> int:
        return self.inner.dimensions

    @property
    def max_tokens(self) -> int:
        return self.inner.max_tokens

    def embed(self, texts: Sequence[str]) -> Vectors:
        known = (self.name, *texts)
        if known not in EMBEDDED:
            EMBEDDED[known] = self.inner.embed(texts)
        return EMBEDDED[known]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self.inner.count_tokens(texts)


def stock(record: Record, vectors: VectorIndex, embedder: Embedder, shop: str) -> None:
    """Give the shop all that Woolmere has, indexed."""
    embedder = Remembering(embedder)
    with record.write() as connection:
        update_profile(connection, shop, PROFILE)
        for source in sources():
            apply_source(connection, shop, source, now=MADE_AT)
    while index_due_documents(record, vectors, embedder, now=MADE_AT):
        pass
