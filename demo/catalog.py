"""Read a Shopify product CSV export into the webhooks Shopify would send for its products.

Columns: https://help.shopify.com/en/manual/products/import-export/using-csv – both the names of
exports up to 2025 (`Handle`, `Variant Price`) and the later ones (`URL handle`, `Price`).
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from demo.payloads import ProductText, VariantText, product_payload
from shopify_app.errors import InvalidInput
from shopify_app.shopify.text import clean_text

LONGEST_CELL = 4 * 1024 * 1024
DECIMAL = re.compile(r"\d{1,12}(\.\d{1,4})?")
WHOLE = re.compile(r"-?\d{1,9}")
STATUSES = ("active", "draft", "archived", "unlisted")
OPTIONS = (1, 2, 3)

COLUMNS = {
    "handle": ("handle", "url handle"),
    "title": ("title",),
    "body": ("body (html)", "description"),
    "vendor": ("vendor",),
    "type": ("type",),
    "tags": ("tags",),
    "published": ("published", "published on online store"),
    "status": ("status",),
    **{f"option {n} name": (f"option{n} name",) for n in OPTIONS},
    **{f"option {n}": (f"option{n} value",) for n in OPTIONS},
    "sku": ("variant sku", "sku"),
    "barcode": ("variant barcode", "barcode"),
    "tracker": ("variant inventory tracker", "inventory tracker"),
    "quantity": ("variant inventory qty", "inventory quantity"),
    "policy": ("variant inventory policy", "continue selling when out of stock"),
    "price": ("variant price", "price"),
    "compare at": ("variant compare at price", "compare-at price"),
    "image": ("image src", "product image url"),
    "image position": ("image position",),
    "image alt": ("image alt text",),
    "variant image": ("variant image", "variant image url"),
}
VARIANT_CELLS = ("option 1", "option 2", "option 3", "sku", "price")

Value = TypeVar("Value")


class CatalogUnreadable(InvalidInput):
    """The file is not a product export we can read whole; the message names line and column."""

    code = "catalog_unreadable"


@dataclass(frozen=True)
class Catalog:
    """Every product of a file, and what became of each of its rows."""

    products: tuple[dict[str, Any], ...]
    """Payloads of `products/create`, in the file's order."""
    variant_rows: int
    image_rows: int
    """Rows that only add a picture."""
    empty_rows: int
    """Rows that name a product and say nothing about it."""

    @property
    def rows(self) -> int:
        return self.variant_rows + self.image_rows + self.empty_rows


@dataclass(frozen=True)
class Row:
    """A record of the file. `line` is where it begins; `names` are the file's own columns."""

    line: int
    cells: Mapping[str, str]
    names: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def fault(self, column: str, what: str) -> CatalogUnreadable:
        return CatalogUnreadable(f"line {self.line}, column {self.names.get(column)}: {what}")

    @property
    def is_variant(self) -> bool:
        return any(self[column] for column in VARIANT_CELLS)


def read_catalog_file(path: Path, *, updated_at: datetime) -> Catalog:
    """`read_catalog` of a file; the message names the file too. Raises CatalogUnreadable."""
    try:
        return read_catalog(_decode(path.read_bytes()), updated_at=updated_at)
    except CatalogUnreadable as error:
        raise CatalogUnreadable(f"{path.name}, {error}") from error


def read_catalog(text: str, *, updated_at: datetime) -> Catalog:
    """The products of an export. Raises CatalogUnreadable."""
    rows_of: dict[str, list[Row]] = {}
    for row in _rows(text):
        if not row["handle"]:
            raise row.fault("handle", "is empty")
        rows_of.setdefault(row["handle"], []).append(row)
    if not rows_of:
        raise CatalogUnreadable("line 2: there is no product")
    products = tuple(
        product_payload(_product(handle, rows), updated_at=updated_at)
        for handle, rows in rows_of.items()
    )
    _require_distinct_ids(products)
    later = [row for rows in rows_of.values() for row in rows[1:]]
    return Catalog(
        products=products,
        variant_rows=len(rows_of) + sum(row.is_variant for row in later),
        image_rows=sum(not row.is_variant and bool(row["image"]) for row in later),
        empty_rows=sum(not row.is_variant and not row["image"] for row in later),
    )


# --- the file ------------------------------------------------------------------------------------


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CatalogUnreadable(f"line {line}: is not UTF-8 text") from error


def _rows(text: str) -> Iterator[Row]:
    # A limit of the csv module as a whole; its own of 128 KiB is less than a description may have.
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(clean_text(text), newline=""), strict=True)
    line = 1
    try:
        header = [cell.strip() for cell in next(reader, [])]
        places = _places(header)
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                yield _row(line, cells, header, places)
            line = reader.line_num + 1
    except csv.Error as error:
        raise CatalogUnreadable(f"line {line}: {error}") from error


def _places(header: list[str]) -> dict[str, int]:
    """Where each of our columns is in the file."""
    at = {name.lower(): place for place, name in reversed(list(enumerate(header)))}
    places = {
        column: next(at[name] for name in names if name in at)
        for column, names in COLUMNS.items()
        if any(name in at for name in names)
    }
    for column in ("handle", "title"):
        if column not in places:
            raise CatalogUnreadable(f"line 1: there is no column {COLUMNS[column][0].title()}")
    return places


def _row(line: int, cells: list[str], header: list[str], places: Mapping[str, int]) -> Row:
    if len(cells) != len(header):
        last = header[min(len(cells), len(header)) - 1]
        raise CatalogUnreadable(
            f"line {line}, column {last}: {len(cells)} cells where the header has {len(header)}"
        )
    return Row(
        line,
        {column: cells[place].strip() for column, place in places.items()},
        {column: header[place] for column, place in places.items()},
    )


# --- a product -----------------------------------------------------------------------------------


def _product(handle: str, rows: list[Row]) -> ProductText:
    first = rows[0]
    if not first["title"]:
        raise first.fault("title", "is empty in the first row of a product")
    names = tuple(first[f"option {n} name"] for n in OPTIONS if first[f"option {n} name"])
    status = _read(first, "status", _status) or "active"
    return ProductText(
        handle=handle,
        title=first["title"],
        body_html=first["body"],
        vendor=first["vendor"],
        product_type=first["type"],
        tags=[tag.strip() for tag in first["tags"].split(",") if tag.strip()],
        status=status,
        published=_read(first, "published", _truth) is not False,
        option_names=names or ("Title",),
        variants=[_variant(row, len(names)) for row in rows if row is first or row.is_variant],
        images=_images(rows),
    )


def _variant(row: Row, options: int) -> VariantText:
    for n in OPTIONS[options:]:
        if row[f"option {n}"] not in ("", "Default Title"):
            raise row.fault(
                f"option {n}", "has a value, but the product's first row names no option"
            )
    values = tuple(row[f"option {n}"] for n in OPTIONS[:options])
    return VariantText(
        options=values if any(values) else ("Default Title",) * max(options, 1),
        sku=row["sku"].removeprefix("'"),  # spreadsheets are told so to keep leading zeros
        barcode=row["barcode"].removeprefix("'"),
        price=_read(row, "price", _decimal),
        compare_at_price=_read(row, "compare at", _decimal),
        tracker=row["tracker"] or None,
        quantity=_read(row, "quantity", _whole),
        policy=_read(row, "policy", _policy) or "deny",
        image=row["variant image"],
    )


def _images(rows: list[Row]) -> list[tuple[str, str]]:
    with_image = [row for row in rows if row["image"]]
    with_image.sort(key=lambda row: _read(row, "image position", _whole) or 0)
    return [(row["image"], row["image alt"]) for row in with_image]


def _require_distinct_ids(products: tuple[dict[str, Any], ...]) -> None:
    if len({product["id"] for product in products}) != len(products):
        raise CatalogUnreadable("two products would get one id: rename one of their handles")


# --- a cell --------------------------------------------------------------------------------------


def _read(row: Row, column: str, convert: Callable[[str], Value]) -> Value | None:
    """None for an empty cell. Raises CatalogUnreadable naming line and column."""
    if not row[column]:
        return None
    try:
        return convert(row[column])
    except ValueError as error:
        raise row.fault(column, f"“{row[column][:40]}” is not {error}") from error


def _decimal(text: str) -> str:
    if not DECIMAL.fullmatch(text):
        raise ValueError("an amount such as 12.50")
    whole, _, part = text.partition(".")
    return f"{whole}.{part:0<2}"


def _whole(text: str) -> int:
    if not WHOLE.fullmatch(text):
        raise ValueError("a whole number")
    return int(text)


def _truth(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError("true or false")
    return text.lower() == "true"


def _status(text: str) -> str:
    if text.lower() not in STATUSES:
        raise ValueError("active, draft, archived or unlisted")
    return text.lower()


def _policy(text: str) -> str:
    meaning = {"deny": "deny", "continue": "continue", "false": "deny", "true": "continue"}
    if text.lower() not in meaning:
        raise ValueError("deny or continue")
    return meaning[text.lower()]


def main() -> int:
    """`python -m demo.catalog FILE.csv`: whether a catalogue can be read, for `./run`."""
    try:
        read_catalog_file(Path(sys.argv[1]), updated_at=datetime.now(UTC))
    except CatalogUnreadable as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
