"""Keep what Shopify has now: the newest version wins, whatever order deliveries come in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, select, update

from shopify_app.db import insert_into
from shopify_app.db.tables import Document, Shop, SourceRecord
from shopify_app.knowledge.documents import Source, policy_source
from shopify_app.shopify.payloads import policy_from_record

Outcome = Literal["applied", "unchanged", "stale", "deleted", "tie"]
"""`deleted`: a tombstone stands. `tie`: what came cannot be ordered by its time; the caller fetches
the truth from Shopify and comes back `authoritative`."""


@dataclass(frozen=True)
class Known:
    """What the record holds of a source."""

    version_at: datetime
    deleted: bool
    payload_sha256: str
    customer_id: str | None


def decide(
    known: Known | None, *, version_at: datetime, sha256: str, authoritative: bool
) -> Outcome:
    """What a version that came in does. Pure.

    Ties are two bodies with one time, and an update that is newer than the deletion. What was just
    fetched settles both, but never brings back what was deleted after it.
    """
    if known is None:
        return "applied"
    if known.deleted:
        if version_at <= known.version_at:
            return "deleted"
        return "applied" if authoritative else "tie"
    if version_at < known.version_at:
        return "stale"
    if version_at == known.version_at:
        if sha256 == known.payload_sha256:
            return "unchanged"
        return "applied" if authoritative else "tie"
    return "applied"


def decide_delete(known: Known | None, *, version_at: datetime, authoritative: bool) -> Outcome:
    """What a deletion that came in does. Pure.

    A deletion older than what we have is the mirror of an update newer than a deletion: whichever
    of the two came first, it is a tie.
    """
    if known is None:
        return "applied"
    if known.deleted:
        return "applied" if version_at > known.version_at else "unchanged"
    if version_at < known.version_at and not authoritative:
        return "tie"
    return "applied"


def sha256_of(payload: dict[str, Any]) -> str:
    """By which two payloads of a source are told apart; kept as its `payload_sha256`."""
    return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()


def apply_source(
    connection: Connection, shop: str, source: Source, *, now: datetime, authoritative: bool = False
) -> Outcome:
    """Write the source and put its document in step, in the caller's transaction.

    Until that ends, nobody else decides about the same source.
    """
    known = _hold(connection, shop, source.kind, source.source_id)
    if source.customer_id is None and known is not None:
        source = _with_owner(source, known.customer_id)
    sha256 = sha256_of(source.payload)
    outcome = decide(
        known, version_at=source.version_at, sha256=sha256, authoritative=authoritative
    )
    if outcome == "applied":
        _write(
            connection,
            shop,
            source.kind,
            source.source_id,
            version_at=source.version_at,
            deleted=False,
            payload=source.payload,
            payload_sha256=sha256,
            handle=source.handle,
            customer_id=source.customer_id,
        )
        _put_or_empty(connection, shop, source, now=now)
    return outcome


def delete_source(
    connection: Connection,
    shop: str,
    *,
    kind: str,
    source_id: str,
    version_at: datetime,
    now: datetime,
    authoritative: bool = False,
) -> Outcome:
    """Leave a tombstone, so that an update that comes late does not bring the record back.

    `authoritative`: Shopify was asked and has no such record, or it has to be erased.
    """
    known = _hold(connection, shop, kind, source_id)
    outcome = decide_delete(known, version_at=version_at, authoritative=authoritative)
    if outcome == "applied":
        _write(
            connection,
            shop,
            kind,
            source_id,
            version_at=max(version_at, known.version_at) if known else version_at,
            deleted=True,
            payload={},
            payload_sha256="",
            handle=None,
            customer_id=None,
        )
        _empty_document(connection, shop, kind, source_id, now=now)
    return outcome


@contextmanager
def newest_policies_shown(connection: Connection, shop: str, *, now: datetime) -> Iterator[None]:
    """A store has one policy of each type. However many ids one came under, the newest is what is
    searched when the block ends; the others stay in the record until Shopify says what became
    of them. Of one store's blocks one runs at a time.
    """
    connection.execute(select(Shop.shop).where(Shop.shop == shop).with_for_update(key_share=True))
    yield
    policies = connection.execute(
        select(SourceRecord.source_id, SourceRecord.payload, SourceRecord.version_at).where(
            SourceRecord.shop == shop,
            SourceRecord.kind == "policy",
            SourceRecord.deleted.is_(False),
        )
    ).all()
    newest: dict[str, Any] = {}
    for each in sorted(policies, key=lambda it: (it.version_at, int(it.source_id))):
        newest[each.payload["type"]] = each
    for each in policies:
        if newest[each.payload["type"]] is each:
            source = policy_source(policy_from_record(each.payload))
            _put_or_empty(connection, shop, source, now=now)
        else:
            _empty_document(connection, shop, "policy", each.source_id, now=now)


def _hold(connection: Connection, shop: str, kind: str, source_id: str) -> Known | None:
    """What is known of the source, locked; None when it is new, and then its place is taken.

    Without a row there is nothing to lock: of two first versions that arrive at once the second
    has to wait for the first and then compare itself with it.
    """
    known = _locked(connection, shop, kind, source_id)
    if known is not None:
        return known
    placed = connection.execute(
        insert_into(connection, SourceRecord)
        .values(
            shop=shop,
            kind=kind,
            source_id=source_id,
            version_at=datetime.min.replace(tzinfo=UTC),
            deleted=True,
            payload={},
            payload_sha256="",
        )
        .on_conflict_do_nothing()
        .returning(SourceRecord.source_id)
    )
    return None if placed.first() else _locked(connection, shop, kind, source_id)


def _locked(connection: Connection, shop: str, kind: str, source_id: str) -> Known | None:
    row = connection.execute(
        select(
            SourceRecord.version_at,
            SourceRecord.deleted,
            SourceRecord.payload_sha256,
            SourceRecord.customer_id,
        )
        .where(*_is(SourceRecord, shop, kind, source_id))
        .with_for_update()
    ).first()
    return Known(*row) if row else None


def _with_owner(source: Source, customer_id: str | None) -> Source:
    """An order fetched from the Admin API does not say whose it is; what we knew stays true."""
    if customer_id is None:
        return source
    payload = {**source.payload, "customer_id": customer_id}
    return replace(source, customer_id=customer_id, payload=payload)


def _write(connection: Connection, shop: str, kind: str, source_id: str, **values: Any) -> None:
    connection.execute(
        update(SourceRecord).where(*_is(SourceRecord, shop, kind, source_id)).values(**values)
    )


def _put_or_empty(connection: Connection, shop: str, source: Source, *, now: datetime) -> None:
    if source.content.sections:
        _put_document(connection, shop, source, now=now)
    else:
        _empty_document(connection, shop, source.kind, source.source_id, now=now)


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


def _empty_document(
    connection: Connection, shop: str, kind: str, source_id: str, *, now: datetime
) -> None:
    """Nothing of it is to be found any more, and nothing of its words is kept."""
    connection.execute(
        update(Document)
        .where(*_is(Document, shop, kind, source_id), Document.content_sha256 != "")
        .values(
            title="",
            url=None,
            sections=[],
            content_sha256="",
            version=Document.version + 1,
            changed_at=now,
        )
    )


def _is(
    table: type[SourceRecord] | type[Document], shop: str, kind: str, source_id: str
) -> tuple[ColumnElement[bool], ...]:
    return (table.shop == shop, table.kind == kind, table.source_id == source_id)
