"""The vector index: Chroma over HTTP, one opaque collection per shop, embedder and purpose.

Chroma is an index, not a record: every vector is kept beside its chunk in SQL. What Chroma cannot
answer for (down, slow, damaged, emptied) is said with an error; nothing here guesses.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Any, Literal

import chromadb
import httpx
import numpy as np
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError, NotFoundError
from numpy.typing import NDArray

from shopify_app.errors import ToteError, Unavailable

log = logging.getLogger(__name__)

Vectors = NDArray[np.float32]
Purpose = Literal["knowledge", "orders"]

BATCH = 200
INDEXING_TIMEOUT = httpx.Timeout(10.0, connect=0.5)
QUERY_TIMEOUT = httpx.Timeout(2.0, connect=0.5)
FAILURES_TO_OPEN = 5
OPEN_S = 10.0
PADDING = tuple(f"padding-{number}" for number in range(3))
"""Chroma 1.5 fails to load a collection of fewer than three records once its cache let it go."""
SYNC_THRESHOLD = 3


class VectorsUnavailable(Unavailable):
    """Chroma is down, hung or answered with a fault."""

    code = "vectors_unavailable"


class CollectionMissing(VectorsUnavailable):
    """Chroma has no such collection (any more): it has to be filled from the record."""

    code = "collection_missing"


class InvalidVector(ToteError):
    """A vector that would poison the index: not finite, not of unit length, or of another size."""

    code = "invalid_vector"


class VectorIndex:
    """Calls to Chroma with a deadline on each, and a breaker for when it is down."""

    def __init__(self, chroma_url: str) -> None:
        self._url = httpx.URL(chroma_url)
        self._client: Any = None
        self._collections: dict[str, Collection] = {}
        self._lock = Lock()
        self._failures = 0
        self._open_until = 0.0

    def upsert(self, name: str, ids: Sequence[str], vectors: Vectors) -> None:
        """Write `vectors` (float32, ids × dimensions). Raises InvalidVector, VectorsUnavailable."""
        check_vectors(ids, vectors)
        for start in range(0, len(ids), BATCH):
            end = start + BATCH
            self._call(
                INDEXING_TIMEOUT,
                lambda start=start, end=end: self._collection(
                    name, dimensions=vectors.shape[1]
                ).upsert(ids=list(ids[start:end]), embeddings=vectors[start:end]),
            )

    def delete(self, name: str, ids: Iterable[str]) -> None:
        """Ids that are not there are no error; neither is a missing collection."""
        wanted = list(ids)
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            try:
                self._call(
                    INDEXING_TIMEOUT,
                    lambda batch=batch: self._collection(name).delete(ids=batch),
                )
            except CollectionMissing:
                return

    def query(
        self, name: str, vector: Vectors, *, limit: int, ids: Sequence[str] | None = None
    ) -> list[str]:
        """The nearest ids, best first; among `ids` only when they are given.

        Raises CollectionMissing when there is nothing to ask, VectorsUnavailable.
        """
        found = self._call(
            QUERY_TIMEOUT,
            lambda: self._collection(name).query(
                query_embeddings=vector.reshape(1, -1),
                n_results=limit + len(PADDING),
                ids=list(ids) if ids is not None else None,
                include=[],
            ),
        )
        nearest: list[str] = [each for each in found["ids"][0] if each not in PADDING]
        return nearest[:limit]

    def ids(self, name: str) -> set[str]:
        """Every id in the collection; empty when there is none."""
        try:
            found = self._call(INDEXING_TIMEOUT, lambda: self._collection(name).get(include=[]))
        except CollectionMissing:
            return set()
        return set(found["ids"]) - set(PADDING)

    def drop(self, name: str) -> None:
        self._collections.pop(name, None)
        try:
            self._call(INDEXING_TIMEOUT, lambda: self._connected().delete_collection(name))
        except CollectionMissing:
            return

    def is_up(self) -> bool:
        try:
            self._call(QUERY_TIMEOUT, lambda: self._connected().heartbeat())
        except VectorsUnavailable:
            return False
        return True

    def _collection(self, name: str, dimensions: int | None = None) -> Collection:
        """The collection; made, with its padding, when `dimensions` are given."""
        known = self._collections.get(name)
        if known is not None:
            return known
        client = self._connected()
        try:
            collection: Collection = client.get_collection(name, embedding_function=None)
        except NotFoundError:
            if dimensions is None:
                raise
            collection = client.get_or_create_collection(
                name,
                embedding_function=None,
                configuration={
                    "hnsw": {
                        "space": "cosine",
                        "sync_threshold": SYNC_THRESHOLD,
                        "batch_size": SYNC_THRESHOLD,
                    }
                },
            )
            collection.upsert(ids=list(PADDING), embeddings=_padding_vectors(dimensions))
        self._collections[name] = collection
        return collection

    def _connected(self) -> Any:
        with self._lock:
            if self._client is None:
                self._client = chromadb.HttpClient(
                    host=self._url.host,
                    port=self._url.port or (443 if self._url.scheme == "https" else 80),
                    ssl=self._url.scheme == "https",
                    settings=ChromaSettings(anonymized_telemetry=False),
                )
            return self._client

    def _call(self, timeout: httpx.Timeout, call: Any) -> Any:
        if time.monotonic() < self._open_until:
            raise VectorsUnavailable("Chroma failed again and again; not asked for a moment")
        try:
            client = self._connected()
            # The client has no public setting for it and would wait for ever (pinned version).
            client._server._session.timeout = timeout
            result = call()
        except NotFoundError as error:
            self._collections.clear()
            raise CollectionMissing("Chroma has no such collection") from error
        except (ChromaError, httpx.HTTPError, ValueError) as error:
            self._collections.clear()
            self._note_failure()
            raise VectorsUnavailable(f"Chroma failed: {type(error).__name__}") from error
        self._failures = 0
        return result

    def _note_failure(self) -> None:
        self._failures += 1
        if self._failures >= FAILURES_TO_OPEN:
            self._failures = 0
            self._open_until = time.monotonic() + OPEN_S
            log.warning("vectors=unavailable for_s=%s", OPEN_S)


def collection_name(namespace: str, embedder: str, purpose: Purpose) -> str:
    """Says nothing about the shop, and changes with what the vectors mean."""
    return f"{namespace}-{embedder}-{purpose}"


def check_vectors(ids: Sequence[str], vectors: Vectors) -> None:
    """Chroma takes zero and duplicate vectors without a word. Raises InvalidVector."""
    if len(ids) != len(vectors) or len(set(ids)) != len(ids) or "" in ids:
        raise InvalidVector("ids must be one a vector, each once, none empty")
    norms = np.linalg.norm(vectors, axis=1)
    if not np.all(np.isfinite(norms)) or np.any(np.abs(norms - 1) > 0.01):
        raise InvalidVector("vectors must be finite and of unit length")


def _padding_vectors(dimensions: int) -> Vectors:
    vectors = np.zeros((len(PADDING), dimensions), dtype=np.float32)
    for row in range(len(PADDING)):
        vectors[row, row] = 1.0
    return vectors
