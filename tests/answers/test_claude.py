"""Claude's stream, and every way it is known to fail."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest

from shopify_app.answers.breaker import FAILURES_BEFORE_PAUSE, PAUSE_S, Breaker
from shopify_app.answers.claude import (
    MOST_CHARACTERS,
    Cited,
    Claude,
    ClaudeFailed,
    Piece,
    Stopped,
    Words,
    open_claude,
)
from shopify_app.answers.prompt import Prompt, build_prompt
from shopify_app.config import Settings
from shopify_app.knowledge.retrieval import Passage
from shopify_app.local.services import free_port
from shopify_app.voice import default_voice
from tests.answers.conftest import give_up_soon
from tests.fake_claude import Act, FakeClaude
from tests.house import eventually

PASSAGE = Passage(
    chunk_id="c1",
    kind="policy",
    source_id="1",
    title="Returns",
    heading="",
    text="You can return everything within 30 days of delivery. Send it to our warehouse.",
    url="https://woolmere.example/policies/refund-policy",
    score=1.0,
)


@pytest.fixture
def prompt() -> Prompt:
    return build_prompt(default_voice({}), "How long can I return?", passages=[PASSAGE])


def say(claude: Claude, prompt: Prompt) -> list[Piece]:
    """All pieces; raises what the reply raises."""
    reply = claude.reply(prompt)
    try:
        return [piece for piece in reply.pieces(silence_s=0.1) if piece is not None]
    finally:
        reply.close()


def said_before_failing(claude: Claude, prompt: Prompt) -> tuple[str, str]:
    """The words that came, and why no more did."""
    reply = claude.reply(prompt)
    words = ""
    try:
        for piece in reply.pieces(silence_s=0.1):
            words += piece.text if isinstance(piece, Words) else ""
    except ClaudeFailed as failure:
        return words, str(failure)
    finally:
        reply.close()
    raise AssertionError("it did not fail")


def test_an_answer_comes_as_words_and_citations_and_ends(claude: Claude, prompt: Prompt) -> None:
    pieces = say(claude, prompt)

    words = "".join(piece.text for piece in pieces if isinstance(piece, Words))
    assert words == "You can return everything within 30 days of delivery."
    assert Cited(0) in pieces
    assert pieces[-1] == Stopped("end_turn")


def test_tokens_are_counted_also_of_an_answer_that_was_cut(
    claude: Claude, fake: FakeClaude, prompt: Prompt
) -> None:
    fake.play(Act("cut_midway"))
    reply = claude.reply(prompt)

    with pytest.raises(ClaudeFailed):
        list(reply.pieces(silence_s=1))

    assert reply.usage.input > 100
    assert reply.usage.output > 0


@pytest.mark.parametrize(
    ("act", "why"),
    [
        ("error_midway", "overloaded_error"),
        ("cut_midway", "RemoteProtocolError"),
        ("garbage", "JSONDecodeError"),
        ("clean_end", "ended early"),
        ("stall_midway", "too slow"),
        ("pings_midway", "too slow"),
    ],
)
def test_a_failure_in_mid_answer_leaves_its_words_and_says_why(
    claude: Claude, fake: FakeClaude, prompt: Prompt, act: str, why: str
) -> None:
    give_up_soon(claude, act)
    fake.play(Act(act))

    words, reason = said_before_failing(claude, prompt)

    assert words
    assert PASSAGE.text.startswith(words)
    assert reason == why


@pytest.mark.parametrize(
    ("act", "why"),
    [
        ("error_at_once", "overloaded_error"),
        ("cut_at_once", "RemoteProtocolError"),
        ("stall_at_once", "too slow"),
        ("pings_at_once", "too slow"),
        ("silent", "too slow"),
        ("wrong_key", "authentication_error"),
    ],
)
def test_a_failure_before_the_first_word_says_why(
    claude: Claude, fake: FakeClaude, prompt: Prompt, act: str, why: str
) -> None:
    give_up_soon(claude, act)
    fake.play(Act(act))

    words, reason = said_before_failing(claude, prompt)

    assert (words, reason) == ("", why)


def test_a_drip_without_end_is_ended_by_the_clock(
    claude: Claude, fake: FakeClaude, prompt: Prompt
) -> None:
    claude.deadlines = replace(claude.deadlines, last_word_s=4)
    fake.play(Act(text="and so on " * 1000, pause_s=0.05))

    words, reason = said_before_failing(claude, prompt)

    assert words.startswith("and so on")
    assert reason == "too slow"


@pytest.mark.parametrize("trouble", ["overloaded", "server_error"])
def test_trouble_that_passes_is_tried_again_once(
    claude: Claude, fake: FakeClaude, prompt: Prompt, trouble: str
) -> None:
    fake.play(Act(trouble), Act("answer"))

    pieces = say(claude, prompt)

    assert pieces[-1] == Stopped("end_turn")
    assert len(fake.requests) == 2


def test_trouble_that_stays_is_not_tried_a_third_time(
    claude: Claude, fake: FakeClaude, prompt: Prompt
) -> None:
    fake.play(Act("overloaded"))

    with pytest.raises(ClaudeFailed, match="overloaded_error"):
        say(claude, prompt)

    assert len(fake.requests) == 2


def test_a_short_retry_after_is_waited_for(
    claude: Claude, fake: FakeClaude, prompt: Prompt
) -> None:
    fake.play(Act("rate_limited", retry_after_s=1), Act("answer"))

    pieces = say(claude, prompt)

    assert pieces[-1] == Stopped("end_turn")


@pytest.mark.parametrize(
    "act", [Act("rate_limited", retry_after_s=3600), Act("spend_limit")], ids=["an hour", "spent"]
)
def test_what_will_not_pass_soon_is_asked_once_and_then_not_at_all(
    claude: Claude, fake: FakeClaude, prompt: Prompt, act: Act
) -> None:
    fake.play(act)

    with pytest.raises(ClaudeFailed):
        say(claude, prompt)
    with pytest.raises(ClaudeFailed, match="not asked"):
        say(claude, prompt)

    assert len(fake.requests) == 1


def test_a_refused_connection_is_a_failure_like_any_other(prompt: Prompt) -> None:
    claude = Claude(api_key="k", base_url=f"http://127.0.0.1:{free_port()}", model="m")

    words, reason = said_before_failing(claude, prompt)

    assert (words, reason) == ("", "APIConnectionError")
    claude.close()


def test_a_request_the_api_finds_fault_with_does_not_stop_the_next(
    claude: Claude, prompt: Prompt
) -> None:
    faulty = replace(prompt, messages=[{"role": "user", "content": " "}])
    for _ in range(FAILURES_BEFORE_PAUSE):
        with pytest.raises(ClaudeFailed, match="invalid_request_error"):
            say(claude, faulty)

    pieces = say(claude, prompt)

    assert pieces[-1] == Stopped("end_turn")


def test_a_dead_claude_is_not_asked_again_and_again(
    claude: Claude, fake: FakeClaude, prompt: Prompt
) -> None:
    fake.play(Act("cut_at_once"))
    for _ in range(FAILURES_BEFORE_PAUSE):
        with pytest.raises(ClaudeFailed):
            say(claude, prompt)
    asked = len(fake.requests)

    with pytest.raises(ClaudeFailed, match="not asked"):
        claude.reply(prompt)

    assert len(fake.requests) == asked


@pytest.mark.parametrize("act", ["stall_midway", "pings_midway", "stall_at_once"])
def test_hanging_up_closes_the_connection_under_a_silent_claude(
    claude: Claude, fake: FakeClaude, prompt: Prompt, act: str
) -> None:
    fake.play(Act(act))
    reply = claude.reply(prompt)
    pieces = reply.pieces(silence_s=0.2)
    while next(pieces) is not None:
        pass

    reply.close()

    eventually(lambda: fake.open_streams == 0, what="the connection to close", timeout_s=10)


def test_hanging_up_ends_the_reader(claude: Claude, fake: FakeClaude, prompt: Prompt) -> None:
    fake.play(Act(text="and so on " * 1000, pause_s=0.05))
    reply = claude.reply(prompt)
    next(reply.pieces(silence_s=1))

    reply.close()

    eventually(lambda: not reader_threads(), what="the reader to end")


def test_an_answer_without_end_is_cut_by_its_length(
    claude: Claude, fake: FakeClaude, prompt: Prompt
) -> None:
    fake.play(Act(text="and so on " * (MOST_CHARACTERS // 10 + 100)))

    words, reason = said_before_failing(claude, prompt)

    assert len(words) <= MOST_CHARACTERS + 100
    assert reason == "too long"


def test_one_answer_after_the_other_takes_one_connection(
    claude: Claude, fake: FakeClaude, prompt: Prompt
) -> None:
    for _ in range(3):
        say(claude, prompt)
        eventually(lambda: not reader_threads(), what="the response to be read to its end")

    assert fake.connections == 1


def test_who_leaves_after_the_end_does_not_cut_the_next_answer(
    claude: Claude, fake: FakeClaude, prompt: Prompt
) -> None:
    """The connection of an answer that has ended may already carry another."""
    first = claude.reply(prompt)
    next(first.pieces(silence_s=1))
    eventually(lambda: not reader_threads(), what="the first answer to be read")
    fake.play(Act(text="Slowly, one word at a time.", pause_s=0.1))
    second = claude.reply(prompt).pieces(silence_s=1)
    next(second)

    first.close()

    assert list(second)[-1] == Stopped("end_turn")
    assert fake.connections == 1


def reader_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "claude"]


def test_the_environment_does_not_decide_where_the_key_goes(
    settings: Settings, fake: FakeClaude, prompt: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "another-key")
    claude = open_claude(replace(settings, anthropic_api_key="a-key", anthropic_base_url=fake.url))
    assert claude

    say(claude, prompt)

    assert fake.headers[0]["authorization"] == "Bearer a-key"
    claude.close()


def test_without_a_key_there_is_no_claude(settings: Settings) -> None:
    assert open_claude(settings) is None


# --- the breaker ---------------------------------------------------------------------------------


def test_the_breaker_pauses_after_failures_in_a_row_and_lets_one_try() -> None:
    breaker = Breaker()
    for second in range(FAILURES_BEFORE_PAUSE):
        assert breaker.allows(second)
        breaker.failed(second)
    now = float(FAILURES_BEFORE_PAUSE)

    during = breaker.allows(now)
    afterwards = [breaker.allows(now + PAUSE_S) for _ in range(3)]

    assert not during
    assert afterwards == [True, False, False]


def test_a_success_closes_the_breaker() -> None:
    breaker = Breaker()
    for second in range(FAILURES_BEFORE_PAUSE):
        breaker.failed(second)

    breaker.succeeded()

    assert breaker.allows(FAILURES_BEFORE_PAUSE)


def test_failures_with_successes_between_them_do_not_add_up() -> None:
    breaker = Breaker()

    for second in range(FAILURES_BEFORE_PAUSE * 3):
        breaker.failed(second)
        breaker.succeeded()

    assert breaker.allows(time.monotonic())
