"""Claude's tools: they read, for this shopper only, and whatever is wrong is told to Claude."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from shopify_app.answers.asking import answer
from shopify_app.answers.events import Done, Event, Text
from shopify_app.answers.questions import Question
from shopify_app.answers.tools import MOST_CALLS, MOST_ROUNDS
from shopify_app.conversations.visits import Visit
from shopify_app.db.tables import Message
from shopify_app.parts import Parts
from shopify_app.voice import default_voice
from tests.answers import woolmere
from tests.answers.conftest import give_up_soon
from tests.fake_claude import Act, FakeClaude

VOICE = default_voice(woolmere.PROFILE)
RETURNS = "What is your return policy?"


@pytest.fixture
def stranger(store: str) -> Visit:
    return Visit(store, "address-of-somebody")


@pytest.fixture
def anna(store: str) -> Visit:
    return Visit(store, "address-of-anna", woolmere.ANNA)


def ask(parts: Parts, visit: Visit, text: str, *, now: datetime) -> tuple[list[Event], Done]:
    events = list(answer(parts, visit, Question(text), now=now))
    last = events[-1]
    assert isinstance(last, Done)
    return events, last


def calling(*calls: tuple[str, object], text: str | None = None) -> Act:
    return Act("ask_tools", text=text, calls=calls)


def results(fake: FakeClaude, number: int = 1) -> list[dict[str, Any]]:
    """The results that the request with this number brought."""
    given: list[dict[str, Any]] = fake.requests[number]["messages"][-1]["content"]
    return given


def words(result: dict[str, Any]) -> str:
    return " ".join(block["text"] for block in result["content"] if block["type"] == "text")


def provenance(parts: Parts, done: Done) -> Any:
    with parts.record.read() as connection:
        return connection.scalar(select(Message.provenance).where(Message.id == done.message_id))


def test_what_a_search_finds_is_a_source_that_can_be_cited(
    talking: Parts, stranger: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(
        calling(("search_store", {"query": "wash merino by hand"})),
        Act(text="Wash merino by hand in cold water and dry it flat. It shrinks by 40 %."),
    )

    _, whole = ask(talking, stranger, RETURNS, now=now)

    assert whole.text == "Wash merino by hand in cold water and dry it flat."
    asked = fake.requests[0]
    assert [tool["name"] for tool in asked["tools"]] == [
        "search_store", "order_status", "hand_over",
    ]  # fmt: skip
    assert asked["tool_choice"] == {"type": "auto"}
    (result,) = results(fake)
    assert (result["type"], result["is_error"]) == ("tool_result", False)
    assert any(
        block["type"] == "search_result" and "merino" in str(block) for block in result["content"]
    )
    kept = provenance(talking, whole)
    assert kept["tools"] == [{"name": "search_store", "failed": False}]
    assert kept["usage"]["output"] >= 2


def test_a_citation_points_into_all_search_results_in_their_order(
    talking: Parts, stranger: Visit, fake: FakeClaude, now: datetime
) -> None:
    ask(talking, stranger, RETURNS, now=now)
    before = sum(b["type"] == "search_result" for b in fake.requests[0]["messages"][-1]["content"])
    fake.play(
        calling(("search_store", {"query": "Tarn Beanie lambswool"})),
        Act(text="The Tarn Beanie is a ribbed beanie of lambswool.", cite=(before,)),
    )

    _, whole = ask(talking, stranger, RETURNS, now=now)

    found = results(fake, 2)[0]["content"][0]
    assert [each.title for each in whole.citations] == [found["title"].split(" – ")[0]]


def test_what_was_said_before_a_call_stands_and_the_stream_goes_on(
    talking: Parts, stranger: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(
        calling(("search_store", {"query": "delivery"}), text="Returns are free in the EU."),
        Act(text="Standard shipping takes 3-5 business days."),
    )

    events, whole = ask(talking, stranger, RETURNS, now=now)

    assert whole.text == "Returns are free in the EU. Standard shipping takes 3-5 business days."
    assert "".join(each.text for each in events if isinstance(each, Text)) == whole.text
    assistant = fake.requests[1]["messages"][-2]
    assert assistant["content"][0] == {"type": "text", "text": "Returns are free in the EU."}


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("drop_tables", {}), "There is no such tool."),
        (("search_store", {}), "Wrong or unknown arguments: query."),
        (("search_store", {"query": 7}), "Wrong or unknown arguments: query."),
        (("search_store", {"query": "x" * 301}), "Wrong or unknown arguments: query."),
        (("search_store", {"query": "a", "shop": "b"}), "Wrong or unknown arguments: shop."),
        (("search_store", ["a"]), "The arguments are not an object."),
        (("search_store", b'{"query": "so'), "The arguments are not an object."),
        (("order_status", {"number": "1' OR 1=1"}), "Wrong or unknown arguments: number."),
        (("order_status", {"customer_id": woolmere.BEN}),
         "Wrong or unknown arguments: customer_id."),
        (("order_status", {"number": "1003", "customer": woolmere.BEN, "email": "b@x.example"}),
         "Wrong or unknown arguments: customer, email."),
        (("hand_over", {"reason": "because"}), "Wrong or unknown arguments: reason."),
        (("hand_over", {}), "Wrong or unknown arguments: reason."),
    ],
)  # fmt: skip
def test_a_wrong_call_is_told_to_claude_and_does_nothing(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime,
    call: tuple[str, object], said: str,
) -> None:  # fmt: skip
    fake.play(calling(call), Act(text="Returns are free in the EU."))

    _, whole = ask(talking, anna, RETURNS, now=now)

    (result,) = results(fake)
    assert (result["is_error"], words(result)) == (True, said)
    assert (whole.text, whole.handover) == ("Returns are free in the EU.", False)


def test_the_shopper_s_own_order_is_found(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(
        calling(("order_status", {"number": "#1001"})),
        Act(text="Order #1001 has the tracking number BR123456789NO."),
    )

    _, whole = ask(talking, anna, RETURNS, now=now)

    assert "BR123456789NO" in whole.text
    assert results(fake)[0]["content"][0]["title"] == "Order #1001"


@pytest.mark.parametrize(
    "arguments",
    [{"number": "1003"}, {"number": "#1003"}, {"number": "7777"},
     {"number": "1003", "about": "customer 7002"}],
)  # fmt: skip
def test_another_s_order_is_one_that_does_not_exist(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime, arguments: dict[str, str]
) -> None:
    fake.play(
        calling(("order_status", arguments)),
        Act(text="Order #1003 has the tracking number BR987654321NO."),
    )

    _, whole = ask(talking, anna, RETURNS, now=now)

    (result,) = results(fake)
    assert words(result) == "The shopper has no such order."
    assert "BR987654321NO" not in str(fake.requests[:2])  # of a third it is Claude's own word
    assert "BR987654321NO" not in whole.text


def test_who_is_not_signed_in_has_no_orders(
    talking: Parts, stranger: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(calling(("order_status", {"number": "1001"})), Act(text="Returns are free."))

    ask(talking, stranger, RETURNS, now=now)

    assert words(results(fake)[0]) == "The shopper is not signed in: no order can be looked up."
    assert "BR123456789NO" not in str(fake.requests)


def test_a_hand_over_is_noted_with_its_reason(
    talking: Parts, stranger: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(
        calling(("hand_over", {"reason": "upset"})), Act(text="Our team will be in touch with you.")
    )

    _, whole = ask(talking, stranger, RETURNS, now=now)

    assert (whole.handover, whole.text) == (True, "Our team will be in touch with you.")
    assert provenance(talking, whole)["handed_over"] == "upset"


def test_endless_calls_end_and_the_store_answers_in_its_own_words(
    talking: Parts, stranger: Visit, fake: FakeClaude, now: datetime
) -> None:
    fake.play(calling(("search_store", {"query": "returns"})))

    _, whole = ask(talking, stranger, RETURNS, now=now)

    assert len(fake.requests) == MOST_ROUNDS
    assert [request["tool_choice"]["type"] for request in fake.requests] == [
        *["auto"] * (MOST_ROUNDS - 1), "none",
    ]  # fmt: skip
    assert (whole.origin, whole.complete) == ("extract", True)
    assert "30 days" in whole.text
    assert provenance(talking, whole)["fallback"] == "asked for too much"


def test_of_many_calls_at_once_only_some_are_made(
    talking: Parts, stranger: Visit, fake: FakeClaude, now: datetime
) -> None:
    many = [("search_store", {"query": f"jumper {n}"}) for n in range(MOST_CALLS + 2)]
    fake.play(calling(*many), Act(text="Returns are free in the EU."))

    ask(talking, stranger, RETURNS, now=now)

    given = results(fake)
    assert [each["is_error"] for each in given] == [False] * MOST_CALLS + [True] * 2


@pytest.mark.parametrize(
    "written",
    [b'{"query": "\\u0000"}', b'{"query": "\\ud800 wool"}', b'{"query": "\\u202e\\u200b"}',
     b'{"query": "' + b"(" * 300 + b'"}', b'{"query": 1e999}', b"null", b'"x"'],
)  # fmt: skip
def test_hostile_arguments_break_nothing(
    talking: Parts, stranger: Visit, fake: FakeClaude, now: datetime, written: bytes
) -> None:
    fake.play(calling(("search_store", written)), Act(text="Returns are free in the EU."))

    _, whole = ask(talking, stranger, RETURNS, now=now)

    assert (whole.text, whole.origin) == ("Returns are free in the EU.", "model")


def test_what_is_known_already_is_not_sent_again(
    talking: Parts, stranger: Visit, fake: FakeClaude, now: datetime
) -> None:
    same = ("search_store", {"query": "Tarn Beanie"})
    fake.play(calling(same, same), Act(text="Returns are free in the EU."))

    ask(talking, stranger, RETURNS, now=now)

    assert words(results(fake)[1]) == "Nothing but the search results you have already."


@pytest.mark.parametrize("act", ["overloaded", "cut_midway", "tool_cut_short", "silent"])
def test_a_round_that_fails_is_covered_like_any_answer(
    talking: Parts, stranger: Visit, fake: FakeClaude, now: datetime, act: str
) -> None:
    give_up_soon(talking.claude, act)
    fake.play(calling(("search_store", {"query": "returns"})), Act(act, text="Half a"))

    _, whole = ask(talking, stranger, RETURNS, now=now)

    assert (whole.origin, whole.complete) == ("extract", True)
    assert "30 days" in whole.text


def test_one_deadline_is_for_all_rounds(
    talking: Parts, stranger: Visit, fake: FakeClaude, now: datetime
) -> None:
    """Each round is quicker than the deadline, all together are not."""
    assert talking.claude
    talking.claude.deadlines = replace(talking.claude.deadlines, last_word_s=4)
    slow = Act("ask_tools", text="Returns are free in the EU. " * 3, pause_s=0.4,
               calls=(("search_store", {"query": "x"}),))  # fmt: skip
    fake.play(slow)

    _, whole = ask(talking, stranger, RETURNS, now=now)

    assert len(fake.requests) < MOST_ROUNDS
    assert whole.text.endswith(VOICE.interrupted)
    assert provenance(talking, whole)["fallback"] == "too slow"
