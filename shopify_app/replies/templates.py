"""A template as a value, and as the record keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Hours:
    """When the merchant's team is there, in the store's own time."""

    open: bool
    """Whether the template is for these hours, or for all others."""
    days: tuple[str, ...]
    """Of WEEKDAYS."""
    opens: str
    """`09:00`."""
    closes: str
    """Later than `opens`, or else on the next day."""


@dataclass(frozen=True)
class Conditions:
    """What must hold besides the situation; what is left empty always holds."""

    order_status: tuple[str, ...] = ()
    """Of conditions.ORDER_STATUSES; one of the shopper's order has to be among them."""
    locales: tuple[str, ...] = ()
    product_types: tuple[str, ...] = ()
    product_tags: tuple[str, ...] = ()
    hours: Hours | None = None


@dataclass(frozen=True)
class Template:
    name: str
    texts: Mapping[str, str]
    """The exact words by locale (`en`, `pt-BR`), with variables."""
    examples: tuple[str, ...] = ()
    """What shoppers say when it is to apply."""
    counter_examples: tuple[str, ...] = ()
    """What sounds alike and must not set it off."""
    keywords: tuple[str, ...] = ()
    """Words that set it off whatever else is said; `recall*` for all that begins with it."""
    kinds: tuple[str, ...] = ()
    """Of kinds.KINDS."""
    conditions: Conditions = Conditions()
    priority: int = 50
    """Where several apply, the highest does."""
    active_from: datetime | None = None
    active_until: datetime | None = None
    handover: bool = False
    """Whether a person takes over from there."""
    opens: bool = False
    """Whether an answer goes on behind its text; else it stands alone."""
    enabled: bool = True


@dataclass(frozen=True)
class StoredTemplate:
    """A template with its place in the record."""

    id: str
    version: int
    """Counts up with each change; what was used is kept with its version."""
    created_at: datetime
    updated_at: datetime
    template: Template = field(compare=False)


def to_stored(template: Template) -> dict[str, Any]:
    """As JSON for the record; times as ISO text."""
    stored = asdict(template)
    for name in ("active_from", "active_until"):
        stored[name] = stored[name].isoformat() if stored[name] else None
    return stored


def from_stored(stored: Mapping[str, Any]) -> Template:
    conditions = stored["conditions"]
    hours = conditions["hours"]
    return Template(
        **{
            **stored,
            **{
                name: tuple(stored[name])
                for name in ("examples", "counter_examples", "keywords", "kinds")
            },
            **{
                name: datetime.fromisoformat(stored[name]) if stored[name] else None
                for name in ("active_from", "active_until")
            },
            "conditions": Conditions(
                **{
                    name: tuple(conditions[name])
                    for name in ("order_status", "locales", "product_types", "product_tags")
                },
                hours=Hours(**{**hours, "days": tuple(hours["days"])}) if hours else None,
            ),
        }
    )
