"""Bring the vector index back in line with the record from time to time."""

from __future__ import annotations

import logging
import time

from shopify_app.knowledge.rebuilding import heal
from shopify_app.parts import Parts

log = logging.getLogger(__name__)

EVERY_S = 20.0
SHARE = 0.05
"""Of the indexing worker's time at most: with thousands of shops it looks less often."""


class Healer:
    """Heals when a worker begins, soon after an outage, and else a few times a minute.

    A worker may have been killed between writing chunks to the record and to Chroma, and Chroma may
    have been emptied or restored from an old copy: neither leaves a document due.
    """

    def __init__(self) -> None:
        self._next_at = 0.0

    def want(self) -> None:
        """At the next occasion."""
        self._next_at = 0.0

    def heal_when_due(self, parts: Parts) -> None:
        """Raises Unavailable; then it stays due."""
        started = time.monotonic()
        if started < self._next_at:
            return
        changed = heal(parts.record, parts.vectors, parts.embedder)
        if changed:
            log.info("healed=vectors changes=%s", changed)
        ended = time.monotonic()
        self._next_at = ended + max(EVERY_S, (ended - started) / SHARE)
