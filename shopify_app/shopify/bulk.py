"""Bulk operations: start one, look after it, read its file of JSON lines with bounded memory.

The lines of one object may stand anywhere in the file: they are spooled to a small database on
disk, from which the objects come one by one.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from shopify_app.errors import ToteError
from shopify_app.shopify.admin import (
    AdminClient,
    AdminMisunderstood,
    AdminRefused,
    AdminUnavailable,
    read_document,
)
from shopify_app.shopify.text import clean_json

STORAGE_HOST = "storage.googleapis.com"
"""Where Shopify puts the results."""
MOST_FILE_BYTES = 4 * 1024**3
MOST_LINE_BYTES = 16 * 1024 * 1024
DOWNLOAD_S = 1800.0
LINES_AT_ONCE = 500

AT_WORK = frozenset({"CREATED", "RUNNING", "CANCELING"})


class BulkBusy(AdminUnavailable):
    """As many operations as Shopify allows are at work in the shop already."""

    code = "bulk_busy"


class BulkFailed(AdminUnavailable):
    """Shopify gave an operation up, or its result cannot be had."""

    code = "bulk_failed"


class ForeignAddress(ToteError):
    """A result is said to be where Shopify puts none: it is not fetched."""

    code = "bulk_foreign_address"


@dataclass(frozen=True)
class Operation:
    """An operation as Shopify sees it."""

    id: str
    status: str
    error_code: str | None = None
    roots: int = 0
    url: str | None = None
    """Of a complete result; None when it has nothing in it."""

    @property
    def is_at_work(self) -> bool:
        return self.status in AT_WORK

    @property
    def is_complete(self) -> bool:
        return self.status == "COMPLETED"


@dataclass(frozen=True)
class Line:
    """An object of the result with the objects of its connections, in the file's order."""

    node: dict[str, Any]
    children: list[dict[str, Any]]


def start_operation(client: AdminClient, shop: str, token: str, query: str) -> str:
    """The operation's id; that of one at work already when it asks the same.

    Nobody else may have noted it: its starter was killed. Raises BulkBusy, AdminMisunderstood and
    what `AdminClient.execute` raises.
    """
    payload = client.execute(shop, token, "bulk_run", {"query": query})["bulkOperationRunQuery"]
    faults = payload["userErrors"]
    if not faults:
        return str(payload["bulkOperation"]["id"])
    codes = {fault["code"] for fault in faults}
    if codes & {"OPERATION_IN_PROGRESS", "LIMIT_REACHED"}:
        for each in client.execute(shop, token, "bulk_operations")["bulkOperations"]["nodes"]:
            if each["status"] in AT_WORK and each["query"] == query:
                return str(each["id"])
        raise BulkBusy("other bulk operations are at work in this shop")
    raise AdminMisunderstood(f"Shopify refuses the bulk query: {', '.join(map(str, codes))}")


def look_at_operation(
    client: AdminClient, shop: str, token: str, operation_id: str
) -> Operation | None:
    """None when Shopify knows of none such (any more). Raises AdminRefused when it was denied."""
    node = client.execute(shop, token, "bulk_operation", {"id": operation_id})["bulkOperation"]
    if node is None:
        return None
    if node["errorCode"] == "ACCESS_DENIED":
        raise AdminRefused("Shopify denies access to a field of the bulk query")
    return Operation(
        id=node["id"],
        status=node["status"],
        error_code=node["errorCode"],
        roots=int(node["rootObjectCount"] or 0),
        url=node["url"],
    )


def bulk_query(name: str, **words: str) -> str:
    """The text of `queries/<name>.graphql`; bulk queries know no variables, so words are put in."""
    text = read_document(name)
    for word, value in words.items():
        text = text.replace(word, value)
    return text


def is_allowed(url: str, *, admin_url: str) -> bool:
    """Whether a result may be fetched from there. Pure.

    From Shopify's storage, or from where the Admin API itself is, as with a stand-in.
    """
    try:
        parts, own = urlsplit(url), urlsplit(admin_url)
        own_place = (own.scheme, own.hostname, own.port)
        place = (parts.scheme, parts.hostname, parts.port)
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None:
        return False
    return place in (("https", STORAGE_HOST, None), ("https", STORAGE_HOST, 443), own_place)


@contextmanager
def spooled(
    url: str, *, admin_url: str, path: Path, keep: Callable[[], None]
) -> Iterator[sqlite3.Connection]:
    """The result at `url` in a database on disk; `keep` is called on the way.

    Its file at `path` has no name from the first moment on: whatever ends this process, nothing of
    the store stays behind.

    Raises ForeignAddress, BulkFailed, and what `keep` raises.
    """
    if not is_allowed(url, admin_url=admin_url):
        raise ForeignAddress("a bulk result is not where Shopify puts them")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # of one who was killed just then
    with closing(sqlite3.connect(path, isolation_level=None)) as spool:
        spool.execute("PRAGMA journal_mode=OFF")  # a journal would be looked for by name
        spool.execute("PRAGMA synchronous=OFF")
        spool.execute("CREATE TABLE lines (place INTEGER PRIMARY KEY, parent TEXT, text TEXT)")
        path.unlink()
        spool.execute("BEGIN")
        rows: list[tuple[str | None, str]] = []
        for text in download_lines(url):
            rows.append((_parent_of(text), text))
            if len(rows) == LINES_AT_ONCE:
                _insert(spool, rows)
                keep()
        _insert(spool, rows)
        spool.execute("CREATE INDEX by_parent ON lines (parent)")
        spool.execute("COMMIT")
        yield spool


def read_objects(spool: sqlite3.Connection, *, skip: int) -> Iterator[Line]:
    """The objects in the file's order, without the first `skip`."""
    roots = spool.execute(
        "SELECT text FROM lines WHERE parent IS NULL ORDER BY place LIMIT -1 OFFSET ?", (skip,)
    )
    for (text,) in roots:
        node = clean_json(json.loads(text))
        children = spool.execute(
            "SELECT text FROM lines WHERE parent = ? ORDER BY place", (node["id"],)
        )
        yield Line(node, [clean_json(json.loads(each)) for (each,) in children])


def download_lines(url: str) -> Iterator[str]:
    """The lines as they come. No token goes along, no redirect is followed. Raises BulkFailed."""
    deadline = time.monotonic() + DOWNLOAD_S
    timeout = httpx.Timeout(20, connect=5)
    try:
        with (
            httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code != 200:
                raise BulkFailed(f"the bulk result was answered with {response.status_code}")
            rest = bytearray()
            size = 0
            # As they come: pieces of one size would only be looked at once they are full.
            for piece in response.iter_bytes():
                size += len(piece)
                begun, *others = piece.split(b"\n")
                rest += begun
                if size > MOST_FILE_BYTES or len(rest) > MOST_LINE_BYTES:
                    raise BulkFailed("the bulk result is too large")
                if time.monotonic() > deadline:
                    raise BulkFailed("the bulk result comes too slowly")
                for part in others:
                    if rest.strip():
                        yield rest.decode("utf-8", "replace")
                    rest = bytearray(part)
            if rest.strip():
                yield rest.decode("utf-8", "replace")
    except httpx.HTTPError as error:
        raise BulkFailed(f"the bulk result broke off: {type(error).__name__}") from error


def _parent_of(text: str) -> str | None:
    """Raises BulkFailed for a line that is no object."""
    try:
        node = json.loads(text)
        parent = node.get("__parentId")
        if not isinstance(node["id"], str) or not isinstance(parent, str | None):
            raise TypeError("not ids")
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError) as error:
        raise BulkFailed("a line of the bulk result is not an object") from error
    return parent


def _insert(spool: sqlite3.Connection, rows: list[tuple[str | None, str]]) -> None:
    spool.executemany("INSERT INTO lines (parent, text) VALUES (?, ?)", rows)
    rows.clear()
