"""Logging: one line an event, `key=value`, to standard error; never a body, a token or a name."""

from __future__ import annotations

import logging


def configure_logging() -> None:
    """Called once by every process's outermost edge. Libraries that talk of each request hush."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s level=%(levelname)s at=%(name)s %(message)s"
    )
    for name in ("httpx", "httpx2", "httpcore", "httpcore2", "chromadb", "anthropic", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
