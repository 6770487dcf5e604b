"""A question in another language is translated for the search, or searched for as it is."""

from __future__ import annotations

import pytest

from shopify_app.answers import translating
from shopify_app.answers.claude import Claude
from shopify_app.answers.translating import MOST_CHARACTERS, Translation, for_search
from shopify_app.knowledge.lexicon import is_foreign
from tests.fake_claude import Act, FakeClaude

QUESTION = "Kann man den Pullover in der Maschine waschen?"


def test_it_is_translated_on_one_line_and_counted(claude: Claude, fake: FakeClaude) -> None:
    fake.play(Act(text="Is the sweater\nmachine washable?"))

    translation = for_search(claude, QUESTION)

    assert translation.text == "Is the sweater machine washable?"
    assert translation.tokens > 0


@pytest.mark.parametrize(
    "act",
    [
        Act("server_error"),
        Act("cut_midway", text="Is the sweater washable"),
        Act("stall_at_once"),
        Act(text=""),
        Act(text="word " * MOST_CHARACTERS),
    ],
)
def test_what_does_not_come_or_is_no_translation_leaves_the_question(
    claude: Claude, fake: FakeClaude, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    if act.name == "stall_at_once":
        monkeypatch.setattr(translating, "LONGEST_S", 0.5)
    fake.play(act, act)

    assert for_search(claude, QUESTION).text == QUESTION


def test_nobody_is_asked_without_need(claude: Claude, fake: FakeClaude) -> None:
    for question in ("Is the sweater machine washable?", "WM-1011-X", "", "ä" * 400):
        assert for_search(claude, question) == Translation(question)
    assert for_search(None, QUESTION) == Translation(QUESTION)
    assert fake.requests == []


@pytest.mark.parametrize(
    "question", [QUESTION, "セーターは洗えますか", "можно ли вернуть", "puis-je le rendre ?"]
)
def test_other_languages_are_told(question: str) -> None:
    assert is_foreign(question)


@pytest.mark.parametrize("question", ["", "???", "size 42", "Do you ship to Norway?", "Café mug"])
def test_english_is_told(question: str) -> None:
    assert not is_foreign(question)
