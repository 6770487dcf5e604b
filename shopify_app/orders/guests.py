"""A guest's order, by its number and the e-mail address it was placed with: off by default.

The address is compared with what Shopify's Admin API says of the order at that moment, and kept
nowhere: not in the record, not in a log, not in a question to the model. Whatever is wrong, the
guest hears the same after the same time. Who guesses is locked out, and so is everybody when many
guess: that a store's guests have to wait an hour is better than that one is found out.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Protocol

from sqlalchemy import Connection, delete, select, update

from shopify_app.db import Record, insert_into
from shopify_app.db.tables import GuestAttempts, GuestSetting
from shopify_app.errors import InvalidInput, ToteError, Unavailable
from shopify_app.orders.describing import describe_shipping
from shopify_app.orders.finding import zone_named
from shopify_app.shopify.admin import AdminClient, AdminRefused
from shopify_app.shopify.admin_records import GuestOrder, fetch_guest_orders
from shopify_app.shops.directory import active_shop

log = logging.getLogger(__name__)

WINDOW = timedelta(hours=1)
MISSES_PER_VISITOR = 5
MISSES_PER_SHOP = 50
EVERYBODY = ""
"""Stands for the visitor in the row that counts for the whole shop."""
TOLD_AFTER_S = 2.0
"""From the question on, hit or miss: longer than all that is asked in between may take."""
ASKED_FOR_S = 1.5
NUMBER = re.compile(r"#?[A-Za-z]{0,8}-?\d{1,12}(?:-?[A-Za-z]{1,8})?")
EMAIL = re.compile(r"[^@\s\"'<>]{1,64}@[^@\s\"'<>]{1,189}")


class GuestOrdersOff(ToteError):
    """The merchant has not switched it on."""

    code = "guest_orders_off"


class TooManyGuesses(Unavailable):
    """Too many lookups that found nothing, of this visitor or in this shop."""

    code = "too_many_guesses"

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class Tokens(Protocol):
    def fresh_token(self, shop: str) -> str: ...


class Sources(Protocol):
    """What a lookup asks."""

    @property
    def record(self) -> Record: ...
    @property
    def admin(self) -> AdminClient: ...
    @property
    def tokens(self) -> Tokens: ...


@dataclass(frozen=True)
class Guess:
    """What a guest says: an order's number and an e-mail address."""

    number: str
    email: str

    def __repr__(self) -> str:
        """Not to be seen in a log or a traceback."""
        return "Guess(…)"


@dataclass(frozen=True)
class Clock:
    """So that tests need not wait."""

    read: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


CLOCK = Clock()


def read_guess(number: str, email: str) -> Guess:
    """Raises InvalidInput, which quotes neither."""
    fields = {}
    number, email = number.strip(), unicodedata.normalize("NFC", email.strip())
    if not NUMBER.fullmatch(number):
        fields["number"] = ["Not an order number."]
    if not EMAIL.fullmatch(email):
        fields["email"] = ["Not an e-mail address."]
    if fields:
        raise InvalidInput("an order number and an e-mail address are needed", fields=fields)
    return Guess(number, email)


def look_up(
    sources: Sources, shop: str, visitor: str, guess: Guess, *, now: datetime, clock: Clock = CLOCK
) -> str | None:
    """State and parcels of the order, in words; None when number and address do not fit together.

    Raises GuestOrdersOff, TooManyGuesses, ShopNotInstalled, RecordUnavailable; none of them depends
    on which orders there are.
    """
    began = clock.read()
    with sources.record.write() as connection:
        zone = zone_named(str(active_shop(connection, shop).profile.get("timezone", "")))
        if not is_on(connection, shop):
            raise GuestOrdersOff("this store does not show orders to guests")
        count_attempt(connection, shop, visitor, now=now)
    try:
        words = fitting_order(sources, shop, guess, zone)
        if words is not None:
            with sources.record.write() as connection:
                take_back_attempt(connection, shop, visitor)
    finally:
        clock.sleep(max(0.0, began + TOLD_AFTER_S - clock.read()))
    return words


def fitting_order(sources: Sources, shop: str, guess: Guess, zone: tzinfo) -> str | None:
    """Shopify is asked whatever the number is."""
    try:
        token = sources.tokens.fresh_token(shop)
        found = fetch_guest_orders(
            sources.admin, shop, token, guess.number.lstrip("#"), timeout_s=ASKED_FOR_S
        )
    except AdminRefused:
        # Most likely the app has no access to e-mail addresses (protected customer data, level 2).
        log.warning("guest_order=refused shop=%s", shop)
        return None
    except ToteError as error:
        log.warning("guest_order=failed shop=%s code=%s", shop, error.code)
        return None
    if found and not any(each.email for each in found):
        log.warning("guest_order=no_access_to_addresses shop=%s", shop)
    fits = [each.order for each in found if fits_guess(each, guess)]
    return describe_shipping(fits[0], zone=zone) if fits else None


def fits_guess(found: GuestOrder, guess: Guess) -> bool:
    """Both are always compared."""
    same_number = is_same(plain_number(found.order.name), plain_number(guess.number))
    same_email = is_same(found.email.strip().casefold(), guess.email.casefold())
    return same_number and same_email and bool(found.email.strip())


def is_same(one: str, other: str) -> bool:
    digests = (hashlib.sha256(each.encode()).digest() for each in (one, other))
    return hmac.compare_digest(*digests)


def plain_number(number: str) -> str:
    """`#1001` and `1001` are one number, `EU-1001` and `eu1001` too."""
    return re.sub(r"[^a-z0-9]", "", number.casefold())


def is_on(connection: Connection, shop: str) -> bool:
    return bool(connection.scalar(select(GuestSetting.enabled).where(GuestSetting.shop == shop)))


def switch(connection: Connection, shop: str, *, enabled: bool, now: datetime) -> None:
    statement = insert_into(connection, GuestSetting).values(
        shop=shop, enabled=enabled, changed_at=now
    )
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["shop"], set_={"enabled": enabled, "changed_at": now}
        )
    )


def count_attempt(connection: Connection, shop: str, visitor: str, *, now: datetime) -> None:
    """As a miss, before anything is asked. Raises TooManyGuesses and counts nothing then."""
    connection.execute(
        delete(GuestAttempts).where(GuestAttempts.shop == shop, GuestAttempts.since <= now - WINDOW)
    )
    for who, most in ((EVERYBODY, MISSES_PER_SHOP), (visitor, MISSES_PER_VISITOR)):
        statement = insert_into(connection, GuestAttempts).values(
            shop=shop, visitor=who, since=now, misses=1
        )
        counted = connection.execute(
            statement.on_conflict_do_update(
                index_elements=["shop", "visitor"], set_={"misses": GuestAttempts.misses + 1}
            ).returning(GuestAttempts.misses, GuestAttempts.since)
        ).one()
        if counted.misses > most:
            wait = counted.since + WINDOW - now
            raise TooManyGuesses(
                "too many lookups that found nothing; please try again later",
                retry_after_s=max(1, round(wait.total_seconds())),
            )


def forget_attempts(record: Record, *, now: datetime) -> None:
    """Those that no longer count, of all shops."""
    with record.write() as connection:
        connection.execute(delete(GuestAttempts).where(GuestAttempts.since <= now - WINDOW))


def take_back_attempt(connection: Connection, shop: str, visitor: str) -> None:
    """It was none: the order was found. In the order in which they are counted, so that two who
    ask at once do not wait for each other."""
    for who in (EVERYBODY, visitor):
        connection.execute(
            update(GuestAttempts)
            .where(
                GuestAttempts.shop == shop,
                GuestAttempts.visitor == who,
                GuestAttempts.misses > 0,
            )
            .values(misses=GuestAttempts.misses - 1)
        )
