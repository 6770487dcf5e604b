"""Say what is down when it goes down and when it is back, not every two seconds in between."""

from __future__ import annotations

import logging

from shopify_app.errors import ToteError
from shopify_app.logs import whereabouts

log = logging.getLogger(__name__)


class Outages:
    """What is wrong now, by what it keeps from happening."""

    def __init__(self) -> None:
        self._faults: dict[str, str] = {}

    def note(self, what: str, error: Exception) -> None:
        fault = error.code if isinstance(error, ToteError) else whereabouts(error)
        if self._faults.get(what) != fault:
            log.warning("waiting=%s fault=%s", what, fault)
        self._faults[what] = fault

    def note_success(self, what: str) -> None:
        if self._faults.pop(what, None):
            log.info("recovered=%s", what)
