"""What was said is kept in order, for those it belongs to."""

from __future__ import annotations

from datetime import datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import Connection, select

from shopify_app.conversations.transcripts import (
    ConversationNotFound,
    MessageNotFound,
    Reply,
    Turn,
    append_question,
    append_reply,
    forget_turn,
    history,
    messages_since,
    open_conversation,
    own_conversation,
    rate_message,
)
from shopify_app.conversations.visits import Visit
from shopify_app.db import Record
from shopify_app.db.tables import Message


@pytest.fixture
def anna(shop: str) -> Visit:
    return Visit(shop, "address-of-anna")


@pytest.fixture
def ben(shop: str) -> Visit:
    return Visit(shop, "address-of-ben")


def signed_in(visit: Visit, customer_id: str) -> Visit:
    return Visit(visit.shop, visit.visitor, customer_id)


def talk(connection: Connection, visit: Visit, now: datetime) -> str:
    """A conversation with one question and one answer, `m1`."""
    conversation = open_conversation(connection, visit, None, now=now)
    append_question(connection, visit, conversation, "Do you have hats?", now=now)
    append_reply(connection, visit, conversation, Reply("m1", "Yes.", "extract"), now=now)
    return conversation


def test_a_conversation_goes_on(record: Record, anna: Visit, now: datetime) -> None:
    with record.write() as connection:
        conversation = talk(connection, anna, now)
        again = open_conversation(connection, anna, conversation, now=now)
        append_question(connection, anna, conversation, "And caps?", now=now)

        lines = messages_since(connection, anna.shop, conversation)

    assert again == conversation
    assert [(line.position, line.role, line.text) for line in lines] == [
        (1, "shopper", "Do you have hats?"),
        (2, "store", "Yes."),
        (3, "shopper", "And caps?"),
    ]


def test_only_what_came_later_is_told_to_who_knows_the_rest(
    record: Record, anna: Visit, now: datetime
) -> None:
    with record.write() as connection:
        conversation = talk(connection, anna, now)

        lines = messages_since(connection, anna.shop, conversation, after=1)

    assert [line.text for line in lines] == ["Yes."]


def test_a_conversation_is_nobody_elses(
    record: Record, anna: Visit, ben: Visit, other_shop: str, now: datetime
) -> None:
    with record.write() as connection:
        conversation = talk(connection, anna, now)

        for stranger in (ben, Visit(other_shop, anna.visitor), signed_in(ben, "7002")):
            with pytest.raises(ConversationNotFound):
                open_conversation(connection, stranger, conversation, now=now)
            with pytest.raises(ConversationNotFound):
                own_conversation(connection, stranger, conversation)


@pytest.mark.parametrize("conversation", ["", "no such", "x" * 64, "' OR 1=1 --"])
def test_a_conversation_that_is_not_there_is_not_found(
    record: Record, anna: Visit, conversation: str, now: datetime
) -> None:
    with record.write() as connection, pytest.raises(ConversationNotFound):
        open_conversation(connection, anna, conversation, now=now)


def test_who_signs_in_takes_the_conversation_along_and_keeps_it(
    record: Record, anna: Visit, ben: Visit, now: datetime
) -> None:
    at_home, on_the_phone = signed_in(anna, "7001"), signed_in(ben, "7001")
    with record.write() as connection:
        conversation = talk(connection, anna, now)

        open_conversation(connection, at_home, conversation, now=now)

        assert own_conversation(connection, on_the_phone, conversation).customer_id == "7001"
        for other in (anna, signed_in(anna, "7002")):
            with pytest.raises(ConversationNotFound):
                own_conversation(connection, other, conversation)


def test_memory_is_what_was_said_without_what_is_to_be_forgotten(
    record: Record, anna: Visit, now: datetime
) -> None:
    with record.write() as connection:
        conversation = talk(connection, anna, now)
        refused = append_question(connection, anna, conversation, "Something awful", now=now)
        reply = Reply("m2", "I can't help with that.", "model", in_memory=False)
        append_reply(connection, anna, conversation, reply, now=now)
        forget_turn(connection, anna.shop, refused)

        remembered = history(connection, anna.shop, conversation)

        assert len(messages_since(connection, anna.shop, conversation)) == 4
    assert remembered == [Turn("shopper", "Do you have hats?"), Turn("store", "Yes.")]


def test_an_answer_is_rated_by_the_one_it_was_given_to(
    record: Record, anna: Visit, ben: Visit, other_shop: str, now: datetime
) -> None:
    with record.write() as connection:
        talk(connection, anna, now)

        rate_message(connection, anna, "m1", rating="up", comment="Kind!")
        for stranger in (ben, Visit(other_shop, anna.visitor)):
            with pytest.raises(MessageNotFound):
                rate_message(connection, stranger, "m1", rating="down", comment=None)

        rated = connection.execute(
            select(Message.rating, Message.comment).where(Message.id == "m1")
        )
        assert rated.one() == ("up", "Kind!")


def test_a_question_cannot_be_rated(record: Record, anna: Visit, now: datetime) -> None:
    with record.write() as connection:
        conversation = open_conversation(connection, anna, None, now=now)
        question = append_question(connection, anna, conversation, "Hats?", now=now)

        with pytest.raises(MessageNotFound):
            rate_message(connection, anna, question, rating="up", comment=None)


def test_messages_that_come_at_once_stand_one_behind_the_other(
    record: Record, anna: Visit, now: datetime
) -> None:
    with record.write() as connection:
        conversation = open_conversation(connection, anna, None, now=now)
    barrier = Barrier(8)

    def write(number: int) -> None:
        barrier.wait()
        with record.write() as connection:
            append_question(connection, anna, conversation, f"question {number}", now=now)

    threads = [Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with record.read() as connection:
        lines = messages_since(connection, anna.shop, conversation)
    assert [line.position for line in lines] == list(range(1, 9))
