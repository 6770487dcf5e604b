"""The overview counts what can be found and says how fresh it is."""

from __future__ import annotations

from shopify_app.db import Record
from shopify_app.knowledge.freshness import knowledge_overview
from shopify_app.knowledge.vectors import VectorIndex
from tests.knowledge.hashing import HashingEmbedder
from tests.knowledge.indexed import NOW, index, put
from tests.knowledge.store import minutes_past, page, policy, product


def test_what_is_indexed_and_what_waits_is_counted_by_kind(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str, other_shop: str
) -> None:
    put(record, shop, product(), policy())
    put(record, other_shop, product())
    index(record, vectors, hashing)
    put(record, shop, page())

    overview = knowledge_overview(record, shop)

    counts = {each.kind: (each.documents, each.chunks, each.due) for each in overview.kinds}
    assert counts == {"product": (1, 1, 0), "policy": (1, 2, 0), "page": (1, 0, 1)}
    assert overview.due == 1
    assert overview.last_indexed_at == NOW
    assert overview.last_delivery_at is None


def test_what_is_not_shown_any_more_is_not_counted(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    put(record, shop, product(), page())
    put(record, shop, product(status="draft", updated_at=minutes_past(1).isoformat()))
    index(record, vectors, hashing)

    counts = {each.kind: each.documents for each in knowledge_overview(record, shop).kinds}

    assert counts == {"product": 0, "page": 1}


def test_an_empty_shop_knows_nothing(record: Record, shop: str) -> None:
    overview = knowledge_overview(record, shop)

    assert (overview.kinds, overview.due, overview.last_indexed_at) == ((), 0, None)
