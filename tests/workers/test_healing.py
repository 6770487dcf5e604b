"""The indexing worker's healing: a few shops at a time, each in its turn."""

from datetime import datetime

import pytest

from shopify_app.db import Record
from shopify_app.parts import Parts
from shopify_app.shops.install import register_shop
from workers import healing
from workers.healing import Healer


@pytest.fixture
def shops(record: Record, parts: Parts, now: datetime) -> list[str]:
    shops = [f"shop-{number}.myshopify.com" for number in range(5)]
    for shop in shops:
        register_shop(record, shop, token="a-token", now=now, keys=parts.settings.encryption_keys)
    return shops


@pytest.fixture
def healed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The shops that were looked at; there is time for two of them in a job."""
    looked_at: list[str] = []
    clock = [1000.0]

    def look(_record: object, _vectors: object, _embedder: object, shop: str) -> int:
        looked_at.append(shop)
        clock[0] += 0.6 * healing.LONGEST_RUN_S
        return 0

    monkeypatch.setattr(healing, "heal_shop", look)
    monkeypatch.setattr("workers.healing.time.monotonic", lambda: clock[0])
    return looked_at


def test_a_round_too_long_for_one_job_goes_on_in_the_next(
    parts: Parts, shops: list[str], healed: list[str]
) -> None:
    healer = Healer()

    for done in (2, 4, 5):
        healer.heal_when_due(parts)
        assert len(healed) == done

    assert sorted(healed) == shops
    healer.heal_when_due(parts)  # the round is over, and the next one has its time
    assert len(healed) == 5


def test_after_an_outage_all_are_looked_at_again(
    parts: Parts, shops: list[str], healed: list[str]
) -> None:
    healer = Healer()
    for _ in range(3):
        healer.heal_when_due(parts)

    healer.want()
    for _ in range(3):
        healer.heal_when_due(parts)

    assert sorted(healed) == sorted([*shops, *shops])
