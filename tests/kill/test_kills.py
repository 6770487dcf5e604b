"""Any process may be killed at any moment: nothing acknowledged is lost, and all ends in line.

Each kind of fall once in every run; the same for every process with `pytest -m campaign`.
"""

import shutil
import time
from collections.abc import Iterator

import pytest
from _pytest.mark.structures import ParameterSet

from shopify_app.knowledge.embedder import Embedder
from shopify_app.knowledge.vectors import VectorIndex
from tests.house import House, eventually
from tests.kill.load import Load, is_converged, is_newest_everywhere, missing, statuses


def rarely(*processes: str) -> list[ParameterSet]:
    return [pytest.param(process, marks=pytest.mark.campaign) for process in processes]


@pytest.fixture
def shop(house: House, request: pytest.FixtureRequest) -> str:
    """A store of its own for each test, so that none builds on another's."""
    name = "".join(each if each.isalnum() else "-" for each in request.node.name.lower())
    shop = f"{name[:50].strip('-')}.myshopify.com"
    house.register(shop)
    return shop


@pytest.fixture
def load(house: House, shop: str) -> Iterator[Load]:
    load = Load(house, shop)
    yield load
    load.stop()


@pytest.fixture
def vectors(house: House) -> VectorIndex:
    return VectorIndex(house.settings.chroma_url)


@pytest.mark.parametrize(
    "victim", ["web", "indexing", *rarely("deliveries", "sweeper", "redis", "chroma")]
)
def test_a_process_killed_under_load_loses_nothing(
    house: House, shop: str, load: Load, embedder: Embedder, vectors: VectorIndex, victim: str
) -> None:
    time.sleep(2)
    house.kill(victim)
    time.sleep(1)
    house.start(victim)
    time.sleep(1)
    load.stop()

    eventually(
        lambda: is_converged(house, shop, embedder, vectors),
        what=f"all to be in line after {victim} was killed",
        timeout_s=30,
    )
    assert len(load.acknowledged) > 50
    assert missing(house, load.acknowledged) == set()
    assert statuses(house, shop) == {"done"}
    assert is_newest_everywhere(house, shop)


@pytest.mark.parametrize("victim", ["chroma", *rarely("deliveries", "indexing", "redis")])
def test_webhooks_are_acknowledged_while_what_follows_is_down(
    house: House, shop: str, load: Load, embedder: Embedder, vectors: VectorIndex, victim: str
) -> None:
    house.kill(victim)
    time.sleep(0.5)
    before = len(load.acknowledged)
    time.sleep(1.5)
    during = len(load.acknowledged) - before
    house.start(victim)
    load.stop()

    assert during > 20
    assert load.refused == []
    eventually(
        lambda: is_converged(house, shop, embedder, vectors),
        what=f"all to be in line after {victim} came back",
        timeout_s=30,
    )


def test_an_emptied_redis_loses_nothing(
    house: House, shop: str, load: Load, embedder: Embedder, vectors: VectorIndex
) -> None:
    house.kill("deliveries")
    time.sleep(1)
    house.kill("redis")
    empty(house, "redis", keep="redis.conf")
    house.start("redis")
    house.start("deliveries")
    load.stop()

    eventually(
        lambda: is_converged(house, shop, embedder, vectors),
        what="all to be in line without Redis's memory",
        timeout_s=30,
    )
    assert missing(house, load.acknowledged) == set()


def test_an_emptied_chroma_is_filled_again_from_the_record(
    house: House, shop: str, load: Load, embedder: Embedder, vectors: VectorIndex
) -> None:
    time.sleep(1)
    load.stop()
    eventually(lambda: is_converged(house, shop, embedder, vectors), what="a first index")
    house.kill("chroma")
    empty(house, "chroma", keep="chroma.yaml")
    house.start("chroma")

    eventually(
        lambda: is_converged(house, shop, embedder, VectorIndex(house.settings.chroma_url)),
        what="Chroma to be filled again",
        timeout_s=60,
    )


def empty(house: House, service: str, *, keep: str) -> None:
    """Delete all a service has written, as a lost disk would."""
    directory = house.settings.data_dir / service
    for entry in directory.iterdir():
        if entry.name == keep:
            continue
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()
