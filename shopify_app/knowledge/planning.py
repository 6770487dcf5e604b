"""What has to be done so that the index holds a document's new chunks. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shopify_app.knowledge.chunking import ChunkContent


@dataclass(frozen=True)
class IndexedChunk:
    """A chunk in the record; `embedded` says whether it has a vector of today's embedder."""

    id: str
    position: int
    embedded: bool


@dataclass(frozen=True)
class Refresh:
    """`add` is embedded and written, `move` only gets another position, `remove` are ids."""

    add: tuple[ChunkContent, ...] = ()
    move: tuple[ChunkContent, ...] = ()
    remove: tuple[str, ...] = ()


def plan_refresh(indexed: Iterable[IndexedChunk], chunks: Iterable[ChunkContent]) -> Refresh:
    """Compare what is in the index with the chunks there should be."""
    known, wanted = {each.id: each for each in indexed}, list(chunks)
    kept = {chunk.id for chunk in wanted if chunk.id in known and known[chunk.id].embedded}
    return Refresh(
        add=tuple(chunk for chunk in wanted if chunk.id not in kept),
        move=tuple(
            chunk
            for chunk in wanted
            if chunk.id in kept and known[chunk.id].position != chunk.position
        ),
        remove=tuple(sorted(known.keys() - {chunk.id for chunk in wanted})),
    )
