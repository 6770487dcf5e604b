"""Where a person of the store takes over, and what the app says until then."""

from datetime import datetime, time, timedelta

import pytest

from shopify_app.answers.events import Done
from shopify_app.conversations.handover import A_PERSON_IS_THERE, close, standing
from shopify_app.conversations.reviewing import append_persons_reply, list_waiting
from shopify_app.conversations.transcripts import history
from shopify_app.conversations.visits import MERCHANT, Visit
from shopify_app.parts import Parts
from shopify_app.shops.hours import WEEKDAYS, BusinessHours, Span, set_business_hours
from shopify_app.voice.voices import default_voice
from tests.answers.test_asking import ask, done
from tests.fake_claude import Act, FakeClaude

VOICE = default_voice({"name": "Woolmere"})
ALWAYS = BusinessHours(dict.fromkeys(WEEKDAYS, Span(time(0), time(0))))


@pytest.fixture
def anna(store: str) -> Visit:
    return Visit(store, "address-of-anna")


def reason(parts: Parts, visit: Visit, whole: Done) -> str | None:
    with parts.record.read() as connection:
        waiting = list_waiting(connection, visit.shop)
    return next((each.reason for each, _ in waiting if each.id == whole.conversation), None)


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ("Can I talk to a human?", "asked"),
        ("This is a scam. How long do returns take?", "angry"),
        ("Do you repair bicycles in Timbuktu?", "not_found"),
        ("How long do I have to return something?", None),
        ("Hello", None),
    ],
)
def test_a_conversation_goes_to_the_inbox_with_its_reason(
    parts: Parts, anna: Visit, now: datetime, message: str, why: str | None
) -> None:
    whole = done(ask(parts, anna, message, now=now))

    assert whole.handover is (why is not None)
    assert reason(parts, anna, whole) == why


def test_what_the_gate_holds_back_whole_goes_there_too(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    for _ in range(2):
        fake.play(Act(text="You have 900 days to return it."))

    whole = done(ask(talking, anna, "How long do I have to return something?", now=now))

    assert "900" not in whole.text
    assert reason(talking, anna, whole) == "held_back"


def test_an_angry_shopper_is_answered_and_told_that_a_person_comes(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(Act(text="Returns are free in the EU.", cite=(0,)))

    whole = done(ask(talking, anna, "This is ridiculous. Are returns free?", now=now))

    assert whole.text == f"Returns are free in the EU.\n\n{VOICE.handover}"
    assert whole.handover


def test_the_hours_are_told_once_while_a_person_is_awaited(
    parts: Parts, anna: Visit, now: datetime
) -> None:
    with parts.record.write() as connection:
        set_business_hours(connection, anna.shop, ALWAYS)

    first = done(ask(parts, anna, "Can I talk to a human?", now=now))
    again = done(ask(parts, anna, "A human, please", now=now, conversation=first.conversation))

    assert first.text.endswith(VOICE.person_now)
    assert VOICE.person_now not in again.text


def test_over_a_person_the_app_says_nothing_but_that_one_is_there(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    first = done(ask(talking, anna, "Hello", now=now))
    with talking.record.write() as connection:
        append_persons_reply(connection, anna.shop, first.conversation, "Hi, Klara here.", now=now)

    def asked(after: timedelta) -> Done:
        text = "How long do I have to return something?"
        return done(ask(talking, anna, text, now=now + after, conversation=first.conversation))

    told = asked(timedelta(minutes=1))
    silent = asked(timedelta(minutes=2))

    assert (told.text, told.origin, told.handover) == (VOICE.person_there, "person", True)
    assert (silent.text, silent.complete, silent.handover) == ("", True, True)
    assert reason(talking, anna, silent) == "wrote_again"
    assert fake.requests == []
    with talking.record.read() as connection:
        said = [turn.text for turn in history(connection, anna.shop, first.conversation)]
    assert said.count(VOICE.person_there) == 1
    assert "" not in said


@pytest.mark.parametrize("ended_by", ["time", "closing"])
def test_the_app_answers_again_when_the_person_has_left(
    parts: Parts, anna: Visit, now: datetime, ended_by: str
) -> None:
    first = done(ask(parts, anna, "Hello", now=now))
    with parts.record.write() as connection:
        append_persons_reply(connection, anna.shop, first.conversation, "Hi.", now=now)
        if ended_by == "closing":
            close(connection, anna.shop, first.conversation)
    later = now + (A_PERSON_IS_THERE if ended_by == "time" else timedelta(minutes=1))

    whole = done(
        ask(
            parts,
            anna,
            "How long do I have to return something?",
            now=later,
            conversation=first.conversation,
        )
    )

    assert whole.origin == "extract"
    assert whole.citations


def test_a_merchants_own_trial_is_in_no_inbox(parts: Parts, store: str, now: datetime) -> None:
    whole = done(ask(parts, Visit(store, f"{MERCHANT}1001"), "A human, please", now=now))

    assert whole.handover
    with parts.record.read() as connection:
        assert standing(connection, store, whole.conversation).state is None
