"""The scorer says which settings an answer keeps and breaks."""

from __future__ import annotations

import pytest

from shopify_app.voice.scoring import WEIGHTS, score
from shopify_app.voice.settings import AvoidedWord, Courtesy, VoiceSettings

LONG = (
    "Notwithstanding considerable manufacturing specifications, international transportation"
    " requirements necessitate comprehensive documentation, authorisation procedures, additional"
    " confirmations, independent verification and subsequent administrative consideration."
)


def kept(answer: str, rule: str, **settings: object) -> float | None:
    findings = score(answer, VoiceSettings(**settings)).findings  # type: ignore[arg-type]
    return next((each.kept for each in findings if each.rule == rule), None)


@pytest.mark.parametrize(
    ("rule", "settings", "good", "bad"),
    [
        ("words_to_avoid", {"words_to_avoid": (AvoidedWord("cheap"),)}, "A fair price.", "Cheap."),
        (
            "replacements",
            {"words_to_avoid": (AvoidedWord("buy", "acquire"),)},
            "Acquire it here.",
            "Buy it here.",
        ),
        ("claims_to_avoid", {"claims_to_avoid": ("cures",)}, "It soothes.", "It cures colds."),
        ("emoji", {"emoji": "never"}, "Yes.", "Yes 🙂"),
        ("exclamation_marks", {"exclamation_marks": "never"}, "Yes.", "Yes!"),
        ("address", {"address": "formal"}, "Vous avez le choix.", "Tu as le choix et la taille."),
        ("person", {"person": "we"}, "We send it today.", "I'll send it today."),
        ("person", {"person": "I"}, "I send it today.", "We send it today."),
        ("contractions", {"contractions": "avoid"}, "It does not.", "It doesn't."),
        ("contractions", {"contractions": "prefer"}, "It doesn't.", "It does not."),
        ("sentence_length", {"verbosity": 1}, "Yes, by Monday.", LONG),
        ("reading_level", {"reading_level": "plain"}, "You can send it to us. " * 5, LONG),
        ("spelling", {"spelling": "US"}, "The color is gray.", "The colour is grey."),
        ("spelling", {"spelling": "UK"}, "The colour is customised.", "It is customized."),
        ("spelling", {"spelling": "CA"}, "The colour is customized.", "The color is customised."),
        ("spelling", {"spelling": "AU"}, "The grey one, organised.", "The gray one, organized."),
    ],
)
def test_a_rule_tells_kept_from_broken(
    rule: str, settings: dict[str, object], good: str, bad: str
) -> None:
    assert kept(good, rule, **settings) == 1
    broken = kept(bad, rule, **settings)
    assert broken is not None
    assert broken < 1


def test_sparingly_is_one() -> None:
    assert kept("Yes 🙂", "emoji", emoji="sparingly") == 1
    assert kept("Yes 🙂🙂", "emoji", emoji="sparingly") == 0.5
    assert kept("Yes 🙂🙂🙂", "emoji", emoji="freely") is None


def test_a_courtesy_counts_only_when_it_is_due() -> None:
    settings = VoiceSettings(greeting=Courtesy("first", "Hello dear."))

    assert score("Yes.", settings).points == 100
    assert [each.rule for each in score("Yes.", settings, greeting_due=True).off] == ["greeting"]
    assert score("Hello dear. Yes.", settings, greeting_due=True).points == 100


def test_titles_break_no_rule() -> None:
    settings = VoiceSettings(words_to_avoid=(AvoidedWord("cheap"),))

    assert score("The Cheap Trick Tee! fits.", settings, titles=["Cheap Trick Tee!"]).points == 100


def test_the_score_is_the_kept_share_of_what_applies() -> None:
    settings = VoiceSettings(words_to_avoid=(AvoidedWord("cheap"),))
    applying = ("words_to_avoid", "emoji", "exclamation_marks", "sentence_length")
    possible = sum(WEIGHTS[rule] for rule in applying)

    found = score("It is cheap.", settings)

    assert {each.rule for each in found.findings} == set(applying)
    assert found.points == round(100 * (possible - WEIGHTS["words_to_avoid"]) / possible)
    assert found.off[0].detail == "cheap"


@pytest.mark.parametrize("answer", ["", " ", "…", "!!!", "\n\n", "🎉", "a" * 50_000, "1. 2. 3."])
def test_any_text_has_a_score(answer: str) -> None:
    settings = VoiceSettings(address="formal", reading_level="plain", contractions="prefer")

    assert 0 <= score(answer, settings).points <= 100
