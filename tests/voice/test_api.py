"""The merchant's API of the voice, on both databases."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from socket import socketpair

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select

from shopify_app.answers.asking import answer
from shopify_app.answers.events import Done
from shopify_app.answers.questions import Question
from shopify_app.config import Settings
from shopify_app.conversations.visits import Visit
from shopify_app.db import Record
from shopify_app.db.tables import Conversation, Message, TokenSpend, VoiceVersion
from shopify_app.parts import Parts
from shopify_app.voice.starting_points import STARTING_POINTS
from shopify_app.voice.versions import VoiceChanged, history, save_version
from shopify_app.web.streaming import SLOWEST_READER_S
from tests.admin.test_pages import bearer
from tests.chat.visiting import read_events
from tests.fake_claude import Act, FakeClaude
from tests.voice.conftest import Call

RETURNS = "What is your return policy?"
UNVOICED = "Wow!! You can return unworn items within 30 days of delivery 🎉. It's a cheap deal!"


def put(call: Call, expected: int, **settings: object) -> int:
    response = call("put", "", {"expected_version": expected, "settings": settings})
    assert response.status_code == 200, response.text
    return int(response.json["version"])


# --- settings and history ------------------------------------------------------------------------


def test_a_store_begins_with_version_0(call: Call) -> None:
    got = call("get").json

    assert (got["version"], got["locales"]) == (0, {})
    assert got["settings"]["formality"] == 3
    assert got["scales"]["formality"] == ["relaxed", "formal"]


def test_what_is_saved_is_read_back(call: Call) -> None:
    avoided = [{"word": "cheap", "replacement": "affordable"}]
    put(call, 0, words_to_avoid=avoided, humour=4)

    got = call("get").json
    assert (got["version"], got["settings"]["humour"]) == (1, 4)
    assert got["settings"]["words_to_avoid"] == avoided
    again = {"expected_version": 1, "settings": got["settings"], "locales": got["locales"]}
    assert call("put", "", again).json["settings"] == got["settings"]


def test_a_saving_that_knows_no_newer_one_is_refused(call: Call) -> None:
    put(call, 0, humour=2)

    response = call("put", "", {"expected_version": 0, "settings": {"humour": 5}})

    assert response.status_code == 422
    assert response.json["error"]["code"] == "voice_changed"
    assert response.json["error"]["fields"] == {
        "expected_version": ["The voice in use is version 1."]
    }
    assert call("get").json["settings"]["humour"] == 2


def test_bad_settings_are_named_by_their_place(call: Call) -> None:
    body = {
        "expected_version": 0,
        "settings": {
            "words_to_avoid": [{"word": "x"}, {"word": "<b>"}],
            "persona": {"name": "\x07"},
        },
        "locales": {"de": {"humour": 9}},
    }

    error = call("put", "", body).json["error"]

    assert error["code"] == "invalid_input"
    assert set(error["fields"]) == {
        "settings.words_to_avoid.1.word", "settings.persona.name", "locales.de.value.humour",
    }  # fmt: skip


def test_a_megabyte_is_refused(call: Call) -> None:
    body = {"expected_version": 0, "settings": {"persona": {"character": "x" * 1_000_000}}}

    assert call("put", "", body).status_code == 413


def test_history_says_who_and_what_and_a_version_comes_back(call: Call) -> None:
    put(call, 0, humour=4)
    put(call, 1, humour=5, emoji="freely")

    restored = call("post", "/history/1/restore").json

    assert (restored["version"], restored["settings"]["humour"]) == (3, 4)
    versions = call("get", "/history").json["versions"]
    assert [(v["version"], v["author"], v["restored"], v["changed"]) for v in versions] == [
        (3, "7", 1, ["humour", "emoji"]),
        (2, "7", None, ["humour", "emoji"]),
        (1, "7", None, ["humour"]),
    ]
    assert call("post", "/history/9/restore").json["error"]["code"] == "voice_version_not_found"


def test_another_shop_has_its_own_voice(call: Call, other_shop: str) -> None:
    put(call, 0, humour=4)

    assert call("get", of=other_shop).json["version"] == 0
    assert call("post", "/history/1/restore", of=other_shop).status_code == 404


def test_nobody_without_a_token_gets_in(client: FlaskClient) -> None:
    for method, path in (
        ("get", ""), ("put", ""), ("get", "/history"), ("post", "/history/1/restore"),
        ("get", "/starting-points"), ("post", "/preview"), ("post", "/examples"),
        ("get", "/adherence"), ("get", "/check"), ("put", "/check"), ("post", "/check"),
        ("get", "/recent-questions"),
    ):  # fmt: skip
        assert client.open(f"/api/voice{path}", method=method, json={}).status_code == 401


def test_starting_points_can_be_saved_as_they_come(call: Call) -> None:
    points = call("get", "/starting-points").json["starting_points"]

    assert [each["name"] for each in points] == [each.name for each in STARTING_POINTS]
    put(call, 0, **points[1]["settings"])


# --- the voice in answers ------------------------------------------------------------------------


def ask(parts: Parts, shop: str, text: str, now: datetime, **more: str) -> Done:
    events = list(answer(parts, Visit(shop, "anna"), Question(text, **more), now=now))
    assert isinstance(events[-1], Done)
    told = "".join(each.text for each in events if each.name == "text")
    assert told.strip() == events[-1].text
    return events[-1]


def test_an_answer_is_held_to_the_voice_and_scored(
    talking: Parts, store: str, fake: FakeClaude, call: Call, now: datetime
) -> None:
    put(
        call,
        0,
        words_to_avoid=[{"word": "cheap", "replacement": "affordable"}],
        greeting={"rule": "first", "text": "Good day."},
        sign_off={"rule": "always", "text": "Yours, Woolmere"},
    )
    fake.play(Act(text=UNVOICED, cite=(0,)))

    done = ask(talking, store, RETURNS, now)

    assert done.text == (
        "Good day. Wow. You can return unworn items within 30 days of delivery. It's an affordable"
        " deal.\n\nYours, Woolmere"
    )
    with talking.record.read() as connection:
        kept = connection.scalar(select(Message.provenance).where(Message.id == done.message_id))
    assert kept["voice"]["score"] == 100
    assert (kept["voice"]["version"], kept["voice"]["dropped"]) == (1, {})
    assert set(kept["voice"]["repaired"]) == {"exclamation_marks", "emoji", "words_to_avoid"}
    second = ask(talking, store, RETURNS, now, conversation=done.conversation)
    assert not second.text.startswith("Good day.")


def test_where_nothing_keeps_the_voice_the_store_is_quoted(
    talking: Parts, store: str, fake: FakeClaude, call: Call, now: datetime
) -> None:
    put(call, 0, claims_to_avoid=["like magic"])
    fake.play(Act(text="You can return it, like magic.", cite=(0,)))

    done = ask(talking, store, RETURNS, now)

    assert done.origin == "extract"
    assert "30 days" in done.text
    assert "like magic" not in done.text


def test_a_sentence_beyond_repair_is_said_again(
    talking: Parts, store: str, fake: FakeClaude, call: Call, now: datetime
) -> None:
    put(call, 0, words_to_avoid=[{"word": "guys"}])
    fake.play(
        Act(text="Sure, guys. You can return unworn items within 30 days.", cite=(0,)),
        Act(text="Of course."),
    )

    done = ask(talking, store, RETURNS, now)

    assert done.text == "Of course. You can return unworn items within 30 days."
    asked = fake.requests[1]["messages"][-1]["content"]
    assert asked == "Sure, guys."


@pytest.mark.parametrize(
    "again", [Act(text="Hey guys."), Act(text="You get 70 % off."), Act("overloaded")]
)
def test_what_is_no_better_the_second_time_is_left_out(
    talking: Parts, store: str, fake: FakeClaude, call: Call, now: datetime, again: Act
) -> None:
    put(call, 0, words_to_avoid=[{"word": "guys"}])
    fake.play(Act(text="Sure, guys. You can return unworn items within 30 days."), again)

    done = ask(talking, store, RETURNS, now)

    assert done.text == "You can return unworn items within 30 days."
    with talking.record.read() as connection:
        kept = connection.scalar(select(Message.provenance).where(Message.id == done.message_id))
    assert kept["voice"]["dropped"] == {"words_to_avoid": 1}


def test_the_prompt_has_the_voice_in_use(
    talking: Parts, store: str, fake: FakeClaude, call: Call, now: datetime
) -> None:
    put(call, 0, persona={"name": "Ada"})
    ask(talking, store, RETURNS, now)
    put(call, 1, persona={"name": "Bea"})
    ask(talking, store, RETURNS, now)

    systems = [request["system"][0]["text"] for request in fake.requests]
    assert ['Your name: "Ada"' in systems[0], 'Your name: "Bea"' in systems[1]] == [True, True]


def test_the_phrases_are_said_in_the_shoppers_language(
    talking: Parts, store: str, call: Call, now: datetime
) -> None:
    body = {
        "expected_version": 0,
        "settings": {"languages": ["en", "de"]},
        "locales": {"de": {"address": "formal", "handover": "Klara hilft Ihnen gern weiter."}},
    }
    assert call("put", "", body).status_code == 200

    done = ask(talking, store, "Ist meine Bestellung schon auf dem Weg zu mir und wo ist sie?", now)

    assert done.text


# --- adherence -----------------------------------------------------------------------------------


def test_adherence_over_time_names_the_answers_that_were_off(
    call: Call, record: Record, shop: str, other_shop: str, now: datetime
) -> None:
    scored = [(shop, 0, 100), (shop, 0, 40), (shop, 3, 90), (shop, 60, 10), (other_shop, 0, 5)]
    with record.write() as connection:
        for position, (of, days, score) in enumerate(scored):
            at, name = now - timedelta(days=days), f"c{position}"
            connection.execute(
                insert(Conversation).values(
                    id=name, shop=of, visitor="v", started_at=at, last_at=at
                )
            )
            voice = {"version": 2, "score": score, "broken": {"emoji": "1 in the answer"}}
            for number, provenance in enumerate(({"voice": voice}, {"model": "old"})):
                connection.execute(
                    insert(Message).values(
                        id=f"m{position}{number}", conversation=name, shop=of, visitor="v", at=at,
                        position=number, role="store", text="Yes 🙂", provenance=provenance,
                        citations=[], products=[],
                    )
                )  # fmt: skip

    got = call("get", "/adherence?days=30").json

    assert (got["answers"], got["off"], got["score"]) == (3, 1, 76.7)
    assert [(day["answers"], day["score"], day["off"]) for day in got["days"]] == [
        (1, 90.0, 0),
        (2, 70.0, 1),
    ]
    [off] = got["off_answers"]
    assert (off["message_id"], off["score"], off["version"]) == ("m10", 40, 2)
    assert off["broken"] == {"emoji": "1 in the answer"}


@pytest.mark.parametrize("days", ["0", "-1", "x", "1e3", "99999999999", "", "²"])
def test_days_that_are_none_are_refused(call: Call, days: str) -> None:
    response = call("get", f"/adherence?days={days}")

    assert response.status_code == 422
    assert list(response.json["error"]["fields"]) == ["days"]


# --- preview -------------------------------------------------------------------------------------


def test_a_preview_shows_both_sides_and_saves_nothing(
    talking: Parts, store: str, fake: FakeClaude, call: Call, record: Record
) -> None:
    fake.play(Act(text=UNVOICED), Act(text=UNVOICED), Act(text="It is cheap, say what you will."))
    put(call, 0, emoji="freely", exclamation_marks="freely")

    got = call(
        "post",
        "/preview",
        {"questions": [RETURNS], "settings": {"words_to_avoid": [{"word": "cheap"}]}},
    ).json

    [compared] = got["answers"]
    assert compared["question"] == RETURNS
    assert compared["current"]["text"] == UNVOICED
    assert compared["edited"]["text"] == (
        "Wow. You can return unworn items within 30 days of delivery."
    )
    assert compared["edited"]["dropped"] == {"words_to_avoid": 1}
    assert set(got["changes"]) == {"emoji", "exclamation_marks", "words_to_avoid"}
    with record.read() as connection:
        assert connection.scalar(select(func.count()).select_from(Message)) == 0
        assert connection.scalar(select(func.max(VoiceVersion.version))) == 1
        assert connection.scalar(select(func.sum(TokenSpend.tokens))) > 0


def test_a_preview_streams_its_sides_in_turn(
    talking: Parts, store: str, fake: FakeClaude, call: Call
) -> None:
    body = {"questions": [RETURNS, "Is shipping free?"], "settings": {"humour": 5}}

    response = call("post", "/preview", body, accept="text/event-stream")

    events = read_events(response.text)
    assert [events[0][0], events[-1][0]] == ["start", "done"]
    answers = [(data["question"], data["side"]) for name, data in events if name == "answer"]
    assert sorted(answers) == [(0, "current"), (0, "edited"), (1, "current"), (1, "edited")]
    for position, side in answers:
        at = {"question": position, "side": side}
        told = "".join(d["text"] for n, d in events if n == "text" and at.items() <= d.items())
        [whole] = [d for n, d in events if n == "answer" and at.items() <= d.items()]
        assert told.strip() == whole["text"]
    sides = [data["side"] for name, data in events if name == "text" and data["question"] == 0]
    assert set(sides[:2]) == {"current", "edited"}


def test_a_merchant_who_takes_no_preview_in_is_not_waited_for_without_end(
    talking: Parts, store: str, client: FlaskClient, settings: Settings
) -> None:
    ours, theirs = socketpair()
    with ours, theirs:
        client.post(
            "/api/voice/preview",
            json={"questions": ["Hello"], "settings": {}},
            headers={**bearer(settings, store), "Accept": "text/event-stream"},
            environ_overrides={"gunicorn.socket": ours},
        )

        assert ours.gettimeout() == SLOWEST_READER_S


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"questions": [], "settings": {}}, "questions"),
        ({"questions": ["a"] * 6, "settings": {}}, "questions"),
        ({"questions": ["a"]}, "settings"),
        ({"questions": ["a"], "settings": {"humour": 0}}, "settings.humour"),
    ],
)
def test_a_bad_preview_is_refused(call: Call, body: object, field: str) -> None:
    response = call("post", "/preview", body)

    assert response.status_code == 422
    assert list(response.json["error"]["fields"]) == [field]


# --- teach by example ----------------------------------------------------------------------------

REPLIES = [
    "Hello Anna,\n\nI'm glad you asked! It's the grey one you'd like. I'll set it aside.\n\n"
    "Warmly, Klara",
    "Hello Ben,\n\nDon't worry, I've sent it today. You'll have it on Friday!\n\nWarmly, Klara",
    "Hello Cy,\n\nI can't find that colour here, but I'll ask. It won't be long.\n\nWarmly, Klara",
]


def test_past_replies_propose_settings_with_their_evidence(call: Call) -> None:
    got = call("post", "/examples", {"replies": REPLIES}).json

    proposed = {each["field"]: each["value"] for each in got["proposals"]}
    assert proposed["contractions"] == "prefer"
    assert proposed["person"] == "I"
    assert proposed["emoji"] == "never"
    assert proposed["exclamation_marks"] == "sparingly"
    assert proposed["spelling"] == "UK"
    assert proposed["greeting"] == {"rule": "first", "text": "Hello."}
    assert proposed["sign_off"] == {"rule": "always", "text": "Warmly, Klara"}
    assert all(each["evidence"] for each in got["proposals"])
    put(call, 0, **got["settings"])


@pytest.mark.parametrize("replies", [["a", "b"], ["a"] * 11, [1, 2, 3], "abc", [" ", " ", " "]])
def test_examples_of_any_kind_are_answered(call: Call, replies: object) -> None:
    assert call("post", "/examples", {"replies": replies}).status_code in (200, 422)


# --- what shoppers ask ---------------------------------------------------------------------------


def test_recent_questions_are_the_shops_own(
    talking: Parts, store: str, other_shop: str, call: Call, now: datetime
) -> None:
    ask(talking, store, RETURNS, now)

    assert call("get", "/recent-questions").json == {"questions": [RETURNS]}
    assert call("get", "/recent-questions", of=other_shop).json == {"questions": []}


def test_of_savings_at_the_same_moment_one_wins(record: Record, shop: str, now: datetime) -> None:
    def save(humour: int) -> bool:
        try:
            with record.write() as connection:
                values = {"settings": {"humour": humour}, "locales": {}}
                save_version(connection, shop, values, expected=0, author="7", now=now)
        except VoiceChanged:
            return False
        return True

    with ThreadPoolExecutor(4) as savers:
        won = list(savers.map(save, (1, 2, 3, 4)))

    assert won.count(True) == 1
    with record.read() as connection:
        [entry] = history(connection, shop)
    assert entry.version == 1


# --- what Claude sees in past replies ------------------------------------------------------------

MENDERS = [
    "We mend it for you by hand. Write to anna@example.com, order 1001.",
    "We mend boots too, with all the time they need.",
    "It will be ready when it is right.",
]


def told(value: object, evidence: str) -> dict[str, object]:
    return {"value": value, "evidence": evidence}


def test_claude_proposes_what_the_replies_bear_word_for_word(
    talking: Parts, record: Record, fake: FakeClaude, call: Call, store: str
) -> None:
    seen = {
        "warmth": told(4, "by hand"),
        "humour": told(5, "knock knock"),
        "enthusiasm": told(9, "ready when it is right"),
        "character": told("Patient; trusts good work.", "Ready when it is right"),
        "emoji": told("freely", "by hand"),
    }
    fake.play(Act(text=f"Here it is: {json.dumps(seen)}"))

    proposed = call("post", "/examples", {"replies": MENDERS}).json

    by_field = {each["field"]: each for each in proposed["proposals"]}
    assert by_field["warmth"]["value"] == 4
    assert by_field["warmth"]["evidence"] == "“by hand”"
    assert proposed["settings"]["persona"]["character"] == "Patient; trusts good work."
    assert "humour" not in by_field, "its evidence is in no reply"
    assert "enthusiasm" not in by_field, "a scale ends at 5"
    assert by_field["emoji"]["value"] == "never", "what was counted stands"
    sent = json.dumps(fake.requests[-1])
    assert "anna@example.com" not in sent
    assert "1001" not in sent
    with record.read() as connection:
        assert connection.scalar(select(TokenSpend.tokens)) > 0


@pytest.mark.parametrize(
    "act", [Act(text="I would rather not."), Act("overloaded"), Act("garbage")]
)
def test_without_a_word_of_claude_that_holds_the_counting_stands(
    talking: Parts, fake: FakeClaude, call: Call, store: str, act: Act
) -> None:
    fake.play(act)

    proposed = call("post", "/examples", {"replies": MENDERS})

    assert proposed.status_code == 200
    assert "emoji" in {each["field"] for each in proposed.json["proposals"]}
