"""Why an answer was given, what it would be now, and which answers lost their ground."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from shopify_app.answers.again import answer_again
from shopify_app.answers.events import Done
from shopify_app.conversations.outdated import LATELY, chunks_that_remain, outdated_answers
from shopify_app.conversations.reviewing import reasons
from shopify_app.conversations.transcripts import MessageNotFound
from shopify_app.conversations.visits import Visit
from shopify_app.db.tables import Message, MessageSource
from shopify_app.knowledge.documents import policy_source
from shopify_app.knowledge.indexing import index_due_documents
from shopify_app.knowledge.sources import apply_source
from shopify_app.parts import Parts
from shopify_app.shopify.payloads import parse_policy
from tests.answers.test_asking import ask, done
from tests.fake_claude import Act, FakeClaude

RETURNS = "How long do I have to return something?"


@pytest.fixture
def anna(store: str) -> Visit:
    return Visit(store, "address-of-anna")


@pytest.fixture
def change_policy(parts: Parts, store: str, now: datetime) -> Callable[[str], None]:
    """Write the refund policy anew and index it."""

    def change(body: str) -> None:
        with parts.record.read() as connection:
            kept = connection.execute(
                select(MessageSource.source_id).where(MessageSource.kind == "policy")
            ).first()
        assert kept is not None
        policy = {"id": kept.source_id, "type": "REFUND_POLICY", "title": "Refund policy"}
        later = (now + timedelta(minutes=5)).isoformat()
        source = policy_source(parse_policy({**policy, "body": body, "updated_at": later}))
        with parts.record.write() as connection:
            assert apply_source(connection, store, source, now=now) == "applied"
        index_due_documents(parts.record, parts.vectors, parts.embedder, now=now)

    return change


def outdated(parts: Parts, shop: str, now: datetime) -> list[str]:
    with parts.record.read() as connection:
        return [each.message_id for each in outdated_answers(connection, shop, now=now)]


def why(parts: Parts, whole: Done, shop: str) -> dict[str, Any]:
    with parts.record.read() as connection:
        return reasons(connection, shop, whole.conversation)[whole.message_id]


def test_an_answer_keeps_what_it_was_made_from(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(Act(text="You can return it within 30 days.", cite=(0,)))

    told = why(talking, done(ask(talking, anna, RETURNS, now=now, locale="en")), anna.shop)

    first = told["passages"][0]
    assert set(first) == {"chunk", "kind", "id", "title", "heading", "facts"}
    assert told["locale"] == "en"
    assert len(told["instructions"]) == 16
    assert told["voice"]["version"] == 0
    with talking.record.read() as connection:
        remaining = chunks_that_remain(connection, anna.shop, {first["chunk"], "gone"})
    assert remaining == {first["chunk"]}


def test_when_a_policy_changes_the_answers_that_relied_on_it_are_listed(
    parts: Parts, anna: Visit, now: datetime, change_policy: Callable[[str], None]
) -> None:
    before = done(ask(parts, anna, RETURNS, now=now))
    ask(parts, anna, "Hello", now=now)
    assert "30 days" in before.text
    assert outdated(parts, anna.shop, now) == []

    change_policy("<p>You can return unworn items within 45 days of delivery.</p>")

    assert outdated(parts, anna.shop, now) == [before.message_id]
    assert outdated(parts, "stranger.myshopify.com", now) == []
    assert outdated(parts, anna.shop, now + LATELY + timedelta(days=1)) == []
    again = answer_again(parts, anna.shop, before.message_id, visitor="merchant-1", now=now)
    assert again.before == before.text
    assert "45 days" in again.now.text
    with parts.record.read() as connection:
        assert connection.scalar(select(func.count()).select_from(Message)) == 4


def test_what_it_would_say_now_is_asked_after_the_same_words(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    first = done(ask(talking, anna, RETURNS, now=now))
    second = done(ask(talking, anna, "And socks?", now=now, conversation=first.conversation))
    ask(talking, anna, "And hats?", now=now, conversation=first.conversation)
    fake.play(Act(text="Socks cannot be returned.", cite=(0,)))

    answer_again(talking, anna.shop, second.message_id, visitor="merchant-1", now=now)

    said = str(fake.requests[-1]["messages"])
    assert RETURNS in said
    assert "And socks?" in said
    assert "And hats?" not in said


def test_nobody_elses_answer_is_asked_again(
    parts: Parts, anna: Visit, now: datetime, other_shop: str
) -> None:
    whole = done(ask(parts, anna, RETURNS, now=now))

    for shop, message in ((other_shop, whole.message_id), (anna.shop, "nothing")):
        with pytest.raises(MessageNotFound):
            answer_again(parts, shop, message, visitor="merchant-1", now=now)
