"""A store of any size at the stand-in, and whether the record has become like it."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from demo import SHOP
from demo.reading import read_store
from demo.state import State
from shopify_app.db.tables import SourceRecord
from shopify_app.shopify.payloads import parse_time
from tests.reconciliation.conftest import Branch

KINDS = ("policy", "product", "collection", "page", "article", "order")


def fill(state: State, *, products: int, orders: int, now: datetime) -> None:
    """Made of the demo shop's, again and again, each with ids and a handle of its own."""
    records = read_store(now=now).records
    made = [_copy(records["product"], number) for number in range(products)]
    state.replace("product", made, now=now)
    sold = [_copy(records["order"], number) for number in range(orders)]
    for number, order in enumerate(sold):
        order["name"] = f"#{number + 1}"
        order["created_at"] = (now - timedelta(minutes=number * 30)).isoformat(timespec="seconds")
    state.replace("order", sold, now=now)


def an_hour_passes(state: State, *, changes: int, chance: random.Random, now: datetime) -> None:
    """So many products and orders are edited, a few removed and a few new."""
    for kind in ("product", "order"):
        known = state.all(kind)
        for payload in chance.sample(known, changes):
            number = chance.randrange(10_000)
            at = now + timedelta(seconds=chance.randrange(3000))
            edit = {"title": f"Edited {number}"} if kind == "product" else {"note": str(number)}
            if kind == "order":
                edit["financial_status"] = chance.choice(("paid", "refunded", "pending"))
            state.put(kind, {**payload, **edit}, now=at)
        for payload in chance.sample(known, changes // 20):
            state.delete(kind, payload["id"])
        for number, payload in enumerate(chance.sample(known, changes // 20)):
            copy = _copy([payload], 1_000_000 + number)
            state.put(kind, copy, now=now + timedelta(minutes=50))


def differences(branch: Branch) -> list[str]:
    """What the record has, lacks, or has of another time than Shopify: as `kind/id`."""
    with branch.record.read() as connection:
        rows = connection.execute(
            select(SourceRecord.kind, SourceRecord.source_id, SourceRecord.version_at).where(
                SourceRecord.shop == SHOP, SourceRecord.deleted.is_(False)
            )
        )
        ours = {(kind, source_id, version_at) for kind, source_id, version_at in rows}
    since = (branch.now - timedelta(days=60)).isoformat()
    theirs = {
        (kind, str(each["id"]), parse_time(each["updated_at"]))
        for kind in KINDS
        for each in branch.state.all(kind)
        if kind != "order" or each["created_at"] >= since
    }
    return sorted({f"{kind}/{source_id}" for kind, source_id, _ in ours ^ theirs})


def _copy(templates: list[dict[str, Any]], number: int) -> dict[str, Any]:
    template = templates[number % len(templates)]
    shift = 1_000_000_000_000 + number * 1000
    copy = {**template, "id": shift}
    if "handle" in template:
        copy["handle"] = f"{template['handle']}-{number}"
    if "variants" in template:
        copy["variants"] = [
            {**variant, "id": shift + place}
            for place, variant in enumerate(template["variants"], start=1)
        ]
    return copy
