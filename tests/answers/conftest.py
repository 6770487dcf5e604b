"""A stocked Woolmere, and a Claude that does as it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from shopify_app.answers.claude import Claude, Deadlines
from shopify_app.config import Settings
from shopify_app.knowledge.embedder import Embedder
from shopify_app.parts import Parts
from tests.answers import woolmere
from tests.fake_claude import FakeClaude

IMPATIENT = Deadlines(first_word_s=1.0, last_word_s=2.0)
"""So that a test of a deadline does not take as long as the deadline."""


@pytest.fixture
def fake() -> Iterator[FakeClaude]:
    with FakeClaude() as server:
        yield server


@pytest.fixture
def claude(fake: FakeClaude) -> Iterator[Claude]:
    client = Claude(
        api_key="a-key", base_url=fake.url, model="claude-haiku-5-5", deadlines=IMPATIENT
    )
    yield client
    client.close()


@pytest.fixture
def store(parts: Parts, shop: str, embedder: Embedder) -> str:
    """The shop's domain, with all that Woolmere has."""
    parts.__dict__["embedder"] = embedder  # one for all tests: it takes a while to open
    woolmere.stock(parts.record, parts.vectors, parts.embedder, shop)
    return shop


@pytest.fixture
def keyed(settings: Settings, fake: FakeClaude) -> Settings:
    return replace(settings, anthropic_api_key="a-key", anthropic_base_url=fake.url)


@pytest.fixture
def talking(parts: Parts, claude: Claude) -> Parts:
    """The parts, with Claude among them."""
    parts.__dict__["claude"] = claude
    return parts
