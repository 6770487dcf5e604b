from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import Flask

from demo import SHOP
from demo.addresses import with_addresses
from demo.shopify_standin.buckets import Bucket, refill
from demo.shopify_standin.bulk import BulkOperations, BulkRules
from demo.shopify_standin.nodes import root
from demo.shopify_standin.tokens import (
    ACCESS_LIFETIME_S,
    REFRESH_LIFETIME_S,
    SCOPES,
    custom_app_token,
    issue_pair,
    refresh_pair,
    token_is_valid,
)
from demo.state import State
from shopify_app.config import Settings
from shopify_app.shopify.admin import AdminClient, AdminRefused, AdminThrottled
from shopify_app.shopify.admin_records import (
    fetch_articles,
    fetch_collection,
    fetch_order,
    fetch_pages,
    fetch_product,
    fetch_shop_and_policies,
)
from shopify_app.shopify.payloads import (
    parse_collection,
    parse_order,
    parse_page,
    parse_policy,
    parse_product,
    to_record,
)
from shopify_app.shopify.session_tokens import sign_session_token
from tests.demo.conftest import Upstream, serving
from tests.house import eventually

STOREFRONT = "http://127.0.0.1:8000/demo"
Ask = Callable[..., httpx.Response]


@pytest.fixture
def standin(demo_app: Flask) -> Iterator[str]:
    """Its address, with the shop's in place."""
    with serving(demo_app) as url:
        yield f"{url}/shopify/{SHOP}"


@pytest.fixture
def token(demo_settings: Settings) -> str:
    return custom_app_token(demo_settings.api_secrets[0])


@pytest.fixture
def admin(standin: str) -> AdminClient:
    return AdminClient(standin.replace(SHOP, "{shop}"), "2026-10")


@pytest.fixture
def ask(standin: str, token: str) -> Iterator[Ask]:
    with httpx.Client(trust_env=False) as http:

        def ask(query: str, *, token: str = token, version: str = "2026-10", **body: Any) -> Any:
            return http.post(
                f"{standin}/admin/api/{version}/graphql.json",
                json={"query": query, **body},
                headers={"X-Shopify-Access-Token": token},
            )

        yield ask


# --- what Tote's own client gets -----------------------------------------------------------------


def test_every_product_fetched_is_what_its_webhook_said(
    admin: AdminClient, token: str, state: State
) -> None:
    for payload in state.all("product"):
        said = parse_product(with_addresses("product", payload, STOREFRONT))

        fetched = fetch_product(admin, SHOP, token, said.id)

        assert fetched == said


def test_every_order_fetched_is_what_its_webhook_said_but_for_whose_it_is(
    admin: AdminClient, token: str, state: State
) -> None:
    for payload in state.all("order"):
        said = parse_order(payload)

        fetched = fetch_order(admin, SHOP, token, said.id)

        assert fetched is not None
        assert fetched.customer_id is None
        assert (fetched.name, fetched.total, fetched.created_at, fetched.cancelled_at) == (
            said.name, said.total, said.created_at, said.cancelled_at,
        )  # fmt: skip
        assert fetched.financial_status == said.financial_status
        assert [(i.title, i.variant_title, i.quantity) for i in fetched.items] == [
            (i.title, i.variant_title, i.quantity) for i in said.items
        ]
        assert [f.tracking_number for f in fetched.fulfillments] == [
            f.tracking_number for f in said.fulfillments
        ]


def test_collections_policies_pages_and_articles_are_what_their_webhooks_said(
    admin: AdminClient, token: str, state: State
) -> None:
    profile, policies = fetch_shop_and_policies(admin, SHOP, token)
    pages = list(fetch_pages(admin, SHOP, token))
    articles = list(fetch_articles(admin, SHOP, token))

    assert profile == {
        "name": "Drizzlewick Dry Goods",
        "url": STOREFRONT,
        "currency": "USD",
        "timezone": "America/New_York",
    }
    for kind, fetched, parse in (
        ("policy", policies, parse_policy),
        ("page", pages, parse_page),
        ("article", articles, parse_page),
    ):
        said = [with_addresses(kind, each, STOREFRONT) for each in state.all(kind)]
        assert sorted(
            (to_record(parse(each)) for each in fetched), key=lambda r: r["id"]
        ) == sorted((to_record(parse(each)) for each in said), key=lambda r: r["id"])
    for payload in state.all("collection"):
        collection = fetch_collection(admin, SHOP, token, str(payload["id"]))
        assert collection == parse_collection(payload)


def test_what_is_not_there_is_null(admin: AdminClient, token: str) -> None:
    assert fetch_product(admin, SHOP, token, "1") is None
    assert fetch_order(admin, SHOP, token, "1") is None


def test_an_edit_is_seen_at_once_also_by_another_process(
    admin: AdminClient, token: str, state: State, now: datetime
) -> None:
    sock = state.find("product", "peat-sock")
    assert sock is not None
    state.put("product", {**sock, "title": "Peaty Sock"}, now=now)

    fetched = fetch_product(admin, SHOP, token, str(sock["id"]))

    assert fetched is not None
    assert fetched.title == "Peaty Sock"


def test_a_wrong_token_is_refused(admin: AdminClient) -> None:
    with pytest.raises(AdminRefused):
        fetch_product(admin, SHOP, "shpat_wrong", "1")


def test_an_empty_budget_throttles(
    demo_app: Flask, admin: AdminClient, token: str, state: State
) -> None:
    demo_app.config["BUCKET"] = Bucket(maximum=20, restore_per_s=0.001)
    sock = state.find("product", "peat-sock")
    assert sock is not None

    with pytest.raises(AdminThrottled) as raised:
        fetch_product(admin, SHOP, token, str(sock["id"]))

    assert raised.value.wait_s > 10


# --- as the protocol goes ------------------------------------------------------------------------


def test_an_answer_names_its_cost(ask: Ask) -> None:
    answer = ask("{ shop { name primaryDomain { url } } }").json()

    cost = answer["extensions"]["cost"]
    assert answer["data"]["shop"]["name"] == "Drizzlewick Dry Goods"
    assert cost["requestedQueryCost"] >= cost["actualQueryCost"] >= 2
    assert cost["throttleStatus"]["maximumAvailable"] == 2000
    assert cost["throttleStatus"]["restoreRate"] == 100
    assert cost["throttleStatus"]["currentlyAvailable"] <= 2000


def test_throttling_is_an_error_in_a_200(ask: Ask, demo_app: Flask) -> None:
    demo_app.config["BUCKET"] = Bucket(maximum=1, restore_per_s=0.001)

    response = ask(
        "{ products(first: 50) { nodes { title variants(first: 5) { nodes { id } } } } }"
    )

    answer = response.json()
    assert response.status_code == 200
    assert answer["errors"][0]["extensions"]["code"] == "THROTTLED"
    assert answer["extensions"]["cost"]["actualQueryCost"] is None
    assert "data" not in answer


def test_a_query_beyond_all_measure_is_refused_before_it_runs(ask: Ask) -> None:
    inner = "variants(first: 2048) { nodes { selectedOptions { name } inventoryItem { id } } }"

    answer = ask(f"{{ products(first: 250) {{ nodes {{ title {inner} }} }} }}").json()

    assert answer["errors"][0]["extensions"]["code"] == "MAX_COST_EXCEEDED"


def test_the_budget_fills_again_and_never_beyond_its_measure() -> None:
    bucket = Bucket(maximum=100, restore_per_s=10)

    assert refill(bucket, points=20, elapsed_s=3) == 50
    assert refill(bucket, points=20, elapsed_s=3600) == 100
    assert refill(bucket, points=20, elapsed_s=-5) == 20


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("{ shop { secret } }", "Cannot query field 'secret'"),
        ("{ shop { name }", "Syntax Error"),
        ("query A { shop { name } } query B { shop { name } }", "operationName"),
        ('{ product(id: "gid://shopify/Order/1") { title } }', "invalid id"),
        ("{ products { nodes { id } } }", "you must provide first"),
        ("{ products(first: 251) { nodes { id } } }", "you must provide first"),
        ('{ products(first: 1, after: "x") { nodes { id } } }', "invalid cursor"),
        ('{ orders(first: 1, query: "colour:red") { nodes { id } } }', "does not know the filter"),
        ('{ orders(first: 1, query: "red") { nodes { id } } }', "cannot read the filter"),
    ],
)
def test_a_faulty_query_is_answered_with_what_is_wrong(ask: Ask, query: str, message: str) -> None:
    response = ask(query)

    assert response.status_code == 200
    assert message in response.json()["errors"][0]["message"]


def test_a_wrong_token_version_or_shop(ask: Ask, standin: str) -> None:
    assert ask("{ shop { name } }", token="shpat_other").status_code == 401
    assert ask("{ shop { name } }", version="latest").status_code == 404
    other = standin.replace(SHOP, "other.myshopify.com")
    assert httpx.post(f"{other}/admin/api/2026-10/graphql.json", json={}).status_code == 404


def test_pages_of_a_connection_hold_everything_once(ask: Ask, state: State) -> None:
    query = """query P($after: String) { products(first: 13, after: $after, sortKey: TITLE) {
      pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { title } } } }"""
    titles: list[str] = []
    after, more = None, True

    while more:
        connection = ask(query, variables={"after": after}).json()["data"]["products"]
        titles += [edge["node"]["title"] for edge in connection["edges"]]
        assert connection["pageInfo"]["endCursor"] == connection["edges"][-1]["cursor"]
        after, more = connection["pageInfo"]["endCursor"], connection["pageInfo"]["hasNextPage"]

    assert titles == sorted(product["title"] for product in state.all("product"))


def test_a_page_taken_after_an_edit_neither_repeats_nor_skips(ask: Ask, state: State) -> None:
    query = """query P($after: String) { products(first: 40, after: $after, sortKey: TITLE) {
      pageInfo { endCursor } nodes { handle } } }"""
    first = ask(query, variables={"after": None}).json()["data"]["products"]
    gone = state.find("product", first["nodes"][0]["handle"])
    assert gone is not None
    state.delete("product", gone["id"])

    second = ask(query, variables={"after": first["pageInfo"]["endCursor"]}).json()
    third = ask(
        query, variables={"after": second["data"]["products"]["pageInfo"]["endCursor"]}
    ).json()

    seen = [
        node["handle"]
        for nodes in (first, second["data"]["products"], third["data"]["products"])
        for node in nodes["nodes"]
    ]
    assert sorted(seen) == sorted([*(p["handle"] for p in state.all("product")), gone["handle"]])


def test_orders_are_found_by_customer_and_name(ask: Ask, state: State) -> None:
    order = state.all("order")[0]
    customer = order["customer"]["id"]
    query = "query O($q: String) { orders(first: 50, query: $q) { nodes { name } } }"

    def names(filter: str) -> list[str]:
        data = ask(query, variables={"q": filter}).json()["data"]
        return [node["name"] for node in data["orders"]["nodes"]]

    assert names(f'customer_id:{customer} AND name:"{order["name"]}"') == [order["name"]]
    assert len(names(f"customer_id:{customer}")) == 5
    assert names(f'customer_id:1 AND name:"{order["name"]}"') == []


def test_changes_since_a_time_are_found(ask: Ask, state: State, now: datetime) -> None:
    sock = state.find("product", "peat-sock")
    assert sock is not None
    state.put("product", sock, now=now + timedelta(minutes=5))
    query = "query P($q: String) { products(first: 9, query: $q) { nodes { handle } } }"

    data = ask(query, variables={"q": f"updated_at:>'{now.isoformat()}'"}).json()["data"]

    assert data["products"]["nodes"] == [{"handle": "peat-sock"}]


def test_no_resolver_is_missing(state: State) -> None:
    from demo.shopify_standin.querying import schema

    query_type, mutation_type = schema().query_type, schema().mutation_type
    assert query_type is not None
    assert mutation_type is not None
    bulk = BulkOperations(state, Path(), "", STOREFRONT, BulkRules(), lambda _payload: None)

    resolved = {*root(state, STOREFRONT), *bulk.roots()}

    assert resolved == {*query_type.fields, *mutation_type.fields}


# --- bulk operations -----------------------------------------------------------------------------

ALL_SOCKS = "{ products { edges { node { id title variants { edges { node { id sku } } } } } } }"
START = """mutation Start($query: String!) { bulkOperationRunQuery(query: $query) {
  bulkOperation { id status } userErrors { code message } } }"""
LOOK = """query Look($id: ID!) { bulkOperation(id: $id) {
  status errorCode objectCount rootObjectCount url partialDataUrl } }"""


def run_bulk(ask: Ask, query: str = ALL_SOCKS) -> list[dict[str, Any]]:
    """The operation as it was found, look by look."""
    started = ask(START, variables={"query": query}).json()["data"]["bulkOperationRunQuery"]
    assert started["userErrors"] == []
    id = started["bulkOperation"]["id"]
    looks = [ask(LOOK, variables={"id": id}).json()["data"]["bulkOperation"] for _ in range(3)]
    return [started["bulkOperation"], *looks]


def test_a_bulk_operation_takes_its_time_and_ends_in_a_file_and_a_webhook(
    ask: Ask, state: State, upstream: Upstream
) -> None:
    looks = run_bulk(ask)

    assert [look["status"] for look in looks] == ["CREATED", "RUNNING", "RUNNING", "COMPLETED"]
    response = httpx.get(looks[-1]["url"], trust_env=False)  # without a token
    lines = [json.loads(line) for line in response.text.splitlines()]
    roots = [line for line in lines if "__parentId" not in line]
    products = state.all("product")
    assert {root["title"] for root in roots} == {product["title"] for product in products}
    assert len(lines) == int(looks[-1]["objectCount"])
    assert len(lines) - len(roots) == sum(len(product["variants"]) for product in products)
    assert {line["__parentId"] for line in lines if "sku" in line} <= {each["id"] for each in roots}
    assert lines.index(roots[1]) == 1  # children do not stand behind their parents
    eventually(lambda: bool(upstream.bodies), what="the webhook")
    assert upstream.requests[0].path == "/webhooks/bulk_operations/finish"
    assert json.loads(upstream.bodies[0])["status"] == "completed"


def test_a_failed_bulk_operation_leaves_what_it_had(demo_app: Flask, ask: Ask) -> None:
    demo_app.config["BULK"] = BulkRules(fault="TIMEOUT")

    look = run_bulk(ask)[-1]

    assert (look["status"], look["errorCode"], look["url"]) == ("FAILED", "TIMEOUT", None)
    lines = httpx.get(look["partialDataUrl"], trust_env=False).text.splitlines()
    assert len(lines) == int(look["objectCount"]) > 0


def test_of_too_many_bulk_operations_and_of_wrong_ones_the_errors_say_so(
    demo_app: Flask, ask: Ask
) -> None:
    demo_app.config["BULK"] = BulkRules(at_once=1)

    def code(query: str) -> str:
        payload = ask(START, variables={"query": query}).json()["data"]["bulkOperationRunQuery"]
        [fault] = payload["userErrors"] or [{"code": None}]
        return str(fault["code"])

    assert code("{ products { edges { node { colour } } } }") == "INVALID"
    assert code(ALL_SOCKS) == "None"
    assert code(ALL_SOCKS) == "OPERATION_IN_PROGRESS"


def test_published_collections_are_found(ask: Ask, state: State, now: datetime) -> None:
    collection = state.all("collection")[0]
    state.put("collection", {**collection, "published_at": None}, now=now)
    query = """query C($q: String) { collections(first: 250, query: $q) {
      nodes { legacyResourceId } } }"""

    found = ask(query, variables={"q": "published_status:published"}).json()["data"]

    ids = {node["legacyResourceId"] for node in found["collections"]["nodes"]}
    assert ids == {str(each["id"]) for each in state.all("collection")} - {str(collection["id"])}


# --- tokens --------------------------------------------------------------------------------------


def exchange(standin: str, settings: Settings, **changes: Any) -> httpx.Response:
    body = {
        "client_id": settings.api_key,
        "client_secret": settings.api_secrets[0],
        "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
        "subject_token": session_token(settings),
        "subject_token_type": "urn:ietf:params:oauth:token-type:id_token",
        "requested_token_type": "urn:shopify:params:oauth:token-type:offline-access-token",
        "expiring": 1,
        **changes,
    }
    return httpx.post(f"{standin}/admin/oauth/access_token", json=body, trust_env=False)


def session_token(settings: Settings, **changes: Any) -> str:
    return sign_session_token(
        **{
            "shop": SHOP,
            "user_id": "1",
            "api_key": settings.api_key,
            "secret": settings.api_secrets[0],
            "now": datetime.now(UTC),
            **changes,
        }
    )


def test_a_session_token_is_exchanged_for_a_pair_that_works(
    standin: str, demo_settings: Settings, ask: Ask
) -> None:
    response = exchange(standin, demo_settings)

    pair = response.json()
    assert response.status_code == 200
    assert set(pair) == {
        "access_token", "scope", "expires_in", "refresh_token", "refresh_token_expires_in",
    }  # fmt: skip
    assert (pair["expires_in"], pair["scope"]) == (3600, SCOPES)
    assert "data" in ask("{ shop { name } }", token=pair["access_token"]).json()
    assert ask("{ shop { name } }", token=pair["refresh_token"]).status_code == 401


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"subject_token": "not.a.token"}, "invalid_subject_token"),
        ({"subject_token_type": "something else"}, "invalid_subject_token"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "wrong"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "unknown"}, "invalid_grant"),
    ],
)
def test_a_faulty_exchange_is_refused_as_shopify_does(
    standin: str, demo_settings: Settings, changes: dict[str, str], error: str
) -> None:
    response = exchange(standin, demo_settings, **changes)

    assert (response.status_code, response.json()) == (400, {"error": error})


def test_an_old_session_token_or_another_shops_is_refused(
    standin: str, demo_settings: Settings
) -> None:
    old = session_token(demo_settings, now=datetime.now(UTC) - timedelta(hours=1))
    others = session_token(demo_settings, shop="other.myshopify.com")

    for token in (old, others):
        response = exchange(standin, demo_settings, subject_token=token)
        assert response.json() == {"error": "invalid_subject_token"}


def test_the_old_secret_is_known_while_it_rotates(standin: str, demo_app: Flask) -> None:
    parts = demo_app.extensions["demo"]
    parts.settings = replace(
        parts.settings,
        api_secrets=("the new secret, of at least thirty-two bytes", *parts.settings.api_secrets),
    )

    response = exchange(
        standin, replace(parts.settings, api_secrets=parts.settings.api_secrets[1:])
    )

    assert response.status_code == 200


def test_a_pair_is_refreshed_and_expires(state: State) -> None:
    pair = issue_pair(state, now_s=0)

    renewed = refresh_pair(state, pair["refresh_token"], now_s=10)

    assert renewed is not None
    assert token_is_valid(state, renewed["access_token"], secret="s", now_s=20)
    assert not token_is_valid(
        state, renewed["access_token"], secret="s", now_s=10 + ACCESS_LIFETIME_S
    )
    assert refresh_pair(state, renewed["refresh_token"], now_s=10 + REFRESH_LIFETIME_S) is None


def test_a_refresh_whose_answer_was_lost_may_be_asked_again(state: State) -> None:
    pair = issue_pair(state, now_s=0)
    refresh_pair(state, pair["refresh_token"], now_s=10)

    again = refresh_pair(state, pair["refresh_token"], now_s=20)

    assert again is not None


def test_the_old_refresh_token_ends_when_the_new_pair_is_used(state: State) -> None:
    pair = issue_pair(state, now_s=0)
    renewed = refresh_pair(state, pair["refresh_token"], now_s=10)
    assert renewed is not None

    used = token_is_valid(state, renewed["access_token"], secret="s", now_s=11)

    assert used
    assert refresh_pair(state, pair["refresh_token"], now_s=12) is None
    assert refresh_pair(state, renewed["refresh_token"], now_s=12) is not None
