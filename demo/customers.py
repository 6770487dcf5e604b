"""Who browses the demo: one of its customers, picked without a password, or a stranger."""

from __future__ import annotations

from functools import cache

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from demo.reading import Customer, read_customers

doors = Blueprint("customers", __name__)

COOKIE = "tote_demo_customer"


@doors.post("/sign-in")
def sign_in() -> AnyResponse:
    """Go on as the customer picked; an empty key signs out."""
    response = redirect(_back())
    key = request.form.get("customer", "")
    if key in customers():
        response.set_cookie(COOKIE, key, httponly=True, samesite="Lax", path=request.script_root)
    else:
        _forget(response)
    return response


def customer() -> Customer | None:
    return customers().get(request.cookies.get(COOKIE, ""))


def signed_in_customer() -> str:
    """The id as the app proxy sends it: empty when nobody is signed in."""
    found = customer()
    return str(found.id) if found else ""


@cache
def customers() -> dict[str, Customer]:
    return {each.key: each for each in read_customers()}


def _back() -> str:
    """The page the picker was on; only ever one of ours."""
    path = request.form.get("back", "")
    inside = path.startswith("/") and not path.startswith(("//", "/\\"))
    return f"{request.script_root}{path}" if inside else url_for("storefront.home")


def _forget(response: Response | AnyResponse) -> None:
    response.delete_cookie(COOKIE, path=request.script_root)
