from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from sqlalchemy import func, select

from demo import SHOP
from demo.sender import (
    DeliveryFailed,
    Lossy,
    Webhook,
    load_store,
    send_unsent,
    send_webhook,
    spoiled,
)
from demo.state import State, open_state
from shopify_app.config import Settings
from shopify_app.db import Record
from shopify_app.db.tables import Delivery
from shopify_app.shopify.bodies import parse_body
from shopify_app.shopify.payloads import (
    parse_collection,
    parse_order,
    parse_page,
    parse_policy,
    parse_product,
    parse_shop,
    parse_time,
)
from shopify_app.shopify.signatures import webhook_is_authentic
from shopify_app.shopify.topics import WEBHOOK_TOPICS
from tests.conftest import install
from tests.demo.conftest import Upstream, serving
from tests.house import ROOT

SECRET = "a development secret of forty characters"
QUICK = (0.01,) * 8


def topics(upstream: Upstream) -> Counter[str]:
    return Counter(request.headers["X-Shopify-Topic"] for request in upstream.requests)


def payloads(upstream: Upstream, topic: str) -> list[dict[str, Any]]:
    return [
        parse_body(body)
        for request, body in zip(upstream.requests, upstream.bodies, strict=True)
        if request.headers["X-Shopify-Topic"] == topic
    ]


def test_a_webhook_bears_shopifys_headers_and_a_signature_the_app_accepts(
    upstream: Upstream,
) -> None:
    receipt = send_webhook(
        upstream.url, shop=SHOP, topic="products/update", payload={"id": 7}, secret=SECRET
    )

    [request], [body] = upstream.requests, upstream.bodies
    headers = request.headers
    assert request.path == "/webhooks/products/update"
    assert json.loads(body) == {"id": 7}
    assert webhook_is_authentic(body, headers["X-Shopify-Hmac-Sha256"], [SECRET])
    assert headers["X-Shopify-Topic"] == "products/update"
    assert headers["X-Shopify-Shop-Domain"] == SHOP
    assert headers["X-Shopify-API-Version"] == "2026-10"
    assert headers["X-Shopify-Webhook-Id"] == receipt.webhook_id
    assert headers["X-Shopify-Event-Id"]
    assert parse_time(headers["X-Shopify-Triggered-At"]).tzinfo is not None
    assert (receipt.status, receipt.attempts) == (200, 1)


def test_a_webhook_that_is_not_taken_is_repeated_as_it_was(upstream: Upstream) -> None:
    answers = [Response(status=503), Response(status=503), Response(status=200)]
    upstream.answer = lambda: answers.pop(0)

    receipt = send_webhook(
        upstream.url,
        shop=SHOP,
        topic="products/update",
        payload={"id": 7},
        secret=SECRET,
        retry_after_s=QUICK,
    )

    assert receipt.attempts == 3
    assert len(set(upstream.bodies)) == 1
    assert {r.headers["X-Shopify-Webhook-Id"] for r in upstream.requests} == {receipt.webhook_id}


def test_after_eight_more_attempts_it_is_given_up(upstream: Upstream) -> None:
    upstream.answer = lambda: Response(status=503)

    with pytest.raises(DeliveryFailed) as raised:
        send_webhook(
            upstream.url,
            shop=SHOP,
            topic="products/update",
            payload={"id": 7},
            secret=SECRET,
            retry_after_s=QUICK,
        )

    assert str(raised.value) == "products/update: the app answered 503"
    assert len(upstream.requests) == 9


def test_a_refusal_is_final(upstream: Upstream) -> None:
    upstream.answer = lambda: Response(status=401)

    with pytest.raises(DeliveryFailed, match="the app answered 401"):
        send_webhook(
            upstream.url, shop=SHOP, topic="products/update", payload={"id": 7}, secret=SECRET
        )

    assert len(upstream.requests) == 1


def test_an_app_that_is_not_there_is_tried_again() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"

        with pytest.raises(DeliveryFailed, match="ConnectError"):
            send_webhook(
                url,
                shop=SHOP,
                topic="products/update",
                payload={"id": 7},
                secret=SECRET,
                retry_after_s=(0.01,),
            )


def test_the_whole_shop_is_sent_in_the_shapes_the_app_reads(
    upstream: Upstream, demo_settings: Settings
) -> None:
    told: list[tuple[int, int]] = []

    loaded = load_store(
        upstream.url, demo_settings, on_progress=lambda sent, of: told.append((sent, of))
    )

    assert topics(upstream) == {
        "shop/update": 1,
        "products/create": 90,
        "collections/create": 8,
        "orders/create": 30,
        "policies/update": 1,
        "pages/update": 1,
        "articles/update": 1,
    }
    assert loaded.sent == len(upstream.requests) == told[-1][0]
    assert set(topics(upstream)) <= WEBHOOK_TOPICS
    products = [parse_product(each) for each in payloads(upstream, "products/create")]
    assert all(p.images[0].src.startswith("http://127.0.0.1:8000/demo/images/") for p in products)
    assert parse_shop(payloads(upstream, "shop/update")[0]).name == "Drizzlewick Dry Goods"
    for each in payloads(upstream, "collections/create"):
        parse_collection(each)
    for each in payloads(upstream, "orders/create"):
        assert parse_order(each).customer_id
    [policies], [pages], [articles] = (
        payloads(upstream, f"{kind}/update") for kind in ("policies", "pages", "articles")
    )
    assert len([parse_policy(each) for each in policies["policies"]]) == 6
    assert len([parse_page(each) for each in pages["pages"]]) == 14
    assert {parse_page(each).blog_handle for each in articles["articles"]} == {"the-wet-week"}


def test_a_second_load_sends_nothing_and_keeps_what_was_edited(
    upstream: Upstream, demo_settings: Settings, now: datetime
) -> None:
    load_store(upstream.url, demo_settings)
    with closing(open_state(demo_settings.data_dir)) as state:
        sock = state.find("product", "peat-sock")
        assert sock is not None
        state.put("product", {**sock, "title": "Peaty Sock"}, now=now)
        send_unsent(upstream.url, state, settings=demo_settings)
        upstream.requests.clear()

        loaded = load_store(upstream.url, demo_settings)

        kept = state.find("product", "peat-sock")
    assert loaded.sent == 0
    assert upstream.requests == []
    assert kept is not None
    assert kept["title"] == "Peaty Sock"


def test_everything_is_sent_again_to_a_new_address_or_a_new_record(
    upstream: Upstream, demo_settings: Settings
) -> None:
    first = load_store(upstream.url, demo_settings).sent

    moved = load_store(upstream.url, replace(demo_settings, app_url="http://127.0.0.1:9"))
    emptied = load_store(
        upstream.url,
        replace(demo_settings, app_url="http://127.0.0.1:9", database_url="sqlite:///other.db"),
    )

    assert moved.sent == emptied.sent == first


def test_everything_is_sent_again_when_asked_for(
    upstream: Upstream, demo_settings: Settings
) -> None:
    first = load_store(upstream.url, demo_settings, everything=True)
    upstream.requests.clear()

    again = load_store(upstream.url, demo_settings, everything=True)

    assert first.sent == again.sent
    assert topics(upstream)["products/update"] == 90


def test_a_catalogue_replaces_products_and_collections_and_can_be_taken_away_again(
    upstream: Upstream, demo_settings: Settings, tmp_path: Path
) -> None:
    load_store(upstream.url, demo_settings)
    catalogue = tmp_path / "hats.csv"
    catalogue.write_text("Handle,Title,Type,Variant Price\nhat,Hat,Hats,3\ncap,Cap,hats,4\n")
    upstream.requests.clear()
    upstream.bodies.clear()

    loaded = load_store(upstream.url, demo_settings, catalog=catalogue)

    assert loaded.catalog is not None
    assert (loaded.products, loaded.catalog.rows) == (2, 2)
    assert topics(upstream) == {
        "products/create": 2,
        "products/delete": 90,
        "collections/create": 1,
        "collections/delete": 8,
    }
    assert all(set(each) == {"id"} for each in payloads(upstream, "products/delete"))
    upstream.requests.clear()

    load_store(upstream.url, demo_settings)

    assert topics(upstream) == {
        "products/delete": 2,
        "products/update": 90,
        "collections/delete": 1,
        "collections/update": 8,
    }


def test_what_the_app_did_not_take_goes_out_with_the_next_change(
    upstream: Upstream, state: State, demo_settings: Settings, now: datetime
) -> None:
    state.mark_sent(state.unsent())
    sock = state.find("product", "peat-sock")
    assert sock is not None
    state.put("product", sock, now=now)
    upstream.answer = lambda: Response(status=503)
    with pytest.raises(DeliveryFailed):
        send_unsent(upstream.url, state, settings=demo_settings, retry_after_s=())
    upstream.requests.clear()
    upstream.answer = Response

    sent = send_unsent(upstream.url, state, settings=demo_settings)

    assert sent == 1
    assert topics(upstream) == {"products/update": 1}


def test_the_apps_own_door_takes_and_keeps_all_of_it(
    app: Flask, record: Record, settings: Settings, now: datetime
) -> None:
    install(record, settings, SHOP, now)

    with serving(app) as url:
        loaded = load_store(url, settings)

    with record.read() as connection:
        rows = connection.execute(
            select(Delivery.topic, func.count())
            .where(Delivery.shop == SHOP)
            .group_by(Delivery.topic)
        )
        kept = dict(rows.all())
    assert sum(kept.values()) == loaded.sent
    assert (kept["products/create"], kept["orders/create"]) == (90, 30)


def test_one_webhook_can_be_sent_by_hand(upstream: Upstream, tmp_path: Path) -> None:
    body = tmp_path / "product.json"
    body.write_text('{"id": 7}')
    command = [sys.executable, "-m", "demo.sender", "--topic", "products/delete", str(body)]

    done = subprocess.run(
        [*command, "--url", upstream.url],
        cwd=ROOT,
        env={**os.environ, "SHOPIFY_API_SECRET": SECRET},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert "products/delete taken with 200" in done.stdout
    assert upstream.bodies == [b'{"id": 7}']
    signature = upstream.requests[0].headers["X-Shopify-Hmac-Sha256"]
    assert webhook_is_authentic(b'{"id": 7}', signature, [SECRET])


def test_on_a_bad_way_some_webhooks_get_lost_some_come_twice_and_some_late() -> None:
    sent = [Webhook("products/update", {"id": number}) for number in range(2000)]

    arrived = spoiled(sent, Lossy(random.Random(1)))

    numbers = [webhook.payload["id"] for webhook in arrived]
    assert 1850 < len(set(numbers)) < 1950
    assert 60 < len(numbers) - len(set(numbers)) < 140
    assert len({webhook.webhook_id for webhook in arrived}) == len(set(numbers))
    assert numbers != sorted(numbers)
    assert max(abs(number - place) for place, number in enumerate(sorted(set(numbers)))) < 200


def test_what_got_lost_is_not_sent_again(
    upstream: Upstream, state: State, demo_settings: Settings
) -> None:
    lossy = Lossy(random.Random(2), lost=0.5, repeated=0)

    sent = send_unsent(upstream.url, state, settings=demo_settings, lossy=lossy)

    assert 0 < sent == len(upstream.requests)
    assert send_unsent(upstream.url, state, settings=demo_settings) == 0
