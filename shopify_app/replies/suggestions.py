"""Messages that nearly set off a template: the merchant may want them among its examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from shopify_app.db import insert_into
from shopify_app.db.tables import Message, ReplySuggestion
from shopify_app.knowledge.words import plain
from shopify_app.replies.keeping import list_templates

MOST_KEPT = 500
MOST_LISTED = 100


@dataclass(frozen=True)
class Suggestion:
    """A message, the template it nearly set off, and how near it came."""

    message_id: str
    message: str
    template: str
    name: str
    at: datetime
    why: dict[str, Any]


def note_suggestion(
    connection: Connection, shop: str, message_id: str, why: Mapping[str, Any], *, now: datetime
) -> None:
    """Keep a near miss; the oldest are forgotten. Its words stay where they are, in the message."""
    connection.execute(
        insert_into(connection, ReplySuggestion)
        .values(shop=shop, message=message_id, template=why["id"], at=now, why=dict(why))
        .on_conflict_do_nothing()
    )
    oldest = (
        select(ReplySuggestion.at)
        .where(ReplySuggestion.shop == shop)
        .order_by(ReplySuggestion.at.desc())
        .offset(MOST_KEPT)
        .limit(1)
        .scalar_subquery()
    )
    connection.execute(
        delete(ReplySuggestion).where(ReplySuggestion.shop == shop, ReplySuggestion.at <= oldest)
    )


def list_suggestions(connection: Connection, shop: str) -> list[Suggestion]:
    """The newest first, each wording once; what the merchant has decided on since is left out."""
    templates = {each.id: each.template for each in list_templates(connection, shop)}
    rows = connection.execute(
        select(
            ReplySuggestion.message,
            Message.text,
            ReplySuggestion.template,
            ReplySuggestion.at,
            ReplySuggestion.why,
        )
        .join(Message, Message.id == ReplySuggestion.message)
        .where(ReplySuggestion.shop == shop, Message.shop == shop)
        .order_by(ReplySuggestion.at.desc(), ReplySuggestion.message)
        .limit(MOST_KEPT)
    )
    decided = {
        (template_id, plain(text))
        for template_id, template in templates.items()
        for text in (*template.examples, *template.counter_examples)
    }
    found: dict[tuple[str, str], Suggestion] = {}
    for message_id, text, template_id, at, why in rows:
        key = (template_id, plain(text))
        if template_id in templates and key not in decided:
            name = templates[template_id].name
            found.setdefault(key, Suggestion(message_id, text, template_id, name, at, why))
    return list(found.values())[:MOST_LISTED]
