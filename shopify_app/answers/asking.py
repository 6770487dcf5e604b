"""A question becomes an answer, told while it comes about."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from shopify_app.answers.admission import OpenStreams, check_message_rate, may_spend, note_spending
from shopify_app.answers.claude import Claude
from shopify_app.answers.counting import count_answer, refusals_counted
from shopify_app.answers.draft import Draft
from shopify_app.answers.events import Event, Failed, Products, Start
from shopify_app.answers.extraction import Likeness, extract_answer
from shopify_app.answers.finding import Found, find
from shopify_app.answers.persons import announce_person, leave_to_person, note_mood
from shopify_app.answers.prompt import build_prompt
from shopify_app.answers.questions import (
    Question,
    asks_what_is_done,
    asks_who_answers,
    in_stores_words,
    is_greeting,
    is_thanks,
)
from shopify_app.answers.rounds import converse
from shopify_app.answers.templates import say_template
from shopify_app.answers.tools import Toolbox
from shopify_app.answers.voicing import is_due, note_score, quote_in_voice, titles_in
from shopify_app.conversations.handover import Standing, standing, wait_for_person
from shopify_app.conversations.transcripts import (
    Turn,
    append_question,
    append_reply,
    forget_turn,
    history,
    open_conversation,
)
from shopify_app.conversations.visits import Visit
from shopify_app.db import Record
from shopify_app.errors import ToteError, Unavailable
from shopify_app.knowledge.embedder import Embedder
from shopify_app.knowledge.facts import product_cards
from shopify_app.knowledge.lexicon import in_english
from shopify_app.knowledge.vectors import VectorIndex
from shopify_app.orders.guests import is_on
from shopify_app.replies.routing import Matchers
from shopify_app.replies.suggestions import note_suggestion
from shopify_app.shops.directory import ShopEntry, active_shop
from shopify_app.tally import Tally
from shopify_app.voice import Voice
from shopify_app.voice.versions import current_voice

log = logging.getLogger(__name__)

MOST_CARDS = 4


class Parts(Protocol):
    """What answering stands on; a process's `Parts` has it all."""

    @property
    def record(self) -> Record: ...
    @property
    def vectors(self) -> VectorIndex: ...
    @property
    def embedder(self) -> Embedder: ...
    @property
    def claude(self) -> Claude | None: ...
    @property
    def streams(self) -> OpenStreams: ...
    @property
    def matchers(self) -> Matchers: ...


@dataclass(frozen=True)
class Asked:
    """A question that was admitted and stands in the record."""

    entry: ShopEntry
    conversation: str
    question_id: str
    history: Sequence[Turn]
    """What was said before it."""
    may_spend: bool
    """Whether the shop has tokens left for Claude today."""
    voice: Voice
    standing: Standing
    """Between the app and the store's people."""


def answer(
    parts: Parts, visit: Visit, question: Question, *, now: datetime, tally: Tally | None = None
) -> Generator[Event, None, None]:
    """Tell the answer: first Start, last Done (or Failed, when something of ours broke).

    Until the first event it may be refused: raises ShopNotInstalled, ConversationNotFound,
    TooManyMessages, TooManyStreams, Busy, RecordUnavailable. Whoever stops listening closes the
    generator: it hangs up on Claude and keeps what was said. `tally` counts it; without, it is not
    a shopper's.
    """
    with refusals_counted(tally), parts.streams.admitted(visit):
        asked = admit(parts.record, visit, question, now=now)
        draft = Draft(asked.conversation, uuid.uuid4().hex)
        yield Start(draft.conversation, draft.message_id)
        try:
            yield from compose(parts, visit, question, asked, draft, now=now)
        except ToteError as error:
            log.warning("answer=failed shop=%s code=%s", visit.shop, error.code)
            if tally:
                tally.count("tote_answers_broken")
            yield Failed(error.code, "Something went wrong on our side. Please try again.")
            return
        except Exception:  # for the edge to tell; here it is only counted
            if tally:
                tally.count("tote_answers_broken")
            raise
        finally:
            keep(parts.record, visit, asked, draft, now=now)
            if tally and not draft.is_empty:
                count_answer(tally, draft)
        yield draft.done()


def admit(record: Record, visit: Visit, question: Question, *, now: datetime) -> Asked:
    """Check the limits and put the question into the record, in one transaction."""
    with record.write() as connection:
        entry = active_shop(connection, visit.shop)
        check_message_rate(connection, visit, now=now)
        conversation = open_conversation(connection, visit, question.conversation, now=now)
        said_before = history(connection, visit.shop, conversation)
        question_id = append_question(connection, visit, conversation, question.text, now=now)
        return Asked(
            entry=entry,
            conversation=conversation,
            question_id=question_id,
            history=said_before,
            may_spend=may_spend(connection, visit.shop, now=now),
            voice=current_voice(connection, visit.shop, entry.profile, said=question.text),
            standing=standing(connection, visit.shop, conversation),
        )


def compose(
    parts: Parts,
    visit: Visit,
    question: Question,
    asked: Asked,
    draft: Draft,
    *,
    now: datetime,
) -> Iterator[Event]:
    """Fill the draft: with a template, a courtesy, Claude's answer, an extract, or regret."""
    voice, settings = asked.voice, asked.voice.settings
    greeting_due = sign_off_due = False
    if asked.standing.has_person(now=now):
        yield from leave_to_person(asked.history, voice, draft)
        return
    note_mood(question, draft)
    note_place(question, draft)
    yield from say_template(parts, asked.entry, visit, question, draft, now=now)
    courtesy = courtesy_for(question, voice)
    if draft.is_empty and courtesy:
        yield from draft.say(courtesy)
    elif draft.is_empty:
        translator = parts.claude if asked.may_spend else None
        found = find(parts, asked.entry, visit, question, asked.history, now=now, claude=translator)
        draft.more_tokens += found.tokens
        note_found(found, draft)
        draft.titles = titles_in(found, voice)
        greeting_due = is_due(settings.greeting, asked.history) and not draft.opening
        draft.greeting = settings.greeting.text if greeting_due else ""
        found = yield from reason(parts, visit, question, asked, found, voice, draft)
        if found.about_orders and not found.signed_in:
            draft.offers = offers_to_guests(parts.record, visit.shop)
        if not asked.standing.waits:
            yield from announce_person(parts.record, asked.entry, voice, draft, now=now)
        sign_off_due = is_due(settings.sign_off, asked.history) and not draft.interrupted
        if sign_off_due:
            yield from draft.say_apart(settings.sign_off.text)
        yield from show_products(parts.record, asked.entry, found, draft)
    note_score(draft, voice, greeting_due=greeting_due, sign_off_due=sign_off_due)
    draft.complete = not draft.interrupted
    draft.note_time("done")


def courtesy_for(question: Question, voice: Voice) -> str | None:
    """What to say to a greeting or to thanks: no search is needed for it. Nor who answers: a store
    may have given its voice a name, and yet nobody is to take it for a person's."""
    if is_greeting(question.text):
        return voice.greeting
    if asks_who_answers(question.text):
        return voice.itself
    return voice.welcome if is_thanks(question.text) else None


def note_place(question: Question, draft: Draft) -> None:
    """Where it was asked: the answer depends on it, and so does what it would be now."""
    if question.product_handle:
        draft.provenance["page"] = question.product_handle
    if question.locale:
        draft.provenance["locale"] = question.locale


def note_found(found: Found, draft: Draft) -> None:
    draft.note_time("found")
    if found.for_a_person:
        draft.hand_over("order")
    draft.passages = tuple(found.passages)
    if found.degraded:
        draft.provenance["degraded"] = list(found.degraded)


def reason(
    parts: Parts,
    visit: Visit,
    question: Question,
    asked: Asked,
    found: Found,
    voice: Voice,
    draft: Draft,
) -> Generator[Event, None, Found]:
    """Claude first; the store's own sentences when Claude cannot; regret when there are none.

    Where nothing may be quoted Claude is not asked to guess either. Gives what was found, with what
    Claude's tools found.
    """
    if found.quotable and parts.claude and asked.may_spend:
        prompt = build_prompt(
            voice,
            question.text,
            passages=found.passages,
            history=asked.history,
            notes=found.notes(),
        )
        box = Toolbox(parts, visit)
        found = yield from converse(parts.claude, prompt, box, asked.entry, found, voice, draft)
    elif found.quotable and parts.claude:
        draft.provenance["fallback"] = "the day's tokens are spent"
    if draft.is_empty:
        yield from quote(parts, found, voice, draft)
    return found


def quote(parts: Parts, found: Found, voice: Voice, draft: Draft) -> Iterator[Event]:
    """Answer with the store's own sentences, or say that there are none."""
    draft.origin = "extract"
    if draft.handover:
        yield from draft.say(voice.handover)
    # The store's sentences are compared with English words where the question had others.
    asked = in_stores_words(found.understood or in_english(found.searched) or found.searched)
    extract = extract_answer(asked, found.quotable, voice, likeness=likeness_to(asked, parts))
    said = quote_in_voice(extract.text, voice, draft) if extract else ""
    if extract and said:
        yield from draft.say_apart(said)
        yield from draft.cite(extract.passages)
    if found.lacks_orders and not (said and asks_what_is_done(found.searched)):
        yield from draft.say_apart(voice.no_orders if found.signed_in else voice.sign_in)
    elif draft.is_empty:
        draft.hand_over("held_back" if draft.withheld else "not_found")
        yield from draft.say(voice.not_found)


def offers_to_guests(record: Record, shop: str) -> tuple[str, ...]:
    """Whether a guest may look up an order by number and e-mail address."""
    with record.read() as connection:
        return ("order_form",) if is_on(connection, shop) else ()


def likeness_to(question: str, parts: Parts) -> Likeness | None:
    """How near a text is to the question, by the embedder; None when there is no embedder."""
    try:
        embedder = parts.embedder
    except Unavailable:
        return None

    def likeness(texts: Sequence[str]) -> Sequence[float]:
        vectors = embedder.embed([question, *texts])
        nearness: list[float] = (vectors[1:] @ vectors[0]).tolist()
        return nearness

    return likeness


def show_products(record: Record, entry: ShopEntry, found: Found, draft: Draft) -> Iterator[Event]:
    """Cards of the products the answer cites or names."""
    wanted = found.products_of(draft.citations, draft.text)[:MOST_CARDS]
    if not wanted or draft.interrupted:
        return
    with record.read() as connection:
        draft.cards = product_cards(connection, entry, wanted)
    if draft.cards:
        yield Products(tuple(draft.cards))


def keep(record: Record, visit: Visit, asked: Asked, draft: Draft, *, now: datetime) -> None:
    """Put what was said into the record, whole or not, and what it cost."""
    at = now + timedelta(milliseconds=draft.elapsed_ms)
    try:
        with record.write() as connection:
            if not (draft.is_empty and draft.origin == "person"):
                append_reply(connection, visit, asked.conversation, draft.reply(), now=at)
            if draft.handover and not visit.is_merchant:
                wait_for_person(
                    connection, visit.shop, asked.conversation, draft.handover_reason, now=at
                )
            if draft.near_miss:
                note_suggestion(connection, visit.shop, asked.question_id, draft.near_miss, now=at)
            if not draft.in_memory:
                forget_turn(connection, visit.shop, asked.question_id)
            if draft.tokens:
                note_spending(connection, visit.shop, draft.tokens, now=at)
    except ToteError as error:
        # The shopper has the answer; only the transcript lacks it.
        log.error("answer=not_kept shop=%s code=%s", visit.shop, error.code)
