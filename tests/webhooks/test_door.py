"""The webhooks' door, on both databases: what is proven and kept, and what is refused."""

import base64
import dataclasses
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from shopify_app import create_app
from shopify_app.config import Settings
from shopify_app.db import Record
from shopify_app.db.tables import Shop
from shopify_app.local.services import free_port
from shopify_app.parts import Parts
from shopify_app.shopify.signatures import sign_webhook
from shopify_app.shopify.topics import COMPLIANCE_TOPICS, WEBHOOK_TOPICS
from shopify_app.web.webhooks import KEEP_BYTES
from tests.conftest import SHOP
from tests.deliveries.arrivals import rows, the_row
from tests.webhooks.signing import PRODUCT, post

pytestmark = pytest.mark.usefixtures("shop")

SIGNED = "X-Shopify-Hmac-Sha256"


# --- what is taken -------------------------------------------------------------------------------


def test_a_signed_webhook_is_kept_as_it_came(
    client: FlaskClient, settings: Settings, record: Record
) -> None:
    answer = post(client, settings, changes={"X-Shopify-Webhook-Id": "b54557e4"})

    row = the_row(record)
    assert (answer.status_code, answer.data) == (200, b"")
    assert (row.shop, row.topic, row.webhook_id) == (SHOP, "products/update", "b54557e4")
    assert row.body == PRODUCT
    assert row.event_id == "98880550-7158-44d4-b7cd-2c97c8a091b5"
    assert row.triggered_at == datetime(2026, 10, 20, 14, 3, 11, 123456, UTC)
    assert not row.oversized


@pytest.mark.parametrize("topic", sorted(WEBHOOK_TOPICS))
def test_every_topic_has_its_door(
    client: FlaskClient, settings: Settings, record: Record, topic: str
) -> None:
    assert post(client, settings, topic=topic).status_code == 200

    assert the_row(record).topic == topic


def test_a_slash_at_the_end_of_the_address_changes_nothing(
    client: FlaskClient, settings: Settings, record: Record
) -> None:
    answer = post(client, settings, path="/webhooks/products/update/")

    assert answer.status_code == 200
    assert the_row(record).topic == "products/update"


def test_a_repeated_webhook_is_answered_like_the_first_and_kept_once(
    client: FlaskClient, settings: Settings, record: Record
) -> None:
    answers = [
        post(client, settings, changes={"X-Shopify-Webhook-Id": "same"}).status_code
        for _ in range(20)
    ]

    assert answers == [200] * 20
    assert len(rows(record)) == 1


def test_the_body_is_not_read_at_the_door(
    client: FlaskClient, settings: Settings, record: Record
) -> None:
    for body in (b"[", b"", b"\xff\xfe\x00", b"not json at all"):
        assert post(client, settings, body=body).status_code == 200

    assert [row.body for row in rows(record)] == [b"[", b"", b"\xff\xfe\x00", b"not json at all"]


@pytest.mark.parametrize(
    "content_type",
    ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", ""],
)
def test_the_bytes_count_whatever_type_they_claim_to_be(
    client: FlaskClient, settings: Settings, record: Record, content_type: str
) -> None:
    body = b"a=1&b=2--x--"

    answer = post(client, settings, body=body, changes={"Content-Type": content_type})

    assert answer.status_code == 200
    assert the_row(record).body == body


def test_a_compressed_body_is_proven_as_sent_and_not_unpacked(
    client: FlaskClient, settings: Settings, record: Record
) -> None:
    import gzip

    bomb = gzip.compress(bytes(10_000_000))

    answer = post(client, settings, body=bomb, changes={"Content-Encoding": "gzip"})

    assert answer.status_code == 200
    assert the_row(record).body == bomb


def test_a_body_at_the_limit_is_kept_whole(
    client: FlaskClient, settings: Settings, record: Record
) -> None:
    body = bytes(KEEP_BYTES)

    assert post(client, settings, body=body).status_code == 200

    assert the_row(record).body == body


@pytest.mark.parametrize(
    ("start", "resource_id"),
    [
        (b'{"id":632910392,"title":"', "632910392"),
        (b' {\n "id" : 632910392, "title":"', "632910392"),
        (b'{"admin_graphql_api_id":"gid://shopify/Product/632910392","title":"', "632910392"),
        (b'{"title":"', None),
        (b'[{"id":1},"', None),
    ],
)
def test_of_a_larger_body_only_what_it_is_about_is_kept(
    client: FlaskClient, settings: Settings, record: Record, start: bytes, resource_id: str | None
) -> None:
    body = start + b"x" * KEEP_BYTES + b'"}'

    assert post(client, settings, body=body).status_code == 200

    row = the_row(record)
    assert (row.body, row.oversized, row.resource_id) == (None, True, resource_id)


# --- who may not come in -------------------------------------------------------------------------


def forged_signatures() -> list[Any]:
    right = sign_webhook(PRODUCT, "the-secret")
    return [
        pytest.param(None, id="no signature"),
        pytest.param("", id="an empty signature"),
        pytest.param(base64.b64decode(right).hex(), id="hexadecimal instead of base64"),
        pytest.param(right + "!", id="junk after it"),
        pytest.param(right[:-1], id="cut short"),
        pytest.param(f"{right[:20]} {right[20:]}", id="a space within"),
        pytest.param(right.lower(), id="in lower case"),
        pytest.param(f"{right},{right}", id="two signatures"),
        pytest.param(sign_webhook(PRODUCT + b"\n", "the-secret"), id="of a body with a newline"),
        pytest.param(
            sign_webhook(json.dumps(json.loads(PRODUCT), indent=1).encode(), "the-secret"),
            id="of the same JSON written anew",
        ),
        pytest.param(sign_webhook(b"{}", "the-secret"), id="of another body"),
        pytest.param(sign_webhook(PRODUCT, "another-apps-secret"), id="of another app"),
        pytest.param(sign_webhook(PRODUCT, "the-retired-secret"), id="of a secret of long ago"),
        pytest.param("é" * 44, id="not ASCII"),
        pytest.param("=" * 44, id="padding only"),
        pytest.param("A" * 5000, id="very long"),
    ]


@pytest.mark.parametrize("signature", forged_signatures())
def test_a_forged_webhook_is_refused_and_leaves_nothing(
    parts: Parts, record: Record, signature: str | None
) -> None:
    client, settings = with_secrets(parts, "the-secret", "the-old-secret")

    answer = post(client, settings, changes={SIGNED: signature})

    assert answer.status_code == 401
    assert answer.get_json()["error"]["code"] == "webhook_not_authentic"
    assert rows(record) == []


@pytest.mark.parametrize("secret", ["the-secret", "the-old-secret"])
def test_while_the_secret_rotates_both_prove_a_webhook(
    parts: Parts, record: Record, secret: str
) -> None:
    client, settings = with_secrets(parts, "the-secret", "the-old-secret")

    answer = post(client, settings, changes={SIGNED: sign_webhook(PRODUCT, secret)})

    assert answer.status_code == 200
    assert len(rows(record)) == 1


def with_secrets(parts: Parts, *secrets: str) -> tuple[FlaskClient, Settings]:
    parts.settings = dataclasses.replace(parts.settings, api_secrets=secrets)
    return create_app(parts).test_client(), parts.settings


def test_the_signature_is_checked_before_anything_else_is_believed(
    client: FlaskClient, settings: Settings
) -> None:
    answer = post(
        client,
        settings,
        path="/webhooks/no/such/topic",
        changes={SIGNED: "forged", "X-Shopify-Shop-Domain": None, "X-Shopify-Webhook-Id": None},
    )

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("topic", "path"),
    [
        ("products/update", "/webhooks/products/delete"),
        ("products/update", "/webhooks/products/update/now"),
        ("Products/Update", "/webhooks/products/update"),
        ("carts/update", "/webhooks/carts/update"),
        ("products/update", "/webhooks/products%2Fupdate%00"),
        ("products/update", "/webhooks/products//update"),
    ],
)
def test_the_topic_must_be_one_of_ours_and_the_same_in_header_and_path(
    client: FlaskClient, settings: Settings, record: Record, topic: str, path: str
) -> None:
    answer = post(client, settings, topic=topic, path=path)

    assert answer.status_code in (400, 404)
    assert rows(record) == []


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"X-Shopify-Topic": None}, id="no topic"),
        pytest.param({"X-Shopify-Shop-Domain": None}, id="no store"),
        pytest.param({"X-Shopify-Shop-Domain": ""}, id="an empty store"),
        pytest.param({"X-Shopify-Shop-Domain": "example.com"}, id="a store elsewhere"),
        pytest.param(
            {"X-Shopify-Shop-Domain": "woolmere.myshopify.com.example.com"}, id="a longer domain"
        ),
        pytest.param({"X-Shopify-Shop-Domain": "ẘoolmere.myshopify.com"}, id="not ASCII"),
        pytest.param({"X-Shopify-Shop-Domain": f"{SHOP},{SHOP}"}, id="two stores"),
        pytest.param({"X-Shopify-Webhook-Id": None}, id="no id"),
        pytest.param({"X-Shopify-Webhook-Id": ""}, id="an empty id"),
        pytest.param({"X-Shopify-Webhook-Id": "x" * 4096}, id="an id of four kilobytes"),
        pytest.param({"X-Shopify-Webhook-Id": "a\x00b"}, id="a NUL in the id"),
    ],
)
def test_a_signed_webhook_that_does_not_say_what_it_is_is_refused(
    client: FlaskClient, settings: Settings, record: Record, changes: dict[str, str | None]
) -> None:
    encoded = {
        name: value if value is None else value.encode().decode("latin-1")
        for name, value in changes.items()
    }

    answer = post(client, settings, changes=encoded)

    assert answer.status_code == 400
    assert rows(record) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"X-Shopify-Event-Id": None, "X-Shopify-API-Version": None, "X-Shopify-Triggered-At": None},
        {"X-Shopify-Event-Id": "a\x00b", "X-Shopify-API-Version": "\x00"},
        {"X-Shopify-Event-Id": "e" * 5000, "X-Shopify-API-Version": "v" * 5000},
        {"X-Shopify-Triggered-At": "yesterday"},
        {"X-Shopify-Triggered-At": "99999-01-01T00:00:00Z"},
        {"X-Shopify-Triggered-At": "0001-01-01T00:00:00+14:00"},
    ],
)
def test_headers_we_can_do_without_do_not_keep_a_webhook_out(
    client: FlaskClient, settings: Settings, record: Record, changes: dict[str, str | None]
) -> None:
    assert post(client, settings, changes=changes).status_code == 200

    assert len(rows(record)) == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_only_a_post_is_a_webhook(client: FlaskClient, record: Record, method: str) -> None:
    answer = client.open("/webhooks/products/update", method=method, data=PRODUCT)

    assert answer.status_code == 405
    assert rows(record) == []


# --- stores --------------------------------------------------------------------------------------


def test_a_store_that_never_installed_is_answered_and_forgotten(
    client: FlaskClient, settings: Settings, record: Record
) -> None:
    answer = post(client, settings, changes={"X-Shopify-Shop-Domain": "nobody.myshopify.com"})

    assert answer.status_code == 200
    assert rows(record) == []


def test_a_store_that_left_is_answered_and_only_what_the_law_asks_is_kept(
    client: FlaskClient, settings: Settings, record: Record
) -> None:
    with record.write() as connection:
        connection.execute(update(Shop).values(state="uninstalled"))

    answers = [post(client, settings, topic=topic).status_code for topic in sorted(WEBHOOK_TOPICS)]

    assert set(answers) == {200}
    assert {row.topic for row in rows(record)} == COMPLIANCE_TOPICS


def test_a_store_s_name_is_taken_in_any_case(
    client: FlaskClient, settings: Settings, record: Record
) -> None:
    post(client, settings, changes={"X-Shopify-Shop-Domain": SHOP.capitalize()})

    assert the_row(record).shop == SHOP


# --- when something is down ----------------------------------------------------------------------


def test_without_redis_a_webhook_is_taken_all_the_same(settings: Settings, record: Record) -> None:
    alone = Parts(dataclasses.replace(settings, redis_url=f"redis://127.0.0.1:{free_port()}/0"))
    client = create_app(alone).test_client()

    answers = [post(client, settings).status_code for _ in range(10)]

    assert answers == [200] * 10
    assert len(rows(record)) == 10
    alone.record.close()


def test_without_the_record_shopify_is_asked_to_come_again(
    settings: Settings, record: Record
) -> None:
    nowhere = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    broken = Parts(dataclasses.replace(settings, database_url=nowhere))
    client = create_app(broken).test_client()

    answer = post(client, settings)

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.get_json()["error"]["code"] == "record_unavailable"
    broken.record.close()
