"""The demo's admin: a frame around the app's pages, and what Shopify's App Bridge would do there.

It mints session tokens with the development secret, which is why it exists in demo mode only.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, render_template, request

from demo import SHOP
from demo.parts import parts
from shopify_app.shopify.session_tokens import sign_session_token

doors = Blueprint("admin_frame", __name__, url_prefix="/admin")

MERCHANT = "1001"
STORE_HANDLE = SHOP.partition(".")[0]


@doors.get("")
def frame() -> str:
    """The app's page (`?page=/voice` for another than its first) inside the admin."""
    return render_template("admin_frame.html", src=app_address(_page()), shop=SHOP)


@doors.post("/session-token")
def session_token() -> Response:
    response = jsonify(token=fresh_token())
    response.headers["Cache-Control"] = "no-store"
    return response


@doors.get("/bounce")
def bounce() -> str:
    """Stands in for App Bridge on the app's bounce page: ask the frame for a token, go back."""
    return render_template("bounce.html")


def app_address(page: str) -> str:
    """A page of the app with what Shopify adds to it."""
    host = base64.b64encode(f"admin.shopify.com/store/{STORE_HANDLE}".encode()).decode()
    query = urlencode(
        {"shop": SHOP, "host": host.rstrip("="), "embedded": "1", "id_token": fresh_token()}
    )
    return f"{page}?{query}"


def fresh_token() -> str:
    settings = parts().settings
    return sign_session_token(
        shop=SHOP,
        user_id=MERCHANT,
        api_key=settings.api_key,
        secret=parts().secret,
        now=datetime.now(UTC),
    )


def _page() -> str:
    page = request.args.get("page", "/")
    inside = page.startswith("/") and not page.startswith(("//", "/\\")) and "?" not in page
    return page if inside else "/"
