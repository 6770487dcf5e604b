"""What the demo shop has now, in one small file that every process of the web shares."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

Payload = dict[str, Any]

TABLES = """
CREATE TABLE IF NOT EXISTS records (
  kind TEXT NOT NULL, id INTEGER NOT NULL, handle TEXT, place INTEGER NOT NULL,
  payload TEXT NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1, sent_version INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, id));
CREATE INDEX IF NOT EXISTS records_by_handle ON records (kind, handle);
CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tokens (
  sha256 TEXT PRIMARY KEY, use TEXT NOT NULL, pair TEXT NOT NULL, replaces TEXT,
  expires_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS buckets (name TEXT PRIMARY KEY, points REAL NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS bulk_operations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, query TEXT NOT NULL, status TEXT NOT NULL,
  error_code TEXT, created_at TEXT NOT NULL, completed_at TEXT, asked INTEGER NOT NULL DEFAULT 0,
  roots INTEGER NOT NULL DEFAULT 0, objects INTEGER NOT NULL DEFAULT 0, file TEXT);
"""


@dataclass(frozen=True)
class Unsent:
    """A record the app has not acknowledged as it is now."""

    kind: str
    id: int
    payload: Payload
    deleted: bool
    version: int


class State:
    """The records of one shop by kind: shop, product, collection, order, policy, page, article.

    A record is the body of its webhook. Each counts its versions and remembers which of them the
    app acknowledged, so that what was not delivered is known, also after a crash.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(
            path, timeout=10, isolation_level=None, check_same_thread=False
        )
        with self.writing() as connection:  # several processes may begin at once
            for statement in TABLES.split(";"):
                connection.execute(statement)

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; another process that writes waits for its end."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def all(self, kind: str) -> list[Payload]:
        """In the order they were put in."""
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT payload FROM records WHERE kind = ? AND NOT deleted ORDER BY place, id",
                (kind,),
            )
            return [json.loads(payload) for (payload,) in rows]

    def get(self, kind: str, id: int) -> Payload | None:
        return self._one("kind = ? AND id = ?", (kind, id))

    def find(self, kind: str, handle: str) -> Payload | None:
        return self._one("kind = ? AND handle = ?", (kind, handle))

    def put(self, kind: str, payload: Payload, *, now: datetime) -> Payload:
        """Keep an edited record, with `now` as the time of the edit; returns it as kept."""
        kept = {**payload, "updated_at": now.isoformat(timespec="seconds")}
        with self.writing() as connection:
            _put(connection, kind, kept)
        return kept

    def delete(self, kind: str, id: int) -> None:
        with self.writing() as connection:
            _delete(connection, kind, id)

    def replace(self, kind: str, payloads: Sequence[Payload], *, now: datetime) -> None:
        """Make these the records of the kind.

        What is new keeps its own time, what differs or comes back gets `now`, and what stayed the
        same stays untouched.
        """
        with self.writing() as connection:
            rows = connection.execute(
                "SELECT id, payload, deleted FROM records WHERE kind = ?", (kind,)
            )
            known = {id: None if deleted else json.loads(old) for id, old, deleted in rows}
            for place, payload in enumerate(payloads):
                if payload["id"] not in known:
                    _put(connection, kind, payload, place=place)
                elif _without_times(known.pop(payload["id"])) != _without_times(payload):
                    fresh = {**payload, "updated_at": now.isoformat(timespec="seconds")}
                    _put(connection, kind, fresh, place=place)
            for id in known:
                _delete(connection, kind, id)

    def unsent(self) -> list[Unsent]:
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT kind, id, payload, deleted, version FROM records"
                " WHERE sent_version < version ORDER BY place, id"
            )
            return [
                Unsent(kind, id, json.loads(payload), bool(deleted), version)
                for kind, id, payload, deleted, version in rows
            ]

    def mark_sent(self, records: Iterable[Unsent]) -> None:
        with self.writing() as connection:
            connection.executemany(
                "UPDATE records SET sent_version = max(sent_version, ?) WHERE kind = ? AND id = ?",
                [(record.version, record.kind, record.id) for record in records],
            )

    def touch(self, *, now: datetime) -> None:
        """A new version of all that was sent: the app shall hear of it again."""
        with self.writing() as connection:
            connection.execute(
                "UPDATE records SET version = version + 1, sent_version = 0,"
                " payload = json_set(payload, '$.updated_at', ?) WHERE sent_version > 0",
                (now.isoformat(timespec="seconds"),),
            )

    def mark(self, name: str) -> str | None:
        with self.reading() as connection:
            row = connection.execute("SELECT value FROM marks WHERE name = ?", (name,)).fetchone()
            return str(row[0]) if row else None

    def set_mark(self, name: str, value: str) -> None:
        with self.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (name, value))

    def _one(self, condition: str, values: tuple[object, ...]) -> Payload | None:
        query = f"SELECT payload FROM records WHERE {condition} AND NOT deleted"
        with self.reading() as connection:
            row = connection.execute(query, values).fetchone()
            return json.loads(row[0]) if row else None


def open_state(data_dir: Path) -> State:
    return State(data_dir / "demo-store.db")


def _put(
    connection: sqlite3.Connection, kind: str, payload: Payload, *, place: int | None = None
) -> None:
    """A new version of the record; without a place it keeps the one it has."""
    connection.execute(
        "INSERT INTO records (kind, id, handle, place, payload) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (kind, id) DO UPDATE SET handle = excluded.handle,"
        " payload = excluded.payload, deleted = 0, version = version + 1,"
        " place = CASE WHEN ? THEN excluded.place ELSE place END",
        (
            kind,
            payload["id"],
            payload.get("handle"),
            place or 0,
            json.dumps(payload),
            place is not None,
        ),
    )


def _delete(connection: sqlite3.Connection, kind: str, id: int) -> None:
    connection.execute(
        "UPDATE records SET deleted = 1, version = version + 1"
        " WHERE kind = ? AND id = ? AND NOT deleted",
        (kind, id),
    )


def _without_times(payload: Any) -> Any:
    """The record without when things happened; that they did is still in it."""
    if isinstance(payload, Mapping):
        return {
            key: value is not None if key.endswith("_at") else _without_times(value)
            for key, value in payload.items()
        }
    if isinstance(payload, list):
        return [_without_times(value) for value in payload]
    return payload
