"""The operator compares a store with Shopify at once."""

from demo import SHOP
from tests.reconciliation.conftest import Branch
from tests.test_cli import environment_of, run


def test_a_store_is_compared_with_shopify_now(branch: Branch) -> None:
    environ = environment_of(branch.parts.settings)

    first = run(environ, "sync", SHOP)
    branch.work()
    second = run(environ, "sync", SHOP)

    kinds = ("policy", "page", "article", "product")
    count = sum(len(branch.state.all(kind)) for kind in kinds)
    assert first.output == f"{SHOP}: {count} changes found\n"
    assert second.output == f"{SHOP}: 0 changes found\n"
    assert len(branch.sources("product")) == len(branch.state.all("product"))
