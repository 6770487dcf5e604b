"""The operator has a store read, or compared with Shopify, at once."""

import pytest

from demo import SHOP
from demo.shopify_standin.bulk import BulkRules
from shopify_app import cli
from tests.reconciliation.conftest import Branch
from tests.reconciliation.test_backfill import KINDS
from tests.test_cli import environment_of, run


def test_a_store_is_read_once_and_compared_from_then_on(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "LOOK_AGAIN_S", 0)
    branch.app.config["BULK"] = BulkRules(asked_before_done=0)
    environ = environment_of(branch.parts.settings)

    first = run(environ, "sync", SHOP)
    branch.work()
    second = run(environ, "sync", SHOP)

    count = sum(len(branch.sources(kind)) for kind in KINDS)
    assert first.output == f"{SHOP}: {count} objects read\n"
    assert second.output == f"{SHOP}: 0 changes found\n"
    assert len(branch.sources("product")) == len(branch.state.all("product"))
