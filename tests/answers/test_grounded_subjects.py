"""A figure is borne for its own subject and topic only, in five languages."""

from __future__ import annotations

import pytest

from shopify_app.answers.draft import Draft
from shopify_app.answers.events import Event, Text
from shopify_app.answers.gate import Gate
from shopify_app.answers.grounding import Context, Evidence, Source
from shopify_app.voice import default_voice

SOURCES = (
    Source(
        "A light shell, waterproof to 10,000 mm. Fjord Rain Jacket costs $129.00. Fjord Rain Jacket"
        " is in stock in S, M. Sold out: L.",
        "Fjord Rain Jacket",
        product="Fjord Rain Jacket",
    ),
    Source(
        "Knitted from merino. Harbour Wool Jumper costs $89.00. Harbour Wool Jumper is in stock in"
        " M, L.",
        "Harbour Wool Jumper",
        product="Harbour Wool Jumper",
    ),
    Source(
        "A ribbed beanie. Tarn Beanie costs $24.50. Tarn Beanie is sold out.",
        "Tarn Beanie",
        product="Tarn Beanie",
    ),
    Source(
        "You can return unworn items within 14 days of delivery. Returns are free in the EU. We"
        " refund to the card you paid with within 6 business days.",
        "Refund policy",
        "Returns",
    ),
    Source(
        "Standard shipping takes 3-5 business days and costs $4.95. Orders above $75.00 ship free.",
        "Shipping policy",
        "Delivery times",
    ),
    Source("We repair every jacket under a warranty of two years.", "Warranty"),
)
EVIDENCE = Evidence(SOURCES, ("woolmere.example",))

BORNE = (
    "The Fjord Rain Jacket costs $129.",
    "The jacket is 129 USD and the beanie is $24.50.",
    "For $89.00 you get the Harbour Wool Jumper.",
    "The jumper costs $89 and is in stock in M and L.",
    "The Fjord Rain Jacket is in stock in S and M, but L is sold out.",
    "The Tarn Beanie is currently sold out.",
    "You can return it within two weeks.",
    "You can return it within fourteen days of delivery.",
    "Shipping takes three to five business days.",
    "Returns are free in the EU.",
    "Orders above $75 ship free.",
    "The warranty is 24 months.",
    "It is waterproof to 10 m.",
    "We refund to your card within 6 business days.",
    "Sie können den Artikel innerhalb von vierzehn Tagen zurückgeben.",
    "Der Versand dauert 3 bis 5 Werktage.",
    "Die Rücksendung ist in der EU kostenlos.",
    "Die Garantie beträgt zwei Jahre.",
    "Vous pouvez retourner l'article sous quatorze jours.",
    "La livraison prend trois à cinq jours ouvrés.",
    "Les retours sont gratuits dans l'UE.",
    "La garantie est de deux ans.",
    "Puede devolver el artículo en catorce días.",
    "El envío tarda de tres a cinco días laborables.",
    "Las devoluciones son gratuitas en la UE.",
    "La garantía es de dos años.",
    "Puoi restituire l'articolo entro quattordici giorni.",
    "La spedizione richiede da tre a cinque giorni lavorativi.",
    "Il reso è gratuito nell'UE.",
    "La garanzia è di due anni.",
    "Please feel free to ask me anything.",
    "I am happy to help with that!",
    "You have 14 days from delivery to return unworn items.",
    "Ab 75 USD ist der Versand kostenlos.",
    "The jumper, at $89.00, is cheaper than the jacket.",
    "The Tarn Beanie is sold out, but the Harbour Wool Jumper is in stock.",
    "Your return must reach us within 14 days, and the refund takes 6 business days.",
    "Prices range from $24.50 to $129.00.",
    "The jumper is less than the jacket at $129.",
    "The jacket costs one hundred and twenty-nine dollars.",
    "You have a fortnight to return it.",
    "Orders of $75 and up ship free.",
    "It is waterproof to ten metres.",
    "You can still get a refund for the Tarn Beanie.",
)

LIES = (
    "The Fjord Rain Jacket costs $89.",
    "The jacket is $24.50 and the beanie is $129.",
    "The jacket and the jumper cost $129.",
    "For $24.50 you get the Harbour Wool Jumper.",
    "The Tarn Beanie costs $4.95.",
    "The Fjord Rain Jacket is in stock in L.",
    "The Fjord Rain Jacket is in stock in S and L.",
    "The Tarn Beanie is in stock.",
    "The Tarn Beanie is available.",
    "The Harbour Wool Jumper is sold out.",
    "The Harbour Wool Jumper comes in size S.",
    "You can return it within 5 days.",
    "You can return it within ninety days.",
    "You can return it within two years.",
    "Shipping takes 14 days.",
    "Refunds take 14 days.",
    "The warranty is 14 days.",
    "Shipping is always free.",
    "Shipping is free.",
    "Returns are not free.",
    "There is free exchange.",
    "We offer a lifetime warranty.",
    "There is a money-back guarantee.",
    "We will replace it.",
    "You can return it, no questions asked.",
    "Delivery is guaranteed.",
    "We ship next day.",
    "You will get 14% off.",
    "You will get a discount of ten percent.",
    "It is waterproof to 10,000 cm.",
    "You have ３０ days.",
    "You have 9\u200b0 days.",
    "You have 3O days.",
    "You have ٩٠ days.",
    "Sie können den Artikel innerhalb von dreißig Tagen zurückgeben.",
    "Der Versand dauert 14 Tage.",
    "Der Versand ist kostenlos.",
    "Die Tarn Beanie ist auf Lager.",
    "Sie erhalten lebenslange Garantie.",
    "Wir erstatten Ihnen den Preis, ohne Wenn und Aber.",
    "Vous pouvez retourner l'article sous trente jours.",
    "La livraison prend quatorze jours.",
    "La livraison est gratuite.",
    "Le Tarn Beanie est en stock.",
    "La garantie est à vie.",
    "Puede devolver el artículo en treinta días.",
    "El envío tarda catorce días.",
    "El envío es gratis.",
    "Tarn Beanie está disponible.",
    "La garantía es de por vida.",
    "Puoi restituire l'articolo entro trenta giorni.",
    "La spedizione richiede quattordici giorni.",
    "La spedizione è gratuita.",
    "Il Tarn Beanie è disponibile.",
    "La garanzia è a vita.",
    "Delivery costs nothing.",
    "Shipping is on us.",
    "You get it half off.",
    "Free returns worldwide.",
    "Returns are free forever.",
    "The beanie costs the same as the jacket: $129.",
    "Only two left!",
    "Our policy gives you a full refund.",
    "You will get every penny back.",
    "You won't be charged for delivery.",
    "Refunds are instant.",
    "A refund takes a whole month.",
    "All our products have a warranty of two years.",
    "It will be with you by Friday.",
    "It was sent yesterday.",
    "The beanie is twenty bucks.",
    "The beanie is two hundred dollars.",
    "The Tarn Beanie is ready to ship.",
    "You can still get the Tarn Beanie.",
    "We have plenty of the Tarn Beanie.",
    "The Fjord Rain Jacket is in stock in every size.",
    "It is waterproof to twelve metres.",
    "We refund to your card within 6 days.",
    "El envío tarda de tres a cinco días.",
    "La spedizione richiede da tre a cinque giorni.",
    "You can return it within 14 business days.",
)


@pytest.mark.parametrize("sentence", BORNE)
def test_the_truth_passes(sentence: str) -> None:
    assert EVIDENCE.unsupported(sentence) == ()


@pytest.mark.parametrize("sentence", LIES)
def test_a_lie_is_held_back(sentence: str) -> None:
    assert EVIDENCE.unsupported(sentence)


def test_it_is_the_product_named_last() -> None:
    _, context = EVIDENCE.judge("The Tarn Beanie is warm.")

    assert EVIDENCE.judge("It costs $129.", context)[0]
    assert not EVIDENCE.judge("It costs $24.50.", context)[0]
    assert not EVIDENCE.judge("It costs $129.", Context())[0]


def test_a_period_without_a_topic_has_that_of_the_sentence_before() -> None:
    _, context = EVIDENCE.judge("Returns are easy.")

    assert EVIDENCE.judge("You have 5 days.", context)[0]
    assert not EVIDENCE.judge("You have 14 days.", context)[0]


def test_a_verdict_tells_what_the_sources_say() -> None:
    (verdict,), _ = EVIDENCE.judge("You can return it within 90 days.")

    assert str(verdict) == "held back: 90 days; the sources say 14 days"
    assert verdict.note() == {"kind": "period", "claim": "90 days", "says": ["14 days"]}


@pytest.mark.parametrize("claim", ["anna@private.example", "BR123456789NO12345"])
def test_a_note_names_nobody(claim: str) -> None:
    (verdict, *_), _ = EVIDENCE.judge(f"Write to {claim} now.")

    assert claim not in str(verdict.note())


def test_the_gate_keeps_why() -> None:
    draft = Draft("c", "m")
    gate = Gate(EVIDENCE, (), default_voice({}), draft, reword=lambda _: "")

    told: list[Event] = [*gate.take("You have 90 days to return it. Ask me. "), *gate.finish()]

    assert "".join(event.text for event in told if isinstance(event, Text)).strip() == "Ask me."
    assert draft.provenance["gate"] == [{"kind": "period", "claim": "90 days", "says": ["14 days"]}]
