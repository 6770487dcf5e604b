"""Answers made of truths and lies, streamed in pieces through the gate: no lie comes out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

import pytest

from shopify_app.answers.draft import Draft
from shopify_app.answers.events import Event, Text
from shopify_app.answers.gate import Gate
from shopify_app.voice import default_voice
from tests.answers.test_grounded_subjects import EVIDENCE

PRODUCTS = {
    "Fjord Rain Jacket": "129.00",
    "Harbour Wool Jumper": "89.00",
    "Tarn Beanie": "24.50",
}
PRICE = (
    "The {product} costs ${price}.",
    "{product} is ${price}.",
    "For ${price} you get the {product}.",
    "{product} kostet {price} USD.",
    "Le {product} coûte {price} USD.",
    "El {product} cuesta {price} USD.",
    "Il {product} costa {price} USD.",
)
PERIODS = {
    "14": (
        "You can return it within {days} days.",
        "Returns are accepted for {days} days.",
        "Rückgaben sind {days} Tage lang möglich.",
        "Les retours sont acceptés pendant {days} jours.",
        "Las devoluciones se aceptan durante {days} días.",
        "I resi sono accettati per {days} giorni.",
    ),
    "5": (
        "Shipping takes up to {days} business days.",
        "Der Versand dauert bis zu {days} Werktage.",
        "La livraison prend jusqu'à {days} jours ouvrables.",
        "El envío tarda hasta {days} días laborables.",
        "La spedizione richiede fino a {days} giorni lavorativi.",
    ),
}
OTHER_DAYS = ("2", "7", "21", "30", "45", "60", "90", "365")
EMPTY = (
    "Save with the code WOOL{n}.",
    "You get {n} % off today.",
    "Sie erhalten {n} % Rabatt.",
    "Profitez de {n} % de remise.",
    "Disfrute de un {n} % de descuento.",
    "Ottieni uno sconto del {n} %.",
    "Call +47 55 12 34 {n}.",
    "Write to team{n}@woolmere.example.",
    "See https://woolmere.example/sale-{n}.",
    "See https://evil{n}.example/.",
    "It arrives on {n} March.",
    "Your tracking number is BR1234567{n}NO.",
    "There are {n} left in stock.",
    "We will replace it for you.",
    "We guarantee it.",
    "Versand ist immer kostenlos.",
    "Wherever you live, we ship to you.",
    "All orders ship for free.",
    "The Fjord Rain Jacket is cheaper than the Tarn Beanie.",
    "Der Tarn Beanie ist teurer als der Fjord Rain Jacket.",
    "The Tarn Beanie used to cost ${n}.",
    "Shipping takes 3-5 days.",
    "The Nordkapp Parka is in stock.",
    "You may return worn items as well.",
    "Don't hesitate to return it for a full refund.",
    "Returns are free.",
    "We have plenty of the Tarn Beanie on the shelf.",
)


def true_sentences() -> list[str]:
    prices = [
        form.format(product=title, price=price)
        for form, (title, price) in product(PRICE, PRODUCTS.items())
    ]
    periods = [form.format(days=days) for days, forms in PERIODS.items() for form in forms]
    return prices + periods


def lies() -> list[str]:
    swapped = [
        form.format(product=title, price=price)
        for form, title, price in product(PRICE, PRODUCTS, (*PRODUCTS.values(), "4.95", "19"))
        if price != PRODUCTS[title]
    ]
    swapped_days = [
        form.format(days=days)
        for right, forms in PERIODS.items()
        for form, days in product(forms, (*OTHER_DAYS, *PERIODS))
        if days != right
    ]
    return swapped + swapped_days + [form.format(n=n) for form in EMPTY for n in range(11, 31)]


def through_the_gate(sentences: list[str], chance: random.Random) -> str:
    gate = Gate(
        EVIDENCE, (), default_voice({}), Draft("conversation", "message"), reword=lambda _: ""
    )
    events: list[Event] = []
    for piece in pieces(" ".join(sentences), chance):
        events += gate.take(piece)
    events += gate.finish()
    return "".join(event.text for event in events if isinstance(event, Text))


def pieces(text: str, chance: random.Random) -> Iterator[str]:
    while text:
        size = chance.randint(1, 12)
        yield text[:size]
        text = text[size:]


@pytest.mark.parametrize(
    "answers", [100, pytest.param(1000, marks=pytest.mark.campaign)], ids=["some", "many"]
)
def test_no_lie_comes_out(answers: int) -> None:
    chance = random.Random(5)
    truths, untruths = true_sentences(), lies()

    for _ in range(answers):
        told = [*chance.sample(untruths, 2), *chance.sample(truths, 2)]
        chance.shuffle(told)
        shown = through_the_gate(told, chance)

        assert [lie for lie in told if lie in untruths and lie in shown] == []


@pytest.mark.parametrize(
    "answers", [100, pytest.param(1000, marks=pytest.mark.campaign)], ids=["some", "many"]
)
def test_the_truth_is_left_alone(answers: int) -> None:
    chance = random.Random(6)
    truths = true_sentences()
    told = [chance.sample(truths, 3) for _ in range(answers)]

    whole = [each for each in told if through_the_gate(each, chance) == " ".join(each)]

    assert len(whole) >= 0.99 * answers
