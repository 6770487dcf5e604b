"""The shop's basket: variant ids and quantities in a cookie, enough to see "Add to cart" work."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from demo.parts import parts
from demo.reading import FREE_SHIPPING_FROM, SHIPPING
from demo.state import Payload

doors = Blueprint("basket", __name__, url_prefix="/cart")

COOKIE = "tote_demo_basket"
MOST_LINES = 20
MOST_OF_ONE = 6
LINE = re.compile(r"([0-9]{1,19})x([1-6])")


@dataclass(frozen=True)
class Line:
    product: Payload
    variant: Payload
    quantity: int

    @property
    def price(self) -> Decimal:
        return Decimal(self.variant["price"] or 0) * self.quantity


@doors.get("")
def show() -> str:
    lines = _lines()
    goods = sum((line.price for line in lines), Decimal(0))
    free = goods >= FREE_SHIPPING_FROM or not lines
    return render_template(
        "basket.html", lines=lines, goods=goods, shipping=Decimal(0) if free else SHIPPING
    )


@doors.post("/add")
def add() -> AnyResponse:
    """From the product page's form."""
    response = redirect(url_for("basket.show"))
    return _with_added(response, [(request.form.get("id", ""), 1)])


@doors.post("/add.js")
def add_by_script() -> AnyResponse:
    """As Shopify's Ajax API: `{"items": [{"id", "quantity"}]}`."""
    body = request.get_json(silent=True)
    items = body.get("items") if isinstance(body, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return Response("items are missing", status=422)
    wanted = [(str(item.get("id")), _quantity(item.get("quantity"))) for item in items]
    return _with_added(jsonify(items=[{"id": id, "quantity": n} for id, n in wanted]), wanted)


@doors.post("/empty")
def empty() -> AnyResponse:
    response = redirect(url_for("basket.show"))
    response.delete_cookie(COOKIE, path=request.script_root)
    return response


def _lines() -> list[Line]:
    wanted = _read()
    return [
        Line(product, variant, wanted[str(variant["id"])])
        for product in (parts().state.all("product") if wanted else ())
        for variant in product["variants"]
        if str(variant["id"]) in wanted
    ]


def _read() -> dict[str, int]:
    pairs = LINE.findall(request.cookies.get(COOKIE, ""))
    return {id: int(quantity) for id, quantity in pairs[:MOST_LINES]}


def _with_added(response: AnyResponse, wanted: list[tuple[str, int]]) -> AnyResponse:
    basket = _read()
    for id, quantity in wanted:
        if id.isascii() and id.isdigit() and len(id) < 20:
            basket[id] = min(MOST_OF_ONE, basket.get(id, 0) + quantity)
    text = "-".join(f"{id}x{n}" for id, n in list(basket.items())[:MOST_LINES])
    response.set_cookie(COOKIE, text, httponly=True, samesite="Lax", path=request.script_root)
    return response


def _quantity(value: object) -> int:
    return value if isinstance(value, int) and 1 <= value <= MOST_OF_ONE else 1
