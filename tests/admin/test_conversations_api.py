"""What a merchant may look into, and that it is the own shop's only."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, insert, select, update

from shopify_app.config import Settings
from shopify_app.conversations.contacts import leave_contact
from shopify_app.conversations.handover import wait_for_person
from shopify_app.conversations.reviewing import PAGE
from shopify_app.conversations.transcripts import (
    MOST_LISTED,
    Reply,
    append_question,
    append_reply,
    begin_conversation,
)
from shopify_app.conversations.visits import Visit
from shopify_app.db import Record
from shopify_app.db.tables import Chunk, Conversation, Document
from shopify_app.knowledge.documents import policy_source
from shopify_app.knowledge.sources import apply_source
from shopify_app.shopify.payloads import parse_policy
from tests.admin.test_pages import bearer, token_of

Call = Callable[..., Any]


@pytest.fixture
def call(client: FlaskClient, settings: Settings, shop: str) -> Call:
    def made(method: str, path: str, *, by: str = shop, **options: Any) -> Any:
        return client.open(path, method=method, headers=bearer(settings, by), **options)

    return made


def talk(
    record: Record, shop: str, now: datetime, text: str = "Do you have hats?", **reply: Any
) -> str:
    visit = Visit(shop, "somebody")
    with record.write() as connection:
        conversation = begin_conversation(connection, visit, now=now)
        append_question(connection, visit, conversation, text, now=now)
        answer = Reply(f"m{conversation[:20]}", "Yes.", "extract", **reply)
        append_reply(connection, visit, conversation, answer, now=now)
    return conversation


def add_policy(record: Record, shop: str, title: str = "Refunds", number: int = 1) -> None:
    policy = {"id": number, "type": "REFUND_POLICY", "title": title, "body": "<p>Thirty days.</p>"}
    source = policy_source(parse_policy({**policy, "updated_at": "2026-11-01T00:00:00Z"}))
    with record.write() as connection:
        apply_source(connection, shop, source, now=datetime.now(UTC))


# --- conversations -------------------------------------------------------------------------------


def test_conversations_are_listed_page_by_page_the_latest_first(
    call: Call, record: Record, shop: str, other_shop: str, now: datetime
) -> None:
    moments = [now + timedelta(seconds=number // 2) for number in range(PAGE + 3)]
    made = {talk(record, shop, at): at for at in moments}
    talk(record, other_shop, now)

    first = call("GET", "/api/conversations").json
    second = call("GET", "/api/conversations", query_string={"after": first["next"]}).json

    listed = [each["id"] for page in (first, second) for each in page["conversations"]]
    assert listed == sorted(made, key=lambda each: (-made[each].timestamp(), each))
    assert (len(first["conversations"]), second["next"]) == (PAGE, None)
    assert first["conversations"][0]["question"] == "Do you have hats?"
    assert first["conversations"][0]["messages"] == 2


def test_those_handed_over_can_be_picked_out(
    call: Call, record: Record, shop: str, now: datetime
) -> None:
    talk(record, shop, now)
    handed = talk(record, shop, now)
    with record.write() as connection:
        wait_for_person(connection, shop, handed, "asked", now=now)

    listed = call("GET", "/api/conversations?handed_over=true").json["conversations"]

    assert [each["id"] for each in listed] == [handed]


def test_the_inbox_holds_who_waits_longest_first_and_says_why(
    call: Call, record: Record, shop: str, other_shop: str, now: datetime
) -> None:
    talk(record, shop, now)
    late, early = talk(record, shop, now), talk(record, shop, now, "Is a\nfox warm?")
    foreign = talk(record, other_shop, now)
    with record.write() as connection:
        wait_for_person(connection, shop, late, "angry", now=now)
        wait_for_person(connection, shop, early, "asked", now=now - timedelta(minutes=5))
        wait_for_person(connection, shop, early, "angry", now=now)  # it keeps its place
        wait_for_person(connection, other_shop, foreign, "asked", now=now)

    waiting = call("GET", "/api/inbox").json["waiting"]

    told = [(each["conversation"]["id"], each["conversation"]["reason"]) for each in waiting]
    assert told == [(early, "asked"), (late, "angry")]
    assert waiting[0]["glance"]["asked"] == "Is a fox warm?"
    listed = call("GET", "/api/conversations?state=waiting").json["conversations"]
    assert {each["id"] for each in listed} == {early, late}
    assert call("GET", "/api/conversations?state=lost").status_code == 422


def test_the_inbox_asks_as_often_for_many_as_for_one(
    call: Call, record: Record, shop: str, now: datetime
) -> None:
    first, *others = [talk(record, shop, now) for _ in range(6)]
    asked: list[str] = []
    event.listen(record.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    def questions_for(waiting: list[str]) -> int:
        with record.write() as connection:
            for each in waiting:
                wait_for_person(connection, shop, each, "asked", now=now)
        asked.clear()
        assert len(call("GET", "/api/inbox").json["waiting"]) == (6 if waiting == others else 1)
        return len(asked)

    assert questions_for([first]) == questions_for(others)


def test_of_a_long_conversation_its_beginning_and_its_latest_messages_are_shown(
    call: Call, record: Record, shop: str, now: datetime
) -> None:
    visit = Visit(shop, "somebody")
    with record.write() as connection:
        conversation = begin_conversation(connection, visit, now=now)
        for number in range(MOST_LISTED + 10):
            append_question(connection, visit, conversation, f"Hat {number}?", now=now)
        answer = Reply("the-latest", "Yes.", "extract", provenance={"model": "a model"})
        append_reply(connection, visit, conversation, answer, now=now)
        wait_for_person(connection, shop, conversation, "asked", now=now)

    lines = call("GET", f"/api/conversations/{conversation}").json["lines"]
    glance = call("GET", "/api/inbox").json["waiting"][0]["glance"]

    assert [each["text"] for each in lines[:2]] == ["Hat 0?", "Hat 11?"]
    assert [each["position"] for each in lines] == sorted(each["position"] for each in lines)
    assert (lines[-1]["id"], lines[-1]["why"]["model"]) == ("the-latest", "a model")
    assert (glance["asked"], glance["last"]) == ("Hat 0?", f"Hat {MOST_LISTED + 9}?")


def test_who_is_answered_or_closed_waits_no_longer(
    call: Call, record: Record, shop: str, other_shop: str, now: datetime
) -> None:
    answered, closed = talk(record, shop, now), talk(record, shop, now)
    with record.write() as connection:
        for each in (answered, closed):
            wait_for_person(connection, shop, each, "asked", now=now)

    call("POST", f"/api/conversations/{answered}/reply", json={"message": "Hello!"})
    assert call("POST", f"/api/conversations/{closed}/close").status_code == 204
    assert call("POST", f"/api/conversations/{answered}/close", by=other_shop).status_code == 404

    assert call("GET", "/api/inbox").json["waiting"] == []
    listed = call("GET", "/api/conversations").json["conversations"]
    assert {each["id"]: each["state"] for each in listed} == {
        answered: "answered",
        closed: "closed",
    }


def test_the_address_a_shopper_left_is_shown_with_its_conversation_only(
    call: Call, record: Record, settings: Settings, shop: str, now: datetime
) -> None:
    conversation, other = talk(record, shop, now), talk(record, shop, now)
    with record.write() as connection:
        leave_contact(
            connection,
            Visit(shop, "somebody"),
            conversation,
            "anna@example.com",
            keys=settings.encryption_keys,
        )
        kept = connection.scalar(
            select(Conversation.contact).where(Conversation.id == conversation)
        )

    assert kept is not None
    assert b"anna" not in kept
    assert call("GET", f"/api/conversations/{conversation}").json["contact"] == "anna@example.com"
    assert call("GET", f"/api/conversations/{other}").json["contact"] is None


def test_what_was_held_back_of_late_is_counted_by_its_kind(
    call: Call, record: Record, shop: str, other_shop: str, now: datetime
) -> None:
    claim = {"kind": "period", "claim": "90 days", "says": ["30 days"]}
    phone = {"kind": "phone", "claim": "", "says": []}
    held = {"withheld": 1, "gate": [claim]}
    talk(record, shop, now)
    first = talk(record, shop, now - timedelta(days=1), provenance=held)
    talk(record, shop, now - timedelta(days=2), provenance={"withheld": 2, "gate": [claim, phone]})
    talk(record, shop, now - timedelta(days=31), provenance=held)
    talk(record, other_shop, now, provenance=held)

    told = call("GET", "/api/held-back").json

    assert (told["answers"], told["affected"]) == (3, 2)
    assert told["kinds"] == {"period": 2, "phone": 1}
    assert told["latest"][0] | {"at": ""} == {"conversation": first, "at": "", **claim}


def test_a_person_answers_and_the_transcript_says_so(
    call: Call, record: Record, shop: str, now: datetime
) -> None:
    conversation = talk(record, shop, now)

    sent = call("POST", f"/api/conversations/{conversation}/reply", json={"message": "Hello!"})
    read = call("GET", f"/api/conversations/{conversation}").json

    assert sent.status_code == 201
    last = read["lines"][-1]
    assert (last["id"], last["role"], last["origin"], last["text"]) == (
        sent.json["message_id"],
        "person",
        "person",
        "Hello!",
    )
    assert [line["position"] for line in read["lines"]] == [1, 2, 3]


def test_a_conversation_of_another_shop_is_none(
    call: Call, record: Record, shop: str, other_shop: str, now: datetime
) -> None:
    conversation = f"/api/conversations/{talk(record, shop, now)}"

    read = call("GET", conversation, by=other_shop)
    sent = call("POST", f"{conversation}/reply", by=other_shop, json={"message": "Hello!"})

    assert (read.status_code, sent.status_code) == (404, 404)
    assert len(call("GET", conversation).json["lines"]) == 2


@pytest.mark.parametrize("after", ["x", "2026-13-01~a", "0001-01-01T00:00:00+23:00~a", "~"])
def test_a_broken_place_in_the_list_is_named(call: Call, after: str) -> None:
    response = call("GET", "/api/conversations", query_string={"after": after})

    assert (response.status_code, list(response.json["error"]["fields"])) == (422, ["after"])


def test_a_reply_needs_words(call: Call, record: Record, shop: str, now: datetime) -> None:
    path = f"/api/conversations/{talk(record, shop, now)}/reply"

    response = call("POST", path, json={"message": "  "})

    assert (response.status_code, list(response.json["error"]["fields"])) == (422, ["message"])


# --- documents -----------------------------------------------------------------------------------


def test_a_document_goes_from_waiting_to_indexed_or_says_why_not(
    call: Call, record: Record, shop: str
) -> None:
    add_policy(record, shop)
    states = []
    for error in (None, "EmbedderFailed"):
        states.append(call("GET", "/api/knowledge/documents").json["documents"][0])
        with record.write() as connection:
            connection.execute(
                update(Document).values(indexed_version=Document.version, error=error)
            )
    states.append(call("GET", "/api/knowledge/documents").json["documents"][0])

    assert [each["state"] for each in states] == ["waiting", "indexed", "error"]
    assert states[-1]["error"] == "EmbedderFailed"


def test_documents_are_found_by_title_and_kind(
    call: Call, record: Record, shop: str, other_shop: str
) -> None:
    add_policy(record, shop, "Refunds")
    add_policy(record, other_shop, "Refunds of a stranger")

    def titles(**query: str) -> list[str]:
        found = call("GET", "/api/knowledge/documents", query_string=query).json["documents"]
        return [each["title"] for each in found]

    assert titles(q="rEFUnd") == titles(kind="policy") == ["Refunds"]
    assert titles(q="%") == titles(kind="product") == titles(after="policy~9999999999") == []


def test_a_document_opens_with_its_passages_for_its_own_shop(
    call: Call, record: Record, shop: str, other_shop: str
) -> None:
    add_policy(record, shop)
    entry = call("GET", "/api/knowledge/documents").json["documents"][0]
    path = f"/api/knowledge/documents/{entry['kind']}/{entry['id']}"
    piece = {"shop": shop, "kind": entry["kind"], "source_id": entry["id"], "heading": ""}
    with record.write() as connection:
        for place in (1, 0):
            values = {**piece, "id": f"c{place}", "position": place, "text": f"Piece {place}."}
            connection.execute(insert(Chunk).values(values))

    opened = call("GET", path).json

    assert [each["text"] for each in opened["passages"]] == ["Piece 0.", "Piece 1."]
    assert call("GET", path, by=other_shop).json["error"]["code"] == "document_not_found"


@pytest.mark.parametrize(
    "path", ["/api/conversations", "/api/conversations/x", "/api/knowledge/documents"]
)
def test_nothing_is_shown_without_a_token(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 401


@pytest.mark.parametrize("path", ["/knowledge", "/conversations"])
def test_each_page_needs_a_token_and_its_shops_frame(
    client: FlaskClient, settings: Settings, shop: str, path: str
) -> None:
    opened = client.get(path, query_string={"id_token": token_of(settings, shop)})
    bounced = client.get(path, query_string={"shop": shop})

    assert opened.status_code == 200
    assert f"https://{shop} " in opened.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in opened.headers
    assert bounced.headers["Location"].startswith("/auth/patch-id-token?")


def test_an_answer_says_why_it_is_as_it_is(
    call: Call, record: Record, shop: str, now: datetime
) -> None:
    why = {"template": {"name": "Recall", "by": "keyword", "matched": "battery"}, "withheld": 1}
    conversation = talk(record, shop, now, provenance=why)

    question, answer = call("GET", f"/api/conversations/{conversation}").json["lines"]

    assert (question["why"], answer["why"]) == (None, why)
