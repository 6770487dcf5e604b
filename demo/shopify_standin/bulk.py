"""Bulk operations: a query over everything, run apart, its result a file of JSON lines.

Rules: https://shopify.dev/docs/api/usage/bulk-operations/queries
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import Any

from graphql import GraphQLError, execute_sync, parse, validate

from demo.ids import gid
from demo.shopify_standin import querying
from demo.shopify_standin.nodes import Node, in_bulk, root
from demo.state import State

RUNNING = ("CREATED", "RUNNING")
SHORT_S = 2.0
ASKED_IN_VAIN = 50
"""Then whoever ran it was killed: it is run again."""
ROOTS_TOGETHER = 40
"""So many roots are written before the children of those before them: never side by side."""


@dataclass(frozen=True)
class BulkRules:
    """How the stand-in runs them; a test may ask for others."""

    at_once: int = 5
    asked_before_done: int = 2
    """An operation is at work until it was asked after so often; with 0 it is done at once."""
    fault: str | None = None
    """An error code with which every operation fails, half of its lines written."""


@dataclass(frozen=True)
class BulkOperations:
    """The bulk operations of the demo shop."""

    state: State
    directory: Path
    files_url: str
    storefront_url: str
    rules: BulkRules
    tell: Callable[[Mapping[str, Any]], None]
    """Told of an operation's end: the body of its webhook."""

    def roots(self) -> dict[str, Any]:
        return {
            "bulkOperationRunQuery": self._start,
            "bulkOperation": self._one,
            "bulkOperations": self._many,
        }

    def _start(self, _info: Any, *, query: str, groupObjects: bool = False) -> Node:  # noqa: N803
        if groupObjects:
            raise GraphQLError("the stand-in does not group objects")
        try:
            faults = validate(querying.schema(), parse(query))
        except GraphQLError as error:
            faults = [error]
        if faults:
            return _refused("INVALID", f"Invalid bulk query: {faults[0].message}")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self.state.writing() as connection:
            [running] = connection.execute(
                "SELECT count(*) FROM bulk_operations WHERE status IN (?, ?)", RUNNING
            ).fetchone()
            if running >= self.rules.at_once:
                return _refused(
                    "OPERATION_IN_PROGRESS", "A bulk query operation for this app is in progress"
                )
            number = connection.execute(
                "INSERT INTO bulk_operations (query, status, created_at) VALUES (?, 'CREATED', ?)",
                (query, now),
            ).lastrowid
        row = self._row(number)
        if row is not None and not self.rules.asked_before_done:
            self._run(row)
        return {"bulkOperation": self._node(row), "userErrors": []}

    def _one(self, _info: Any, *, id: str) -> Node | None:
        number = id.removeprefix("gid://shopify/BulkOperation/")
        if not number.isdecimal():
            raise GraphQLError("invalid id")
        with self.state.writing() as connection:
            connection.execute(
                "UPDATE bulk_operations SET asked = asked + 1,"
                " status = CASE status WHEN 'CREATED' THEN 'RUNNING' ELSE status END WHERE id = ?",
                (number,),
            )
        row = self._row(int(number))
        if row is None:
            return None
        turns = row["asked"] - self.rules.asked_before_done
        if row["status"] == "RUNNING" and turns >= 0 and turns % ASKED_IN_VAIN == 0:
            running = Thread(target=self._run, args=(row,), daemon=True)
            running.start()
            running.join(SHORT_S)  # a small one is done by the time it is asked after again
        return self._node(row)

    def _many(self, _info: Any, *, first: int = 10, **_arguments: Any) -> Node:
        """The latest first, of whatever state: few enough to be told apart by whoever asks."""
        with self.state.reading() as connection:
            connection.row_factory = sqlite3.Row
            rows = connection.execute(
                "SELECT * FROM bulk_operations ORDER BY id DESC LIMIT ?", (first,)
            ).fetchall()
            connection.row_factory = None
        return {"nodes": [self._node(row) for row in rows], "edges": [], "pageInfo": {}}

    def _run(self, row: sqlite3.Row) -> None:
        name = f"{row['id']}-{secrets.token_hex(8)}.jsonl"
        self.directory.mkdir(parents=True, exist_ok=True)
        lines = self._lines(row["query"])
        if self.rules.fault:
            lines = lines[: len(lines) // 2]
        with (self.directory / name).open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
        status = "FAILED" if self.rules.fault else "COMPLETED"
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self.state.writing() as connection:
            connection.execute(
                "UPDATE bulk_operations SET status = ?, error_code = ?, completed_at = ?,"
                " roots = ?, objects = ?, file = ? WHERE id = ?",
                (
                    status,
                    self.rules.fault,
                    now,
                    sum("__parentId" not in line for line in lines),
                    len(lines),
                    name if lines else None,
                    row["id"],
                ),
            )
        self.tell(
            {
                "admin_graphql_api_id": gid("BulkOperation", row["id"]),
                "completed_at": now,
                "created_at": row["created_at"],
                "error_code": self.rules.fault and self.rules.fault.lower(),
                "status": status.lower(),
                "type": "query",
            }
        )

    def _lines(self, query: str) -> list[Node]:
        whole = in_bulk.set(True)
        try:
            result = execute_sync(
                querying.schema(),
                parse(query),
                root_value=root(self.state, self.storefront_url),
            )
        finally:
            in_bulk.reset(whole)
        if result.errors:
            raise result.errors[0]
        [connection] = (result.data or {}).values()
        return list(apart([edge["node"] for edge in connection["edges"]]))

    def _row(self, number: int | None) -> sqlite3.Row | None:
        with self.state.reading() as connection:
            connection.row_factory = sqlite3.Row
            row: sqlite3.Row | None = connection.execute(
                "SELECT * FROM bulk_operations WHERE id = ?", (number,)
            ).fetchone()
            connection.row_factory = None
        return row

    def _node(self, row: sqlite3.Row | None) -> Node | None:
        if row is None:
            return None
        path = self.directory / row["file"] if row["file"] else None
        url = self.files_url + row["file"] if row["file"] else None
        failed = row["status"] == "FAILED"
        return {
            "id": gid("BulkOperation", row["id"]),
            "type": "QUERY",
            "query": row["query"],
            "status": row["status"],
            "errorCode": row["error_code"],
            "createdAt": row["created_at"],
            "completedAt": row["completed_at"],
            "objectCount": str(row["objects"]),
            "rootObjectCount": str(row["roots"]),
            "fileSize": str(path.stat().st_size) if path else None,
            "url": None if failed else url,
            "partialDataUrl": url if failed else None,
        }


def apart(nodes: Sequence[Node]) -> Iterator[Node]:
    """The lines of a result that is not grouped: children stand far from their parents."""
    left = iter(nodes)
    families: list[list[Node]] = []
    while together := list(islice(left, ROOTS_TOGETHER)):
        before, families = families, []
        for node in together:
            yield {key: value for key, value in node.items() if not _is_connection(value)}
            for value in node.values():
                if _is_connection(value):
                    families.append(
                        [{**edge["node"], "__parentId": node["id"]} for edge in value["edges"]]
                    )
        for children in reversed(before):
            yield from children
    for children in reversed(families):
        yield from children


def _is_connection(value: object) -> bool:
    return isinstance(value, dict) and "edges" in value


def _refused(code: str, message: str) -> Node:
    fault = {"code": code, "field": None, "message": message}
    return {"bulkOperation": None, "userErrors": [fault]}
