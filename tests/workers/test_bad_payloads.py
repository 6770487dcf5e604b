"""Bodies nobody should send: acknowledged, and then dead with a reason, or taken in clean."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from shopify_app.deliveries.leasing import lease_next
from shopify_app.shopify.payloads import MAX_HTML, MAX_TITLE
from tests.deliveries.arrivals import rows
from tests.workers import payloads
from tests.workers.conftest import Workshop

AT = datetime.fromisoformat("2026-10-20T12:00:00+00:00")


def body(**changes: Any) -> bytes:
    return json.dumps(payloads.product(1, AT, **changes)).encode()


def raw(old: str, new: str) -> bytes:
    """A good body with some of its text replaced by what json.dumps would not write."""
    good = json.dumps(payloads.product(1, AT))
    assert old in good
    return good.replace(old, new).encode("utf-8", "surrogatepass")


ID, TITLE, TIME = '"id": 1, "title"', '"Fell boots"', '"2026-10-20T12:00:00+00:00"'

UNUSABLE = {
    "a list": b"[]",
    "null": b"null",
    "a text": b'"x"',
    "a number": b"1",
    "nothing at all": b"",
    "an empty object": b"{}",
    "brackets a hundred thousand deep": b"[" * 100_000,
    "objects a hundred thousand deep": b'{"a":' * 100_000,
    "objects deep but well-formed": b'{"a":' * 700 + b"1" + b"}" * 700,
    "a number of five thousand digits": raw(ID, f'"id": {"9" * 5000}, "title"'),
    "not a number": raw('"189.00"', "NaN"),
    "infinity": raw('"189.00"', "Infinity"),
    "bytes that are not UTF-8": raw(TITLE, '"@"').replace(b"@", b"\xff\xfe"),
    "UTF-16": body().decode().encode("utf-16"),
    "half a body": body()[:-20],
    "two bodies": body() * 2,
    "an id that is true": raw(ID, '"id": true, "title"'),
    "an id that is null": raw(ID, '"id": null, "title"'),
    "an id with a fraction": raw(ID, '"id": 1.0, "title"'),
    "a negative id": raw(ID, '"id": -1, "title"'),
    "an id of zero": raw(ID, '"id": 0, "title"'),
    "an id beyond 64 bits": raw(ID, f'"id": {2**63}, "title"'),
    "an id that is a word": raw(ID, '"id": "one", "title"'),
    "an id in other digits": raw(ID, '"id": "١", "title"'),
    "an id that is an object": raw(ID, '"id": {"$ne": 1}, "title"'),
    "a time in the year 99999": raw(TIME, '"99999-01-01T00:00:00Z"'),
    "a time that is none": raw(TIME, '"soon"'),
    "a time that is a number": raw(TIME, "1792497600"),
    "a time before all times": raw(TIME, '"0001-01-01T00:00:00+14:00"'),
    "a title that is an object": body(title={"a": 1}),
    "variants that are no list": body(variants={"0": {}}),
    "variants that are texts": body(variants=["x"]),
    "a price that is a word": body(variants=[{"id": 5, "price": "free"}]),
    "a stock beyond counting": body(variants=[{"id": 5, "inventory_quantity": 2**80}]),
}


@pytest.mark.parametrize("sent", [pytest.param(sent, id=name) for name, sent in UNUSABLE.items()])
def test_an_unusable_body_is_dead_at_once_with_the_reason(workshop: Workshop, sent: bytes) -> None:
    row = workshop.work_on("products/update", sent)

    assert (row.status, row.attempts) == ("dead", 1)
    assert row.error
    assert workshop.source("product", "1") is None


TAKEN: dict[str, tuple[bytes, str]] = {
    "a byte order mark": (b"\xef\xbb\xbf" + body(), "Fell boots"),
    "a key given twice": (raw(TITLE, '"Old", "title": "Fell boots"'), "Fell boots"),
    "half a surrogate pair": (raw(TITLE, r'"Fell \ud800boots"'), "Fell \ufffdboots"),
    "a NUL": (raw(TITLE, r'"Fell \u0000boots"'), "Fell boots"),
    "a price beyond every number": (raw('"189.00"', "1e999"), "Fell boots"),
    "an id as a text": (raw(ID, '"id": "1", "title"'), "Fell boots"),
    "a time without a zone": (raw(TIME, '"2026-10-20T12:00:00"'), "Fell boots"),
    "fields of a later version": (body(new_in_2031={"deep": [1]}), "Fell boots"),
    "a script for a title": (
        body(title="<script>alert(1)</script>"),
        "<script>alert(1)</script>",
    ),
    "SQL for a title": (body(title="'; DROP TABLE shops; --"), "'; DROP TABLE shops; --"),
    "patterns for a title": (body(title="%s {0} {{7*7}} :name ?"), "%s {0} {{7*7}} :name ?"),
    "a title of a megabyte": (body(title="x" * 1_000_000), "x" * MAX_TITLE),
}


@pytest.mark.parametrize(
    ("sent", "title"), [pytest.param(*each, id=name) for name, each in TAKEN.items()]
)
def test_an_odd_body_is_taken_in_clean(workshop: Workshop, sent: bytes, title: str) -> None:
    row = workshop.work_on("products/update", sent)

    assert (row.status, row.outcome, row.error) == ("done", "applied", None)
    assert workshop.source("product", "1").payload["title"] == title
    assert workshop.document("product", "1") is not None


def test_invisible_and_turned_letters_do_not_reach_the_index(workshop: Workshop) -> None:
    hidden = "Boots\u202e\u2066\u200b\u200d\U000e0041\U000e0042\ufeff for hills"

    workshop.work_on("products/update", body(title=hidden, body_html=f"<p>{hidden}</p>"))

    document = workshop.document("product", "1")
    seen = document.title + json.dumps(document.sections, ensure_ascii=False)
    assert not set(seen) & set("\u202e\u2066\u200b\U000e0041\U000e0042\ufeff")


def test_five_megabytes_of_nested_tags_are_cut_and_indexed(workshop: Workshop) -> None:
    nested = "<div>" * 450_000 + "deep" + "</div>" * 450_000

    row = workshop.work_on("products/update", body(body_html=nested))

    assert row.status == "done"
    assert len(workshop.source("product", "1").payload["body_html"]) == MAX_HTML


def test_a_product_of_two_thousand_variants_is_kept_whole(workshop: Workshop) -> None:
    variants = [
        {"id": number, "price": "1.00", "option1": str(number)} for number in range(1, 2049)
    ]

    row = workshop.work_on("products/update", body(variants=variants))

    assert row.status == "done"
    assert len(workshop.source("product", "1").payload["variants"]) == 2048


def test_a_time_far_ahead_does_not_freeze_the_product(workshop: Workshop) -> None:
    workshop.work_on("products/update", body(title="From 2099", updated_at="2099-01-01T00:00:00Z"))
    later = workshop.now + timedelta(hours=2)

    sent = body(title="True", updated_at=later.isoformat())
    workshop.deliver("products/update", sent, received_at=later)
    workshop.pass_time()
    workshop.work()

    row = rows(workshop.record)[-1]
    assert row.outcome == "applied"
    assert workshop.source("product", "1").payload["title"] == "True"


@pytest.mark.parametrize(
    "topic",
    [
        "collections/update",
        "orders/updated",
        "orders/edited",
        "orders/delete",
        "products/delete",
        "refunds/create",
        "policies/update",
        "pages/update",
        "articles/update",
        "customers/redact",
    ],
)
@pytest.mark.parametrize(
    "sent",
    [
        b"{}",
        b"[]",
        b'{"id": -1}',
        b'{"id": true, "order_id": []}',
        b'{"policies": 1, "pages": {}, "articles": "x"}',
        b'{"policies": [1], "pages": [null], "articles": [[]], "deleted": 5}',
        b'{"customer": 5, "order_edit": 6, "orders_to_redact": 7}',
        b'{"customer": {"id": "x"}, "orders_to_redact": ["y"]}',
    ],
)
def test_no_topic_takes_what_has_not_its_shape(workshop: Workshop, topic: str, sent: bytes) -> None:
    row = workshop.work_on(topic, sent)

    assert (row.status, row.attempts) == ("dead", 1)
    assert row.error


def test_a_reason_names_fields_and_never_quotes_what_was_in_them(workshop: Workshop) -> None:
    row = workshop.work_on(
        "orders/updated", {"id": "anna@example.com", "email": "anna@example.com"}
    )

    assert row.status == "dead"
    assert "id" in row.error
    assert "anna" not in row.error


def test_bad_ones_do_not_hold_up_the_good_ones_between_them(workshop: Workshop) -> None:
    for number, sent in enumerate(UNUSABLE.values(), start=100):
        workshop.deliver("products/update", sent)
        workshop.deliver("products/update", payloads.product(number, workshop.now))

    workshop.work()

    statuses = [row.status for row in rows(workshop.record)]
    assert statuses == ["dead", "done"] * len(UNUSABLE)


def test_nothing_bad_is_left_leased(workshop: Workshop) -> None:
    for sent in UNUSABLE.values():
        workshop.deliver("products/update", sent)
    workshop.work()

    tomorrow = workshop.now + timedelta(days=1)

    assert lease_next(workshop.record, now=tomorrow, limit=100) == []
