"""Without a model the store's own sentences answer, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from shopify_app.answers.extraction import LONGEST_EXTRACT, Extract, extract_answer
from shopify_app.answers.grounding import unsupported
from shopify_app.answers.questions import search_text
from shopify_app.knowledge.documents import page_source, policy_source, product_source
from shopify_app.knowledge.embedder import Embedder
from shopify_app.knowledge.facts import facts_line
from shopify_app.knowledge.retrieval import Passage
from shopify_app.voice import Voice, default_voice
from tests.answers.woolmere import PAGES, POLICIES, PRODUCTS, URL

VOICE = default_voice({"name": "Woolmere"})


def passages() -> list[Passage]:
    """All of Woolmere, a passage for each section, as if each had been found alike."""
    contents = [
        *((source, "") for source in map(policy_source, POLICIES)),
        *((source, "") for source in map(page_source, PAGES)),
        *((product_source(each), facts_line(each, "USD")) for each in PRODUCTS),
    ]
    return [
        Passage(
            chunk_id=f"{source.source_id}-{n}",
            kind=source.kind,
            source_id=source.source_id,
            title=source.content.title,
            heading=section.heading,
            text=section.text,
            url=f"{URL}{source.content.path}",
            score=0.5,
            facts=facts,
        )
        for source, facts in contents
        for n, section in enumerate(source.content.sections)
    ]


def about(*titles: str) -> list[Passage]:
    return [each for title in titles for each in passages() if each.title == title]


def ask(
    question: str, found: Sequence[Passage], embedder: Embedder, voice: Voice = VOICE
) -> Extract | None:
    def likeness(texts: Sequence[str]) -> list[float]:
        vectors = embedder.embed([question, *texts])
        return list(vectors[1:] @ vectors[0])

    return extract_answer(question, found, voice, likeness=likeness)


@pytest.mark.parametrize(
    ("question", "titles", "expected"),
    [
        (
            "How long do I have to send something back?",
            ["Refund policy", "Shipping policy"],
            "You can return unworn items within 30 days of delivery.",
        ),
        ("Can I return socks?", ["Refund policy"], "Socks and gift cards cannot be returned."),
        (
            "How long does shipping take?",
            ["Shipping policy", "Refund policy"],
            "Standard shipping takes 3-5 business days and costs $4.95.",
        ),
        ("How do I wash merino?", ["FAQ"], "Wash merino by hand in cold water and dry it flat."),
        ("When are you open?", ["FAQ"], "It is open Monday to Saturday from 10 am to 6 pm."),
        ("How much is the Fjord jacket?", ["Fjord Rain Jacket"], "costs $129.00."),
        ("Is the beanie in stock?", ["Tarn Beanie"], "Tarn Beanie is sold out."),
        ("Is the jacket waterproof?", ["Fjord Rain Jacket"], "It is waterproof to 10,000 mm"),
        ("Which sizes does the jacket come in?", ["Fjord Rain Jacket"], "in stock in S, M."),
    ],
)
def test_the_sentence_that_answers_is_said(
    embedder: Embedder, question: str, titles: list[str], expected: str
) -> None:
    extract = ask(question, about(*titles), embedder)

    assert extract
    assert expected in extract.text
    assert extract.passages[0].title == titles[0]


@pytest.mark.parametrize("question", ["Do you sell cars?", "Who won the election?", "Tell a joke"])
def test_what_the_store_does_not_speak_of_is_not_answered(
    embedder: Embedder, question: str
) -> None:
    assert ask(question, about("Refund policy", "FAQ", "Contact us"), embedder) is None


def test_nothing_found_is_nothing_said() -> None:
    assert extract_answer("How long?", [], VOICE) is None


def test_it_says_only_what_stands_there(embedder: Embedder) -> None:
    for question, title in (
        ("What is your return policy?", "Refund policy"),
        ("How much is the jumper?", "Harbour Cotton Jumper"),
        ("Where is your shop?", "FAQ"),
    ):
        extract = ask(question, about(title, "Contact us"), embedder)

        assert extract
        sources = [text for each in extract.passages for text in (each.text, each.facts)]
        assert unsupported(extract.text, sources) == ()
        assert len(extract.text) <= LONGEST_EXTRACT


def test_words_alone_decide_when_meanings_cannot_be_compared() -> None:
    extract = extract_answer("Can I return socks?", about("Refund policy"), VOICE)

    assert extract
    assert "Socks and gift cards cannot be returned." in extract.text


def test_a_product_is_not_mixed_into_a_policy(embedder: Embedder) -> None:
    found = about("Harbour Wool Jumper", "Refund policy")

    extract = ask("Can I return a jumper that does not fit?", found, embedder)

    assert extract
    assert {each.title for each in extract.passages} == {"Refund policy"}


def test_what_every_document_says_is_said_of_none(embedder: Embedder) -> None:
    boilerplate = "This jumper is sold by our partner for your pleasure."
    found = [
        replace(each, text=f"{boilerplate} {each.text}")
        for each in about("Harbour Wool Jumper", "Harbour Cotton Jumper")
    ]

    extract = ask("Tell me about the jumper of your partner", found, embedder)

    assert extract
    assert boilerplate not in extract.text


def test_a_title_is_not_said_again(embedder: Embedder) -> None:
    found = [replace(each, text=f"{each.title}\n{each.text}") for each in about("Shipping policy")]

    extract = ask("What does shipping cost?", found, embedder)

    assert extract
    assert not extract.text.startswith("Shipping policy")


def test_the_voice_frames_the_extract(embedder: Embedder) -> None:
    voice = replace(VOICE, extract_intro="This is what we say about it:")

    extract = ask("Can I return socks?", about("Refund policy"), embedder, voice)

    assert extract
    assert extract.text.startswith("This is what we say about it: ")


def offered(**products: tuple[float, str, bool]) -> list[Passage]:
    """Jackets of Woolmere by other names: score, price and stock in brief, whether it fits."""
    jacket = about("Fjord Rain Jacket")[0]
    return [
        replace(
            jacket,
            source_id=name,
            title=f"{name} Rain Jacket",
            chunk_id=name,
            score=score,
            brief=brief,
            fits=fits,
        )
        for name, (score, brief, fits) in products.items()
    ]


def test_who_asks_for_some_gets_a_choice(embedder: Embedder) -> None:
    found = offered(
        Skerry=(0.6, "$80.00, in stock", True),
        Tarn=(0.58, "$90.00, sold out", True),
        Fell=(0.2, "$20.00, in stock", True),
    )

    extract = ask("Do you have any rain jackets?", found, embedder)

    assert extract
    assert extract.text.splitlines() == [
        VOICE.offer,
        "- Skerry Rain Jacket: $80.00, in stock",
        "- Tarn Rain Jacket: $90.00, sold out",
    ]
    assert [each.title for each in extract.passages] == ["Skerry Rain Jacket", "Tarn Rain Jacket"]


def test_what_does_not_fit_is_left_out_or_offered_as_the_nearest(embedder: Embedder) -> None:
    fitting, other = (0.5, "$80.00, in stock", True), (0.3, "$180.00, in stock", False)

    some = ask(
        "Any rain jackets under $100?", offered(Tarn=fitting, Skerry=fitting, Fell=other), embedder
    )
    none = ask("Any rain jackets under $10?", offered(Fell=other), embedder)

    assert some
    assert "Fell" not in some.text
    assert none
    assert none.text.splitlines() == [VOICE.nearest_offer, "- Fell Rain Jacket: $180.00, in stock"]


def test_who_names_a_product_is_told_of_that_one(embedder: Embedder) -> None:
    found = offered(Skerry=(0.6, "$80.00, in stock", True), Tarn=(0.58, "$90.00, sold out", True))

    extract = ask("Do you have the Skerry rain jacket in stock?", found, embedder)

    assert extract
    assert [each.title for each in extract.passages] == ["Skerry Rain Jacket"]


def test_an_article_number_is_enough(embedder: Embedder) -> None:
    found = offered(Skerry=(1.2, "$80.00, in stock", True))
    found = [replace(found[0], text=f"{found[0].text}\nSKU: 30235")]

    extract = ask("30235", found, embedder)

    assert extract
    assert "costs $129.00" in extract.text


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("What cannot come back", "Gift cards\nOpened food and lit candles\nSwimwear"),
        ("Exceptions", "Lit candles are final sale. So is swimwear."),
        (
            "Returns",
            "These cannot come back:\nGift cards.\nOpened food and lit candles.\nSwimwear.",
        ),
    ],
    ids=["fragments", "sentences", "after a colon"],
)
def test_what_is_excluded_is_said_to_be(heading: str, text: str, embedder: Embedder) -> None:
    found = [replace(passages()[0], kind="policy", heading=heading, text=text, facts="")]

    extract = ask("Can I return lit candles?", found, embedder)

    assert extract
    assert extract.text.startswith(("What cannot come back: ", "Exceptions: ", "These cannot "))
    assert "candles" in extract.text


def test_another_section_is_another_paragraph(embedder: Embedder) -> None:
    sections = {
        "What cannot come back": "Returns of lit candles",
        "What it costs": "Returns of candles cost $5.",
    }
    found = [
        replace(
            passages()[0], chunk_id=heading, kind="policy", heading=heading, text=text, facts=""
        )
        for heading, text in sections.items()
    ]

    extract = ask("What do returns of candles cost, lit candles?", found, embedder)

    assert extract
    assert sorted(extract.text.split("\n\n")) == [
        "What cannot come back: Returns of lit candles.",
        "What it costs: Returns of candles cost $5.",
    ]


def test_no_sentence_is_said_twice_because_it_leads_to_another(embedder: Embedder) -> None:
    searched = search_text("What is your return policy?", ())
    extract = ask(searched, about("Refund policy"), embedder)

    assert extract
    sentences = extract.text.split(". ")
    assert len(sentences) == len(set(sentences)) >= 2


def section(heading: str, text: str, *, kind: str = "policy", chunk_id: str = "") -> Passage:
    return replace(
        passages()[0],
        chunk_id=chunk_id or heading,
        kind=kind,
        heading=heading,
        text=text,
        facts="",
    )


def test_other_countries_are_left_out_when_one_is_named(embedder: Embedder) -> None:
    found = [
        section("Elsewhere", "Japan and Australia: $34.00, 9 to 16 business days."),
        section("Canada", "$18.00, free from $250. It takes 6 to 10 business days."),
        section("United States", "Standard shipping costs $6.95."),
    ]

    extract = ask("How much is shipping to Japan?", found, embedder)

    assert extract
    assert "$34.00" in extract.text
    assert "$18.00" not in extract.text
    assert "$6.95" not in extract.text


def test_a_row_of_a_table_is_told_with_the_heads_of_its_columns(embedder: Embedder) -> None:
    table = "Size | Chest | Sleeve\nM | 94 to 101 cm | 84 cm\nL | 101 to 109 cm | 87 cm"

    extract = ask("what chest is size L", [section("Jackets", table, kind="page")], embedder)

    assert extract
    assert extract.text == "Jackets: L: chest 101 to 109 cm, sleeve 87 cm."


def test_a_sentence_under_its_heading_is_said_once(embedder: Embedder) -> None:
    text = (
        "Brown paper and tarred twine for six dollars an item, whatever its shape. Boots are too"
        " big for that; they get a bow. We wrap a gift by hand and write a card."
    )
    found = [
        section("Wrapping", text, kind="page"),
        section("Gift cards", "A gift card is wrapped as a gift, too.", kind="page"),
    ]

    extract = ask("do you gift wrap?", found, embedder)

    assert extract
    assert extract.text.count("Brown paper") <= 1


def test_a_short_paragraph_is_said_as_a_whole(embedder: Embedder) -> None:
    found = [section("Returns", "Rainwear: 60 days, worn. Wear it outdoors.\nBedding: 45 nights.")]

    extract = ask("Can I return worn rainwear?", found, embedder)

    assert extract
    assert "60 days, worn. Wear it outdoors." in extract.text


def test_no_line_that_only_leads_to_a_list_is_said(embedder: Embedder) -> None:
    text = "You can return things within 30 days. Some kinds of things get longer returns:\nTents."

    searched = search_text("What is your return policy?", ())
    extract = ask(searched, [section("Returns", text)], embedder)

    assert extract
    assert not extract.text.endswith(":")


def test_price_and_stock_are_told_to_who_asks_for_them(embedder: Embedder) -> None:
    found = about("Fjord Rain Jacket")

    of_care = ask("How do I wash the Fjord Rain Jacket?", found, embedder)
    of_price = ask("How much is the Fjord Rain Jacket?", found, embedder)

    assert of_care
    assert "Wash it at 30 degrees" in of_care.text
    assert "$129.00" not in of_care.text
    assert of_price
    assert of_price.text.startswith("Fjord Rain Jacket costs $129.00.")


def test_the_size_that_is_asked_for_is_answered_first(embedder: Embedder) -> None:
    asked = "Fjord Rain Jacket is sold out in L. Fjord Rain Jacket is in stock in S, M."
    found = [replace(each, asked=asked) for each in about("Fjord Rain Jacket")]

    extract = ask("Is the Fjord Rain Jacket available in size L?", found, embedder)

    assert extract
    assert extract.text == asked


def test_what_a_named_product_says_of_returning_it_comes_before_the_policy(
    embedder: Embedder,
) -> None:
    jacket = about("Fjord Rain Jacket")[0]
    final = replace(
        jacket,
        text=f"{jacket.text}\nThis is a final-sale item: not returnable unless it is faulty.",
    )

    extract = ask("Can I return the Fjord Rain Jacket?", [final], embedder)

    assert extract
    assert "not returnable" in extract.text


def test_the_product_that_is_called_so_answers_not_one_that_speaks_of_it(
    embedder: Embedder,
) -> None:
    jacket, jumper = about("Fjord Rain Jacket")[0], about("Harbour Wool Jumper")[0]
    beside = replace(jumper, text="Made to go under the Fjord without bunching, tumble dry.")

    extract = ask("How do I wash the Fjord?", [beside, jacket], embedder)

    assert extract
    assert [each.title for each in extract.passages] == ["Fjord Rain Jacket"]


def test_what_is_asked_in_kind_is_answered_without_its_words(embedder: Embedder) -> None:
    found = [
        replace(each, text="A fine thing.\n70% lambswool, 30% alpaca, from here.")
        for each in about("Harbour Wool Jumper")
    ]

    extract = ask("What material is the Harbour Wool Jumper?", found, embedder)

    assert extract
    assert extract.text == "70% lambswool, 30% alpaca, from here."


def test_the_name_of_a_thing_alone_gets_a_choice(embedder: Embedder) -> None:
    found = offered(Skerry=(0.6, "$80.00, in stock", True), Tarn=(0.58, "$90.00, sold out", True))

    extract = ask("rain jackets", found, embedder)

    assert extract
    assert len(extract.passages) == 2


def test_what_can_be_done_about_an_order_is_said_behind_it(embedder: Embedder) -> None:
    order = replace(
        passages()[0], kind="order", title="Order #1001", text="Order #1001 was placed.", facts=""
    )
    help_for_it = section("Cancelling", "You can cancel your order until the parcel is packed.")

    told = ask("Where is my order?", [order, help_for_it], embedder)
    cancelling = ask("Can I still cancel my order?", [order, help_for_it], embedder)

    assert told
    assert told.text == "Order #1001 was placed."
    assert cancelling
    assert cancelling.text == (
        "Order #1001 was placed.\n\nYou can cancel your order until the parcel is packed."
    )


def test_an_exception_beside_a_country_s_terms_is_said_with_them(embedder: Embedder) -> None:
    text = (
        "European Union, Norway and Switzerland: $28.00, 8 to 14 business days, duties not"
        " included. Food, candles and waxed jackets stay in North America."
    )
    searched = search_text("Can you ship a candle to France?", ())

    found = replace(section("Elsewhere", text), title="Shipping policy")
    extract = ask(searched, [found], embedder)

    assert extract
    assert "candles and waxed jackets stay" in extract.text
