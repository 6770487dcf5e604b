"""Bring the record's tables up to date with the code."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from shopify_app.db.engine import Record

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def migrate(record: Record) -> None:
    """Run every migration that has not run yet, in one transaction. Raises RecordUnavailable.

    A large store's take longer than any statement of the app may.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with record.write() as connection:
        if record.dialect == "postgresql":
            for timeout in ("statement_timeout", "idle_in_transaction_session_timeout"):
                connection.exec_driver_sql(f"SET LOCAL {timeout} = 0")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
