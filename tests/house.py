"""A whole Tote on random ports: the real processes of the Procfile, to be asked and killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import func, select

from shopify_app.config import Settings, load_settings
from shopify_app.db import Record, open_record
from shopify_app.db.tables import Delivery, Document
from shopify_app.local.environment import development_values
from shopify_app.local.services import (
    chroma_service,
    free_port,
    http_answers,
    new_password,
    redis_service,
    wait_until,
)
from shopify_app.local.supervision import procfile_commands

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class House:
    """Started processes by name: redis, chroma, web, deliveries, indexing, sweeper."""

    directory: Path
    environ: dict[str, str]
    commands: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.environ['PORT']}"

    @cached_property
    def settings(self) -> Settings:
        return load_settings(self.environ)

    @cached_property
    def record(self) -> Record:
        return open_record(self.settings.database_url)

    def start(self, name: str) -> None:
        log = (self.directory / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            [
                "sh",
                "-c",
                f"exec {self.commands[name]}" if name != "chroma" else self.commands[name],
            ],
            cwd=ROOT,
            env=self.environ,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()

    def kill(self, name: str) -> None:
        """SIGKILL, to the process and all it started: nothing gets to say goodbye."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in self.processes.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.record.close()

    def wait_ready(self) -> None:
        wait_until(lambda: http_answers(f"{self.url}/healthz"), what="the web", timeout_s=120)

    def log(self, name: str) -> str:
        return (self.directory / f"{name}.log").read_text(errors="replace")

    def register(self, shop: str, *, url: str | None = None) -> None:
        from shopify_app.shops.install import register_shop
        from shopify_app.shops.profile import update_profile

        now = datetime.now(UTC)
        register_shop(
            self.record, shop, token="a-token", now=now, keys=self.settings.encryption_keys
        )
        if url:
            with self.record.write() as connection:
                update_profile(connection, shop, {"name": shop, "url": url, "currency": "USD"})

    def settle(self, *, timeout_s: float = 120) -> None:
        """Wait until no delivery and no document is waiting for work."""
        wait_until(lambda: self.waiting() == (0, 0), what="a settled record", timeout_s=timeout_s)

    def waiting(self) -> tuple[int, int]:
        """(deliveries, documents) that still wait for work."""
        with self.record.read() as connection:
            deliveries = connection.scalar(
                select(func.count()).where(Delivery.status.in_(("pending", "leased")))
            )
            documents = connection.scalar(
                select(func.count())
                .select_from(Document)
                .where(Document.indexed_version < Document.version)
            )
        return int(deliveries or 0), int(documents or 0)


def open_house(
    directory: Path, *, model_dir: Path, extra: Mapping[str, str] | None = None
) -> House:
    """Prepare the record and start every process; `stop()` it in the end."""
    data = directory / "data"
    data.mkdir(parents=True)
    (data / "model").symlink_to(model_dir)
    redis = redis_service(data / "redis", port=free_port(), password=new_password())
    chroma = chroma_service(data / "chroma", port=free_port())
    port = free_port()
    environ = {
        **os.environ,
        **development_values(),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "TOTE_DATA_DIR": str(data),
        "PORT": str(port),
        "APP_URL": f"http://127.0.0.1:{port}",
        "REDIS_URL": redis.url,
        "CHROMA_URL": chroma.url,
        **(extra or {}),
    }
    commands = {"redis": redis.command, "chroma": chroma.command}
    commands |= procfile_commands(ROOT / "Procfile")
    house = House(directory, environ, commands)
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "shopify_app", "db", "upgrade"],
        cwd=ROOT,
        env=environ,
        check=True,
        capture_output=True,
    )
    for name in commands:
        house.start(name)
    for service in (redis, chroma):
        wait_until(service.is_up, what=service.name, timeout_s=120)
    house.wait_ready()
    return house


def eventually(condition: Callable[[], bool], *, what: str, timeout_s: float = 60) -> None:
    """Fail with `what` when the condition does not come true in time."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, f"waited {timeout_s:.0f} s for {what}"
        time.sleep(0.05)
