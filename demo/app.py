"""The demo as one Flask application, to be mounted at /demo."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from demo import admin_frame, basket, customers, forwarding, shop_admin, storefront
from demo.parts import Parts
from demo.shopify_standin import doors as shopify_standin

MAX_BODY_BYTES = 1024 * 1024


def create_demo_app(parts: Parts) -> Flask:
    app = Flask("demo", root_path=str(Path(__file__).parent))
    app.extensions["demo"] = parts
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["TRUSTED_HOSTS"] = trusted_hosts(parts.settings.app_url)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # GraphQL answers in the query's order
    for module in (
        storefront, basket, customers, forwarding, admin_frame, shop_admin, shopify_standin,
    ):  # fmt: skip
        app.register_blueprint(module.doors)
    app.before_request(refuse_foreign_pages)

    @app.after_request
    def set_policy(response: Response) -> Response:
        if response.mimetype == "text/html":
            policy = content_policy(parts.settings.app_url)
            response.headers["Content-Security-Policy"] = policy
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return response

    return app


def trusted_hosts(app_url: str) -> list[str]:
    """Under no other name: a page elsewhere must not pass as the demo by pointing its own name
    at this machine."""
    return ["127.0.0.1", "localhost", "[::1]", urlsplit(app_url).hostname or "localhost"]


def refuse_foreign_pages() -> None:
    """The panel needs no password, so only the demo's own pages may change anything."""
    origin = request.headers.get("Origin")
    foreign = request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
    if request.method not in ("GET", "HEAD") and (
        foreign or (origin is not None and urlsplit(origin).netloc != request.host)
    ):
        abort(403)


def content_policy(app_url: str) -> str:
    """Only our own scripts run, also beside the texts of a foreign catalogue."""
    return (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline';"
        f" img-src 'self' data: https: http:; connect-src 'self' {app_url};"
        " frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self';"
        " object-src 'none'"
    )
