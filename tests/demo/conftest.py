"""The demo in process, on a shop of its own, and servers for it to talk to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask, Request, Response, request
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from demo.app import create_demo_app
from demo.parts import Parts
from demo.reading import read_store
from demo.state import State, open_state
from shopify_app.config import Settings, load_settings
from shopify_app.local.environment import development_values

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


@contextmanager
def serving(app: WSGIApplication) -> Iterator[str]:
    """The app on a port of its own, each request in a thread; yields its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Upstream:
    """The app behind the demo: it keeps what it is sent, and answers as a test says."""

    url: str = ""
    requests: list[Request] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    answer: Callable[[], Response] = Response
    lock: threading.Lock = field(default_factory=threading.Lock)


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    upstream = Upstream()
    app = Flask("upstream")

    @app.route("/<path:path>", methods=["GET", "POST"])
    def take(path: str) -> Response:
        body = request.get_data()
        with upstream.lock:
            upstream.requests.append(Request(dict(request.environ)))
            upstream.bodies.append(body)
            return upstream.answer()

    with serving(app) as url:
        upstream.url = url
        yield upstream


@pytest.fixture
def demo_settings(tmp_path: Path) -> Settings:
    """As in ./run, without any of the servers behind it."""
    return load_settings(
        {
            **development_values(),
            "APP_URL": "http://127.0.0.1:8000",
            "TOTE_DATA_DIR": str(tmp_path / "data"),
            "REDIS_URL": "redis://127.0.0.1:1/0",
            "CHROMA_URL": "http://127.0.0.1:1",
        }
    )


@pytest.fixture
def state(demo_settings: Settings, now: datetime) -> Iterator[State]:
    """The demo shop as its files say, nothing of it sent yet."""
    with closing(open_state(demo_settings.data_dir)) as state:
        for kind, payloads in read_store(now=now).records.items():
            state.replace(kind, payloads, now=now)
        yield state


@pytest.fixture
def demo_app(demo_settings: Settings, state: State, upstream: Upstream) -> Iterator[Flask]:
    parts = Parts(demo_settings, state, upstream.url)
    yield create_demo_app(parts)
    parts.http.close()


@pytest.fixture
def visitor(demo_app: Flask) -> FlaskClient:
    return demo_app.test_client()
