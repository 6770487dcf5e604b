"""After a redaction no byte of any store, file or log of a running Tote names the person."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select

from shopify_app.db.tables import Chunk, Delivery, PrivacyRequest
from tests.chat.visiting import proxy_query
from tests.house import House, eventually
from tests.webhooks.signing import signed_headers
from tests.workers import payloads

SHOP = "erased.myshopify.com"


@dataclass(frozen=True)
class Person:
    """Every datum of theirs can be told from all else by its bytes."""

    mark: str
    id: int
    order: int
    phone: str

    @property
    def email(self) -> str:
        return f"{self.mark}@example.com"

    @property
    def traces(self) -> list[bytes]:
        return [each.encode() for each in (self.mark, str(self.id), self.phone)]


ANNA = Person("zqanna", 7340912856111, 5200001, "555-0142-7731")
BEN = Person("zqben", 7340912856222, 5200002, "555-0142-7732")


@dataclass(frozen=True)
class Store:
    """A store of the running house, with what its shoppers and Shopify send."""

    house: House

    def webhook(self, topic: str, payload: Any) -> None:
        """Sent as Shopify sends it; taken up before this returns."""
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        secret = self.house.settings.api_secrets[0]
        headers = signed_headers(body, secret, topic=topic, shop=SHOP)
        headers["X-Shopify-Triggered-At"] = (datetime.now(UTC) + timedelta(seconds=1)).isoformat()
        url = f"{self.house.url}/webhooks/{topic}"
        httpx.post(url, content=body, headers=headers, timeout=60).raise_for_status()
        self.house.settle()

    def proxy(self, path: str, body: Any, *, customer: Person | None) -> httpx.Response:
        secret = self.house.settings.api_secrets[0]
        query = proxy_query(SHOP, secret, customer_id=str(customer.id) if customer else "")
        url = f"{self.house.url}/proxy/{path}?{query}"
        headers = {"X-Forwarded-For": "203.0.113.9", "Accept": "application/json"}
        return httpx.post(url, json=body, headers=headers, timeout=60)

    def live(self, person: Person) -> None:
        """Their data through every door that takes any."""
        mark = person.mark
        fulfillment = {
            "id": 1,
            "status": "success",
            "created_at": datetime.now(UTC).isoformat(),
            "tracking_number": f"TN{mark}",
            "tracking_url": f"https://t.example/{mark}",
            "destination": {"name": mark},
        }
        order = payloads.order(
            person.order,
            datetime.now(UTC),
            customer=person.id,
            email=person.email,
            contact_email=person.email,
            phone=person.phone,
            note=f"Leave it with {mark}",
            note_attributes=[{"name": "gift", "value": f"for {mark}"}],
            order_status_url=f"https://example.com/orders/{mark}",
            shipping_address={"name": mark, "address1": f"1 {mark} Road", "phone": person.phone},
            fulfillments=[fulfillment],
        )
        self.webhook("orders/create", order)
        self.webhook("orders/updated", {"id": person.order, "email": person.email})  # unreadable
        self.webhook("orders/updated", b'{"email": "' + person.email.encode())
        self.proxy("chat", {"message": f"Where is {mark}'s parcel?"}, customer=person)
        asked = {"message": f"Write to {person.email}, call {person.phone}. {person.id}"}
        answer = self.proxy("chat", asked, customer=None).raise_for_status().json()
        comment = {"message_id": answer["message_id"], "rating": "down", "comment": f"Oh, {mark}!"}
        self.proxy("feedback", comment, customer=None).raise_for_status()
        self.proxy("chat", {"message": {"not": mark}}, customer=person)
        self.proxy("feedback", {"message_id": mark, "rating": mark}, customer=person)
        named = {"id": person.id, "email": person.email, "phone": person.phone}
        request = {"customer": named, "orders_requested": [person.order]}
        self.webhook("customers/data_request", {**request, "data_request": {"id": person.order}})

    def where(self, person: Person) -> list[str]:
        """The files in which any trace of them is."""
        return [
            str(path.relative_to(self.house.directory))
            for path in files(self.house.directory)
            if any(trace in path.read_bytes() for trace in person.traces)
        ]

    def count(self, table: Any, *conditions: Any) -> int:
        query = select(func.count()).select_from(table).where(table.shop == SHOP, *conditions)
        with self.house.record.read() as connection:
            return connection.scalar(query) or 0


def files(directory: Path) -> list[Path]:
    """All but the embedder's model, which is a link."""
    return [
        path
        for path in directory.rglob("*")
        if path.is_file() and not path.is_symlink() and "model" not in path.parts
    ]


def test_after_a_redaction_no_byte_names_the_person(house: House) -> None:
    house.register(SHOP)
    store = Store(house)
    for person in (ANNA, BEN):
        store.live(person)
        assert any(found.startswith("data/tote.db") for found in store.where(person))
    assert store.count(PrivacyRequest) == store.count(Chunk) == 2
    assert store.count(Delivery, Delivery.status == "dead", Delivery.body.is_not(None)) == 4

    named = {"id": ANNA.id, "email": ANNA.email, "phone": ANNA.phone}
    store.webhook("customers/redact", {"customer": named, "orders_to_redact": [ANNA.order]})

    eventually(lambda: store.where(ANNA) == [], what=f"no trace of {ANNA.mark}")
    assert store.where(BEN) != []
    assert store.count(PrivacyRequest) == store.count(Chunk) == 1

    store.webhook("app/uninstalled", {"id": 1, "myshopify_domain": SHOP})
    store.webhook("shop/redact", {"shop_id": 1, "shop_domain": SHOP})

    eventually(lambda: store.where(BEN) == [], what=f"no trace of {BEN.mark}")
    assert store.where(ANNA) == []
    assert store.count(Chunk) == 0
    logs = "".join(house.log(name) for name in house.processes)
    assert "scrub=done" in logs
    assert "Traceback" not in logs
