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

CONVERGED_IN_S = 120


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
    go_on(load)
    house.kill(victim)
    time.sleep(1)  # whatever of the load may be met by the fall
    house.start(victim)
    go_on(load)
    load.stop()

    eventually(
        lambda: is_converged(house, shop, embedder, vectors),
        what=f"all to be in line after {victim} was killed",
        timeout_s=CONVERGED_IN_S,
    )
    assert missing(house, load.acknowledged) == set()
    assert statuses(house, shop) == {"done"}
    assert is_newest_everywhere(house, shop)


@pytest.mark.parametrize("victim", ["chroma", *rarely("deliveries", "indexing", "redis")])
def test_webhooks_are_acknowledged_while_what_follows_is_down(
    house: House, shop: str, load: Load, embedder: Embedder, vectors: VectorIndex, victim: str
) -> None:
    house.kill(victim)
    go_on(load)
    house.start(victim)
    load.stop()

    assert load.refused == []
    eventually(
        lambda: is_converged(house, shop, embedder, vectors),
        what=f"all to be in line after {victim} came back",
        timeout_s=CONVERGED_IN_S,
    )


def test_an_emptied_redis_loses_nothing(
    house: House, shop: str, load: Load, embedder: Embedder, vectors: VectorIndex
) -> None:
    house.kill("deliveries")
    go_on(load)
    house.kill("redis")
    empty(house, "redis", keep="redis.conf")
    house.start("redis")
    house.start("deliveries")
    load.stop()

    eventually(
        lambda: is_converged(house, shop, embedder, vectors),
        what="all to be in line without Redis's memory",
        timeout_s=CONVERGED_IN_S,
    )
    assert missing(house, load.acknowledged) == set()


def test_an_emptied_chroma_is_filled_again_from_the_record(
    house: House, shop: str, load: Load, embedder: Embedder, vectors: VectorIndex
) -> None:
    go_on(load)
    load.stop()
    eventually(
        lambda: is_converged(house, shop, embedder, vectors),
        what="a first index",
        timeout_s=CONVERGED_IN_S,
    )
    house.kill("chroma")
    empty(house, "chroma", keep="chroma.yaml")
    house.start("chroma")

    eventually(
        lambda: is_converged(house, shop, embedder, VectorIndex(house.settings.chroma_url)),
        what="Chroma to be filled again",
        timeout_s=CONVERGED_IN_S,
    )


def go_on(load: Load, *, further: int = 30) -> None:
    """Until so many webhooks more have been acknowledged."""
    enough = len(load.acknowledged) + further
    eventually(lambda: len(load.acknowledged) >= enough, what="webhooks to be acknowledged")


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
