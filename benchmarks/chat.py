"""Our share of the time to the first word, with a Claude that answers at once.

`python -m benchmarks.chat [--streams 1,50,200] [--seconds 20]`

Shoppers of ten stores keep so many streams open: each asks, reads its answer to the end (the
stand-in says its first sentence at once and goes on for some seconds, as Claude does), and asks
again. The same load put on the stand-in alone, without Tote, shows what of the time is its own and
the machine's. Chroma, gunicorn with two gevent processes, the stand-in and the load share the
cores of this machine; the burst row has all shoppers ask within the same moment.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.table import percentile, report
from shopify_app.knowledge.embedder import open_embedder
from shopify_app.knowledge.vectors import VectorIndex
from shopify_app.knowledge.weights import build_model
from shopify_app.local.services import free_port, wait_until
from tests.answers import woolmere
from tests.chat.visiting import proxy_query
from tests.house import ROOT, House, open_house

STORES = [f"bench-{number}.myshopify.com" for number in range(10)]
"""Enough that the limit per store (30 streams) is not what is measured."""
ANSWER = "Thank you for asking, this is how we do that here. " + (
    "We are glad to help with that, and you need not keep the box for it. " * 16
)
PIECES_OF_THE_FIRST_SENTENCE = 4
PAUSE_S = 0.1
"""Between two pieces of 16 characters: an answer takes some seven seconds."""
QUESTIONS = (
    "What is your return policy?",
    "How long does shipping take?",
    "Is the Fjord Rain Jacket waterproof?",
    "Do you have wool jumpers?",
    "When is your shop open?",
)


@dataclass(frozen=True)
class Ask:
    """One request as bytes, and the mark in the response that means: the first word is here."""

    place: tuple[str, int]
    request: bytes
    mark: bytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--streams", default="1,50,200")
    parser.add_argument("--seconds", type=float, default=20)
    arguments = parser.parse_args()
    with ExitStack() as running:
        claude_url = running.enter_context(stand_in())
        house = running.enter_context(talking_house(claude_url))
        next_question = questions(house)
        bare = bare_call(claude_url)
        asyncio.run(warm_up(next_question))
        rows = []
        for streams in map(int, arguments.streams.split(",")):
            for name, ask in (("stand-in alone", lambda: bare), ("Tote", next_question)):
                times = asyncio.run(keep_open(streams, ask, seconds=arguments.seconds))
                rows.append(row(name, streams, times))
        for name, ask in (("stand-in alone", lambda: bare), ("Tote", next_question)):
            burst = asyncio.run(all_at_once(max(map(int, arguments.streams.split(","))), ask))
            rows.append(row(f"{name}, burst", len(burst), burst))
    report("chat", rows, stores=len(STORES), answer_s=round(len(ANSWER) / 16 * PAUSE_S, 1))


def row(name: str, streams: int, times: list[float]) -> dict[str, Any]:
    return {
        "what": name,
        "streams": streams,
        "answers": len(times),
        "p50 ms": percentile(times, 0.5) * 1000,
        "p95 ms": percentile(times, 0.95) * 1000,
        "p99 ms": percentile(times, 0.99) * 1000,
    }


# --- what runs -----------------------------------------------------------------------------------


@contextmanager
def stand_in(
    *, pause_s: float = PAUSE_S, at_once: int = PIECES_OF_THE_FIRST_SENTENCE
) -> Iterator[str]:
    """A Claude in a process of its own; its address."""
    port = free_port()
    command = [sys.executable, "-m", "tests.fake_claude", "--port", str(port)]
    command += ["--text", ANSWER, "--pause", str(pause_s)]
    command += ["--at-once", str(at_once)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            wait_until(lambda: listens(port), what="the stand-in", timeout_s=20)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def listens(port: int) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def talking_house(claude_url: str) -> Iterator[House]:
    """A whole Tote with stocked stores. Its workers are idle once the stores are indexed."""
    model = build_model(ROOT / "var" / "model")
    with tempfile.TemporaryDirectory() as directory:
        extra = {"ANTHROPIC_API_KEY": "a-key", "ANTHROPIC_BASE_URL": claude_url}
        house = open_house(Path(directory) / "house", model_dir=model, extra=extra)
        try:
            vectors, embedder = VectorIndex(house.settings.chroma_url), open_embedder(model)
            for store in STORES:
                house.register(store)
                woolmere.stock(house.record, vectors, embedder, store)
            yield house
        finally:
            house.stop()


def questions(house: House) -> Callable[[], Ask]:
    """Each a new question of a new visitor, signed now."""
    number = count()
    secret = house.settings.api_secrets[0]
    place = urlsplit(house.url)

    def ask() -> Ask:
        n = next(number)
        body = json.dumps({"message": QUESTIONS[n % len(QUESTIONS)]})
        head = (
            f"POST /proxy/chat?{proxy_query(STORES[n % len(STORES)], secret)} HTTP/1.1\r\n"
            f"Host: {place.netloc}\r\nAccept: text/event-stream\r\nConnection: close\r\n"
            f"X-Forwarded-For: 10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return Ask((place.hostname or "", place.port or 80), (head + body).encode(), b"event: text")

    return ask


def bare_call(claude_url: str, mark: str = ANSWER[48:64]) -> Ask:
    """The stand-in asked for the same answer; its word is there when `mark` is: as it is, when a
    whole sentence is."""
    place = urlsplit(claude_url)
    message = {"role": "user", "content": QUESTIONS[0]}
    body = json.dumps({"model": "m", "max_tokens": 1, "stream": True, "messages": [message]})
    head = (
        f"POST /v1/messages HTTP/1.1\r\nHost: {place.netloc}\r\nx-api-key: k\r\n"
        f"anthropic-version: 2023-06-01\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    marked = json.dumps(mark)[1:-1].encode()
    return Ask((place.hostname or "", place.port or 80), (head + body).encode(), marked)


# --- the load ------------------------------------------------------------------------------------


async def warm_up(ask: Callable[[], Ask]) -> None:
    """Until every process has opened its parts."""
    for _ in range(4):
        await asyncio.gather(*(first_word_s(ask()) for _ in range(4)))


async def keep_open(streams: int, ask: Callable[[], Ask], *, seconds: float) -> list[float]:
    """Seconds to the first word, of every answer that began while `streams` were open."""
    answer_s = len(ANSWER) / 16 * PAUSE_S
    begin = time.monotonic() + answer_s + 1  # all are open by then
    times: list[float] = []

    async def shopper(number: int) -> None:
        await asyncio.sleep(answer_s * number / streams)
        while (asked_at := time.monotonic()) < begin + seconds:
            waited = await first_word_s(ask())
            if asked_at >= begin:
                times.append(waited)

    await asyncio.gather(*(shopper(number) for number in range(streams)))
    return times


async def all_at_once(streams: int, ask: Callable[[], Ask]) -> list[float]:
    return await asyncio.gather(*(first_word_s(ask()) for _ in range(streams)))


async def first_word_s(ask: Ask) -> float:
    """Ask, wait for the first word, and read on to the end of the answer."""
    first, _ = await heard_s(ask)
    return first


async def heard_s(ask: Ask) -> tuple[float, float]:
    """Seconds to the first word and to the end of the answer."""
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection(*ask.place)
    writer.write(ask.request)
    heard = b""
    while ask.mark not in heard:
        piece = await reader.read(65536)
        if not piece:
            raise RuntimeError(f"no answer: {heard[:300]!r}")
        heard += piece
    waited = time.perf_counter() - began
    while not heard.endswith(b"0\r\n\r\n"):
        piece = await reader.read(65536)
        if not piece:
            break
        heard = (heard + piece)[-16:]
    writer.close()
    return waited, time.perf_counter() - began


if __name__ == "__main__":
    main()
