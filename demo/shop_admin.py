"""A small merchant's panel: edit the shop, and see the app hear of it as from Shopify."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from demo.catalog import DECIMAL, WHOLE
from demo.ids import stable_id
from demo.parts import parts
from demo.sender import DeliveryFailed, send_unsent
from demo.state import Payload

doors = Blueprint("shop_admin", __name__, url_prefix="/shop-admin")

RETRY_AFTER_S = (0.25, 0.5)
"""Someone waits for the page; what is not taken now goes out with the next change."""
STATUSES = ("active", "draft", "archived", "unlisted")


@doors.get("")
def overview() -> str:
    wanted = request.args.get("q", "").strip().lower()[:100]
    products = [p for p in parts().state.all("product") if wanted in p["title"].lower()]
    return render_template(
        "shop_admin.html",
        products=products[:200],
        count=len(products),
        wanted=wanted,
        policies=parts().state.all("policy"),
        orders=sorted(parts().state.all("order"), key=lambda o: o["created_at"], reverse=True),
        unsent=len(parts().state.unsent()),
    )


@doors.route("/products/<int:id>", methods=["GET", "POST"])
def product(id: int) -> Response | str:
    found = _get("product", id)
    if request.method == "GET":
        return render_template("shop_admin_product.html", product=found, statuses=STATUSES)
    return _keep("product", edited_product(found, request.form), "shop_admin.product")


@doors.post("/products/<int:id>/delete")
def delete_product(id: int) -> Response:
    _get("product", id)
    parts().state.delete("product", id)
    return redirect(url_for("shop_admin.overview", **_send()))


@doors.route("/policies/<int:id>", methods=["GET", "POST"])
def policy(id: int) -> Response | str:
    found = _get("policy", id)
    if request.method == "GET":
        return render_template("shop_admin_policy.html", policy=found)
    body = request.form.get("body", "").replace("\r\n", "\n")
    return _keep("policy", {**found, "body": body}, "shop_admin.policy")


@doors.post("/orders/<int:id>/advance")
def advance_order(id: int) -> Response:
    """One step on: what is here is posted, what is on its way arrives."""
    order = next_step(_get("order", id), now=datetime.now(UTC))
    parts().state.put("order", order, now=datetime.now(UTC))
    return redirect(url_for("shop_admin.overview", **_send(), _anchor=f"order-{id}"))


def edited_product(product: Payload, form: Mapping[str, str]) -> Payload:
    """With the form's title, text and status, and its variants' prices and stock.

    A price or a stock that cannot be read leaves the old one.
    """
    status = form.get("status", "")
    return {
        **product,
        "title": form.get("title", "").strip() or product["title"],
        "body_html": form.get("body", "").replace("\r\n", "\n"),
        "status": status if status in STATUSES else product["status"],
        "variants": [_edited_variant(variant, form) for variant in product["variants"]],
    }


def next_step(order: Payload, *, now: datetime) -> Payload:
    """A cancelled or delivered order stays as it is."""
    if order["cancelled_at"]:
        return order
    if order["fulfillment_status"] != "fulfilled":
        return {
            **order,
            "fulfillment_status": "fulfilled",
            "line_items": [
                {**item, "fulfillment_status": "fulfilled"} for item in order["line_items"]
            ],
            "fulfillments": [*order["fulfillments"], _new_parcel(order, now)],
        }
    parcels = [{**parcel, "shipment_status": "delivered"} for parcel in order["fulfillments"]]
    return {**order, "fulfillments": parcels}


def _edited_variant(variant: Payload, form: Mapping[str, str]) -> Payload:
    price = form.get(f"price-{variant['id']}", "").strip()
    stock = form.get(f"stock-{variant['id']}", "").strip()
    return {
        **variant,
        "price": f"{float(price):.2f}" if DECIMAL.fullmatch(price) else variant["price"],
        "inventory_quantity": int(stock)
        if WHOLE.fullmatch(stock)
        else variant["inventory_quantity"],
    }


def _new_parcel(order: Payload, now: datetime) -> Payload:
    place = str(len(order["fulfillments"]))
    number = f"HP44{stable_id('tracking', order['name'], place) % 10**8:08}"
    return {
        "id": stable_id("parcel", order["name"], place),
        "created_at": now.isoformat(timespec="seconds"),
        "status": "success",
        "shipment_status": "in_transit",
        "tracking_company": "Harbor Post",
        "tracking_number": number,
        "tracking_url": f"https://example.com/track/{number}",
    }


def _get(kind: str, id: int) -> Payload:
    return parts().state.get(kind, id) or abort(404)


def _keep(kind: str, payload: Payload, endpoint: str) -> Response:
    parts().state.put(kind, payload, now=datetime.now(UTC))
    return redirect(url_for(endpoint, id=payload["id"], **_send()))


def _send() -> dict[str, Any]:
    """Deliver what is new; what to say about it on the next page."""
    started = time.monotonic()
    try:
        send_unsent(
            parts().app_url,
            parts().state,
            settings=parts().settings,
            retry_after_s=RETRY_AFTER_S,
        )
    except DeliveryFailed:
        return {"kept": 1}
    return {"sent": round((time.monotonic() - started) * 1000)}
