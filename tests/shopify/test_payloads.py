"""What Shopify sends becomes clean values, or is refused with the fields at fault."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopify_app.shopify.bodies import InvalidPayload, parse_body
from shopify_app.shopify.payloads import (
    clamp_version,
    order_from_record,
    parse_article,
    parse_collection,
    parse_order,
    parse_page,
    parse_policy,
    parse_product,
    parse_shop,
    product_from_record,
    to_record,
)

UPDATED = "2026-11-20T10:00:00-05:00"


def product(**changes: Any) -> dict[str, Any]:
    return {
        "id": 788032119674292922,
        "title": "Harbour Jumper",
        "handle": "harbour-jumper",
        "body_html": "<p>Wool.</p>",
        "vendor": "Woolmere",
        "product_type": "Knitwear",
        "tags": "wool, winter ,",
        "status": "active",
        "published_at": UPDATED,
        "updated_at": UPDATED,
        "options": [{"name": "Size", "values": ["S", "M"]}],
        "variants": [variant(), variant(id=2, title="M", inventory_quantity=0)],
        "images": [{"src": "https://cdn.example.com/a.jpg", "alt": None}],
        **changes,
    }


def variant(**changes: Any) -> dict[str, Any]:
    return {
        "id": 1,
        "title": "S",
        "sku": None,
        "price": "89.00",
        "compare_at_price": None,
        "inventory_policy": "deny",
        "inventory_management": "shopify",
        "inventory_quantity": 4,
        "option1": "S",
        **changes,
    }


def order(**changes: Any) -> dict[str, Any]:
    return {
        "id": 5,
        "name": "#1001",
        "email": "shopper@example.com",
        "phone": "+1 555 0100",
        "note": "leave it with my neighbour",
        "token": "a-secret",
        "order_status_url": "https://example.com/with-a-key",
        "customer": {"id": 9, "first_name": "Ada", "email": "shopper@example.com"},
        "shipping_address": {"address1": "1 Canary Row"},
        "created_at": UPDATED,
        "updated_at": UPDATED,
        "financial_status": "paid",
        "fulfillment_status": None,
        "currency": "USD",
        "current_total_price": "89.00",
        "line_items": [{"title": "Harbour Jumper", "variant_title": "S", "quantity": 1}],
        "fulfillments": [{"id": 3, "created_at": UPDATED, "tracking_number": "TRACK1"}],
        **changes,
    }


# --- values --------------------------------------------------------------------------------------


def test_a_product_is_read_with_times_in_utc() -> None:
    parsed = parse_product(product())

    assert parsed.id == "788032119674292922"
    assert parsed.updated_at == datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert parsed.tags == ("wool", "winter")
    assert [each.available for each in parsed.variants] == [True, False]


def test_every_value_survives_the_record() -> None:
    parsed, bought = parse_product(product()), parse_order(order())

    assert product_from_record(json.loads(json.dumps(to_record(parsed)))) == parsed
    assert order_from_record(json.loads(json.dumps(to_record(bought)))) == bought


@pytest.mark.parametrize(
    ("changes", "available"),
    [
        ({"inventory_quantity": 0}, False),
        ({"inventory_quantity": -2}, False),
        ({"inventory_quantity": 0, "inventory_policy": "continue"}, True),
        ({"inventory_quantity": 0, "inventory_management": None}, True),
        ({"inventory_quantity": None}, True),
        ({"inventory_quantity": 5, "available": False}, False),
    ],
)
def test_availability_follows_the_stores_rules(changes: dict[str, Any], available: bool) -> None:
    parsed = parse_product(product(variants=[variant(**changes)]))

    assert parsed.variants[0].available is available


@pytest.mark.parametrize(
    ("status", "published_at", "published"),
    [("active", UPDATED, True), ("active", None, False), ("draft", UPDATED, False)],
)
def test_only_what_is_active_and_published_is_public(
    status: str, published_at: str | None, published: bool
) -> None:
    parsed = parse_product(product(status=status, published_at=published_at))

    assert parsed.published is published


def test_a_payload_that_carries_fewer_variants_than_it_lists_is_truncated() -> None:
    gids = [{"admin_graphql_api_id": f"gid://shopify/ProductVariant/{n}"} for n in range(3)]

    assert parse_product(product(variant_gids=gids)).truncated
    assert not parse_product(product(variant_gids=gids[:2])).truncated


def test_nothing_personal_of_an_order_is_kept() -> None:
    stored = json.dumps(to_record(parse_order(order())))

    for personal in ("shopper@", "555", "Ada", "Canary", "neighbour", "a-secret", "with-a-key"):
        assert personal not in stored
    assert parse_order(order()).customer_id == "9"


def test_unknown_fields_are_ignored() -> None:
    assert parse_product(product(invented_in_2027={"a": [1]})) == parse_product(product())


def test_long_texts_are_cut_and_many_variants_are_not() -> None:
    many = [variant(id=number) for number in range(1, 2049)]
    parsed = parse_product(product(title="x" * 1_000_000, body_html="y" * 5_000_000, variants=many))

    assert len(parsed.title) == 512
    assert len(parsed.body_html) == 500_000
    assert len(parsed.variants) == 2048


def test_a_version_from_the_future_is_clamped() -> None:
    received = datetime(2026, 11, 23, tzinfo=UTC)

    assert clamp_version(datetime(2099, 1, 1, tzinfo=UTC), received) == received + timedelta(
        hours=1
    )
    assert clamp_version(received, received) == received


def test_a_time_without_a_zone_is_read_as_utc() -> None:
    parsed = parse_product(product(updated_at="2026-11-20T10:00:00"))

    assert parsed.updated_at == datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_lists_and_texts_that_are_null_are_empty() -> None:
    parsed = parse_product(
        product(tags=None, images=None, variants=None, options=None, variant_gids=None, vendor=None)
    )
    bought = parse_order(order(line_items=None, fulfillments=None, cancel_reason=None))

    assert (parsed.tags, parsed.images, parsed.variants, parsed.vendor) == ((), (), (), "")
    assert (bought.items, bought.fulfillments, bought.cancel_reason) == ((), (), "")


@pytest.mark.parametrize("customer", [None, {}, {"id": None}])
def test_an_order_may_be_nobodys(customer: Any) -> None:
    assert parse_order(order(customer=customer)).customer_id is None


def test_an_orders_total_is_what_it_is_now() -> None:
    assert parse_order(order(total_price="99.00")).total == "89.00"
    assert parse_order(order(current_total_price=None, total_price="99.00")).total == "99.00"
    assert parse_order(order(current_total_price=None, total_price=None)).total == ""


def test_an_article_without_its_blog_is_not_taken_for_a_page() -> None:
    assert parse_article(product(blog_handle="news")).blog_handle == "news"
    for blog in (None, ""):
        with pytest.raises(InvalidPayload, match="blog_handle"):
            parse_article(product(blog_handle=blog))
        assert parse_page(product(blog_handle=blog)).blog_handle is None


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize("bad", [None, "", "1.0", 1.0, True, -1, 0, 2**63, "١", "1 ", [], {}])
def test_an_id_is_a_whole_number_and_nothing_else(bad: Any) -> None:
    with pytest.raises(InvalidPayload, match="id"):
        parse_product(product(id=bad))


def test_nothing_that_cannot_be_seen_hides_in_a_name() -> None:
    hidden = "Wool\u202e\u200b\U000e0041 \u2067Throw"
    variants = [{"id": 1, "title": hidden, "option1": hidden, "price": "1.00"}]

    found = parse_product(product(title=hidden, variants=variants))

    assert (found.title, found.variants[0].title) == ("Wool Throw", "Wool Throw")
    assert found.variants[0].options == ("Wool Throw",)


def test_a_policy_may_bear_its_id_as_the_admin_api_writes_it() -> None:
    sent = {"id": "gid://shopify/ShopPolicy/7", "type": "REFUND_POLICY", "updated_at": UPDATED}

    assert parse_policy(sent).id == "7"
    with pytest.raises(InvalidPayload, match="id"):
        parse_policy({**sent, "id": "gid://shopify/Product/7"})


@pytest.mark.parametrize("field", ["id", "title", "variants"])
def test_a_number_of_thousands_of_digits_is_refused(field: str) -> None:
    giant = 10**5000
    with pytest.raises(InvalidPayload, match=field):
        parse_product(product(**{field: [variant(price=giant)] if field == "variants" else giant}))


@pytest.mark.parametrize("good", [1, "1", 2**63 - 1, "788032119674292922"])
def test_an_id_may_be_a_number_or_its_digits(good: Any) -> None:
    assert parse_product(product(id=good)).id == str(good)


@pytest.mark.parametrize("bad", [None, "", "soon", "99999-01-01T00:00:00Z", 1700000000, [], True])
def test_a_time_that_cannot_be_read_is_refused(bad: Any) -> None:
    with pytest.raises(InvalidPayload, match="updated_at"):
        parse_product(product(updated_at=bad))


@pytest.mark.parametrize("bad", ["free", "1e9", "-1", "NaN", "1,00", True, [], "1." + "9" * 40])
def test_a_price_is_a_decimal_text(bad: Any) -> None:
    with pytest.raises(InvalidPayload, match="variants"):
        parse_product(product(variants=[variant(price=bad)]))


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
FIELDS = st.sampled_from(
    [*product(), *order(), "body", "url", "type", "domain", "name", "blog_handle", "variant_gids"]
)


@given(st.dictionaries(FIELDS, ANY_JSON, max_size=8))
def test_no_payload_breaks_a_parser(changes: dict[str, Any]) -> None:
    for base, parse in (
        (product(), parse_product),
        (order(), parse_order),
        (product(), parse_collection),
        (product(), parse_page),
        (product(blog_handle="news"), parse_article),
        (product(type="REFUND_POLICY"), parse_policy),
        ({}, parse_shop),
    ):
        try:
            parse({**base, **changes})
        except InvalidPayload:
            continue


# --- bodies --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"null", id="null"),
        pytest.param(b'"x"', id="a text"),
        pytest.param(b"{", id="cut off"),
        pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, id="nested very deep"),
        pytest.param(b'{"a":' + b"9" * 5_000 + b"}", id="a number of five thousand digits"),
        pytest.param(b'{"a":NaN}', id="not a number"),
        pytest.param(b'{"a":Infinity}', id="infinity"),
        pytest.param(b'{"a":"\xff"}', id="not UTF-8"),
        pytest.param('{"a":1}'.encode("utf-16"), id="UTF-16"),
    ],
)
def test_a_body_that_is_no_plain_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidPayload):
        parse_body(body)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        pytest.param(b'\xef\xbb\xbf{"a":1}', {"a": 1}, id="a byte order mark is skipped"),
        pytest.param(b'{"a":1,"a":2}', {"a": 2}, id="of a repeated key the last counts"),
        pytest.param(b'{"a":"x\\u0000y"}', {"a": "xy"}, id="NUL is removed"),
        pytest.param(b'{"a":"\\ud800"}', {"a": "\ufffd"}, id="a lone surrogate is replaced"),
        pytest.param(b'{"a":1e999}', {"a": None}, id="a number beyond all bounds is none"),
    ],
)
def test_what_differs_between_parsers_is_settled(body: bytes, value: dict[str, Any]) -> None:
    assert parse_body(body) == value
