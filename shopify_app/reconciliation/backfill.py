"""Read all a store has, once after it was installed: bulk operations, one kind after the other.

What is read goes into the inbox, like webhooks, so newest wins there too. How far it is stands in
the record and is committed with what it brought: a worker that is killed at any step, and the next
one, continue there.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from shopify_app.db import Record
from shopify_app.db.tables import SourceRecord
from shopify_app.deliveries.inbox import Arrival, insert_arrivals
from shopify_app.errors import ToteError
from shopify_app.shopify.admin import AdminClient, AdminRefused
from shopify_app.shopify.admin_records import (
    ORDERS_FOR,
    article_payload,
    collection_payload,
    fetch_published_collections,
    fetch_shop_and_policies,
    order_payload,
    page_payload,
    product_payload,
)
from shopify_app.shopify.bodies import InvalidPayload
from shopify_app.shopify.bulk import (
    BulkFailed,
    Line,
    Operation,
    bulk_query,
    look_at_operation,
    read_objects,
    spooled,
    start_operation,
)
from shopify_app.shopify.payloads import parse_time
from shopify_app.shops.profile import (
    asked_for_reconciliation,
    mark_needs_auth,
    mark_reconciled,
    settle_request,
    update_profile,
)
from shopify_app.shops.syncs import (
    DONE,
    FIRST_PHASE,
    HeldSync,
    SyncLost,
    hold_sync,
    keep_sync,
    release_sync,
)

log = logging.getLogger(__name__)

Payload = dict[str, Any]

MOST_IN_ONE = 100
MOST_BYTES = 1024 * 1024
"""Of bodies in one transaction."""
FIRST_LOOK, LONGEST_LOOK = timedelta(seconds=1), timedelta(seconds=30)
"""Between looks at an operation: half as long as it has been at work, within these."""


@dataclass(frozen=True)
class Phase:
    """A kind of object, and how its lines become what a webhook of its own would carry."""

    name: str
    kind: str
    topic: str
    payload: Callable[[Line, Container[str]], Payload]
    """The second argument has the ids of the published collections."""
    together: bool = False
    """Several in one delivery, as the topic is our own."""


def _product(line: Line, _published: Container[str]) -> Payload:
    variants = [child for child in line.children if "selectedOptions" in child]
    media = [child for child in line.children if "preview" in child]
    variants.sort(key=lambda variant: variant["position"])
    return product_payload(line.node, variants, media)


def _collection(line: Line, published: Container[str]) -> Payload:
    return collection_payload(line.node, published)


PHASES = (
    Phase("products", "product", "products/update", _product),
    Phase("collections", "collection", "collections/update", _collection),
    Phase("pages", "page", "pages/update", lambda line, _: page_payload(line.node), together=True),
    Phase(
        "articles",
        "article",
        "articles/update",
        lambda line, _: article_payload(line.node),
        together=True,
    ),
    Phase(
        "orders",
        "order",
        "orders/updated",
        lambda line, _: order_payload(line.node, line.children),
    ),
)
NAMES = (FIRST_PHASE, *(phase.name for phase in PHASES), DONE)


def advance(
    record: Record,
    admin: AdminClient,
    shop: str,
    token: str,
    *,
    spool: Path,
    now: datetime,
) -> bool:
    """Go on as far as possible without waiting for Shopify; True when anything was left to do.

    `spool` is a directory for what is downloaded. Raises AdminRefused (the shop is then marked as
    needing its merchant), AdminUnavailable, AdminMisunderstood, ForeignAddress, ShopNotInstalled,
    RecordUnavailable; what was read before stays read.
    """
    with record.write() as connection:
        held = hold_sync(connection, shop, now=now)
    if held is None:
        return False
    reading = Reading(record, admin, token, spool / f"{shop}.db", held)
    try:
        reading.go_on()
    except SyncLost:
        log.info("sync=%s lease=lost", shop)
        return True
    except Exception as error:
        reading.give_up(error, asked_at=now)
        raise
    return True


class Reading:
    """A store's reading in this process's hands: `held` is what stands in the record."""

    def __init__(
        self, record: Record, admin: AdminClient, token: str, spool: Path, held: HeldSync
    ) -> None:
        self._record = record
        self._admin = admin
        self._token = token
        self._spool = spool
        self._held = held

    def go_on(self) -> None:
        """Until it is done, or Shopify is at work."""
        while self._held.phase != DONE:
            if self._held.phase == FIRST_PHASE:
                self._read_policies()
                continue
            phase = next(each for each in PHASES if each.name == self._held.phase)
            operation = self._operation(phase)
            if operation.is_at_work:
                self._wait()
                return
            self._read_result(phase, operation)

    def give_up(self, error: Exception, *, asked_at: datetime) -> None:
        code = error.code if isinstance(error, ToteError) else type(error).__name__
        with self._record.write() as connection:
            if isinstance(error, AdminRefused):
                mark_needs_auth(connection, self._held.shop, asked_at=asked_at)
            release_sync(connection, self._held, error=code[:64])

    def _read_policies(self) -> None:
        """By one call: there are eight at most."""
        shop = self._held.shop
        with self._record.read() as connection:
            asked_at = asked_for_reconciliation(connection, shop)
        profile, policies = fetch_shop_and_policies(self._admin, shop, self._token)
        with self._record.write() as connection:
            settle_request(connection, shop, asked_at=asked_at)
            update_profile(connection, shop, profile)
            if policies:
                name = f"sync-{self._held.epoch}-policies-{self._held.started_at:%Y%m%dT%H%M%S}"
                _insert(
                    connection, [self._arrival("policies/update", name, {"policies": policies})]
                )
            count = len(policies)
            self._note(connection, phase=PHASES[0].name, done=count, total=count)

    def _operation(self, phase: Phase) -> Operation:
        """As Shopify sees it; started now when there was none."""
        held = self._held
        if held.operation_id is None:
            since = (held.started_at - ORDERS_FOR).strftime("%Y-%m-%dT%H:%M:%SZ")
            query = bulk_query(f"bulk_{phase.name}", SINCE=f"'{since}'")
            operation_id = start_operation(self._admin, held.shop, self._token, query)
            with self._record.write() as connection:
                self._note(connection, operation_id=operation_id, operation_at=datetime.now(UTC))
        else:
            operation_id = held.operation_id
        operation = look_at_operation(self._admin, held.shop, self._token, operation_id)
        if operation is None:
            self._start_over()
            raise BulkFailed("Shopify knows nothing of the bulk operation any more")
        return operation

    def _wait(self) -> None:
        now = datetime.now(UTC)
        at_work = now - (self._held.operation_at or now)
        next_at = now + min(max(FIRST_LOOK, at_work / 2), LONGEST_LOOK)
        with self._record.write() as connection:
            release_sync(connection, self._held, next_at=next_at, error=None)

    def _read_result(self, phase: Phase, operation: Operation) -> None:
        if not operation.is_complete:
            # In what there is of it, children may be missing of objects that look complete.
            self._start_over()
            raise BulkFailed(f"Shopify gave the bulk operation up: {operation.error_code}")
        with self._record.write() as connection:
            before = self._held.done - self._held.position
            self._note(connection, total=before + operation.roots)
        if operation.url:
            self._deliver(phase, operation.url)
        following = NAMES[NAMES.index(phase.name) + 1]
        values: dict[str, Any] = {"phase": following, "total": self._held.done}
        now = datetime.now(UTC)
        if following == DONE:
            cursor = self._held.started_at.isoformat()
            values |= {
                "finished_at": now,
                "error": None,
                "cursors": {each.kind: cursor for each in PHASES},
            }
        with self._record.write() as connection:
            if following == DONE:
                mark_reconciled(connection, self._held.shop, now=now)
            self._note(connection, operation_id=None, operation_at=None, position=0, **values)

    def _start_over(self) -> None:
        """The phase, with an operation of its own: its result may come in another order."""
        done = self._held.done - self._held.position
        with self._record.write() as connection:
            self._note(connection, operation_id=None, operation_at=None, position=0, done=done)

    def _deliver(self, phase: Phase, url: str) -> None:
        admin, shop = self._admin, self._held.shop
        published: Container[str] = ()
        if phase.kind == "collection":
            published = fetch_published_collections(admin, shop, self._token)
        with spooled(url, admin_url=admin.url_of(shop), path=self._spool, keep=self._keep) as lines:
            objects = read_objects(lines, skip=self._held.position)
            payloads = (_readable(phase, line, published) for line in objects)
            for batch in _batches(payloads):
                self._deliver_batch(phase, batch)

    def _deliver_batch(self, phase: Phase, batch: Sequence[Payload | None]) -> None:
        """In one transaction with how far it is: neither twice nor not at all."""
        held = self._held
        with self._record.write() as connection:
            fresh = _newer(connection, held.shop, phase.kind, [each for each in batch if each])
            if phase.together and fresh:
                name = f"sync-{held.epoch}-{held.operation_id}-{held.position}"
                _insert(connection, [self._arrival(phase.topic, name, {phase.name: fresh})])
            elif fresh:
                _insert(
                    connection,
                    [
                        self._arrival(
                            phase.topic,
                            f"sync-{held.epoch}-{phase.kind}-{each['id']}-{each['updated_at']}",
                            each,
                        )
                        for each in fresh
                    ],
                )
            count = len(batch)
            self._note(connection, position=held.position + count, done=held.done + count)

    def _arrival(self, topic: str, webhook_id: str, payload: Payload) -> Arrival:
        now = datetime.now(UTC)
        return Arrival(
            shop=self._held.shop,
            topic=topic,
            webhook_id=webhook_id[:255],
            event_id=None,
            api_version=None,
            triggered_at=now,
            received_at=now,
            body=json.dumps(payload).encode(),
        )

    def _keep(self) -> None:
        with self._record.write() as connection:
            self._note(connection)

    def _note(self, connection: Connection, **values: Any) -> None:
        """In the caller's transaction, and here. Raises SyncLost."""
        now = datetime.now(UTC)
        keep_sync(connection, self._held, **{"now": now, **values})
        known = {key: value for key, value in values.items() if hasattr(self._held, key)}
        self._held = replace(self._held, **known)


def _readable(phase: Phase, line: Line, published: Container[str]) -> Payload | None:
    """None for one that cannot be read: it holds up no other."""
    try:
        payload = phase.payload(line, published)
        parse_time(payload["updated_at"])
    except (InvalidPayload, KeyError, TypeError, AttributeError) as error:
        log.warning("sync kind=%s unreadable=%s", phase.kind, type(error).__name__)
        return None
    return payload


def _batches(payloads: Iterable[Payload | None]) -> Iterator[list[Payload | None]]:
    batch: list[Payload | None] = []
    size = 0
    for payload in payloads:
        batch.append(payload)
        size += len(json.dumps(payload))
        if len(batch) == MOST_IN_ONE or size > MOST_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _newer(
    connection: Connection, shop: str, kind: str, payloads: Sequence[Payload]
) -> list[Payload]:
    """Those the record has not, or has older: a webhook may have been quicker."""
    rows = connection.execute(
        select(SourceRecord.source_id, SourceRecord.version_at).where(
            SourceRecord.shop == shop,
            SourceRecord.kind == kind,
            SourceRecord.source_id.in_([str(each["id"]) for each in payloads]),
        )
    )
    known = {row.source_id: row.version_at for row in rows}
    return [
        each
        for each in payloads
        if str(each["id"]) not in known or parse_time(each["updated_at"]) > known[str(each["id"])]
    ]


def _insert(connection: Connection, arrivals: Sequence[Arrival]) -> None:
    """Raises ShopNotInstalled when the shop left meanwhile."""
    for refusal in insert_arrivals(connection, arrivals):
        if refusal:
            raise refusal
