"""The knowledge room's own fixtures: an installed store, and an embedder that costs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from shopify_app.db import Record
from shopify_app.knowledge.vectors import VectorIndex
from shopify_app.shops.install import register_shop
from shopify_app.shops.profile import update_profile
from tests.conftest import OTHER_SHOP, SHOP
from tests.knowledge.chroma import OwnChroma
from tests.knowledge.hashing import HashingEmbedder

KEYS = (Fernet.generate_key().decode(),)


@pytest.fixture
def shop(record: Record, now: datetime) -> str:
    return installed(record, SHOP, now)


@pytest.fixture
def other_shop(record: Record, now: datetime) -> str:
    return installed(record, OTHER_SHOP, now)


def installed(record: Record, shop: str, now: datetime) -> str:
    register_shop(record, shop, token="a-token", now=now, keys=KEYS)
    with record.write() as connection:
        profile = {"name": "Woolmere", "url": "https://woolmere.example", "currency": "EUR"}
        update_profile(connection, shop, profile)
    return shop


@pytest.fixture
def hashing() -> HashingEmbedder:
    return HashingEmbedder()


@pytest.fixture
def vectors(chroma_url: str) -> VectorIndex:
    return VectorIndex(chroma_url)


@pytest.fixture
def own_chroma(tmp_path: Path) -> Iterator[OwnChroma]:
    chroma = OwnChroma(tmp_path / "chroma")
    chroma.start()
    yield chroma
    chroma.kill()
