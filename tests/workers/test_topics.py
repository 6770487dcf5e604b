"""What each topic does, from the inbox to the record, on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select, update

from shopify_app.conversations.transcripts import append_question, begin_conversation
from shopify_app.conversations.visits import Visit
from shopify_app.db.tables import (
    Conversation,
    Delivery,
    Document,
    Message,
    ReplySuggestion,
    ReplyTemplate,
    ReplyTemplateSet,
    ReplyTemplateVersion,
    ReplyVector,
    Shop,
    ShopWord,
    SourceRecord,
)
from shopify_app.knowledge.vocabulary import note_words
from shopify_app.replies.keeping import add_template
from shopify_app.replies.suggestions import note_suggestion
from shopify_app.shopify.topics import WEBHOOK_TOPICS
from shopify_app.shops.install import register_shop
from tests.conftest import OTHER_SHOP
from tests.deliveries.arrivals import rows
from tests.replies.writing import template
from tests.workers import payloads
from tests.workers.admin import order_node, product_node
from tests.workers.conftest import Workshop
from workers.topics import READERS, READERS_OF_CUSTOMERS

HOUR = timedelta(hours=1)
VECTOR = {"embedder": "any", "sha256": "0" * 64, "vector": b""}


def test_every_topic_we_take_is_worked_on() -> None:
    assert {*READERS, *READERS_OF_CUSTOMERS} == WEBHOOK_TOPICS


# --- products ------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", ["products/create", "products/update"])
def test_a_product_becomes_a_source_and_a_document(workshop: Workshop, topic: str) -> None:
    row = workshop.work_on(topic, payloads.product(1, workshop.now))

    assert (row.status, row.outcome, row.body) == ("done", "applied", None)
    assert workshop.source("product", "1").payload["variants"][0]["price"] == "189.00"
    assert workshop.document("product", "1").title == "Fell boots"


def test_a_new_price_changes_the_source_and_leaves_the_document_alone(workshop: Workshop) -> None:
    workshop.work_on("products/create", payloads.product(1, workshop.now - HOUR))
    before = workshop.document("product", "1").version
    cheaper = payloads.product(1, workshop.now)
    cheaper["variants"][0]["price"] = "149.00"

    workshop.work_on("products/update", cheaper)

    assert workshop.source("product", "1").payload["variants"][0]["price"] == "149.00"
    assert workshop.document("product", "1").version == before


def test_an_older_version_that_comes_late_changes_nothing(workshop: Workshop) -> None:
    # As text, the older of these two sorts after the newer.
    newer, older = datetime(2026, 1, 1, 5, 0, 1, tzinfo=UTC), "2026-01-01T00:00:00-05:00"
    workshop.work_on("products/update", payloads.product(1, newer, title="New"))

    row = workshop.work_on(
        "products/update", payloads.product(1, newer, title="Old", updated_at=older)
    )

    assert row.outcome == "stale"
    assert workshop.source("product", "1").payload["title"] == "New"


def test_the_same_version_again_changes_nothing(workshop: Workshop) -> None:
    for _ in range(2):
        row = workshop.work_on("products/update", payloads.product(1, workshop.now))

    assert row.outcome == "unchanged"
    assert workshop.document("product", "1").version == 1


def test_two_texts_with_one_time_are_settled_by_asking_shopify(workshop: Workshop) -> None:
    at = workshop.now.isoformat()
    node = product_node(1, title="The true one", updated_at=at)
    workshop.admin.records["gid://shopify/Product/1"] = node
    workshop.work_on("products/update", payloads.product(1, workshop.now, title="One"))

    row = workshop.work_on("products/update", payloads.product(1, workshop.now, title="Another"))

    assert (row.status, row.outcome) == ("done", "fetched")
    assert workshop.source("product", "1").payload["title"] == "The true one"
    [(path, token, _)] = workshop.admin.asked
    assert path.startswith(f"/{workshop.shop}/admin/api/")
    assert token == "a-token"


def test_a_deleted_product_is_gone_and_stays_gone(workshop: Workshop) -> None:
    workshop.work_on("products/create", payloads.product(1, workshop.now - HOUR))

    row = workshop.work_on("products/delete", {"id": 1})
    late = workshop.work_on("products/update", payloads.product(1, workshop.now - HOUR / 2))

    assert (row.outcome, late.outcome) == ("applied", "deleted")
    assert workshop.source("product", "1").deleted
    assert workshop.document("product", "1").sections == []


def test_a_delete_may_come_before_its_create(workshop: Workshop) -> None:
    workshop.work_on("products/delete", {"id": 1})
    row = workshop.work_on("products/create", payloads.product(1, workshop.now - HOUR))

    assert row.outcome == "deleted"
    assert workshop.document("product", "1") is None


def test_an_update_that_is_newer_than_the_delete_is_settled_by_asking_shopify(
    workshop: Workshop,
) -> None:
    workshop.work_on("products/create", payloads.product(1, workshop.now - HOUR))
    workshop.work_on("products/delete", {"id": 1})

    row = workshop.work_on("products/update", payloads.product(1, workshop.now + HOUR / 2))

    assert row.outcome == "fetched: gone"
    assert workshop.source("product", "1").deleted


def test_a_truncated_product_is_shown_as_far_as_it_goes_and_completed(workshop: Workshop) -> None:
    gids = [{"admin_graphql_api_id": f"gid://shopify/ProductVariant/{n}"} for n in range(150)]
    truncated = payloads.product(1, workshop.now, variant_gids=gids)
    workshop.admin.mood = "down"

    waiting = workshop.work_on("products/update", truncated)
    shown = len(workshop.source("product", "1").payload["variants"])
    workshop.admin.mood = "well"
    workshop.admin.records["gid://shopify/Product/1"] = product_node(
        1, title="Fell boots", updated_at=workshop.now.isoformat(), variants=150
    )
    workshop.pass_time()
    workshop.work()

    assert (waiting.status, waiting.attempts) == ("pending", 0)
    assert shown == 1
    assert len(workshop.source("product", "1").payload["variants"]) == 150
    assert rows(workshop.record)[-1].outcome == "fetched"


def test_a_product_too_large_to_keep_is_fetched(workshop: Workshop) -> None:
    node = product_node(1, title="Very large", updated_at=workshop.now.isoformat())
    workshop.admin.records["gid://shopify/Product/1"] = node

    row = workshop.work_on("products/update", b"", body=None, resource_id="1")

    assert row.outcome == "fetched"
    assert workshop.source("product", "1").payload["title"] == "Very large"


@pytest.mark.parametrize(
    ("topic", "resource_id"), [("products/update", None), ("shop/update", "1")]
)
def test_what_is_too_large_and_cannot_be_fetched_is_dead(
    workshop: Workshop, topic: str, resource_id: str | None
) -> None:
    row = workshop.work_on(topic, b"", body=None, resource_id=resource_id)

    assert row.status == "dead"
    assert "too large" in row.error


# --- any order -----------------------------------------------------------------------------------


@settings(max_examples=25)
@given(
    order=st.permutations(list(range(5))),
    again=st.lists(st.integers(0, 4), max_size=4),
    deleted=st.booleans(),
)
def test_any_order_with_any_repetition_ends_in_the_stores_true_state(
    workshop: Workshop, order: list[int], again: list[int], deleted: bool
) -> None:
    """Four versions and, after them, perhaps a delete; ids of repetitions are new."""
    with workshop.record.write() as connection:
        for table in (Delivery, Document, SourceRecord):
            connection.execute(delete(table))
    start = workshop.now - timedelta(days=1)
    for step in [*order, *again]:
        at = start + step * HOUR
        if step < 4:
            workshop.deliver("products/update", payloads.product(1, at, title=f"Version {step}"))
        elif deleted:
            workshop.deliver("products/delete", {"id": 1}, triggered_at=at)

    workshop.work()

    assert {row.status for row in rows(workshop.record)} == {"done"}
    if deleted:
        assert workshop.source("product", "1").deleted
        document = workshop.document("product", "1")
        assert document is None or document.sections == []
    else:
        assert workshop.source("product", "1").payload["title"] == "Version 3"
        assert workshop.document("product", "1").title == "Version 3"


# --- collections, policies, pages ----------------------------------------------------------------


def test_a_collection_becomes_a_document_and_goes(workshop: Workshop) -> None:
    workshop.work_on("collections/create", payloads.collection(5, workshop.now - HOUR))
    created = workshop.document("collection", "5")
    workshop.work_on("collections/delete", {"id": 5})

    assert created.title == "For the hills"
    assert workshop.document("collection", "5").sections == []


def test_policies_come_together_and_go_by_name(workshop: Workshop) -> None:
    both = [payloads.policy(1, workshop.now), payloads.policy(2, workshop.now)]
    workshop.work_on("policies/update", {"policies": both})
    workshop.work_on("policies/update", {"policies": [], "deleted": ["2"]})

    assert not workshop.source("policy", "1").deleted
    assert workshop.source("policy", "2").deleted


def test_of_two_policies_with_one_time_the_later_sent_counts(workshop: Workshop) -> None:
    for body in ("<p>Thirty days.</p>", "<p>Sixty days.</p>"):
        sent = {"policies": [payloads.policy(1, workshop.now, body=body)]}
        workshop.work_on("policies/update", sent)

    assert "Sixty" in workshop.source("policy", "1").payload["body_html"]


@pytest.mark.parametrize("newest_first", [False, True])
def test_of_two_policies_of_one_type_the_newer_is_searched_whatever_its_id(
    workshop: Workshop, newest_first: bool
) -> None:
    old = payloads.policy(8, workshop.now - HOUR, body="<p>Thirty days.</p>")
    new = payloads.policy(1, workshop.now, body="<p>Sixty days.</p>")
    other = {**payloads.policy(3, workshop.now - HOUR), "type": "SHIPPING_POLICY"}
    for each in (new, old, other) if newest_first else (old, other, new):
        workshop.work_on("policies/update", {"policies": [each]})

    assert "Sixty" in str(workshop.document("policy", "1").sections)
    assert workshop.document("policy", "3").sections
    assert not workshop.source("policy", "8").deleted
    assert workshop.document("policy", "8") is None or not workshop.document("policy", "8").sections

    workshop.work_on("policies/update", {"policies": [], "deleted": ["1"]})

    assert not workshop.document("policy", "1").sections
    assert "Thirty" in str(workshop.document("policy", "8").sections)


def test_a_page_may_come_alone_or_with_others_and_an_article_is_one_with_a_blog(
    workshop: Workshop,
) -> None:
    workshop.work_on("pages/update", payloads.page(1, workshop.now))
    workshop.work_on("pages/update", {"pages": [payloads.page(2, workshop.now)]})
    article = payloads.page(3, workshop.now, blog_handle="news")
    workshop.work_on("articles/update", {"articles": [article]})

    assert workshop.document("page", "1").url == "/pages/caring-for-wool"
    assert workshop.document("page", "2") is not None
    assert workshop.document("article", "3").url == "/blogs/news/caring-for-wool"


# --- orders --------------------------------------------------------------------------------------


def test_an_order_is_kept_without_its_person(workshop: Workshop) -> None:
    workshop.work_on("orders/create", payloads.order(1001, workshop.now))

    source = workshop.source("order", "1001")
    assert source.customer_id == "7001"
    assert "anna" not in str(source.payload).lower()


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("orders/edited", {"order_edit": {"id": 5, "order_id": 1001}}),
        ("refunds/create", {"id": 9, "order_id": 1001}),
    ],
)
def test_what_only_points_at_an_order_fetches_it_and_it_keeps_its_owner(
    workshop: Workshop, topic: str, payload: Any
) -> None:
    workshop.work_on("orders/create", payloads.order(1001, workshop.now - HOUR))
    workshop.admin.records["gid://shopify/Order/1001"] = order_node(
        1001, name="#1001", updated_at=workshop.now.isoformat(), status="FULFILLED"
    )

    row = workshop.work_on(topic, payload)

    assert row.outcome == "fetched"
    source = workshop.source("order", "1001")
    assert source.payload["fulfillment_status"] == "fulfilled"
    assert source.customer_id == source.payload["customer_id"] == "7001"


def test_a_deleted_order_is_gone(workshop: Workshop) -> None:
    workshop.work_on("orders/create", payloads.order(1001, workshop.now - HOUR))
    workshop.work_on("orders/delete", {"id": 1001})

    assert workshop.source("order", "1001").deleted


# --- the store -----------------------------------------------------------------------------------


def shop_row(workshop: Workshop) -> Any:
    with workshop.record.read() as connection:
        return connection.execute(
            select(*Shop.__table__.columns).where(Shop.shop == workshop.shop)
        ).one()


def test_a_store_that_changed_is_looked_at_again(workshop: Workshop) -> None:
    changed = {"name": "Woolmere", "domain": "woolmere.example", "currency": "EUR"}

    row = workshop.work_on("shop/update", changed)

    assert row.outcome == "applied"
    profile = shop_row(workshop).profile
    assert (profile["name"], profile["url"]) == ("Woolmere", "https://woolmere.example")
    assert shop_row(workshop).comparison_asked_at is not None


def test_a_store_that_leaves_loses_its_token_and_its_waiting_work(workshop: Workshop) -> None:
    after = workshop.now + HOUR / 2
    workshop.deliver("app/uninstalled", {"id": 1}, triggered_at=after)
    workshop.work()
    workshop_row = shop_row(workshop)

    assert workshop_row.state == "uninstalled"
    assert workshop_row.access_token is None


def test_a_goodbye_from_before_the_return_changes_nothing(workshop: Workshop) -> None:
    before = workshop.now - HOUR

    row = workshop.work_on("app/uninstalled", {"id": 1}, triggered_at=before)

    assert row.outcome == "stale"
    assert shop_row(workshop).state == "active"


@pytest.mark.parametrize(
    ("topic", "key"),
    [
        ("app/uninstalled", "myshopify_domain"),
        ("shop/update", "myshopify_domain"),
        ("customers/redact", "shop_domain"),
        ("shop/redact", "shop_domain"),
    ],
)
def test_a_body_of_one_store_does_nothing_to_another(
    workshop: Workshop, topic: str, key: str
) -> None:
    row = workshop.work_on(
        topic,
        {key: "stranger.myshopify.com", "customer": {"id": 1}},
        triggered_at=workshop.now + HOUR / 2,
    )

    assert row.status == "dead"
    assert "another store" in row.error
    assert shop_row(workshop).state == "active"


def test_what_the_merchant_allows_is_kept(workshop: Workshop) -> None:
    row = workshop.work_on(
        "app/scopes_update", {"id": 1, "previous": [], "current": ["read_products", "read_content"]}
    )

    assert (row.status, row.outcome) == ("done", "applied")
    assert shop_row(workshop).profile["scopes"] == "read_content,read_products"


def test_what_was_allowed_earlier_and_is_heard_later_changes_nothing(workshop: Workshop) -> None:
    topic, both = "app/scopes_update", ["read_content", "read_products"]
    workshop.work_on(topic, {"id": 1, "current": both}, triggered_at=workshop.now)
    row = workshop.work_on(
        topic, {"id": 1, "current": []}, triggered_at=workshop.now - timedelta(seconds=1)
    )

    assert (row.status, row.outcome) == ("done", "stale")
    assert shop_row(workshop).profile["scopes"] == "read_content,read_products"


def test_scopes_that_cannot_be_read_are_dead_with_the_reason(workshop: Workshop) -> None:
    row = workshop.work_on("app/scopes_update", {"id": 1, "current": "read_products"})

    assert (row.status, row.error) == ("dead", "field at fault: current")


# --- what the law asks ---------------------------------------------------------------------------


def talk(workshop: Workshop, customer_id: str) -> None:
    visit = Visit(workshop.shop, f"visitor-{customer_id}", customer_id)
    with workshop.record.write() as connection:
        begin_conversation(connection, visit, now=workshop.now)


def count(workshop: Workshop, table: Any) -> int:
    with workshop.record.read() as connection:
        return int(
            connection.scalar(
                select(func.count()).select_from(table).where(table.shop == workshop.shop)
            )
            or 0
        )


def test_a_customer_who_asks_is_forgotten_and_nobody_else(workshop: Workshop) -> None:
    workshop.work_on("orders/create", payloads.order(1001, workshop.now, customer=7001))
    workshop.work_on("orders/create", payloads.order(1002, workshop.now, customer=7002))
    unreadable = workshop.work_on("orders/updated", {"id": 1001, "email": "anna@example.com"})
    talk(workshop, "7001")
    talk(workshop, "7002")

    row = workshop.work_on(
        "customers/redact",
        {"shop_domain": workshop.shop, "customer": {"id": 7001}, "orders_to_redact": [1001]},
    )

    assert row.outcome == "applied"
    assert workshop.source("order", "1001").deleted
    assert workshop.source("order", "1001").customer_id is None
    assert not workshop.source("order", "1002").deleted
    assert count(workshop, Conversation) == 1
    [dead] = [each for each in rows(workshop.record) if each.id == unreadable.id]
    assert (dead.status, dead.body) == ("dead", None)


def test_a_store_that_left_is_erased(workshop: Workshop) -> None:
    workshop.work_on("products/create", payloads.product(1, workshop.now))
    workshop.work_on("orders/create", payloads.order(1001, workshop.now))
    talk(workshop, "7001")
    workshop.work_on("app/uninstalled", {"id": 1}, triggered_at=workshop.now + HOUR / 2)

    with workshop.record.write() as connection:
        note_words(connection, shop_row(workshop).namespace, ["wool blanket"])
        connection.execute(update(Shop).values(hours={"contact": "ada@example.com"}))

    row = workshop.work_on("shop/redact", {"shop_domain": workshop.shop})

    with workshop.record.read() as connection:
        assert list(connection.scalars(select(ShopWord.word))) == []
    assert row.outcome == "applied"
    for table in (SourceRecord, Document, Conversation, Message):
        assert count(workshop, table) == 0
    assert all(each.body is None for each in rows(workshop.record))
    assert shop_row(workshop).hours is None


def test_the_templates_of_a_store_that_left_are_erased_and_no_others(workshop: Workshop) -> None:
    visit = Visit(workshop.shop, "visitor", "7001")
    with workshop.record.write() as connection:
        conversation = begin_conversation(connection, visit, now=workshop.now)
        message = append_question(connection, visit, conversation, "?", now=workshop.now)
        for shop in (workshop.shop, OTHER_SHOP):
            kept = add_template(connection, shop, template(), by="7", now=workshop.now)
            connection.execute(insert(ReplyVector).values(shop=shop, **VECTOR))
        why = {"id": kept.id}
        note_suggestion(connection, workshop.shop, message, why, now=workshop.now)
    workshop.work_on("app/uninstalled", {"id": 1}, triggered_at=workshop.now + HOUR / 2)

    workshop.work_on("shop/redact", {"shop_domain": workshop.shop})

    assert count(workshop, ReplySuggestion) == 0
    for table in (ReplyTemplate, ReplyTemplateVersion, ReplyTemplateSet, ReplyVector):
        with workshop.record.read() as connection:
            assert list(connection.scalars(select(table.shop))) == [OTHER_SHOP]


def test_a_store_that_came_back_is_not_erased(workshop: Workshop) -> None:
    workshop.work_on("products/create", payloads.product(1, workshop.now))
    workshop.work_on("app/uninstalled", {"id": 1}, triggered_at=workshop.now + HOUR / 2)
    register_shop(
        workshop.record,
        workshop.shop,
        token="b",
        now=workshop.now + HOUR,
        keys=workshop.parts.settings.encryption_keys,
    )

    row = workshop.work_on("shop/redact", {"shop_domain": workshop.shop})

    assert row.outcome == "ignored: installed again"
    assert count(workshop, SourceRecord) == 1
