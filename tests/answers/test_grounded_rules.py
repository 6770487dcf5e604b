"""Class by class: the lie is held back, and the truth beside it passes. The demo store's texts."""

from __future__ import annotations

import pytest

from benchmarks.gate_demo import evidence_for
from shopify_app.answers.grounding import Context, Evidence, Source

PAIRS = {
    "one rule's figure for another's": (
        ("shipping", "Shipping to Canada costs $28.00.", "To Canada it costs $18."),
        (
            "shipping",
            "Shipping to Norway takes 9 to 16 business days.",
            "To Germany we charge $28.",
        ),
        ("care", "A new cuff takes 5 weeks.", "A new cuff takes 2 weeks."),
        ("privacy", "Server logs are kept for 90 days.", "We keep chats for 90 days."),
        ("discounts", "The welcome code lasts 14 days.", "Store credit lasts 2 years."),
    ),
    "opening hours of another day": (
        (
            "contact",
            "On Saturday we are open from 10 am to 5:30 pm.",
            "On Saturday we are open from 9 am to 4 pm.",
        ),
        (
            "contact",
            "We are open Monday to Friday from 10 am to 5:30 pm.",
            "On Wednesdays the shop is open from 10 am to 5:30 pm.",
        ),
        ("contact", "The shop is open on Mondays.", "On Mondays we are closed."),
        (
            "contact",
            "Samstags haben wir von 10 Uhr bis 17:30 Uhr geöffnet.",
            "Samstags haben wir von 9 bis 16 Uhr geöffnet.",
        ),
    ),
    "a wider scope": (
        ("shipping", "Wherever you live, we deliver.", "We ship to the UK, the EU and Norway."),
        ("shipping", "All orders ship for free.", "All orders of $120 or more ship free."),
        ("discounts", "The welcome code works on every order.", "One code for each order."),
        ("discounts", "El código sirve para todos los pedidos.", "Students get 10%."),
        (
            "returns",
            "You can return any item, whatever its condition.",
            "You can return anything that is unworn, with its tags on.",
        ),
    ),
    "a reversed rule": (
        ("returns", "Gift cards can be returned too.", "Gift cards cannot be returned."),
        ("returns", "Può restituire anche i buoni regalo.", "Le cartes cadeaux sont exclues."),
        ("returns", "We charge a restocking fee.", "There is no restocking fee."),
        ("shipping", "Express goes to PO boxes.", "Express does not go to PO boxes."),
        (
            "rain",
            "You can machine wash the Bothy Waxed Jacket.",
            "You can machine wash the Fulmar at 30 °C.",
        ),
        ("contact", "You can call us by telephone.", "We have no telephone."),
    ),
    "a condition that was dropped": (
        ("shipping", "Delivery is free.", "Standard is free for orders of $120 or more."),
        ("discounts", "You get 10% off.", "You get 10% off your first order of $50 or more."),
        ("discounts", "We give 15% off to our customers.", "Teachers and nurses get 15%."),
    ),
    "days for business days": (
        ("shipping", "Express takes 2 days.", "Express takes two working days."),
        ("returns", "You have 30 business days to return it.", "You have 30 days to return it."),
        ("shipping", "L'Express prend 2 jours.", "L'Express prend 2 jours ouvrables."),
    ),
    "amounts in words": (
        (
            "rain",
            "Die Skua kostet zweihundertachtundsechzig Dollar.",
            "Die Skua kostet zweihundertfünfundvierzig Dollar.",
        ),
        (
            "rain",
            "El Skua Storm Coat cuesta doscientos sesenta dólares.",
            "El Skua Storm Coat cuesta doscientos cuarenta y cinco dólares.",
        ),
    ),
    "a former price as today's": (
        ("rain", "The Bothy Waxed Jacket costs $262.", "The Bothy was $262 and is $210 now."),
        ("rain", "The Bothy used to be $210.", "Instead of $262, the Bothy is now $210."),
        ("rain", "Die Bothy kostet 262 $.", "Die Bothy kostet jetzt 210 $ statt 262 $."),
    ),
    "a comparison": (
        ("rain", "The Skua is cheaper than the Fulmar.", "The Dipper is cheaper than the Skua."),
        ("rain", "The Skua is under $200.", "The Dipper Poncho is under $60."),
        ("rain", "The Fulmar is our cheapest jacket.", "The umbrella is the cheapest of these."),
        (
            "rain",
            "The Fulmar is $50 cheaper than the Skua.",
            "The Skua is $77 more than the Fulmar.",
        ),
        ("rain", "You save $62 on the Bothy.", "You save $52 on the Bothy."),
        ("rain", "Two Dipper Ponchos come to $126.", "Two Dipper Ponchos come to $116."),
    ),
    "stock in other words": (
        (
            "rain",
            "We have the Fulmar in Gorse XS on the shelf.",
            "The umbrella in Gorse is sold out.",
        ),
        (
            "rain",
            "The last Dipper Poncho in Tide is gone.",
            "You can still get the Dipper in Tide.",
        ),
        ("rain", "The Heron Cycling Cape is in stock.", "The Dipper Poncho is in stock."),
        ("knitwear", "We have dozens of the Prototype No. 7 Sweater.", "Only 1 of them is left."),
        ("home", "Den Throw in Rust haben wir noch da.", "Den Throw in Moss haben wir noch da."),
    ),
    "a denial of something else": (
        ("returns", "Don't hesitate to return it for a full refund.", "Don't hesitate to ask."),
        ("shipping", "No problem, we guarantee delivery by Friday.", "No problem."),
        ("shipping", "Not only Standard but Express is free, too.", "Express is never free."),
    ),
}


@pytest.mark.parametrize(
    ("place", "lie", "truth"),
    [pytest.param(*pair, id=pair[1]) for pairs in PAIRS.values() for pair in pairs],
)
def test_a_lie_is_told_from_the_truth_beside_it(place: str, lie: str, truth: str) -> None:
    evidence = evidence_for(place)

    assert evidence.unsupported(lie)
    assert evidence.unsupported(truth) == ()


def test_the_verdict_quotes_the_rule_that_is_reversed() -> None:
    (verdict,), _ = evidence_for("returns").judge("Gift cards can be returned too.")

    assert verdict.note()["kind"] == "rule"
    assert "Gift cards" in str(verdict)


def test_an_item_of_a_list_is_neither_granted_nor_denied() -> None:
    evidence = evidence_for("returns")
    _, context = evidence.judge("These cannot come back:")

    assert evidence.judge("- Gift cards", context)[0] == ()
    assert evidence.judge("- Opened food and lit candles", context)[0] == ()


def test_what_is_free_in_some_countries_is_not_free_in_all() -> None:
    evidence = Evidence((Source("Returns from Germany and Austria are free.", "Returns"),))

    assert evidence.unsupported("Returns from Austria are free.") == ()
    assert evidence.unsupported("Returns are free.") == ("free",)
    assert evidence.unsupported("Returns from France are free.") == ("free",)


def test_unused_only_means_that_used_is_refused() -> None:
    evidence = Evidence((Source("Send unworn items back within 28 days.", "Returns"),))

    assert evidence.unsupported("Unworn items can be sent back.") == ()
    assert evidence.unsupported("You can return worn items as well.")


def test_a_name_that_is_a_number_elsewhere_is_a_name() -> None:
    source = Source("Price: €189. Only 3 left.", "Otto Floor Lamp", product="Otto Floor Lamp")

    assert Evidence((source,)).unsupported("Only 3 of the Otto Floor Lamp are left.") == ()


def test_a_percentage_of_the_sentence_before_needs_no_receiver() -> None:
    evidence = evidence_for("discounts")
    _, context = evidence.judge("Students with a school address get a discount.", Context())

    assert evidence.judge("It is 10%.", context)[0] == ()


PET_SHOP = (
    Source(
        "Bracken Dog Bed costs from €59.00 to €119.00. Bracken Dog Bed is in stock in Small / Moss,"
        " Small / Slate, Large / Slate (only 2 left). Sold out: Large / Moss.",
        title="Bracken Dog Bed",
        product="Bracken Dog Bed",
    ),
    Source(
        "The bowl is dishwasher safe, the pump is not. Rill Fountain costs €54.00, reduced from"
        " €65.00.",
        title="Rill Fountain",
        product="Rill Fountain",
    ),
    Source("We trim claws on Saturdays from 10 am to noon.", title="Opening hours"),
    Source("Klarna is offered in Germany and the Netherlands.", title="Payment"),
)


@pytest.mark.parametrize(
    ("truth", "lie"),
    [
        (
            "The Bracken Dog Bed is in stock in Small / Moss, Small / Slate and Large / Slate.",
            "The Bracken Dog Bed is in stock in Small / Moss, Small / Slate and Large / Moss.",
        ),
        (
            "La Rill Fountain cuesta 54,00 €, rebajada desde 65,00 €.",
            "La Rill Fountain cuesta 65,00 €, rebajada desde 54,00 €.",
        ),
        (
            "Claw trimming is on Saturdays from 10 am to 12 pm.",
            "Claw trimming is on Saturdays until midnight.",
        ),
        ("You can pay with Klarna in the Netherlands.", "You can pay with Klarna in Austria."),
        (
            "The bowl of the Rill Fountain can go in the dishwasher.",
            "The pump can go in the dishwasher.",
        ),
    ],
)
def test_a_figure_or_a_grant_in_other_words_is_told_from_one_of_another(
    truth: str, lie: str
) -> None:
    evidence = Evidence(PET_SHOP)

    assert evidence.unsupported(truth) == ()
    assert evidence.unsupported(lie) != ()


def test_what_is_compared_with_a_product_must_be_known_too() -> None:
    evidence = Evidence(PET_SHOP)

    assert evidence.unsupported("The Rill Fountain is cheaper than the Bracken Dog Bed.") == ()
    assert evidence.unsupported("The Fell Dog Bed is cheaper than the Rill Fountain.") != ()
    assert evidence.unsupported("The Rill Fountain is cheaper than the Fell Lantern.") != ()
    assert evidence.unsupported("The Fell Tent is cheaper than the Fell Lantern.") != ()


def test_there_is_plenty_only_of_what_is_known() -> None:
    evidence = Evidence(PET_SHOP)

    assert evidence.unsupported("We have plenty of the Fell Lantern on the shelf.") != ()
    assert evidence.unsupported("We have plenty of patience with wet dogs.") == ()
