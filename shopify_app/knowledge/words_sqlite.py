"""The word index in SQLite: one FTS5 table, ranked by BM25.

`scope` holds the shop's namespace and the chunk's id, so that both are found by the index itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, text

OF_SHOP = "chunk_words MATCH 'scope : \"' || :namespace || '\"'"
CHUNK_ID = "substr(scope, instr(scope, ' ') + 1)"


def create(connection: Connection) -> None:
    connection.execute(
        text(
            "CREATE VIRTUAL TABLE IF NOT EXISTS chunk_words USING fts5("
            "scope, title, body, tokenize = 'porter unicode61 remove_diacritics 2')"
        )
    )


def add(connection: Connection, namespace: str, rows: Sequence[tuple[str, str, str]]) -> None:
    connection.execute(
        text("INSERT INTO chunk_words (scope, title, body) VALUES (:scope, :title, :body)"),
        [{"scope": f"{namespace} {row[0]}", "title": row[1], "body": row[2]} for row in rows],
    )


def remove(connection: Connection, namespace: str, chunk_ids: Iterable[str]) -> None:
    connection.execute(
        text(
            "DELETE FROM chunk_words WHERE rowid IN (SELECT rowid FROM chunk_words WHERE"
            " chunk_words MATCH 'scope : \"' || :namespace || ' ' || :chunk || '\"')"
        ),
        [{"namespace": namespace, "chunk": chunk_id} for chunk_id in chunk_ids],
    )


def remove_all(connection: Connection, namespace: str) -> None:
    of_shop = f"SELECT rowid FROM chunk_words WHERE {OF_SHOP}"  # noqa: S608 - a constant
    statement = f"DELETE FROM chunk_words WHERE rowid IN ({of_shop})"  # noqa: S608
    connection.execute(text(statement), {"namespace": namespace})


def ids(connection: Connection, namespace: str) -> list[str]:
    query = f"SELECT {CHUNK_ID} FROM chunk_words WHERE {OF_SHOP}"  # noqa: S608 - constants
    return list(connection.scalars(text(query), {"namespace": namespace}))


def count(connection: Connection, namespace: str, term: str, *, at_most: int) -> int:
    """In how many of the shop's chunks the term is; not counted any further than `at_most`."""
    query = (
        "SELECT count(*) FROM"
        " (SELECT 1 FROM chunk_words WHERE chunk_words MATCH :query LIMIT :most)"
    )
    values = {"query": _match(namespace, [term], " OR "), "most": at_most}
    return connection.scalar(text(query), values) or 0


def rank(
    connection: Connection,
    namespace: str,
    counts: Mapping[str, int],
    *,
    together: bool,
    limit: int,
) -> list[tuple[str, float]]:
    """The best chunks with any of the terms (with all, if `together`) and their BM25."""
    query = (
        f"SELECT {CHUNK_ID}, -bm25(chunk_words, 0.0, 3.0, 1.0) AS score"  # noqa: S608 - a constant
        " FROM chunk_words WHERE chunk_words MATCH :query ORDER BY score DESC LIMIT :limit"
    )
    match = _match(namespace, list(counts), " AND " if together else " OR ")
    rows = connection.execute(text(query), {"query": match, "limit": limit})
    return [(row[0], float(row[1])) for row in rows]


def _match(namespace: str, terms: Sequence[str], joint: str) -> str:
    # In quotes anything is plain text to FTS5, and a plain term has no quotation mark in it.
    quoted = joint.join(f'"{term}"' for term in terms)
    return f'scope : "{namespace}" AND {{title body}} : ({quoted})'
