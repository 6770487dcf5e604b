from datetime import datetime

import pytest
from sqlalchemy import event, update

from shopify_app.db import Record, RecordUnavailable, open_record
from shopify_app.db.tables import Shop
from shopify_app.deliveries.inbox import accept, insert_arrivals
from shopify_app.shops.directory import ShopNotInstalled
from tests.conftest import SHOP
from tests.deliveries.arrivals import arrival, rows, the_row


def test_an_accepted_webhook_waits_in_the_inbox(record: Record, shop: str, now: datetime) -> None:
    accept(record, arrival(shop, now, webhook_id="b54557e4", body=b"\x00\xff raw"))

    row = the_row(record)
    assert (row.shop, row.webhook_id, row.status, row.attempts) == (shop, "b54557e4", "pending", 0)
    assert row.body == b"\x00\xff raw"
    assert row.next_at == row.received_at == now


def test_a_webhook_accepted_twice_is_one_row(record: Record, shop: str, now: datetime) -> None:
    for body in (b"first", b"again"):
        accept(record, arrival(shop, now, webhook_id="same", body=body))

    assert the_row(record).body == b"first"


def test_a_webhook_twice_in_one_transaction_is_one_row(
    record: Record, shop: str, now: datetime
) -> None:
    with record.write() as connection:
        refusals = insert_arrivals(
            connection, [arrival(shop, now, webhook_id="same") for _ in range(3)]
        )

    assert refusals == [None, None, None]
    assert len(rows(record)) == 1


def test_two_stores_may_use_the_same_webhook_id(
    record: Record, shop: str, other_shop: str, now: datetime
) -> None:
    for each in (shop, other_shop):
        accept(record, arrival(each, now, webhook_id="same"))

    assert {row.shop for row in rows(record)} == {shop, other_shop}


def test_a_store_we_do_not_know_is_refused_and_the_others_are_kept(
    record: Record, shop: str, now: datetime
) -> None:
    with record.write() as connection:
        refusals = insert_arrivals(
            connection, [arrival("nobody.myshopify.com", now), arrival(shop, now)]
        )

    assert isinstance(refusals[0], ShopNotInstalled)
    assert refusals[1] is None
    assert [row.shop for row in rows(record)] == [shop]


@pytest.mark.parametrize(
    ("topic", "kept"),
    [("products/update", False), ("customers/redact", True), ("shop/redact", True)],
)
def test_after_an_uninstall_only_what_the_law_asks_is_taken(
    record: Record, shop: str, now: datetime, topic: str, kept: bool
) -> None:
    with record.write() as connection:
        connection.execute(update(Shop).values(state="uninstalled"))

    if kept:
        accept(record, arrival(shop, now, topic=topic))
    else:
        with pytest.raises(ShopNotInstalled):
            accept(record, arrival(shop, now, topic=topic))

    assert len(rows(record)) == int(kept)


def test_a_full_disk_is_an_outage_and_mends_itself(shop_in_sqlite: Record, now: datetime) -> None:
    full = open_record(str(shop_in_sqlite.engine.url))
    event.listen(full.engine, "connect", lambda raw, _: raw.execute("PRAGMA max_page_count = 1"))

    with pytest.raises(RecordUnavailable):
        accept(full, arrival(SHOP, now, body=bytes(500_000)))

    assert rows(shop_in_sqlite) == []
    accept(shop_in_sqlite, arrival(SHOP, now, body=bytes(500_000)))
    assert len(rows(shop_in_sqlite)) == 1
    full.close()
