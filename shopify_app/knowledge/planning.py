"""What has to be done so that the index holds a document's new chunks. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shopify_app.knowledge.chunking import ChunkContent


@dataclass(frozen=True)
class Refresh:
    """`add` has to be embedded, `keep` may have moved, `remove` are ids."""

    add: tuple[ChunkContent, ...]
    keep: tuple[ChunkContent, ...]
    remove: tuple[str, ...]


def plan_refresh(indexed_ids: Iterable[str], chunks: Iterable[ChunkContent]) -> Refresh:
    """Compare the ids in the index with the chunks there should be."""
    indexed, wanted = set(indexed_ids), list(chunks)
    wanted_ids = {chunk.id for chunk in wanted}
    return Refresh(
        add=tuple(chunk for chunk in wanted if chunk.id not in indexed),
        keep=tuple(chunk for chunk in wanted if chunk.id in indexed),
        remove=tuple(sorted(indexed - wanted_ids)),
    )
