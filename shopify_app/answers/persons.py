"""What the app says where a person of the store takes over, and when it says nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from shopify_app.answers.draft import Draft
from shopify_app.answers.events import Event
from shopify_app.answers.expecting import expectation
from shopify_app.answers.moods import asks_for_a_person, is_angry
from shopify_app.answers.questions import Question
from shopify_app.conversations.transcripts import Turn
from shopify_app.db import Record
from shopify_app.shops.directory import ShopEntry
from shopify_app.shops.hours import business_hours
from shopify_app.voice.voices import Voice


def note_mood(question: Question, draft: Draft) -> None:
    """Whether the shopper's words alone call for a person."""
    if asks_for_a_person(question.text):
        draft.hand_over("asked")
    elif is_angry(question.text):
        draft.hand_over("angry")


def leave_to_person(history: Sequence[Turn], voice: Voice, draft: Draft) -> Iterator[Event]:
    """Somebody of the store is in the conversation: say so once, and then nothing over them."""
    draft.origin = "person"
    draft.hand_over("wrote_again")
    if voice.person_there not in {turn.text for turn in history if turn.role == "store"}:
        yield from draft.say(voice.person_there)
    draft.complete = True


def announce_person(
    record: Record, entry: ShopEntry, voice: Voice, draft: Draft, *, now: datetime
) -> Iterator[Event]:
    """Behind an answer that hands over: that a person will answer, and when, if hours are set.

    A template's words stand alone.
    """
    if not draft.handover or draft.interrupted or draft.origin == "template":
        return
    if draft.handover_reason in ("asked", "angry") and voice.handover not in draft.text:
        yield from draft.say_apart(voice.handover)
    with record.read() as connection:
        hours = business_hours(connection, entry.shop)
    zone = str(entry.profile.get("timezone") or "")
    when = expectation(voice, hours, now=now, shop_zone=zone)
    if when:
        yield from draft.say_apart(when)
