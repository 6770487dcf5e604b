"""The words a shop has, kept beside the word index: what a mistyped one may have been meant for.

A word stays when the last chunk that had it goes; it is then never chosen, for the word index is
asked how often a shop has it now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import Connection, delete, select
from sqlalchemy import text as sql

from shopify_app.db.tables import ShopWord
from shopify_app.knowledge.spelling import SHORTEST, best_spellings, can_be_mended, spelling
from shopify_app.knowledge.words import STOP_WORDS, TERM, count_word, other_words, plain

AT_ONCE = 500
MOST_NEAR, MOST_LIKELY, COUNTED = 1000, 4, 1000
"""Of a mistyped word: how many words are compared, how many are counted, and how far."""
OWN_SLIP = 30
"""So many times as often as the word that was typed: shops mistype, too."""


def note_words(connection: Connection, namespace: str, texts: Iterable[str]) -> None:
    """Keep the texts' words; those that are kept already cost one look."""
    words = {word for each in texts for word in plain(each).split()}
    wanted = sorted(word for word in words if can_be_mended(word) and word not in STOP_WORDS)
    new: list[str] = []
    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        known = _known(connection, namespace, part)
        new += [word for word in part if word not in known]
    if new:
        # Another worker may be adding the same; in order, so that neither waits for the other.
        connection.execute(
            sql(
                "INSERT INTO shop_words (namespace, word, skeleton, head, tail) VALUES"
                " (:namespace, :word, :skeleton, :head, :tail) ON CONFLICT DO NOTHING"
            ),
            [vars(spelling(word)) | {"namespace": namespace} for word in new],
        )


def forget_words(connection: Connection, namespace: str) -> None:
    connection.execute(delete(ShopWord).where(ShopWord.namespace == namespace))


def speaks_it(connection: Connection, namespace: str, question: str) -> bool:
    """Whether the shop has all the question's longer words: then it is in the shop's language."""
    words = {word for word in plain(question).split() if len(word) >= SHORTEST}
    return words <= _known(connection, namespace, sorted(words))


def _known(connection: Connection, namespace: str, words: Sequence[str]) -> set[str]:
    return set(
        connection.scalars(
            select(ShopWord.word).where(ShopWord.namespace == namespace, ShopWord.word.in_(words))
        )
    )


def mend(
    connection: Connection,
    namespace: str,
    question: str,
    are_words: Callable[[Sequence[str]], Sequence[bool]],
) -> str:
    """The question with each mistyped word as the shop writes it.

    `are_words` says which words there are outside the shop, too: those are left as they are.
    """
    written = {word.lower(): plain(word) for word in TERM.findall(question)}
    unsure = {
        word: said
        for word, said in written.items()
        if can_be_mended(said) and said not in STOP_WORDS and not other_words(said)
    }
    exist = are_words(list(unsure.values())) if unsure else ()
    meant = {
        word: _meant(connection, namespace, said)
        for (word, said), exists in zip(unsure.items(), exist, strict=True)
        if not exists
    }
    return TERM.sub(lambda found: meant.get(found.group().lower()) or found.group(), question)


def _meant(connection: Connection, namespace: str, word: str) -> str | None:
    """The likeliest of the shop's words; of those that are as near, the one it has most often."""
    mistyped = spelling(word)
    near = (
        ShopWord.skeleton == mistyped.skeleton,
        ShopWord.head == mistyped.head,
        ShopWord.tail == mistyped.tail,
    )
    of_shop = select(ShopWord.word).where(ShopWord.namespace == namespace)
    known = {
        each for way in near for each in connection.scalars(of_shop.where(way).limit(MOST_NEAR))
    }
    best = [each for each in best_spellings(word, known) if each != word][:MOST_LIKELY]
    counts = {each: count_word(connection, namespace, each, at_most=COUNTED) for each in best}
    likeliest = max(counts, key=lambda each: counts[each], default=None)
    own = count_word(connection, namespace, word, at_most=COUNTED) if likeliest else 0
    return likeliest if likeliest and counts[likeliest] > OWN_SLIP * own else None
