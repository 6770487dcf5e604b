"""Take what was deleted out of the database's files as well."""

from __future__ import annotations

import sqlite3
import time

from sqlalchemy.exc import DBAPIError

from shopify_app.db.engine import SQLITE_BUSY_TIMEOUT_MS, Record, RecordUnavailable
from shopify_app.db.tables import Base

TRIES, TRY_MS, PAUSE_S = 20, 50, 0.05
"""A checkpoint keeps writers waiting while it waits for readers: it waits often, never long."""


def scrub(record: Record) -> None:
    """SQLite: empty the write-ahead log into the file, where deleted bytes are overwritten.
    PostgreSQL: vacuum, so that the space of deleted rows is used again; a table that somebody
    holds is left for the next time.

    Outside any transaction. Raises RecordUnavailable, also when SQLite found no quiet moment.
    """
    try:
        is_done = _empty_log(record) if record.dialect == "sqlite" else _vacuum(record)
    except (sqlite3.Error, DBAPIError) as error:
        raise RecordUnavailable("the database could not be scrubbed") from error
    if not is_done:
        raise RecordUnavailable("the write-ahead log is in use all the time")


def _empty_log(record: Record) -> bool:
    raw = record.engine.raw_connection()
    try:
        raw.execute(f"PRAGMA busy_timeout={TRY_MS}")
        for _ in range(TRIES):
            is_busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not is_busy:
                return True
            time.sleep(PAUSE_S)
        return False
    finally:
        raw.execute(f"PRAGMA busy_timeout={SQLITE_BUSY_TIMEOUT_MS}")
        raw.close()


def _vacuum(record: Record) -> bool:
    engine = record.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("SET statement_timeout = 0")
        try:
            for table in Base.metadata.tables:
                connection.exec_driver_sql(f'VACUUM (SKIP_LOCKED) "{table}"')
        finally:
            connection.exec_driver_sql("RESET statement_timeout")
    return True
