"""What stands in an address may be anything: every door of the API answers it as not found."""

from flask import Flask
from flask.testing import FlaskClient

from shopify_app.config import Settings
from tests.admin.test_pages import bearer
from tests.replies.writing import body

HOSTILE = {
    "nothing visible": "%00",
    "a NUL within": "a%00b",
    "half a character": "%ED%A0%80",
    "a number no database has": "9" * 30,
    "below nothing": "-1",
    "long": "x" * 3000,
    "another language": "%E2%80%AE%F0%9F%98%80",
    "SQL": "1'%20OR%20'1'%3D'1",
}
BODIES = {"reply": {"message": "Hello!"}, "templates": body()}


def test_an_address_that_names_nothing_is_not_found(
    app: Flask, client: FlaskClient, settings: Settings, shop: str
) -> None:
    doors = doors_with_names(app)

    answers = {
        f"{method} {rule} with {what}": client.open(
            "/".join(value if part.startswith("<") else part for part in rule.split("/")),
            method=method,
            json=next((BODIES[part] for part in rule.split("/") if part in BODIES), None),
            headers=bearer(settings, shop),
        ).status_code
        for method, rule in doors
        for what, value in HOSTILE.items()
    }

    assert len(doors) >= 8
    assert {door: status for door, status in answers.items() if status != 404} == {}


def doors_with_names(app: Flask) -> list[tuple[str, str]]:
    """Method and rule of each door of the API that has a name in its address."""
    rules = (each for each in app.url_map.iter_rules() if each.rule.startswith("/api/"))
    return [
        (method, each.rule)
        for each in rules
        if each.arguments
        for method in sorted((each.methods or set()) & {"GET", "POST", "PUT", "DELETE"})
    ]
