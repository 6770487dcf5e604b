"""Conversations are kept for as long as the merchant decided, and no longer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shopify_app.config import Settings
from shopify_app.conversations import forgetting
from shopify_app.conversations.forgetting import forget_old_conversations
from shopify_app.conversations.transcripts import append_question, begin_conversation
from shopify_app.conversations.visits import Visit
from shopify_app.db import Record
from shopify_app.db.tables import Conversation, Delivery, Message
from shopify_app.deliveries.forgetting import forget_settled
from shopify_app.replies.suggestions import note_suggestion
from tests.admin.test_pages import bearer
from tests.workers.conftest import Workshop

Call = Callable[..., Any]


@pytest.fixture
def call(client: FlaskClient, settings: Settings, shop: str) -> Call:
    def made(method: str, *, by: str = shop, **options: Any) -> Any:
        headers = bearer(settings, by)
        return client.open("/api/settings", method=method, headers=headers, **options)

    return made


def talk(record: Record, shop: str, began: datetime, *, lasting: timedelta = timedelta()) -> str:
    visit = Visit(shop, "visitor")
    with record.write() as connection:
        conversation = begin_conversation(connection, visit, now=began)
        append_question(connection, visit, conversation, "Hello?", now=began)
        message = append_question(connection, visit, conversation, "Bye.", now=began + lasting)
        note_suggestion(connection, shop, message, {"id": "t1"}, now=began)
    return conversation


def kept(record: Record) -> set[str]:
    with record.read() as connection:
        conversations = set(connection.scalars(select(Conversation.id)))
        assert set(connection.scalars(select(Message.conversation))) == conversations
    return conversations


def test_each_merchant_decides_for_the_own_store(call: Call, other_shop: str) -> None:
    assert call("GET").json == {"retention_days": 90}

    saved = call("PUT", json={"retention_days": 14})

    assert (saved.status_code, saved.json) == (200, {"retention_days": 14})
    assert call("GET").json == {"retention_days": 14}
    assert call("GET", by=other_shop).json == {"retention_days": 90}


@pytest.mark.parametrize("days", [0, 731, -1, "90", 1.5, None, True, 10**30])
def test_days_out_of_bounds_are_named(call: Call, days: object) -> None:
    response = call("PUT", json={"retention_days": days})

    assert (response.status_code, list(response.json["error"]["fields"])) == (
        422,
        ["retention_days"],
    )
    assert call("GET").json == {"retention_days": 90}


def test_settings_need_a_token(client: FlaskClient) -> None:
    assert client.get("/api/settings").status_code == 401
    assert client.put("/api/settings", json={"retention_days": 1}).status_code == 401


def test_what_was_spoken_in_last_before_the_merchants_days_is_deleted(
    record: Record,
    shop: str,
    other_shop: str,
    now: datetime,
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    call("PUT", json={"retention_days": 10})
    eleven_days_ago = now - timedelta(days=11)
    for _ in range(5):
        talk(record, shop, eleven_days_ago)
    gone_on_with = talk(record, shop, eleven_days_ago, lasting=timedelta(days=2))
    elsewhere = talk(record, other_shop, eleven_days_ago)
    talk(record, other_shop, now - timedelta(days=91))

    assert forget_old_conversations(record, now=now) == 6
    assert kept(record) == {gone_on_with, elsewhere}
    assert forget_old_conversations(record, now=now) == 0


def test_a_settled_delivery_keeps_no_body_and_an_unreadable_one_a_month(
    workshop: Workshop,
) -> None:
    done = workshop.work_on("app/scopes_update", {"id": 1, "current": []})
    dead = workshop.work_on("orders/updated", b"not what Shopify sends")

    assert (done.status, done.body) == ("done", None)
    assert (dead.status, dead.body is None) == ("dead", False)
    for days, left in ((29, 1), (31, 0)):
        forget_settled(workshop.record, now=workshop.now + timedelta(days=days))
        with workshop.record.read() as connection:
            assert connection.scalar(select(func.count()).select_from(Delivery)) == left
