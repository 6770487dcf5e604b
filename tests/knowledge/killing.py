"""A vector index at which the process ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shopify_app.knowledge.vectors import VectorIndex


class Killed(BaseException):
    """The process ended here."""


KILL_POINTS = ("before upsert", "after upsert", "before delete", "after delete")


class Killing(VectorIndex):
    """The real index, until the process ends before or after the first change of a kind."""

    def __init__(self, url: str, *, at: str) -> None:
        super().__init__(url)
        self._at = at

    def upsert(self, *args: Any) -> None:
        self._change("upsert", super().upsert, *args)

    def delete(self, *args: Any) -> None:
        self._change("delete", super().delete, *args)

    def _change(self, name: str, change: Callable[..., None], *args: Any) -> None:
        if self._at == f"before {name}":
            raise Killed
        change(*args)
        if self._at == f"after {name}":
            raise Killed
