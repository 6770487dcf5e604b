"""How fast webhooks are acknowledged, beside a view that only verifies and answers.

`python -m benchmarks.acknowledgement [--seconds 5] [--rounds 5] [--connections 64]`

Both are served by the same gunicorn settings on this machine, in turns within one run, with the
load on the same cores. Ours has committed each webhook to the record (SQLite, flushed to disk)
before it answers; afterwards every acknowledged one is looked up. Redis runs; the workers do not:
they would take the same cores from ours and not from the bare view.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks.table import percentile, report
from benchmarks.webhook_load import BODY
from shopify_app.config import load_settings
from shopify_app.db import Record, open_record
from shopify_app.db.migration import migrate
from shopify_app.db.tables import Delivery
from shopify_app.local.environment import development_values
from shopify_app.local.services import free_port, new_password, redis_service, wait_until
from shopify_app.shops.install import register_shop

ROOT = Path(__file__).resolve().parents[1]
SHOP = "benchmark.myshopify.com"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=64)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory, ExitStack() as running:
        environ = _environ(Path(directory))
        record = _prepare(environ)
        redis = redis_service(Path(directory) / "redis", port=free_port(), password=new_password())
        environ["REDIS_URL"] = redis.url
        running.enter_context(_running(redis.command.split(), environ))
        wait_until(redis.is_up, what="redis", timeout_s=10)
        ports = {"bare view": free_port(), "Tote": free_port()}
        apps = {"bare view": "benchmarks.bare_view:app", "Tote": "shopify_app:create_app()"}
        for name, port in ports.items():
            running.enter_context(_gunicorn(apps[name], {**environ, "PORT": str(port)}, port))
        for port in ports.values():
            _load(port, environ, arguments, seconds=8)  # until every worker has loaded its app
        rounds = [
            {
                name: _load(port, environ, arguments, seconds=arguments.seconds)
                for name, port in ports.items()
            }
            for _ in range(arguments.rounds)
        ]
        acknowledged = [each for one in rounds for each in one["Tote"].acknowledged]
        lost = set(acknowledged) - _kept(record)
        record.close()
    pairs = [one["Tote"].rate / one["bare view"].rate for one in rounds]
    report(
        "acknowledgement",
        [_row(name, [one[name] for one in rounds]) for name in ports],
        share_of_the_bare_view=statistics.median(pairs),
        share_in_each_round=[round(pair, 3) for pair in pairs],
        acknowledged=len(acknowledged),
        lost=len(lost),
        body_bytes=len(BODY),
        connections=arguments.connections,
        rounds=f"{arguments.rounds} of {arguments.seconds:g} s each, in turns",
        record="SQLite, synchronous=FULL",
    )
    sys.exit(1 if lost else 0)


@dataclass(frozen=True)
class Loaded:
    """One run of the load against one server."""

    rate: float
    seconds: list[float]
    acknowledged: list[str]
    others: dict[str, int]


def _environ(directory: Path) -> dict[str, str]:
    return {
        **os.environ,
        **development_values(),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "TOTE_DATA_DIR": str(directory),
        "APP_URL": "http://127.0.0.1:8000",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "CHROMA_URL": "http://127.0.0.1:1",
    }


def _prepare(environ: Mapping[str, str]) -> Record:
    settings = load_settings(environ)
    record = open_record(settings.database_url)
    migrate(record)
    register_shop(record, SHOP, token="t", now=datetime.now(UTC), keys=settings.encryption_keys)
    return record


@contextmanager
def _running(command: list[str], environ: Mapping[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        command, cwd=ROOT, env=dict(environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _gunicorn(app: str, environ: Mapping[str, str], port: int) -> Iterator[None]:
    def listens() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    with _running(["gunicorn", "-c", "gunicorn.conf.py", app], environ):
        wait_until(listens, what=app, timeout_s=30)
        yield


def _load(
    port: int, environ: Mapping[str, str], arguments: argparse.Namespace, *, seconds: float
) -> Loaded:
    words = [str(port), SHOP, str(seconds), str(arguments.connections)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.webhook_load", *words],
        cwd=ROOT,
        env=dict(environ),
        check=True,
        capture_output=True,
        text=True,
    )
    said = json.loads(done.stdout)
    return Loaded(
        len(said["seconds"]) / said["elapsed_s"],
        said["seconds"],
        said["acknowledged"],
        said["others"],
    )


def _kept(record: Record) -> set[str]:
    with record.read() as connection:
        return set(connection.scalars(select(Delivery.webhook_id)))


def _row(name: str, loads: list[Loaded]) -> dict[str, Any]:
    seconds = [each for load in loads for each in load.seconds]
    return {
        "view": name,
        "webhooks/s": statistics.median(load.rate for load in loads),
        "p50 ms": percentile(seconds, 0.5) * 1000,
        "p99 ms": percentile(seconds, 0.99) * 1000,
        "max ms": max(seconds) * 1000,
        "not 200": sum(sum(load.others.values()) for load in loads),
    }


if __name__ == "__main__":
    main()
