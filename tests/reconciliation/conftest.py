"""A store at the stand-in for Shopify, and the record that is to become like it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask, request
from sqlalchemy import select

from demo import SHOP
from demo.app import create_demo_app
from demo.parts import Parts as DemoParts
from demo.reading import read_store
from demo.shopify_standin.tokens import custom_app_token
from demo.state import State, open_state
from shopify_app.db import Record
from shopify_app.db.tables import Document, SourceRecord
from shopify_app.parts import Parts
from shopify_app.reconciliation.reconciling import (
    compare_objects,
    compare_texts,
    reconcile_shop,
)
from shopify_app.shops.install import register_shop
from shopify_app.shops.tokens import access_token
from tests.deliveries.arrivals import rows
from tests.demo.conftest import serving
from workers.taking_up import take_up_some

FEW = 3
"""Of each kind: enough to tell one from the others, and soon compared."""


@dataclass
class Branch:
    """What Shopify has (`state`), and what we know of it (`record`)."""

    parts: Parts
    state: State
    app: Flask
    """Shopify's stand-in."""
    now: datetime
    asked: list[str] = field(default_factory=list)
    """The first words of every query that reached Shopify."""
    variables: list[dict[str, Any]] = field(default_factory=list)
    """What went with them."""

    @property
    def record(self) -> Record:
        return self.parts.record

    def reconcile(self, *, at: datetime | None = None) -> int:
        """Policies, pages and articles, all of them."""
        return compare_texts(
            self.record, self.parts.admin, SHOP, self.token, since={}, now=at or self.now
        )

    def reconcile_objects(self, *, at: datetime | None = None) -> int:
        """Products, collections and orders, all of them."""
        return compare_objects(
            self.record, self.parts.admin, SHOP, self.token, since={}, now=at or self.now
        )

    def reconcile_all(self, *, at: datetime | None = None) -> int:
        """As the sweeper does it."""
        keys = self.parts.settings.encryption_keys
        return reconcile_shop(self.record, self.parts.admin, SHOP, keys=keys, now=at or self.now)

    @property
    def token(self) -> str:
        return access_token(self.record, SHOP, self.parts.settings.encryption_keys)

    def work(self) -> None:
        while take_up_some(self.parts):
            pass

    def topics(self) -> list[str]:
        return [row.topic for row in rows(self.record)]

    def sources(self, kind: str) -> dict[str, Any]:
        """The payloads that are not deleted, by id."""
        with self.record.read() as connection:
            found = connection.execute(
                select(SourceRecord.source_id, SourceRecord.payload).where(
                    SourceRecord.shop == SHOP,
                    SourceRecord.kind == kind,
                    SourceRecord.deleted.is_(False),
                )
            )
            return {row[0]: row[1] for row in found}

    def titles(self, kind: str) -> dict[str, str]:
        return {source_id: payload["title"] for source_id, payload in self.sources(kind).items()}

    def document(self, kind: str, source_id: str) -> Any:
        with self.record.read() as connection:
            return connection.execute(
                select(Document.url, Document.sections, Document.version).where(
                    Document.shop == SHOP, Document.kind == kind, Document.source_id == source_id
                )
            ).one()

    def forget_token(self) -> None:
        """Shopify takes our token no more: it was made with another secret."""
        register_shop(
            self.record,
            SHOP,
            token=custom_app_token("another secret"),
            now=self.now,
            keys=self.parts.settings.encryption_keys,
        )


@pytest.fixture
def branch(parts: Parts, now: datetime) -> Iterator[Branch]:
    """An hour ago, so that what a test lets happen minutes later is due."""
    now -= timedelta(hours=1)
    state = open_state(parts.settings.data_dir)
    for kind, payloads in read_store(now=now).records.items():
        state.replace(kind, payloads[:FEW], now=now)
    app = create_demo_app(DemoParts(parts.settings, state, "http://127.0.0.1:1"))
    branch = Branch(parts, state, app, now)

    @app.before_request
    def note() -> None:
        if request.method == "POST":
            branch.variables.append(request.get_json()["variables"])
            branch.asked.append(request.get_json()["query"].split("(")[0].split(" {")[0])

    token = custom_app_token(parts.settings.api_secrets[0])
    register_shop(parts.record, SHOP, token=token, now=now, keys=parts.settings.encryption_keys)
    with serving(app) as url:
        parts.settings = dataclasses.replace(parts.settings, admin_url=f"{url}/shopify/{{shop}}")
        yield branch
        parts.admin.close()
