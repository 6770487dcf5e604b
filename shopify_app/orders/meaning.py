"""Which of a customer's orders a question means, by number, tracking, state or time. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from shopify_app.knowledge.words import query_terms
from shopify_app.orders.returning import ARRIVED, ON_ITS_WAY, has_not_been_sent, parcels_of
from shopify_app.shopify.payloads import Order

NUMBER = re.compile(r"(?:#|\b(?:order|no|number|nr)\b[\s.:#]*)([\w-]*\d[\w-]*)", re.I)
FEWEST_OF_A_TRACKING_NUMBER = 6
MONTHS = (
    "january february march april may june july august september october november december".split()
)
OF_MONTH = re.compile(rf"\b(?:in|of|from|since|last) ({'|'.join(MONTHS)})\b", re.I)
PLACED = re.compile(r"\b(?:order|ordered|buy|bought|purchas\w*|from|of)\b", re.I)
TIMES = re.compile(r"\b(today|yesterday|(?:last|this) (?:week|month|year))\b", re.I)
FIRST = re.compile(r"\b(?:first|oldest|earliest)\b.{0,20}\border", re.I)

OF_ANY_ORDER = frozenset(
    (
        "order orders ordered purchase purchases purchased bought buy package packages parcel "
        "parcels shipment shipments delivery deliveries stuff item items thing things status "
        "state update track tracking tracked number find found check tell arrive arrives arrived "
        "arriving come comes coming get got receive received ship ships shipped shipping send "
        "sent deliver delivered dispatched late delayed delay lost soon now yet still already "
        "long take takes taking been going latest last recent newest new today tomorrow yesterday "
        "week weeks day days month year years ago wait waiting eta please help not no way cancel "
        "canceled "
        "cancelled refund refunded return returned money back exactly first oldest many more paid "
        "payment placed carrier"
    ).split()
)
"""Words that tell no thing in an order."""


def words_for_things(question: str) -> str:
    """The words that can name what is in an order; empty for “where is my order?”."""
    terms = query_terms(NUMBER.sub(" ", question))
    return " ".join(term for term in terms if term not in OF_ANY_ORDER)


def is_in_transit(order: Order) -> bool:
    return any(each.shipment_status in ON_ITS_WAY for each in parcels_of(order))


def has_arrived(order: Order) -> bool:
    parcels = parcels_of(order)
    return bool(parcels) and all(each.shipment_status in ARRIVED for each in parcels)


def is_delayed(order: Order) -> bool:
    late = ("delayed", "attempted_delivery", "failure", "not_delivered", "error")
    return any(each.shipment_status in late for each in parcels_of(order))


STATES: tuple[tuple[re.Pattern[str], Callable[[Order], bool]], ...] = tuple(
    (re.compile(said, re.I), holds)
    for said, holds in (
        (r"\bcancell?ed\b|\bcancellation\b", lambda order: order.cancelled_at is not None),
        (r"\brefund|\breimburse|\bmoney back\b", lambda order: "refund" in order.financial_status),
        (
            r"\bunpaid\b|\bnot (?:been )?paid\b|\bpayment\b",
            lambda order: order.financial_status in ("pending", "authorized", "partially_paid"),
        ),
        (r"\b(?:delayed|late|failed|lost|tried to deliver)\b", is_delayed),
        (
            r"\b(?:not|n['’]t|un)(?: been| yet)*[ -]?(?:shipped|sent|dispatched)\b|\bwaiting\b"
            r"|\b(?:being )?prepared\b",
            has_not_been_sent,
        ),
        (
            r"\bon (?:its|the|their) way\b|\bin transit\b|\bcoming\b|\barriv(?:e|ing)\b"
            r"|\b(?:not|n['’]t) (?:arrived|come|received)\b",
            is_in_transit,
        ),
        (r"\b(?:delivered|arrived)\b", has_arrived),
    )
)  # fmt: skip


def span_asked(question: str, today: date) -> tuple[date, date] | None:
    """The days, both included, in which what is asked of was ordered: “last month”, “yesterday”;
    None when no such time is told."""
    found = TIMES.search(question)
    if not found or not PLACED.search(question):
        return None
    said = found[1].lower()
    if said in ("today", "yesterday"):
        day = today - timedelta(days=said == "yesterday")
        return day, day
    which, unit = said.split()
    begin = beginning_of(unit, today)
    if which == "this":
        return begin, today
    end = begin - timedelta(days=1)
    return beginning_of(unit, end), end


def beginning_of(unit: str, day: date) -> date:
    """Of the week, from Monday, the month or the year that the day is in."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def orders_named(question: str, orders: Sequence[Order]) -> list[str]:
    """The ids of the orders that the question names by number or by tracking number."""
    named = {digits(number) for number in NUMBER.findall(question)}
    said = letters(question)
    return [
        order.id for order in orders if digits(order.name) in named or is_tracked_by(order, said)
    ]


def orders_described(question: str, orders: Sequence[Order]) -> list[str]:
    """The ids of those that are in the state, of the carrier or of the month that is named, those
    that have more of it first; the newest first among equals."""
    first = [orders[-1].id] if orders and FIRST.search(question) else []
    points = {order.id: sum(marks(question, order)) for order in orders}
    best = sorted(
        (order.id for order in orders if points[order.id]), key=lambda each: -points[each]
    )
    return [*first, *best]


def marks(question: str, order: Order) -> Iterator[bool]:
    state = next((holds for said, holds in STATES if said.search(question)), None)
    yield state is not None and state(order)
    month = OF_MONTH.search(question)
    yield month is not None and f"{order.created_at:%B}".lower() == month[1].lower()
    said = question.casefold()
    yield any(
        len(each.tracking_company) > 1
        and re.search(rf"\b{re.escape(each.tracking_company.casefold())}\b", said) is not None
        for each in order.fulfillments
    )


def is_tracked_by(order: Order, said: str) -> bool:
    numbers = (letters(each.tracking_number) for each in order.fulfillments)
    return any(len(each) >= FEWEST_OF_A_TRACKING_NUMBER and each in said for each in numbers)


def digits(number: str) -> str:
    """Stores write order numbers with a prefix of their own; shoppers leave it out."""
    return re.sub(r"\D", "", number)


def letters(text: str) -> str:
    """Letters and digits alone: a tracking number is written in groups as one likes."""
    return re.sub(r"[\W_]", "", text).casefold()
