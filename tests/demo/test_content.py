from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from demo.images import COLORS, SHAPES, draw, shape_of
from demo.reading import CONTENT, read_customers, read_store
from shopify_app.knowledge.html import html_to_sections
from shopify_app.shopify.payloads import (
    Order,
    Policy,
    Product,
    parse_collection,
    parse_order,
    parse_page,
    parse_policy,
    parse_product,
)

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
STORE = read_store(now=NOW).records
PRODUCTS = [parse_product(payload) for payload in STORE["product"]]
ORDERS = [parse_order(payload) for payload in STORE["order"]]
POLICIES = [parse_policy(payload) for payload in STORE["policy"]]
PAGES = [parse_page(payload) for payload in STORE["page"]]
BY_HANDLE = {product.handle: product for product in PRODUCTS}


def words(html: str) -> list[str]:
    return " ".join(section.text for section in html_to_sections(html)).split()


def facts(product: Product) -> list[str]:
    """The lines of its lists and headings, as a shopper compares them."""
    return re.findall(r"<(?:li|p)>(.*?)</(?:li|p)>", product.body_html)


def test_the_shop_is_of_a_believable_size() -> None:
    assert 80 <= len(PRODUCTS) <= 100
    assert len(STORE["collection"]) == 8
    assert len(POLICIES) == 6
    assert len(PAGES) >= 12
    assert len(ORDERS) == 30
    assert len(read_customers()) == 6


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.handle)
def test_every_product_tells_its_material_and_its_care(product: Product) -> None:
    assert 60 <= len(words(product.body_html)) <= 200
    assert len([section for section in html_to_sections(product.body_html) if section.heading]) >= 1
    assert "<li>" in product.body_html
    assert re.search(r"\d", product.body_html)
    assert all(variant.price for variant in product.variants)


def test_ids_handles_and_skus_are_unique() -> None:
    variants = [variant for product in PRODUCTS for variant in product.variants]

    for values in (
        [product.id for product in PRODUCTS],
        [product.handle for product in PRODUCTS],
        [variant.id for variant in variants],
        [variant.sku for variant in variants],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_stock_and_prices_are_named_only_for_variants_that_exist() -> None:
    for path in (CONTENT / "products").glob("*.json"):
        for entry in json.loads(path.read_text()):
            titles = {
                " / ".join(each) for each in itertools.product(*entry.get("options", {}).values())
            }
            named = {*entry.get("stock_of", {}), *entry.get("price_of", {})}
            assert named <= titles, entry["handle"]


def test_there_is_a_draft_an_unlisted_product_a_sale_and_something_sold_out() -> None:
    statuses = Counter(product.status for product in PRODUCTS)
    sold_out = [p.handle for p in PRODUCTS if not any(v.available for v in p.variants)]
    partly = [p for p in PRODUCTS if len({v.available for v in p.variants}) == 2]
    reduced = [p for p in PRODUCTS if p.variants[0].compare_at_price]

    assert (statuses["draft"], statuses["unlisted"]) == (1, 1)
    assert sold_out == ["heron-cycling-cape"]
    assert len(partly) > 30
    assert len(reduced) >= 3
    assert all(
        float(p.variants[0].compare_at_price or 0) > float(p.variants[0].price or 0)
        for p in reduced
    )


@pytest.mark.parametrize(
    ("one", "other", "differs_in"),
    [
        ("fulmar-rain-jacket", "fulmar-rain-jacket-removable-hood", "hood"),
        ("tarn-crew-sweater", "tarn-crew-sweater-undyed", "wash"),
        ("peat-sock", "peat-sock-tall", "height"),
        ("sluice-rubber-boot-tall", "sluice-rubber-boot-short", "Shaft"),
        ("enamel-mug-small", "enamel-mug-large", "ml"),
        ("slack-tide-throw", "slack-tide-throw-large", "cm"),
    ],
)
def test_look_alikes_share_most_and_differ_in_one_thing(
    one: str, other: str, differs_in: str
) -> None:
    first, second = BY_HANDLE[one], BY_HANDLE[other]

    shared = set(facts(first)) & set(facts(second))
    different = " ".join(set(facts(first)) ^ set(facts(second)))
    assert first.product_type == second.product_type
    assert len(shared) >= 2
    assert differs_in in different


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.type)
def test_every_policy_commits_itself_to_figures(policy: Policy) -> None:
    text = " ".join(words(policy.body_html))

    assert len(text.split()) > 150
    assert len(re.findall(r"\$?\d[\d.,]*\s?%?", text)) >= 8


def test_the_figures_everyone_asks_about_are_said() -> None:
    said = {policy.type: " ".join(words(policy.body_html)) for policy in POLICIES}

    assert "30 days of delivery" in said["REFUND_POLICY"]
    assert "$6.95, free from $120" in said["SHIPPING_POLICY"]
    assert "90 days" in said["PRIVACY_POLICY"]
    assert "2%" in said["TERMS_OF_SERVICE"]
    assert "1 business day" in said["CONTACT_INFORMATION"]
    assert "$24.00" in said["SUBSCRIPTION_POLICY"]


def test_nobody_real_can_be_reached() -> None:
    texts = [path.read_text() for path in CONTENT.rglob("*") if path.is_file()]
    addresses = re.findall(r"[\w.+-]+@([\w.-]+\w)", "\n".join(texts))
    hosts = re.findall(r"https?://([\w.-]+)", "\n".join(texts))

    assert addresses
    assert set(addresses) == {"example.com"}
    assert set(hosts) <= {"example.com"}
    assert re.findall(r"\+?\d{1,2}[ -]?\(?\d{3}\)?[ -]\d{3}[ -]\d{4}", "\n".join(texts)) == []


def test_orders_are_in_all_the_states_a_shopper_asks_about() -> None:
    fulfilment = Counter(order.fulfillment_status for order in ORDERS)
    payment = {order.financial_status for order in ORDERS}
    parcels = {each.shipment_status for order in ORDERS for each in order.fulfillments}

    assert fulfilment["partial"] >= 2
    assert fulfilment[""] >= 4
    assert fulfilment["fulfilled"] >= 15
    assert payment == {"paid", "pending", "refunded", "partially_refunded", "voided"}
    assert {"delivered", "in_transit", "out_for_delivery", "attempted_delivery"} <= parcels
    assert {order.cancel_reason for order in ORDERS if order.cancelled_at} == {
        "customer", "inventory", "staff",
    }  # fmt: skip


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order.name)
def test_an_orders_story_holds_together(order: Order) -> None:
    known = {str(customer.id) for customer in read_customers()}
    products = {product.id for product in PRODUCTS}

    assert order.customer_id in known
    assert {item.product_id for item in order.items} <= products
    assert order.created_at <= order.updated_at <= NOW
    assert all(order.created_at <= each.created_at <= NOW for each in order.fulfillments)
    assert not (order.cancelled_at and order.fulfillments)
    assert float(order.total) >= 0


def test_a_refund_leaves_what_the_shipping_policy_lets_it_leave() -> None:
    refunded = [order for order in ORDERS if order.financial_status == "refunded"]

    assert {order.total for order in refunded} == {"0.00"}


def test_no_order_names_a_person() -> None:
    said = set().union(*(order.keys() for order in STORE["order"]))

    assert not said & {"email", "phone", "note", "billing_address", "shipping_address", "token"}
    assert all(set(order["customer"]) == {"id"} for order in STORE["order"])


def test_collections_hold_what_can_be_found_by_looking_around() -> None:
    members = [handle for each in STORE["collection"] for handle in each["product_handles"]]
    listed = [product.handle for product in PRODUCTS if product.status == "active"]

    assert sorted(members) == sorted(listed)
    assert all(len(words(parse_collection(each).body_html)) > 10 for each in STORE["collection"])


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.handle)
def test_every_product_can_be_drawn_as_what_it_is(product: Product) -> None:
    shape = shape_of(product.title, product.product_type)

    assert shape != "box" or product.status == "unlisted"
    assert (SHAPES / f"{shape}.svg").exists()
    assert draw(product.title, product.product_type).startswith("<svg ")


def test_every_color_sold_has_a_paint() -> None:
    waxes = {"clear", "brown"}
    sold = {
        value.lower().split(" ")[0]
        for product in PRODUCTS
        for option in product.options
        if option.name == "Color"
        for value in option.values
    }

    assert sold - waxes <= set(COLORS)
    assert COLORS["gorse"] in draw("Fulmar", "Jackets", "Gorse")
