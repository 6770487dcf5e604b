"""A storefront that speaks the chat's contract as the tests script it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from tests.browser.storefront import Storefront, create_storefront


@pytest.fixture(scope="session")
def storefront_server() -> Iterator[Storefront]:
    storefront = Storefront()
    server = make_server("127.0.0.1", 0, create_storefront(storefront), threaded=True)
    storefront.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield storefront
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def storefront(storefront_server: Storefront) -> Storefront:
    storefront_server.reset()
    return storefront_server
