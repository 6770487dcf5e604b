"""A stocked Woolmere with a Claude, and the merchant at the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shopify_app.config import Settings
from tests.admin.test_pages import bearer
from tests.answers.conftest import claude, fake, keyed, store, talking

__all__ = ["claude", "fake", "keyed", "store", "talking"]

Call = Callable[..., TestResponse]


@pytest.fixture
def call(client: FlaskClient, settings: Settings, shop: str) -> Call:
    """`call("put", "/check", {…})`: the merchant's call below /api/voice."""

    def send(
        method: str, path: str = "", body: Any = None, *, of: str = shop, accept: str = "*/*"
    ) -> TestResponse:
        headers = {**bearer(settings, of), "Accept": accept}
        return client.open(f"/api/voice{path}", method=method, json=body, headers=headers)

    return send
