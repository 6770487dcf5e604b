"""Limits are checked before anything costs, and given back in the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest

from shopify_app.answers import admission
from shopify_app.answers.admission import (
    MESSAGES_PER_VISITOR,
    MESSAGES_WINDOW,
    STREAMS_PER_SHOP,
    STREAMS_PER_VISITOR,
    Busy,
    OpenStreams,
    TooManyMessages,
    TooManyStreams,
    check_message_rate,
    may_spend,
    note_spending,
)
from shopify_app.conversations.transcripts import append_question, open_conversation
from shopify_app.conversations.visits import Visit
from shopify_app.db import Record
from shopify_app.shops.entitlement import EVERYTHING, Entitlement

ANNA = Visit("woolmere.myshopify.com", "anna")


@pytest.fixture
def entered() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_a_visitor_has_a_few_streams_at_once(entered: ExitStack) -> None:
    streams = OpenStreams()
    for _ in range(STREAMS_PER_VISITOR):
        entered.enter_context(streams.admitted(ANNA))

    with pytest.raises(TooManyStreams), streams.admitted(ANNA):
        pass
    with streams.admitted(Visit(ANNA.shop, "ben")), streams.admitted(Visit("b.shop", "anna")):
        pass


def test_a_shop_and_a_process_have_their_streams_at_once(
    entered: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "STREAMS_PER_PROCESS", STREAMS_PER_SHOP + 1)
    streams = OpenStreams()
    for number in range(STREAMS_PER_SHOP):
        entered.enter_context(streams.admitted(Visit(ANNA.shop, f"visitor-{number}")))

    with pytest.raises(Busy), streams.admitted(ANNA):
        pass
    entered.enter_context(streams.admitted(Visit("b.shop", "ben")))
    with pytest.raises(Busy), streams.admitted(Visit("c.shop", "cid")):
        pass


def test_what_ends_makes_room_also_when_it_ends_badly() -> None:
    streams = OpenStreams()
    for _ in range(STREAMS_PER_SHOP * 2):
        with pytest.raises(ZeroDivisionError), streams.admitted(ANNA):
            raise ZeroDivisionError

    with streams.admitted(ANNA):
        pass


def test_a_visitor_asks_so_many_questions_in_a_while(
    record: Record, shop: str, now: datetime
) -> None:
    anna = Visit(shop, "anna")
    ask_often(record, anna, MESSAGES_PER_VISITOR, now)

    with record.read() as connection:
        later = now + MESSAGES_WINDOW - timedelta(seconds=90)
        with pytest.raises(TooManyMessages) as caught:
            check_message_rate(connection, anna, now=later)
        check_message_rate(connection, Visit(shop, "ben"), now=later)
        check_message_rate(connection, anna, now=now + MESSAGES_WINDOW)

    assert caught.value.retry_after_s == 90


def test_answers_do_not_count_as_questions(record: Record, shop: str, now: datetime) -> None:
    anna = Visit(shop, "anna")
    ask_often(record, anna, MESSAGES_PER_VISITOR - 1, now)

    with record.read() as connection:
        check_message_rate(connection, anna, now=now)


def ask_often(record: Record, visit: Visit, times: int, now: datetime) -> None:
    with record.write() as connection:
        conversation = open_conversation(connection, visit, None, now=now)
        for _ in range(times):
            append_question(connection, visit, conversation, "Do you have hats?", now=now)


def test_a_shop_spends_so_much_a_day(record: Record, shop: str, now: datetime) -> None:
    with record.write() as connection:
        note_spending(connection, shop, EVERYTHING.model_tokens_per_day - 1, now=now)
        assert may_spend(connection, shop, now=now)

        note_spending(connection, shop, 1, now=now)

        assert not may_spend(connection, shop, now=now)
        assert may_spend(connection, shop, now=now + timedelta(days=1))
        assert may_spend(connection, "another.myshopify.com", now=now)


def test_a_store_entitled_to_less_spends_less(
    record: Record, shop: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "entitlement_of", lambda shop: Entitlement(100))

    with record.write() as connection:
        assert may_spend(connection, shop, now=now)
        note_spending(connection, shop, 100, now=now)
        assert not may_spend(connection, shop, now=now)
