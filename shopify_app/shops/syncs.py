"""How far the first reading of a store is, in its row of `syncs`, and who is at it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select, update

from shopify_app.db import insert_into
from shopify_app.db.tables import Shop, Sync
from shopify_app.errors import ToteError

FIRST_PHASE = "policies"
DONE = "done"
LEASE = timedelta(seconds=60)
"""Longer than one call to Shopify and one batch; what a killed worker held is free again then."""
PATIENCE = timedelta(hours=1)
"""With a reading that keeps failing."""


class SyncLost(ToteError):
    """Another worker reads the store now, or it was installed anew."""

    code = "sync_lost"


@dataclass(frozen=True)
class SyncOverview:
    """For the merchant. `done` of `total` objects known so far; `error` is a code."""

    phase: str
    done: int
    total: int
    started_at: datetime
    finished_at: datetime | None
    error: str | None


@dataclass(frozen=True)
class HeldSync:
    """A reading this process may go on with."""

    shop: str
    epoch: int
    phase: str
    operation_id: str | None
    operation_at: datetime | None
    position: int
    done: int
    total: int
    started_at: datetime
    lease_token: str


def request_first_sync(connection: Connection, shop: str, *, now: datetime) -> None:
    """All the store has is to be read, unless that was done, or begun, for this installation.

    One that waits after an error goes on at once: the merchant is back.
    """
    epoch = connection.scalar(select(Shop.epoch).where(Shop.shop == shop))
    begun: dict[str, Any] = {
        "epoch": epoch,
        "phase": FIRST_PHASE,
        "operation_id": None,
        "operation_at": None,
        "position": 0,
        "done": 0,
        "total": 0,
        "started_at": now,
        "finished_at": None,
        "error": None,
        "next_at": now,
        "lease_token": None,
        "lease_until": None,
        "cursors": {},
        "swept_at": None,
    }
    connection.execute(
        insert_into(connection, Sync)
        .values(shop=shop, **begun)
        .on_conflict_do_update(index_elements=["shop"], set_=begun, where=Sync.epoch != epoch)
    )
    wake_sync(connection, shop, now=now)


def wake_sync(connection: Connection, shop: str, *, now: datetime) -> None:
    """Whatever it waits for may be there now."""
    connection.execute(update(Sync).where(Sync.shop == shop).values(next_at=now))


def find_sync(connection: Connection, shop: str) -> SyncOverview | None:
    row = connection.execute(
        select(
            Sync.phase, Sync.done, Sync.total, Sync.started_at, Sync.finished_at, Sync.error
        ).where(Sync.shop == shop)
    ).first()
    return SyncOverview(*row) if row else None


def shops_to_sync(connection: Connection, *, now: datetime) -> list[str]:
    """Active stores whose first reading can go on, longest waiting first."""
    return list(
        connection.scalars(
            select(Sync.shop)
            .join(Shop, Shop.shop == Sync.shop)
            .where(Shop.state == "active", Sync.next_at <= now, _is_free(now))
            .order_by(Sync.next_at)
        )
    )


def shops_in_sync(connection: Connection, *, now: datetime) -> set[str]:
    """Stores whose first reading is not over: there is nothing to compare yet.

    Without those where it has failed for too long: a comparison brings the same, if slowly.
    """
    is_hopeful = or_(Sync.error.is_(None), Sync.started_at > now - PATIENCE)
    return set(connection.scalars(select(Sync.shop).where(Sync.phase != DONE, is_hopeful)))


def hold_sync(connection: Connection, shop: str, *, now: datetime) -> HeldSync | None:
    """None when there is nothing to read, or another is at it."""
    token = secrets.token_hex(8)
    taken = connection.execute(
        update(Sync)
        .where(Sync.shop == shop, _is_free(now))
        .values(lease_token=token, lease_until=now + LEASE)
    )
    if not taken.rowcount:
        return None
    row = connection.execute(
        select(
            Sync.shop,
            Sync.epoch,
            Sync.phase,
            Sync.operation_id,
            Sync.operation_at,
            Sync.position,
            Sync.done,
            Sync.total,
            Sync.started_at,
        ).where(Sync.shop == shop)
    ).one()
    return HeldSync(*row, lease_token=token)


def keep_sync(connection: Connection, held: HeldSync, *, now: datetime, **values: Any) -> None:
    """Note progress, and hold on for longer. Raises SyncLost."""
    _update_held(connection, held, {**values, "lease_until": now + LEASE})


def release_sync(connection: Connection, held: HeldSync, **values: Any) -> None:
    """Nothing happens when it is another's by now."""
    try:
        _update_held(connection, held, {**values, "lease_until": None, "lease_token": None})
    except SyncLost:
        return


def known_until(connection: Connection, shop: str) -> dict[str, datetime]:
    """By kind, until when changes at Shopify are known; without a kind that never was compared."""
    cursors = connection.scalar(select(Sync.cursors).where(Sync.shop == shop)) or {}
    return {kind: datetime.fromisoformat(at) for kind, at in cursors.items()}


def last_swept(connection: Connection, shop: str) -> datetime | None:
    """When all ids were compared last."""
    return connection.scalar(select(Sync.swept_at).where(Sync.shop == shop))


def request_sweep(connection: Connection, shop: str) -> None:
    connection.execute(update(Sync).where(Sync.shop == shop).values(swept_at=None))


def note_comparison(
    connection: Connection, shop: str, *, kinds: Iterable[str], whole: bool, now: datetime
) -> None:
    """What changed at Shopify before `now` is known, and with `whole` also what is gone."""
    values: dict[str, Any] = {"cursors": {kind: now.isoformat() for kind in kinds}}
    if whole:
        values["swept_at"] = now
    connection.execute(update(Sync).where(Sync.shop == shop).values(values))


def _update_held(connection: Connection, held: HeldSync, values: dict[str, Any]) -> None:
    done = connection.execute(
        update(Sync)
        .where(
            Sync.shop == held.shop,
            Sync.lease_token == held.lease_token,
            Sync.epoch == held.epoch,
        )
        .values(values)
    )
    if not done.rowcount:
        raise SyncLost("another worker reads this store")


def _is_free(now: datetime) -> ColumnElement[bool]:
    nobody = or_(Sync.lease_until.is_(None), Sync.lease_until < now)
    return (Sync.phase != DONE) & nobody
