"""The chat over real HTTP: gunicorn with gevent, Chroma, SQL, and a Claude that fails in all ways.

A question that names an act in brackets makes the stand-in play it, so that all can be asked at
once: the deadlines here are the real ones.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from sqlalchemy import select

from shopify_app.db.tables import Message
from shopify_app.knowledge.embedder import Embedder
from shopify_app.knowledge.vectors import VectorIndex
from tests.answers import woolmere
from tests.chat.visiting import proxy_query, read_events
from tests.fake_claude import Act, FakeClaude
from tests.house import House, eventually, open_house

SHOP = "woolmere.myshopify.com"
RETURNS = "What is your return policy?"
SENTENCES = "Within 30 days. " + "It is a pity that nobody will read on to the very end. " * 3

WHOLE, BROKEN, QUOTED = "whole", "broken", "quoted"
"""What the shopper gets: Claude's whole answer, a broken one, or the store's own sentences."""

SLOW_ACTS = {
    "stall_at_once": QUOTED,
    "pings_at_once": QUOTED,
    "silent": QUOTED,
    "stall_midway": BROKEN,
    "pings_midway": BROKEN,
}
"""They last until a deadline: up to 40 s."""
FAST_ACTS = {
    "rate_limited": QUOTED,
    "overloaded": QUOTED,
    "server_error": QUOTED,
    "error_at_once": QUOTED,
    "cut_at_once": QUOTED,
    "context_exceeded": QUOTED,
    "error_midway": BROKEN,
    "cut_midway": BROKEN,
    "garbage": BROKEN,
    "clean_end": BROKEN,
    "max_tokens": BROKEN,
    "refusal": WHOLE,
    "refusal_at_once": WHOLE,
}
LONGEST_S = 55
"""That they end is theirs to see to, not a client's or gunicorn's that gives up after a minute."""
FINAL_ACTS = {"wrong_key": QUOTED, "spend_limit": QUOTED}
"""After one of these Claude is not asked again for a while."""


@dataclass
class Web:
    """A running Tote whose Claude is `fake`."""

    house: House
    fake: FakeClaude

    def question(self, message: str, *, address: str, accept: str) -> dict[str, Any]:
        """The arguments of a signed request."""
        query = proxy_query(SHOP, self.house.settings.api_secrets[0])
        return {
            "url": f"{self.house.url}/proxy/chat?{query}",
            "json": {"message": message},
            "headers": {"X-Forwarded-For": address, "Accept": accept},
            "timeout": 60,
        }

    def hear(self, message: str, *, address: str = "203.0.113.1") -> list[tuple[str, Any]]:
        asked = self.question(message, address=address, accept="text/event-stream")
        return read_events(httpx.post(**asked).raise_for_status().text)


@pytest.fixture(scope="module")
def web(
    tmp_path_factory: pytest.TempPathFactory, model_dir: Path, embedder: Embedder
) -> Iterator[Web]:
    with FakeClaude(act=Act(text=SENTENCES)) as fake:
        extra = {
            "ANTHROPIC_API_KEY": "a-key",
            "ANTHROPIC_BASE_URL": fake.url,
            "WEB_CONCURRENCY": "1",  # one process, so that it is known what it remembers
        }
        house = open_house(tmp_path_factory.mktemp("talking"), model_dir=model_dir, extra=extra)
        try:
            house.register(SHOP)
            vectors = VectorIndex(house.settings.chroma_url)
            woolmere.stock(house.record, vectors, embedder, SHOP)
            yield Web(house, fake)
        finally:
            house.stop()


@pytest.fixture
def fresh(web: Web) -> Web:
    """Just started: no failure is remembered."""
    web.house.kill("web")
    web.house.start("web")
    web.house.wait_ready()
    return web


def test_every_way_claude_fails_ends_in_an_answer_in_time(fresh: Web) -> None:
    fast = {}
    for number, act in enumerate(FAST_ACTS):
        fast[act], _ = hear_act(fresh, act, address=f"203.0.113.{number}")
        # A success in between, or Claude would be given a rest after some failures in a row.
        assert hear_act(fresh, "answer", address=f"203.0.113.{number}")[0] == WHOLE
    with ThreadPoolExecutor(len(SLOW_ACTS)) as pool:  # these fail all at once: nobody comes after
        slow = {
            act: pool.submit(hear_act, fresh, act, address=f"198.51.100.{number}")
            for number, act in enumerate(SLOW_ACTS)
        }
        eventually(
            lambda: fresh.fake.open_streams == len(SLOW_ACTS), what="all slow answers to begin"
        )
        ended = {act: future.result() for act, future in slow.items()}

    assert fast == FAST_ACTS
    assert {act: kind for act, (kind, _) in ended.items()} == SLOW_ACTS
    assert max(seconds for _, seconds in ended.values()) < LONGEST_S
    eventually(lambda: fresh.fake.open_streams == 0, what="every stream to be closed")


@pytest.mark.parametrize("act", FINAL_ACTS)
def test_what_only_a_person_can_mend_is_asked_once(fresh: Web, act: str) -> None:
    before = len(fresh.fake.requests)

    first, _ = hear_act(fresh, act)
    second, _ = hear_act(fresh, "answer")

    assert (first, second) == (FINAL_ACTS[act], QUOTED)
    assert len(fresh.fake.requests) == before + 1


def hear_act(web: Web, act: str, *, address: str = "203.0.113.1") -> tuple[str, float]:
    """What the shopper gets when Claude plays the act, and after how many seconds."""
    began = time.monotonic()
    events = web.hear(f"{RETURNS} [[{act}]]", address=address)
    assert events[-1][0] == "done", events
    return kind_of(events[-1][1]), time.monotonic() - began


def kind_of(done: dict[str, Any]) -> str:
    if done["origin"] == "extract":
        return QUOTED if done["complete"] and done["citations"] else "nothing"
    return WHOLE if done["complete"] else BROKEN


def test_a_silent_claude_is_covered_by_heartbeats(fresh: Web) -> None:
    asked = fresh.question(
        f"{RETURNS} [[silent]]", address="203.0.113.60", accept="text/event-stream"
    )

    told = httpx.post(**asked).raise_for_status().text

    # One each two seconds of the ten that Claude is given; fewer only when the machine is slow.
    assert told.count(": still here") >= 2


def test_words_arrive_while_claude_still_speaks(fresh: Web) -> None:
    fresh.fake.play(Act(text=SENTENCES, pause_s=0.2))
    asked = fresh.question(RETURNS, address="203.0.113.61", accept="text/event-stream")

    with httpx.stream("POST", **asked) as response:
        seen = ""
        for text in response.iter_text():
            seen += text
            if "event: text" in seen:
                speaking = fresh.fake.open_streams
                break

    assert speaking == 1
    fresh.fake.play(Act(text=SENTENCES))


@pytest.mark.parametrize("act", ["slow", "stalled"])
def test_a_shopper_who_leaves_is_hung_up_on_and_leaves_a_transcript(fresh: Web, act: str) -> None:
    name = "answer" if act == "slow" else "stall_midway"
    fresh.fake.play(Act(name, text=SENTENCES * 20, pause_s=0.05))

    leave_after_the_first_words(fresh, address=f"203.0.113.{70 + len(act)}")

    eventually(lambda: fresh.fake.open_streams == 0, what="Claude to be hung up on", timeout_s=10)
    eventually(lambda: last_broken_answer(fresh).startswith("Within 30 days."), what="a transcript")
    fresh.fake.play(Act(text=SENTENCES))


def leave_after_the_first_words(web: Web, *, address: str) -> None:
    """Close the socket without a word, as a phone that loses its network."""
    asked = web.question(RETURNS, address=address, accept="text/event-stream")
    request = httpx.Request("POST", asked["url"], json=asked["json"], headers=asked["headers"])
    place = urlsplit(asked["url"])
    with socket.create_connection((place.hostname, place.port), timeout=60) as connection:
        head = f"POST {request.url.raw_path.decode()} HTTP/1.1\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
        connection.sendall(head.encode() + b"\r\n" + request.content)
        seen = b""
        while b"event: text" not in seen:
            seen += connection.recv(4096)


def last_broken_answer(web: Web) -> str:
    with web.house.record.read() as connection:
        latest = select(Message.text).where(Message.role == "store", Message.complete.is_(False))
        return str(connection.scalar(latest.order_by(Message.at.desc()).limit(1)) or "")


def test_the_final_json_comes_whole(fresh: Web) -> None:
    asked = fresh.question(RETURNS, address="203.0.113.80", accept="application/json")

    answer = httpx.post(**asked).raise_for_status().json()

    assert answer["text"].startswith("Within 30 days.")
    assert answer["origin"] == "model"


def test_many_shoppers_are_answered_at_once(fresh: Web) -> None:
    fresh.fake.play(Act(text=SENTENCES, pause_s=0.02))

    def hear(number: int) -> str:
        return str(fresh.hear(RETURNS, address=f"198.51.100.{number}")[-1][0])

    with ThreadPoolExecutor(24) as pool:
        ends = list(pool.map(hear, range(24)))

    assert ends == ["done"] * 24


def test_the_first_questions_may_all_come_at_once(fresh: Web) -> None:
    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(lambda n: fresh.hear(RETURNS, address=f"192.0.2.{n}"), range(6)))

    assert [events[-1][0] for events in told] == ["done"] * 6
