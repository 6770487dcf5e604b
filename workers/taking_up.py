"""Take up leased deliveries: apply each in the transaction that also finishes it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from shopify_app.deliveries.leasing import (
    LeasedDelivery,
    LeaseLost,
    extend,
    hold,
    lease_next,
)
from shopify_app.deliveries.settling import bury, finish, give_back, postpone, wait_out
from shopify_app.errors import ToteError, Unavailable
from shopify_app.logs import whereabouts
from shopify_app.parts import Parts
from shopify_app.shopify.admin import AdminRefused, AdminThrottled
from shopify_app.shopify.bodies import InvalidPayload
from shopify_app.shops.profile import mark_needs_auth
from shopify_app.shops.tokens import TokenUnusable
from workers.erasure import scrub_files
from workers.fetching import Fetch, fetched
from workers.topics import BEFOREHAND, ERASING, Effect, effect_of

log = logging.getLogger(__name__)

AT_ONCE = 20
MARGIN = timedelta(seconds=5)
"""Nothing is begun with less of its lease left than this."""
FETCH_LEASE = timedelta(seconds=45)
"""Covers a call to the Admin API that waits once and then takes its full deadline."""


def take_up_some(parts: Parts) -> bool:
    """Some of what is due; False when nothing is. Raises RecordUnavailable."""
    leased = lease_next(parts.record, now=datetime.now(UTC), limit=AT_ONCE)
    for place, delivery in enumerate(leased):
        now = datetime.now(UTC)
        if delivery.lease_until - now < MARGIN:
            give_back(parts.record, leased[place:], now=now)
            break
        take_up(parts, delivery)
    if any(delivery.topic in ERASING for delivery in leased):
        scrub_files(parts)
    return bool(leased)


def take_up(parts: Parts, delivery: LeasedDelivery) -> None:
    """Apply it, or keep why not. Raises RecordUnavailable when not even that was possible."""
    try:
        _apply_or_settle(parts, delivery)
    except LeaseLost:
        log.info("delivery=%s topic=%s lease=lost", delivery.id, delivery.topic)


def _apply_or_settle(parts: Parts, delivery: LeasedDelivery) -> None:
    try:
        _apply(parts, delivery)
    except LeaseLost:
        raise
    except Exception as error:  # whatever it is, it must not take the others down with it
        _settle(parts, delivery, error)


def _apply(parts: Parts, delivery: LeasedDelivery) -> None:
    effect = effect_of(delivery, parts.settings.encryption_keys)
    if delivery.topic in BEFOREHAND:
        BEFOREHAND[delivery.topic](parts, delivery.shop)
    missing = _commit(parts, delivery, effect)
    if missing:
        _commit(parts, delivery, fetched(parts, delivery.shop, missing))


def _commit(parts: Parts, delivery: LeasedDelivery, effect: Effect) -> Fetch | None:
    """The effect and the end of the delivery together, or what must be fetched to end it."""
    with parts.record.write() as connection:
        hold(connection, delivery)
        now = datetime.now(UTC)
        result = effect(connection, now)
        if isinstance(result, Fetch):
            extend(connection, delivery, until=now + FETCH_LEASE)
            return result
        finish(connection, delivery, outcome=result, now=now)
        return None


def _settle(parts: Parts, delivery: LeasedDelivery, error: Exception) -> None:
    record, now = parts.record, datetime.now(UTC)
    log.warning(
        "delivery=%s topic=%s attempt=%s error=%s",
        delivery.id,
        delivery.topic,
        delivery.attempts,
        error.code if isinstance(error, ToteError) else whereabouts(error),
    )
    if isinstance(error, InvalidPayload | TokenUnusable):
        bury(record, delivery, error=str(error), now=now)
    elif isinstance(error, AdminRefused):
        # No more calls for this store; the reconciliation after it came back makes up for it.
        with record.write() as connection:
            mark_needs_auth(connection, delivery.shop, asked_at=delivery.received_at)
        bury(record, delivery, error=str(error), now=now)
    elif isinstance(error, Unavailable):
        wait_s = error.wait_s if isinstance(error, AdminThrottled) else 0.0
        wait_out(record, delivery, error=str(error), now=now, at_least_s=wait_s)
    else:
        postpone(record, delivery, error=type(error).__name__, now=now)
