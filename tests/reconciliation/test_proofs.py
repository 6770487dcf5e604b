"""Read whole, alike after a bad hour, whole after a kill: for a small store here, always."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from flask import request

from demo import SHOP
from demo.shopify_standin.bulk import BulkRules
from tests.house import ROOT
from tests.reconciliation.conftest import Branch
from tests.reconciliation.proofs import compare_once, expire_lease, is_read, lossy_hour
from tests.reconciliation.stores import differences, fill
from tests.reconciliation.test_backfill import on_one_database, progress, read_all
from tests.test_cli import environment_of

PRODUCTS, ORDERS = 60, 30


def test_after_a_lossy_hour_one_comparison_makes_the_record_like_the_store(branch: Branch) -> None:
    fill(branch.state, products=PRODUCTS, orders=ORDERS, now=branch.now)
    branch.app.config["BULK"] = BulkRules(asked_before_done=0)
    read_all(branch)
    branch.work()
    assert differences(branch) == []

    lossy_hour(branch, changes=25, seed=3)
    branch.work()
    assert differences(branch) != []
    found = compare_once(branch)
    branch.work()

    assert found > 0
    assert differences(branch) == []
    assert compare_once(branch) == 0


@on_one_database
def test_killed_by_the_system_on_the_way_it_is_gone_on_with(branch: Branch) -> None:
    """While a result is being fetched; other moments are tried in test_backfill."""
    fill(branch.state, products=PRODUCTS, orders=ORDERS, now=branch.now)
    branch.app.config["BULK"] = BulkRules(asked_before_done=0)
    environ = {**os.environ, **environment_of(branch.parts.settings)}
    command = [sys.executable, "-m", "flask", "--app", "shopify_app", "sync", SHOP]
    moments = ["/bulk/3-"]
    running: list[subprocess.Popen[bytes]] = []

    @branch.app.before_request
    def kill() -> None:
        if moments and moments[0] in request.path:
            moments.pop(0)
            running[-1].send_signal(signal.SIGKILL)
            running[-1].wait()

    for ending in (-signal.SIGKILL, 0):
        with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL) as process:
            running.append(process)
            assert process.wait(60) == ending
        expire_lease(branch)

    assert is_read(branch)
    branch.work()
    assert differences(branch) == []
    assert progress(branch).done == progress(branch).total
