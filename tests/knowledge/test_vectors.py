"""Chroma over HTTP: bounded, refusing what would poison it, honest about what is missing."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import httpx
import numpy as np
import pytest
from numpy.typing import NDArray

from shopify_app.knowledge import vectors as vectors_module
from shopify_app.knowledge.vectors import (
    FAILURES_TO_OPEN,
    INDEXING_TIMEOUT,
    PADDING,
    CollectionMissing,
    InvalidVector,
    VectorIndex,
    VectorsUnavailable,
    collection_name,
)
from shopify_app.local.services import free_port
from tests.knowledge.chroma import OwnChroma

DIMENSIONS = 8


def unit(*rows: int) -> NDArray[np.float32]:
    """Unit vectors along the given axes."""
    return np.eye(DIMENSIONS, dtype=np.float32)[list(rows)]


@pytest.fixture
def name(vectors: VectorIndex) -> Iterator[str]:
    """An empty collection."""
    name = collection_name(uuid.uuid4().hex, "test", "knowledge")
    vectors.create(name, dimensions=DIMENSIONS, expecting=10)
    yield name
    vectors.drop(name)


def test_the_nearest_comes_first(vectors: VectorIndex, name: str) -> None:
    vectors.upsert(name, ["a", "b", "c"], unit(3, 4, 5), ["page:1", "page:2", "page:3"])

    found = vectors.query(name, unit(4)[0], limit=2)

    assert found[0] == "b"
    assert len(found) == 2


def test_among_given_ids_only_those_are_found(vectors: VectorIndex, name: str) -> None:
    vectors.upsert(name, ["a", "b", "c"], unit(3, 4, 5), ["order:1", "order:2", "order:3"])

    found = vectors.query(name, unit(4)[0], limit=5, ids=["a", "c"])

    assert sorted(found) == ["a", "c"]


def test_padding_is_in_every_collection_and_never_found(vectors: VectorIndex, name: str) -> None:
    vectors.upsert(name, ["a"], unit(3), ["page:1"])

    assert vectors.query(name, unit(0)[0], limit=10) == ["a"]
    assert vectors.ids(name) == {"a"}
    assert vectors._reader.on(name, lambda it: it.count()) == 1 + len(PADDING)


def test_ids_are_told_by_document(vectors: VectorIndex, name: str) -> None:
    vectors.upsert(name, ["a", "b", "c"], unit(3, 4, 5), ["page:1", "page:1", "page:2"])

    assert vectors.ids_of(name, ["page:1", "page:9"]) == {"a", "b"}
    assert vectors.ids_of(name) == {"a", "b", "c"}


def test_an_id_written_twice_is_there_once(vectors: VectorIndex, name: str) -> None:
    for _ in range(2):
        vectors.upsert(name, ["a"], unit(3), ["page:1"])

    assert vectors.ids(name) == {"a"}


def test_deleting_what_is_not_there_is_no_error(vectors: VectorIndex, name: str) -> None:
    vectors.upsert(name, ["a"], unit(3), ["page:1"])

    vectors.delete(name, ["never was", "a"])

    assert vectors.ids(name) == set()


def test_more_than_chroma_takes_at_once_is_written_in_parts(
    vectors: VectorIndex, name: str
) -> None:
    """5,461 records are the most it takes in one request."""
    count = 6000
    rows = np.random.default_rng(1).standard_normal((count, DIMENSIONS)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)

    vectors.upsert(name, [f"id-{n}" for n in range(count)], rows, ["page:1"] * count)

    assert len(vectors.ids(name)) == count


BAD_VECTORS = {
    "one id twice": (["a", "a"], unit(3, 4)),
    "an empty id": (["", "b"], unit(3, 4)),
    "more ids than vectors": (["a", "b", "c"], unit(3, 4)),
    "not a number": (["a"], np.full((1, DIMENSIONS), np.nan, dtype=np.float32)),
    "infinite": (["a"], np.full((1, DIMENSIONS), np.inf, dtype=np.float32)),
    "zero, which has no direction": (["a"], np.zeros((1, DIMENSIONS), dtype=np.float32)),
    "not of unit length": (["a"], 3 * unit(3)),
    "of another size": (["a"], np.eye(DIMENSIONS + 1, dtype=np.float32)[:1]),
}


@pytest.mark.parametrize("bad", BAD_VECTORS)
def test_what_would_poison_the_index_is_refused(vectors: VectorIndex, name: str, bad: str) -> None:
    ids, rows = BAD_VECTORS[bad]

    with pytest.raises(InvalidVector):
        vectors.upsert(name, ids, rows, ["page:1"] * len(ids))

    assert vectors.ids(name) == set()


@pytest.mark.parametrize("embedder", ["a/b c", "模型", "x" * 60, "openai:text-3"])
def test_any_embedder_s_name_makes_a_collection_s_name(vectors: VectorIndex, embedder: str) -> None:
    """Chroma takes letters, digits, dots, dashes and underscores."""
    name = collection_name(uuid.uuid4().hex, embedder, "orders")

    vectors.create(name, dimensions=DIMENSIONS, expecting=1)

    assert vectors.ids_of(name) == set()
    vectors.drop(name)


def test_a_collection_that_is_not_there_is_said_to_be_missing(vectors: VectorIndex) -> None:
    name = collection_name(uuid.uuid4().hex, "test", "knowledge")

    with pytest.raises(CollectionMissing):
        vectors.query(name, unit(3)[0], limit=3)
    with pytest.raises(CollectionMissing):
        vectors.upsert(name, ["a"], unit(3), ["page:1"])

    assert vectors.ids(name) == set()
    vectors.drop(name)


def test_a_collection_another_process_made_anew_is_found_again(
    vectors: VectorIndex, chroma_url: str, name: str
) -> None:
    vectors.upsert(name, ["old"], unit(3), ["page:1"])
    other = VectorIndex(chroma_url)
    other.drop(name)
    other.create(name, dimensions=DIMENSIONS, expecting=1)
    other.upsert(name, ["new"], unit(4), ["page:1"])

    assert vectors.query(name, unit(4)[0], limit=3) == ["new"]
    assert vectors.ids(name) == {"new"}


def test_a_missing_collection_does_not_count_as_an_outage(vectors: VectorIndex, name: str) -> None:
    missing = collection_name(uuid.uuid4().hex, "test", "knowledge")
    for _ in range(2 * FAILURES_TO_OPEN):
        with pytest.raises(CollectionMissing):
            vectors.query(missing, unit(3)[0], limit=3)

    assert vectors.query(name, unit(3)[0], limit=3) == []


# --- bounded -------------------------------------------------------------------------------------


def test_every_call_of_the_pinned_client_has_our_deadline(vectors: VectorIndex, name: str) -> None:
    """We set a private attribute of Chroma's client: this is the contract that it is heeded."""
    vectors.query(name, unit(3)[0], limit=1)

    reader, writer = vectors._reader._connected(), vectors._writer._connected()

    assert isinstance(reader._session, httpx.Client)
    assert reader._session.timeout == vectors_module.QUERY_TIMEOUT
    assert writer._session.timeout == INDEXING_TIMEOUT


def test_a_server_that_hangs_is_waited_for_no_longer_than_the_deadline(
    own_chroma: OwnChroma,
) -> None:
    """Also by the very first call, for which Chroma's own client would have no deadline."""
    vectors, fresh = VectorIndex(own_chroma.url), VectorIndex(own_chroma.url)
    name = collection_name(uuid.uuid4().hex, "test", "knowledge")
    vectors.create(name, dimensions=DIMENSIONS, expecting=1)
    vectors.query(name, unit(3)[0], limit=1)
    own_chroma.hang()

    for each in (vectors, fresh):
        with pytest.raises(VectorsUnavailable) as failure:
            each.query(name, unit(3)[0], limit=1)
        assert isinstance(failure.value.__cause__, httpx.TimeoutException)

    own_chroma.go_on()
    assert vectors.query(name, unit(3)[0], limit=1) == []


def test_after_five_failures_it_is_not_asked_for_a_while() -> None:
    vectors = VectorIndex(f"http://127.0.0.1:{free_port()}")

    causes = []
    for _ in range(FAILURES_TO_OPEN + 1):
        with pytest.raises(VectorsUnavailable) as failure:
            vectors.query("nowhere", unit(3)[0], limit=1)
        causes.append(failure.value.__cause__)

    assert all(isinstance(cause, httpx.ConnectError) for cause in causes[:-1])
    assert causes[-1] is None
    assert not vectors.is_up()


def test_an_answer_that_is_not_chroma_s_is_an_outage(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something else listens on the port."""
    monkeypatch.setattr(vectors_module, "QUERY_TIMEOUT", httpx.Timeout(1))
    port = redis_url.rpartition(":")[2].partition("/")[0]

    with pytest.raises(VectorsUnavailable):
        VectorIndex(f"http://127.0.0.1:{port}").query("any", unit(3)[0], limit=1)
