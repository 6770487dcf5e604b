"""A store of 10,000 products and 2,000 orders: `pytest -m campaign tests/reconciliation -s`.

The figures are printed; what they must keep to is asserted.
"""

from __future__ import annotations

import random
import time

import pytest

from tests.reconciliation.conftest import Branch
from tests.reconciliation.proofs import (
    compare_once,
    expire_lease,
    is_read,
    lossy_hour,
    memory_mb,
    reading,
    sweeper,
    wait_for,
)
from tests.reconciliation.stores import differences, fill
from tests.reconciliation.test_backfill import progress

pytestmark = [pytest.mark.campaign, pytest.mark.timeout(3600)]

PRODUCTS, ORDERS = 10_000, 2_000
CHANGES = 1_500
MOST_GROWTH_MB = 200


def say(text: str) -> None:
    print(text, flush=True)


def test_a_large_store_is_read_killed_and_made_alike_again(branch: Branch) -> None:
    """Of the record alone: indexing so much takes minutes, and is proved elsewhere."""
    say(f"\n{branch.record.dialect}")
    fill(branch.state, products=PRODUCTS, orders=ORDERS, now=branch.now)
    with sweeper(branch) as process:
        wait_for(lambda: reading(branch)[0] != "policies", timeout_s=60, what="a beginning")
        before = memory_mb(process, "VmRSS")
        some = random.Random(5).randrange(2_000, 8_000)
        wait_for(
            lambda: reading(branch)[0] == "products" and reading(branch)[1] >= some,
            timeout_s=300,
            what="half of the products",
        )
        say(f"killed at {reading(branch)}, growth {memory_mb(process) - before:.0f} MB")
    expire_lease(branch)

    started = time.monotonic()
    with sweeper(branch) as process:
        wait_for(
            lambda: (progress(branch).lease_until or branch.now) > branch.now,
            timeout_s=60,
            what="another who holds it",
        )
        before = memory_mb(process, "VmRSS")
        wait_for(lambda: is_read(branch), timeout_s=600, what="the end")
        growth = memory_mb(process) - before
        say(f"read to the end in {time.monotonic() - started:.0f} s, growth {growth:.0f} MB")
    assert growth < MOST_GROWTH_MB
    assert progress(branch).done == progress(branch).total
    started = time.monotonic()
    branch.work()
    say(f"{progress(branch).done} objects applied in {time.monotonic() - started:.0f} s")
    assert differences(branch) == []

    arrived = lossy_hour(branch, changes=CHANGES, seed=7)
    branch.work()
    behind = len(differences(branch))
    started = time.monotonic()
    found = compare_once(branch)
    took_s = time.monotonic() - started
    branch.work()
    say(f"{arrived} webhooks arrived, {behind} objects differed; {found} found in {took_s:.0f} s")
    assert behind > 0
    assert differences(branch) == []
