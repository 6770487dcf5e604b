"""What a store may use, and that one place asks."""

from shopify_app.shops.entitlement import EVERYTHING, entitlement_of
from tests.house import ROOT


def test_every_store_may_use_everything() -> None:
    assert entitlement_of("woolmere.myshopify.com") == EVERYTHING
    assert EVERYTHING.model_tokens_per_day > 0


def test_one_place_asks_so_that_a_plan_is_read_at_one_place() -> None:
    asking = [
        path.relative_to(ROOT).as_posix()
        for folder in ("shopify_app", "workers")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "entitlement_of" in path.read_text()
    ]

    assert asking == ["shopify_app/answers/admission.py", "shopify_app/shops/entitlement.py"]
