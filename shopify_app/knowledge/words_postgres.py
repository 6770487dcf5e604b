"""The word index in PostgreSQL: full text search, its ranks weighed by how rare each word is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, text

MOST_COUNTED = 100_000
CONFIGURATION = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_ts_config WHERE cfgname = 'tote_words') THEN
    CREATE TEXT SEARCH DICTIONARY tote_stem (TEMPLATE = snowball, LANGUAGE = english);
    CREATE TEXT SEARCH CONFIGURATION tote_words (COPY = english);
    ALTER TEXT SEARCH CONFIGURATION tote_words ALTER MAPPING REPLACE english_stem WITH tote_stem;
  END IF;
END $$
"""
"""English endings without English stop words: “down” and “own” are words of products and brands."""


def create(connection: Connection) -> None:
    connection.execute(text(CONFIGURATION))
    connection.execute(
        text(
            "CREATE TABLE IF NOT EXISTS chunk_words ("
            "namespace varchar(32) NOT NULL, chunk_id varchar(32) NOT NULL,"
            "words tsvector NOT NULL, PRIMARY KEY (namespace, chunk_id))"
        )
    )
    # Without fastupdate: each search would read through what was added since the last vacuum.
    connection.execute(
        text(
            "CREATE INDEX IF NOT EXISTS ix_chunk_words_words ON chunk_words USING gin (words)"
            " WITH (fastupdate = off)"
        )
    )


def add(connection: Connection, namespace: str, rows: Sequence[tuple[str, str, str]]) -> None:
    connection.execute(
        text(
            "INSERT INTO chunk_words (namespace, chunk_id, words) VALUES (:namespace, :chunk,"
            " setweight(to_tsvector('tote_words', :title), 'A')"
            " || to_tsvector('tote_words', :body))"
            " ON CONFLICT (namespace, chunk_id) DO UPDATE SET words = excluded.words"
        ),
        [
            {"namespace": namespace, "chunk": row[0], "title": row[1], "body": row[2]}
            for row in rows
        ],
    )


def remove(connection: Connection, namespace: str, chunk_ids: Iterable[str]) -> None:
    connection.execute(
        text("DELETE FROM chunk_words WHERE namespace = :namespace AND chunk_id = ANY(:chunks)"),
        {"namespace": namespace, "chunks": list(chunk_ids)},
    )


def remove_all(connection: Connection, namespace: str) -> None:
    connection.execute(
        text("DELETE FROM chunk_words WHERE namespace = :namespace"), {"namespace": namespace}
    )


def ids(connection: Connection, namespace: str) -> list[str]:
    query = "SELECT chunk_id FROM chunk_words WHERE namespace = :namespace"
    return list(connection.scalars(text(query), {"namespace": namespace}))


def count(connection: Connection, namespace: str, term: str, *, at_most: int) -> int:
    """In how many of the shop's chunks the term is; not counted any further than `at_most`."""
    query = (
        "SELECT count(*) FROM (SELECT 1 FROM chunk_words WHERE namespace = :namespace"
        " AND words @@ to_tsquery('tote_words', :term) LIMIT :most) AS found"
    )
    values = {"namespace": namespace, "term": _phrase(term), "most": at_most}
    return connection.scalar(text(query), values) or 0


def rank(
    connection: Connection,
    namespace: str,
    counts: Mapping[str, int],
    *,
    together: bool,
    limit: int,
) -> list[tuple[str, float]]:
    """The best chunks with any of the terms (with all, if `together`).

    `ts_rank` knows nothing of how rare a word is, so each term is ranked alone and weighed.
    """
    total = _count_chunks(connection, namespace)
    phrases = [_phrase(term) for term in counts]
    values: dict[str, object] = {"namespace": namespace, "limit": limit}
    values["query"] = (" & " if together else " | ").join(f"({phrase})" for phrase in phrases)
    shares = []
    for place, (phrase, chunks) in enumerate(zip(phrases, counts.values(), strict=True)):
        values |= {f"term{place}": phrase, f"weight{place}": math.log(1 + total / (1 + chunks))}
        shares.append(
            f"CASE WHEN words @@ to_tsquery('tote_words', :term{place}) THEN :weight{place} * (1 +"
            f" ts_rank('{{0.1, 0.2, 0.4, 1.0}}', words, to_tsquery('tote_words', :term{place})))"
            " ELSE 0 END"
        )
    query = (
        f"SELECT chunk_id, {' + '.join(shares)} AS score FROM chunk_words"  # noqa: S608 - constants
        " WHERE namespace = :namespace AND words @@ to_tsquery('tote_words', :query)"
        " ORDER BY score DESC, chunk_id LIMIT :limit"
    )
    return [(row[0], float(row[1])) for row in connection.execute(text(query), values)]


def _count_chunks(connection: Connection, namespace: str) -> int:
    query = (
        "SELECT count(*) FROM"
        " (SELECT 1 FROM chunk_words WHERE namespace = :namespace LIMIT :most) AS every"
    )
    values = {"namespace": namespace, "most": MOST_COUNTED}
    return connection.scalar(text(query), values) or 0


def _phrase(term: str) -> str:
    """A plain term has nothing but letters, digits and spaces in it."""
    return " <-> ".join(f"'{piece}'" for piece in term.split())
