"""A follow-up keeps the subject, and what it asks anew replaces what was asked before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopify_app.answers.following import leans, resolved


@pytest.mark.parametrize(
    ("before", "question", "searched"),
    [
        (["Do you have silk dresses?"], "and in black?", "Do you have silk dresses in black?"),
        (["black leather boots"], "And in brown?", "leather boots in brown?"),
        (["wool scarf under $90"], "anything under $60?", "wool scarf under $60?"),
        (["a red coat in size M"], "in L please", "a red coat in L"),
        (["men's blazers"], "and for women?", "blazers for women?"),
        (["backpacks"], "in moss please", "backpacks in moss"),
        (["earrings"], "which one is the cheapest?", "earrings which is the cheapest?"),
        (["a grey coat", "and in blue?"], "under $200?", "a coat in blue under $200?"),
        (["a wool coat", "how do I wash it?"], "and in grey?", "a wool coat in grey?"),
        (["Do you ship to Norway?"], "how long does it take?", None),
        (["can I return a hat?"], "how long do I have?", None),
    ],
)
def test_what_is_asked_is_asked_of_the_subject(
    before: list[str], question: str, searched: str | None
) -> None:
    assert resolved(question, before) == (searched or f"{before[-1]}\n{question}")


@pytest.mark.parametrize(
    "question",
    ["What is your return policy?", "a blue wool coat under $100", "do you sell mugs?", "hello"],
)
def test_a_question_of_its_own_is_left_as_it_is(question: str) -> None:
    assert not leans(question)
    assert resolved(question, ["black leather boots"]) == question


def test_without_a_subject_there_is_nothing_to_lean_on() -> None:
    assert resolved("and in blue?", []) == "and in blue?"


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=3))
def test_any_texts_may_follow_each_other(question: str, before: list[str]) -> None:
    assert isinstance(resolved(question, before), str)


def test_whether_there_is_something_is_a_question_of_its_own() -> None:
    question = "Is there a warranty on your products?"

    assert resolved(question, ["How much is shipping to Canada?"]) == question


BOOT = "Cairn Walking Boot"


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ([], "is this waterproof?"),
        ([], "do you have it in 9?"),
        ([], "what sizes are left?"),
        ([], "how do I care for it?"),
        (["is this waterproof?"], "and in brown?"),
        (["how much is shipping to Canada?"], "can I return this?"),
    ],
)
def test_what_is_pointed_at_is_the_product_on_the_page(before: list[str], question: str) -> None:
    assert resolved(question, before, page=BOOT) == f"{BOOT}\n{question}"


@pytest.mark.parametrize(
    ("before", "question", "searched"),
    [
        ([], "how long does delivery take?", "how long does delivery take?"),
        ([], "do you sell umbrellas?", "do you sell umbrellas?"),
        ([], "where is this parcel from", "where is this parcel from"),
        (["do you sell umbrellas?"], "and in red?", "do you sell umbrellas in red?"),
    ],
)
def test_another_thing_that_is_named_is_meant_on_a_page_too(
    before: list[str], question: str, searched: str
) -> None:
    assert resolved(question, before, page=BOOT) == searched


def test_another_country_takes_the_place_of_the_one_before() -> None:
    before = ["how much is shipping to the US?", "and to Canada?"]

    assert resolved("and Japan?", before) == "how much is shipping Japan?"
    assert resolved("how long does that take?", before) == (
        "how much is shipping to Canada?\nhow long does that take?"
    )
