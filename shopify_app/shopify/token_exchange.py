"""Shopify's token endpoint: a session token becomes an expiring pair, a pair becomes the next."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from shopify_app.errors import ToteError
from shopify_app.shopify.admin import AdminThrottled, AdminUnavailable
from shopify_app.shopify.calling import call

TIMEOUT_S = 10.0
"""From the call to its whole answer."""
MOST_WAIT_S = 3600.0
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105
OFFLINE_TOKEN = "urn:shopify:params:oauth:token-type:offline-access-token"  # noqa: S105
TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"  # noqa: S105


class SubjectTokenRefused(ToteError):
    """Shopify does not take the session token: the browser must bring a fresh one."""

    code = "invalid_subject_token"


class RefreshRefused(ToteError):
    """The refresh token is used up, expired or revoked: the merchant must open the app."""

    code = "invalid_grant"


class ClientRefused(ToteError):
    """Shopify does not know this app by its key and secret: the operator must correct them."""

    code = "invalid_client"


@dataclass(frozen=True)
class TokenPair:
    """An access token and what gets the next one. Lifetimes in seconds from now."""

    access_token: str = field(repr=False)
    expires_in_s: float
    refresh_token: str = field(repr=False)
    refresh_expires_in_s: float
    scopes: tuple[str, ...] = ()
    """What the merchant allows; empty when Shopify does not say."""


class TokenEndpoint:
    """Of any shop. Holds connections and the app's credentials, nothing about any shop."""

    def __init__(self, admin_url: str, *, api_key: str, secret: str) -> None:
        """`admin_url` contains `{shop}`; `secret` is the newest client secret."""
        self._url = f"{admin_url}/admin/oauth/access_token"
        self._client = {"client_id": api_key, "client_secret": secret}
        self._http = httpx.Client(timeout=httpx.Timeout(TIMEOUT_S, connect=3), trust_env=False)

    def exchange(self, shop: str, id_token: str) -> TokenPair:
        """Raises SubjectTokenRefused, ClientRefused, AdminThrottled, AdminUnavailable."""
        asked = {
            "grant_type": TOKEN_EXCHANGE,
            "subject_token": id_token,
            "subject_token_type": ID_TOKEN,
            "requested_token_type": OFFLINE_TOKEN,
            "expiring": 1,
        }
        return self._ask(shop, asked)

    def refresh(self, shop: str, refresh_token: str) -> TokenPair:
        """Raises RefreshRefused, ClientRefused, AdminThrottled, AdminUnavailable."""
        return self._ask(shop, {"grant_type": "refresh_token", "refresh_token": refresh_token})

    def close(self) -> None:
        self._http.close()

    def _ask(self, shop: str, asked: Mapping[str, object]) -> TokenPair:
        request = self._http.build_request(
            "POST",
            self._url.replace("{shop}", shop),
            json={**self._client, **asked},
            headers={"Accept": "application/json"},
        )
        try:
            answer = call(self._http, request, deadline=time.monotonic() + TIMEOUT_S)
        except httpx.HTTPError as error:
            # Not chained: an error of the client holds the request, and that the secrets.
            raise AdminUnavailable(f"no tokens from Shopify: {type(error).__name__}") from None
        return read_pair(answer.status, answer.retry_after, answer.body)


def read_pair(status: int, retry_after: str | None, body: bytes) -> TokenPair:
    """What the endpoint answered. Pure; raises as TokenEndpoint's calls do."""
    if status == 429:
        raise AdminThrottled(_seconds(retry_after, default=2.0))
    try:
        said: Any = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise AdminUnavailable(f"Shopify's token endpoint answered {status} without JSON")
    refusals: dict[object, ToteError] = {
        "invalid_subject_token": SubjectTokenRefused("Shopify does not take the session token"),
        "invalid_grant": RefreshRefused("Shopify does not take the refresh token"),
        "invalid_client": ClientRefused("Shopify does not take the app's key and secret"),
    }
    error = said.get("error")
    if status in (400, 401) and isinstance(error, str) and error in refusals:
        raise refusals[error]
    if status != 200:
        raise AdminUnavailable(f"Shopify's token endpoint answered {status}")
    access, refresh = said.get("access_token"), said.get("refresh_token")
    lifetimes = said.get("expires_in"), said.get("refresh_token_expires_in")
    if not (isinstance(access, str) and access and isinstance(refresh, str) and refresh):
        raise AdminUnavailable("Shopify's token endpoint gave no pair")
    if not all(isinstance(each, int) and 0 < each < 10**9 for each in lifetimes):
        raise AdminUnavailable("Shopify's token endpoint gave no lifetimes")
    scope = said.get("scope")
    return TokenPair(
        access,
        float(lifetimes[0] or 0),
        refresh,
        float(lifetimes[1] or 0),
        scopes=tuple(scope.split(",")) if isinstance(scope, str) and scope else (),
    )


def _seconds(value: str | None, *, default: float) -> float:
    try:
        seconds = float(value or default)
    except ValueError:
        return default
    return min(max(0.1, seconds), MOST_WAIT_S) if math.isfinite(seconds) else default
