"""The token endpoint's call, over real HTTP: bounded in time, and silent about its secrets."""

import traceback
from collections.abc import Iterator

import pytest

from shopify_app.shopify import token_exchange
from shopify_app.shopify.admin import AdminUnavailable
from shopify_app.shopify.token_exchange import TokenEndpoint
from tests.shopify.speaking import Reply, Speaker, speaking

SHOP = "woolmere.myshopify.com"


@pytest.fixture
def shopify() -> Iterator[Speaker]:
    with speaking() as speaker:
        yield speaker


@pytest.fixture
def endpoint(shopify: Speaker) -> Iterator[TokenEndpoint]:
    endpoint = TokenEndpoint(f"{shopify.url}/{{shop}}", api_key="key", secret="a-canary")
    yield endpoint
    endpoint.close()


def test_an_answer_that_never_ends_is_given_up(
    shopify: Speaker, endpoint: TokenEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of its bytes comes in time; only a clock of our own notices."""
    monkeypatch.setattr(token_exchange, "TIMEOUT_S", 1.0)
    shopify.replies = [Reply({}, drips=True)]

    with pytest.raises(AdminUnavailable, match="no tokens from Shopify: ReadTimeout"):
        endpoint.refresh(SHOP, "a-refresh-canary")

    assert not shopify.silenced.is_set()


def test_what_went_wrong_does_not_hold_the_secrets() -> None:
    secret, refresh_token = "a-client-canary", "a-refresh-canary"
    gone = TokenEndpoint("http://127.0.0.1:1/{shop}", api_key="key", secret=secret)

    with pytest.raises(AdminUnavailable) as told:
        gone.refresh(SHOP, refresh_token)

    assert told.value.__cause__ is None
    said = traceback.format_exception_only(told.value)
    assert not any(secret in line or refresh_token in line for line in said)
    gone.close()
