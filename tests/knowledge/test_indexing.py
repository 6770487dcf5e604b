"""Documents become chunks that can be found, and only what changed is embedded."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import select

from shopify_app.db import Record
from shopify_app.db.tables import Document
from shopify_app.errors import Unavailable
from shopify_app.knowledge.due_documents import documents_due, find_due
from shopify_app.knowledge.indexing import (
    EmbedderFailing,
    index_due_documents,
)
from shopify_app.knowledge.sources import delete_source
from shopify_app.knowledge.vectors import VectorIndex, VectorsUnavailable
from shopify_app.knowledge.words import search_words
from shopify_app.local.services import free_port
from shopify_app.shops.install import uninstall_shop
from tests.knowledge.hashing import HashingEmbedder
from tests.knowledge.indexed import (
    NOW,
    assert_in_line,
    chunk_ids,
    chunk_texts,
    index,
    namespace,
    put,
)
from tests.knowledge.killing import KILL_POINTS, Killed, Killing
from tests.knowledge.store import (
    collection,
    minutes_past,
    order,
    page,
    policy,
    product,
    variant,
)


def test_every_kind_of_source_becomes_findable(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    put(record, shop, product(), policy(), page(), collection(), order())

    taken = index(record, vectors, hashing)

    assert taken == 5
    assert not documents_due(record)
    assert len(chunk_ids(record, shop, orders=False)) == 6
    assert len(chunk_ids(record, shop, orders=True)) == 1
    assert_in_line(record, vectors, hashing, shop)


def test_a_document_that_did_not_change_is_not_embedded_again(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    put(record, shop, product())
    index(record, vectors, hashing)
    hashing.embedded.clear()
    pricier = [variant(1011, "Small", price="99.00"), variant(1012, "Large", price="139.00")]

    put(record, shop, product(updated_at=minutes_past(1).isoformat(), variants=pricier))

    assert not documents_due(record)
    assert index(record, vectors, hashing) == 0
    assert hashing.embedded == []


def test_only_the_chunk_that_changed_is_embedded(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    put(record, shop, policy())
    index(record, vectors, hashing)
    hashing.embedded.clear()
    body = (
        "<h2>Returns</h2><p>You may return unworn items within 30 days of delivery.</p>"
        "<h2>Refunds</h2><p>We refund to the card you paid with within 9 working days.</p>"
    )

    put(record, shop, policy(body=body, updated_at=minutes_past(1).isoformat()))
    index(record, vectors, hashing)

    [embedded] = hashing.embedded
    assert "9 working days" in embedded
    assert "9 working days" in " ".join(chunk_texts(record, shop))
    assert "5 working days" not in " ".join(chunk_texts(record, shop))
    assert_in_line(record, vectors, hashing, shop)


def test_sections_that_change_places_are_not_embedded_again(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    one, two = "<h2>One</h2><p>First words.</p>", "<h2>Two</h2><p>Second words.</p>"
    put(record, shop, policy(body=one + two))
    index(record, vectors, hashing)
    hashing.embedded.clear()

    put(record, shop, policy(body=two + one, updated_at=minutes_past(1).isoformat()))
    index(record, vectors, hashing)

    assert hashing.embedded == []
    assert chunk_texts(record, shop) == ["Second words.", "First words."]


def test_what_is_new_in_several_documents_is_embedded_together(
    record: Record, vectors: VectorIndex, shop: str
) -> None:
    calls: list[int] = []

    class Counting(HashingEmbedder):
        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            calls.append(len(texts))
            return super().embed(texts)

    put(record, shop, product(), policy(), page())

    index_due_documents(record, vectors, Counting(), now=NOW)

    assert calls == [4]


def test_a_deleted_product_leaves_nothing_to_be_found(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    put(record, shop, product(), policy())
    index(record, vectors, hashing)

    with record.write() as connection:
        delete_source(
            connection,
            shop,
            kind="product",
            source_id="101",
            version_at=minutes_past(1),
            now=NOW,
        )
    index(record, vectors, hashing)

    assert not any("lambswool" in text for text in chunk_texts(record, shop))
    assert_in_line(record, vectors, hashing, shop)


def test_equal_texts_in_two_documents_are_two_chunks(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    put(record, shop, page(id=1, handle="a"), page(id=2, handle="b"))

    index(record, vectors, hashing)

    assert len(chunk_ids(record, shop, orders=False)) == 2
    assert_in_line(record, vectors, hashing, shop)


def test_one_shop_is_indexed_apart_from_another(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str, other_shop: str
) -> None:
    put(record, shop, product(), policy())
    put(record, other_shop, product(title="Theirs"))

    index(record, vectors, hashing)

    assert_in_line(record, vectors, hashing, shop)
    assert_in_line(record, vectors, hashing, other_shop)
    assert len(chunk_ids(record, other_shop, orders=False)) == 1


def test_shops_take_turns(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str, other_shop: str
) -> None:
    put(record, shop, *(page(id=number, handle=str(number)) for number in range(1, 30)))
    put(record, other_shop, page())

    due = find_due(record, limit=2)

    assert {each.shop for each in due} == {shop, other_shop}


def test_a_shop_that_left_is_not_indexed(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    put(record, shop, product())
    with record.write() as connection:
        uninstall_shop(connection, shop, triggered_at=datetime(2100, 1, 1, tzinfo=UTC), now=NOW)

    assert not documents_due(record)
    assert index(record, vectors, hashing) == 0


# --- parts that fail -----------------------------------------------------------------------------


def test_without_chroma_words_are_found_and_the_work_stays_due(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    put(record, shop, product(), policy())
    nowhere = VectorIndex(f"http://127.0.0.1:{free_port()}")

    with pytest.raises(VectorsUnavailable):
        index_due_documents(record, nowhere, hashing, now=NOW)

    assert documents_due(record)
    with record.read() as connection:
        found = search_words(connection, namespace(record, shop), "undyed lambswool", limit=5)
    assert len(found) == 1


def test_after_an_outage_of_chroma_nothing_is_embedded_again_and_nothing_is_missing(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    put(record, shop, product(), policy(), order())
    with pytest.raises(VectorsUnavailable):
        index_due_documents(
            record, VectorIndex(f"http://127.0.0.1:{free_port()}"), hashing, now=NOW
        )
    hashing.embedded.clear()

    index(record, vectors, hashing)

    assert hashing.embedded == []
    assert not documents_due(record)
    assert_in_line(record, vectors, hashing, shop)


@pytest.mark.parametrize("at", KILL_POINTS)
def test_a_crash_between_the_record_and_chroma_leaves_no_hole(
    record: Record,
    vectors: VectorIndex,
    chroma_url: str,
    hashing: HashingEmbedder,
    shop: str,
    at: str,
) -> None:
    put(record, shop, product(), policy())
    index(record, vectors, hashing)
    changed = "<h2>Returns</h2><p>You may return anything within 60 days.</p>"
    put(record, shop, policy(body=changed, updated_at=minutes_past(1).isoformat()))

    with pytest.raises(Killed):
        index(record, Killing(chroma_url, at=at), hashing)

    assert documents_due(record)
    index(record, vectors, hashing)
    assert_in_line(record, vectors, hashing, shop)
    assert "60 days" in " ".join(chunk_texts(record, shop))


class Choking(HashingEmbedder):
    """Fails on any batch that has the word `poison` in it."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if any("poison" in text for text in texts):
            raise RuntimeError("this text crashed the model")
        return super().embed(texts)


class NotANumber(HashingEmbedder):
    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = super().embed(texts)
        vectors[[("poison" in text) for text in texts]] = np.nan
        return vectors


class Nothing(HashingEmbedder):
    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = super().embed(texts)
        vectors[[("poison" in text) for text in texts]] = 0
        return vectors


@pytest.mark.parametrize(
    "embedder", [Choking(), NotANumber(), Nothing()], ids=lambda it: type(it).__name__
)
def test_a_document_that_cannot_be_embedded_holds_up_no_other(
    record: Record, vectors: VectorIndex, embedder: HashingEmbedder, shop: str
) -> None:
    pages = [page(id=number, handle=str(number)) for number in range(1, 9)]
    put(record, shop, *pages, page(id=50, handle="bad", body_html="<p>poison</p>"))

    index(record, vectors, embedder)

    assert not documents_due(record)
    assert len(chunk_ids(record, shop, orders=False)) == 8
    assert_in_line(record, vectors, embedder, shop)
    with record.read() as connection:
        errors = connection.execute(
            select(Document.source_id, Document.error).where(Document.error.is_not(None))
        ).all()
    assert [error.source_id for error in errors] == ["50"]


def test_nothing_outdated_stays_when_the_new_version_cannot_be_embedded(
    record: Record, vectors: VectorIndex, shop: str
) -> None:
    embedder = Choking()
    put(record, shop, page(body_html="<p>We are open on Sundays.</p>"))
    index(record, vectors, embedder)

    put(record, shop, page(body_html="<p>poison</p>", updated_at=minutes_past(1).isoformat()))
    index(record, vectors, embedder)

    assert chunk_texts(record, shop) == []
    assert_in_line(record, vectors, embedder, shop)


def test_a_document_set_aside_is_tried_again_when_it_changes(
    record: Record, vectors: VectorIndex, shop: str
) -> None:
    embedder = Choking()
    put(record, shop, page(body_html="<p>poison</p>"))
    index(record, vectors, embedder)

    put(record, shop, page(body_html="<p>cured</p>", updated_at=minutes_past(1).isoformat()))
    index(record, vectors, embedder)

    with record.read() as connection:
        assert connection.scalar(select(Document.error)) is None
    assert chunk_texts(record, shop) == ["cured"]


def test_when_the_embedder_itself_fails_no_document_is_blamed(
    record: Record, vectors: VectorIndex, shop: str
) -> None:
    class Broken(HashingEmbedder):
        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            raise MemoryError

    put(record, shop, page(), policy())

    with pytest.raises(EmbedderFailing):
        index(record, vectors, Broken())

    with record.read() as connection:
        assert connection.scalars(select(Document.error)).all() == [None, None]
    assert documents_due(record)


# --- at once -------------------------------------------------------------------------------------


class Meanwhile(HashingEmbedder):
    """While it embeds for the first time, something happens."""

    def __init__(self, happen: Callable[[], object]) -> None:
        super().__init__()
        self._happen: Callable[[], object] | None = happen

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = super().embed(texts)
        happen, self._happen = self._happen, None
        if happen:
            happen()
        return vectors


def test_an_update_that_lands_while_its_document_is_indexed_is_not_lost(
    record: Record, vectors: VectorIndex, shop: str
) -> None:
    newer = page(body_html="<p>New words.</p>", updated_at=minutes_past(1).isoformat())
    put(record, shop, page(body_html="<p>Old words.</p>"))
    embedder = Meanwhile(lambda: put(record, shop, newer))

    index_due_documents(record, vectors, embedder, now=NOW)

    assert documents_due(record)
    index(record, vectors, embedder)
    assert chunk_texts(record, shop) == ["New words."]
    assert_in_line(record, vectors, embedder, shop)


def test_a_slow_indexer_does_not_bring_back_what_another_has_replaced(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    newer = page(body_html="<p>New words.</p>", updated_at=minutes_past(1).isoformat())
    put(record, shop, page(body_html="<p>Old words.</p>"))

    def overtake() -> None:
        put(record, shop, newer)
        index(record, vectors, hashing)

    index_due_documents(record, vectors, Meanwhile(overtake), now=NOW)

    assert not documents_due(record)
    assert chunk_texts(record, shop) == ["New words."]
    assert_in_line(record, vectors, hashing, shop)


class Overtaken(VectorIndex):
    """Just before its first change of a kind, another indexer does its work."""

    def __init__(self, url: str, overtake: Callable[[], object], *, at: str) -> None:
        super().__init__(url)
        self._overtake = {at: overtake}

    def ids_of(self, name: str, documents: Sequence[str] | None = None) -> set[str]:
        found = super().ids_of(name, documents)
        self._overtake.pop("after reading", int)()
        return found

    def upsert(self, *args: Any) -> None:
        self._overtake.pop("before upsert", int)()
        super().upsert(*args)

    def delete(self, *args: Any) -> None:
        self._overtake.pop("before delete", int)()
        super().delete(*args)


@pytest.mark.parametrize("at", ["after reading", "before upsert", "before delete"])
def test_an_indexer_that_acts_on_old_news_of_chroma_puts_it_right_again(
    record: Record,
    vectors: VectorIndex,
    chroma_url: str,
    hashing: HashingEmbedder,
    shop: str,
    at: str,
) -> None:
    put(record, shop, page(body_html="<p>First words.</p>"))
    index(record, vectors, hashing)
    put(record, shop, page(body_html="<p>Second.</p>", updated_at=minutes_past(1).isoformat()))
    back = page(body_html="<p>First words.</p>", updated_at=minutes_past(2).isoformat())

    def overtake() -> None:
        put(record, shop, back)
        index(record, vectors, hashing)

    index(record, Overtaken(chroma_url, overtake, at=at), hashing)

    assert chunk_texts(record, shop) == ["First words."]
    assert_in_line(record, vectors, hashing, shop)


def test_two_indexers_and_a_stream_of_updates_end_in_line(
    record: Record, vectors: VectorIndex, chroma_url: str, shop: str
) -> None:
    stop = threading.Event()
    failures: list[BaseException] = []

    def keep_indexing() -> None:
        own_vectors, own_embedder = VectorIndex(chroma_url), HashingEmbedder()
        while not stop.is_set() or documents_due(record):
            try:
                index_due_documents(record, own_vectors, own_embedder, now=NOW, limit=3)
            except Unavailable:
                continue  # busy: what could not be done is still due
            except BaseException as error:  # to be seen by the test, whatever it is
                failures.append(error)
                return

    indexers = [threading.Thread(target=keep_indexing) for _ in range(2)]
    for thread in indexers:
        thread.start()
    for step in range(40):
        body = f"<p>Words of step {step // 2 if step % 4 else 0}.</p>"
        at = minutes_past(step).isoformat()
        put(
            record, shop, page(id=step % 3 + 1, handle=str(step % 3), body_html=body, updated_at=at)
        )
    stop.set()
    for thread in indexers:
        thread.join()

    assert failures == []
    assert not documents_due(record)
    assert_in_line(record, vectors, HashingEmbedder(), shop)
    with record.read() as connection:
        said = [each[0]["text"] for each in connection.scalars(select(Document.sections))]
    assert sorted(chunk_texts(record, shop)) == sorted(said)
