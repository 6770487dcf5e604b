"""What a sentence states must stand in a source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopify_app.answers.grounding import Evidence, unsupported, value

SOURCES = (
    "You can return items within 30 days of delivery. Standard shipping takes 3-5 business days and"
    " costs $4.95; it is free above $1,000.00. Write to help@woolmere.example or call"
    " +47 55 12 34 56. We are open Mon-Fri 9am-5pm, and closed on 24 December 2026.",
    "Use the code WELCOME10 at the checkout for 10 % off. Article WM-101-S. Carried by UPS.",
    "Fjord Rain Jacket costs $129.00. Fjord Rain Jacket is in stock in S, M. Sold out: L.",
    "https://woolmere.example/products/fjord-rain-jacket",
)
HOSTS = ("woolmere.example",)


def held_back(sentence: str) -> tuple[str, ...]:
    return unsupported(sentence, SOURCES, hosts=HOSTS)


@pytest.mark.parametrize(
    "sentence",
    [
        "You have 30 days.",
        "You have thirty days.",
        "There is a 30-day window.",
        "It takes three to five business days.",
        "It takes 3–5 working days.",
        "Shipping is $4.95.",
        "Shipping is 4.95 USD.",
        "Wir haben von 9 Uhr bis 17 Uhr geöffnet.",
        "It is free above $1000.",
        "It is free above 1,000.00 dollars.",
        "The jacket costs $129.",
        "You get 10% off.",
        "You get ten percent off.",
        "Use WELCOME10.",
        "Use “welcome10”.",
        "Write to Help@Woolmere.example.",
        "Call +47 55123456.",
        "We are open Monday to Friday.",
        "We open at 9:00 am and close at 17:00.",
        "We are closed on December 24th.",
        "It is in stock in S.",
        "L is sold out.",
        "See https://woolmere.example/products/fjord-rain-jacket.",
        "See www.woolmere.example/products/fjord-rain-jacket/",
        "It is article WM-101-S.",
        "UPS brings it.",
        "One of our two jackets is a rain jacket, and the first is lovely.",
        "1. Wash it.",
        "Yes, we do that gladly.",
        "",
    ],
)
def test_what_a_source_bears_passes(sentence: str) -> None:
    assert held_back(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        ("You have 14 days.", "14 days"),
        ("You have two weeks.", "two weeks"),
        ("It takes 3–5 days.", "3–5 days"),
        ("You have 30 hours.", "30 hours"),
        ("You get 30 % off.", "30 %"),
        ("You get 4.95 % off.", "4.95 %"),
        ("It costs €129.", "€129"),
        ("It costs $49.", "$49"),
        ("It costs $1290.", "$1290"),
        ("Use SAVE20 at the checkout.", "SAVE20"),
        ("Use FREESHIP at the checkout.", "FREESHIP"),
        ("Your tracking number is 1Z999AA10123456784.", "1Z999AA10123456784"),
        ("Call +47 55 12 34 57.", "+47 55 12 34 57"),
        ("Write to boss@woolmere.example.", "boss@woolmere.example"),
        ("We are open on Saturdays.", "Saturdays"),
        ("We open at 8 am.", "8 am"),
        ("Wir öffnen um 8 Uhr.", "8 Uhr"),
        ("Nous ouvrons à 8h30.", "8h30"),
        ("We are closed on 25 December.", "25 December"),
        ("It arrives on 2026-12-01.", "2026-12-01"),
        ("It comes in March.", "March"),
        ("There are 7 left.", "7"),
        ("See https://woolmere.example/sale.", "https://woolmere.example/sale"),
        ("See evil.example/x.", "evil.example/x"),
    ],
)
def test_what_no_source_bears_is_named(sentence: str, stated: str) -> None:
    assert held_back(sentence) == (stated,)


def test_a_link_leads_home_even_when_a_source_has_another() -> None:
    sources = ("Read https://evil.example/x for more.",)

    assert unsupported("Read https://evil.example/x.", sources, hosts=HOSTS)


@pytest.mark.parametrize(
    "sentence",
    [
        "![pixel](https://woolmere.example/p.gif?q=secret)",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "data:text/html;base64,AAAA",
        "<script>alert(1)</script>",
    ],
)
def test_markup_that_could_do_something_never_passes(sentence: str) -> None:
    assert unsupported(sentence, (sentence, *SOURCES), hosts=HOSTS)


def test_stock_is_claimed_only_of_what_a_source_says_is_there() -> None:
    sold_out = Evidence(("Tarn Beanie is sold out.",))

    assert sold_out.unsupported("Yes, the beanie is in stock.") == ("in stock",)
    assert sold_out.unsupported("The beanie is out of stock.") == ()
    assert sold_out.unsupported("The beanie is not in stock.") == ()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1,000.00", "1000"),
        ("1.000,50", "1000.5"),
        ("1’000", "1000"),
        ("19,90", "19.9"),
        ("19.90", "19.9"),
        ("007", "7"),
        ("0.50", "0.5"),
        ("Thirty", "30"),
        ("1.2.3", "123"),
    ],
)
def test_numbers_compare_by_their_value(written: str, expected: str) -> None:
    assert value(written) == expected


figures = st.one_of(
    st.integers(0, 10**6).map(str),
    st.decimals(0, 10**4, places=2).map(lambda amount: f"${amount}"),
    st.integers(1, 99).map(lambda number: f"{number} days"),
    st.integers(1, 99).map(lambda number: f"{number}%"),
    st.from_regex(r"[A-Z]{4}[0-9]{2}", fullmatch=True),
    st.from_regex(r"[a-z]{3,8}@[a-z]{3,8}\.example", fullmatch=True),
)


@given(st.lists(figures, min_size=1, max_size=4))
def test_a_source_bears_itself(stated: list[str]) -> None:
    sentence = f"We say {' and '.join(stated)} here."

    assert unsupported(sentence, [sentence]) == ()


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert unsupported(text, [text], hosts=()) is not None


@given(figures)
def test_nothing_is_borne_by_nothing(stated: str) -> None:
    assert unsupported(f"It is {stated}.", [])
