"""Open the record and hand out transactions."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shopify_app.errors import Unavailable

SQLITE_BUSY_TIMEOUT_MS = 2000
"""How long a writer waits for another before giving up; Shopify allows 5 s for a webhook."""

SQLITE_NAP_S = 0.001

POSTGRES_OPTIONS = (
    "-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=15000"
)


NOT_WRITABLE = "ReadOnlySqlTransaction"
NOT_MIGRATED = ("UndefinedTable", "UndefinedColumn")
"""As psycopg names what SQLite counts among its operational errors."""


class RecordUnavailable(Unavailable):
    """The database is locked, full, read-only, not migrated yet or gone."""

    code = "record_unavailable"


@dataclass(frozen=True)
class Record:
    """The database, open. Safe to share between threads and greenlets, not across a fork."""

    engine: Engine

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view of the record. Raises RecordUnavailable."""
        with self._transaction(writes=False) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write; committed when the block ends. Raises RecordUnavailable.

        On SQLite it takes the write lock at once (`BEGIN IMMEDIATE`): a deferred transaction that
        upgrades later fails without waiting when another has written in between.
        """
        with self._transaction(writes=True) as connection:
            yield connection

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        try:
            with self.engine.connect() as connection:
                connection = connection.execution_options(tote_writes=writes)
                with connection.begin():
                    yield connection
        except PoolTimeout as error:
            raise RecordUnavailable("no database connection became free in time") from error
        except DBAPIError as error:
            if is_outage(error):
                raise RecordUnavailable("the database did not accept the transaction") from error
            raise

    def close(self) -> None:
        self.engine.dispose()


def is_outage(error: DBAPIError) -> bool:
    """Whether the database was at fault (down, locked, full, between two who waited for each
    other) and not the statement: the same may succeed later."""
    return (
        error.connection_invalidated
        or isinstance(error, OperationalError | InterfaceError)
        or type(error.orig).__name__ in (NOT_WRITABLE, *NOT_MIGRATED)
    )


def open_record(database_url: str) -> Record:
    """Open `sqlite:///path` or `postgresql://…` (psycopg 3)."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return Record(_open_sqlite(database_url))
    return Record(_open_postgres(url.set(drivername="postgresql+psycopg")))


def flush_seldom(record: Record) -> None:
    """For a process whose every commit would be made again after a loss of power.

    SQLite then leaves the flush to the next commit that asks for one: those of the web process do,
    so nothing acknowledged depends on it. What a commit wrote survives the end of the process
    either way. To be called before the record is first used.
    """
    if record.dialect == "sqlite":
        event.listen(
            record.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=NORMAL")
        )


def insert_into(connection: Connection, table: type[Any]) -> Any:
    """An INSERT that knows ON CONFLICT in the connection's own dialect."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def _open_sqlite(url: str) -> Engine:
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_size=5,
        max_overflow=20,
        pool_timeout=2,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # We say BEGIN ourselves (see _begin_sqlite), so the driver must not.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={SQLITE_BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "journal_size_limit=67108864",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("tote_writes", True):
        _begin_sqlite_write(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_sqlite_write(connection: Connection) -> None:
    """Wait for the write lock in short naps of our own.

    SQLite's naps grow to a tenth of a second and hold up every greenlet of the process: beside a
    busy worker a web process would hardly ever find the lock free.
    """
    raw: Any = connection.connection.driver_connection
    deadline = time.monotonic() + SQLITE_BUSY_TIMEOUT_MS / 1000
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while not _has_begun(raw):
            if time.monotonic() > deadline:
                raise RecordUnavailable("another process kept the database locked")
            time.sleep(SQLITE_NAP_S)
    except sqlite3.OperationalError as error:
        raise RecordUnavailable("the database did not accept the transaction") from error
    finally:
        raw.execute(f"PRAGMA busy_timeout={SQLITE_BUSY_TIMEOUT_MS}")


def _has_begun(raw: sqlite3.Connection) -> bool:
    try:
        raw.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _open_postgres(url: Any) -> Engine:
    return create_engine(
        url,
        pool_size=10,
        max_overflow=10,
        pool_timeout=2,
        pool_pre_ping=True,
        pool_recycle=1800,
        hide_parameters=True,
        connect_args={"connect_timeout": 2, "options": POSTGRES_OPTIONS},
    )
