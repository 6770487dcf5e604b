"""A mistyped word is mended from the shop's own words, and from no other shop's."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import pytest
from sqlalchemy import delete, select

from shopify_app.db import Record
from shopify_app.db.tables import ShopWord
from shopify_app.knowledge.vectors import VectorIndex
from shopify_app.knowledge.vocabulary import forget_words, mend, note_words, speaks_it
from shopify_app.knowledge.words import WordEntry, add_words, remove_all_words
from tests.knowledge.hashing import HashingEmbedder
from tests.knowledge.indexed import index, put
from tests.knowledge.store import order, policy, product

OURS, THEIRS = "a" * 32, "b" * 32
ENTRIES = [
    WordEntry("1", "Prince Leather Jacket", "Black leather, gold zip. SKU: 4160. Marsell"),
    WordEntry("2", "Fjord Blanket", "Wool in blak."),
    *(WordEntry(f"dress-{n}", "Black Dress", "A black dress.") for n in range(40)),
]


@pytest.fixture(autouse=True)
def _entries(record: Record) -> None:
    with record.write() as connection:
        add_words(connection, OURS, ENTRIES)
        note_words(connection, OURS, [f"{each.title} {each.body}" for each in ENTRIES])
        note_words(connection, OURS, ["leather once more"])
        add_words(connection, THEIRS, [WordEntry("1", "Plover canary", "")])
        note_words(connection, THEIRS, ["Plover canary"])


def english(words: Sequence[str]) -> list[bool]:
    return [word in {"letter", "lather", "weather"} for word in words]


def mended(record: Record, question: str, namespace: str = OURS) -> str:
    with record.read() as connection:
        return mend(connection, namespace, question, english)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a Lether jaket?", "a leather jacket?"),
        ("Marsal", "marsell"),
        ("goldd zip", "gold zip"),
        ("wool blankit", "wool blanket"),
    ],
)
def test_a_slip_is_mended(record: Record, typed: str, meant: str) -> None:
    assert mended(record, typed) == meant


@pytest.mark.parametrize(
    "question",
    ["weather and lather", "leather jackets", "4161", "WM-1011-X", "the of and", "", "risotto"],
)
def test_words_and_codes_are_left_as_they_are(record: Record, question: str) -> None:
    assert mended(record, question) == question


def test_what_the_shop_mistypes_itself_is_mended_when_it_mostly_does_not(record: Record) -> None:
    assert mended(record, "blak dress") == "black dress"


def test_another_shops_words_are_not_known(record: Record) -> None:
    assert mended(record, "plovar canery") == "plovar canery"
    assert mended(record, "plovar canery", THEIRS) == "plover canary"


def test_a_word_that_is_no_longer_in_the_index_is_not_chosen(record: Record) -> None:
    with record.write() as connection:
        remove_all_words(connection, OURS)

    assert mended(record, "lether") == "lether"


def test_forgotten_words_are_gone_and_the_others_stay(record: Record) -> None:
    with record.write() as connection:
        forget_words(connection, OURS)

    assert mended(record, "lether") == "lether"
    assert mended(record, "plovar", THEIRS) == "plover"


def test_the_shops_own_language_is_known_by_its_words(record: Record) -> None:
    with record.read() as connection:
        assert speaks_it(connection, OURS, "leather jacket")
        assert not speaks_it(connection, OURS, "Lederjacke")


def test_the_migration_knows_the_words_that_indexing_would_have_kept(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    put(record, shop, product(), policy(), order())
    index(record, vectors, hashing)
    with record.write() as connection:
        kept = set(connection.execute(select(ShopWord.namespace, ShopWord.word)))
        connection.execute(delete(ShopWord))

        import_module("migrations.versions.0007_shop_words").fill(connection)

        filled = set(connection.execute(select(ShopWord.namespace, ShopWord.word)))
    ours = {(namespace, word) for namespace, word in kept if namespace not in (OURS, THEIRS)}
    assert ours
    assert ours <= filled
