from __future__ import annotations

from tests.workers.conftest import admin, workshop

__all__ = ["admin", "workshop"]
