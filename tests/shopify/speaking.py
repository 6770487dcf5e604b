"""A server that says what a test puts in its mouth, over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True)
class Reply:
    """`body` is JSON unless it is bytes; after it, `drips` sends a byte more until told to stop."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drips: bool = False


@dataclass
class Speaker:
    """Gives its replies one after the other, the last one again and again."""

    replies: list[Reply] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    """Of each request: the path, the headers, the JSON."""
    url: str = ""
    silenced: Event = field(default_factory=Event)

    def next_reply(self) -> Reply:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def speaking() -> Iterator[Speaker]:
    speaker = Speaker()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def do_GET(self) -> None:
            self.answer(None)

        def answer(self, sent: Any) -> None:
            speaker.asked.append((self.path, dict(self.headers), sent))
            reply = speaker.next_reply()
            body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if not reply.drips:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            while reply.drips and not speaker.silenced.wait(0.02):
                self.wfile.write(b" ")

        def log_message(self, *_: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A caller that hangs up is nothing to complain about."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    speaker.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield speaker
    finally:
        speaker.silenced.set()
        server.shutdown()
        thread.join()
        server.server_close()
