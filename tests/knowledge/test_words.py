"""Exact words are found, in this shop's chunks only, whatever is asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopify_app.db import Record
from shopify_app.knowledge import words
from shopify_app.knowledge.words import (
    MOST_MATCHES,
    WordEntry,
    add_words,
    codes,
    coverage,
    indexed_ids,
    query_terms,
    remove_all_words,
    remove_words,
    search_words,
    telling_terms,
)

OURS, THEIRS = "a" * 32, "b" * 32
ENTRIES = [
    WordEntry("blanket", "Fjord Wool Blanket", "Woven from lambswool. SKU: WM-1011-X, WM-1012-X"),
    WordEntry("pillow", "Snow Pillow", "Filled with wool, covered in cotton. SKU: WM-2044"),
    WordEntry("returns", "Refund policy Returns", "You may return unworn items within 30 days."),
    WordEntry("down", "Down Quilt", "Our own brand."),
    WordEntry("cafe", "Café crème mug", "Holds 0,3 l; glazed by Ålesund's potters."),
]


@pytest.fixture(autouse=True)
def _entries(record: Record) -> None:
    with record.write() as connection:
        add_words(connection, OURS, ENTRIES)


def search(record: Record, question: str, *, namespace: str = OURS, limit: int = 10) -> list[str]:
    with record.read() as connection:
        return [found for found, _ in search_words(connection, namespace, question, limit=limit)]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("wool blanket", "blanket"),
        ("Do you have PILLOWS?", "pillow"),
        ("returning things", "returns"),
        ("wm-1012-x", "blanket"),
        ("WM 2044", "pillow"),
        ("2044", "pillow"),
        ("is sku WM-1011-X in stock?", "blanket"),
        ("cafe creme", "cafe"),
        ("CAFÉ", "cafe"),
        ("Alesund's mug", "cafe"),
        ("30 days", "returns"),
        ("down", "down"),
        ("own brand", "down"),
    ],
)
def test_a_word_is_found_in_any_of_its_forms(record: Record, question: str, found: str) -> None:
    assert search(record, question)[0] == found


def test_a_number_that_only_begins_alike_is_not_found(record: Record) -> None:
    assert search(record, "WM-1011-Y") == []
    assert search(record, "WM-101") == []


def test_the_rarer_word_decides(record: Record) -> None:
    more = [WordEntry(f"wool-{n}", "Thing", "Made of wool, nothing else.") for n in range(20)]
    with record.write() as connection:
        add_words(connection, OURS, more)

    assert search(record, "wool lambswool")[0] == "blanket"


def test_the_title_weighs_more_than_the_text(record: Record) -> None:
    with record.write() as connection:
        add_words(connection, OURS, [WordEntry("other", "Another thing", "Goes with a blanket.")])

    assert search(record, "blanket") == ["blanket", "other"]


def test_scores_fall_and_are_positive(record: Record) -> None:
    with record.read() as connection:
        scores = [score for _, score in search_words(connection, OURS, "wool blanket", limit=9)]

    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 2
    assert all(score > 0 for score in scores)


def test_another_shop_s_words_are_not_found(record: Record) -> None:
    with record.write() as connection:
        add_words(connection, THEIRS, [WordEntry("theirs", "Secret", "canary")])

    assert search(record, "canary secret") == []
    assert search(record, "blanket", namespace=THEIRS) == []
    assert search(record, "canary", namespace=THEIRS) == ["theirs"]


@pytest.mark.parametrize(
    "question", [THEIRS, OURS, f'scope : "{THEIRS}"', f"scope:{THEIRS} canary"]
)
def test_another_shop_cannot_be_asked_for(record: Record, question: str) -> None:
    with record.write() as connection:
        add_words(connection, THEIRS, [WordEntry("theirs", "Secret", "canary")])

    assert "theirs" not in search(record, question)


def test_one_chunk_id_may_be_in_two_shops(record: Record) -> None:
    with record.write() as connection:
        add_words(connection, THEIRS, [WordEntry("blanket", "Theirs", "theirs")])
        remove_words(connection, OURS, ["blanket"])

    assert search(record, "blanket") == []
    assert search(record, "theirs", namespace=THEIRS) == ["blanket"]


def test_an_entry_put_in_again_is_replaced(record: Record) -> None:
    with record.write() as connection:
        add_words(connection, OURS, [WordEntry("blanket", "Curtain", "Linen.")])

    assert search(record, "blanket lambswool") == []
    assert search(record, "curtain") == ["blanket"]


def test_what_is_removed_is_not_found(record: Record) -> None:
    with record.write() as connection:
        remove_words(connection, OURS, ["pillow", "never was"])
        held = indexed_ids(connection, OURS)
        remove_all_words(connection, OURS)

    assert held == {"blanket", "returns", "down", "cafe"}
    assert search(record, "wool blanket return") == []


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        "the of and",
        '"',
        '""""',
        "'; DROP TABLE chunks; --",
        "wool*",
        "wool AND",
        "NEAR(wool blanket)",
        "wool OR NOT blanket",
        "title : wool",
        "{title body} : wool",
        "^wool + blanket",
        "wool & | ! <-> blanket",
        "(((",
        "\\",
        "%s %(x)s {} {{7*7}}",
        "🧣🧣🧣",
        "\u0000wool",
        "\ud800 wool",
        "ﷺ" * 500,
        "wool " * 5000,
        "w" * 100_000,
        "-" * 1000,
        "a.b.c.d/e-f'g’h",
    ],
)
def test_anything_may_be_asked(record: Record, question: str) -> None:
    search(record, question)


@settings(max_examples=60)
@given(question=st.text())
def test_any_text_at_all_may_be_asked(record: Record, question: str) -> None:
    search(record, question)


@settings(max_examples=40)
@given(body=st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_at_all_may_be_put_in_and_taken_out(record: Record, body: str) -> None:
    with record.write() as connection:
        add_words(connection, OURS, [WordEntry("any", body, body)])
        assert "any" in indexed_ids(connection, OURS)
        remove_words(connection, OURS, ["any"])
        assert "any" not in indexed_ids(connection, OURS)


def test_common_words_alone_are_looked_for_together(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "MOST_MATCHES", 3)
    entries = [WordEntry(f"red-{n}", "Red", "thing") for n in range(5)]
    entries += [WordEntry(f"blue-{n}", "Blue", "thing") for n in range(5)]
    with record.write() as connection:
        add_words(connection, OURS, [*entries, WordEntry("both", "Red and blue", "thing")])

    assert search(record, "red blue") == ["both"]


def test_words_in_too_many_chunks_are_left_out() -> None:
    counts = {"wool": MOST_MATCHES, "fjord": 3, "zebra": 0, "blanket": 900}

    assert telling_terms(counts) == (["fjord", "blanket"], False)


def test_when_all_words_are_common_all_must_be_there() -> None:
    assert telling_terms({"wool": MOST_MATCHES + 1, "red": MOST_MATCHES + 1}) == (
        ["wool", "red"],
        True,
    )


def test_words_that_are_nowhere_are_nothing_to_look_for() -> None:
    assert telling_terms({"zebra": 0}) == ([], True)


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("What's your return policy?", ["return", "policy"]),
        ("I don't like wool", ["wool"]),
        ("Do you have the WM-1011-X?", ["wm-1011-x"]),
        ("women's shoes", ["women", "shoes"]),
        ("shoes, shoes & shoes", ["shoes"]),
    ],
)
def test_the_words_worth_looking_for(question: str, terms: list[str]) -> None:
    assert query_terms(question) == terms


@pytest.mark.parametrize(
    ("terms", "text", "share"),
    [
        (["return", "policy"], "Returns: our policy.", 1.0),
        (["ring"], "A string of wool", 0.0),
        (["women", "shoe"], "Shoes for men", 0.5),
        (["wm-1011-x"], "SKU: WM-1011-X", 1.0),
        (["creme"], "Crème", 1.0),
        (["policies"], "our policy", 1.0),
        (["shipping"], "we ship", 1.0),
        (["dresses", "glass"], "a dress, glasses", 1.0),
        (["strings"], "a string", 1.0),
        ([], "anything", 0.0),
    ],
)
def test_coverage_is_the_share_of_terms_a_text_has(
    terms: list[str], text: str, share: float
) -> None:
    assert coverage(terms, text) == share


@pytest.mark.parametrize("code", ["wm-1011-x", "4184l", "30235", "w32", "1.61"])
def test_skus_and_models_are_codes(code: str) -> None:
    assert codes([code, "wool"]) == [code]


@pytest.mark.parametrize("word", ["2026", "17", "wool", "5", "t-shirt"])
def test_years_small_numbers_and_words_are_not(word: str) -> None:
    assert codes([word]) == []
