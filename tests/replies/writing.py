"""Templates as tests write them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from shopify_app.replies.templates import StoredTemplate, Template

MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAMAGED = (
    "My order arrived damaged",
    "The mug was broken when I opened the box",
    "It came with a crack in it",
    "My parcel arrived damaged",
    "The glass was broken in the box",
)


def template(name: str = "Damaged", **more: Any) -> Template:
    values: dict[str, Any] = {"texts": {"en": "We are sorry."}, "examples": DAMAGED} | more
    return Template(name=name, **values)


def stored(name: str = "Damaged", *, minute: int = 0, **more: Any) -> StoredTemplate:
    """Its id is its name; `minute` says when it was made."""
    at = MONDAY_NOON.replace(minute=minute)
    return StoredTemplate(name, 1, at, at, template(name, **more))


def body(**more: Any) -> dict[str, Any]:
    """What a merchant sends."""
    return {
        "name": "Damaged",
        "texts": {"en": "We are sorry."},
        "examples": list(DAMAGED),
    } | more
