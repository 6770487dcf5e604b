"""What is settled before any view: crawlers, and calls from other origins."""

import pytest
from flask.testing import FlaskClient

from shopify_app.config import Settings
from tests.admin.test_pages import token_of
from tests.conftest import SHOP

PAGES = ("/", "/voice", "/templates", "/knowledge", "/conversations", "/settings")


@pytest.mark.parametrize(
    "agent", ["Googlebot/2.1", "Mozilla/5.0 (compatible; bingbot/2)", "curl/8"]
)
@pytest.mark.parametrize("page", PAGES)
def test_the_admin_is_gone_for_crawlers(client: FlaskClient, page: str, agent: str) -> None:
    answer = client.get(page, headers={"User-Agent": agent})

    assert answer.status_code == 410
    assert answer.get_json()["error"]["code"] == "gone"


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("agent", ["curl/8", "python-requests/2.32"])
@pytest.mark.parametrize("page", PAGES)
def test_who_is_signed_in_may_look_with_anything(
    client: FlaskClient, settings: Settings, page: str, agent: str
) -> None:
    token = token_of(settings, SHOP)
    answer = client.get(page, query_string={"id_token": token}, headers={"User-Agent": agent})

    assert answer.status_code == 200
    assert f"https://{SHOP} https://admin.shopify.com" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36",
        "Mozilla/5.0 Shopify Mobile/9.1 (Googlebot/2.1)",
        "Shopify POS/8 bot/1",
        "Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 Chrome/131.0 Mobile",
        "",
    ],
)
def test_people_are_sent_for_their_token(client: FlaskClient, agent: str) -> None:
    assert client.get("/voice", headers={"User-Agent": agent}).status_code == 302


@pytest.mark.parametrize("path", ["/api/voice", "/api/knowledge/sync", "/api/nothing-of-ours"])
def test_a_preflight_of_the_api_is_answered_as_shopifys_libraries_do(
    client: FlaskClient, path: str
) -> None:
    response = client.options(path, headers={"Origin": "https://extensions.shopifycdn.com"})

    assert response.status_code == 204
    assert response.headers["Access-Control-Max-Age"] == "7200"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Headers"] == "Authorization, Content-Type"
    assert (
        response.headers["Access-Control-Expose-Headers"]
        == "X-Shopify-API-Request-Failure-Reauthorize-Url"
    )


def test_another_origin_reads_a_refusal_too_and_no_page(client: FlaskClient) -> None:
    refused = client.get("/api/voice", headers={"Origin": "https://extensions.shopifycdn.com"})

    assert refused.status_code == 401
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in refused.headers
    assert "Access-Control-Allow-Origin" not in client.get("/voice").headers
    assert client.options("/webhooks/shop/update").headers.get("Access-Control-Max-Age") is None
