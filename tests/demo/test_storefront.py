from __future__ import annotations

import json
import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demo.app_embed import ASSETS, BLOCK, render_embed
from demo.customers import COOKIE
from demo.state import State

PATHS = [
    "/",
    "/collections/rainwear",
    "/products/fulmar-rain-jacket",
    "/products/reproofing-kit",
    "/products/heron-cycling-cape",
    "/policies/refund-policy",
    "/pages/size-guide",
    "/blogs/the-wet-week/the-layering-table",
    "/search?q=wool&page=1",
    "/cart",
]
LINK = r'(?:href|src)="(/[^"#]*)"'


@pytest.mark.parametrize("path", PATHS)
def test_every_page_carries_the_widget_and_may_be_framed_by_us_alone(
    visitor: FlaskClient, path: str
) -> None:
    response = visitor.get(path)

    assert response.status_code == 200
    assert 'id="tote-chat-root"' in response.text
    assert "/ext/tote-chat-loader.js" in response.text
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in response.headers


def test_every_link_and_picture_leads_somewhere(visitor: FlaskClient) -> None:
    links = {each for path in PATHS for each in re.findall(LINK, visitor.get(path).text)}

    assert len(links) > 80
    assert {link: status_of(visitor, link) for link in links} == dict.fromkeys(links, 200)


def status_of(visitor: FlaskClient, path: str) -> int:
    with visitor.get(path) as response:
        return response.status_code


@pytest.mark.parametrize(
    "path",
    [
        "/products/prototype-no-7-sweater",
        "/products/nothing",
        "/collections/nothing",
        "/policies/nothing",
        "/pages/nothing",
        "/blogs/other/the-layering-table",
        "/images/nothing.svg",
        "/ext/../config.py",
        "/ext/nothing.js",
    ],
)
def test_a_draft_and_what_does_not_exist_are_not_found(visitor: FlaskClient, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_an_unlisted_product_is_for_who_has_the_link(visitor: FlaskClient) -> None:
    assert visitor.get("/products/seconds-box").status_code == 200
    assert "seconds-box" not in visitor.get("/collections/packs-and-care").text
    assert "seconds-box" not in visitor.get("/search?q=seconds").text


def test_a_product_page_tells_price_stock_and_sold_out_sizes(visitor: FlaskClient) -> None:
    page = visitor.get("/products/fulmar-rain-jacket").text

    assert "$168.00" in page
    assert re.search(r"<option[^>]* disabled>Gorse / XS – sold out", page)
    assert "Gorse / XL – 2 left" in page


def test_pages_under_demo_link_to_each_other(demo_app: Flask) -> None:
    page = demo_app.test_client().get("/", environ_overrides={"SCRIPT_NAME": "/demo"}).text

    assert 'data-proxy="/demo/apps/tote"' in page
    assert 'href="/demo/collections/rainwear"' in page
    assert 'src="/demo/images/fulmar-rain-jacket.svg"' in page
    assert 'data-root="/demo/"' in page


def test_a_text_with_a_script_in_it_runs_nothing(
    visitor: FlaskClient, state: State, now: datetime
) -> None:
    sock = state.find("product", "peat-sock")
    assert sock is not None
    state.put("product", {**sock, "body_html": "<script>alert(1)</script>"}, now=now)

    policy = visitor.get("/products/peat-sock").headers["Content-Security-Policy"]

    assert "script-src 'self';" in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]


def test_a_picture_is_drawn_in_the_color_asked_for(visitor: FlaskClient) -> None:
    moss = visitor.get("/images/fulmar-rain-jacket.svg")
    gorse = visitor.get("/images/fulmar-rain-jacket.svg?color=Gorse")

    assert moss.content_type == "image/svg+xml"
    assert moss.text != gorse.text
    assert "script" not in visitor.get("/images/peat-sock.svg?color=<script>").text


# --- who is browsing -----------------------------------------------------------------------------


def test_browsing_as_somebody_shows_their_orders_and_nobody_elses(visitor: FlaskClient) -> None:
    response = visitor.post("/sign-in", data={"customer": "maud", "back": "/cart"})
    orders = visitor.get("/account").text

    assert response.headers["Location"] == "/cart"
    assert re.findall(r"<h2>(#\d+)</h2>", orders) == ["#1068", "#1061", "#1055", "#1049", "#1044"]


def test_browsing_as_nobody_again(visitor: FlaskClient) -> None:
    visitor.post("/sign-in", data={"customer": "maud", "back": "/"})

    visitor.post("/sign-in", data={"customer": "", "back": "/"})

    assert visitor.get_cookie(COOKIE) is None
    assert visitor.get("/account").status_code == 302


@pytest.mark.parametrize("back", ["https://example.com/", "//example.com", "/\\example.com", ""])
def test_the_picker_leads_nowhere_else(visitor: FlaskClient, back: str) -> None:
    response = visitor.post("/sign-in", data={"customer": "maud", "back": back})

    assert response.headers["Location"] == "/"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.com"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize(
    "path", ["/sign-in", "/cart/empty", "/admin/session-token", "/apps/tote/chat"]
)
def test_a_foreign_page_changes_nothing(
    visitor: FlaskClient, path: str, headers: dict[str, str]
) -> None:
    assert visitor.post(path, headers=headers).status_code == 403


def test_the_demo_answers_under_its_own_names_only(visitor: FlaskClient) -> None:
    assert visitor.get("/", headers={"Host": "127.0.0.1:8000"}).status_code == 200
    assert visitor.get("/", headers={"Host": "evil.example.com"}).status_code == 400


# --- the basket ----------------------------------------------------------------------------------


def variant_of(state: State, handle: str, place: int = 0) -> str:
    product = state.find("product", handle)
    assert product is not None
    return str(product["variants"][place]["id"])


def test_the_basket_adds_up_and_ships_free_from_120(visitor: FlaskClient, state: State) -> None:
    visitor.post("/cart/add", data={"id": variant_of(state, "peat-sock")})
    small = visitor.get("/cart").text
    visitor.post("/cart/add", data={"id": variant_of(state, "fulmar-rain-jacket")})
    large = visitor.get("/cart").text

    assert "$6.95" in small
    assert "$24.95" in small
    assert "$186.00" in large
    assert "free" in large


def test_the_widget_can_add_to_the_cart(visitor: FlaskClient, state: State) -> None:
    id = variant_of(state, "peat-sock")

    response = visitor.post("/cart/add.js", json={"items": [{"id": int(id), "quantity": 2}]})

    assert response.status_code == 200
    assert "$36.00" in visitor.get("/cart").text


@pytest.mark.parametrize(
    "body", [{}, {"items": 1}, {"items": ["x"]}, {"items": [{"id": "x" * 99}]}, [1]]
)
def test_nonsense_stays_out_of_the_cart(visitor: FlaskClient, body: object) -> None:
    response = visitor.post("/cart/add.js", json=body)

    assert response.status_code in (200, 422)
    assert "Nothing in it yet" in visitor.get("/cart").text


# --- the app embed -------------------------------------------------------------------------------


def test_the_block_is_rendered_as_its_file_says() -> None:
    embed = render_embed(assets_url="/demo/ext", proxy="/demo/apps/tote", product_handle='a"b')

    attributes = dict(re.findall(r'(data-[\w-]+)="([^"]*)"', embed.markup))
    texts = json.loads(re.findall(r"<script[^>]*>(.*?)</script>", embed.markup, re.S)[0])
    assert attributes["data-proxy"] == "/demo/apps/tote"
    assert attributes["data-product"] == "a&#34;b"
    assert attributes["data-chat-src"] == "/demo/ext/tote-chat.js"
    assert embed.script == "/demo/ext/tote-chat-loader.js"
    assert all(texts.values())
    assert "{{" not in embed.markup
    assert "{%" not in embed.markup


@pytest.mark.parametrize(
    ("liquid", "message"),
    [
        ("{% if x %}a{% endif %}", "a Liquid tag the demo does not know"),
        ("{{ shop.secret }}", "uses shop.secret"),
        ("{{ 'a' | upcase }}", "the filter upcase"),
    ],
)
def test_liquid_it_does_not_know_is_an_error(liquid: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        render_embed(assets_url="/ext", proxy="/apps/tote", liquid=liquid)


def test_json_in_a_page_cannot_end_its_script() -> None:
    embed = render_embed(assets_url="/ext", proxy="/p", liquid="{{ '</script>' | json }}")

    assert str(embed.markup) == '"\\u003c/script>"'


def test_every_asset_of_the_extension_is_served(visitor: FlaskClient) -> None:
    assert BLOCK.exists()
    for path in ASSETS.iterdir():
        with visitor.get(f"/ext/{path.name}") as response:
            assert response.data == path.read_bytes()
