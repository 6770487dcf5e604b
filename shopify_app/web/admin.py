"""The merchant's pages, inside Shopify's admin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from shopify_app import web
from shopify_app.errors import InvalidInput
from shopify_app.knowledge.freshness import KnowledgeOverview, knowledge_overview
from shopify_app.shopify.domains import parse_shop_domain
from shopify_app.shops.directory import find_shop
from shopify_app.web import merchants

doors = Blueprint("admin", __name__)

WIDGET_BLOCK = "chat"


@doors.get("/")
def overview() -> AnyResponse:
    """What is known, how fresh it is, and a place to try a question."""
    merchant = merchants.merchant_of_document()
    if merchant is None:
        return redirect(merchants.bounce_location())
    parts = web.parts()
    with parts.record.read() as connection:
        entry = find_shop(connection, merchant.shop)
    overview = knowledge_overview(parts.record, merchant.shop)
    has_model = parts.settings.anthropic_api_key is not None
    return page_of(
        "overview.html",
        merchant.shop,
        store_name=(entry.profile.get("name") if entry else "") or merchant.shop,
        installed=entry is not None and entry.state != "uninstalled",
        overview=overview,
        has_model=has_model,
        steps=steps_to_start(
            overview,
            has_model=has_model,
            # The demo has no theme editor, and its domain may be somebody's.
            theme_editor=(
                "" if merchants.is_demo() else embed_link(merchant.shop, parts.settings.api_key)
            ),
        ),
    )


@doors.get("/knowledge")
def knowledge() -> AnyResponse:
    """The documents that are indexed, and what is searched of each."""
    merchant = merchants.merchant_of_document()
    if merchant is None:
        return redirect(merchants.bounce_location())
    overview = knowledge_overview(web.parts().record, merchant.shop)
    return page_of("knowledge.html", merchant.shop, overview=overview)


@doors.get("/conversations")
def conversations() -> AnyResponse:
    """What shoppers asked, what they were told, and a place to answer as a person."""
    merchant = merchants.merchant_of_document()
    if merchant is None:
        return redirect(merchants.bounce_location())
    return page_of("conversations.html", merchant.shop)


def page_of(template: str, shop: str, **values: Any) -> Response:
    """A page for this shop's admin, with what every page needs."""
    page = render_template(
        template,
        api_key=web.parts().settings.api_key,
        app_bridge=merchants.APP_BRIDGE,
        polaris=merchants.POLARIS,
        demo=merchants.is_demo(),
        shop=shop,
        **values,
    )
    return merchants.framed(make_response(page), shop)


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
