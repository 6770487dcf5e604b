"""The merchant's pages, inside Shopify's admin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from shopify_app import web
from shopify_app.conversations.reviewing import was_asked_by_merchant
from shopify_app.errors import InvalidInput
from shopify_app.knowledge.freshness import KnowledgeOverview, knowledge_overview
from shopify_app.replies.conditions import ORDER_STATUSES
from shopify_app.replies.keeping import list_templates
from shopify_app.replies.kinds import KINDS
from shopify_app.replies.templates import WEEKDAYS
from shopify_app.shopify.domains import parse_shop_domain
from shopify_app.shopify.scopes import missing_scopes
from shopify_app.shopify.session_tokens import SessionToken
from shopify_app.shops.directory import find_shop
from shopify_app.voice.settings import AMOUNTS, SCALES
from shopify_app.voice.versions import current_version
from shopify_app.web import merchants
from shopify_app.web.guarding import refuse_crawlers

doors = Blueprint("admin", __name__)
doors.before_request(refuse_crawlers)

WIDGET_BLOCK = "chat"
COURTESY_WORDS = (
    ("never", "never"),
    ("first", "with the first answer"),
    ("always", "with every answer"),
)


@doors.get("/")
def overview() -> AnyResponse:
    """What is known, how fresh it is, and a place to try a question."""
    return page("overview.html", facts_of_overview)


@doors.get("/knowledge")
def knowledge() -> AnyResponse:
    """The documents that are indexed, and what is searched of each."""
    return page(
        "knowledge.html",
        lambda merchant: {"overview": knowledge_overview(web.parts().record, merchant.shop)},
    )


@doors.get("/conversations")
def conversations() -> AnyResponse:
    """What shoppers asked, what they were told, and a place to answer as a person."""
    return page("conversations.html", lambda _merchant: {})


@doors.get("/voice")
def voice() -> AnyResponse:
    """How the store sounds: settings, preview, adherence, checks and history."""
    return page(
        "voice.html",
        lambda _merchant: {
            "scales": SCALES,
            "amounts": [(each, each) for each in AMOUNTS],
            "courtesies": COURTESY_WORDS,
        },
    )


@doors.get("/templates")
def templates() -> AnyResponse:
    """The merchant's exact words, and when they are said."""
    return page(
        "templates.html",
        lambda _merchant: {
            "kinds": [(name, kind.title) for name, kind in KINDS.items()],
            "statuses": [(each, each.replace("_", " ")) for each in ORDER_STATUSES],
            "days": [(each, each.capitalize()) for each in WEEKDAYS],
        },
    )


def page(template: str, facts: Callable[[SessionToken], dict[str, Any]]) -> AnyResponse:
    """A page of the signed-in merchant, for their shop's admin to frame; else to the bounce page.

    The values the forms show are not in it: its script fetches them with a session token.
    """
    merchant = merchants.merchant_of_document()
    if merchant is None:
        return redirect(merchants.bounce_location())
    rendered = render_template(
        template,
        api_key=web.parts().settings.api_key,
        app_bridge=merchants.APP_BRIDGE,
        polaris=merchants.POLARIS,
        demo=merchants.is_demo(),
        shop=merchant.shop,
        inside=inside,
        **facts(merchant),
    )
    return merchants.framed(make_response(rendered), merchant.shop)


@doors.get("/settings")
def settings() -> AnyResponse:
    """How long conversations are kept, who may look up orders, what customers asked to see."""
    return page("settings.html", facts_of_settings)


def facts_of_overview(merchant: SessionToken) -> dict[str, Any]:
    parts = web.parts()
    with parts.record.read() as connection:
        entry = find_shop(connection, merchant.shop)
        progress = Progress(
            voice=current_version(connection, merchant.shop).version > 0,
            template=bool(list_templates(connection, merchant.shop)),
            question=was_asked_by_merchant(connection, merchant.shop),
        )
    overview = knowledge_overview(parts.record, merchant.shop)
    return {
        "store_name": (entry.profile.get("name") if entry else "") or merchant.shop,
        "installed": entry is not None and entry.state != "uninstalled",
        "overview": overview,
        "has_model": parts.settings.anthropic_api_key is not None,
        "steps": steps_to_start(overview, progress, theme_editor=theme_editor(merchant.shop)),
    }


def facts_of_settings(merchant: SessionToken) -> dict[str, Any]:
    parts = web.parts()
    with parts.record.read() as connection:
        entry = find_shop(connection, merchant.shop)
    return {
        "missing": missing_scopes(entry.profile.get("scopes", "") if entry else ""),
        "model": parts.settings.claude_model if parts.settings.anthropic_api_key else "",
        "theme_editor": theme_editor(merchant.shop),
    }


def inside(path: str) -> str:
    """A page of ours for a link in a page: it keeps what the frame needs to know. It has no token,
    so the bounce page fetches one on the way."""
    kept = {key: request.args[key] for key in ("shop", "host", "embedded") if key in request.args}
    return f"{path}?{urlencode(kept)}" if path.startswith("/") and kept else path


@dataclass(frozen=True)
class Progress:
    """What the merchant has done so far."""

    voice: bool
    template: bool
    question: bool


@dataclass(frozen=True)
class Step:
    """Something to do before shoppers are served well; `done` is None where only the browser
    knows."""

    name: str
    title: str
    hint: str
    done: bool | None
    link: str = ""
    action: str = ""

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is done outside the app's frame."""
        return self.link.startswith("https:")


def steps_to_start(
    overview: KnowledgeOverview, progress: Progress, *, theme_editor: str
) -> tuple[Step, ...]:
    """From an empty store to one whose shoppers are answered, in the order that serves best."""
    is_read = overview.sync is None or overview.sync.finished_at is not None
    is_known = any(each.documents for each in overview.kinds)
    return (
        Step(
            "read",
            "Tote reads your store",
            "Products, policies, pages and recent orders; it goes on by itself.",
            is_read and is_known,
        ),
        Step(
            "voice",
            "Choose a voice",
            "Start from one that is near to how your store sounds, and change what does not fit.",
            progress.voice,
            "/voice",
            "Choose a voice",
        ),
        Step(
            "template",
            "Write the words that must be exact",
            "For refunds, damage, legal matters: your text is the reply, word for word. Optional.",
            progress.template,
            "/templates",
            "Write a template",
        ),
        Step(
            "question",
            "Try a question",
            "Below: ask what a shopper would ask.",
            progress.question,
            "#question",
            "Ask",
        ),
        Step(
            "widget",
            "Go live",
            "Switch on the chat in your theme, and save there. Until then shoppers see nothing.",
            None,
            theme_editor,
            "Open the theme editor",
        ),
    )


def theme_editor(shop: str) -> str:
    """Where the widget is switched on. Not in the demo, whose domain may be somebody's."""
    return "" if merchants.is_demo() else embed_link(shop, web.parts().settings.api_key)


@doors.get("/auth/patch-id-token")
def patch_id_token() -> Response:
    """Nothing but App Bridge, which fetches a session token and loads `shopify-reload` with it."""
    if not merchants.reload_is_ours(request.args.get("shopify-reload", "")):
        raise InvalidInput("shopify-reload does not lead back to this app")
    page = render_template(
        "patch_id_token.html",
        api_key=web.parts().settings.api_key,
        app_bridge=merchants.APP_BRIDGE,
    )
    return merchants.framed(make_response(page), named_shop())


def embed_link(shop: str, api_key: str) -> str:
    """The theme editor, with our app embed ready to be switched on."""
    return (
        f"https://{shop}/admin/themes/current/editor"
        f"?context=apps&template=index&activateAppId={api_key}/{WIDGET_BLOCK}"
    )


def named_shop() -> str | None:
    """The shop the address names, if it names one: a hint for a header, proof of nothing."""
    try:
        return parse_shop_domain(request.args.get("shop", ""))
    except InvalidInput:
        return None
