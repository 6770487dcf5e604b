from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from shopify_app.db import Record
from shopify_app.db.tables import Delivery, Document, SourceRecord
from shopify_app.parts import Parts
from tests.deliveries.arrivals import deliver, rows
from tests.workers.admin import ScriptedAdmin
from workers import fetching
from workers.taking_up import take_up_some


@pytest.fixture
def admin() -> Iterator[ScriptedAdmin]:
    admin = ScriptedAdmin()
    yield admin
    admin.close()


@dataclass(frozen=True)
class Workshop:
    """A store's deliveries and the worker that takes them up, in this process."""

    parts: Parts
    shop: str
    now: datetime
    admin: ScriptedAdmin

    @property
    def record(self) -> Record:
        return self.parts.record

    def deliver(self, topic: str, payload: Any, **changes: Any) -> None:
        """`payload` as JSON, or bytes as they are."""
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        deliver(self.record, self.shop, self.now, **{"topic": topic, "body": body, **changes})

    def work(self) -> None:
        while take_up_some(self.parts):
            pass

    def work_on(self, topic: str, payload: Any, **changes: Any) -> Any:
        """Deliver and work; the delivery's row as it ended."""
        self.deliver(topic, payload, **changes)
        self.work()
        return rows(self.record)[-1]

    def pass_time(self) -> None:
        """Whatever waits for its next try is due now, and whoever rests has rested."""
        fetching._rests_until.clear()
        past = self.now - timedelta(days=1)
        with self.record.write() as connection:
            connection.execute(
                update(Delivery).where(Delivery.status == "pending").values(next_at=past)
            )

    def source(self, kind: str, source_id: str) -> Any:
        with self.record.read() as connection:
            return connection.execute(
                select(*SourceRecord.__table__.columns).where(
                    SourceRecord.shop == self.shop,
                    SourceRecord.kind == kind,
                    SourceRecord.source_id == source_id,
                )
            ).first()

    def document(self, kind: str, source_id: str) -> Any:
        with self.record.read() as connection:
            return connection.execute(
                select(*Document.__table__.columns).where(
                    Document.shop == self.shop,
                    Document.kind == kind,
                    Document.source_id == source_id,
                )
            ).first()


@pytest.fixture
def workshop(
    parts: Parts, shop: str, now: datetime, admin: ScriptedAdmin, monkeypatch: pytest.MonkeyPatch
) -> Workshop:
    monkeypatch.setattr(fetching, "_rests_until", {})
    parts.settings = dataclasses.replace(parts.settings, admin_url=admin.url)
    return Workshop(parts, shop, now, admin)
