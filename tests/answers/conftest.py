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

PATIENT = Deadlines(first_word_s=60.0, last_word_s=120.0)
"""A machine may be slow: who tests something else than a deadline never meets one."""
SLOW_TO_BEGIN = frozenset({"stall_at_once", "pings_at_once", "silent"})
SLOW_TO_END = frozenset({"stall_midway", "pings_midway"})


@pytest.fixture
def fake() -> Iterator[FakeClaude]:
    with FakeClaude() as server:
        yield server


@pytest.fixture
def claude(fake: FakeClaude, monkeypatch: pytest.MonkeyPatch) -> Iterator[Claude]:
    for aside in ("translating", "rewording", "teaching"):
        monkeypatch.setattr(f"shopify_app.answers.{aside}.LONGEST_S", PATIENT.first_word_s)
    client = Claude(api_key="a-key", base_url=fake.url, model="claude-haiku-5-5", deadlines=PATIENT)
    yield client
    client.close()


def give_up_soon(claude: Claude | None, act: str) -> None:
    """A deadline the act is sure to miss does not make the test last as long as the real one."""
    assert claude
    if act in SLOW_TO_BEGIN:
        claude.deadlines = replace(claude.deadlines, first_word_s=1.0)
    if act in SLOW_TO_END:
        claude.deadlines = replace(claude.deadlines, last_word_s=4.0)


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
