"""A customer asks what is held on them: the merchant gets it, and nobody else does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from shopify_app.config import Settings
from shopify_app.conversations.contacts import leave_contact
from shopify_app.conversations.transcripts import (
    Reply,
    append_question,
    append_reply,
    begin_conversation,
    rate_message,
)
from shopify_app.conversations.visits import Visit
from shopify_app.privacy.requests import KEEP, forget_expired, keep_export
from tests.admin.test_pages import bearer
from tests.workers import payloads
from tests.workers.conftest import Workshop

Call = Callable[..., Any]
ASKED = {"customer": {"id": 7001, "email": "anna@example.com"}, "data_request": {"id": 9999}}


@pytest.fixture
def call(client: FlaskClient, settings: Settings, workshop: Workshop) -> Call:
    def made(path: str, *, by: str = workshop.shop) -> Any:
        return client.get(f"/api/privacy/requests{path}", headers=bearer(settings, by))

    return made


def ask(workshop: Workshop, **changes: Any) -> Any:
    payload = {"shop_domain": workshop.shop, "orders_requested": [1001], **ASKED, **changes}
    return workshop.work_on("customers/data_request", payload)


def talk(workshop: Workshop, customer_id: str | None, text: str) -> None:
    visit = Visit(workshop.shop, "visitor", customer_id)
    with workshop.record.write() as connection:
        conversation = begin_conversation(connection, visit, now=workshop.now)
        append_question(connection, visit, conversation, text, now=workshop.now)
        answer = Reply(f"answer-{conversation[:16]}", "It left today.", "extract")
        append_reply(connection, visit, conversation, answer, now=workshop.now)
        rate_message(connection, visit, answer.message_id, rating="down", comment="Too late!")
        keys = workshop.parts.settings.encryption_keys
        leave_contact(connection, visit, conversation, "anna@example.com", keys=keys)


def test_the_merchant_gets_what_is_held_on_the_customer_and_on_nobody_else(
    workshop: Workshop, call: Call, other_shop: str
) -> None:
    for number, customer in ((1001, None), (1002, 7001), (1003, 7002), (1004, None)):
        workshop.work_on("orders/create", payloads.order(number, workshop.now, customer=customer))
    talk(workshop, "7001", "Where is my parcel?")
    talk(workshop, "7002", "Not mine.")
    talk(workshop, None, "Nobody knows me.")

    # 1003 is known to be another customer's, whatever the request says.
    row = ask(workshop, orders_requested=[1001, 1003, 55])

    assert (row.outcome, row.body) == ("applied", None)
    [entry] = call("").json["requests"]
    assert (entry["id"], entry["customer_id"]) == ("9999", "7001")
    response = call("/9999")
    assert response.headers["Content-Disposition"] == 'attachment; filename="customer-7001.json"'
    assert response.headers["Cache-Control"] == "no-store"
    assert sorted(order["id"] for order in response.json["orders"]) == ["1001", "1002"]
    [conversation] = response.json["conversations"]
    assert [each["text"] for each in conversation["messages"]] == [
        "Where is my parcel?",
        "It left today.",
    ]
    assert conversation["messages"][1]["comment"] == "Too late!"
    assert conversation["contact"] == "anna@example.com"
    assert call("", by=other_shop).json["requests"] == []
    assert call("/9999", by=other_shop).status_code == 404


def test_asked_again_it_is_gathered_anew_and_without_a_number_all_the_same(
    workshop: Workshop, call: Call
) -> None:
    ask(workshop)
    talk(workshop, "7001", "And now?")
    ask(workshop)
    row = ask(workshop, data_request=None)

    assert row.outcome == "applied"
    ids = {entry["id"] for entry in call("").json["requests"]}
    assert ids == {"9999", f"delivery-{row.id}"}
    assert len(call("/9999").json["conversations"]) == 1


def test_an_export_expires_and_is_deleted(workshop: Workshop, call: Call) -> None:
    for number, age in (("1", KEEP), ("2", KEEP - timedelta(hours=1))):
        with workshop.record.write() as connection:
            keep_export(
                connection,
                workshop.shop,
                number,
                customer_id="7001",
                order_ids=[],
                keys=workshop.parts.settings.encryption_keys,
                now=workshop.now - age,
            )

    assert [entry["id"] for entry in call("").json["requests"]] == ["2"]
    assert call("/1").json["error"]["code"] == "privacy_request_not_found"
    assert forget_expired(workshop.record, now=workshop.now) == 1
    assert call("/2").status_code == 200


def test_an_export_goes_with_its_customer(workshop: Workshop, call: Call) -> None:
    ask(workshop)
    ask(workshop, customer={"id": 7002}, data_request={"id": 10000})

    redact = {"shop_domain": workshop.shop, "customer": {"id": 7001}, "orders_to_redact": []}
    workshop.work_on("customers/redact", redact)

    assert [entry["id"] for entry in call("").json["requests"]] == ["10000"]


def test_nothing_is_shown_without_a_token(client: FlaskClient) -> None:
    assert client.get("/api/privacy/requests").status_code == 401
    assert client.get("/api/privacy/requests/9999").status_code == 401
