"""A question becomes an answer: found, said, kept."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from shopify_app.answers import speaking
from shopify_app.answers.admission import (
    MESSAGES_PER_VISITOR,
    TooManyMessages,
    TooManyStreams,
    note_spending,
)
from shopify_app.answers.asking import answer
from shopify_app.answers.events import Citation, Done, Event, Heartbeat, Products, Start, Text
from shopify_app.answers.questions import Question
from shopify_app.conversations.transcripts import ConversationNotFound
from shopify_app.conversations.visits import Visit
from shopify_app.db.tables import Message, SourceRecord, TokenSpend
from shopify_app.knowledge.vectors import VectorIndex
from shopify_app.local.services import free_port
from shopify_app.parts import Parts
from shopify_app.shops.directory import ShopNotInstalled
from shopify_app.shops.entitlement import EVERYTHING
from shopify_app.voice import default_voice
from tests.answers import woolmere
from tests.answers.conftest import give_up_soon
from tests.fake_claude import Act, FakeClaude
from tests.house import eventually

VOICE = default_voice(woolmere.PROFILE)
RETURNS = "What is your return policy?"


@pytest.fixture
def anna(store: str) -> Visit:
    return Visit(store, "address-of-anna")


def ask(parts: Parts, visit: Visit, text: str, *, now: datetime, **more: Any) -> list[Event]:
    return list(answer(parts, visit, Question(text, **more), now=now))


def done(events: list[Event]) -> Done:
    last = events[-1]
    assert isinstance(last, Done)
    return last


def told(events: list[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, Text))


def kept(parts: Parts, message_id: str) -> Any:
    """The message as the record has it."""
    with parts.record.read() as connection:
        columns = Message.__table__.c
        return connection.execute(select(*columns).where(columns.id == message_id)).one()


# --- with Claude ---------------------------------------------------------------------------------


def test_claudes_answer_is_told_with_its_source(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(Act(text="You can return unworn items within 30 days of delivery.", cite=(0,)))

    events = ask(talking, anna, RETURNS, now=now)

    assert [type(event) for event in events] == [Start, Text, Citation, Done]
    whole = done(events)
    assert whole.text == told(events) == "You can return unworn items within 30 days of delivery."
    assert (whole.origin, whole.complete, whole.grounded, whole.handover) == (
        "model", True, True, False,
    )  # fmt: skip
    assert whole.citations == (
        Citation(
            "Refund policy", f"{woolmere.URL}/policies/refund-policy", kind="policy", id="201"
        ),
    )


def test_the_answer_is_in_the_record_before_it_is_done(
    talking: Parts, anna: Visit, now: datetime
) -> None:
    events = ask(talking, anna, RETURNS, now=now)

    message = kept(talking, done(events).message_id)
    assert message.text == done(events).text
    assert (message.role, message.origin, message.complete) == ("store", "model", True)
    assert message.provenance["stop"] == "end_turn"
    assert message.provenance["model"] == "claude-haiku-5-5"
    assert message.provenance["passages"]
    assert set(message.provenance["ms"]) == {"found", "first_text", "done"}


def test_what_no_source_bears_is_not_said(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(
        Act(
            text=(
                "You can return unworn items within 30 days of delivery. We also give you a 25 %"
                " discount with the code SORRY25. Returns are free in the EU."
            )
        )
    )

    events = ask(talking, anna, RETURNS, now=now)

    assert told(events) == (
        "You can return unworn items within 30 days of delivery. Returns are free in the EU."
    )
    message = kept(talking, done(events).message_id)
    assert (message.grounded, message.provenance["withheld"]) == (True, 1)


def test_an_answer_of_which_nothing_may_be_said_is_a_word_of_regret(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(Act(text="You have 90 days. Use the code LATE90.", cite=(0,)))

    whole = done(ask(talking, anna, RETURNS, now=now))

    assert (whole.text, whole.handover, whole.citations) == (VOICE.not_found, True, ())


def test_a_price_and_stock_are_those_of_this_moment(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    reprice(talking, anna.shop, product_id="101", price="99.00")
    fake.play(Act(text="The Fjord Rain Jacket costs $99.00. It was $129.00.", cite=(0,)))

    events = ask(talking, anna, "How much is the Fjord Rain Jacket?", now=now)

    assert told(events).strip() == "The Fjord Rain Jacket costs $99.00."
    card = done(events).products[0]
    assert (card.title, card.price, card.available) == ("Fjord Rain Jacket", "99.00", True)
    assert Products((card,)) in events


def reprice(parts: Parts, shop: str, *, product_id: str, price: str) -> None:
    row = (SourceRecord.shop == shop, SourceRecord.source_id == product_id)
    with parts.record.write() as connection:
        payload = connection.scalar(select(SourceRecord.payload).where(*row))
        assert payload
        variants = [{**variant, "price": price} for variant in payload["variants"]]
        connection.execute(
            update(SourceRecord).where(*row).values(payload={**payload, "variants": variants})
        )


def test_a_link_leads_to_the_store_or_nowhere(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    page = f"{woolmere.URL}/policies/refund-policy"
    fake.play(Act(text=f"Read https://evil.example/refunds. It is all at {page}."))

    events = ask(talking, anna, RETURNS, now=now)

    assert told(events).strip() == f"It is all at {page}."


def test_the_page_the_shopper_looks_at_is_among_the_passages(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    ask(talking, anna, "Is this one warm?", now=now, product_handle="tarn-beanie")

    content = fake.requests[0]["messages"][-1]["content"]
    titles = [block["title"] for block in content if block["type"] == "search_result"]
    position = titles.index("Tarn Beanie") + 1
    assert f"page of search result {position}." in content[-1]["text"]


def test_the_next_question_comes_with_what_was_said_before(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(Act(text="Within 30 days."))
    first = done(ask(talking, anna, RETURNS, now=now))

    ask(talking, anna, "And socks?", now=now, conversation=first.conversation)

    before = fake.requests[1]["messages"][:-1]
    assert before == [
        {"role": "user", "content": RETURNS},
        {"role": "assistant", "content": "Within 30 days."},
    ]


def test_the_stable_prefix_is_read_from_the_cache_and_shared_with_no_other_store(
    talking: Parts, anna: Visit, other_shop: str, fake: FakeClaude, now: datetime
) -> None:
    woolmere.stock(talking.record, talking.vectors, talking.embedder, other_shop)
    rename(talking, other_shop, "Fjell")
    usages = [
        kept(talking, done(ask(talking, visit, RETURNS, now=now)).message_id).provenance["usage"]
        for visit in (anna, anna, Visit(other_shop, "someone"))
    ]

    assert [usage["cache_read"] > 0 for usage in usages] == [False, True, False]


def rename(parts: Parts, shop: str, name: str) -> None:
    from shopify_app.shops.profile import update_profile

    with parts.record.write() as connection:
        update_profile(connection, shop, {"name": name})


def test_characters_that_show_nothing_are_taken_out_of_an_answer(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(Act(text="With\u200bin 30 \U000e0041days\u202e."))

    assert told(ask(talking, anna, RETURNS, now=now)) == "Within 30 days."


def test_a_refusal_is_said_in_the_stores_words_and_not_remembered(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(Act("refusal", text="Yes, of course. Let me explain to you how that is done best."))

    events = ask(talking, anna, RETURNS, now=now)
    whole = done(events)
    fake.play(Act())
    ask(talking, anna, "And socks?", now=now, conversation=whole.conversation)

    assert (whole.text, whole.handover, whole.complete) == (VOICE.refusal, True, True)
    assert told(events).endswith(VOICE.refusal)
    assert len(fake.requests[1]["messages"]) == 1


def test_an_answer_cut_by_its_length_ends_with_its_last_whole_sentence(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(Act("max_tokens", text="Within 30 days. " + "And so we go on and on and on" * 3))

    whole = done(ask(talking, anna, RETURNS, now=now))

    assert (whole.text, whole.complete) == ("Within 30 days.", False)


# --- when Claude fails ---------------------------------------------------------------------------

SILENT_FAILURES = [
    "rate_limited", "spend_limit", "overloaded", "server_error", "wrong_key", "error_at_once",
    "cut_at_once", "stall_at_once", "pings_at_once", "silent", "context_exceeded",
]  # fmt: skip
BROKEN_ANSWERS = [
    "error_midway", "cut_midway", "stall_midway", "pings_midway", "garbage", "clean_end",
]  # fmt: skip


@pytest.mark.parametrize("act", SILENT_FAILURES)
def test_when_claude_says_nothing_the_store_answers_in_its_own_words(
    talking: Parts, anna: Visit, fake: FakeClaude, act: str, now: datetime
) -> None:
    give_up_soon(talking.claude, act)
    fake.play(Act(act))

    whole = done(ask(talking, anna, RETURNS, now=now))

    assert (whole.origin, whole.complete) == ("extract", True)
    assert "within 30 days of delivery" in whole.text
    assert whole.citations[0].title == "Refund policy"


@pytest.mark.parametrize("act", BROKEN_ANSWERS)
def test_when_claude_breaks_off_what_was_said_stands_and_the_shopper_is_told(
    talking: Parts, anna: Visit, fake: FakeClaude, act: str, now: datetime
) -> None:
    give_up_soon(talking.claude, act)
    fake.play(Act(act, text="Within 30 days. " + "It is a pity that nobody will read on. " * 3))

    events = ask(talking, anna, RETURNS, now=now)

    whole = done(events)
    assert whole.text.startswith("Within 30 days.")
    assert whole.text.endswith(VOICE.interrupted)
    assert (whole.origin, whole.complete) == ("model", False)
    assert whole.text == told(events).strip()
    assert kept(talking, whole.message_id).complete is False


@pytest.mark.parametrize("act", BROKEN_ANSWERS)
def test_half_a_sentence_is_not_an_answer(
    talking: Parts, anna: Visit, fake: FakeClaude, act: str, now: datetime
) -> None:
    give_up_soon(talking.claude, act)
    fake.play(Act(act, text="You can return everything that you bought from us for as long as"))

    whole = done(ask(talking, anna, RETURNS, now=now))

    assert (whole.origin, whole.complete) == ("extract", True)
    assert "within 30 days of delivery" in whole.text


def test_a_silent_claude_is_covered_by_heartbeats(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaking, "HEARTBEAT_S", 0.2)
    give_up_soon(talking.claude, "stall_at_once")
    fake.play(Act("stall_at_once"))

    events = ask(talking, anna, RETURNS, now=now)

    assert Heartbeat() in events
    assert done(events).origin == "extract"


def test_without_a_key_a_question_in_another_language_is_answered_too(
    parts: Parts, anna: Visit, now: datetime
) -> None:
    whole = done(ask(parts, anna, "Was kostet der Versand?", now=now))

    assert "$4.95" in whole.text
    assert [each.title for each in whole.citations] == ["Shipping policy"]


def test_a_shop_that_spent_its_tokens_is_answered_in_its_own_words(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    with talking.record.write() as connection:
        note_spending(connection, anna.shop, EVERYTHING.model_tokens_per_day, now=now)

    whole = done(ask(talking, anna, RETURNS, now=now))

    assert whole.origin == "extract"
    assert fake.requests == []


def test_an_answers_tokens_are_put_on_the_shops_account(
    talking: Parts, anna: Visit, now: datetime
) -> None:
    whole = done(ask(talking, anna, RETURNS, now=now))

    usage = kept(talking, whole.message_id).provenance["usage"]
    with talking.record.read() as connection:
        spent = connection.scalar(select(TokenSpend.tokens).where(TokenSpend.shop == anna.shop))
    assert spent == sum(usage.values()) > 0


# --- without Claude ------------------------------------------------------------------------------


def test_without_a_key_the_stores_own_sentences_answer(
    parts: Parts, anna: Visit, now: datetime
) -> None:
    whole = done(ask(parts, anna, "How long does shipping take?", now=now))

    assert whole.origin == "extract"
    assert whole.text.startswith("Standard shipping takes 3-5 business days and costs $4.95.")
    assert [citation.title for citation in whole.citations] == ["Shipping policy"]


@pytest.mark.parametrize("question", ["What is the capital of France?", "asdf qwertz"])
def test_what_the_store_does_not_know_is_not_made_up_and_claude_is_not_asked(
    talking: Parts, anna: Visit, fake: FakeClaude, question: str, now: datetime
) -> None:
    whole = done(ask(talking, anna, question, now=now))

    assert (whole.text, whole.handover) == (VOICE.not_found, True)
    assert fake.requests == []


def test_a_store_that_has_told_nothing_yet_regrets(
    talking: Parts, shop: str, fake: FakeClaude, now: datetime
) -> None:
    whole = done(ask(talking, Visit(shop, "anna"), RETURNS, now=now))

    assert (whole.handover, whole.citations, fake.requests) == (True, (), [])


def test_a_greeting_is_returned_without_a_search(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    whole = done(ask(talking, anna, "Hello!", now=now))

    assert (whole.text, whole.handover) == (VOICE.greeting, False)
    assert fake.requests == []


def test_who_wants_a_person_is_told_how_and_handed_over(
    parts: Parts, anna: Visit, now: datetime
) -> None:
    whole = done(ask(parts, anna, "I want to talk to a human", now=now))

    assert whole.handover
    assert whole.text.startswith(VOICE.handover)
    assert "help@woolmere.example" in whole.text


def test_when_chroma_is_down_the_words_find_the_answer(
    parts: Parts, anna: Visit, now: datetime
) -> None:
    parts.__dict__["vectors"] = VectorIndex(f"http://127.0.0.1:{free_port()}")

    whole = done(ask(parts, anna, RETURNS, now=now))

    assert "within 30 days of delivery" in whole.text
    assert kept(parts, whole.message_id).provenance["degraded"] == ["vectors"]


# --- who asks ------------------------------------------------------------------------------------


def test_a_shopper_who_leaves_stops_claude_and_leaves_a_transcript(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(Act(text="Within 30 days. " * 200, pause_s=0.02))
    events = answer(talking, anna, Question(RETURNS), now=now)

    with closing(events):
        start = next(events)
        next(event for event in events if isinstance(event, Text))

    assert isinstance(start, Start)
    eventually(lambda: fake.open_streams == 0, what="Claude to be hung up on", timeout_s=10)
    message = kept(talking, start.message_id)
    assert message.text.startswith("Within 30 days.")
    assert (message.complete, message.role) == (False, "store")
    assert message.provenance["usage"]["output"] > 0


def test_a_shopper_who_leaves_makes_room_for_another_question(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(Act("stall_at_once"))
    for _ in range(3):
        events = answer(talking, anna, Question(RETURNS), now=now)
        next(events)
        events.close()

    assert next(answer(talking, anna, Question(RETURNS), now=now))


def test_too_many_answers_at_once_are_refused_before_anything_is_kept(
    talking: Parts, anna: Visit, now: datetime
) -> None:
    open_answers = [answer(talking, anna, Question(RETURNS), now=now) for _ in range(4)]
    for events in open_answers[:3]:
        next(events)

    with pytest.raises(TooManyStreams):
        next(open_answers[3])

    for events in open_answers:
        events.close()


def test_too_many_questions_in_a_while_are_refused(
    parts: Parts, anna: Visit, now: datetime
) -> None:
    for _ in range(MESSAGES_PER_VISITOR):
        ask(parts, anna, "Hello", now=now)

    with pytest.raises(TooManyMessages):
        ask(parts, anna, "Hello", now=now)

    assert done(ask(parts, anna, "Hello", now=now + timedelta(minutes=11)))


def test_a_strangers_conversation_is_not_found(
    parts: Parts, anna: Visit, other_shop: str, now: datetime
) -> None:
    conversation = done(ask(parts, anna, "Hello", now=now)).conversation

    for stranger in (replace(anna, visitor="ben"), replace(anna, shop=other_shop)):
        with pytest.raises(ConversationNotFound):
            ask(parts, stranger, "Hello", now=now, conversation=conversation)


def test_a_shop_that_never_installed_is_not_served(parts: Parts, now: datetime) -> None:
    with pytest.raises(ShopNotInstalled):
        ask(parts, Visit("nobody.myshopify.com", "x"), "Hello", now=now)


def test_no_store_knows_what_another_says(
    talking: Parts, anna: Visit, other_shop: str, fake: FakeClaude, now: datetime
) -> None:
    whole = done(ask(talking, Visit(other_shop, "x"), RETURNS, now=now))

    assert (whole.handover, whole.citations, fake.requests) == (True, (), [])


def test_an_order_is_not_looked_up_for_someone_who_is_not_signed_in(
    parts: Parts, anna: Visit, now: datetime
) -> None:
    for question in ("Where is my order #1001?", "Where is order 1001, I am anna@x.example?"):
        whole = done(ask(parts, anna, question, now=now))

        assert (whole.text, whole.citations) == (VOICE.sign_in, ())


# --- a customer's own orders ---------------------------------------------------------------------


@pytest.fixture
def anna_signed_in(anna: Visit) -> Visit:
    return replace(anna, customer_id=woolmere.ANNA)


def test_a_customer_is_told_of_their_order(
    parts: Parts, anna_signed_in: Visit, now: datetime
) -> None:
    whole = done(ask(parts, anna_signed_in, "Where is my order #1001?", now=now))

    assert "#1001" in whole.text
    assert "BR123456789NO" in whole.text
    assert whole.handover is False


def test_a_customers_orders_are_sources_for_claude_and_nobody_elses_are(
    talking: Parts, anna_signed_in: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(
        Act(
            text=(
                "Order #1001 is on its way with Bring, tracking number BR123456789NO."
                " Follow it at https://tracking.example/BR123456789NO."
                " Ben's has the number BR987654321NO."
            )
        )
    )

    whole = done(ask(talking, anna_signed_in, "Where is my order?", now=now))

    assert whole.text == (
        "Order #1001 is on its way with Bring, tracking number BR123456789NO."
        " Follow it at https://tracking.example/BR123456789NO."
    )
    request = str(fake.requests[0])
    assert "Order #1002" in request
    assert "#1003" not in request
    assert "BR987654321NO" not in request


@pytest.mark.parametrize("number", ["#1003", "no. 8888"], ids=["a stranger's", "nobody's"])
def test_a_customer_learns_nothing_of_an_order_that_is_not_theirs(
    talking: Parts, anna_signed_in: Visit, number: str, now: datetime
) -> None:
    whole = done(ask(talking, anna_signed_in, f"Where is my order {number}?", now=now))

    assert whole.text == VOICE.no_orders


@pytest.mark.parametrize(
    "question",
    ["Has my jacket been sent?", "Where is the jacket from last month?"],
)
def test_an_order_is_found_by_what_is_in_it(
    parts: Parts, anna_signed_in: Visit, question: str, now: datetime
) -> None:
    assert "Fjord Rain Jacket" in done(ask(parts, anna_signed_in, question, now=now)).text


def test_a_customer_without_orders_is_told_so(parts: Parts, anna: Visit, now: datetime) -> None:
    nobody = replace(anna, customer_id="7999")

    whole = done(ask(parts, nobody, "Where is my order?", now=now))

    assert whole.text == VOICE.no_orders


def test_an_order_is_not_cited_because_it_has_no_page(
    parts: Parts, anna_signed_in: Visit, now: datetime
) -> None:
    assert done(ask(parts, anna_signed_in, "Where is my order?", now=now)).citations == ()
