"""The vector index: Chroma over HTTP, one opaque collection per shop, embedder and purpose.

Chroma is an index, not a record: every vector is kept beside its chunk in SQL. What Chroma cannot
answer for (down, slow, damaged, emptied) is said with an error; nothing here guesses.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable, Sequence
from operator import methodcaller
from threading import Lock
from typing import Any, Literal, TypeVar
from weakref import finalize

import httpx
import numpy as np
from chromadb.api import ServerAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings as ChromaSettings
from chromadb.config import System
from chromadb.errors import (
    DuplicateIDError,
    InternalError,
    InvalidArgumentError,
    InvalidDimensionException,
    NotFoundError,
)
from numpy.typing import NDArray

from shopify_app.errors import ToteError, Unavailable

log = logging.getLogger(__name__)

Vectors = NDArray[np.float32]
Purpose = Literal["knowledge", "orders"]
Result = TypeVar("Result")

BATCH = 200
INDEXING_TIMEOUT = httpx.Timeout(10.0, connect=0.5)
QUERY_TIMEOUT = httpx.Timeout(0.5, connect=0.3, read=0.9)
"""Together well under the 1.5 s that a shopper's question may wait for its passages."""
CONNECTIONS = 100
FAILURES_TO_OPEN = 5
OPEN_S = 10.0
PADDING = tuple(f"padding-{number}" for number in range(3))
"""Chroma 1.5 fails to load a collection of fewer than three records once its cache let it go."""
SMALL = 500
SMALL_SYNC, LARGE_SYNC = (3, 3), (100, 50)
"""When the index is written to disk, and by how many records it grows. A small collection must be
written early: one that never was cannot be loaded again after Chroma's cache let it go."""


class VectorsUnavailable(Unavailable):
    """Chroma is down, hung or answered with a fault."""

    code = "vectors_unavailable"


class CollectionMissing(VectorsUnavailable):
    """Chroma has no such collection (any more): it has to be filled from the record."""

    code = "collection_missing"


class CollectionDamaged(VectorsUnavailable):
    """Chroma cannot read the collection's files: it has to be made anew from the record."""

    code = "collection_damaged"


class InvalidVector(ToteError):
    """Something that would poison the index: not finite, of another size, or one id twice."""

    code = "invalid_vector"


class VectorIndex:
    """Calls to Chroma with a deadline on each, and a breaker for when it is down.

    Nothing is connected before the first call. Safe to share between threads, not across a fork.
    """

    def __init__(self, chroma_url: str) -> None:
        self._writer = _Client(chroma_url, INDEXING_TIMEOUT)
        self._reader = _Client(chroma_url, QUERY_TIMEOUT)

    def create(self, name: str, *, dimensions: int, expecting: int) -> None:
        """Make the collection if there is none. `expecting` is about how many vectors follow."""
        threshold, growth = SMALL_SYNC if expecting < SMALL else LARGE_SYNC
        self._writer.call(
            lambda api: api.create_collection(
                name,
                configuration={
                    "hnsw": {
                        "space": "cosine",
                        "sync_threshold": threshold,
                        "batch_size": growth,
                    },
                    "embedding_function": None,
                },
                get_or_create=True,
            )
        )
        padding = np.eye(len(PADDING), dimensions, dtype=np.float32)
        self._writer.on(name, lambda it: it.upsert(ids=list(PADDING), embeddings=padding))

    def upsert(
        self, name: str, ids: Sequence[str], vectors: Vectors, documents: Sequence[str]
    ) -> None:
        """Write `vectors` (float32, ids × dimensions), each with the name of its document.

        Raises InvalidVector, CollectionMissing, VectorsUnavailable.
        """
        check_vectors(ids, vectors)
        about: list[Any] = [{"document": document} for document in documents]
        for start in range(0, len(ids), BATCH):
            part = slice(start, start + BATCH)
            batch = {"ids": list(ids[part]), "metadatas": about[part], "embeddings": vectors[part]}
            self._writer.on(name, methodcaller("upsert", **batch))

    def delete(self, name: str, ids: Iterable[str]) -> None:
        """Ids that are not there are no error. Raises CollectionMissing, VectorsUnavailable."""
        wanted = list(ids)
        for start in range(0, len(wanted), BATCH):
            self._writer.on(name, methodcaller("delete", ids=wanted[start : start + BATCH]))

    def query(
        self, name: str, vector: Vectors, *, limit: int, ids: Sequence[str] | None = None
    ) -> list[str]:
        """The nearest ids, best first; among `ids` only when they are given.

        Raises CollectionMissing when there is nothing to ask, CollectionDamaged,
        VectorsUnavailable.
        """
        found = self._reader.on(
            name,
            lambda it: it.query(
                query_embeddings=vector.reshape(1, -1),
                n_results=limit + len(PADDING),
                ids=list(ids) if ids is not None else None,
                include=[],
            ),
        )
        nearest: list[str] = [each for each in found["ids"][0] if each not in PADDING]
        return nearest[:limit]

    def ids_of(self, name: str, documents: Sequence[str] | None = None) -> set[str]:
        """The ids in the collection, of some documents or of all.

        Raises CollectionMissing, VectorsUnavailable.
        """
        where: Any = {"document": {"$in": list(documents)}} if documents is not None else None
        found = self._writer.on(name, lambda it: it.get(where=where, include=[]))
        return set(found["ids"]) - set(PADDING)

    def ids(self, name: str) -> set[str]:
        """Every id in the collection; none when there is no collection."""
        try:
            return self.ids_of(name)
        except CollectionMissing:
            return set()

    def drop(self, name: str) -> None:
        """A collection that is not there is no error."""
        try:
            self._writer.call(lambda api: api.delete_collection(name))
        except CollectionMissing:
            return
        finally:
            self._writer.forget(name)
            self._reader.forget(name)

    def is_up(self) -> bool:
        try:
            self._reader.call(lambda api: api.heartbeat())
        except VectorsUnavailable:
            return False
        return True


class _Client:
    """Chroma's own client, with a deadline from the first byte on.

    `chromadb.HttpClient` would ask the server three questions without a deadline before one can be
    set, so what it is made of is used directly. The version is pinned and a test holds us to it.
    """

    def __init__(self, url: str, timeout: httpx.Timeout) -> None:
        self._url = url
        self._timeout = timeout
        self._api: ServerAPI | None = None
        self._collections: dict[str, Collection] = {}
        self._breaker = _Breaker()
        self._lock = Lock()

    def on(self, name: str, call: Callable[[Collection], Result]) -> Result:
        """Call with the collection; its handle is kept, and looked up again when it went stale."""
        known = self._collections.get(name)
        if known is not None:
            try:
                return self.call(lambda _api: call(known))
            except CollectionMissing:
                self.forget(name)
        return self.call(lambda api: call(self._open(api, name)))

    def call(self, call: Callable[[ServerAPI], Result]) -> Result:
        self._breaker.check()
        try:
            result = call(self._connected())
        except NotFoundError as error:
            self._breaker.close()
            raise CollectionMissing("Chroma has no such collection") from error
        except (InvalidArgumentError, InvalidDimensionException, DuplicateIDError) as error:
            self._breaker.close()
            raise InvalidVector(f"Chroma refused it: {type(error).__name__}") from error
        except InternalError as error:
            self._breaker.close()
            raise CollectionDamaged("Chroma cannot read the collection") from error
        except Exception as error:  # its client raises a bare Exception for what it cannot name
            self._breaker.note_failure()
            raise VectorsUnavailable(f"Chroma failed: {type(error).__name__}") from error
        self._breaker.close()
        return result

    def forget(self, name: str) -> None:
        self._collections.pop(name, None)

    def _open(self, api: ServerAPI, name: str) -> Collection:
        model = api.get_collection(name)
        collection: Collection = Collection(client=api, model=model, embedding_function=None)
        self._collections[name] = collection
        return collection

    def _connected(self) -> ServerAPI:
        with self._lock:
            if self._api is None:
                settings = ChromaSettings(
                    chroma_api_impl="chromadb.api.fastapi.FastAPI",
                    chroma_server_host=self._url,
                    chroma_server_http_port=0,  # the address has it; the setting must be there
                    chroma_http_max_connections=CONNECTIONS,
                    anonymized_telemetry=False,
                )
                api = System(settings).instance(ServerAPI)  # type: ignore[type-abstract]
                session: httpx.Client = api._session  # type: ignore[attr-defined]
                session.timeout = self._timeout
                finalize(self, session.close)
                self._api = api
            return self._api


class _Breaker:
    """After five failures in a row nobody waits for Chroma for ten seconds."""

    def __init__(self) -> None:
        self._failures = 0
        self._open_until = 0.0

    def check(self) -> None:
        if time.monotonic() < self._open_until:
            raise VectorsUnavailable("Chroma failed again and again; not asked for a moment")

    def close(self) -> None:
        self._failures = 0

    def note_failure(self) -> None:
        self._failures += 1
        if self._failures >= FAILURES_TO_OPEN:
            self._failures = 0
            self._open_until = time.monotonic() + OPEN_S
            log.warning("vectors=unavailable for_s=%s", OPEN_S)


def collection_name(namespace: str, embedder: str, purpose: Purpose) -> str:
    """Says nothing about the shop, and changes with what the vectors mean."""
    return f"{namespace}-{re.sub('[^A-Za-z0-9.-]', '-', embedder)}-{purpose}"


def check_vectors(ids: Sequence[str], vectors: Vectors) -> None:
    """Chroma takes zero vectors without a word, and fails late on others. Raises InvalidVector."""
    if len(ids) != len(vectors) or len(set(ids)) != len(ids) or "" in ids:
        raise InvalidVector("ids must be one a vector, each once, none empty")
    norms = np.linalg.norm(vectors, axis=1)
    if not np.all(np.isfinite(norms)) or np.any(np.abs(norms - 1) > 0.01):
        raise InvalidVector("vectors must be finite and of unit length")
