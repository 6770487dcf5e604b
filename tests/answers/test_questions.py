"""A message is cleaned of what cannot be seen, and read at a glance."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopify_app.answers.questions import (
    LONGEST_MESSAGE,
    asks_for_a_person,
    asks_who_answers,
    clean_message,
    is_about_orders,
    is_greeting,
    is_thanks,
    order_question,
    search_text,
)
from shopify_app.conversations.transcripts import Turn
from shopify_app.errors import InvalidInput
from tests.shared_data import SHARED

INTENTS = SHARED / "data" / "intents" / "customer-service.csv"


@pytest.mark.parametrize(
    "message",
    ["", "   ", "\n\t", "\x00", "\u200b" * 50, "\u2060\ufeff", "\U000e0041", "\u3164", "\u0301"],
    ids=["empty", "spaces", "lines", "NUL", "zero width", "joiners", "tags", "filler", "accent"],
)
def test_a_message_nobody_can_see_is_refused(message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        clean_message(message)

    assert caught.value.fields == {"message": ["It is empty."]}


def test_a_message_has_a_longest_length() -> None:
    assert clean_message("a" * LONGEST_MESSAGE)

    with pytest.raises(InvalidInput, match="longer"):
        clean_message("a" * (LONGEST_MESSAGE + 1))


@pytest.mark.parametrize(
    ("message", "cleaned"),
    [
        ("hel\x00lo", "hello"),
        ("ig\U000e0069\U000e0067nore", "ignore"),
        ("\u202eabc", "abc"),
        ("a\ud800b", "a\ufffdb"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("one\ntwo", "one\ntwo"),
        ("🙂", "🙂"),
    ],
    ids=["NUL", "tags", "bidi", "surrogate", "family", "Persian", "lines", "emoji"],
)
def test_what_cannot_be_seen_is_taken_out_and_what_writes_words_is_kept(
    message: str, cleaned: str
) -> None:
    assert clean_message(message) == cleaned


@given(st.text(st.characters(exclude_categories=[]), max_size=200))
def test_any_message_is_cleaned_or_refused(message: str) -> None:
    try:
        cleaned = clean_message(message)
    except InvalidInput:
        return

    assert cleaned.encode()
    assert clean_message(cleaned) == cleaned


@pytest.mark.parametrize(
    "question",
    [
        "Where is my order?",
        "where's my package",
        "Has my order shipped yet?",
        "I want to cancel order #1001",
        "what is the status of my last order",
        "track my parcel please",
        "I ordered a jacket last week",
        "When will my order arrive?",
        "Where are my boots?",
        "When will I get my sweater?",
        "I still haven't received my blanket",
        "My blanket has not arrived",
        "did you send my duvet",
        "What is my tracking number?",
        "Was I refunded?",
        "checking status of refund",
        "I'm waiting for a reimbursement of 350 dollars",
        "Has it shipped yet?",
        "Is my jacket on its way?",
    ],
)
def test_questions_about_the_shoppers_own_orders_are_seen(question: str) -> None:
    assert is_about_orders(question)


@pytest.mark.parametrize(
    "question",
    [
        "Do you have wool jumpers?",
        "How long does delivery take?",
        "What is your return policy?",
        "Is there a minimum order value?",
        "How do I wash merino?",
        "Which payment methods do you accept?",
        "Where is my size in the chart?",
        "When do you ship?",
        "Do I get my money back if it does not fit?",
    ],
)
def test_other_questions_are_not_about_orders(question: str) -> None:
    assert not is_about_orders(question)


@pytest.mark.parametrize("text", ["Hi", "hello!", "Good morning", "Hey there :)", "Hola"])
def test_a_greeting_is_seen(text: str) -> None:
    assert is_greeting(text)
    assert not is_thanks(text)


@pytest.mark.parametrize("text", ["Thanks!", "ok thank you so much", "Great, thanks", "thx"])
def test_thanks_are_seen(text: str) -> None:
    assert is_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "Who are you?",
        "hi, are you a bot",
        "Are you real?",
        "Am I talking to a real person or a machine?",
        "is this an AI?",
        "Sind Sie ein Mensch?",
        "Êtes-vous une personne ?",
    ],
)
def test_it_is_seen_that_someone_asks_who_answers(text: str) -> None:
    assert asks_who_answers(text)


@pytest.mark.parametrize(
    "text",
    [
        "Are you open today?",
        "Can I talk to a real person?",
        "Is this real leather?",
        "What is this?",
        "Who are your suppliers?",
        "Is it a machine wash?",
        "Is this a robot?",
    ],
)
def test_who_asks_something_else_does_not_ask_who_answers(text: str) -> None:
    assert not asks_who_answers(text)


@pytest.mark.parametrize("text", ["Hi, do you ship to Norway?", "thanks, and the beanie?"])
def test_a_courtesy_with_a_question_is_a_question(text: str) -> None:
    assert not is_greeting(text)
    assert not is_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "I want to talk to a human",
        "can I speak with someone from your team",
        "agent",
        "get me a real person",
    ],
)
def test_who_wants_a_person_is_heard(text: str) -> None:
    assert asks_for_a_person(text)


@pytest.mark.parametrize("text", ["Is the person in the photo tall?", "real leather?"])
def test_who_only_mentions_one_is_not_handed_over(text: str) -> None:
    assert not asks_for_a_person(text)


def test_a_question_that_leans_on_the_last_is_searched_with_it() -> None:
    history = [Turn("shopper", "Is the Fjord jacket in stock?"), Turn("store", "Yes, in S.")]

    assert search_text("And in L?", history) == "Is the Fjord jacket in stock in L?"
    assert search_text("How do I wash merino?", history) == "How do I wash merino?"
    assert search_text("And in L?", []) == "And in L?"


def test_what_no_page_says_in_these_words_is_searched_in_the_stores_own() -> None:
    assert "opening hours" in search_text("Where are you located?", [])
    assert "Contact us" in search_text("Can I speak to someone?", [])


def test_an_order_number_does_not_decide_what_is_found() -> None:
    assert search_text("Can I cancel order #1001?", []) == (
        search_text("Can I cancel order #8888?", [])
    )


@pytest.mark.skipif(not INTENTS.exists(), reason="the shared intents are not on this machine")
def test_real_utterances_are_sorted_well_enough() -> None:
    seen: dict[str, list[bool]] = {}
    person: dict[str, list[bool]] = {}
    with INTENTS.open() as file:
        for row in csv.DictReader(file):
            seen.setdefault(row["intent"], []).append(is_about_orders(row["utterance"]))
            person.setdefault(row["intent"], []).append(asks_for_a_person(row["utterance"]))

    assert share(seen["track_order"]) > 0.8
    assert share(person["contact_human_agent"]) > 0.8
    for intent in ("newsletter_subscription", "check_payment_methods", "create_account"):
        assert share(seen[intent]) < 0.1
        assert share(person[intent]) < 0.1


def share(found: list[bool]) -> float:
    return sum(found) / len(found)


@pytest.mark.parametrize(
    "question",
    [
        "my teapot never arrived",
        "track my duvet",
        "did I get my refund for the dress?",
        "Wo ist meine Bestellung?",
        "Où est ma commande ?",
        "¿Dónde está mi pedido?",
    ],
)
def test_an_order_is_spoken_of_in_other_words_and_languages(question: str) -> None:
    assert is_about_orders(question)
    assert order_question(question, ())


@pytest.mark.parametrize(
    "question",
    [
        "when will my order ship if I order at 3pm?",
        "can I pick up my order in the shop?",
        "it is cheaper now than when I bought it",
    ],
)
def test_an_order_that_is_no_order_yet_is_a_question_to_the_policies(question: str) -> None:
    assert not is_about_orders(question)


def test_a_follow_up_to_a_question_about_an_order_is_about_that_order() -> None:
    history = [Turn("shopper", "Has #1061 shipped?"), Turn("store", "Yes.")]

    assert order_question("When will it arrive?", history) == (
        "Has #1061 shipped?\nWhen will it arrive?"
    )
    assert order_question("Do you sell umbrellas?", history) == ""
    assert order_question("When will it arrive?", ()) == ""


@pytest.mark.parametrize("text", ["how are you?", "Hi, how are you doing today?", "👋"])
def test_how_are_you_is_a_greeting(text: str) -> None:
    assert is_greeting(text)


@pytest.mark.parametrize(
    "text", ["ok", "👍", "bye", "Great, have a nice day!", "that's all", "😊🙏"]
)
def test_what_asks_nothing_gets_a_courtesy(text: str) -> None:
    assert is_thanks(text)


@pytest.mark.parametrize("text", ["??", "😡", "nice socks", "ok, and in blue?", "...", "1"])
def test_what_may_ask_something_gets_none(text: str) -> None:
    assert not is_thanks(text)
    assert not is_greeting(text)


def test_what_the_chat_is_for_is_told_by_what_it_is() -> None:
    assert asks_who_answers("What can you help me with?")
    assert asks_who_answers("what can you do?")
    assert not asks_who_answers("What can you do about a broken mug?")


def test_chat_spelling_is_written_out() -> None:
    assert search_text("do u hav ur catalogue", []) == "do you have your catalogue"
    assert search_text("size U or R?", []) == "size U or R?"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("do you take bitcoin?", "cryptocurrency"),
        ("can I pay in instalments?", "without interest"),
        ("can I stack two codes?", "One code"),
        ("nobody was home when they came", "Delivery attempted"),
        ("where are your clothes made?", "made in"),
    ],
)
def test_what_stores_say_in_other_words_is_searched_in_theirs(question: str, words: str) -> None:
    assert words in search_text(question, [])


def test_a_member_of_the_union_is_searched_with_it() -> None:
    assert "European Union" in search_text("do you ship to Latvia?", [])
    assert "European Union" not in search_text("do you ship to Norway?", [])
