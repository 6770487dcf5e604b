"""Whatever happens in whatever order, record, words and vectors end in the shop's true state."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from shopify_app.db import Record
from shopify_app.db.tables import Document
from shopify_app.knowledge.indexing import index_due_documents
from shopify_app.knowledge.rebuilding import heal, rebuild_vectors
from shopify_app.knowledge.sources import delete_source
from shopify_app.knowledge.vectors import VectorIndex, VectorsUnavailable, collection_name
from shopify_app.local.services import free_port
from tests.knowledge.conftest import installed
from tests.knowledge.hashing import HashingEmbedder
from tests.knowledge.indexed import (
    NOW,
    assert_in_line,
    chunk_texts,
    index,
    namespace,
    put,
)
from tests.knowledge.killing import KILL_POINTS, Killed, Killing
from tests.knowledge.store import minutes_past, order, page

shops = count()
NOWHERE = f"http://127.0.0.1:{free_port()}"


@dataclass(frozen=True)
class Happening:
    what: str
    page: int = 0
    body: int = 0
    at: str = ""


happenings = st.one_of(
    st.builds(Happening, st.just("write"), st.integers(1, 3), st.integers(0, 3)),
    st.builds(Happening, st.just("delete"), st.integers(1, 3)),
    st.builds(Happening, st.just("order"), st.integers(1, 2), st.integers(0, 3)),
    st.builds(Happening, st.just("crash"), at=st.sampled_from(KILL_POINTS)),
    st.builds(Happening, st.sampled_from(["index", "outage", "heal", "rebuild", "lose", "forget"])),
)


class World:
    """A shop, and how many minutes have passed in it."""

    def __init__(self, record: Record, chroma_url: str) -> None:
        self.record, self.url = record, chroma_url
        self.vectors, self.embedder = VectorIndex(chroma_url), HashingEmbedder()
        self.shop = installed(record, f"world-{next(shops)}.myshopify.com", NOW)
        self.minutes = 0

    def happen(self, it: Happening) -> None:
        self.minutes += 1
        getattr(self, f"_{it.what}")(it)

    def settle(self) -> None:
        index(self.record, self.vectors, self.embedder)
        heal(self.record, self.vectors, self.embedder)

    def _write(self, it: Happening) -> None:
        html = "".join(f"<h2>Part {n}</h2><p>Words {n} of {it.page}.</p>" for n in range(it.body))
        put(
            self.record,
            self.shop,
            page(id=it.page, handle=str(it.page), body_html=html, updated_at=self._now()),
        )

    def _order(self, it: Happening) -> None:
        items = [{"title": f"Thing {it.body}", "variant_title": "", "quantity": 1}]
        put(
            self.record,
            self.shop,
            order(id=it.page, name=f"#{it.page}", line_items=items, updated_at=self._now()),
        )

    def _delete(self, it: Happening) -> None:
        with self.record.write() as connection:
            delete_source(
                connection,
                self.shop,
                kind="page",
                source_id=str(it.page),
                version_at=minutes_past(self.minutes),
                now=NOW,
            )

    def _index(self, _it: Happening) -> None:
        index_due_documents(self.record, self.vectors, self.embedder, now=NOW, limit=2)

    def _crash(self, it: Happening) -> None:
        try:
            index(self.record, Killing(self.url, at=it.at), self.embedder)
        except Killed:
            self.vectors = VectorIndex(self.url)

    def _outage(self, _it: Happening) -> None:
        try:
            index(self.record, VectorIndex(NOWHERE), self.embedder)
        except VectorsUnavailable:
            return

    def _heal(self, _it: Happening) -> None:
        heal(self.record, self.vectors, self.embedder)

    def _rebuild(self, _it: Happening) -> None:
        rebuild_vectors(self.record, self.vectors, self.embedder, self.shop)

    def _lose(self, _it: Happening) -> None:
        """The collection is gone."""
        VectorIndex(self.url).drop(self._collection())

    def _forget(self, _it: Happening) -> None:
        """A vector is gone, and one is there that should not be."""
        known = sorted(self.vectors.ids(self._collection()))
        if known:
            self.vectors.delete(self._collection(), known[:1])
            stray = self.embedder.embed(["stray"])
            self.vectors.upsert(self._collection(), ["stray"], stray, ["page:404"])

    def _collection(self) -> str:
        return collection_name(namespace(self.record, self.shop), self.embedder.name, "knowledge")

    def _now(self) -> str:
        return minutes_past(self.minutes).isoformat()


@settings(max_examples=25)
@given(history=st.lists(happenings, max_size=14))
def test_every_history_ends_with_the_three_in_line(
    record: Record, chroma_url: str, history: list[Happening]
) -> None:
    world = World(record, chroma_url)

    for happening in history:
        world.happen(happening)
    world.settle()

    assert_in_line(record, world.vectors, world.embedder, world.shop)
    with record.read() as connection:
        documents = connection.scalars(
            select(Document.sections)
            .where(Document.shop == world.shop)
            .order_by(Document.kind, Document.source_id)
        )
        said = [section["text"] for sections in documents for section in sections]
    assert chunk_texts(record, world.shop) == said
    world.embedder.embedded.clear()
    assert heal(record, world.vectors, world.embedder) == 0
    assert world.embedder.embedded == []
