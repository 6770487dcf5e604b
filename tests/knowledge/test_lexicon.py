"""A shopper's question in another language is put into English words, and an English one is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.questions import DEMO, FASHION, OUTSIDE
from shopify_app.knowledge.lexicon import in_english


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("Haben Sie grüne Wolljacken?", "green wool jacket"),
        ("Damenschuhe in Größe 38", "women in size 38 shoes"),
        ("Wie kann ich meine Bestellung stornieren?", "order cancel"),
        ("une robe bleue en lin", "blue linen dress"),
        ("quels sont les frais de port ?", "shipping"),
        ("un sac à dos pour homme", "men backpack"),
        ("¿cuánto cuesta el envío?", "how much shipping"),
        ("pendientes de plata", "silver earrings"),
        ("una borsa di pelle nera", "black leather bag"),
        ("Habt ihr eine Regenjacke?", "rain jacket"),
        ("Haben Sie einen Strickpullover?", "knitted sweater"),
        ("Gibt es Laufschuhe für Herren?", "running men shoes"),
        ("Avez-vous une veste de pluie ?", "rain jacket"),
        ("qual é o prazo de entrega?", "prazo shipping"),
        ("een blauwe trui voor heren", "men blue sweater"),
    ],
)
def test_what_is_known_is_said_in_english_the_thing_last(question: str, english: str) -> None:
    assert in_english(question) == english


@pytest.mark.parametrize("question", [each for each, _ in (*FASHION, *DEMO)] + list(OUTSIDE))
def test_a_question_in_english_is_left_alone(question: str) -> None:
    assert in_english(question) is None


@pytest.mark.parametrize(
    "question", ["", "???", "Skua", "WM-1011-X", "日本語の質問", "🧣", "swetshirt"]
)
def test_what_is_in_no_language_known_is_left_alone(question: str) -> None:
    assert in_english(question) is None


@given(st.text(max_size=60))
def test_any_text_may_be_put(text: str) -> None:
    in_english(text)
