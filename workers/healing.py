"""Bring the vector index back in line with the record from time to time."""

from __future__ import annotations

import logging
import time

from shopify_app.knowledge.rebuilding import heal_shop, shops_to_heal
from shopify_app.parts import Parts

log = logging.getLogger(__name__)

EVERY_S = 20.0
SHARE = 0.05
"""Of the indexing worker's time at most: with thousands of shops it looks less often."""
LONGEST_RUN_S = 10.0
"""Then the next job goes on with the next shop, so that no job is too long to end."""


class Healer:
    """Heals when a worker begins, soon after an outage, and else a few times a minute.

    A worker may have been killed between writing chunks to the record and to Chroma, and Chroma may
    have been emptied or restored from an old copy: neither leaves a document due.
    """

    def __init__(self) -> None:
        self._next_at = 0.0
        self._is_wanted = True
        self._left: list[str] = []
        """The shops that are still to be looked at in this round."""

    def want(self) -> None:
        """All of them, from the next occasion on and without a pause."""
        self._next_at, self._is_wanted, self._left = 0.0, True, []

    def heal_when_due(self, parts: Parts) -> None:
        """Raises Unavailable; then it stays due."""
        started = time.monotonic()
        if started < self._next_at:
            return
        self._left = self._left or shops_to_heal(parts.record)
        changed = 0
        while self._left and time.monotonic() - started < LONGEST_RUN_S:
            changed += heal_shop(parts.record, parts.vectors, parts.embedder, self._left[-1])
            self._left.pop()
        if changed:
            log.info("healed=vectors changes=%s", changed)
        if self._left and self._is_wanted:
            return
        self._is_wanted = False
        ended = time.monotonic()
        self._next_at = ended + max(EVERY_S, (ended - started) / SHARE)
