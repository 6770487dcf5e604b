"""A customer asks what is held on them: gather it, and keep it a while for the merchant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, or_, select

from shopify_app.conversations.contacts import opened
from shopify_app.db import Record, insert_into
from shopify_app.db.tables import Conversation, Message, PrivacyRequest, SourceRecord
from shopify_app.errors import ToteError

KEEP = timedelta(days=30)
"""The law gives the merchant about as long to answer the customer."""
MOST_LISTED = 100


class PrivacyRequestNotFound(ToteError):
    """The shop has no such request, or what was gathered for it has expired."""

    code = "privacy_request_not_found"


@dataclass(frozen=True)
class RequestEntry:
    id: str
    customer_id: str
    requested_at: datetime
    expires_at: datetime


def keep_export(
    connection: Connection,
    shop: str,
    request_id: str,
    *,
    customer_id: str,
    order_ids: Sequence[str],
    keys: Sequence[str],
    now: datetime,
) -> None:
    """Gather what is held on the customer and keep it; asked once more, it is gathered anew."""
    values = {
        "customer_id": customer_id,
        "requested_at": now,
        "expires_at": now + KEEP,
        "export": gather(
            connection, shop, customer_id=customer_id, order_ids=order_ids, keys=keys, now=now
        ),
    }
    insert = insert_into(connection, PrivacyRequest).values(shop=shop, id=request_id, **values)
    connection.execute(insert.on_conflict_do_update(index_elements=["shop", "id"], set_=values))


def gather(
    connection: Connection,
    shop: str,
    *,
    customer_id: str,
    order_ids: Sequence[str],
    keys: Sequence[str],
    now: datetime,
) -> dict[str, Any]:
    """`{"shop", "customer_id", "gathered_at", "orders": […], "conversations": […]}`, times as ISO.
    `keys` open the addresses that were left in conversations.

    An order of `order_ids` that is known to be somebody else's is left out.
    """
    return {
        "shop": shop,
        "customer_id": customer_id,
        "gathered_at": now.isoformat(),
        "orders": _orders(connection, shop, customer_id, order_ids),
        "conversations": _conversations(connection, shop, customer_id, keys),
    }


def list_requests(connection: Connection, shop: str, *, now: datetime) -> list[RequestEntry]:
    """What has not expired, the latest first, at most MOST_LISTED."""
    rows = connection.execute(
        select(
            PrivacyRequest.id,
            PrivacyRequest.customer_id,
            PrivacyRequest.requested_at,
            PrivacyRequest.expires_at,
        )
        .where(PrivacyRequest.shop == shop, PrivacyRequest.expires_at > now)
        .order_by(PrivacyRequest.requested_at.desc(), PrivacyRequest.id)
        .limit(MOST_LISTED)
    )
    return [RequestEntry(*row) for row in rows]


def open_export(
    connection: Connection, shop: str, request_id: str, *, now: datetime
) -> dict[str, Any]:
    """What was gathered. Raises PrivacyRequestNotFound."""
    export: dict[str, Any] | None = connection.scalar(
        select(PrivacyRequest.export).where(
            PrivacyRequest.shop == shop,
            PrivacyRequest.id == request_id,
            PrivacyRequest.expires_at > now,
        )
    )
    if export is None:
        raise PrivacyRequestNotFound("there is no such request, or it has expired")
    return export


def forget_expired(record: Record, *, now: datetime) -> int:
    """Delete what has expired; returns how many."""
    with record.write() as connection:
        expired = delete(PrivacyRequest).where(PrivacyRequest.expires_at <= now)
        return connection.execute(expired).rowcount


def _orders(
    connection: Connection, shop: str, customer_id: str, order_ids: Sequence[str]
) -> list[dict[str, Any]]:
    theirs = SourceRecord.customer_id == customer_id
    named = SourceRecord.source_id.in_(order_ids) & SourceRecord.customer_id.is_(None)
    rows = connection.execute(
        select(SourceRecord.source_id, SourceRecord.payload)
        .where(
            SourceRecord.shop == shop,
            SourceRecord.kind == "order",
            SourceRecord.deleted.is_(False),
            or_(theirs, named),
        )
        .order_by(SourceRecord.version_at, SourceRecord.source_id)
    )
    return [{"id": order_id, **payload} for order_id, payload in rows]


def _conversations(
    connection: Connection, shop: str, customer_id: str, keys: Sequence[str]
) -> list[dict[str, Any]]:
    """Only those Shopify's signature put their name to: words alone prove nobody's identity."""
    theirs = (Conversation.shop == shop) & (Conversation.customer_id == customer_id)
    said: dict[str, list[dict[str, Any]]] = {}
    for row in connection.execute(
        select(
            Message.conversation,
            Message.at,
            Message.role,
            Message.text,
            Message.origin,
            Message.rating,
            Message.comment,
        )
        .join(Conversation, Conversation.id == Message.conversation)
        .where(theirs)
        .order_by(Message.conversation, Message.position)
    ):
        conversation, at, *rest = row
        line = dict(zip(("role", "text", "origin", "rating", "comment"), rest, strict=True))
        said.setdefault(conversation, []).append({"at": at.isoformat(), **line})
    conversations = connection.execute(
        select(Conversation.id, Conversation.started_at, Conversation.last_at, Conversation.contact)
        .where(theirs)
        .order_by(Conversation.started_at, Conversation.id)
    )
    return [
        {
            "id": each.id,
            "started_at": each.started_at.isoformat(),
            "last_at": each.last_at.isoformat(),
            "contact": opened(each.contact, keys),
            "messages": said.get(each.id, []),
        }
        for each in conversations
    ]
