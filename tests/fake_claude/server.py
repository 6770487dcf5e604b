"""The stand-in's HTTP server."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import threading
from collections import deque
from dataclasses import replace
from typing import Any

from tests.fake_claude import wire
from tests.fake_claude.acts import ACTS, Act, act_asked_for
from tests.fake_claude.faults import fault_of
from tests.fake_claude.wire import Event


class FakeClaude:
    """A server on a free port of the loopback, in a thread of its own; a context manager.

    `play(act, …)` tells it how to treat the next requests, the last act for all that follow. A
    question that names an act in double brackets, `[[overloaded]]`, gets that one in any case,
    with the text of the next.
    `requests` are the bodies it received, `connections` how many it was given, `open_streams` how
    many answers are on their way.
    """

    def __init__(self, *, port: int = 0, act: Act | None = None) -> None:
        self.port = port
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.open_streams = 0
        self.connections = 0
        self._acts: deque[Act] = deque([act or Act()])
        self._cached_prefixes: set[str] = set()
        self._connections: set[asyncio.Task[None]] = set()
        self._ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self.run()), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def play(self, *acts: Act) -> None:
        self._acts = deque(acts)

    def __enter__(self) -> FakeClaude:
        self._thread.start()
        self._ready.wait(60)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop
        assert self._stop
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    async def run(self) -> None:
        """Serve until stopped; then drop whatever is still open."""
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._accept, "127.0.0.1", self.port, backlog=1024)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self.connections += 1
        self._connections.add(task)
        try:
            while await self._serve_one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._connections.discard(task)
            writer.close()

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        line, _, rest = head.decode().partition("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (each.partition(":") for each in rest.split("\r\n"))
        }
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        exchange = HttpExchange(self, writer, json.loads(body) if body else {})
        fault = fault_of(line, headers, exchange.request)
        if fault:
            await exchange.refuse(400, wire.error("invalid_request_error", fault), {})
            return True
        self.requests.append(exchange.request)
        self.headers.append(headers)
        await self._perform(exchange, reader)
        return exchange.alive

    async def _perform(self, exchange: HttpExchange, reader: asyncio.StreamReader) -> None:
        name = act_asked_for(exchange.request)
        act = replace(self._acts[0], name=name) if name else self._next_act()
        self.open_streams += 1
        acting = asyncio.ensure_future(ACTS[act.name](exchange, act))
        leaving = asyncio.ensure_future(reader.read(1))  # nothing more is sent until we are done
        try:
            await asyncio.wait({acting, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if acting.done():
                acting.result()
            else:
                exchange.alive = False
        finally:
            self.open_streams -= 1
            for task in (acting, leaving):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                    await task

    def _next_act(self) -> Act:
        return self._acts.popleft() if len(self._acts) > 1 else self._acts[0]

    def usage_of(self, request: dict[str, Any]) -> dict[str, int]:
        """Tokens by a rule of thumb; a system prefix sent before is read from the cache."""
        prefix = json.dumps(
            [block for block in request.get("system", []) if block.get("cache_control")]
        )
        digest = hashlib.sha256(prefix.encode()).hexdigest()
        cached = digest in self._cached_prefixes
        self._cached_prefixes.add(digest)
        size = len(prefix) // 4
        return {
            "input_tokens": len(json.dumps(request)) // 4 - size,
            "cache_creation_input_tokens": 0 if cached else size,
            "cache_read_input_tokens": size if cached else 0,
        }


class HttpExchange:
    """One request, answered over HTTP/1.1 with chunks."""

    def __init__(
        self, server: FakeClaude, writer: asyncio.StreamWriter, request: dict[str, Any]
    ) -> None:
        self.request = request
        self.alive = True
        self._server = server
        self._writer = writer

    async def refuse(self, status: int, body: Event, headers: dict[str, str]) -> None:
        content = json.dumps(body).encode()
        await self._head(
            status,
            {"content-type": "application/json", "content-length": str(len(content)), **headers},
        )
        self._writer.write(content)
        await self._writer.drain()

    async def begin(self) -> None:
        await self._head(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked"})

    async def send(self, event: Event) -> None:
        await self.send_raw(wire.encode(event))

    async def send_raw(self, data: bytes) -> None:
        self._writer.write(b"%x\r\n%b\r\n" % (len(data), data))
        await self._writer.drain()

    async def end(self) -> None:
        self._writer.write(b"0\r\n\r\n")
        await self._writer.drain()

    def cut(self) -> None:
        self.alive = False
        self._writer.transport.abort()

    def usage(self) -> dict[str, int]:
        return self._server.usage_of(self.request)

    async def _head(self, status: int, headers: dict[str, str]) -> None:
        lines = [f"HTTP/1.1 {status} -", "request-id: req_standin"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        await self._writer.drain()
