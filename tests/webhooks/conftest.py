from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopify_app.config import Settings, load_settings
from shopify_app.db import Record, open_record
from shopify_app.local.environment import development_values
from shopify_app.local.services import free_port, http_answers, wait_until
from shopify_app.shops.install import register_shop
from tests.conftest import SHOP, create_tables
from tests.house import ROOT
from tests.webhooks.signing import PRODUCT, signed_headers


@dataclass(frozen=True)
class Served:
    """The app behind the real gunicorn, to be spoken to byte by byte."""

    port: int
    settings: Settings
    record: Record
    pid: int

    def memory_kb(self) -> int:
        """The resident memory of gunicorn and its workers together."""
        listing = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self.pid), "--ppid", str(self.pid)],
            capture_output=True,
            text=True,
            check=True,
        )
        return sum(map(int, listing.stdout.split()))

    def say(self, *pieces: bytes, pause_s: float = 0.0, timeout_s: float = 30.0) -> int:
        """Send the pieces over a connection of their own; the status, 0 when it was just closed."""
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout_s)) as connection:
            try:
                for piece in pieces:
                    connection.sendall(piece)
                    if pause_s:
                        time.sleep(pause_s)
                answer = connection.recv(4096)
            except (BrokenPipeError, ConnectionResetError):
                return 0
        return int(answer.split()[1]) if answer else 0

    def head(
        self, body: bytes = PRODUCT, *, length: int | None = None, extra: bytes = b""
    ) -> bytes:
        """The head of a signed request; `length` is what it declares, when not the true one."""
        headers = signed_headers(body, self.settings.api_secrets[0])
        if length is None or length >= 0:
            headers["Content-Length"] = str(len(body) if length is None else length)
        lines = [f"{name}: {value}" for name, value in headers.items()]
        request = "POST /webhooks/products/update HTTP/1.1\r\nHost: tote\r\n"
        return (request + "\r\n".join(lines) + "\r\n").encode() + extra + b"\r\n"


@pytest.fixture(scope="session")
def served(
    redis_url: str, chroma_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    directory = tmp_path_factory.mktemp("served")
    port = free_port()
    environ = {
        **os.environ,
        **development_values(),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "APP_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "TOTE_DATA_DIR": str(directory),
        "REDIS_URL": redis_url,
        "CHROMA_URL": chroma_url,
    }
    settings = load_settings(environ)
    record = open_record(settings.database_url)
    create_tables(record)
    register_shop(record, SHOP, token="t", now=datetime.now(UTC), keys=settings.encryption_keys)
    process = subprocess.Popen(
        ["gunicorn", "-c", "gunicorn.conf.py", "shopify_app:create_app()"],
        cwd=ROOT,
        env=environ,
        stderr=subprocess.DEVNULL,
    )
    wait_until(
        lambda: http_answers(f"http://127.0.0.1:{port}/healthz"), what="gunicorn", timeout_s=120
    )
    yield Served(port, settings, record, process.pid)
    process.kill()
    process.wait()
    record.close()
