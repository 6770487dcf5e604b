"""What a shopper writes of themselves and no answer needs does not reach the model."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from shopify_app.answers.asking import answer
from shopify_app.answers.events import Done
from shopify_app.answers.masking import masked
from shopify_app.answers.questions import Question
from shopify_app.conversations.visits import Visit
from shopify_app.knowledge.documents import order_source
from shopify_app.knowledge.indexing import index_due_documents
from shopify_app.knowledge.sources import apply_source
from shopify_app.parts import Parts
from shopify_app.shopify.payloads import parse_order
from tests.answers import woolmere
from tests.fake_claude import Act, FakeClaude
from tests.knowledge.store import order_payload


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        ("I am anna.b+shop@mail.example.com, where is it?",
         "I am [e-mail address], where is it?"),
        ("<anna@example.com>; call +47 55 12 34 56", "<[e-mail address]>; call [phone number]"),
        ("call 555-123-4567 or (030) 123 4567", "call [phone number] or [phone number]"),
        ("0171/1234567 please", "[phone number] please"),
        ("my card 4111 1111 1111 1111 was charged", "my card [card number] was charged"),
        ("4111-1111-1111-1111", "[card number]"),
        ("pay to DE89 3704 0044 0532 0130 00 please", "pay to [bank account] please"),
        ("https://t.example/?m=anna%40example.com", "https://t.example/?m=[e-mail address]"),
        ("Där bor åsa@exämple.se", "Där bor [e-mail address]"),
    ],
)  # fmt: skip
def test_what_has_the_shape_of_a_personal_datum_is_masked(said: str, sent: str) -> None:
    assert masked(said) == sent


@pytest.mark.parametrize(
    "said",
    [
        "Where is order #1001?",
        "tracking number BR123456789NO",
        "tracking 9400111899223817000000",
        "JD014600001 of 2026-02-20",
        "SKU WM-1011-X in size 38-40, under $100.00",
        "I ordered on 20 February 2026 at 10:30",
        "3-5 business days, 10,000 mm, 100 x 200 cm",
        "is it @ home?",
        "",
    ],
)
def test_what_an_answer_needs_is_left_alone(said: str) -> None:
    assert masked(said) == said


def test_masking_is_quick_on_hostile_text() -> None:
    for text in ("1 " * 2000, "a" * 4000, "@" * 4000, "+1" * 2000, "AA11" * 1000, "(0" * 2000):
        masked(text)


CANARIES = {
    "name": "Wilhelmina", "family": "Canaryfeather", "mail": "wilhelmina@canary.example",
    "phone": "+47 99 88 77 66", "street": "Featherlane 17", "city": "Birdington", "zip": "X9Y8Z7",
    "note": "ring the upper bell", "ip": "203.0.113.99", "engraving": "For my Canary",
}  # fmt: skip


def personal_order() -> dict[str, Any]:
    """As Shopify's webhook has it: with all of the person."""
    address = {
        "first_name": CANARIES["name"], "last_name": CANARIES["family"],
        "address1": CANARIES["street"], "city": CANARIES["city"], "zip": CANARIES["zip"],
        "phone": CANARIES["phone"], "name": f"{CANARIES['name']} {CANARIES['family']}",
    }  # fmt: skip
    parcel = {
        "id": 5, "created_at": "2026-11-02T09:00:00Z", "status": "success",
        "shipment_status": "in_transit", "tracking_company": "Bring", "tracking_number": "BR555NO",
        "tracking_url": f"https://tracking.example/BR555NO?email={CANARIES['mail']}",
        "receipt": {"name": CANARIES["name"]}, "destination": address,
    }  # fmt: skip
    item = {
        "title": "Fjord Rain Jacket", "variant_title": "M", "quantity": 1, "product_id": 101,
        "price": "129.00", "properties": [{"name": "Engraving", "value": CANARIES["engraving"]}],
    }  # fmt: skip
    return order_payload(
        id=1055, name="#1055", created_at="2026-11-01T09:00:00Z",
        customer={
            "id": int(woolmere.ANNA), "email": CANARIES["mail"], "phone": CANARIES["phone"],
            "first_name": CANARIES["name"], "last_name": CANARIES["family"],
            "default_address": address, "note": CANARIES["note"],
        },
        email=CANARIES["mail"], contact_email=CANARIES["mail"], phone=CANARIES["phone"],
        shipping_address=address, billing_address=address, note=CANARIES["note"],
        note_attributes=[{"name": "to", "value": CANARIES["name"]}],
        browser_ip=CANARIES["ip"], client_details={"browser_ip": CANARIES["ip"]},
        fulfillment_status="fulfilled", fulfillments=[parcel], line_items=[item],
    )  # fmt: skip


def test_no_personal_datum_of_an_order_or_a_message_reaches_the_model(
    talking: Parts, store: str, fake: FakeClaude, now: datetime
) -> None:
    """Read from what the model's server received: tools, memory and all."""
    source = order_source(parse_order(personal_order()))
    with talking.record.write() as connection:
        apply_source(connection, store, source, now=now)
    while index_due_documents(talking.record, talking.vectors, talking.embedder, now=now):
        pass
    visit = Visit(store, "visitor-hash-of-anna", woolmere.ANNA)
    fake.play(
        Act("ask_tools", calls=(("order_status", {"number": "1055"}),)), Act(text="On its way.")
    )
    conversation = None
    for text in (
        f"Where is my order #1055? I am {CANARIES['mail']}, phone {CANARIES['phone']}.",
        "Can I still return it?",
        "Which of my orders are on their way?",
    ):
        events = list(answer(talking, visit, Question(text, conversation), now=now))
        assert isinstance(events[-1], Done)
        conversation = events[-1].conversation

    received = json.dumps(fake.requests, ensure_ascii=False)
    assert "#1055" in received
    assert "BR555NO" in received
    present = [
        what for what, canary in CANARIES.items() if canary.casefold() in received.casefold()
    ]
    assert present == []
    assert visit.visitor not in received
    assert woolmere.ANNA not in received
    assert "9988776" not in received.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("My name is Anna Berg and it is late.", "My name is [name] and it is late."),
        ("Hi, this is John O'Neill, where is #1001?", "Hi, this is [name], where is #1001?"),
        ("ich heiße Klara von Stein", "ich heiße [name]"),
        ("Je m'appelle Élodie Martin", "Je m'appelle [name]"),
        ("Me llamo Ana", "Me llamo [name]"),
        ("I live at 12 Baker Street, apt 4.", "I live at [address]."),
        ("Nach Hauptstraße 12, 10115 Berlin bitte", "Nach [address] bitte"),
        ("J'habite 12 rue de la Paix, 75002 Paris", "J'habite [address]"),
        ("Vivo en Calle Mayor 5", "Vivo en [address]"),
        ("To 1600 Pennsylvania Avenue, Washington, DC 20500.", "To [address]."),
    ],
)
def test_names_and_addresses_a_shopper_gives_are_masked(text: str, left: str) -> None:
    assert masked(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Is this Merino?",
        "I think this is Merino wool.",
        "my name is on the label",
        "name: tag for dogs",
        "Do you ship to 10115 Berlin?",
        "Do you have size 12 Baker boots?",
        "2 Fjord Rain Jackets are on their way",
        "10 place settings of the blue plates",
        "a 100 m rope",
    ],
)
def test_what_only_looks_a_little_like_them_stays(text: str) -> None:
    assert masked(text) == text
