from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from flask import Response
from flask.testing import FlaskClient

from demo.shop_admin import next_step
from demo.state import State
from shopify_app.shopify.payloads import parse_order, parse_policy, parse_product
from tests.demo.conftest import Upstream


@pytest.fixture(autouse=True)
def all_is_sent(state: State) -> None:
    state.mark_sent(state.unsent())


@pytest.fixture
def sock(state: State) -> dict[str, Any]:
    found = state.find("product", "peat-sock")
    assert found is not None
    return found


def only_webhook(upstream: Upstream) -> tuple[str, Any]:
    [request], [body] = upstream.requests, upstream.bodies
    return request.headers["X-Shopify-Topic"], json.loads(body)


def form_of(product: dict[str, Any], **changes: str) -> dict[str, str]:
    first = product["variants"][0]["id"]
    return {
        "title": product["title"],
        "body": product["body_html"],
        "status": product["status"],
        f"price-{first}": product["variants"][0]["price"],
        f"stock-{first}": str(product["variants"][0]["inventory_quantity"]),
        **{name.replace("first", str(first)): value for name, value in changes.items()},
    }


def test_a_new_price_and_stock_are_sent_as_shopify_would(
    visitor: FlaskClient, upstream: Upstream, sock: dict[str, Any]
) -> None:
    form = form_of(sock, **{"price-first": "19.5", "stock-first": "0"})

    response = visitor.post(f"/shop-admin/products/{sock['id']}", data=form)

    topic, payload = only_webhook(upstream)
    said = parse_product(payload)
    assert response.status_code == 302
    assert topic == "products/update"
    assert said.variants[0].price == "19.50"
    assert not said.variants[0].available
    assert said.variants[1].price == sock["variants"][1]["price"]
    assert "the app took the webhook" in visitor.get(response.headers["Location"]).text


def test_a_new_text_is_shown_in_the_shop_and_sent(
    visitor: FlaskClient, upstream: Upstream, sock: dict[str, Any]
) -> None:
    form = form_of(
        sock, body="<p>Now with\r\nlanolin.</p>", title="Peat Sock II", status="unlisted"
    )

    visitor.post(f"/shop-admin/products/{sock['id']}", data=form)

    _, payload = only_webhook(upstream)
    assert (payload["title"], payload["status"]) == ("Peat Sock II", "unlisted")
    assert payload["body_html"] == "<p>Now with\nlanolin.</p>"
    assert "lanolin" in visitor.get("/products/peat-sock").text


def test_what_cannot_be_read_leaves_what_was(
    visitor: FlaskClient, upstream: Upstream, sock: dict[str, Any]
) -> None:
    nonsense = {"price-first": "cheap", "stock-first": "many", "title": " ", "status": "sold"}

    visitor.post(f"/shop-admin/products/{sock['id']}", data=form_of(sock, **nonsense))

    _, payload = only_webhook(upstream)
    assert payload["variants"][0]["price"] == "18.00"
    assert payload["variants"][0]["inventory_quantity"] == 60
    assert (payload["title"], payload["status"]) == ("Peat Sock", "active")


def test_a_deleted_product_is_gone_and_only_its_id_is_sent(
    visitor: FlaskClient, upstream: Upstream, sock: dict[str, Any]
) -> None:
    visitor.post(f"/shop-admin/products/{sock['id']}/delete")

    assert only_webhook(upstream) == ("products/delete", {"id": sock["id"]})
    assert visitor.get("/products/peat-sock").status_code == 404
    assert visitor.get(f"/shop-admin/products/{sock['id']}").status_code == 404


def test_a_policys_new_text_goes_through_totes_own_topic(
    visitor: FlaskClient, upstream: Upstream, state: State
) -> None:
    policy = state.find("policy", "refund-policy")
    assert policy is not None

    visitor.post(f"/shop-admin/policies/{policy['id']}", data={"body": "<p>45 days.</p>"})

    topic, payload = only_webhook(upstream)
    [said] = [parse_policy(each) for each in payload["policies"]]
    assert topic == "policies/update"
    assert (said.type, said.body_html) == ("REFUND_POLICY", "<p>45 days.</p>")
    assert said.url == "http://127.0.0.1:8000/demo/policies/refund-policy"


def test_an_order_is_posted_and_then_delivered(
    visitor: FlaskClient, upstream: Upstream, state: State
) -> None:
    order = next(each for each in state.all("order") if each["name"] == "#1066")

    visitor.post(f"/shop-admin/orders/{order['id']}/advance")
    visitor.post(f"/shop-admin/orders/{order['id']}/advance")

    posted, delivered = (parse_order(json.loads(body)) for body in upstream.bodies)
    assert {r.headers["X-Shopify-Topic"] for r in upstream.requests} == {"orders/updated"}
    assert posted.fulfillment_status == "fulfilled"
    assert [each.shipment_status for each in posted.fulfillments] == ["in_transit"]
    assert posted.fulfillments[0].tracking_number.startswith("HP44")
    assert [each.shipment_status for each in delivered.fulfillments] == ["delivered"]


def test_the_rest_of_an_order_follows_in_a_parcel_of_its_own(state: State, now: datetime) -> None:
    partial = next(each for each in state.all("order") if each["fulfillment_status"] == "partial")

    posted = next_step(partial, now=now)

    assert len(posted["fulfillments"]) == 2
    assert len({parcel["id"] for parcel in posted["fulfillments"]}) == 2


def test_a_cancelled_order_stays_as_it_is(state: State, now: datetime) -> None:
    cancelled = next(each for each in state.all("order") if each["cancelled_at"])

    assert next_step(cancelled, now=now) == cancelled


def test_a_change_the_app_does_not_take_is_kept_and_said(
    visitor: FlaskClient, upstream: Upstream, state: State, sock: dict[str, Any]
) -> None:
    upstream.answer = lambda: Response(status=503)

    response = visitor.post(
        f"/shop-admin/products/{sock['id']}", data=form_of(sock, title="Peat Sock II")
    )

    page = visitor.get(response.headers["Location"]).text
    assert "goes out with the next change" in page
    assert [record.payload["title"] for record in state.unsent()] == ["Peat Sock II"]
    assert "1 changes wait" in visitor.get("/shop-admin").text


@pytest.mark.parametrize(
    "path", ["/shop-admin", "/shop-admin?q=sock", "/shop-admin?sent=12", "/shop-admin?kept=1"]
)
def test_the_panel_shows(visitor: FlaskClient, path: str) -> None:
    page = visitor.get(path)

    assert page.status_code == 200
    assert "Peat Sock" in page.text


def test_a_forged_note_is_not_shown(visitor: FlaskClient) -> None:
    assert "<b>" not in visitor.get("/shop-admin?sent=<b>x</b>").text
