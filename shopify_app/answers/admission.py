"""Who may ask now: limits that are checked before anything costs."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection, bindparam, select

from shopify_app.conversations.visits import Visit
from shopify_app.db import insert_into
from shopify_app.db.tables import Message, TokenSpend
from shopify_app.errors import Unavailable
from shopify_app.shops.entitlement import entitlement_of

Counted = TypeVar("Counted")

MESSAGES_PER_VISITOR = 20
MESSAGES_WINDOW = timedelta(minutes=10)
STREAMS_PER_VISITOR = 3
STREAMS_PER_SHOP = 30
STREAMS_PER_PROCESS = 300
STREAM_RETRY_AFTER_S = 5

# Asked by every question, so built once.
QUESTION_TIMES = (
    select(Message.at)
    .where(
        Message.shop == bindparam("shop"),
        Message.visitor == bindparam("visitor"),
        Message.at > bindparam("since"),
        Message.role == "shopper",
    )
    .order_by(Message.at.desc())
    .limit(MESSAGES_PER_VISITOR)
)
SPENT = select(TokenSpend.tokens).where(
    TokenSpend.shop == bindparam("shop"), TokenSpend.day == bindparam("day")
)


class TooManyMessages(Unavailable):
    """This visitor asked too much in a short time."""

    code = "too_many_messages"

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class TooManyStreams(Unavailable):
    """This visitor has too many answers on their way at once."""

    code = "too_many_streams"
    retry_after_s = STREAM_RETRY_AFTER_S


class Busy(Unavailable):
    """The shop, or this process, has all the answers on their way that it can."""

    code = "busy"
    retry_after_s = STREAM_RETRY_AFTER_S


class OpenStreams:
    """Counts the answers on their way in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all = 0
        self._by_shop: Counter[str] = Counter()
        self._by_visitor: Counter[tuple[str, str]] = Counter()

    @contextmanager
    def admitted(self, visit: Visit) -> Iterator[None]:
        """Count one in for the length of the block. Raises TooManyStreams or Busy."""
        self._enter(visit)
        try:
            yield
        finally:
            self._leave(visit)

    def _enter(self, visit: Visit) -> None:
        visitor = (visit.shop, visit.visitor)
        with self._lock:
            if self._by_visitor[visitor] >= STREAMS_PER_VISITOR:
                raise TooManyStreams("wait for the answers that are on their way")
            if self._by_shop[visit.shop] >= STREAMS_PER_SHOP or self._all >= STREAMS_PER_PROCESS:
                raise Busy("too many questions at once; please try again in a moment")
            self._all += 1
            self._by_shop[visit.shop] += 1
            self._by_visitor[visitor] += 1

    def _leave(self, visit: Visit) -> None:
        with self._lock:
            self._all -= 1
            count_down(self._by_shop, visit.shop)
            count_down(self._by_visitor, (visit.shop, visit.visitor))


def count_down(counter: Counter[Counted], key: Counted) -> None:
    """One less; who is at none is forgotten."""
    counter[key] -= 1
    if not counter[key]:
        del counter[key]


def check_message_rate(connection: Connection, visit: Visit, *, now: datetime) -> None:
    """Raises TooManyMessages, with the seconds until the oldest message no longer counts."""
    of_visitor = {"shop": visit.shop, "visitor": visit.visitor, "since": now - MESSAGES_WINDOW}
    times = connection.scalars(QUESTION_TIMES, of_visitor).all()
    if len(times) >= MESSAGES_PER_VISITOR:
        wait = times[-1] + MESSAGES_WINDOW - now
        raise TooManyMessages(
            "that is a lot of questions; please try again in a few minutes",
            retry_after_s=max(1, round(wait.total_seconds())),
        )


def may_spend(connection: Connection, shop: str, *, now: datetime) -> bool:
    """Whether the shop has tokens left of those it is entitled to today."""
    spent = connection.scalar(SPENT, {"shop": shop, "day": now.date()})
    return (spent or 0) < entitlement_of(shop).model_tokens_per_day


def note_spending(connection: Connection, shop: str, tokens: int, *, now: datetime) -> None:
    statement = insert_into(connection, TokenSpend).values(shop=shop, day=now.date(), tokens=tokens)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["shop", "day"],
            set_={"tokens": TokenSpend.tokens + statement.excluded.tokens},
        )
    )
