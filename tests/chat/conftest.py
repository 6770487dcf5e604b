"""A shopper at the doors of a stocked Woolmere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shopify_app.config import Settings
from shopify_app.parts import Parts
from tests.answers.conftest import claude, fake, keyed, store, talking
from tests.chat.visiting import proxy_query, read_events

__all__ = ["claude", "fake", "keyed", "store", "talking"]


@dataclass
class Shopper:
    """Someone on a store's page, as Shopify forwards them. `customer_id` once signed in."""

    client: FlaskClient
    settings: Settings
    shop: str
    address: str = "203.0.113.7"
    customer_id: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def post(self, path: str, json: Any, **more: Any) -> TestResponse:
        headers = {"X-Forwarded-For": self.address, **self.headers, **more.pop("headers", {})}
        return self.client.post(f"{path}?{self.query()}", json=json, headers=headers, **more)

    def get(self, path: str, **parameters: str) -> TestResponse:
        headers = {"X-Forwarded-For": self.address, **self.headers}
        return self.client.get(f"{path}?{self.query(**parameters)}", headers=headers)

    def ask(self, message: str, **more: Any) -> dict[str, Any]:
        response = self.post("/proxy/chat", {"message": message, **more})
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.get_json()
        return answer

    def hear(self, message: str, **more: Any) -> list[tuple[str, dict[str, Any]]]:
        """The events of a streamed answer."""
        response = self.post(
            "/proxy/chat", {"message": message, **more}, headers={"Accept": "text/event-stream"}
        )
        assert response.status_code == 200, response.text
        return read_events(response.text)

    def query(self, **parameters: Any) -> str:
        secret = self.settings.api_secrets[0]
        return proxy_query(self.shop, secret, customer_id=self.customer_id, **parameters)


@pytest.fixture
def shopper_at(client: FlaskClient, settings: Settings) -> Callable[..., Shopper]:
    return lambda shop, **more: Shopper(client, settings, shop, **more)


@pytest.fixture
def shopper(shopper_at: Callable[..., Shopper], store: str, talking: Parts) -> Shopper:
    """An anonymous shopper of Woolmere, which has a Claude."""
    return shopper_at(store)


@pytest.fixture
def passer_by(shopper_at: Callable[..., Shopper], shop: str) -> Shopper:
    """Someone at a shop that has nothing in it yet."""
    return shopper_at(shop)
