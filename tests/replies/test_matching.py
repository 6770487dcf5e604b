"""Which template a message calls for, by words and by meaning."""

from __future__ import annotations

from typing import Any

import pytest

from shopify_app.knowledge.embedder import Embedder, Vectors
from shopify_app.replies.background import ORDINARY_SITUATIONS
from shopify_app.replies.kinds import KINDS
from shopify_app.replies.matching import CALIBRATED, Match, Matcher, texts_to_embed
from shopify_app.replies.templates import StoredTemplate
from shopify_app.replies.wording import keyword_hit, kind_hit, legible
from tests.replies.writing import DAMAGED, stored

DEMAND = (
    "I want my money back now",
    "Give me a full refund",
    "I demand my money back",
    "Refund my money right now",
)


EMBEDDED: dict[str, Vectors] = {}
"""What was embedded by a test before; the ordinary situations are the same in all of them."""
WHERE = (
    "Where is my order?",
    "Can you track my order for me?",
    "What is the status of my order?",
    "I would like to know where my order is",
    "Please check where my order is",
)


def matcher(embedder: Embedder, *templates: StoredTemplate) -> Matcher:
    texts = sorted(texts_to_embed([each.template for each in templates]))
    new = [text for text in texts if text not in EMBEDDED]
    if new:
        EMBEDDED.update(zip(new, embedder.embed(new), strict=True))
    return Matcher(templates, {text: EMBEDDED[text] for text in texts})


def best(embedder: Embedder, message: str, *templates: StoredTemplate) -> Match | None:
    found = matcher(embedder, *templates).matches(message, embedder.embed([message])[0])
    return found[0] if found else None


def applies(embedder: Embedder, message: str, *templates: StoredTemplate) -> bool:
    match = best(embedder, message, *templates)
    return match is not None and match.applies


def only(**more: Any) -> StoredTemplate:
    return stored(**{"examples": (), **more})


# --- by words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keyword", "message", "hit"),
    [
        ("recall", "Is this part of the RECALL?", True),
        ("recall", "I recalled it", False),
        ("recall*", "I recalled it", True),
        ("art", "my cart is empty", False),
        ("small claims", "I go to small   claims court", True),
        ("won't fix", "you won’t fix it", True),
        ("ＬＡＷＳＵＩＴ", "a lawsuit", True),
        ("lawyer", "I will not call a lawyer", False),
        ("lawyer", "I don't have a lawyer. My brother is a lawyer", True),
        ("lawyer", "I can't believe it, my lawyer laughs", True),
        ("c++ (book)", "the C++ (book)", True),
    ],
)
def test_a_keyword_is_whole_words_that_are_meant(keyword: str, message: str, hit: bool) -> None:
    assert bool(keyword_hit(keyword, legible(message))) is hit


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("legal_threat", "My lawyer will hear about this"),
        ("legal_threat", "If it is not here by Friday I’ll sue you"),
        ("chargeback", "I am filing a charge-back"),
        ("damaged_item", "The vase arrived completely smashed"),
        ("medical", "Your cream gave me a rash"),
        ("safety", "The charger caught fire"),
        ("press", "I'm a freelance journalist"),
        ("privacy_request", "Please delete all my personal data"),
        ("lost_parcel", "It says delivered but I never got it"),
        ("wrong_item", "You sent me the wrong size... I received the wrong item"),
        ("refund", "I demand a refund"),
        ("refund", "If nobody cares, I want my money back"),
        ("refund", "I need a full refund for the lamp"),
    ],
)
def test_a_kind_has_its_signs(kind: str, message: str) -> None:
    assert kind_hit(kind, legible(message))


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("legal_threat", "A gift for a lawyer, please"),
        ("legal_threat", "Don't worry, I will not sue you"),
        ("legal_threat", "Tennis court shoes"),
        ("chargeback", "Which charger do I need?"),
        ("damaged_item", "What if it arrives damaged?"),
        ("damaged_item", "What happens if my order arrived broken?"),
        ("press", "Do you sell a garlic press?"),
        ("safety", "Do you have a fire pit?"),
        ("refund", "How long do I have to return this?"),
        ("refund", "What is your refund policy?"),
        ("refund", "How do I request a refund?"),
        ("refund", "I need to know when I get a refund"),
        ("refund", "In which cases may I demand my money back?"),
        ("refund", "I would like to track the refund"),
        ("refund", "I want to see your refund policy"),
        ("refund", "I expect a refund of 80 dollars, is it on its way?"),
        ("refund", "I would like the refund to be paid to my card"),
        ("privacy_request", "Delete the second item"),
    ],
)
def test_what_only_sounds_like_a_kind_is_none(kind: str, message: str) -> None:
    assert kind_hit(kind, legible(message)) is None


def test_words_need_no_vector() -> None:
    found = Matcher([only(keywords=("recall",))], {}).matches("the recall", None)

    assert [(each.by, each.matched, each.words) for each in found] == [
        ("keyword", "recall", "recall")
    ]
    assert found[0].applies


# --- by meaning ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "message",
    ["my parcel arrived broken", "the mug came damaged in the box", "Order arrived, cracked glass"],
)
def test_another_phrasing_of_the_examples_applies(embedder: Embedder, message: str) -> None:
    match = best(embedder, message, stored())

    assert match is not None
    assert match.applies
    assert (match.by, match.stored.id) == ("meaning", "Damaged")
    assert match.matched in DAMAGED


@pytest.mark.parametrize(
    "message",
    [
        "How long do I have to return this?",
        "What is your refund policy?",
        "Do you ship to Canada?",
        "Is the mug dishwasher safe?",
        "hello",
        "…",
        "🎁🎁🎁",
        "1234567890",
        "x" * 4000,
    ],
)
def test_ordinary_questions_set_nothing_off(embedder: Embedder, message: str) -> None:
    demand = stored("Demand", examples=DEMAND)

    assert not applies(embedder, message, stored(), demand)


def test_an_ordinary_question_is_the_templates_when_the_merchant_says_so(
    embedder: Embedder,
) -> None:
    returns = stored(
        "Returns",
        examples=("How long do I have to return something?", "Until when can I return an item?"),
    )

    assert applies(embedder, "How long do I have to return an item?", returns)
    assert not applies(embedder, "How long do I have to return an item?", stored())


def test_the_ordinary_situation_of_its_examples_is_its_own_and_named(embedder: Embedder) -> None:
    match = best(embedder, "please tell me where my order is", stored("Where", examples=WHERE))

    assert match is not None
    assert match.applies
    assert match.claims == "Where is my order?"
    assert match.rival_text != match.claims


@pytest.mark.parametrize(
    ("message", "rival"),
    [
        ("Please cancel my order", "Can I cancel my order?"),
        ("I want to add something to my order", "Can I change my order?"),
    ],
)
def test_the_situation_next_door_is_a_rival_and_named(
    embedder: Embedder, message: str, rival: str
) -> None:
    match = best(embedder, message, stored("Where", examples=WHERE))

    assert match is not None
    assert not match.applies
    assert match.rival_text == rival


def test_two_templates_for_one_situation_are_no_rivals(embedder: Embedder) -> None:
    message = "please tell me where my order is"
    twins = [stored(name, examples=WHERE) for name in ("Signed in", "Signed out")]

    found = matcher(embedder, *twins).matches(message, embedder.embed([message])[0])

    assert {each.stored.id for each in found if each.applies} == {"Signed in", "Signed out"}


def test_a_neighbour_does_not_silence_a_template(embedder: Embedder) -> None:
    where = stored("Where", examples=WHERE)
    cancel = stored("Cancel", examples=("I need to undo my order", "Cancel what I ordered"))

    match = best(embedder, "tell me where my order is", where, cancel)

    assert match is not None
    assert match.applies
    assert match.stored.id == "Where"


def test_the_fewer_the_examples_the_surer_it_has_to_be() -> None:
    thresholds = [CALIBRATED.threshold(texts) for texts in (1, 2, 3, 5, 10)]

    assert thresholds == sorted(set(thresholds), reverse=True)
    assert CALIBRATED.threshold(4) == CALIBRATED.threshold(3)
    assert CALIBRATED.threshold(50) == CALIBRATED.threshold(10)


def test_every_ordinary_situation_is_put_in_several_ways_and_none_twice() -> None:
    texts = [text for situation in ORDINARY_SITUATIONS for text in situation]

    assert len(texts) == len(set(texts))
    assert all(len(situation) >= 3 for situation in ORDINARY_SITUATIONS)


def test_one_example_has_to_be_surer_than_many(embedder: Embedder) -> None:
    single = stored(examples=DAMAGED[:1])

    one = best(embedder, "my parcel arrived damaged", single)
    many = best(embedder, "my parcel arrived smashed to bits", stored())

    assert one is not None
    assert many is not None
    assert one.threshold > many.threshold


def test_an_example_said_as_it_stands_applies(embedder: Embedder) -> None:
    odd = stored(examples=("Wo ist die Gießkanne?", "My order arrived damaged"))

    match = best(embedder, "wo ist die giesskanne? Wo ist die Gießkanne".split("? ")[1], odd)

    assert match is not None
    assert (match.by, match.score) == ("example", 1.0)


def test_a_counter_example_is_never_answered(embedder: Embedder) -> None:
    said = "My parcel came damaged in the box"
    careful = stored(counter_examples=(said,), keywords=("parcel arrived",))

    assert applies(embedder, said, stored())
    assert not applies(embedder, said.upper(), careful)
    assert applies(embedder, "The parcel arrived in pieces", careful)


def test_the_nearer_of_two_templates_is_first(embedder: Embedder) -> None:
    match = best(
        embedder,
        "I want all my money back right now",
        stored(),
        stored("Demand", examples=DEMAND),
    )

    assert match is not None
    assert match.stored.id == "Demand"


def test_phrases_of_a_kind_suggest_and_do_not_apply(embedder: Embedder) -> None:
    message = "my package vanished"
    match = best(embedder, message, only(kinds=("lost_parcel",)))

    assert match is not None
    assert match.by == "meaning"
    assert match.score > 0.5
    assert not match.applies


def test_every_kinds_signs_and_phrases_hold_together() -> None:
    for name, kind in KINDS.items():
        assert kind.signs, name
        assert len(kind.phrases) >= 6, name
        assert len(set(kind.phrases)) == len(kind.phrases), name
