"""The merchant's API of response templates."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from shopify_app.config import Settings
from tests.admin.test_pages import bearer
from tests.replies.writing import body

TEMPLATES = "/api/templates"


def create(client: FlaskClient, settings: Settings, shop: str, **more: Any) -> dict[str, Any]:
    response = client.post(TEMPLATES, json=body(**more), headers=bearer(settings, shop))
    assert response.status_code == 201, response.json
    made: dict[str, Any] = response.json or {}
    return made


def listed(client: FlaskClient, settings: Settings, shop: str) -> list[dict[str, Any]]:
    response = client.get(TEMPLATES, headers=bearer(settings, shop))
    assert response.json is not None
    found: list[dict[str, Any]] = response.json["templates"]
    return found


def test_a_template_is_kept_changed_and_deleted(
    client: FlaskClient, settings: Settings, shop: str
) -> None:
    made = create(client, settings, shop)
    assert (made["version"], made["conflicts"]) == (1, [])
    assert [each["id"] for each in listed(client, settings, shop)] == [made["id"]]

    changed = client.put(
        f"{TEMPLATES}/{made['id']}",
        json=body(priority=70, texts={"en": "Oh no."}),
        headers=bearer(settings, shop),
    )
    assert changed.status_code == 200
    (now_there,) = listed(client, settings, shop)
    assert (now_there["version"], now_there["priority"]) == (2, 70)
    assert now_there["texts"] == {"en": "Oh no."}

    gone = client.delete(f"{TEMPLATES}/{made['id']}", headers=bearer(settings, shop))
    assert gone.status_code == 204
    assert listed(client, settings, shop) == []


def test_what_is_listed_can_be_sent_back(
    client: FlaskClient, settings: Settings, shop: str
) -> None:
    create(client, settings, shop, kinds=["damaged_item"], active_from="2026-11-01T00:00:00Z")
    (there,) = listed(client, settings, shop)
    names = ("id", "version", "created_at", "updated_at")

    again = {name: value for name, value in there.items() if name not in names}
    response = client.put(f"{TEMPLATES}/{there['id']}", json=again, headers=bearer(settings, shop))

    assert response.status_code == 200
    (kept,) = listed(client, settings, shop)
    assert {name: kept[name] for name in again} == again


def test_what_another_saved_meanwhile_is_not_written_over(
    client: FlaskClient, settings: Settings, shop: str
) -> None:
    made = create(client, settings, shop)
    path, headers = f"{TEMPLATES}/{made['id']}", bearer(settings, shop)
    mine = {"json": body(name="Mine", expected_version=1), "headers": headers}
    assert client.put(path, **mine).status_code == 200

    theirs = client.put(path, json=body(name="Theirs", expected_version=1), headers=headers)
    gone = client.delete(f"{path}?expected_version=1", headers=headers)

    for refused in (theirs, gone):
        assert refused.status_code == 422
        assert refused.json is not None
        assert refused.json["error"]["code"] == "template_changed"
        assert "version 2" in refused.json["error"]["fields"]["expected_version"][0]
    assert [each["name"] for each in listed(client, settings, shop)] == ["Mine"]
    assert client.put(path, json=body(name="Any", expected_version=None), headers=headers).json
    assert client.delete(f"{path}?expected_version=3", headers=headers).status_code == 204


@pytest.mark.parametrize("version", ["two", 1.5, [1]])
def test_a_version_that_is_none_is_named(
    client: FlaskClient, settings: Settings, shop: str, version: object
) -> None:
    made = create(client, settings, shop)
    path, headers = f"{TEMPLATES}/{made['id']}", bearer(settings, shop)

    for refused in (
        client.put(path, json=body(expected_version=version), headers=headers),
        client.delete(f"{path}?expected_version={version}", headers=headers),
    ):
        assert refused.status_code == 422
        assert refused.json is not None
        assert list(refused.json["error"]["fields"]) == ["expected_version"]


def test_the_page_learns_what_a_template_can_be_made_of(
    client: FlaskClient, settings: Settings, shop: str
) -> None:
    offered = client.get(TEMPLATES, headers=bearer(settings, shop)).json

    assert offered is not None
    assert {"kind": "chargeback", "title": "Someone disputes the payment at their bank"} in (
        offered["kinds"]
    )
    assert {"name": "shop.name", "meaning": "the store's name"} in offered["variables"]


def test_a_fault_is_named_and_nothing_is_kept(
    client: FlaskClient, settings: Settings, shop: str
) -> None:
    bombs = [
        ({"texts": {"en": "x" * 1_100_000}}, "texts.en.value"),
        ({"texts": {"en": "{{ shop.owner }}"}}, "texts.en"),
        ({"texts": {"en": "{{ " * 1600}}, "texts.en"),
        ({"examples": [], "keywords": []}, "examples"),
    ]
    for bomb, field in bombs:
        response = client.post(TEMPLATES, json=body(**bomb), headers=bearer(settings, shop))

        assert response.status_code == 422
        assert response.json is not None
        assert field in response.json["error"]["fields"]
        assert len(response.data) < 3000
    assert listed(client, settings, shop) == []


def test_an_enormous_body_is_refused(client: FlaskClient, settings: Settings, shop: str) -> None:
    response = client.post(
        TEMPLATES, json=body(name="x" * 5_000_000), headers=bearer(settings, shop)
    )

    assert response.status_code == 413


def test_conflicts_are_pointed_out_and_do_not_hinder(
    client: FlaskClient, settings: Settings, shop: str
) -> None:
    first = create(client, settings, shop, name="First", keywords=["recall"])

    second = create(client, settings, shop, name="Second", keywords=["Recall", "refund"])

    by_keyword = {each["about"]: each for each in second["conflicts"]}
    assert by_keyword["keyword"]["template"] == by_keyword["keyword"]["wins"] == first["id"]
    assert by_keyword["example"]["name"] == "First"
    assert "refund" in by_keyword["ordinary_question"]["detail"]


def test_the_test_box_says_what_would_apply_and_why(
    client: FlaskClient, settings: Settings, shop: str
) -> None:
    made = create(client, settings, shop, handover=True)
    create(client, settings, shop, name="Later", active_from="2036-01-01T00:00:00Z")

    def trial(message: str) -> dict[str, Any]:
        response = client.post(
            f"{TEMPLATES}/test",
            json={"message": message, "page": {"product": "nothing"}, "locale": "en"},
            headers=bearer(settings, shop),
        )
        assert response.status_code == 200
        found: dict[str, Any] = response.json or {}
        return found

    broken = trial("my parcel arrived broken")
    assert broken["applies"]["id"] == made["id"]
    assert broken["applies"]["text"] == "We are sorry."
    assert broken["applies"]["handover"]
    assert broken["applies"]["score"] >= broken["applies"]["threshold"]
    assert [each["obstacle"] for each in broken["runners_up"]] == ["active"]
    assert trial("Do you ship to Canada?") == {"applies": None, "runners_up": []}


@pytest.mark.parametrize("message", ["", "   ", "x" * 4001, None, 7])
def test_a_message_that_is_none_is_named(
    client: FlaskClient, settings: Settings, shop: str, message: object
) -> None:
    response = client.post(
        f"{TEMPLATES}/test", json={"message": message}, headers=bearer(settings, shop)
    )

    assert response.status_code == 422
    assert response.json is not None
    assert "message" in response.json["error"]["fields"]


def test_a_store_sees_and_touches_only_its_own(
    client: FlaskClient, settings: Settings, shop: str, other_shop: str
) -> None:
    made = create(client, settings, shop)
    theirs = bearer(settings, other_shop)

    assert listed(client, settings, other_shop) == []
    path = f"{TEMPLATES}/{made['id']}"
    assert client.put(path, json=body(), headers=theirs).status_code == 404
    assert client.delete(path, headers=theirs).status_code == 404
    answer = client.post(
        f"{TEMPLATES}/test", json={"message": "my parcel arrived broken"}, headers=theirs
    )
    assert answer.json == {"applies": None, "runners_up": []}
    assert client.get(f"{TEMPLATES}/suggestions", headers=theirs).json == {"suggestions": []}
    assert len(listed(client, settings, shop)) == 1


def test_nobody_gets_in_without_a_session_token(client: FlaskClient, shop: str) -> None:
    for method, path in (
        ("get", TEMPLATES),
        ("post", TEMPLATES),
        ("put", f"{TEMPLATES}/1"),
        ("delete", f"{TEMPLATES}/1"),
        ("post", f"{TEMPLATES}/test"),
        ("get", f"{TEMPLATES}/suggestions"),
    ):
        assert client.open(path, method=method.upper(), json={}).status_code == 401


def test_it_is_described(client: FlaskClient) -> None:
    described = client.get("/api/openapi.json").json

    assert described is not None
    assert set(described["paths"][TEMPLATES]) == {"get", "post"}
    one = described["paths"][f"{TEMPLATES}/{{template_id}}"]
    assert {"put", "delete"} <= set(one)
    assert [each["name"] for each in one["delete"]["parameters"]] == ["expected_version"]
    assert "expected_version" in described["components"]["schemas"]["Change"]["properties"]
    assert f"{TEMPLATES}/test" in described["paths"]
    assert f"{TEMPLATES}/suggestions" in described["paths"]
