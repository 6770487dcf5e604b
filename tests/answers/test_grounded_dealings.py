"""Orders, variants, payment, destinations, codes and days: the lie is held back, and the truth
beside it passes."""

from __future__ import annotations

import pytest

from benchmarks.gate_more_truths import MORE_TRUTHS, evidence_at
from shopify_app.answers.grounding import Evidence, Source

PAIRS = {
    "the state of an order": (
        ("coffee", "Your order has been delivered.", "Your order is on its way."),
        ("coffee", "Your order hasn't shipped yet.", "Your order hasn't been delivered yet."),
        ("coffee", "Your payment is still pending.", "Your order is paid."),
        ("deliv", "Your parcel is held at customs.", "Your order has been delivered by UPS."),
        ("canc", "Your order is on its way.", "Your order was canceled and has been refunded."),
        ("prep", "Ihre Bestellung wurde bereits zugestellt.", "Your order hasn't shipped yet."),
    ),
    "what is in an order": (
        (
            "coffee",
            "You ordered three bags of Hollow Oak Espresso.",
            "You ordered two bags of Hollow Oak Espresso.",
        ),
        (
            "deliv",
            "Your order contains a Tarn Crew Sweater in Moss.",
            "Your order contains a Tarn Crew Sweater in Oat, size M.",
        ),
        (
            "part",
            "Your order contains an Enamel Mug, 350 ml.",
            "Your order contains a Slack Tide Throw in Fog.",
        ),
    ),
    "the carrier and the day of an order": (
        ("music", "Order #20417 is with DHL.", "Order #20417 is with GaelPost."),
        (
            "music",
            "Order #20417 was placed on 20 November 2026.",
            "Order #20417 was placed on 19 November 2026.",
        ),
    ),
    "the price of another variant": (
        (
            "coffee",
            "Hollow Oak Espresso costs €39.00 for the 250 g bag.",
            "Hollow Oak Espresso costs €39.00 for the 1-kg bag.",
        ),
        (
            "music",
            "Our Brannock Fiddle Outfit is €280.00 in every size.",
            "Our Brannock Fiddle Outfit is €280.00 in 1/2.",
        ),
    ),
    "the stock of another variant": (
        (
            "coffee",
            "Whole-bean Hollow Oak Espresso is sold out.",
            "Hollow Oak Espresso ground for filter is sold out.",
        ),
        (
            "coffee",
            "Only one Brasswick Hand Grinder is left in Slate.",
            "Only one Brasswick Hand Grinder is left in Cream.",
        ),
        (
            "coffee",
            "The Brasswick Hand Grinder is in stock in Black.",
            "The Brasswick Hand Grinder is in stock in Slate and Cream.",
        ),
        ("music", "The Brannock Fiddle Outfit comes in 1/4.", "It comes in 1/2, 3/4 and 4/4."),
    ),
    "ways of paying": (
        ("coffee", "You can also pay cash on delivery.", "You can also pay with Apple Pay."),
        ("music", "We take American Express too.", "We take Mastercard too."),
        ("coffee", "Klarna is available in Austria.", "Klarna is available in Germany."),
    ),
    "destinations": (
        ("music", "We're happy to ship to the United States.", "We're happy to ship to Spain."),
        ("coffee", "We ship to Norway as well.", "We don't ship to Norway."),
    ),
    "codes": (
        (
            "music",
            "The code FIRSTTUNE takes 15% off strings and accessories.",
            "The code SESSION15 takes 15% off strings and accessories.",
        ),
        (
            "music",
            "The FIRSTTUNE code expires on 31 January 2027.",
            "The SESSION15 code expires on 31 January 2027.",
        ),
        (
            "music",
            "You can use SESSION15 together with FIRSTTUNE.",
            "SESSION15 can't be used together with FIRSTTUNE.",
        ),
    ),
    "days and hours of something else": (
        ("coffee", "We roast on Tuesdays and Thursdays.", "We roast on Mondays and Wednesdays."),
        (
            "music",
            "The repair counter takes instruments in on Fridays.",
            "The repair counter takes instruments in on Wednesdays.",
        ),
        (
            "coffee",
            "You can call us Tuesday to Friday from 8 am to 5 pm.",
            "You can call us Tuesday to Friday from 10 am to 1 pm.",
        ),
    ),
    "free above an amount only": (
        ("coffee", "Shipping to the UK is free.", "Shipping to the UK is free from €70."),
        (
            "coffee",
            "La livraison en Irlande est toujours gratuite.",
            "La livraison en Irlande est gratuite à partir de 35 €.",
        ),
    ),
    "what the assistant cannot do": (
        (
            "coffee",
            "I've gone ahead and refunded your order.",
            "I can't refund your order, but a colleague can help.",
        ),
        ("music", "I'll set one aside for you.", "I'll pass this on to a colleague for you."),
        (
            "music",
            "If you find it cheaper elsewhere, we'll match the price.",
            "If your size turns out wrong, you can exchange the fiddle within 45 days.",
        ),
    ),
}


@pytest.mark.parametrize(
    ("place", "lie", "truth"),
    [pytest.param(*pair, id=pair[1]) for pairs in PAIRS.values() for pair in pairs],
)
def test_a_lie_is_told_from_the_truth_beside_it(place: str, lie: str, truth: str) -> None:
    evidence = evidence_at(place)

    assert evidence.unsupported(lie)
    assert evidence.unsupported(truth) == ()


@pytest.mark.parametrize(("place", "truth"), MORE_TRUTHS, ids=[each[1] for each in MORE_TRUTHS])
def test_what_is_borne_is_let_through(place: str, truth: str) -> None:
    assert evidence_at(place).unsupported(truth) == ()


def test_what_is_wrong_about_an_order_is_not_kept_in_the_record() -> None:
    (verdict,), _ = evidence_at("deliv").judge("Your order #1061 is with DHL.")

    assert verdict.note() == {"kind": "order", "claim": "", "says": []}


def test_a_grant_on_a_condition_is_borne_on_that_condition() -> None:
    evidence = Evidence((Source("If a mug arrives broken, we send a new one.", "Returns"),))

    assert evidence.unsupported("If your mug is broken, we'll send a new one.") == ()
