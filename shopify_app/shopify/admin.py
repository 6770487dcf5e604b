"""Shopify's Admin GraphQL API: one call, with shop and token explicit and a deadline on it.

ShopifyAPI's own client has no timeout and keeps the last shop's session in the thread, so it is
not used for calls.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from shopify_app.errors import ToteError, Unavailable
from shopify_app.shopify.text import clean_json

QUERIES = Path(__file__).parent / "queries"
DEADLINE_S = 10.0


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


class AdminClient:
    """Calls to any shop's Admin API. Holds connections, and nothing about any shop."""

    def __init__(self, admin_url: str, api_version: str) -> None:
        """`admin_url` contains `{shop}`."""
        self._admin_url = admin_url
        self._path = f"/admin/api/{api_version}/graphql.json"
        self._http = httpx.Client(
            timeout=httpx.Timeout(DEADLINE_S, connect=3), follow_redirects=False
        )

    def execute(
        self, shop: str, token: str, document: str, variables: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The `data` of `queries/<document>.graphql` run on the shop.

        A throttled call waits once when the wait fits the deadline of 10 s.
        Raises AdminRefused, AdminThrottled or AdminUnavailable.
        """
        deadline = time.monotonic() + DEADLINE_S
        while True:
            try:
                return self._post(shop, token, document, variables or {})
            except AdminThrottled as error:
                if time.monotonic() + error.wait_s > deadline:
                    raise
                time.sleep(error.wait_s)

    def _post(
        self, shop: str, token: str, document: str, variables: Mapping[str, Any]
    ) -> dict[str, Any]:
        try:
            response = self._http.post(
                self._admin_url.replace("{shop}", shop) + self._path,
                json={"query": read_document(document), "variables": variables},
                headers={"X-Shopify-Access-Token": token, "Accept": "application/json"},
            )
        except httpx.HTTPError as error:
            raise AdminUnavailable(f"no answer from Shopify: {type(error).__name__}") from error
        return _data(response)


@cache
def read_document(name: str) -> str:
    return (QUERIES / f"{name}.graphql").read_text()


def _data(response: httpx.Response) -> dict[str, Any]:
    """Look into all three places an error can be: the status, `errors`, and a missing `data`."""
    if response.status_code in (401, 402, 403, 404, 423):
        raise AdminRefused(f"Shopify answered {response.status_code}")
    if response.status_code == 429:
        raise AdminThrottled(_seconds(response.headers.get("Retry-After")))
    if response.status_code != 200:
        raise AdminUnavailable(f"Shopify answered {response.status_code}")
    try:
        answer = clean_json(response.json())
    except ValueError as error:
        raise AdminUnavailable("Shopify's answer is not JSON") from error
    errors = answer.get("errors") if isinstance(answer, dict) else "no object"
    if errors:
        raise _graphql_error(errors, answer if isinstance(answer, dict) else {})
    data: dict[str, Any] = answer.get("data") or {}
    return data


def _graphql_error(errors: object, answer: Mapping[str, Any]) -> ToteError:
    codes = {
        (error.get("extensions") or {}).get("code")
        for error in (errors if isinstance(errors, list) else [])
        if isinstance(error, dict)
    }
    if "THROTTLED" in codes:
        return AdminThrottled(_throttle_wait(answer))
    if "ACCESS_DENIED" in codes:
        return AdminRefused("Shopify denies access to a field")
    return AdminUnavailable(f"Shopify could not run the query: {sorted(map(str, codes))}")


def _throttle_wait(answer: Mapping[str, Any]) -> float:
    cost = (answer.get("extensions") or {}).get("cost") or {}
    status = cost.get("throttleStatus") or {}
    missing = cost.get("requestedQueryCost", 100) - status.get("currentlyAvailable", 0)
    return float(max(missing, 1) / max(status.get("restoreRate", 50), 1))


def _seconds(header: str | None) -> float:
    try:
        return max(0.1, float(header or 2))
    except ValueError:
        return 2.0
