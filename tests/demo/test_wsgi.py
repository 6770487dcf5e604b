from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client

from demo import SHOP
from shopify_app.config import Settings
from shopify_app.shopify.session_tokens import verify_session_token
from tests.house import ROOT


def environment(settings: Settings, **changes: str) -> dict[str, str]:
    return {
        **os.environ,
        "SHOPIFY_API_KEY": settings.api_key,
        "SHOPIFY_API_SECRET": settings.api_secrets[0],
        "ENCRYPTION_KEYS": settings.encryption_keys[0],
        "APP_URL": settings.app_url,
        "TOTE_DATA_DIR": str(settings.data_dir),
        "REDIS_URL": settings.redis_url,
        "CHROMA_URL": settings.chroma_url,
        **changes,
    }


def run(code: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, text=True
    )


def test_it_does_not_load_outside_demo_mode(demo_settings: Settings) -> None:
    environ = environment(demo_settings)
    environ.pop("TOTE_DEMO", None)

    done = run("import demo.wsgi", environ)

    assert done.returncode == 1
    assert "the demo is served only with TOTE_DEMO=1" in done.stderr


def test_without_the_demo_nothing_of_it_can_be_reached(client: FlaskClient) -> None:
    for path in ("/demo", "/demo/", "/demo/admin", "/demo/admin/session-token", "/demo/shop-admin"):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code in (404, 405)


def test_tote_never_imports_its_demo(demo_settings: Settings) -> None:
    code = (
        "import sys, shopify_app, workers; app = shopify_app.create_app()\n"
        "assert not [name for name in sys.modules if name.split('.')[0] == 'demo']"
    )

    done = run(code, environment(demo_settings))

    assert done.returncode == 0, done.stderr


@pytest.fixture
def whole(demo_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Tote and its demo as gunicorn serves them."""
    for name, value in environment(demo_settings, TOTE_DEMO="1").items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PORT", raising=False)
    sys.modules.pop("demo.wsgi", None)
    from demo import wsgi

    return Client(wsgi.app)


def test_in_demo_mode_both_are_there(whole: Client) -> None:
    assert whole.get("/healthz").status_code == 200
    assert whole.get("/demo/cart").status_code == 200
    assert "Origin" not in whole.get("/demo/cart").headers


def test_the_bounce_page_is_the_demos_own(whole: Client) -> None:
    page = whole.get("/auth/patch-id-token?shopify-reload=http://127.0.0.1:8000/")

    assert page.status_code == 200
    assert "/demo/static/bounce.js" in page.text
    assert "cdn.shopify.com" not in page.text


def test_the_admin_frames_the_app_with_a_session_token_it_believes(
    visitor: FlaskClient, demo_settings: Settings
) -> None:
    page = visitor.get("/admin").text

    address = urlsplit(
        page.partition('<iframe id="app" title="Tote" data-src="')[2].partition('"')[0]
    )
    query = parse_qs(address.query.replace("&amp;", "&"))
    assert address.path == "/"
    assert (query["shop"], query["embedded"]) == ([SHOP], ["1"])
    assert verify(query["id_token"][0], demo_settings) == SHOP


def test_a_fresh_token_is_minted_when_asked(visitor: FlaskClient, demo_settings: Settings) -> None:
    response = visitor.post("/admin/session-token")

    assert verify(response.get_json()["token"], demo_settings) == SHOP
    assert response.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in response.headers
    assert visitor.get("/admin/session-token").status_code == 405


@pytest.mark.parametrize("page", ["https://example.com", "//example.com", "/\\example.com", "/?x"])
def test_the_frame_shows_the_app_and_nothing_else(visitor: FlaskClient, page: str) -> None:
    assert 'src="/?shop=' in visitor.get(f"/admin?page={page}").text


def test_the_frame_can_open_another_page_of_the_app(visitor: FlaskClient) -> None:
    assert 'src="/voice?shop=' in visitor.get("/admin?page=/voice").text


def test_nobody_may_frame_the_admin_but_the_demo(demo_app: Flask) -> None:
    policy = demo_app.test_client().get("/admin").headers["Content-Security-Policy"]

    assert "frame-ancestors 'self'" in policy


def verify(token: str, settings: Settings) -> str:
    return verify_session_token(
        token, api_key=settings.api_key, secrets=settings.api_secrets, now=datetime.now(UTC)
    ).shop
