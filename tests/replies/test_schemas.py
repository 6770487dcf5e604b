"""What a merchant may send as a template; each fault is named by its field."""

from typing import Any

import pytest

from shopify_app.errors import InvalidInput
from shopify_app.replies.schemas import TemplateSchema
from shopify_app.replies.templates import Hours, from_stored, to_stored
from shopify_app.web.bodies import load
from tests.replies.writing import body

HOURS = {"open": True, "days": ["mon"], "opens": "09:00", "closes": "17:00"}


def test_little_is_needed() -> None:
    template: Any = load(TemplateSchema(), body())

    assert template.name == "Damaged"
    assert template.enabled
    assert (template.priority, template.handover, template.opens) == (50, False, False)


def test_all_there_is_comes_back_from_the_record() -> None:
    template: Any = load(
        TemplateSchema(),
        body(
            texts={"en": " Hi {{ order.name }}\n", "pt-BR": "Olá"},
            examples=["It  is broken", "it is BROKEN", "Something else"],
            counter_examples=["Is it broken?"],
            keywords=["crack*"],
            kinds=["damaged_item"],
            conditions={
                "order_status": ["fulfilled"],
                "locales": ["en-US"],
                "product_types": ["Mugs"],
                "product_tags": ["fragile"],
                "hours": {**HOURS, "open": False, "days": ["fri", "mon"]},
            },
            priority=90,
            active_from="2026-11-01T00:00:00+01:00",
            active_until="2026-12-01T00:00:00Z",
            handover=True,
            opens=True,
            enabled=False,
        ),
    )

    assert template.texts["en"] == "Hi {{ order.name }}"
    assert template.examples == ("It is broken", "Something else")
    assert template.conditions.hours == Hours(False, ("mon", "fri"), "09:00", "17:00")
    assert from_stored(to_stored(template)) == template


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": None}, "name"),
        ({"texts": {}}, "texts"),
        ({"texts": None}, "texts"),
        ({"texts": "Hi"}, "texts"),
        ({"texts": {"en": "x" * 1_000_000}}, "texts.en.value"),
        ({"texts": {"english!": "Hi"}}, "texts.english!.key"),
        ({"texts": {"en": "   "}}, "texts.en"),
        ({"texts": {"en": "{{ shop.owner }}"}}, "texts.en"),
        ({"texts": {"en": "{{ shop.name }}" * 60}}, "texts.en"),
        ({"texts": {"en": "{{ {{ shop.name }} }}"}}, "texts.en"),
        ({"texts": {"en": "{% include 'x' %}"}}, "texts.en"),
        ({"texts": {"en": "Hi", "EN": "Ho"}}, "texts"),
        ({"examples": [], "keywords": [], "kinds": []}, "examples"),
        ({"examples": ["x"] * 51}, "examples"),
        ({"examples": ["x" * 301]}, "examples.0"),
        ({"examples": ["!!!"]}, "examples"),
        ({"examples": [7]}, "examples.0"),
        ({"counter_examples": ["my ORDER arrived damaged"]}, "counter_examples"),
        ({"keywords": ["*"]}, "keywords"),
        ({"keywords": ["a*"]}, "keywords"),
        ({"keywords": ["re*call"]}, "keywords"),
        ({"keywords": ["…"]}, "keywords"),
        ({"keywords": [""]}, "keywords.0"),
        ({"kinds": ["anger"]}, "kinds.0"),
        ({"priority": 101}, "priority"),
        ({"priority": "high"}, "priority"),
        ({"active_from": "2026-12-01T00:00Z", "active_until": "2026-11-01T00:00Z"}, "active_until"),
        ({"active_from": "soon"}, "active_from"),
        ({"conditions": {"order_status": ["eaten"]}}, "conditions.order_status.0"),
        (
            {"texts": {"en": "a", "fr": "b"}, "conditions": {"locales": ["de"]}},
            "conditions.locales",
        ),
        (
            {"texts": {"en": "{{ order.name }}"}, "conditions": {"order_status": ["none"]}},
            "texts.en",
        ),
        ({"conditions": {"hours": {**HOURS, "days": []}}}, "conditions.hours.days"),
        ({"conditions": {"hours": {**HOURS, "opens": "25:00"}}}, "conditions.hours.opens"),
        ({"conditions": {"hours": {**HOURS, "closes": "09:00"}}}, "conditions.hours.closes"),
        ({"conditions": []}, "conditions._schema"),
        ({"answer": "x"}, "answer"),
    ],
)
def test_what_is_not_as_asked_for_is_named(change: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        load(TemplateSchema(), body(**change))

    assert field in caught.value.fields
    assert len(str(caught.value.fields)) < 2000
