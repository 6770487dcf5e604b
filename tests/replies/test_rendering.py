"""A text with variables: filled in once, and nothing more than that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopify_app.replies.rendering import (
    VARIABLES,
    MissingValue,
    TextFault,
    Variable,
    needed,
    parse,
    render,
)


def test_values_stand_where_their_names_stood() -> None:
    text = "Order {{ order.name }} of {{shop.name}}."

    said = render(text, {"order.name": "#1001", "shop.name": "Woolmere"})

    assert said == "Order #1001 of Woolmere."


@pytest.mark.parametrize(
    "written",
    [
        '{{ customer.first_name | default: "there" }}',
        "{{ customer.first_name | default: 'there' }}",
        '{{ customer.first_name | default("there") }}',
        '{{customer.first_name|default:"there"}}',
    ],
)
def test_a_default_stands_in_for_a_missing_value(written: str) -> None:
    assert render(f"Hi {written},", {}) == "Hi there,"
    assert render(f"Hi {written},", {"customer.first_name": "Ada"}) == "Hi Ada,"


def test_a_bare_default_is_nothing() -> None:
    assert render("Sent{{ order.tracking_company | default }}.", {}) == "Sent."


def test_without_value_and_default_there_is_no_text() -> None:
    with pytest.raises(MissingValue, match=r"order\.name"):
        render("Order {{ order.name }}", {"order.name": "  "})


def test_a_value_is_never_rendered_again() -> None:
    text = "About {{ product.title }}"

    said = render(text, {"product.title": "{{ shop.name }} {% x %}", "shop.name": "Woolmere"})

    assert said == "About {{ shop.name }} {% x %}"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{{ shop.owner }}", "shop.owner"),
        ("{{ shop.name.upper }}", "shop.name.upper"),
        ("{{ shop['name'] }}", "no variable"),
        ("{{ shop.__class__ }}", "shop.__class__"),
        ("{{ 7 * 7 }}", "no variable"),
        ("{{ shop.name | upcase }}", "no variable"),
        ("{{ range(999999999) }}", "no variable"),
        ("{% for x in y %}", "does not belong"),
        ("{{ shop.name", "does not belong"),
        ("shop.name }}", "does not belong"),
        ("{{ {{ shop.name }} }}", "no variable"),
        ('{{ order.name | default: "{{ order.name }}" }}', "no variable"),
        ("{{}}", "no variable"),
        ("{{ customer.first_name }}", "never known"),
        ("{{ shop.name }}" * 51, "more than 50"),
        ('{{ order.name | default: "' + "x" * 201 + '" }}', "longer than"),
    ],
)
def test_whatever_else_is_written_is_named(text: str, fault: str) -> None:
    with pytest.raises(TextFault, match=fault):
        parse(text)


def test_a_hostile_text_is_refused_at_once() -> None:
    for text in ("{{" * 2500, "{{ order.name " + " " * 4000 + "!}}", "}" * 5000, "{%" * 2500):
        with pytest.raises(TextFault):
            parse(text)


def test_what_a_text_cannot_do_without() -> None:
    assert needed('{{ order.name }} {{ order.date | default: "lately" }}') == {"order.name"}


@given(st.text(), st.text(max_size=500))
def test_words_without_variables_and_values_come_out_as_they_are(words: str, value: str) -> None:
    if (
        any(mark in words for mark in ("{{", "}}", "{%", "%}"))
        or words[-1:] in "{"
        or (words[:1] in "}%")
    ):
        return

    assert render(words, {}) == words.strip()
    if value.strip():
        rendered = render("<{{ product.title }}>", {"product.title": value})
        assert rendered == f"<{value.strip()}>"


def test_every_variable_can_be_written() -> None:
    for name in VARIABLES:
        assert parse(f'{{{{ {name} | default: "x" }}}}') == (Variable(name, "x"),)
