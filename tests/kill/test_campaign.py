"""Many kills in a row, of everything, at any moment, on both databases: `pytest -m campaign`.

TOTE_CAMPAIGN_ROUNDS says how many (25 when unset), TOTE_CAMPAIGN_SEED which.
"""

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from redis import Redis
from sqlalchemy.engine import make_url

from shopify_app.knowledge.embedder import Embedder
from shopify_app.knowledge.vectors import VectorIndex
from tests.house import House, eventually, open_house
from tests.kill.load import Load, is_converged, is_newest_everywhere, missing, statuses

pytestmark = [pytest.mark.campaign, pytest.mark.timeout(7200)]

ROUNDS = int(os.environ.get("TOTE_CAMPAIGN_ROUNDS", "25"))
SEED = int(os.environ.get("TOTE_CAMPAIGN_SEED", "1"))
PROCESSES = ("web", "deliveries", "indexing", "sweeper", "redis", "chroma")
SHOP = "campaign.myshopify.com"


@pytest.fixture(params=["sqlite", "postgresql"])
def tote(request: pytest.FixtureRequest, tmp_path: Path, model_dir: Path) -> Iterator[House]:
    """A house of its own, on a database of its own."""
    extra = {}
    if request.param == "postgresql":
        extra["DATABASE_URL"] = new_database(request.getfixturevalue("postgres_url"))
    house = open_house(tmp_path / "house", model_dir=model_dir, extra=extra)
    house.register(SHOP)
    yield house
    house.stop()


def new_database(server_url: str) -> str:
    """An empty PostgreSQL database beside the one the other tests share."""
    name = f"campaign_{int(time.time())}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


def test_nothing_is_lost_however_often_anything_is_killed(tote: House, embedder: Embedder) -> None:
    chance = random.Random(SEED)
    load = Load(tote, SHOP, seed=SEED)
    for _ in range(ROUNDS):
        victims = chance.sample(PROCESSES, k=chance.choice((1, 1, 1, 2, 3)))
        for victim in victims:
            harm(tote, victim, chance)
        time.sleep(chance.uniform(0.5, 3))
    load.stop()

    eventually(
        lambda: is_converged(tote, SHOP, embedder, VectorIndex(tote.settings.chroma_url)),
        what=f"all to be in line after {ROUNDS} rounds with seed {SEED}",
        timeout_s=60,
    )
    assert missing(tote, load.acknowledged) == set()
    assert statuses(tote, SHOP) == {"done"}
    assert is_newest_everywhere(tote, SHOP)
    if tote.record.dialect == "sqlite":
        with tote.record.read() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def harm(tote: House, victim: str, chance: random.Random) -> None:
    """Kill it, or stop it for a while as a machine that swaps would, or empty Redis."""
    way = chance.choice(("kill", "kill", "kill", "hang", "forget"))
    if way == "forget" and victim == "redis":
        with Redis.from_url(tote.settings.redis_url) as redis:
            redis.flushall()
    elif way == "hang":
        group = tote.processes[victim].pid
        os.killpg(group, signal.SIGSTOP)
        time.sleep(chance.uniform(0.5, 4))
        os.killpg(group, signal.SIGCONT)
    else:
        tote.kill(victim)
        time.sleep(chance.uniform(0, 1.5))
        tote.start(victim)
