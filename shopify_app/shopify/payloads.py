"""The shapes Shopify sends, as frozen values with only the fields Tote uses.

Each `parse_…` takes a REST-shaped object (what webhooks carry) and raises InvalidPayload naming
the fields at fault. Unknown fields are ignored: Shopify adds some with every version. Personal
data (names, addresses, e-mail, phone, notes) has no field here, so it cannot come in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from shopify_app.shopify.bodies import InvalidPayload
from shopify_app.shopify.text import INVISIBLE

MAX_ID = 2**63 - 1
MAX_TITLE = 512
MAX_HTML = 500_000
FUTURE_TOLERANCE = timedelta(hours=1)

Value = TypeVar("Value")


# --- values --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Option:
    """A dimension a product varies in, such as Size."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Image:
    src: str
    alt: str


@dataclass(frozen=True)
class Variant:
    """One thing that can be bought. Prices are decimal strings in the shop's currency."""

    id: str
    title: str
    sku: str
    price: str | None
    compare_at_price: str | None
    available: bool
    inventory_quantity: int | None
    """None when the store does not count it."""
    options: tuple[str, ...]


@dataclass(frozen=True)
class Product:
    id: str
    title: str
    handle: str
    body_html: str
    vendor: str
    product_type: str
    tags: tuple[str, ...]
    status: str
    published: bool
    updated_at: datetime
    options: tuple[Option, ...]
    variants: tuple[Variant, ...]
    images: tuple[Image, ...]
    truncated: bool = False
    """The payload lists more variants than it carries: fetch the product again."""


@dataclass(frozen=True)
class Collection:
    id: str
    title: str
    handle: str
    body_html: str
    published: bool
    updated_at: datetime


@dataclass(frozen=True)
class Policy:
    id: str
    type: str
    """Shopify's name for it, such as REFUND_POLICY."""
    title: str
    body_html: str
    url: str
    updated_at: datetime


@dataclass(frozen=True)
class Page:
    id: str
    title: str
    handle: str
    body_html: str
    published: bool
    updated_at: datetime
    blog_handle: str | None = None
    """Set when the page is an article of a blog."""


@dataclass(frozen=True)
class OrderItem:
    title: str
    variant_title: str
    quantity: int
    fulfillment_status: str
    product_id: str | None
    price: str | None = None
    """Of one, as it was sold, before discounts on the order; None when it was not told."""


@dataclass(frozen=True)
class Fulfillment:
    id: str
    created_at: datetime
    status: str
    shipment_status: str
    tracking_company: str
    tracking_number: str
    tracking_url: str
    delivered_at: datetime | None = None
    """When the carrier said so. Webhooks do not tell, the Admin API does."""


@dataclass(frozen=True)
class Order:
    """An order without the person: only the customer's id says whose it is."""

    id: str
    name: str
    customer_id: str | None
    created_at: datetime
    updated_at: datetime
    cancelled_at: datetime | None
    cancel_reason: str
    financial_status: str
    fulfillment_status: str
    currency: str
    total: str
    items: tuple[OrderItem, ...]
    fulfillments: tuple[Fulfillment, ...]


@dataclass(frozen=True)
class ShopProfile:
    """What a shop says of itself; `url` is its storefront, without a slash at the end."""

    name: str
    url: str
    currency: str
    timezone: str
    locale: str


# --- parsing -------------------------------------------------------------------------------------


def parse_product(payload: Mapping[str, Any]) -> Product:
    data = _load(ProductSchema(), payload)
    variants = tuple(_variant(item) for item in data["variants"])
    return Product(
        id=data["id"],
        title=data["title"],
        handle=data["handle"],
        body_html=data["body_html"],
        vendor=data["vendor"],
        product_type=data["product_type"],
        tags=data["tags"],
        status=data["status"],
        published=data["status"] in ("active", "unlisted") and data["published_at"] is not None,
        updated_at=data["updated_at"],
        options=tuple(Option(item["name"], tuple(item["values"])) for item in data["options"]),
        variants=variants,
        images=tuple(Image(item["src"], item["alt"]) for item in data["images"] if item["src"]),
        truncated=len(data["variant_gids"]) > len(variants),
    )


def parse_collection(payload: Mapping[str, Any]) -> Collection:
    data = _load(CollectionSchema(), payload)
    published = data.pop("published_at") is not None
    return Collection(published=published, **data)


def parse_policy(payload: Mapping[str, Any]) -> Policy:
    data = _load(PolicySchema(), payload)
    return Policy(body_html=data.pop("body"), **data)


def parse_page(payload: Mapping[str, Any]) -> Page:
    """A page, or an article when it carries `blog_handle`."""
    data = _load(PageSchema(), payload)
    published = data.pop("published_at") is not None
    return Page(published=published, blog_handle=data.pop("blog_handle") or None, **data)


def parse_article(payload: Mapping[str, Any]) -> Page:
    """An article; without its blog it could be taken for the page that has the same id."""
    article = parse_page(payload)
    if not article.blog_handle:
        raise InvalidPayload("fields at fault: blog_handle")
    return article


def parse_order(payload: Mapping[str, Any]) -> Order:
    data = _load(OrderSchema(), payload)
    customer = data.pop("customer") or {}
    return Order(
        customer_id=customer.get("id"),
        total=data.pop("current_total_price") or data["total_price"] or "",
        items=tuple(OrderItem(**item) for item in data.pop("line_items")),
        fulfillments=tuple(Fulfillment(**item) for item in data.pop("fulfillments")),
        **{key: value for key, value in data.items() if key != "total_price"},
    )


def parse_shop(payload: Mapping[str, Any]) -> ShopProfile:
    data = _load(ShopSchema(), payload)
    return ShopProfile(
        name=data["name"],
        url=f"https://{data['domain']}" if data["domain"] else "",
        currency=data["currency"],
        timezone=data["iana_timezone"],
        locale=data["primary_locale"],
    )


def parse_id(payload: Mapping[str, Any], key: str = "id") -> str:
    """The id alone, of a delete or of a payload that only points at something."""
    return str(_load(Lenient.from_dict({key: Id(required=True)})(), payload)[key])


def clamp_version(updated_at: datetime, received_at: datetime) -> datetime:
    """`updated_at`, but never far in the future: such a record could not be updated any more."""
    return min(updated_at, received_at + FUTURE_TOLERANCE)


def parse_time(value: object) -> datetime:
    """An ISO 8601 time in UTC; one without a zone is read as UTC. Raises InvalidPayload."""
    try:
        return _to_utc(datetime.fromisoformat(str(value)))
    except (ValueError, OverflowError) as error:
        raise InvalidPayload("a time cannot be read") from error


# --- to the record and back ----------------------------------------------------------------------


def to_record(value: Any) -> dict[str, Any]:
    """A value as JSON for the record; times as ISO text."""
    return {key: _plain(item) for key, item in asdict(value).items()}


def product_from_record(stored: Mapping[str, Any]) -> Product:
    return Product(
        **{
            **stored,
            "updated_at": datetime.fromisoformat(stored["updated_at"]),
            "tags": tuple(stored["tags"]),
            "options": tuple(Option(o["name"], tuple(o["values"])) for o in stored["options"]),
            "variants": tuple(
                Variant(**{**each, "options": tuple(each["options"])})
                for each in stored["variants"]
            ),
            "images": tuple(Image(**each) for each in stored["images"]),
        }
    )


def policy_from_record(stored: Mapping[str, Any]) -> Policy:
    return Policy(**{**stored, "updated_at": datetime.fromisoformat(stored["updated_at"])})


def order_from_record(stored: Mapping[str, Any]) -> Order:
    times = ("created_at", "updated_at", "cancelled_at")
    return Order(
        **{
            **stored,
            **{key: stored[key] and datetime.fromisoformat(stored[key]) for key in times},
            "items": tuple(OrderItem(**each) for each in stored["items"]),
            "fulfillments": tuple(_fulfillment(each) for each in stored["fulfillments"]),
        }
    )


def _fulfillment(stored: Mapping[str, Any]) -> Fulfillment:
    """Of an older record `delivered_at` is not there."""
    times = {key: stored.get(key) for key in ("created_at", "delivered_at")}
    read = {key: text and datetime.fromisoformat(text) for key, text in times.items()}
    return Fulfillment(**{**stored, **read})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


# --- schemas -------------------------------------------------------------------------------------


class Id(fields.Field[str]):
    """Shopify's number, as the text of a whole number from 1 to 2^63-1 (JSON has no such ints)."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_ID:
            raise ValidationError("not an id")
        return str(value)


class PolicyId(Id):
    """Also as the Admin API writes it, the only place where policies have ids."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if isinstance(value, str):
            value = value.removeprefix("gid://shopify/ShopPolicy/")
        return super()._deserialize(value, attr, data, **kwargs)


class Text(fields.Field[str]):
    """Any text without what cannot be seen, cut to a length; null and absent are empty."""

    def __init__(self, *, longest: int = MAX_TITLE, **kwargs: Any) -> None:
        if not kwargs.get("required"):
            kwargs.setdefault("load_default", "")
        super().__init__(allow_none=True, **kwargs)
        self.longest = longest

    def deserialize(self, value: Any, attr: Any = None, data: Any = None, **kwargs: Any) -> str:
        return super().deserialize(value, attr, data, **kwargs) or ""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        return INVISIBLE.sub("", _number_as_text(value))[: self.longest]


class Tags(fields.Field[tuple[str, ...]]):
    """Shopify's one comma-separated text (REST) or list (GraphQL); null and absent are none."""

    def __init__(self) -> None:
        super().__init__(allow_none=True, load_default=())

    def deserialize(self, value: Any, attr: Any = None, data: Any = None, **kwargs: Any) -> Any:
        return super().deserialize(value, attr, data, **kwargs) or ()

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> tuple[str, ...]:
        parts = value.split(",") if isinstance(value, str) else value
        if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
            raise ValidationError("not tags")
        return tuple(part.strip()[:255] for part in parts if part.strip())[:250]


class Price(fields.Field[str]):
    """A decimal text; numbers are taken as written."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text = _number_as_text(value)
        whole, _, part = text.partition(".")
        if not (whole.isascii() and whole.isdigit() and len(text) <= 20):
            raise ValidationError("not a price")
        if part and not (part.isascii() and part.isdigit()):
            raise ValidationError("not a price")
        return text


class Time(fields.Field[datetime]):
    """ISO 8601 to an aware UTC datetime."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> datetime:
        try:
            return _to_utc(datetime.fromisoformat(value))
        except (TypeError, ValueError, OverflowError) as error:
            raise ValidationError("not a time") from error


class Several(fields.List[Any]):
    """A list of objects; null and absent are empty."""

    def __init__(self, item: fields.Field[Any] | type[fields.Field[Any]]) -> None:
        super().__init__(item, allow_none=True, load_default=list)

    def deserialize(self, value: Any, attr: Any = None, data: Any = None, **kwargs: Any) -> Any:
        return super().deserialize(value, attr, data, **kwargs) or []


class Lenient(Schema):
    class Meta:
        unknown = EXCLUDE


class OptionSchema(Lenient):
    name = Text()
    values = Several(Text())


class ImageSchema(Lenient):
    src = Text(longest=2048)
    alt = Text()


class VariantSchema(Lenient):
    id = Id(required=True)
    title = Text()
    sku = Text()
    price = Price(allow_none=True, load_default=None)
    compare_at_price = Price(allow_none=True, load_default=None)
    inventory_policy = Text()
    inventory_management = fields.Raw(allow_none=True, load_default="shopify")
    inventory_quantity = fields.Integer(
        strict=True, allow_none=True, load_default=None, validate=validate.Range(-(2**31), 2**31)
    )
    available = fields.Boolean(allow_none=True, load_default=None)
    option1 = Text()
    option2 = Text()
    option3 = Text()


class ProductSchema(Lenient):
    id = Id(required=True)
    title = Text(required=True)
    handle = Text(longest=255)
    body_html = Text(longest=MAX_HTML)
    vendor = Text()
    product_type = Text()
    tags = Tags()
    status = Text(load_default="active")
    published_at = Time(allow_none=True, load_default=None)
    updated_at = Time(required=True)
    options = Several(fields.Nested(OptionSchema))
    variants = Several(fields.Nested(VariantSchema))
    images = Several(fields.Nested(ImageSchema))
    variant_gids = Several(fields.Raw())


class CollectionSchema(Lenient):
    id = Id(required=True)
    title = Text(required=True)
    handle = Text(longest=255)
    body_html = Text(longest=MAX_HTML)
    published_at = Time(allow_none=True, load_default=None)
    updated_at = Time(required=True)


class PolicySchema(Lenient):
    id = PolicyId(required=True)
    type = Text(required=True, longest=64)
    title = Text()
    body = Text(longest=MAX_HTML)
    url = Text(longest=2048)
    updated_at = Time(required=True)


class PageSchema(Lenient):
    id = Id(required=True)
    title = Text(required=True)
    handle = Text(longest=255)
    body_html = Text(longest=MAX_HTML)
    published_at = Time(allow_none=True, load_default=None)
    updated_at = Time(required=True)
    blog_handle = Text(longest=255)


class CustomerSchema(Lenient):
    id = Id(allow_none=True, load_default=None)


class OrderItemSchema(Lenient):
    title = Text()
    variant_title = Text()
    quantity = fields.Integer(strict=True, load_default=1, validate=validate.Range(0, 2**31))
    fulfillment_status = Text()
    product_id = Id(allow_none=True, load_default=None)
    price = Price(allow_none=True, load_default=None)


class FulfillmentSchema(Lenient):
    id = Id(required=True)
    created_at = Time(required=True)
    status = Text()
    shipment_status = Text()
    tracking_company = Text()
    tracking_number = Text()
    tracking_url = Text(longest=2048)
    delivered_at = Time(allow_none=True, load_default=None)


class OrderSchema(Lenient):
    id = Id(required=True)
    name = Text(required=True, longest=64)
    customer = fields.Nested(CustomerSchema, allow_none=True, load_default=None)
    created_at = Time(required=True)
    updated_at = Time(required=True)
    cancelled_at = Time(allow_none=True, load_default=None)
    cancel_reason = Text()
    financial_status = Text()
    fulfillment_status = Text()
    currency = Text(longest=8)
    current_total_price = Price(allow_none=True, load_default=None)
    total_price = Price(allow_none=True, load_default=None)
    line_items = Several(fields.Nested(OrderItemSchema))
    fulfillments = Several(fields.Nested(FulfillmentSchema))


class ShopSchema(Lenient):
    name = Text()
    domain = Text(longest=255)
    currency = Text(longest=8)
    iana_timezone = Text(longest=64)
    primary_locale = Text(longest=16)


def _load(schema: Schema, payload: Mapping[str, Any]) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = schema.load(payload)
    except ValidationError as error:
        names = ", ".join(sorted(map(str, error.messages_dict)))
        raise InvalidPayload(f"fields at fault: {names}") from error
    return loaded


def _number_as_text(value: Any) -> str:
    """Numbers are taken as written; what is neither a text nor a number is refused."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e30:
        raise ValidationError("not a text")
    return str(value)


def _variant(data: dict[str, Any]) -> Variant:
    return Variant(
        id=data["id"],
        title=data["title"],
        sku=data["sku"],
        price=data["price"],
        compare_at_price=data["compare_at_price"],
        available=_is_available(data),
        inventory_quantity=data["inventory_quantity"] if _is_counted(data) else None,
        options=tuple(data[key] for key in ("option1", "option2", "option3") if data[key]),
    )


def _is_counted(data: dict[str, Any]) -> bool:
    return data["inventory_management"] is not None and data["inventory_quantity"] is not None


def _is_available(data: dict[str, Any]) -> bool:
    """The Admin API says it itself; a webhook leaves it to be worked out."""
    if data["available"] is not None:
        return bool(data["available"])
    if data["inventory_policy"] == "continue" or not _is_counted(data):
        return True
    return bool(data["inventory_quantity"] > 0)


def _to_utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
