"""The merchant's exact words instead of an answer, or before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import delete, select

from shopify_app.answers.asking import answer
from shopify_app.answers.events import Done, Event, Start, Text
from shopify_app.answers.questions import Question
from shopify_app.conversations.visits import Visit
from shopify_app.db.tables import Conversation, Message, ReplySuggestion
from shopify_app.parts import Parts
from shopify_app.replies.keeping import add_template
from shopify_app.replies.suggestions import list_suggestions
from shopify_app.replies.templates import Conditions
from tests.answers import woolmere
from tests.fake_claude import Act, FakeClaude
from tests.replies.writing import DAMAGED, template

BROKEN = "my parcel arrived broken"
WORDS = "We are so sorry!\n\n  • Keep the box.\n  • Send us a picture — we'll do the rest 💛"


@pytest.fixture
def anna(store: str) -> Visit:
    return Visit(store, "address-of-anna")


@pytest.fixture
def signed_in(anna: Visit) -> Visit:
    return replace(anna, customer_id=woolmere.ANNA)


def write(parts: Parts, shop: str, now: datetime, name: str = "Damaged", **more: Any) -> str:
    with parts.record.write() as connection:
        return add_template(connection, shop, template(name, **more), by="7", now=now).id


def ask(parts: Parts, visit: Visit, text: str, *, now: datetime, **more: Any) -> list[Event]:
    return list(answer(parts, visit, Question(text, **more), now=now))


def done(events: list[Event]) -> Done:
    last = events[-1]
    assert isinstance(last, Done)
    return last


def kept(parts: Parts, message_id: str) -> Any:
    columns = Message.__table__.c
    with parts.record.read() as connection:
        return connection.execute(select(*columns).where(columns.id == message_id)).one()


def test_the_words_are_the_reply_byte_for_byte_and_claude_is_not_asked(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    template_id = write(talking, anna.shop, now, texts={"en": WORDS}, handover=True)

    events = ask(talking, anna, BROKEN, now=now)

    assert [type(event) for event in events] == [Start, Text, Done]
    assert isinstance(events[1], Text)
    whole = done(events)
    assert events[1].text == whole.text == WORDS
    assert (whole.origin, whole.complete, whole.handover) == ("template", True, True)
    assert fake.requests == []
    reply = kept(talking, whole.message_id)
    assert (reply.text, reply.origin, reply.handover) == (WORDS, "template", True)
    why = reply.provenance["template"]
    assert (why["id"], why["version"], why["by"]) == (template_id, 1, "meaning")
    assert why["matched"] in DAMAGED
    assert why["score"] >= why["threshold"]


def test_a_template_of_one_shop_is_never_said_in_another(
    parts: Parts, anna: Visit, other_shop: str, now: datetime
) -> None:
    write(parts, other_shop, now, keywords=("broken",))

    assert done(ask(parts, anna, BROKEN, now=now)).origin != "template"

    stranger = Visit(other_shop, "address-of-a-stranger")
    assert done(ask(parts, stranger, BROKEN, now=now)).origin == "template"


def test_a_template_can_open_an_answer_that_goes_on(
    talking: Parts, anna: Visit, fake: FakeClaude, now: datetime
) -> None:
    write(
        talking, anna.shop, now, "Returns", texts={"en": "Thanks for asking."},
        examples=(), keywords=("return policy",), opens=True,
    )  # fmt: skip
    fake.play(Act(text="You can return unworn items within 30 days of delivery.", cite=(0,)))

    events = ask(talking, anna, "What is your return policy?", now=now)

    whole = done(events)
    told = "".join(event.text for event in events if isinstance(event, Text))
    assert whole.text == told
    assert whole.text == (
        "Thanks for asking.\n\nYou can return unworn items within 30 days of delivery."
    )
    assert whole.origin == "model"
    assert kept(talking, whole.message_id).provenance["template"]["name"] == "Returns"


def test_an_opening_stands_before_an_extract_too(parts: Parts, anna: Visit, now: datetime) -> None:
    write(
        parts, anna.shop, now, "Returns", texts={"en": "Thanks for asking."},
        examples=(), keywords=("return policy",), opens=True,
    )  # fmt: skip

    whole = done(ask(parts, anna, "What is your return policy?", now=now))

    assert whole.text.startswith("Thanks for asking.\n\n")
    assert "30 days" in whole.text
    assert whole.origin == "extract"


def test_values_are_the_shoppers_own(
    parts: Parts, anna: Visit, signed_in: Visit, now: datetime
) -> None:
    write(
        parts, anna.shop, now, examples=(), keywords=("broken",),
        texts={"en": "Sorry about {{ order.name }} from {{ shop.name }}."},
    )  # fmt: skip

    own = done(ask(parts, signed_in, BROKEN, now=now))
    nobody = done(ask(parts, anna, BROKEN, now=now))

    assert own.text == f"Sorry about #1002 from {woolmere.PROFILE['name']}."
    assert nobody.origin != "template"


def test_an_order_that_is_not_theirs_lends_no_value(
    parts: Parts, signed_in: Visit, now: datetime
) -> None:
    write(
        parts, signed_in.shop, now, examples=(), keywords=("broken",),
        texts={"en": 'Sorry about {{ order.name | default: "it" }}.'},
    )  # fmt: skip

    said = done(ask(parts, signed_in, "order #999999 is broken", now=now)).text

    assert said == "Sorry about it."


def test_the_page_and_its_language_count(parts: Parts, anna: Visit, now: datetime) -> None:
    write(
        parts, anna.shop, now, examples=(), keywords=("kaputt",),
        texts={"en": "Sorry about the {{ product.title }}.", "de": "{{ product.title }}: oje."},
        conditions=Conditions(locales=("de",)),
    )  # fmt: skip
    page = {"product_handle": "fjord-rain-jacket"}

    german = done(ask(parts, anna, "kaputt!", now=now, locale="de-AT", **page))
    english = done(ask(parts, anna, "kaputt!", now=now, **page))

    assert german.text == "Fjord Rain Jacket: oje."
    assert english.origin != "template"


def test_what_nearly_applied_is_suggested_until_it_is_an_example_or_erased(
    parts: Parts, anna: Visit, now: datetime
) -> None:
    near = "the plate was cracked in two when I unpacked it"
    template_id = write(parts, anna.shop, now)
    done(ask(parts, anna, near, now=now))

    with parts.record.read() as connection:
        (suggested,) = list_suggestions(connection, anna.shop)
        assert list_suggestions(connection, "stranger.myshopify.com") == []
    assert (suggested.message, suggested.template) == (near, template_id)
    assert suggested.why["obstacle"] == "score"

    with parts.record.write() as connection:
        connection.execute(delete(Conversation).where(Conversation.shop == anna.shop))
    with parts.record.read() as connection:
        assert connection.execute(select(ReplySuggestion.message)).all() == []


def test_ordinary_questions_are_answered_as_ever(parts: Parts, anna: Visit, now: datetime) -> None:
    write(parts, anna.shop, now)
    write(parts, anna.shop, now, "Demand", examples=(), kinds=("refund",))

    whole = done(ask(parts, anna, "How long do I have to return something?", now=now))

    assert whole.origin == "extract"
    assert "30 days" in whole.text


def test_words_still_count_without_an_embedder(
    parts: Parts, anna: Visit, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shopify_app.answers import templates

    write(parts, anna.shop, now, kinds=("legal_threat",))
    monkeypatch.setattr(templates, "open_embedder", lambda parts: None)

    assert done(ask(parts, anna, "I will sue your company", now=now)).origin == "template"
    assert done(ask(parts, anna, BROKEN, now=now)).origin != "template"
