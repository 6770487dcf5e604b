"""Bring the record's tables up to date with the code."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from shopify_app.db.engine import Record

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def migrate(record: Record) -> None:
    """Run every migration that has not run yet, in one transaction. Raises RecordUnavailable."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with record.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
