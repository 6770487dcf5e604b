"""The merchant's pages, inside Shopify's admin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from shopify_app import web
from shopify_app.errors import InvalidInput
from shopify_app.knowledge.freshness import KnowledgeOverview, knowledge_overview
from shopify_app.replies.conditions import ORDER_STATUSES
from shopify_app.replies.kinds import KINDS
from shopify_app.replies.templates import WEEKDAYS
from shopify_app.shopify.domains import parse_shop_domain
from shopify_app.shopify.session_tokens import SessionToken
from shopify_app.shops.directory import find_shop
from shopify_app.voice.settings import AMOUNTS, SCALES
from shopify_app.web import merchants

doors = Blueprint("admin", __name__)

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
        **facts(merchant),
    )
    return merchants.framed(make_response(rendered), merchant.shop)


def facts_of_overview(merchant: SessionToken) -> dict[str, Any]:
    parts = web.parts()
    with parts.record.read() as connection:
        entry = find_shop(connection, merchant.shop)
    overview = knowledge_overview(parts.record, merchant.shop)
    has_model = parts.settings.anthropic_api_key is not None
    return {
        "store_name": (entry.profile.get("name") if entry else "") or merchant.shop,
        "installed": entry is not None and entry.state != "uninstalled",
        "overview": overview,
        "has_model": has_model,
        "steps": steps_to_start(
            overview,
            has_model=has_model,
            # The demo has no theme editor, and its domain may be somebody's.
            theme_editor=(
                "" if merchants.is_demo() else embed_link(merchant.shop, parts.settings.api_key)
            ),
        ),
    }


@dataclass(frozen=True)
class Step:
    """Something to do before shoppers are served well; `done` is None where we cannot know."""

    title: str
    hint: str
    done: bool | None
    link: str = ""


def steps_to_start(
    overview: KnowledgeOverview, *, has_model: bool, theme_editor: str
) -> tuple[Step, ...]:
    kinds = {each.kind for each in overview.kinds if each.documents}
    return (
        Step("Products", "They arrive by themselves when they change.", "product" in kinds),
        Step(
            "Policies and pages",
            "They are compared every quarter of an hour, and whenever you ask for it below.",
            bool(kinds & {"policy", "page"}),
        ),
        Step(
            "A model that writes the answers",
            "Optional. Without a key, answers are your store's own sentences.",
            has_model,
        ),
        Step(
            "The chat in your theme",
            "Switch on the app embed. Shoppers see nothing until you save there.",
            None,
            theme_editor,
        ),
    )


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
