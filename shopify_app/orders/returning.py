"""Whether an order's things can still be returned: yes, no or ask a person, each with its reason.

Pure: the policy's terms, the order, what the record has of its products, and a day go in. Where
terms, dates or the kind of a thing leave a doubt that matters, the verdict is to ask a person.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Literal

from shopify_app.knowledge.html import visible_text
from shopify_app.knowledge.order_words import day_words, is_canceled
from shopify_app.orders.return_terms import (
    Clause,
    ReturnTerms,
    SaleRule,
    Start,
    Window,
    stems,
)
from shopify_app.shopify.payloads import Fulfillment, Order, OrderItem, Product

Verdict = Literal["yes", "no", "ask"]
Likeness = Literal["certain", "perhaps", "none"]

ASKS = re.compile(
    r"\b(?:can|could|may|might|am i (?:still )?able to|is it|are they|too late|still|possible"
    r"|allowed|want to|like to|eligible|until when|how long)\b",
    re.I,
)
RETURNING = re.compile(
    r"\breturn(?:ed|able)?\b"
    r"|\b(?:send|give|bring|take|ship|mail|go|goes)\b.{0,40}\bback\b"
    r"|\b(?:get|have) (?:a |my )?(?:refund|money back)\b|\brefund(?:ed|able)\b",
    re.I,
)
ABOUT_THE_POLICY = re.compile(
    r"\bpolic(?:y|ies)\b|\bhow (?:do|can|does|to)\b|\bwhere (?:is|do|are)\b|\bstatus\b"
    r"|\bwho pays\b|\bcosts?\b|\b(?:have|'ve|already) (?:returned|sent)\b",
    re.I,
)
OF_THE_STATE = re.compile(
    r"\b(?:faulty|broken?|damaged?|defect\w*|torn|ripped|holes?|stain\w*|leak\w*|wrong|worn|wore"
    r"|used|washed|opened|unsealed|gifts?(?! ?cards?)|present|personali[sz]ed|engraved|altered"
    r"|(?:without|no|cut|removed?|lost) (?:the |its |their )?"
    r"(?:tags?|labels?|box|seal|packag\w+|receipt)|doesn['’]?t work)\b",
    re.I,
)
"""What the shopper tells of a thing's state decides, and the record knows nothing of it."""
ARRIVED = ("delivered", "picked_up")
ON_ITS_WAY = (
    "confirmed", "carrier_picked_up", "in_transit", "delayed", "out_for_delivery",
    "attempted_delivery", "ready_for_pickup", "label_printed", "label_purchased", "submitted",
)  # fmt: skip
NOT_SENT = ("", "unfulfilled", "open", "pending_fulfillment", "in_progress", "scheduled", "on_hold")
PAID_BACK = ("refunded", "partially_refunded", "voided")
LOST = ("failure", "error", "not_delivered")
FINAL_TAGS = frozenset({"final sale", "finalsale"})
ALIKE = tuple(
    frozenset(stems(words))
    for words in (
        "underwear boxers briefs bra bras panties knickers thong lingerie intimates leggings",
        "swimwear bikini swimsuit trunks swimming",
        "food pantry grocery groceries perishable perishables chocolate coffee snack drink tea",
        "earrings piercing jewelry jewellery",
        "cosmetics makeup beauty skincare",
        "voucher certificate giftcard",
        "download digital software ebook",
    )
)
"""Kinds that go by several names: enough to doubt, never enough to decide."""


@dataclass(frozen=True)
class ItemReturn:
    """What holds for one line of an order."""

    item: str
    verdict: Verdict
    reason: str
    """A sentence, for the shopper."""
    clauses: tuple[Clause, ...] = ()
    """Of the policy, that decide."""
    last_day: date | None = None
    """On a yes, until when; None: the time has not begun. On a no, when it was over, if it ever
    was not."""
    is_exact: bool = False
    """Whether that is the last day; otherwise it is the earliest that may be."""
    excepted: Clause | None = None
    """On a yes: what the policy excepts and only the shopper can tell."""


@dataclass(frozen=True)
class Span:
    """Between these days something happened; `latest` is None when nothing tells."""

    earliest: date
    latest: date | None


@dataclass(frozen=True)
class Case:
    """An order, as it stands on a day of the store's."""

    order: Order
    terms: ReturnTerms
    products: Mapping[str, Product]
    """Of the order's things those that the record has, by id."""
    today: date
    zone: tzinfo = UTC
    state_told: bool = False
    """The shopper says something of the things' state."""

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def asks_about_returning(question: str) -> bool:
    """Whether it is about sending something back that was bought, rather than about the policy."""
    return bool(
        ASKS.search(question)
        and RETURNING.search(question)
        and not ABOUT_THE_POLICY.search(question)
    )


def tells_a_state(question: str) -> bool:
    return bool(OF_THE_STATE.search(question))


def returns_of(case: Case) -> tuple[ItemReturn, ...]:
    """For each line of the order."""
    return tuple(return_of(case, item) for item in case.order.items)


def return_of(case: Case, item: OrderItem) -> ItemReturn:
    name, terms = visible_text(item.title), case.terms
    product = case.products.get(item.product_id or "")
    if case.order.cancelled_at:
        return ItemReturn(name, "no", "The order was canceled.")
    if terms.all_final:
        return ItemReturn(name, "no", "All sales are final.", (terms.all_final,))
    if case.order.financial_status in PAID_BACK:
        return ItemReturn(name, "ask", "Money was paid back for this order before.")
    if not terms.windows:
        return ItemReturn(name, "ask", "The policy does not say plainly how long there is.")
    if case.state_told:
        general = (terms.windows[0].clause,)
        return ItemReturn(name, "ask", "It depends on the state it is in.", general)
    decided = by_dates(case, name, windows_for(item, product, terms))
    bar = barred(case, item, product)
    if bar is None or (decided.verdict == "no" and bar.verdict == "ask"):
        return decided  # what is over stays so, whatever else is in doubt
    return bar


def barred(case: Case, item: OrderItem, product: Product | None) -> ItemReturn | None:
    """No, or ask, for what the policy excepts by its kind or its price; None when it does not."""
    name, terms = visible_text(item.title), case.terms
    doubts: list[Clause] = []
    for each in terms.exclusions:
        like = likeness(each.kind, item, product)
        if like == "certain" and not each.conditional:
            reason = "It is among the things that cannot be returned."
            return ItemReturn(name, "no", reason, (each.clause,))
        if like != "none":
            doubts.append(each.clause)
    if terms.sale:
        if product and FINAL_TAGS & {tag.strip().casefold() for tag in product.tags}:
            return ItemReturn(name, "no", "It was sold as final sale.", (terms.sale.clause,))
        if may_be_reduced(terms.sale, item, product):
            reason = "It depends on the price it was sold at."
            return ItemReturn(name, "ask", reason, (terms.sale.clause, *doubts))
    if doubts:
        reason = "It may be among the things that cannot be returned."
        return ItemReturn(name, "ask", reason, tuple(dict.fromkeys(doubts)))
    if product is None and (terms.exclusions or terms.kinds):
        reason = "It is not known here what kind of thing it is."
        return ItemReturn(name, "ask", reason, (terms.windows[0].clause,))
    return None


def windows_for(item: OrderItem, product: Product | None, terms: ReturnTerms) -> list[Window]:
    """Those of its kind; with the general ones too where the kind is in doubt."""
    if product is None:
        return [*terms.windows, *terms.kinds]
    alike = [(window, item_is(window, item, product)) for window in terms.kinds]
    certain = [window for window, like in alike if like == "certain"]
    perhaps = [window for window, like in alike if like == "perhaps"]
    return [*certain, *perhaps] if certain else [*terms.windows, *perhaps]


def item_is(window: Window, item: OrderItem, product: Product | None) -> Likeness:
    found = {likeness(kind, item, product) for kind in window.kinds}
    return "certain" if "certain" in found else "perhaps" if "perhaps" in found else "none"


def likeness(kind: Sequence[str], item: OrderItem, product: Product | None) -> Likeness:
    """Whether the thing is of the kind: its type or a tag says so, or its name ends with it."""
    title, kinds = stems(item.title), kinds_of(product)
    if list(kind) in kinds or title[-len(kind) :] == list(kind):
        return "certain"
    has = {*title, *stems(item.variant_title), *(each for named in kinds for each in named)}
    other_names = {each for names in ALIKE if names & set(kind) for each in names}
    return "perhaps" if set(kind) <= has or other_names & has else "none"


def kinds_of(product: Product | None) -> list[list[str]]:
    if product is None:
        return []
    return [stems(each) for each in (product.product_type, *product.tags)]


def may_be_reduced(rule: SaleRule, item: OrderItem, product: Product | None) -> bool:
    """Whether it may have been sold at so low a price that the rule bars it: also when the price
    paid, or the full price, is not known."""
    full = full_price(item, product)
    paid = amount(item.price)
    if full is None or paid is None or full <= 0:
        return True
    reduced = 100 * (full - paid) / full
    return reduced >= rule.share if rule.share is not None else reduced > 0


def full_price(item: OrderItem, product: Product | None) -> Decimal | None:
    """Of the variant, today: the price before its reduction, if it is reduced."""
    variants = product.variants if product else ()
    of_item = [each for each in variants if each.title == (item.variant_title or "Default Title")]
    chosen = of_item or (variants if len(variants) == 1 else ())
    prices = [amount(price) for each in chosen for price in (each.price, each.compare_at_price)]
    return max((price for price in prices if price is not None), default=None)


def amount(price: str | None) -> Decimal | None:
    try:
        return Decimal(price) if price else None
    except InvalidOperation:
        return None


def by_dates(case: Case, name: str, windows: Sequence[Window]) -> ItemReturn:
    """Yes while every window that may hold is open, no when all of them are over."""
    clauses = tuple(dict.fromkeys(each.clause for each in windows))
    spans = [span_of(case, each.start) for each in windows]
    known = [(window, span) for window, span in zip(windows, spans, strict=True) if span]
    if not known and has_not_been_sent(case.order):
        reason = "It has not been shipped yet."
        return ItemReturn(name, "yes", reason, clauses, excepted=case.terms.made_to_order)
    if len(known) < len(windows):
        return ItemReturn(name, "ask", "It is not known here when it arrived.", clauses)
    surely = min(last_day(window, span.earliest) for window, span in known)
    over = latest_end(known)
    ordered = case.day(case.order.created_at)
    seasons = [each.clause for each in case.terms.seasons if each.may_hold(ordered)]
    if case.today <= surely:
        is_exact = over == surely and not seasons
        return ItemReturn(
            item=name,
            verdict="yes",
            reason=state_words(case),
            clauses=(*clauses, *seasons),
            last_day=surely,
            is_exact=is_exact,
            excepted=case.terms.made_to_order,
        )
    if over is None or case.today <= over:
        return ItemReturn(name, "ask", "It depends on the day it arrived.", clauses)
    if seasons:
        reason = "It depends on when and for what it was bought."
        return ItemReturn(name, "ask", reason, (*clauses, *seasons))
    return ItemReturn(name, "no", "The time to return it is over.", clauses, over, over == surely)


def latest_end(known: Sequence[tuple[Window, Span]]) -> date | None:
    """The day after which all windows are closed; None when that cannot be told."""
    ends: list[date] = []
    for window, span in known:
        if span.latest is None or window.unit == "business day":
            return None
        ends.append(last_day(window, span.latest))
    return max(ends)


def last_day(window: Window, start: date) -> date:
    """Of business days at least as many: feasts are not known here."""
    if window.unit in ("day", "business day"):
        return start + timedelta(days=window.number)
    months = window.number * (12 if window.unit == "year" else 1)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def span_of(case: Case, start: Start) -> Span | None:
    """When the window began; None when it has not, or nobody can tell."""
    ordered = case.day(case.order.created_at)
    if start == "purchase":
        return Span(ordered, ordered)
    parcels = parcels_of(case.order)
    arrived = arrival(case, parcels)
    if start == "unknown":
        return Span(ordered, arrived.latest if arrived else None)
    if start == "shipping" and parcels:
        sent = [case.day(each.created_at) for each in parcels]
        return Span(min(sent), None if is_sent_in_part(case.order) else max(sent))
    return arrived


def arrival(case: Case, parcels: Sequence[Fulfillment]) -> Span | None:
    """When the order arrived: of which parcel a thing was in the record knows nothing."""
    if not parcels or any(each.shipment_status in LOST for each in parcels):
        return None
    spans = [arrival_of(case, each) for each in parcels]
    latest = [each.latest for each in spans if each.latest]
    is_known = len(latest) == len(spans) and not is_sent_in_part(case.order)
    return Span(min(each.earliest for each in spans), max(latest) if is_known else None)


def arrival_of(case: Case, parcel: Fulfillment) -> Span:
    if parcel.delivered_at:
        day = case.day(parcel.delivered_at)
        return Span(day, day)
    sent = case.day(parcel.created_at)
    if parcel.shipment_status in ARRIVED:
        # The order was changed last when this was noted, or later.
        return Span(sent, max(sent, case.day(case.order.updated_at)))
    return Span(sent, None)


def parcels_of(order: Order) -> list[Fulfillment]:
    return [each for each in order.fulfillments if not is_canceled(each)]


def is_sent_in_part(order: Order) -> bool:
    return order.fulfillment_status in ("partial", "partially_fulfilled")


def has_not_been_sent(order: Order) -> bool:
    return not parcels_of(order) and order.fulfillment_status in NOT_SENT


def state_words(case: Case) -> str:
    parcels = parcels_of(case.order)
    arrived = [each.delivered_at for each in parcels if each.delivered_at]
    if parcels and len(arrived) == len(parcels):
        return f"It was delivered on {day_words(max(arrived), case.zone)}."
    if parcels and all(each.shipment_status in ARRIVED for each in parcels):
        return "It was delivered."
    if any(each.shipment_status in ON_ITS_WAY for each in parcels):
        return "It is still on its way."
    return ""


def return_words(order: Order, returns: Sequence[ItemReturn], *, most: int = 6) -> str:
    """What holds, for the shopper: a line for the things that share a verdict, then the policy's
    own words."""
    shared: dict[ItemReturn, list[str]] = {}
    for each in returns:
        shared.setdefault(replace(each, item=""), []).append(each.item)
    lines = [verdict_line(order, names, each) for each, names in list(shared.items())[:most]]
    quoted = dict.fromkeys(clause.text for each in shared for clause in each.clauses)
    excepted = dict.fromkeys(each.excepted.text for each in shared if each.excepted)
    said = (f"The policy says: “{text}”" for text in quoted)
    return "\n".join([*lines, *said, *(f"It excepts: “{text}”" for text in excepted)])


def verdict_line(order: Order, names: Sequence[str], of_all: ItemReturn) -> str:
    things = f"{listed(names)} (order {visible_text(order.name)})"
    reason = f" {of_all.reason}" if of_all.reason else ""
    if of_all.verdict == "ask":
        return f"Whether {things} can still be returned, our team has to look at.{reason}"
    if of_all.verdict == "no":
        more = " any more" if of_all.last_day else ""
        return f"No, {things} cannot be returned{more}.{reason}{over_words(of_all)}"
    if of_all.last_day is None:
        return f"Yes, {things} can still be returned.{reason} The time begins when it is delivered."
    until = "until" if of_all.is_exact else "at least until"
    return f"Yes, {things} can still be returned, {until} {date_words(of_all.last_day)}.{reason}"


def over_words(each: ItemReturn) -> str:
    if each.last_day is None:
        return ""
    by = "on" if each.is_exact else "by"
    return f" It ended {by} {date_words(each.last_day)}."


def listed(names: Sequence[str]) -> str:
    once = list(dict.fromkeys(names))
    return f"{', '.join(once[:-1])} and {once[-1]}" if len(once) > 1 else once[0]


def date_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
