"""What is proved of the first reading and of comparing, for a store of any size."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, update

from demo import SHOP
from demo.sender import Lossy, send_unsent
from shopify_app import create_app
from shopify_app.db.tables import Sync
from shopify_app.shops.syncs import DONE, request_sweep
from tests.demo.conftest import serving
from tests.house import ROOT
from tests.reconciliation.conftest import Branch
from tests.reconciliation.stores import an_hour_passes
from tests.test_cli import environment_of


@contextmanager
def sweeper(branch: Branch) -> Iterator[subprocess.Popen[bytes]]:
    """The worker that reads and compares, as a process; killed at the end."""
    environ = {**os.environ, **environment_of(branch.parts.settings)}
    process = subprocess.Popen([sys.executable, "-m", "workers", "sweeper"], cwd=ROOT, env=environ)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def memory_mb(process: subprocess.Popen[bytes], what: str = "VmHWM") -> float:
    """What it has in memory (`VmRSS`), or had at most (`VmHWM`)."""
    said = Path(f"/proc/{process.pid}/status").read_text()
    found = re.search(rf"{what}:\s+(\d+) kB", said)
    assert found
    return int(found[1]) / 1024


def reading(branch: Branch) -> tuple[str, int, int]:
    """(phase, position, done)"""
    with branch.record.read() as connection:
        row = connection.execute(select(Sync.phase, Sync.position, Sync.done)).one()
        return row.phase, row.position, row.done


def wait_for(condition: Callable[[], bool], *, timeout_s: float, what: str) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def expire_lease(branch: Branch) -> None:
    """As when a minute has passed since its holder was killed."""
    with branch.record.write() as connection:
        past = branch.now - timedelta(hours=1)
        connection.execute(update(Sync).values(lease_until=past, next_at=past))


def is_read(branch: Branch) -> bool:
    return reading(branch)[0] == DONE


def lossy_hour(branch: Branch, *, changes: int, seed: int) -> int:
    """Shopify's edits of an hour, sent so that some get lost; how many webhooks arrived."""
    chance = random.Random(seed)
    branch.state.mark_sent(branch.state.unsent())
    an_hour_passes(branch.state, changes=changes, chance=chance, now=branch.now)
    with serving(create_app(branch.parts)) as url:
        return send_unsent(url, branch.state, settings=branch.parts.settings, lossy=Lossy(chance))


def compare_once(branch: Branch) -> int:
    with branch.record.write() as connection:
        request_sweep(connection, SHOP)
    return branch.reconcile_all(at=branch.now + timedelta(minutes=59))
