"""The word index: exact words, SKUs and names, beside the vectors and in the record itself.

It is written in the transaction that writes the chunks, so it never lags behind them, and it goes
on working when Chroma does not. The shop is part of every index query, never a filter after it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType

from sqlalchemy import Connection

from shopify_app.knowledge import words_postgres, words_sqlite
from shopify_app.knowledge.synonyms import SAME

TERM = re.compile(r"[^\W_]+(?:[-./'’][^\W_]+)*")
PIECE = re.compile(r"[^\W_]+")
ACCENTS = re.compile(f"[{''.join(filter(unicodedata.combining, map(chr, range(0x10000))))}]+")
SHORTENED = re.compile(r"(?:n['’]t|['’](?:s|m|re|ve|ll|d))\b", re.I)
MOST_TERMS = 24
SHORT = 60
MOST_MATCHES = 3000
"""Chunks worth ranking for one question."""
STOP_WORDS = frozenset(
    (
        "a about an and any anything are as at be but by ca can could d did do does for from get "
        "give had has have he hello hey hi how i if in into is it its just know like ll look "
        "looking m may me my need of on or our please s she should show so some something t tell "
        "sku than thank thanks that the their them then there these they this those to us want was "
        "we were what when where which who will with wo would you your"
    ).split()
)
ENDINGS = ("ing", "ed", "es", "s")
VOWEL = re.compile("[aeiouy]")


@dataclass(frozen=True)
class WordEntry:
    """What the word index keeps of a chunk."""

    chunk_id: str
    title: str
    body: str


def create_word_index(connection: Connection) -> None:
    """Make the index if it is not there; called by the migration."""
    _index(connection).create(connection)


def add_words(connection: Connection, namespace: str, entries: Sequence[WordEntry]) -> None:
    """Put entries in; one that was there is replaced."""
    remove_words(connection, namespace, [each.chunk_id for each in entries])
    rows = [(each.chunk_id, plain(each.title), plain(each.body)) for each in entries]
    if rows:
        _index(connection).add(connection, namespace, rows)


def remove_words(connection: Connection, namespace: str, chunk_ids: Iterable[str]) -> None:
    """Ids that are not there are no error."""
    ids = list(chunk_ids)
    if ids:
        _index(connection).remove(connection, namespace, ids)


def remove_all_words(connection: Connection, namespace: str) -> None:
    _index(connection).remove_all(connection, namespace)


def indexed_ids(connection: Connection, namespace: str) -> set[str]:
    """What the index holds, to be compared with the chunks there are."""
    return set(_index(connection).ids(connection, namespace))


def search_words(
    connection: Connection, namespace: str, question: str, *, limit: int
) -> list[tuple[str, float]]:
    """(chunk id, score) of chunks that share words with the question, best first.

    Scores are positive and comparable within one answer only. Any text may be asked.
    """
    index = _index(connection)
    asked = filter(None, (plain(word) for word in query_terms(question)))
    terms = dict.fromkeys(word for term in asked for word in (term, *other_words(term)))
    counts = {
        term: index.count(connection, namespace, term, at_most=MOST_MATCHES + 1) for term in terms
    }
    telling, together = telling_terms(counts)
    if not telling:
        return []
    weighed = {term: counts[term] for term in telling}
    found: list[tuple[str, float]] = index.rank(
        connection, namespace, weighed, together=together, limit=limit
    )
    return found


def count_word(connection: Connection, namespace: str, word: str, *, at_most: int) -> int:
    """How many of the shop's chunks have the plain word, counted as far as `at_most`."""
    count: int = _index(connection).count(connection, namespace, word, at_most=at_most)
    return count


def telling_terms(counts: Mapping[str, int]) -> tuple[list[str], bool]:
    """The terms to look for, given in how many chunks each is, and whether all must be there. Pure.

    Common words cost the most and tell the least: they count only as far as there are not too many
    chunks to rank. When every word is that common, the chunks that have them all have to do.
    """
    present = sorted((term for term in counts if counts[term]), key=lambda term: counts[term])
    telling: list[str] = []
    for term in present:
        if sum(counts[each] for each in (*telling, term)) > MOST_MATCHES:
            break
        telling.append(term)
    return (telling, False) if telling else (present, True)


def query_terms(question: str) -> list[str]:
    """The words worth looking for, in lower case, each once."""
    words = (SHORTENED.sub("", word.lower()) for word in TERM.findall(question))
    terms = dict.fromkeys(word for word in words if word and word not in STOP_WORDS)
    return list(terms)[:MOST_TERMS]


def coverage(terms: Sequence[str], text: str) -> float:
    """The share of the question's terms that the text has, whatever their endings. Pure."""
    if not terms:
        return 0.0
    has = {stem(word) for word in plain(text).split()}
    return sum(all(stems & has for stems in wanted) for wanted in map(_stems_of, terms)) / len(
        terms
    )


@lru_cache(maxsize=5_000)
def _stems_of(term: str) -> tuple[frozenset[str], ...]:
    return tuple(same_stems(piece) for piece in plain(term).split())


def same_stems(word: str) -> frozenset[str]:
    """Of the word and of those that mean the same in a shop."""
    own = stem(word)
    return SAME_STEMS.get(own, frozenset((own,)))


def other_words(word: str) -> list[str]:
    """Those that mean the same in a shop."""
    return SAME_WORDS.get(stem(word), [])


def codes(terms: Sequence[str]) -> list[str]:
    """The terms that look like a SKU or a model: `wm-1011-x`, `4184l`, `30235`; not `2026`."""
    return [
        term
        for term in terms
        if any(map(str.isdigit, term)) and (len(term) > 4 or not term.isdigit()) and len(term) > 2
    ]


@lru_cache(maxsize=50_000)  # a store's words come again and again
def stem(word: str) -> str:
    """Enough for “returns” and “returned” to meet “return”, and “policies” to meet “policy”."""
    for ending in ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and VOWEL.search(rest) and not word.endswith("ss"):
            word = rest
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    word = word.removesuffix("e")
    return f"{word[:-1]}i" if word.endswith("y") else word


def plain(text: str) -> str:
    """Words in lower case, without accents and between single spaces, as both databases see them.

    `WM-1011-X` becomes `wm 1011 x`, which is looked for as a phrase: whole or in its pieces.
    """
    return _plain_short(text) if len(text) <= SHORT else _plain(text)


@lru_cache(maxsize=50_000)  # options, tags and types are the same for many products
def _plain_short(text: str) -> str:
    return _plain(text)


def _plain(text: str) -> str:
    letters = SHORTENED.sub("", text.lower())
    if not letters.isascii():
        letters = ACCENTS.sub("", unicodedata.normalize("NFKD", letters))
    return " ".join(PIECE.findall(letters))


def _index(connection: Connection) -> ModuleType:
    return words_sqlite if connection.dialect.name == "sqlite" else words_postgres


SAME_WORDS = {
    stem(word): [other for other in group if other != word] for group in SAME for word in group
}
SAME_STEMS = {stem(word): frozenset(map(stem, group)) for group in SAME for word in group}
