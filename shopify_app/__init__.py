"""Tote: support for Shopify stores that speaks in the store's own voice."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from shopify_app.parts import Parts

MAX_BODY_BYTES = 1024 * 1024
"""For every door that does not set its own; webhooks stream theirs."""


def create_app(parts: Parts | None = None) -> Flask:
    """Wire the rooms to Flask, on the parts given or on those the environment describes.

    Raises InvalidSettings naming all that is wrong in the environment.
    """
    from shopify_app.cli import register_commands
    from shopify_app.config import InvalidSettings, load_settings
    from shopify_app.logs import configure_logging
    from shopify_app.parts import open_parts

    configure_logging()
    app = Flask(
        __name__,
        template_folder=str(Path(__file__).parent.parent / "templates"),
        static_folder=str(Path(__file__).parent / "web" / "static"),
    )
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["TOTE_DEMO"] = os.environ.get("TOTE_DEMO") == "1"
    register_commands(app)
    try:
        app.extensions["tote"] = parts or open_parts(load_settings(os.environ))
    except InvalidSettings:
        if os.environ.get("FLASK_RUN_FROM_CLI") != "true":
            raise
        return app  # a command brings its own environment with --data DIR
    open_doors(app)
    return app


def open_doors(app: Flask) -> None:
    """Register every blueprint, and errors as JSON."""
    from shopify_app.web import (
        admin,
        answers,
        api,
        chat,
        conversations,
        documents,
        guests,
        health,
        hours,
        metrics,
        privacy,
        proxy,
        replies,
        settings,
        voice,
        webhooks,
    )
    from shopify_app.web.errors import register_error_handlers
    from shopify_app.web.guarding import answer_preflight, open_to_extensions

    register_error_handlers(app)
    app.before_request(answer_preflight)
    app.after_request(open_to_extensions)
    merchants = (
        admin,
        api,
        documents,
        conversations,
        answers,
        voice,
        replies,
        privacy,
        settings,
        hours,
    )
    for module in (webhooks, proxy, guests, chat, *merchants, health, metrics):
        app.register_blueprint(module.doors)
