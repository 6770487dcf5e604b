"""Shopify's Admin GraphQL API: one call, with shop and token explicit and a deadline on it.

ShopifyAPI's own client has no timeout and keeps the last shop's session in the thread, so it is
not used for calls.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from shopify_app.errors import ToteError, Unavailable
from shopify_app.shopify.calling import Answer, call
from shopify_app.shopify.text import clean_json

QUERIES = Path(__file__).parent / "queries"
DEADLINE_S = 10.0
LONGEST_WAIT_S = 3600.0


class AdminRefused(ToteError):
    """Shopify refuses the token, or a scope is missing: only the merchant can help."""

    code = "needs_auth"


class AdminUnavailable(Unavailable):
    """Shopify did not answer, or not in time, or with a fault of its own."""

    code = "admin_unavailable"


class AdminThrottled(AdminUnavailable):
    """The shop's call budget is used up; `wait_s` says when it is back."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"throttled by Shopify for {wait_s:.1f} s")
        self.wait_s = wait_s


class AdminMisunderstood(ToteError):
    """Shopify cannot run the query, however often it is asked: it is wrong, or costs too much."""

    code = "admin_misunderstood"


@dataclass(frozen=True)
class Budget:
    """A shop's call budget in points, as an answer said it at a moment of `time.monotonic()`."""

    available: float
    maximum: float
    restore_per_s: float
    at: float


class AdminClient:
    """Calls to any shop's Admin API. Holds connections, and of each shop what budget is left."""

    def __init__(self, admin_url: str, api_version: str) -> None:
        """`admin_url` contains `{shop}`."""
        self._admin_url = admin_url
        self._path = f"/admin/api/{api_version}/graphql.json"
        self._budgets: dict[str, Budget] = {}
        self._http = httpx.Client(
            timeout=httpx.Timeout(DEADLINE_S, connect=3), follow_redirects=False, trust_env=False
        )

    def url_of(self, shop: str) -> str:
        """Where the shop's Admin API is, without a path of its own."""
        return self._admin_url.replace("{shop}", shop)

    def execute(
        self,
        shop: str,
        token: str,
        document: str,
        variables: Mapping[str, Any] | None = None,
        *,
        timeout_s: float = DEADLINE_S,
    ) -> dict[str, Any]:
        """The `data` of `queries/<document>.graphql` run on the shop, its texts cleaned.

        A throttled call is made again when the wait still fits into `timeout_s`.
        Raises AdminRefused, AdminThrottled, AdminUnavailable or AdminMisunderstood.
        """
        deadline = time.monotonic() + timeout_s
        while True:
            answer = self._ask(shop, token, document, variables or {}, deadline=deadline)
            budget = read_budget(answer, at=time.monotonic())
            if budget:
                self._budgets[shop] = budget
            try:
                return read_answer(answer)
            except AdminThrottled as error:
                if time.monotonic() + error.wait_s > deadline:
                    raise
                time.sleep(error.wait_s)

    def leave_room(self, shop: str) -> None:
        """Wait until half of the shop's budget is there: for work that nobody waits for.

        The other half is for what a shopper's question needs at this moment.
        """
        budget = self._budgets.get(shop)
        if budget:
            time.sleep(wait_for_half(budget, now=time.monotonic()))

    def close(self) -> None:
        self._http.close()

    def _ask(
        self, shop: str, token: str, document: str, variables: Mapping[str, Any], *, deadline: float
    ) -> Answer:
        request = self._http.build_request(
            "POST",
            self.url_of(shop) + self._path,
            json={"query": read_document(document), "variables": variables},
            headers={"X-Shopify-Access-Token": token, "Accept": "application/json"},
        )
        try:
            return call(self._http, request, deadline=deadline)
        except httpx.HTTPError as error:
            kind = type(error).__name__
            raise AdminUnavailable(f"no answer from Shopify: {kind}") from error


@cache
def read_document(name: str) -> str:
    return (QUERIES / f"{name}.graphql").read_text()


def read_answer(answer: Answer) -> dict[str, Any]:
    """The `data` of an answer, after a look into all places an error can be. Pure.

    These are the status, the top-level `errors`, and a `data` that is not there.
    """
    if answer.status in (401, 402, 403, 404, 423):
        raise AdminRefused(f"Shopify answered {answer.status}")
    if answer.status == 429:
        raise AdminThrottled(_wait(_number(answer.retry_after, 2)))
    if answer.status == 400:
        raise AdminMisunderstood("Shopify cannot read the request")
    if answer.status != 200:
        raise AdminUnavailable(f"Shopify answered {answer.status}")
    said = _json_object(answer.body)
    if said.get("errors"):
        raise _graphql_error(said)
    data = said.get("data")
    if not isinstance(data, dict):
        raise AdminUnavailable("Shopify's answer has no data")
    return data


def read_budget(answer: Answer, *, at: float) -> Budget | None:
    """What an answer says of the budget; None when it says nothing of it. Pure."""
    if answer.status != 200:
        return None
    try:
        said = _json_object(answer.body)
    except AdminUnavailable:
        return None
    cost = _object(_object(said.get("extensions")).get("cost"))
    status = _object(cost.get("throttleStatus"))
    if not status:
        return None
    return Budget(
        available=_number(status.get("currentlyAvailable"), 0),
        maximum=_number(status.get("maximumAvailable"), 2000),
        restore_per_s=max(_number(status.get("restoreRate"), 50), 1),
        at=at,
    )


def wait_for_half(budget: Budget, *, now: float) -> float:
    """In seconds, ten at most. Pure."""
    missing = budget.maximum / 2 - budget.available
    return min(10.0, max(0.0, missing / budget.restore_per_s - (now - budget.at)))


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        said = clean_json(json.loads(body))
    except (ValueError, RecursionError) as error:
        raise AdminUnavailable("Shopify's answer is not JSON") from error
    if not isinstance(said, dict):
        raise AdminUnavailable("Shopify's answer is not a JSON object")
    return said


def _graphql_error(said: Mapping[str, Any]) -> ToteError:
    errors = said["errors"] if isinstance(said["errors"], list) else []
    codes = {str(_object(_object(error).get("extensions")).get("code")) for error in errors}
    if "THROTTLED" in codes:
        return AdminThrottled(_throttle_wait(_object(_object(said.get("extensions")).get("cost"))))
    if "ACCESS_DENIED" in codes:
        return AdminRefused("Shopify denies access to a field")
    if "MAX_COST_EXCEEDED" in codes:
        return AdminMisunderstood("the query costs more than Shopify allows for one")
    return AdminUnavailable(f"Shopify could not run the query: {', '.join(sorted(codes))}")


def _throttle_wait(cost: Mapping[str, Any]) -> float:
    status = _object(cost.get("throttleStatus"))
    missing = _number(cost.get("requestedQueryCost"), 100) - _number(
        status.get("currentlyAvailable"), 0
    )
    return _wait(max(missing, 1) / max(_number(status.get("restoreRate"), 50), 1))


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(value: object, default: float) -> float:
    try:
        number = float(value) if isinstance(value, str | int | float) else default
    except (ValueError, OverflowError):
        return default
    return number if math.isfinite(number) else default


def _wait(wait_s: float) -> float:
    return min(max(0.1, wait_s), LONGEST_WAIT_S)
