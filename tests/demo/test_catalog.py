from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest

from demo.catalog import CatalogUnreadable, read_catalog, read_catalog_file
from shopify_app.shopify.payloads import Product, parse_product
from tests.shared_data import SHARED

CATALOGUES = SHARED / "data" / "catalogues"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HEADER = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,"
    "Option2 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,"
    "Variant Inventory Policy,Variant Price,Variant Compare At Price,Image Src,Image Position,"
    "Image Alt Text,Variant Image,Status"
).split(",")
JACKET = {
    "Handle": "storm-jacket",
    "Title": "Storm Jacket",
    "Body (HTML)": "<p>Dry,\nmostly.</p>",
    "Vendor": "Drizzlewick",
    "Type": "Jackets",
    "Tags": "rain, waterproof",
    "Published": "true",
    "Option1 Name": "Color",
    "Option1 Value": "Moss",
    "Option2 Name": "Size",
    "Option2 Value": "S",
    "Variant SKU": "'007",
    "Variant Inventory Tracker": "shopify",
    "Variant Inventory Qty": "4",
    "Variant Inventory Policy": "deny",
    "Variant Price": "168",
    "Variant Compare At Price": "190.5",
    "Image Src": "https://example.com/front.jpg",
    "Image Position": "2",
    "Image Alt Text": "Front",
    "Status": "active",
}
SECOND = {
    "Handle": "storm-jacket",
    "Option1 Value": "Moss",
    "Option2 Value": "M",
    "Variant SKU": "008",
    "Variant Inventory Tracker": "shopify",
    "Variant Inventory Qty": "0",
    "Variant Inventory Policy": "deny",
    "Variant Price": "168.00",
    "Image Src": "https://example.com/back.jpg",
    "Image Position": "1",
    "Variant Image": "https://example.com/worn.jpg",
}
PICTURE = {
    "Handle": "storm-jacket",
    "Image Src": "https://example.com/third.jpg",
    "Image Position": "3",
}


def table(*rows: dict[str, str], header: list[str] = HEADER) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def only_product(*rows: dict[str, str]) -> Product:
    [payload] = read_catalog(table(*rows), updated_at=NOW).products
    return parse_product(payload)


def test_the_rows_of_a_product_become_its_variants_and_its_pictures() -> None:
    product = only_product(JACKET, SECOND, PICTURE)

    assert product.title == "Storm Jacket"
    assert product.tags == ("rain", "waterproof")
    assert [option.values for option in product.options] == [("Moss",), ("S", "M")]
    assert [variant.title for variant in product.variants] == ["Moss / S", "Moss / M"]
    assert [image.src.rsplit("/")[-1] for image in product.images] == [
        "back.jpg", "front.jpg", "third.jpg", "worn.jpg",
    ]  # fmt: skip
    assert product.published
    assert product.updated_at == NOW


def test_prices_and_stock_are_read_as_shopify_writes_them() -> None:
    first, second = only_product(JACKET, SECOND).variants

    assert (first.price, first.compare_at_price) == ("168.00", "190.50")
    assert (first.available, first.inventory_quantity) == (True, 4)
    assert (second.available, second.inventory_quantity) == (False, 0)
    assert (first.sku, second.sku) == ("007", "008")


def test_every_row_is_counted() -> None:
    catalog = read_catalog(
        table(JACKET, SECOND, PICTURE, {"Handle": "storm-jacket"}), updated_at=NOW
    )

    assert (catalog.variant_rows, catalog.image_rows, catalog.empty_rows) == (2, 1, 1)
    assert catalog.rows == 4


def test_ids_follow_from_handle_and_options_and_not_from_the_order_of_rows() -> None:
    other = {**JACKET, "Handle": "storm-hat", "Title": "Storm Hat"}
    swapped = {**SECOND, **{name: JACKET[name] for name in HEADER[1:7]}} | {
        "Option1 Name": "Color",
        "Option2 Name": "Size",
    }

    [jacket, hat] = read_catalog(table(JACKET, SECOND, other), updated_at=NOW).products
    [again] = read_catalog(
        table(swapped, {**JACKET, "Title": "", "Published": ""}), updated_at=NOW
    ).products

    assert jacket["id"] != hat["id"]
    assert jacket["id"] == again["id"]
    assert {v["title"]: v["id"] for v in jacket["variants"]} == {
        v["title"]: v["id"] for v in again["variants"]
    }


@pytest.mark.parametrize(
    ("changes", "status", "published"),
    [
        ({"Published": "false"}, "active", False),
        ({"Published": ""}, "active", True),
        ({"Status": ""}, "active", True),
        ({"Status": "Draft"}, "draft", False),
        ({"Status": "unlisted"}, "unlisted", True),
        ({"Status": "archived"}, "archived", False),
    ],
)
def test_published_and_status_say_who_may_see_it(
    changes: dict[str, str], status: str, published: bool
) -> None:
    product = only_product({**JACKET, **changes})

    assert (product.status, product.published) == (status, published)


@pytest.mark.parametrize(
    ("changes", "available", "quantity"),
    [
        ({"Variant Inventory Tracker": "", "Variant Inventory Qty": "0"}, True, None),
        ({"Variant Inventory Qty": "0", "Variant Inventory Policy": "continue"}, True, 0),
        ({"Variant Inventory Qty": "-1"}, False, -1),
        ({"Variant Inventory Qty": ""}, True, None),
    ],
    ids=["nobody counts", "sold on", "oversold", "counted somewhere else"],
)
def test_whether_it_can_be_bought(
    changes: dict[str, str], available: bool, quantity: int | None
) -> None:
    [variant] = only_product({**JACKET, **changes}).variants

    assert (variant.available, variant.inventory_quantity) == (available, quantity)


def test_a_product_without_options_has_one_default_variant() -> None:
    plain = {"Handle": "tin", "Title": "Tin", "Variant Price": "3"}

    product = only_product(plain)

    assert [variant.title for variant in product.variants] == ["Default Title"]


def test_the_newer_column_names_are_read_too() -> None:
    header = (
        "Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,"
        "Status,SKU,Barcode,Option1 name,Option1 value,Price,Compare-at price,Inventory tracker,"
        "Inventory quantity,Continue selling when out of stock,Product image URL,Image position,"
        "Image alt text,Variant image URL"
    ).split(",")
    row = {
        "Title": "Storm Jacket",
        "URL handle": "storm-jacket",
        "Description": "<p>Dry.</p>",
        "Published on online store": "TRUE",
        "Status": "Active",
        "Option1 name": "Size",
        "Option1 value": "S",
        "Price": "168.00",
        "Inventory tracker": "shopify",
        "Inventory quantity": "0",
        "Continue selling when out of stock": "CONTINUE",
        "Product image URL": "https://example.com/front.jpg",
    }

    [payload] = read_catalog(table(row, header=header), updated_at=NOW).products

    product = parse_product(payload)
    assert (product.handle, product.body_html) == ("storm-jacket", "<p>Dry.</p>")
    assert product.variants[0].available
    assert product.images[0].src == "https://example.com/front.jpg"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{**JACKET, "Variant Price": "12,50"}], "line 2, column Variant Price: “12,50” is not"),
        ([JACKET, {**SECOND, "Variant Inventory Qty": "few"}],
         "line 4, column Variant Inventory Qty: “few” is not a whole number"),
        ([{**JACKET, "Published": "perhaps"}], "line 2, column Published"),
        ([{**JACKET, "Status": "sold"}], "line 2, column Status"),
        ([{**JACKET, "Variant Inventory Policy": "sometimes"}], "column Variant Inventory Policy"),
        ([JACKET, {"Handle": "hat", "Variant Price": "3"}],
         "line 4, column Title: is empty in the first row of a product"),
        ([JACKET, {"Title": "Hat"}], "line 4, column Handle: is empty"),
        ([{"Handle": "hat", "Title": "Hat"}, {"Handle": "hat", "Option1 Value": "Red"}],
         "line 3, column Option1 Value"),
    ],
)  # fmt: skip
def test_a_cell_that_makes_no_sense_is_named_by_line_and_column(
    rows: list[dict[str, str]], message: str
) -> None:
    with pytest.raises(CatalogUnreadable) as raised:
        read_catalog(table(*rows), updated_at=NOW)

    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: there is no column Handle"),
        ("Handle,Price\n", "line 1: there is no column Title"),
        ("Handle,Title\n", "line 2: there is no product"),
        ("Handle,Title\nhat\n", "line 2, column Handle: 1 cells where the header has 2"),
        ("Handle,Title\nhat,Hat,red\n", "line 2, column Title: 3 cells"),
        ('Handle,Title\ncap,Cap\nhat,"Ha', "line 3: unexpected end of data"),
    ],
)
def test_a_file_that_is_broken_or_cut_is_refused(text: str, message: str) -> None:
    with pytest.raises(CatalogUnreadable) as raised:
        read_catalog(text, updated_at=NOW)

    assert message in str(raised.value)


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Any) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes("Handle,Title\ncap,Cap\nhat,Hüt\n".encode("latin-1"))

    with pytest.raises(CatalogUnreadable) as raised:
        read_catalog_file(path, updated_at=NOW)

    assert str(raised.value) == "latin.csv, line 3: is not UTF-8 text"


def test_a_byte_order_mark_and_windows_lines_change_nothing(tmp_path: Any) -> None:
    path = tmp_path / "windows.csv"
    path.write_bytes(b"\xef\xbb\xbf" + table(JACKET, SECOND).encode())
    assert b"\r\n" in path.read_bytes()

    catalog = read_catalog_file(path, updated_at=NOW)

    assert catalog.products == read_catalog(table(JACKET, SECOND), updated_at=NOW).products


@pytest.mark.parametrize(
    ("name", "products", "rows", "variants"),
    [
        ("Fashion.csv", 997, 5024, 3684),
        ("Apparel.csv", 25, 104, 96),
        ("Jewelry.csv", 19, 30, 24),
        ("partners-apparel.csv", 20, 22, 22),
        ("partners-home-and-garden.csv", 20, 21, 21),
        ("partners-jewelery.csv", 20, 41, 23),
    ],
)
def test_real_exports_are_read_whole(name: str, products: int, rows: int, variants: int) -> None:
    if not (CATALOGUES / name).exists():
        pytest.skip(f"the real catalogue {name} is not on this machine")

    catalog = read_catalog_file(CATALOGUES / name, updated_at=NOW)

    parsed = [parse_product(payload) for payload in catalog.products]
    assert len({product.id for product in parsed}) == products
    assert catalog.rows == rows
    assert catalog.empty_rows == 0
    assert sum(len(product.variants) for product in parsed) == variants == catalog.variant_rows
    ids = [variant.id for product in parsed for variant in product.variants]
    assert len(set(ids)) == len(ids)
