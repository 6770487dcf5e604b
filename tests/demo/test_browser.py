"""The demo's pages in a real browser: the widget on them, and the admin around the app."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask, Response, redirect, request
from playwright.sync_api import Page, expect
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.wrappers import Response as AnyResponse

from shopify_app.config import Settings
from shopify_app.shopify.session_tokens import InvalidSessionToken, verify_session_token
from tests.demo.conftest import Upstream, serving

pytestmark = pytest.mark.browser

APP_PAGE = """<!doctype html><title>App</title>
<s-app-nav><s-link href="/">Overview</s-link><s-link href="/voice">Voice</s-link></s-app-nav>
<p id="path">{path}</p><p id="token"></p>
<script>
addEventListener("message", (event) => {{
  document.getElementById("token").textContent = event.data.id + ":" + event.data.token;
}});
parent.postMessage({{ type: "tote-demo:token-request", id: 7 }}, location.origin);
</script>"""


def create_app(settings: Settings) -> Flask:
    """An app as far as its admin can tell: a page for a valid token, else to the bounce page."""
    app = Flask("app")

    @app.get("/")
    @app.get("/voice")
    def show() -> AnyResponse | str:
        if not is_valid(request.args.get("id_token", ""), settings):
            return redirect(f"/auth/patch-id-token?shopify-reload={request.base_url}")
        return APP_PAGE.format(path=request.path)

    return app


def is_valid(token: str, settings: Settings) -> bool:
    try:
        verify_session_token(
            token, api_key=settings.api_key, secrets=settings.api_secrets, now=datetime.now(UTC)
        )
    except InvalidSessionToken:
        return False
    return True


@pytest.fixture
def site(demo_app: Flask, demo_settings: Settings) -> Iterator[str]:
    """The demo beside an app, mounted as in `demo.wsgi`."""

    def bounce(environ, start_response):  # type: ignore[no-untyped-def]
        there = {**environ, "SCRIPT_NAME": "/demo", "PATH_INFO": "/admin/bounce"}
        return demo_app(there, start_response)

    mounts = {"/demo": demo_app, "/auth/patch-id-token": bounce}
    with serving(DispatcherMiddleware(create_app(demo_settings), mounts)) as url:
        yield url


def test_the_frame_gives_the_app_a_token_and_shows_its_menu(
    page: Page, site: str, demo_settings: Settings
) -> None:
    page.goto(f"{site}/demo/admin")

    app = page.frame_locator("#app")
    app.locator("#token:has-text('7:')").wait_for()
    token = (app.locator("#token").text_content() or "").removeprefix("7:")
    assert is_valid(token, demo_settings)
    expect(page.locator("#app-nav a")).to_have_text(["Overview", "Voice"])


def test_the_menu_and_links_without_a_token_lead_to_the_apps_pages(page: Page, site: str) -> None:
    page.goto(f"{site}/demo/admin")
    app = page.frame_locator("#app")

    page.locator("#app-nav").get_by_text("Voice").click()
    app.locator("#path:has-text('/voice')").wait_for()
    page.frames[1].evaluate("location.assign('/')")
    app.locator("#path:text-is('/')").wait_for()

    expect(page.locator("#app-nav [aria-current]")).to_have_text("Overview")


def test_a_page_that_is_not_the_app_gets_no_token(page: Page, site: str) -> None:
    page.goto(f"{site}/demo/admin")
    page.frame_locator("#app").locator("#token:has-text('7:')").wait_for()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.evaluate("window.postMessage({ type: 'tote-demo:token-request', id: 8 }, location.origin)")

    # Asked for in turn: once the app has its token, the other was long refused.
    page.frames[1].evaluate(
        "parent.postMessage({ type: 'tote-demo:token-request', id: 9 }, location.origin)"
    )
    page.frame_locator("#app").locator("#token:has-text('9:')").wait_for()
    assert len(asked) == 1


def test_the_storefronts_widget_asks_through_the_proxy(
    page: Page, site: str, upstream: Upstream
) -> None:
    answer = {
        "conversation": "c1", "message_id": "m1", "text": "Thirty days.", "origin": "extract",
        "complete": True, "grounded": True, "citations": [], "products": [], "handover": False,
    }  # fmt: skip
    upstream.answer = lambda: (
        Response(json.dumps(answer), content_type="application/json")
        if upstream.requests[-1].path == "/proxy/chat"
        else Response(status=503)
    )
    page.goto(f"{site}/demo/products/peat-sock")

    page.locator("#tote-chat-root button").first.click()
    page.locator("#tote-chat-root textarea").fill("How long do I have?")
    page.keyboard.press("Enter")

    page.locator("#tote-chat-root").get_by_text("Thirty days.").first.wait_for()
    asked = json.loads(upstream.bodies[-1])
    assert asked["message"] == "How long do I have?"
    assert "peat-sock" in json.dumps(asked["page"])


def test_a_picture_that_cannot_be_had_is_drawn(page: Page, site: str, demo_app: Flask) -> None:
    parts = demo_app.extensions["demo"]
    sock = parts.state.find("product", "peat-sock")
    nowhere = [{**sock["images"][0], "src": "http://127.0.0.1:1/gone.jpg"}]
    parts.state.put("product", {**sock, "images": nowhere}, now=datetime.now(UTC))

    page.goto(f"{site}/demo/products/peat-sock")
    page.locator(".pictures img[src*='/demo/images/peat-sock.svg']").wait_for()

    page.wait_for_function("document.querySelector('.pictures img').naturalWidth > 0")
