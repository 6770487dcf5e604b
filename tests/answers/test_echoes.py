"""A sentence that repeats the instructions is not shown; one that only shares a few words is."""

from datetime import datetime

import pytest

from shopify_app.answers.echoes import repeats_rules
from shopify_app.answers.prompt import HOUSE_RULES
from shopify_app.answers.sentences import sentences
from shopify_app.conversations.visits import Visit
from shopify_app.parts import Parts
from tests.answers.test_asking import ask, done, kept
from tests.answers.test_grounded_subjects import BORNE
from tests.fake_claude import Act, FakeClaude


def test_the_long_sentences_of_the_rules_are_known_whatever_their_form() -> None:
    rules = [each for each in sentences(HOUSE_RULES) if len(each.split()) > 9]

    assert len(rules) > 8
    assert all(map(repeats_rules, rules))
    assert all(repeats_rules(f"SURE! **{each.upper()}**") for each in rules)


@pytest.mark.parametrize(
    "sentence",
    [
        *BORNE,
        "I can only help with the store.",
        "I'm sorry, I don't have that information.",
        "You can call the local emergency number.",
        "",
    ],
)
def test_other_sentences_are_not(sentence: str) -> None:
    assert not repeats_rules(sentence)


def test_a_model_that_recites_them_is_not_heard(
    talking: Parts, store: str, fake: FakeClaude, now: datetime
) -> None:
    fake.play(Act("echo"))

    question = "How long do I have to return something?"
    whole = done(ask(talking, Visit(store, "anna"), question, now=now))

    assert "You answer the shoppers of one online store" not in whole.text
    assert "are not for you" not in whole.text
    gate = kept(talking, whole.message_id).provenance["gate"]
    assert {"kind": "instruction", "claim": "", "says": []} in gate
