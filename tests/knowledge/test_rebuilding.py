"""Chroma can be deleted at any moment; the record alone brings it back, without embedding again."""

from __future__ import annotations

from sqlalchemy import select

from shopify_app.db import Record
from shopify_app.db.tables import Chunk, Document
from shopify_app.knowledge.due_documents import documents_due
from shopify_app.knowledge.rebuilding import PURPOSES, heal, rebuild_vectors
from shopify_app.knowledge.retrieval import retrieve
from shopify_app.knowledge.vectors import VectorIndex, collection_name
from tests.knowledge.chroma import OwnChroma
from tests.knowledge.hashing import HashingEmbedder
from tests.knowledge.indexed import assert_in_line, chunk_ids, index, namespace, put
from tests.knowledge.store import order, page, policy, product


def stock(record: Record, shop: str) -> None:
    pages = (page(id=number, handle=f"page-{number}") for number in range(1, 6))
    put(record, shop, product(), policy(), order(), *pages)


def test_a_wiped_chroma_is_restored_from_the_record_without_embedding(
    record: Record, own_chroma: OwnChroma, hashing: HashingEmbedder, shop: str, other_shop: str
) -> None:
    vectors = VectorIndex(own_chroma.url)
    stock(record, shop)
    put(record, other_shop, product())
    index(record, vectors, hashing)
    hashing.embedded.clear()

    own_chroma.wipe()
    restored = heal(record, vectors, hashing)

    assert hashing.embedded == []
    assert restored == len(chunk_ids(record, shop)) + 1 + 1
    assert_in_line(record, vectors, hashing, shop)
    assert_in_line(record, vectors, hashing, other_shop)


def test_between_the_wipe_and_the_healing_words_are_found(
    record: Record, own_chroma: OwnChroma, hashing: HashingEmbedder, shop: str
) -> None:
    vectors = VectorIndex(own_chroma.url)
    stock(record, shop)
    index(record, vectors, hashing)

    own_chroma.wipe()
    found = retrieve(record, vectors, hashing, shop, "return unworn items within days of delivery")

    assert found.degraded == ("vectors",)
    assert found.passages[0].kind == "policy"


def test_an_update_after_the_wipe_restores_everything_and_not_only_itself(
    record: Record, own_chroma: OwnChroma, hashing: HashingEmbedder, shop: str
) -> None:
    vectors = VectorIndex(own_chroma.url)
    stock(record, shop)
    index(record, vectors, hashing)

    own_chroma.wipe()
    put(record, shop, page(id=77, handle="new"))
    index(record, vectors, hashing)

    name = collection_name(namespace(record, shop), hashing.name, "knowledge")
    assert vectors.ids(name) == chunk_ids(record, shop)


def test_a_damaged_index_is_made_anew(
    record: Record, own_chroma: OwnChroma, hashing: HashingEmbedder, shop: str
) -> None:
    vectors = VectorIndex(own_chroma.url)
    stock(record, shop)
    index(record, vectors, hashing)
    damaged = own_chroma.damage_indexes()

    before = retrieve(record, vectors, hashing, shop, "may unworn items be returned")
    heal(record, vectors, hashing)
    after = retrieve(record, vectors, hashing, shop, "may unworn items be returned")

    assert damaged > 0
    assert before.degraded == ("vectors",)
    assert after.degraded == ()
    assert_in_line(record, vectors, hashing, shop)


def test_healing_adds_what_is_missing_and_removes_what_is_too_much(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    stock(record, shop)
    index(record, vectors, hashing)
    name = collection_name(namespace(record, shop), hashing.name, "knowledge")
    vectors.delete(name, sorted(vectors.ids(name))[:2])
    vectors.upsert(name, ["stray"], hashing.embed(["stray"]), ["page:404"])

    changes = heal(record, vectors, hashing)

    assert changes == 3
    assert_in_line(record, vectors, hashing, shop)


def test_healing_what_is_whole_changes_nothing(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    stock(record, shop)
    index(record, vectors, hashing)

    assert heal(record, vectors, hashing) == 0


def test_healing_an_empty_shop_makes_no_collections(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    heal(record, vectors, hashing)

    name = collection_name(namespace(record, shop), hashing.name, "knowledge")
    known = [each.name for each in vectors._writer.call(lambda api: api.list_collections())]
    assert name not in known


def test_rebuilding_drops_the_collections_and_fills_them_from_the_record(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    stock(record, shop)
    index(record, vectors, hashing)
    name = collection_name(namespace(record, shop), hashing.name, "knowledge")
    before = vectors._writer.call(lambda api: api.get_collection(name)).id
    hashing.embedded.clear()

    restored = rebuild_vectors(record, vectors, hashing, shop)

    assert restored == len(chunk_ids(record, shop)) + len(chunk_ids(record, shop, orders=True))
    assert vectors._writer.call(lambda api: api.get_collection(name)).id != before
    assert hashing.embedded == []
    assert_in_line(record, vectors, hashing, shop)


def test_another_embedder_embeds_everything_once_and_its_predecessor_s_index_goes(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    stock(record, shop)
    index(record, vectors, hashing)
    successor = HashingEmbedder("successor", max_tokens=20)

    heal(record, vectors, successor)
    index(record, vectors, successor)

    scope = namespace(record, shop)
    assert_in_line(record, vectors, successor, shop)
    with record.read() as connection:
        assert set(connection.scalars(select(Chunk.embedder))) == {"successor"}
    for purpose in PURPOSES:
        assert vectors.ids(collection_name(scope, hashing.name, purpose)) == set()
    successor.embedded.clear()
    heal(record, vectors, successor)
    assert (index(record, vectors, successor), successor.embedded) == (0, [])


def test_rebuilding_tries_what_was_set_aside_again(
    record: Record, vectors: VectorIndex, hashing: HashingEmbedder, shop: str
) -> None:
    put(record, shop, page())
    index(record, vectors, hashing)
    with record.write() as connection:
        connection.execute(Document.__table__.update().values(error="RuntimeError"))

    rebuild_vectors(record, vectors, hashing, shop)

    assert documents_due(record)
    index(record, vectors, hashing)
    with record.read() as connection:
        assert connection.scalar(select(Document.error)) is None


def test_a_killed_chroma_keeps_every_vector_it_acknowledged(
    record: Record, own_chroma: OwnChroma, hashing: HashingEmbedder, shop: str
) -> None:
    vectors = VectorIndex(own_chroma.url)
    for step in range(3):
        put(record, shop, page(id=step + 1, handle=str(step), body_html=f"<p>Step {step}.</p>"))
        index(record, vectors, hashing)
        own_chroma.kill()
        own_chroma.start()

        assert_in_line(record, vectors, hashing, shop)
        found = retrieve(record, vectors, hashing, shop, f"step {step}")
        assert found.degraded == ()
        assert found.passages[0].text == f"Step {step}."
