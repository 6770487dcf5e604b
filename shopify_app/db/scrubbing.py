"""Take what was deleted out of the database's files as well."""

from __future__ import annotations

import time

from shopify_app.db.engine import SQLITE_BUSY_TIMEOUT_MS, Record, RecordUnavailable
from shopify_app.db.tables import Base

TRIES, TRY_MS, PAUSE_S = 20, 50, 0.05
"""A checkpoint keeps writers waiting while it waits for readers: it waits seldom, not long."""


def scrub(record: Record) -> None:
    """SQLite: empty the write-ahead log into the file, where deleted bytes are overwritten.
    PostgreSQL: vacuum, so that the space of deleted rows is used again.

    Outside any transaction. Raises RecordUnavailable when SQLite found no quiet moment.
    """
    if record.dialect == "sqlite":
        _empty_log(record)
    else:
        _vacuum(record)


def _empty_log(record: Record) -> None:
    raw = record.engine.raw_connection()
    try:
        raw.execute(f"PRAGMA busy_timeout={TRY_MS}")
        for _ in range(TRIES):
            is_busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not is_busy:
                return
            time.sleep(PAUSE_S)
    finally:
        raw.execute(f"PRAGMA busy_timeout={SQLITE_BUSY_TIMEOUT_MS}")
        raw.close()
    raise RecordUnavailable("the write-ahead log could not be emptied: the database is in use")


def _vacuum(record: Record) -> None:
    engine = record.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("SET statement_timeout = 0")
        try:
            for table in Base.metadata.tables:
                connection.exec_driver_sql(f'VACUUM "{table}"')
        finally:
            connection.exec_driver_sql("RESET statement_timeout")
