"""A shop's templates in the record: list, save, delete."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from shopify_app.db import insert_into
from shopify_app.db.tables import (
    ReplySuggestion,
    ReplyTemplate,
    ReplyTemplateSet,
    ReplyTemplateVersion,
)
from shopify_app.errors import InvalidInput, ToteError
from shopify_app.replies.matching import texts_to_embed
from shopify_app.replies.templates import StoredTemplate, Template, from_stored, to_stored
from shopify_app.replies.vectors import forget_vectors

MOST_TEMPLATES = 500
MOST_VERSIONS = 20
"""Of each template; older ones are forgotten."""
ALL = select(
    ReplyTemplate.id,
    ReplyTemplate.version,
    ReplyTemplate.created_at,
    ReplyTemplate.updated_at,
    ReplyTemplate.content,
)
SET_VERSION = select(ReplyTemplateSet.version).where(ReplyTemplateSet.shop == bindparam("shop"))


class TemplateNotFound(ToteError):
    """The shop has no such template."""

    code = "template_not_found"


class TemplateChanged(InvalidInput):
    """Someone saved the template since it was read."""

    code = "template_changed"


def set_version(connection: Connection, shop: str) -> int:
    """Changes whenever one of the shop's templates does; 0 as long as it never had one."""
    return connection.scalar(SET_VERSION, {"shop": shop}) or 0


def list_templates(connection: Connection, shop: str) -> list[StoredTemplate]:
    """The oldest first."""
    rows = connection.execute(
        ALL.where(ReplyTemplate.shop == shop).order_by(ReplyTemplate.created_at, ReplyTemplate.id)
    )
    return [as_value(row) for row in rows]


def add_template(
    connection: Connection, shop: str, template: Template, *, by: str, now: datetime
) -> StoredTemplate:
    """Raises InvalidInput when the shop has as many as it can have."""
    count_change(connection, shop)  # first, because it holds the shop's templates for us alone
    had = connection.scalar(
        select(func.count()).select_from(ReplyTemplate).where(ReplyTemplate.shop == shop)
    )
    if (had or 0) >= MOST_TEMPLATES:
        raise InvalidInput(f"a store can have {MOST_TEMPLATES} templates")
    stored = StoredTemplate(uuid.uuid4().hex, 1, now, now, template)
    connection.execute(
        insert(ReplyTemplate).values(
            shop=shop,
            id=stored.id,
            version=1,
            created_at=now,
            updated_at=now,
            content=to_stored(template),
        )
    )
    keep_version(connection, shop, stored, by=by)
    return stored


def change_template(
    connection: Connection,
    shop: str,
    template_id: str,
    template: Template,
    *,
    expected: int | None = None,
    by: str,
    now: datetime,
) -> StoredTemplate:
    """Raises TemplateNotFound, and TemplateChanged when it is no longer at version `expected`."""
    before = claim_template(connection, shop, template_id, expected)
    stored = StoredTemplate(template_id, before.version + 1, before.created_at, now, template)
    connection.execute(
        update(ReplyTemplate)
        .where(ReplyTemplate.shop == shop, ReplyTemplate.id == template_id)
        .values(version=stored.version, updated_at=now, content=to_stored(template))
    )
    keep_version(connection, shop, stored, by=by)
    forget_unused_vectors(connection, shop)
    return stored


def delete_template(
    connection: Connection, shop: str, template_id: str, *, expected: int | None = None
) -> None:
    """What it said stays among the versions.

    Raises TemplateNotFound, and TemplateChanged when it is no longer at version `expected`.
    """
    claim_template(connection, shop, template_id, expected)
    connection.execute(
        delete(ReplyTemplate).where(ReplyTemplate.shop == shop, ReplyTemplate.id == template_id)
    )
    connection.execute(
        delete(ReplySuggestion).where(
            ReplySuggestion.shop == shop, ReplySuggestion.template == template_id
        )
    )
    forget_unused_vectors(connection, shop)


def claim_template(
    connection: Connection, shop: str, template_id: str, expected: int | None
) -> StoredTemplate:
    """The template as it is, for us alone to change; `expected` None: whatever it says."""
    count_change(connection, shop)  # first, because it holds the shop's templates for us alone
    row = connection.execute(
        ALL.where(ReplyTemplate.shop == shop, ReplyTemplate.id == template_id)
    ).first()
    if row is None:
        raise TemplateNotFound("there is no such template")
    if expected not in (None, row.version):
        raise TemplateChanged(
            "someone else saved this template in the meantime",
            fields={"expected_version": [f"The template is at version {row.version}."]},
        )
    return as_value(row)


def count_change(connection: Connection, shop: str) -> None:
    statement = insert_into(connection, ReplyTemplateSet).values(shop=shop, version=1)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["shop"], set_={"version": ReplyTemplateSet.version + 1}
        )
    )


def keep_version(connection: Connection, shop: str, stored: StoredTemplate, *, by: str) -> None:
    connection.execute(
        insert(ReplyTemplateVersion).values(
            shop=shop,
            template=stored.id,
            version=stored.version,
            at=stored.updated_at,
            by=by,
            content=to_stored(stored.template),
        )
    )
    connection.execute(
        delete(ReplyTemplateVersion).where(
            ReplyTemplateVersion.shop == shop,
            ReplyTemplateVersion.template == stored.id,
            ReplyTemplateVersion.version <= stored.version - MOST_VERSIONS,
        )
    )


def template_at(
    connection: Connection, shop: str, template_id: str, version: int
) -> Template | None:
    """What it was at that version; None when that is forgotten."""
    content = connection.scalar(
        select(ReplyTemplateVersion.content).where(
            ReplyTemplateVersion.shop == shop,
            ReplyTemplateVersion.template == template_id,
            ReplyTemplateVersion.version == version,
        )
    )
    return from_stored(content) if content else None


def forget_unused_vectors(connection: Connection, shop: str) -> None:
    used = texts_to_embed([each.template for each in list_templates(connection, shop)])
    forget_vectors(connection, shop, but_of=used)


def as_value(row: Row[Any]) -> StoredTemplate:
    return StoredTemplate(
        row.id, row.version, row.created_at, row.updated_at, from_stored(row.content)
    )
