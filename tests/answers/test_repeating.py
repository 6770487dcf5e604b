"""Claude is asked again, once, when nothing of its answer is borne by a source."""

from datetime import datetime

import pytest

from shopify_app.answers.claude import CHARACTERS_PER_TOKEN
from shopify_app.answers.prompt import Prompt
from shopify_app.answers.repeating import MOST_REASONS, prompt_again
from shopify_app.conversations.visits import Visit
from shopify_app.parts import Parts
from shopify_app.voice import default_voice
from tests.answers import woolmere
from tests.answers.test_asking import ask, done, kept, told
from tests.fake_claude import Act, FakeClaude

VOICE = default_voice(woolmere.PROFILE)
RETURNS = "How long do I have to return something?"
LIE = "You have 900 days to return it."
TRUTH = "You can return it within 30 days."


@pytest.fixture
def anna(store: str) -> Visit:
    return Visit(store, "address-of-anna")


def test_a_lie_is_followed_by_the_truth_and_never_seen(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(Act(text=LIE), Act(text=TRUTH))

    events = ask(talking, anna, RETURNS, now=now)

    whole = done(events)
    assert (whole.text, whole.origin, whole.handover) == (TRUTH, "model", False)
    assert "900" not in told(events)
    asked = fake.requests[-1]
    assert asked["messages"][-2] == {"role": "assistant", "content": LIE}
    assert "“900 days”, where they say “30 days”" in asked["messages"][-1]["content"]
    assert len(fake.requests) == 2
    provenance = kept(talking, whole.message_id).provenance
    assert (provenance["withheld"], provenance["asked_again"]) == (1, True)
    assert provenance["usage"]["output"] >= (len(LIE) + len(TRUTH)) // CHARACTERS_PER_TOKEN // 2


def test_who_lies_twice_is_not_asked_a_third_time(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(Act(text=LIE), Act(text="You have 800 days."), Act(text=TRUTH))

    whole = done(ask(talking, anna, RETURNS, now=now))

    assert (whole.text, whole.handover) == (VOICE.not_found, True)
    assert len(fake.requests) == 2


def test_where_something_remains_it_stands_alone(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(Act(text=f"{TRUTH} {LIE}"), Act(text="Again."))

    whole = done(ask(talking, anna, RETURNS, now=now))

    assert whole.text == TRUTH
    assert len(fake.requests) == 1
    assert "asked_again" not in kept(talking, whole.message_id).provenance


@pytest.mark.parametrize("failure", ["wrong_key", "cut_at_once", "garbage"])
def test_when_the_second_call_fails_the_stores_own_sentences_answer(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime, failure: str
) -> None:
    fake.play(Act(text=LIE), *[Act(failure) for _ in range(2)])

    whole = done(ask(talking, anna, RETURNS, now=now))

    assert whole.origin == "extract"
    assert "30 days" in whole.text


def test_the_reasons_are_few_and_short() -> None:
    held = [{"kind": "phone", "claim": "", "says": []}] + [
        {"kind": "code", "claim": "x" * 500, "says": []}
    ] * 20

    prompt = prompt_again(Prompt([], [], ()), "Call us.", held)

    text = str(prompt.messages[-1]["content"])
    assert "a phone, of which they say nothing" in text
    assert text.count("of which they say nothing") == MOST_REASONS
    assert len(text) < 2000
    assert not prompt.may_call
