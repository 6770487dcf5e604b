"""The first verified session token installs the store, at the stand-in's token endpoint."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask, jsonify
from flask.testing import FlaskClient

from demo import SHOP
from demo.app import create_demo_app
from demo.parts import Parts as DemoParts
from demo.state import open_state
from shopify_app.parts import Parts
from shopify_app.shopify.scopes import missing_scopes
from shopify_app.shops.directory import active_shop, find_shop
from shopify_app.shops.install import register_shop, uninstall_shop
from shopify_app.shops.profile import mark_needs_auth, shops_to_reconcile, update_scopes
from tests.admin.test_pages import bearer, token_of
from tests.demo.conftest import serving


@pytest.fixture
def shopify(parts: Parts) -> Iterator[Parts]:
    """Parts that ask the stand-in, which knows the demo's shop only."""
    state = open_state(parts.settings.data_dir)
    demo = create_demo_app(DemoParts(parts.settings, state, "http://127.0.0.1:1"))
    with serving(demo) as url:
        parts.settings = dataclasses.replace(parts.settings, admin_url=f"{url}/shopify/{{shop}}")
        yield parts
        parts.tokens.endpoint.close()


def test_opening_the_page_installs_the_store(shopify: Parts, client: FlaskClient) -> None:
    page = client.get("/", query_string={"id_token": token_of(shopify.settings, SHOP)})

    assert page.status_code == 200
    assert shopify.tokens.fresh_token(SHOP).startswith("shpat_")
    with shopify.record.read() as connection:
        assert active_shop(connection, SHOP).epoch == 1
        assert shops_to_reconcile(connection, now=datetime.now(UTC)) == [SHOP]


def test_a_call_to_the_api_installs_the_store(shopify: Parts, client: FlaskClient) -> None:
    response = client.get("/api/knowledge", headers=bearer(shopify.settings, SHOP))

    assert response.status_code == 200


def test_opening_the_page_again_asks_for_no_tokens(shopify: Parts, client: FlaskClient) -> None:
    client.get("/", query_string={"id_token": token_of(shopify.settings, SHOP)})
    first = shopify.tokens.fresh_token(SHOP)

    client.get("/", query_string={"id_token": token_of(shopify.settings, SHOP)})

    assert shopify.tokens.fresh_token(SHOP) == first


def test_coming_back_begins_a_new_epoch_that_an_old_uninstall_does_not_end(
    shopify: Parts, client: FlaskClient
) -> None:
    client.get("/api/knowledge", headers=bearer(shopify.settings, SHOP))
    left = datetime.now(UTC)
    with shopify.record.write() as connection:
        uninstall_shop(connection, SHOP, triggered_at=left, now=left)

    client.get("/api/knowledge", headers=bearer(shopify.settings, SHOP))

    with shopify.record.write() as connection:
        assert not uninstall_shop(connection, SHOP, triggered_at=left, now=left)
        assert active_shop(connection, SHOP).epoch == 2


def test_an_installation_says_what_the_merchant_allows_now(
    shopify: Parts, client: FlaskClient
) -> None:
    client.get("/api/knowledge", headers=bearer(shopify.settings, SHOP))
    left = datetime.now(UTC)
    with shopify.record.write() as connection:
        update_scopes(connection, SHOP, [], at=left)
        uninstall_shop(connection, SHOP, triggered_at=left, now=left)

    page = client.get("/settings", query_string={"id_token": token_of(shopify.settings, SHOP)})

    assert "may no longer read" not in page.text
    with shopify.record.read() as connection:
        entry = active_shop(connection, SHOP)
    assert missing_scopes(entry.profile["scopes"]) == []


def test_the_merchant_of_a_refused_token_brings_a_new_one(
    shopify: Parts, client: FlaskClient
) -> None:
    client.get("/api/knowledge", headers=bearer(shopify.settings, SHOP))
    with shopify.record.write() as connection:
        mark_needs_auth(connection, SHOP, asked_at=datetime.now(UTC))

    client.get("/api/knowledge", headers=bearer(shopify.settings, SHOP))

    with shopify.record.read() as connection:
        assert active_shop(connection, SHOP).state == "active"


def test_an_installed_store_is_administered_while_shopify_gives_no_tokens(
    shopify: Parts, client: FlaskClient
) -> None:
    """As after `shops add` with a token that Shopify turned down."""
    shop = "second.myshopify.com"
    now, keys = datetime.now(UTC), shopify.settings.encryption_keys
    register_shop(shopify.record, shop, token="shpat_refused", now=now, keys=keys)
    with shopify.record.write() as connection:
        mark_needs_auth(connection, shop, asked_at=datetime.now(UTC))

    call = client.get("/api/voice", headers=bearer(shopify.settings, shop))
    page = client.get("/", query_string={"id_token": token_of(shopify.settings, shop)})

    assert (call.status_code, page.status_code) == (200, 200)
    with shopify.record.write() as connection:
        assert active_shop(connection, shop).state == "needs_auth"
        uninstall_shop(connection, shop, triggered_at=datetime.now(UTC), now=datetime.now(UTC))
    assert client.get("/api/voice", headers=bearer(shopify.settings, shop)).status_code == 503


def test_a_store_shopify_gives_no_tokens_for_gets_no_data(
    shopify: Parts, client: FlaskClient
) -> None:
    response = client.get("/api/knowledge", headers=bearer(shopify.settings, "gone.myshopify.com"))

    assert response.status_code == 503
    with shopify.record.read() as connection:
        assert find_shop(connection, "gone.myshopify.com") is None


def test_a_wrong_client_secret_is_the_operators_to_correct(
    shopify: Parts, client: FlaskClient
) -> None:
    """The stand-in does not know the app's newest secret."""
    secrets = ("a-secret-that-shopify-has-never-seen", *shopify.settings.api_secrets)
    shopify.settings = dataclasses.replace(shopify.settings, api_secrets=secrets)

    response = client.get("/api/knowledge", headers=bearer(shopify.settings, SHOP))

    assert response.status_code == 503
    assert response.get_json()["error"]["code"] == "invalid_client"


def test_a_session_token_that_shopify_refuses_is_fetched_anew(
    parts: Parts, client: FlaskClient
) -> None:
    refusing = Flask("refusing")
    refusing.post("/admin/oauth/access_token")(
        lambda: (jsonify(error="invalid_subject_token"), 400)
    )
    with serving(refusing) as url:
        parts.settings = dataclasses.replace(parts.settings, admin_url=url)
        call = client.get("/api/knowledge", headers=bearer(parts.settings, SHOP))
        page = client.get("/", query_string={"id_token": token_of(parts.settings, SHOP)})
        parts.tokens.endpoint.close()

    assert (call.status_code, page.status_code) == (401, 302)
    assert call.headers["X-Shopify-Retry-Invalid-Session-Request"] == "1"
    assert page.headers["Location"].startswith("/auth/patch-id-token?")
