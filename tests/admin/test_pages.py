"""The merchant's page and API: proven by session tokens, framed by one shop's admin."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from shopify_app.config import Settings
from shopify_app.conversations.reviewing import MERCHANT
from shopify_app.conversations.transcripts import open_conversation
from shopify_app.conversations.visits import Visit
from shopify_app.db import Record
from shopify_app.db.tables import Sync
from shopify_app.knowledge.documents import policy_source, product_source
from shopify_app.knowledge.sources import apply_source
from shopify_app.shopify.payloads import parse_policy, parse_product
from shopify_app.shopify.session_tokens import sign_session_token
from shopify_app.shops.profile import (
    asked_for_reconciliation,
    mark_reconciled,
    settle_request,
    shops_to_reconcile,
    update_profile,
)
from tests.shopify.test_payloads import product

APP = "http://127.0.0.1:8000"


def token_of(settings: Settings, shop: str, *, age_s: int = 0) -> str:
    return sign_session_token(
        shop=shop,
        user_id="7",
        api_key=settings.api_key,
        secret=settings.api_secrets[0],
        now=datetime.now(UTC) - timedelta(seconds=age_s),
    )


def bearer(settings: Settings, shop: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token_of(settings, shop)}"}


# --- the page ------------------------------------------------------------------------------------


def test_the_page_opens_with_a_token_in_its_address(
    client: FlaskClient, settings: Settings, shop: str
) -> None:
    response = client.get("/", query_string={"id_token": token_of(settings, shop)})

    assert response.status_code == 200
    assert "What Tote knows" in response.text
    assert "Set-Cookie" not in response.headers


def test_only_the_shops_own_admin_may_frame_it(
    client: FlaskClient, settings: Settings, shop: str
) -> None:
    response = client.get(
        "/", query_string={"id_token": token_of(settings, shop), "shop": "evil.com"}
    )

    assert response.headers["Content-Security-Policy"] == (
        f"frame-ancestors https://{shop} https://admin.shopify.com;"
    )
    assert "X-Frame-Options" not in response.headers
    assert "app-bridge.js" in response.headers["Link"]


def test_app_bridge_is_the_first_script(client: FlaskClient, settings: Settings, shop: str) -> None:
    page = client.get("/", query_string={"id_token": token_of(settings, shop)}).text

    first = page.index("<script")
    assert page[first:].startswith(
        '<script src="https://cdn.shopify.com/shopifycloud/app-bridge.js"></script>'
    )
    assert f'<meta name="shopify-api-key" content="{settings.api_key}">' in page[:first]


@pytest.mark.parametrize("token", [None, "", "nonsense", "expired"])
def test_without_a_valid_token_the_browser_is_sent_to_fetch_one(
    client: FlaskClient, settings: Settings, shop: str, token: str | None
) -> None:
    if token == "expired":
        token = token_of(settings, shop, age_s=300)
    query = {"shop": shop, "host": "abc", **({"id_token": token} if token is not None else {})}

    response = client.get("/", query_string=query, headers={"Host": "evil.example"})

    location = urlsplit(response.headers["Location"])
    sent = parse_qs(location.query)
    assert (response.status_code, location.netloc) == (302, "")
    assert location.path == "/auth/patch-id-token"
    assert sent["shopify-reload"] == [f"{APP}/?shop={shop}&host=abc"]
    assert "id_token" not in sent


def test_the_bounce_page_is_app_bridge_and_nothing_else(client: FlaskClient, shop: str) -> None:
    response = client.get(
        "/auth/patch-id-token", query_string={"shop": shop, "shopify-reload": f"{APP}/?shop={shop}"}
    )

    assert response.status_code == 200
    assert response.text.count("<script") == 1
    assert "<body" not in response.text
    assert f"https://{shop} " in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://evil.example/",
        "//evil.example/",
        f"{APP}@evil.example/",
        f"{APP}.evil.example/",
        f"{APP}//evil.example",
        f"{APP}/\\evil.example",
        "javascript:alert(1)",
        f"{APP}/\nx",
    ],
)
def test_the_bounce_page_leads_nowhere_else(client: FlaskClient, address: str) -> None:
    response = client.get("/auth/patch-id-token", query_string={"shopify-reload": address})

    assert response.status_code == 422


def test_a_hostile_shop_name_frames_nothing(client: FlaskClient) -> None:
    response = client.get(
        "/auth/patch-id-token",
        query_string={"shop": "x; script-src *", "shopify-reload": f"{APP}/"},
    )

    assert response.headers["Content-Security-Policy"] == "frame-ancestors 'none';"


# --- the API -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer"}, {"Authorization": "Bearer x"}, {"Authorization": "Basic x"}],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/knowledge"), ("POST", "/api/knowledge/sync"), ("POST", "/api/ask")],
)
def test_a_call_without_a_token_may_try_again_with_a_fresh_one(
    client: FlaskClient, headers: dict[str, str], method: str, path: str
) -> None:
    response = client.open(path, method=method, headers=headers)

    assert response.status_code == 401
    assert response.headers["X-Shopify-Retry-Invalid-Session-Request"] == "1"
    assert response.json["error"]["code"] == "not_signed_in"


def test_a_token_in_the_address_opens_no_call(
    client: FlaskClient, settings: Settings, shop: str
) -> None:
    query = {"id_token": token_of(settings, shop)}

    assert client.post("/api/knowledge/sync", query_string=query).status_code == 401


def test_knowledge_counts_this_shop_only(
    client: FlaskClient, settings: Settings, record: Record, shop: str, other_shop: str
) -> None:
    policy = {
        "id": 1,
        "type": "REFUND_POLICY",
        "title": "Refunds",
        "body": "<p>Thirty days.</p>",
        "updated_at": "2026-11-01T00:00:00Z",
    }
    now = datetime.now(UTC)
    with record.write() as connection:
        apply_source(connection, shop, policy_source(parse_policy(policy)), now=now)

    mine = client.get("/api/knowledge", headers=bearer(settings, shop)).json
    theirs = client.get("/api/knowledge", headers=bearer(settings, other_shop)).json

    assert mine["kinds"] == [{"kind": "policy", "documents": 1, "chunks": 0, "due": 1}]
    assert theirs["kinds"] == []
    assert set(mine["sync"]) == {"phase", "done", "total", "started_at", "finished_at", "error"}
    assert (mine["sync"]["phase"], mine["sync"]["done"]) == ("policies", 0)


def test_a_comparison_is_asked_for(
    client: FlaskClient, settings: Settings, record: Record, shop: str
) -> None:
    now = datetime.now(UTC)
    with record.write() as connection:
        mark_reconciled(connection, shop, now=now)
        settle_request(connection, shop, asked_at=asked_for_reconciliation(connection, shop))

    response = client.post("/api/knowledge/sync", headers=bearer(settings, shop))

    assert response.status_code == 202
    with record.read() as connection:
        assert shops_to_reconcile(connection, now=now) == [shop]


def test_the_api_describes_itself(client: FlaskClient) -> None:
    described = client.get("/api/openapi.json").json

    assert described["openapi"] == "3.1.0"
    rules = {
        re.sub(r"<(?:[^<>]+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in client.application.url_map.iter_rules()
    }
    assert set(described["paths"]) == {
        rule for rule in rules if rule.startswith(("/api/", "/proxy/")) or rule == "/chat"
    }


def test_the_described_answer_is_the_one_that_is_given(
    client: FlaskClient, settings: Settings, shop: str
) -> None:
    described = client.get("/api/openapi.json").json["components"]["schemas"]["Answer"]

    answer = client.post("/api/ask", json={"message": "Hello"}, headers=bearer(settings, shop)).json

    assert set(described["properties"]) == {*answer, "offers"}  # which only some answers have


def test_a_test_question_is_answered_as_a_stream(
    client: FlaskClient, settings: Settings, shop: str
) -> None:
    response = client.post(
        "/api/ask",
        json={"message": "How long do refunds take?"},
        headers={**bearer(settings, shop), "Accept": "text/event-stream"},
    )

    assert response.mimetype == "text/event-stream"
    names = [line[7:] for line in response.text.splitlines() if line.startswith("event: ")]
    assert (names[0], names[-1]) == ("start", "done")


def test_a_test_question_needs_words(client: FlaskClient, settings: Settings, shop: str) -> None:
    response = client.post("/api/ask", json={"message": " "}, headers=bearer(settings, shop))

    assert (response.status_code, response.json["error"]["code"]) == (422, "invalid_input")


def test_the_guide_is_ticked_by_what_was_done(
    client: FlaskClient, settings: Settings, record: Record, shop: str
) -> None:
    def steps() -> dict[str, str]:
        text = client.get("/", query_string={"id_token": token_of(settings, shop)}).text
        found = re.findall(r'<li id="step-(\w+)"( class="done")?>', text)
        return {name: "done" if done else "" for name, done in found}

    nothing = dict.fromkeys(("read", "voice", "template", "question", "widget"), "")
    assert steps() == nothing

    now = datetime.now(UTC)
    all_it_has = product_source(parse_product(product()))  # no policies: it may have none
    with record.write() as connection:
        apply_source(connection, shop, all_it_has, now=now)
    assert steps() == nothing  # it is still being read
    with record.write() as connection:
        connection.execute(update(Sync).values(phase="done", finished_at=now))
    assert steps() == {**nothing, "read": "done"}

    with record.write() as connection:
        open_conversation(connection, Visit(shop, f"{MERCHANT}7"), None, now=now)
    who = bearer(settings, shop)
    saved = {"expected_version": 0, "settings": {"persona": {"name": "Fern"}}}
    assert client.put("/api/voice", json=saved, headers=who).status_code == 200
    written = {"name": "Press", "texts": {"en": "Write to press@woolmere.example."}, "kinds": []}
    written["keywords"] = ["press"]
    assert client.post("/api/templates", json=written, headers=who).status_code == 201

    assert steps() == {**dict.fromkeys(nothing, "done"), "widget": ""}


def test_the_widget_is_switched_on_in_the_theme_editor(
    client: FlaskClient, settings: Settings, shop: str
) -> None:
    page = client.get("/", query_string={"id_token": token_of(settings, shop)}).text

    assert f"https://{shop}/admin/themes/current/editor" in page
    assert f"activateAppId={settings.api_key}/chat" in page


def test_a_link_in_a_page_keeps_what_the_frame_needs_and_no_token(
    client: FlaskClient, settings: Settings, shop: str
) -> None:
    query = {"id_token": token_of(settings, shop), "shop": shop, "host": "aG9zdA", "embedded": "1"}
    [link] = re.findall(r'href="(/voice\?[^"]*)"', client.get("/", query_string=query).text)

    assert link == f"/voice?shop={shop}&amp;host=aG9zdA&amp;embedded=1"
    assert "/auth/patch-id-token" in client.get(link.replace("&amp;", "&")).headers["Location"]


def test_scopes_that_were_taken_away_are_named(
    client: FlaskClient, settings: Settings, record: Record, shop: str
) -> None:
    def page() -> str:
        return client.get("/settings", query_string={"id_token": token_of(settings, shop)}).text

    assert "may no longer read" not in page()
    with record.write() as connection:
        update_profile(connection, shop, {"scopes": "read_products,write_app_proxy"})

    assert "(read_legal_policies, read_content, read_orders)" in page()


# --- health --------------------------------------------------------------------------------------


def test_it_is_alive_and_names_its_parts(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}

    ready = client.get("/readyz")

    assert ready.status_code == 200
    assert ready.json["parts"] == {
        "record": "up",
        "redis": "up",
        "chroma": "up",
        "embedder": "up",
    }


def test_an_unknown_address_is_json(client: FlaskClient) -> None:
    response = client.get("/nowhere")

    assert (response.status_code, response.json["error"]["code"]) == (404, "not_found")
