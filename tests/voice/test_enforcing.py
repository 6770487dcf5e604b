"""Hard rules hold, sentence by sentence, and facts stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shopify_app.voice.enforcing import enforce
from shopify_app.voice.scoring import score
from shopify_app.voice.settings import AvoidedWord, VoiceSettings

STRICT = VoiceSettings(
    words_to_avoid=(
        AvoidedWord("cheap", "affordable"),
        AvoidedWord("an awesome deal", "a good offer"),
        AvoidedWord("discount*"),
    ),
    claims_to_avoid=("waterproof for life",),
    spelling="UK",
)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("It is a cheap coat.", "It is an affordable coat."),
        ("Cheap and good.", "Affordable and good."),
        ("That is an  awesome deal!", "That is a good offer."),
        ("Cheapest is not the word.", "Cheapest is not the word."),
        ("Great news 🎉🎉! It ships today. ", "Great news. It ships today. "),
        ("Really?! Yes!!", "Really? Yes."),
        ("We love that color :)", "We love that colour"),
        ("COLOR chart", "COLOUR chart"),
        ("Rated 4.8 ★ by 1️⃣ 200 people.", "Rated 4.8 ★ by 1 200 people."),
        ("👨‍👩‍👧 Family size", "Family size"),
        ("- Size S\n", "- Size S\n"),
    ],
)
def test_what_can_be_put_right_is(said: str, kept: str) -> None:
    assert enforce(said, STRICT).text == kept


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("A discount is possible.", "words_to_avoid"),
        ("Discounts are possible.", "words_to_avoid"),
        ("It is Waterproof  for life.", "claims_to_avoid"),
        ("🎉🎉 ", "emoji"),
    ],
)
def test_what_cannot_is_not_said(said: str, rule: str) -> None:
    enforced = enforce(said, STRICT)

    assert (enforced.text, enforced.dropped_for) == ("", rule)


@pytest.mark.parametrize(
    "said",
    [
        "See https://woolmere.example/cheap!color for it.",
        "Write to cheap-color@woolmere.example today.",
        "The Cheap Color Coat! is warm.",
        "The cheap color coat! is warm.",
        "It costs $19.90, 30 days, SKU AB-12, 20 % wool.",
    ],
)
def test_links_addresses_titles_and_figures_stay(said: str) -> None:
    assert enforce(said, STRICT, titles=["Cheap Color Coat!"]).text == said


def test_a_quoted_sentence_keeps_its_spelling_and_form_of_address() -> None:
    german = replace(STRICT, address="informal", languages=("de",))

    assert enforce("Sie können die Ware in jeder Color senden.", german, quoted=True).text
    assert enforce("The color is cheap.", german, quoted=True).text == "The color is affordable."


@pytest.mark.parametrize(
    ("said", "address", "passes"),
    [
        ("Vous pouvez renvoyer la veste sous 30 jours.", "informal", False),
        ("Vous pouvez renvoyer la veste sous 30 jours.", "formal", True),
        ("Tu peux renvoyer la veste, elle est à toi.", "formal", False),
        ("Du kannst die Jacke zurückgeben.", "formal", False),
        ("Sie können die Jacke zurückgeben.", "informal", False),
        ("Sie ist wasserdicht und für den Winter.", "informal", True),
        ("Das können wir für Sie prüfen.", "informal", False),
        ("You can return the jacket.", "formal", True),
        ("The coat weighs a ton, and te is a note.", "formal", True),
        ("Puede enviar la chaqueta con su pedido si usted lo desea.", "informal", False),
        ("Je kunt de jas bij ons terugbrengen.", "formal", False),
    ],
)
def test_the_form_of_address_holds(said: str, address: str, passes: bool) -> None:
    assert bool(enforce(said, VoiceSettings(address=address)).text) is passes


def test_what_is_enforced_is_kept_in_full() -> None:
    answer = "It's a cheap color, wow!! 😀 An awesome deal 🎉 for $5."

    enforced = "".join(enforce(each, STRICT).text for each in answer.split("  "))
    hard = {"words_to_avoid", "replacements", "claims_to_avoid", "emoji", "exclamation_marks"}

    assert {each.rule for each in score(answer, STRICT).off} & hard
    assert not {each.rule for each in score(enforced, STRICT).off} & (hard | {"spelling"})


def test_twice_is_once() -> None:
    once = enforce("A cheap color, wow!! 🎉 Yes.", STRICT).text

    assert enforce(once, STRICT).text == once
