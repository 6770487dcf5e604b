"""The word index: exact words, SKUs and names, beside the vectors and in the record itself.

SQLite's FTS5 or PostgreSQL's full text search. It is written in the transaction that writes the
chunks, so it never lags behind them, and it goes on working when Chroma does not. The shop is part
of every index query, never a filter after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

TERM = re.compile(r"[^\W_]+(?:[-./'’][^\W_]+)*", re.UNICODE)
MOST_TERMS = 24
STOP_WORDS = frozenset(
    (
        "a about an and any are as at be but by can could d did do does for from get give had has "
        "have he hello hey hi how i if in into is it its just ll m may me my of on or our please s "
        "she should so some t tell than thank thanks that the their them then there these they "
        "this those to us was we were what when where which who will with would you your"
    ).split()
)


@dataclass(frozen=True)
class WordEntry:
    """What the word index keeps of a chunk."""

    chunk_id: str
    title: str
    body: str


def create_word_index(connection: Connection) -> None:
    """Make the index if it is not there; called by the migration."""
    if connection.dialect.name == "sqlite":
        connection.execute(
            text(
                "CREATE VIRTUAL TABLE IF NOT EXISTS chunk_words USING fts5("
                "scope, title, body, tokenize = 'porter unicode61 remove_diacritics 2')"
            )
        )
        return
    connection.execute(
        text(
            "CREATE TABLE IF NOT EXISTS chunk_words ("
            "namespace varchar(32) NOT NULL, chunk_id varchar(32) NOT NULL,"
            "words tsvector NOT NULL, PRIMARY KEY (namespace, chunk_id))"
        )
    )
    connection.execute(
        text("CREATE INDEX IF NOT EXISTS ix_chunk_words_words ON chunk_words USING gin (words)")
    )


def add_words(connection: Connection, namespace: str, entries: Sequence[WordEntry]) -> None:
    """Entries not yet in the index."""
    if not entries:
        return
    rows = [
        {"namespace": namespace, "chunk": each.chunk_id, "title": each.title, "body": each.body}
        for each in entries
    ]
    if connection.dialect.name == "sqlite":
        connection.execute(
            text(
                "INSERT INTO chunk_words (scope, title, body)"
                " VALUES (:namespace || ' ' || :chunk, :title, :body)"
            ),
            rows,
        )
        return
    connection.execute(
        text(
            "INSERT INTO chunk_words (namespace, chunk_id, words) VALUES (:namespace, :chunk,"
            " setweight(to_tsvector('english', :title), 'A') || to_tsvector('english', :body))"
            " ON CONFLICT (namespace, chunk_id) DO NOTHING"
        ),
        rows,
    )


def remove_words(connection: Connection, namespace: str, chunk_ids: Iterable[str]) -> None:
    rows = [{"namespace": namespace, "chunk": chunk_id} for chunk_id in chunk_ids]
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        statement = (
            "DELETE FROM chunk_words WHERE rowid IN (SELECT rowid FROM chunk_words WHERE"
            " chunk_words MATCH 'scope : \"' || :namespace || ' ' || :chunk || '\"')"
        )
    else:
        statement = "DELETE FROM chunk_words WHERE namespace = :namespace AND chunk_id = :chunk"
    connection.execute(text(statement), rows)


def remove_all_words(connection: Connection, namespace: str) -> None:
    if connection.dialect.name == "sqlite":
        statement = (
            "DELETE FROM chunk_words WHERE rowid IN (SELECT rowid FROM chunk_words WHERE"
            " chunk_words MATCH 'scope : \"' || :namespace || '\"')"
        )
    else:
        statement = "DELETE FROM chunk_words WHERE namespace = :namespace"
    connection.execute(text(statement), {"namespace": namespace})


def search_words(
    connection: Connection, namespace: str, question: str, *, limit: int
) -> list[tuple[str, float]]:
    """(chunk id, score) of the chunks that share words with the question, best first.

    Scores are positive and comparable within one answer only.
    """
    terms = query_terms(question)
    if not terms:
        return []
    if connection.dialect.name == "sqlite":
        return _search_sqlite(connection, namespace, terms, limit)
    return _search_postgres(connection, namespace, terms, limit)


def query_terms(question: str) -> list[str]:
    """The words worth looking for, in lower case, each once."""
    words = [word.lower() for word in TERM.findall(question)]
    terms = dict.fromkeys(word for word in words if word not in STOP_WORDS)
    return list(terms)[:MOST_TERMS]


def _search_sqlite(
    connection: Connection, namespace: str, terms: Sequence[str], limit: int
) -> list[tuple[str, float]]:
    # Quoted terms are plain strings to FTS5, and TERM lets no quotation mark through.
    alternatives = " OR ".join(f'"{term}"' for term in terms)
    rows = connection.execute(
        text(
            "SELECT substr(scope, instr(scope, ' ') + 1),"
            " -bm25(chunk_words, 0.0, 3.0, 1.0) AS score"
            " FROM chunk_words WHERE chunk_words MATCH :query ORDER BY score DESC LIMIT :limit"
        ),
        {
            "query": f'scope : "{namespace}" AND {{title body}} : ({alternatives})',
            "limit": limit,
        },
    )
    return [(row[0], float(row[1])) for row in rows]


def _search_postgres(
    connection: Connection, namespace: str, terms: Sequence[str], limit: int
) -> list[tuple[str, float]]:
    quoted = " | ".join("'" + term.replace("'", "''") + "'" for term in terms)
    rows = connection.execute(
        text(
            "SELECT chunk_id, ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', words, query, 1) AS score"
            " FROM chunk_words, to_tsquery('english', :query) AS query"
            " WHERE namespace = :namespace AND words @@ query"
            " ORDER BY score DESC, chunk_id LIMIT :limit"
        ),
        {"query": quoted, "namespace": namespace, "limit": limit},
    )
    return [(row[0], float(row[1])) for row in rows]
