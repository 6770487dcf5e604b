"""What is fetched has the shape of a webhook, and a list ends."""

from collections.abc import Iterator
from typing import Any

import pytest

from shopify_app.shopify import admin_records
from shopify_app.shopify.admin import AdminClient, AdminUnavailable
from tests.shopify.speaking import Reply, Speaker, speaking

SHOP = "woolmere.myshopify.com"
UPDATED = "2026-11-20T10:00:00Z"


@pytest.fixture
def shopify() -> Iterator[Speaker]:
    with speaking() as speaker:
        yield speaker


@pytest.fixture
def admin(shopify: Speaker) -> Iterator[AdminClient]:
    admin = AdminClient(shopify.url, "2026-10")
    yield admin
    admin.close()


def product_page(numbers: range, *, end: str | None) -> Reply:
    variants = [
        {
            "legacyResourceId": str(number),
            "title": f"Size {number}",
            "sku": None,
            "price": "89.00",
            "compareAtPrice": None,
            "availableForSale": number % 2 == 0,
            "inventoryQuantity": 0,
            "inventoryItem": {"tracked": True},
            "selectedOptions": [{"value": f"Size {number}"}],
        }
        for number in numbers
    ]
    product = {
        "legacyResourceId": "7",
        "title": "Harbour Jumper",
        "handle": "harbour-jumper",
        "status": "UNLISTED",
        "vendor": "Woolmere",
        "productType": "Knitwear",
        "tags": ["wool"],
        "descriptionHtml": "<p>Wool.</p>",
        "publishedAt": UPDATED,
        "updatedAt": UPDATED,
        "options": [{"name": "Size", "optionValues": [{"name": "Size 1"}]}],
        "media": {"nodes": [{"alt": None, "preview": {"image": {"url": "https://x.example/1"}}},
                            {"alt": "a film", "preview": None}]},
        "variants": {
            "pageInfo": {"hasNextPage": end is not None, "endCursor": end},
            "nodes": variants,
        },
    }  # fmt: skip
    return Reply({"data": {"product": product}})


def listed(name: str, nodes: list[Any], *, end: str | None) -> Reply:
    page = {"hasNextPage": end is not None, "endCursor": end}
    return Reply({"data": {name: {"pageInfo": page, "nodes": nodes}}})


def test_a_product_comes_with_all_its_variants(shopify: Speaker, admin: AdminClient) -> None:
    shopify.replies = [
        product_page(range(1, 101), end="a"),
        product_page(range(101, 201), end="b"),
        product_page(range(201, 206), end=None),
    ]

    product = admin_records.fetch_product(admin, SHOP, "token", "7")

    assert product is not None
    assert [int(variant.id) for variant in product.variants] == list(range(1, 206))
    assert [sent["variables"]["after"] for _, _, sent in shopify.asked] == [None, "a", "b"]
    assert (product.status, product.published, product.truncated) == ("unlisted", True, False)
    assert [variant.available for variant in product.variants[:2]] == [False, True]
    assert [image.src for image in product.images] == ["https://x.example/1"]


def test_a_product_that_is_gone_is_none(shopify: Speaker, admin: AdminClient) -> None:
    shopify.replies = [Reply({"data": {"product": None}})]

    assert admin_records.fetch_product(admin, SHOP, "token", "7") is None


def test_a_list_is_read_to_its_end(shopify: Speaker, admin: AdminClient) -> None:
    shopify.replies = [
        listed("products", [{"legacyResourceId": "1", "updatedAt": UPDATED}], end="a"),
        listed("products", [{"legacyResourceId": "2", "updatedAt": UPDATED}], end=None),
    ]

    assert sorted(admin_records.fetch_versions(admin, SHOP, "token", "products")) == ["1", "2"]


def test_a_list_without_an_end_is_given_up(
    shopify: Speaker, admin: AdminClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read of it must not pass for the whole: the rest would be taken for deleted."""
    monkeypatch.setattr(admin_records, "MOST_CALLS", 5)
    shopify.replies = [listed("pages", [], end="the same")]

    with pytest.raises(AdminUnavailable):
        list(admin_records.fetch_pages(admin, SHOP, "token"))

    assert len(shopify.asked) == 5


@pytest.mark.parametrize(
    ("gid", "number"),
    [("gid://shopify/Page/1", "1"), ("gid://shopify/InventoryLevel/5?inventory_item_id=9", "5")],
)
def test_the_number_of_an_id(gid: str, number: str) -> None:
    assert admin_records.numeric_id(gid) == number
