"""Keep what Shopify has now: the newest version wins, whatever order deliveries come in."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, select, update

from shopify_app.db import insert_into
from shopify_app.db.tables import Document, SourceRecord
from shopify_app.knowledge.documents import Source

Outcome = Literal["applied", "unchanged", "stale", "tie"]


@dataclass(frozen=True)
class Known:
    """What the record holds of a source."""

    version_at: datetime
    deleted: bool
    payload_sha256: str
    customer_id: str | None


def decide(known: Known | None, source: Source, sha256: str, *, authoritative: bool) -> Outcome:
    """What to do with a version that came in. Pure.

    A `tie` (two bodies with one time, or an update after a delete) cannot be told apart here: the
    caller fetches the truth and comes back `authoritative`, which wins over an equal time and over
    a tombstone.
    """
    if known is None:
        return "applied"
    if known.deleted:
        if source.version_at <= known.version_at and not authoritative:
            return "stale"
        return "applied" if authoritative else "tie"
    if source.version_at < known.version_at:
        return "stale"
    if sha256 == known.payload_sha256:
        return "unchanged" if source.version_at == known.version_at else "applied"
    if source.version_at == known.version_at and not authoritative:
        return "tie"
    return "applied"


def apply_source(
    connection: Connection, shop: str, source: Source, *, now: datetime, authoritative: bool = False
) -> Outcome:
    """Write the source and put its document in step, in the caller's transaction."""
    known = _known(connection, shop, source.kind, source.source_id)
    sha256 = _sha256(source.payload)
    outcome = decide(known, source, sha256, authoritative=authoritative)
    if outcome != "applied":
        return outcome
    if source.customer_id is None and known is not None:
        source = _with_owner(source, known.customer_id)
    values: dict[str, Any] = {
        "version_at": source.version_at,
        "deleted": False,
        "payload": source.payload,
        "payload_sha256": sha256,
        "handle": source.handle,
        "customer_id": source.customer_id,
    }
    _upsert(connection, shop, source.kind, source.source_id, values)
    _put_document(connection, shop, source, now=now)
    return "applied"


def delete_source(
    connection: Connection,
    shop: str,
    *,
    kind: str,
    source_id: str,
    version_at: datetime,
    now: datetime,
) -> Outcome:
    """Leave a tombstone, so that an update that comes late does not bring the record back."""
    known = _known(connection, shop, kind, source_id)
    if known is not None and known.version_at > version_at:
        return "stale"
    values: dict[str, Any] = {
        "version_at": version_at,
        "deleted": True,
        "payload": {},
        "payload_sha256": "",
        "handle": None,
    }
    _upsert(connection, shop, kind, source_id, values)
    connection.execute(
        update(Document)
        .where(
            Document.shop == shop,
            Document.kind == kind,
            Document.source_id == source_id,
            Document.content_sha256 != "",
        )
        .values(sections=[], content_sha256="", version=Document.version + 1, changed_at=now)
    )
    return "applied"


def live_source_ids(connection: Connection, shop: str, kind: str) -> set[str]:
    return set(
        connection.scalars(
            select(SourceRecord.source_id).where(
                SourceRecord.shop == shop,
                SourceRecord.kind == kind,
                SourceRecord.deleted.is_(False),
            )
        )
    )


def _known(connection: Connection, shop: str, kind: str, source_id: str) -> Known | None:
    row = connection.execute(
        select(
            SourceRecord.version_at,
            SourceRecord.deleted,
            SourceRecord.payload_sha256,
            SourceRecord.customer_id,
        )
        .where(
            SourceRecord.shop == shop,
            SourceRecord.kind == kind,
            SourceRecord.source_id == source_id,
        )
        .with_for_update()
    ).first()
    return Known(*row) if row else None


def _with_owner(source: Source, customer_id: str | None) -> Source:
    """An order fetched from the Admin API does not say whose it is; what we knew stays true."""
    if customer_id is None:
        return source
    payload = {**source.payload, "customer_id": customer_id}
    return replace(source, customer_id=customer_id, payload=payload)


def _upsert(
    connection: Connection, shop: str, kind: str, source_id: str, values: dict[str, Any]
) -> None:
    connection.execute(
        insert_into(connection, SourceRecord)
        .values(shop=shop, kind=kind, source_id=source_id, **values)
        .on_conflict_do_update(index_elements=["shop", "kind", "source_id"], set_=values)
    )


def _put_document(connection: Connection, shop: str, source: Source, *, now: datetime) -> None:
    """A new version only when its words changed: a price change leaves the index alone."""
    content = source.content
    values: dict[str, Any] = {
        "title": content.title,
        "url": content.path,
        "content_sha256": content.sha256,
        "sections": [{"heading": each.heading, "text": each.text} for each in content.sections],
        "changed_at": now,
    }
    insert = insert_into(connection, Document).values(
        shop=shop,
        kind=source.kind,
        source_id=source.source_id,
        version=1,
        indexed_version=0,
        **values,
    )
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["shop", "kind", "source_id"],
            set_={**values, "version": Document.version + 1},
            where=Document.content_sha256 != content.sha256,
        )
    )


def _sha256(payload: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
