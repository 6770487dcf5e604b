"""Logging: one line an event, `key=value`, to standard error; never a body, a token or a name."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path


def configure_logging() -> None:
    """Called once by every process's outermost edge. Libraries that talk of each request hush."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s level=%(levelname)s at=%(name)s %(message)s"
    )
    for name in ("httpx", "httpx2", "httpcore", "httpcore2", "chromadb", "anthropic", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)


def whereabouts(error: BaseException) -> str:
    """An unforeseen error for the log: its type and the way it took, innermost first.

    Without its words: they may quote what it choked on, and that may be somebody's.
    """
    frames = traceback.extract_tb(error.__traceback__)[::-1][:8]
    way = "<".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__}({way})"
