"""Voice regression: questions, runs that are due, and the report."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from shopify_app.answers.voice_checks import check_next, run_check
from shopify_app.config import Settings
from shopify_app.db import Record
from shopify_app.db.tables import Document, VoiceCheck, VoiceVersion
from shopify_app.parts import Parts
from shopify_app.shops.install import uninstall_shop
from shopify_app.voice.checks import PAUSE, find_check
from tests.fake_claude import Act, FakeClaude
from tests.test_cli import environment_of
from tests.test_cli import run as run_command
from tests.voice.conftest import Call
from workers.erasure import erase_shop

QUESTIONS = [
    {"question": "What is your return policy?", "rules": ["emoji"], "lowest": 90},
    {"question": "How long does shipping take?"},
]


@pytest.fixture
def checked(call: Call, store: str, talking: Parts) -> str:
    """A store with questions."""
    response = call("put", "/check", {"questions": QUESTIONS})
    assert response.status_code == 200, response.text
    return store


def run_to_the_end(parts: Parts, now: datetime) -> int:
    """How many questions were answered."""
    return next(n for n in range(50) if not check_next(parts, now=now))


def test_a_run_is_made_a_question_at_a_time(
    checked: str, talking: Parts, call: Call, now: datetime
) -> None:
    assert call("get", "/check").json["passed"] is None

    assert run_to_the_end(talking, now) == 2

    report = call("get", "/check").json
    assert (report["passed"], report["is_current"], len(report["results"])) == (True, True, 2)
    assert [each["question"] for each in report["results"]] == [
        each["question"] for each in QUESTIONS
    ]


def test_an_answer_that_does_not_keep_the_voice_fails_the_run(
    checked: str, talking: Parts, call: Call, fake: FakeClaude, now: datetime
) -> None:
    values = {"expected_version": 0, "settings": {"contractions": "avoid", "emoji": "sparingly"}}
    assert call("put", "", values).status_code == 200
    fake.play(Act(text="You can return it 🎉🎉🎉, we'll take it back.", cite=(0,)))

    run_to_the_end(talking, now)

    report = call("get", "/check").json
    assert report["passed"] is False
    first, _ = report["results"]
    assert (first["passed"], first["failed"]) == (False, ["emoji"])
    assert "we'll" in first["broken"]["contractions"]


def test_settings_and_knowledge_make_a_new_run_due_after_a_pause(
    checked: str, talking: Parts, call: Call, record: Record, now: datetime
) -> None:
    run_to_the_end(talking, now)
    later = now + PAUSE + timedelta(seconds=1)
    assert not check_next(talking, now=later)

    assert call("put", "", {"expected_version": 0, "settings": {}}).status_code == 200
    assert not check_next(talking, now=now)
    assert run_to_the_end(talking, later) == 2

    with record.write() as connection:
        connection.execute(
            update(Document).where(Document.shop == checked).values(changed_at=later)
        )
    assert run_to_the_end(talking, later + PAUSE + timedelta(seconds=1)) == 2


def test_a_run_that_is_asked_for_does_not_wait(
    checked: str, talking: Parts, call: Call, now: datetime
) -> None:
    run_to_the_end(talking, now)

    assert call("post", "/check").status_code == 202

    assert run_to_the_end(talking, now) == 2


def test_a_store_without_questions_is_never_due(
    store: str, talking: Parts, call: Call, now: datetime
) -> None:
    assert call("post", "/check").json["error"]["code"] == "invalid_input"
    assert call("put", "/check", {"questions": []}).status_code == 200

    assert not check_next(talking, now=now)


def test_the_whole_run_at_once(checked: str, talking: Parts, now: datetime) -> None:
    results = list(run_check(talking, checked, now=now))

    assert [each["passed"] for each in results] == [True, True]
    with talking.record.read() as connection:
        check = find_check(connection, checked)
    assert (check.passed, len(check.results)) == (True, 2)


@pytest.mark.parametrize(
    ("questions", "field"),
    [
        ([{"question": ""}], "questions.0.question"),
        ([{"question": "a?", "rules": ["nonsense"]}], "questions.0.rules.0"),
        ([{"question": "a?", "lowest": 101}], "questions.0.lowest"),
        ([{"question": "a?"}] * 21, "questions"),
    ],
)
def test_bad_questions_are_named(call: Call, questions: object, field: str) -> None:
    response = call("put", "/check", {"questions": questions})

    assert response.status_code == 422
    assert list(response.json["error"]["fields"]) == [field]


def test_the_operator_reads_the_report(checked: str, settings: Settings, call: Call) -> None:
    """Without a key: the answers are the store's own sentences, and its phrases."""
    kept = run_command(environment_of(settings), "voice-check", checked)
    assert (kept.exit_code, kept.output.splitlines()[-1]) == (
        0,
        f"{checked}: 2 questions, 0 off",
    )

    strict = [{"question": "Is the Fjord Rain Jacket waterproof?", "rules": ["contractions"]}]
    assert call("put", "/check", {"questions": strict}).status_code == 200
    values = {"expected_version": 0, "settings": {"contractions": "prefer"}}
    assert call("put", "", values).status_code == 200

    off = run_command(environment_of(settings), "voice-check", checked)
    assert off.exit_code == 1
    assert "OFF" in off.output
    assert "contractions" in off.output


def test_a_shop_that_has_left_leaves_no_voice(
    checked: str, call: Call, record: Record, now: datetime
) -> None:
    assert call("put", "", {"expected_version": 0, "settings": {}}).status_code == 200

    later = now + timedelta(minutes=1)
    with record.write() as connection:
        uninstall_shop(connection, checked, triggered_at=later, now=later)
        assert erase_shop(connection, checked, now=later)
        for table in (VoiceVersion, VoiceCheck):
            assert connection.scalar(select(func.count()).select_from(table)) == 0
