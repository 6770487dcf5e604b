"""The shop's pages, as a theme would show them: home, collections, products, texts, orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    redirect,
    render_template,
    request,
    send_from_directory,
)
from flask import url_for as flask_url_for
from werkzeug.wrappers import Response as AnyResponse

from demo.addresses import absolute
from demo.app_embed import ASSETS, render_embed
from demo.customers import customer, customers
from demo.images import draw
from demo.parts import parts
from demo.state import Payload

doors = Blueprint("storefront", __name__)

PAGE_SIZE = 48
DAY_S = 24 * 3600


@doors.app_context_processor
def frame() -> dict[str, Any]:
    """What every page's frame shows."""
    if request.blueprint not in ("storefront", "basket"):
        return {}
    state = parts().state
    handle = (request.view_args or {}).get("handle", "")
    return {
        "shop": next(iter(state.all("shop")), {"name": "Demo shop", "tagline": ""}),
        "collections": state.all("collection"),
        "policies": state.all("policy"),
        "pages": state.all("page"),
        "customer": customer(),
        "customers": customers().values(),
        "embed": render_embed(
            assets_url=flask_url_for("storefront.extension_asset", name="").rstrip("/"),
            proxy=f"{request.script_root}/apps/tote",
            product_handle=handle if request.endpoint == "storefront.product" else "",
        ),
        "src": _src,
        "price_range": price_range,
        "is_available": is_available,
        "available_variants": available_variants,
    }


@doors.get("/")
def home() -> str:
    shown = [product for product in parts().state.all("product") if _is_listed(product)]
    by_handle = {product["handle"]: product for product in shown}
    rows = []
    for collection in parts().state.all("collection"):
        members = [by_handle[h] for h in collection["product_handles"] if h in by_handle]
        rows.append((collection, members[:4]))
    return render_template("home.html", rows=rows, articles=parts().state.all("article"))


@doors.get("/collections/<handle>")
def collection(handle: str) -> str:
    found = _find("collection", handle)
    products = [parts().state.find("product", each) for each in found["product_handles"]]
    listed = [product for product in products if product and _is_listed(product)]
    return render_template("collection.html", collection=found, **_page_of(listed))


@doors.get("/search")
def search() -> str:
    wanted = request.args.get("q", "").strip()[:100]
    found = [
        product
        for product in parts().state.all("product")
        if wanted and _is_listed(product) and wanted.lower() in _searchable(product)
    ]
    return render_template("search.html", wanted=wanted, **_page_of(found))


@doors.get("/products/<handle>")
def product(handle: str) -> str:
    """Also an unlisted one, for who has the link; a draft is nobody's business."""
    found = _find("product", handle)
    if found["status"] not in ("active", "unlisted") or not found["published_at"]:
        abort(404)
    return render_template("product.html", product=found)


@doors.get("/policies/<handle>")
def policy(handle: str) -> str:
    found = _find("policy", handle)
    return render_template("text.html", title=found["title"], body=found["body"])


@doors.get("/pages/<handle>")
def page(handle: str) -> str:
    found = _find("page", handle)
    return render_template("text.html", title=found["title"], body=found["body_html"])


@doors.get("/blogs/<blog>/<handle>")
def article(blog: str, handle: str) -> str:
    found = _find("article", handle)
    if found["blog_handle"] != blog:
        abort(404)
    return render_template("text.html", title=found["title"], body=found["body_html"])


@doors.get("/account")
def account() -> AnyResponse | str:
    """The orders of whoever is browsing."""
    who = customer()
    if who is None:
        return redirect(flask_url_for("storefront.home"))
    orders = [o for o in parts().state.all("order") if (o["customer"] or {}).get("id") == who.id]
    orders.sort(key=lambda order: order["created_at"], reverse=True)
    return render_template("account.html", orders=orders)


@doors.get("/images/<handle>.svg")
def image(handle: str) -> Response:
    """Drawn when asked for."""
    found = _find("product", handle)
    color = request.args.get("color", "") or _first_color(found)
    drawn = draw(found["title"], found["product_type"], color)
    response = Response(drawn, content_type="image/svg+xml")
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response.cache_control.max_age = DAY_S
    return response


@doors.get("/ext/<path:name>")
def extension_asset(name: str) -> Response:
    """The widget's files, as Shopify's CDN serves a theme app extension's assets."""
    return send_from_directory(ASSETS, name)


def price_range(product: Payload) -> tuple[str | None, str | None]:
    """The lowest and the highest price of its variants."""
    prices = sorted((v["price"] for v in product["variants"] if v["price"]), key=float)
    return (prices[0], prices[-1]) if prices else (None, None)


def is_available(variant: Payload) -> bool:
    uncounted = variant["inventory_management"] is None or variant["inventory_quantity"] is None
    return (
        uncounted or variant["inventory_policy"] == "continue" or variant["inventory_quantity"] > 0
    )


def available_variants(product: Payload) -> list[Payload]:
    return [variant for variant in product["variants"] if is_available(variant)]


def _src(image: Payload) -> str:
    """Relative to where the demo is mounted, whatever host it is visited under."""
    return absolute(image["src"], request.script_root)


def _find(kind: str, handle: str) -> Payload:
    return parts().state.find(kind, handle) or abort(404)


def _is_listed(product: Payload) -> bool:
    return product["status"] == "active" and product["published_at"] is not None


def _searchable(product: Payload) -> str:
    return f"{product['title']} {product['product_type']} {product['tags']}".lower()


def _page_of(products: Sequence[Payload]) -> dict[str, Any]:
    asked = request.args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    start = (max(number, 1) - 1) * PAGE_SIZE
    return {
        "products": products[start : start + PAGE_SIZE],
        "count": len(products),
        "number": max(number, 1),
        "more": len(products) > start + PAGE_SIZE,
    }


def _first_color(product: Payload) -> str:
    for option in product["options"]:
        if option["name"].lower() in ("color", "colour") and option["values"]:
            return str(option["values"][0])
    return ""
