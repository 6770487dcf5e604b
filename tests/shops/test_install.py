"""Stores arrive, come back and leave."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from cryptography.fernet import Fernet

from shopify_app.config import Settings
from shopify_app.db import Record
from shopify_app.shops.directory import ShopNotInstalled, active_shop, find_shop, list_shops
from shopify_app.shops.install import register_shop, uninstall_shop
from shopify_app.shops.profile import (
    asked_for_reconciliation,
    mark_needs_auth,
    mark_reconciled,
    request_reconciliation,
    settle_request,
    shops_to_reconcile,
    update_profile,
)
from shopify_app.shops.tokens import (
    InvalidAdminToken,
    TokenUnusable,
    access_token,
    decrypt,
    encrypt,
)
from tests.conftest import SHOP

HOUR = timedelta(hours=1)


def leave(record: Record, shop: str, *, triggered_at: datetime) -> bool:
    with record.write() as connection:
        return uninstall_shop(connection, shop, triggered_at=triggered_at, now=triggered_at)


def test_an_installed_store_is_active_and_its_token_opens(
    record: Record, settings: Settings, shop: str
) -> None:
    with record.read() as connection:
        assert active_shop(connection, shop).epoch == 1

    assert access_token(record, shop, settings.encryption_keys) == "a-token"


def test_a_token_is_never_stored_in_the_clear(record: Record, shop: str) -> None:
    with record.read() as connection:
        stored = connection.exec_driver_sql("SELECT access_token FROM shops").scalar_one()

    assert b"a-token" not in bytes(stored)


def test_installing_again_gives_a_new_token_and_no_new_epoch(
    record: Record, settings: Settings, shop: str, now: datetime
) -> None:
    register_shop(record, shop, token="another", now=now + HOUR, keys=settings.encryption_keys)

    with record.read() as connection:
        entry = active_shop(connection, shop)
    assert (entry.epoch, entry.installed_at) == (1, now + HOUR)
    assert access_token(record, shop, settings.encryption_keys) == "another"


def test_a_store_that_left_has_no_token_and_is_not_active(
    record: Record, settings: Settings, shop: str, now: datetime
) -> None:
    assert leave(record, shop, triggered_at=now + HOUR)

    with record.read() as connection, pytest.raises(ShopNotInstalled):
        active_shop(connection, shop)
    with pytest.raises(TokenUnusable):
        access_token(record, shop, settings.encryption_keys)


def test_a_store_that_comes_back_begins_a_new_epoch_under_the_same_name(
    record: Record, settings: Settings, shop: str, now: datetime
) -> None:
    with record.read() as connection:
        before = active_shop(connection, shop)
    leave(record, shop, triggered_at=now + HOUR)

    register_shop(record, shop, token="new", now=now + 2 * HOUR, keys=settings.encryption_keys)

    with record.read() as connection:
        after = active_shop(connection, shop)
    assert (after.epoch, after.namespace) == (2, before.namespace)


def test_an_uninstall_that_comes_late_changes_nothing(
    record: Record, settings: Settings, shop: str, now: datetime
) -> None:
    leave(record, shop, triggered_at=now + HOUR)
    register_shop(record, shop, token="new", now=now + 3 * HOUR, keys=settings.encryption_keys)

    assert not leave(record, shop, triggered_at=now + 2 * HOUR)

    assert access_token(record, shop, settings.encryption_keys) == "new"


def test_an_uninstall_we_never_heard_of_does_not_end_the_installation_after_it(
    record: Record, settings: Settings, shop: str, now: datetime
) -> None:
    """It left and came back while its word of leaving was still on the way."""
    register_shop(record, shop, token="new", now=now + 3 * HOUR, keys=settings.encryption_keys)

    assert not leave(record, shop, triggered_at=now + 2 * HOUR)

    assert access_token(record, shop, settings.encryption_keys) == "new"


def test_many_installations_at_once_make_one_store(
    record: Record, settings: Settings, now: datetime
) -> None:
    def install(number: int) -> None:
        register_shop(record, SHOP, token=f"t-{number}", now=now, keys=settings.encryption_keys)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(install, range(16)))

    with record.read() as connection:
        [entry] = list_shops(connection)
    assert (entry.state, entry.epoch) == ("active", 1)
    assert access_token(record, SHOP, settings.encryption_keys).startswith("t-")


def test_a_refusal_of_the_old_token_does_not_count_against_the_new(
    record: Record, settings: Settings, shop: str, now: datetime
) -> None:
    register_shop(record, shop, token="new", now=now + HOUR, keys=settings.encryption_keys)

    with record.write() as connection:
        mark_needs_auth(connection, shop, asked_at=now)

    assert access_token(record, shop, settings.encryption_keys) == "new"


def test_a_store_whose_token_is_refused_is_asked_no_more_until_it_has_a_new_one(
    record: Record, settings: Settings, shop: str, now: datetime
) -> None:
    with record.write() as connection:
        mark_needs_auth(connection, shop, asked_at=now)

    with record.read() as connection:
        assert active_shop(connection, shop).state == "needs_auth"
        assert shops_to_reconcile(connection, now=now + HOUR) == []
    with pytest.raises(TokenUnusable):
        access_token(record, shop, settings.encryption_keys)
    register_shop(record, shop, token="new", now=now + HOUR, keys=settings.encryption_keys)
    assert access_token(record, shop, settings.encryption_keys) == "new"


@pytest.mark.parametrize("token", ["", "  ", "a b", "ü", "a\nb", "x" * 513])
def test_what_no_header_can_carry_is_no_token(
    record: Record, settings: Settings, now: datetime, token: str
) -> None:
    with pytest.raises(InvalidAdminToken):
        register_shop(record, SHOP, token=token, now=now, keys=settings.encryption_keys)

    with record.read() as connection:
        assert find_shop(connection, SHOP) is None


def test_stores_have_different_names_in_the_indexes(
    record: Record, shop: str, other_shop: str
) -> None:
    with record.read() as connection:
        names = {entry.namespace for entry in list_shops(connection)}

    assert len(names) == 2
    assert not any("woolmere" in name for name in names)


def test_a_profile_keeps_what_is_left_empty(record: Record, shop: str) -> None:
    with record.write() as connection:
        update_profile(connection, shop, {"name": "Woolmere", "url": "https://woolmere.example"})
        update_profile(connection, shop, {"name": "Woolmere & Daughters", "url": ""})

        entry = find_shop(connection, shop)

    assert entry is not None
    assert (entry.profile["name"], entry.url) == (
        "Woolmere & Daughters",
        "https://woolmere.example",
    )


def test_stores_are_reconciled_in_turn_and_on_demand(
    record: Record, shop: str, other_shop: str, now: datetime
) -> None:
    with record.write() as connection:
        assert set(shops_to_reconcile(connection, now=now)) == {shop, other_shop}
        for each in (shop, other_shop):
            settle_request(connection, each, asked_at=asked_for_reconciliation(connection, each))
            mark_reconciled(connection, each, now=now)
        assert shops_to_reconcile(connection, now=now) == []

        request_reconciliation(connection, shop, now=now)

        assert shops_to_reconcile(connection, now=now) == [shop]
        assert set(shops_to_reconcile(connection, now=now + HOUR)) == {shop, other_shop}


def test_an_old_key_still_opens_what_it_closed() -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()

    assert decrypt(encrypt("secret", [old]), [new, old]) == "secret"


def test_a_token_no_key_opens_asks_for_the_merchant() -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()

    with pytest.raises(TokenUnusable):
        decrypt(encrypt("secret", [old]), [new])
