"""Stop asking a service that keeps failing, and try again after a while."""

from __future__ import annotations

FAILURES_BEFORE_PAUSE = 3
PAUSE_S = 15.0


class Breaker:
    """Counts failures in a row. Times are seconds of a monotonic clock, given by the caller.

    One per process, shared by all its greenlets or threads: what may race is one request too many.
    """

    def __init__(self) -> None:
        self._failures = 0
        self._closed_again_at = 0.0

    def allows(self, now: float) -> bool:
        """Whether to ask. After a pause one caller is let through, to find out for the others."""
        if self._failures < FAILURES_BEFORE_PAUSE:
            return True
        if now < self._closed_again_at:
            return False
        self._closed_again_at = now + PAUSE_S
        return True

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self, now: float, *, pause_s: float | None = None) -> None:
        """`pause_s` says that asking again sooner is certain to be in vain."""
        self._failures = FAILURES_BEFORE_PAUSE if pause_s else self._failures + 1
        self._closed_again_at = now + (pause_s or PAUSE_S)
