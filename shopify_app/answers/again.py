"""What the app would say now to something it was asked before. Keeps nothing but what it costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from shopify_app.answers.admission import may_spend
from shopify_app.answers.asking import Asked, Parts
from shopify_app.answers.previewing import Trial, try_asked
from shopify_app.answers.questions import Question
from shopify_app.conversations.handover import NOBODY
from shopify_app.conversations.reviewing import Exchange, exchange_of
from shopify_app.conversations.visits import Visit
from shopify_app.shops.directory import active_shop
from shopify_app.voice.versions import current_voice


@dataclass(frozen=True)
class Again:
    before: str
    """What was said then."""
    now: Trial


def answer_again(parts: Parts, shop: str, message_id: str, *, visitor: str, now: datetime) -> Again:
    """The same question, after the same words, to the store as it is now.

    `visitor` is the merchant's, whose limits count. Raises MessageNotFound, ShopNotInstalled,
    TooManyStreams, Busy, RecordUnavailable.
    """
    with parts.record.read() as connection:
        exchange = exchange_of(connection, shop, message_id)
        entry = active_shop(connection, shop)
        asked = Asked(
            entry,
            conversation="",
            question_id="",
            history=exchange.before,
            may_spend=may_spend(connection, shop, now=now),
            voice=current_voice(connection, shop, entry.profile, said=exchange.question),
            standing=NOBODY,
        )
    # The shopper's own orders answer a question about an order, as they did then.
    visit = Visit(shop, visitor, exchange.customer_id)
    with parts.streams.admitted(visit):
        trial = try_asked(parts, visit, question_of(exchange), asked, now=now)
    return Again(exchange.answer, trial)


def question_of(exchange: Exchange) -> Question:
    page = exchange.provenance.get("page")
    question = Question(exchange.question, locale=str(exchange.provenance.get("locale") or ""))
    return replace(question, product_handle=str(page)) if page else question
