"""The record: every fact Tote keeps, in one SQL database (SQLite or PostgreSQL).

Ask `open_record(url)` for a `Record`; `record.read()` and `record.write()` give a connection in a
transaction that commits at the end of the block and rolls back on an exception. Tables are typed
declarative classes in `tables`, used with plain Core statements: no sessions, no identity map.
"""

from shopify_app.db.engine import (
    Record,
    RecordUnavailable,
    flush_seldom,
    insert_into,
    open_record,
)
from shopify_app.db.tables import Base

__all__ = ["Base", "Record", "RecordUnavailable", "flush_seldom", "insert_into", "open_record"]
