"""What the record keeps of an answer's sources, so that its merchant can ask why. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from shopify_app.answers.events import Citation
from shopify_app.answers.prompt import Prompt
from shopify_app.conversations.transcripts import Source
from shopify_app.knowledge.retrieval import Passage

LASTING = ("policy", "page")
"""Kinds of which one wants to know when what they say has changed; a product's facts change daily
and are kept with the answer."""


def passages_kept(passages: Sequence[Passage]) -> list[dict[str, Any]]:
    """`[{"chunk", "kind", "id", "title", "heading", "facts"}]`, each once.

    A chunk's id is made of what it says: it is the version. Of an order nothing but its number is
    kept: its state of that moment is nobody's business later.
    """
    kept = {
        each.chunk_id: {
            "chunk": each.chunk_id,
            "kind": each.kind,
            "id": each.source_id,
            "title": each.title,
            "heading": each.heading,
            "facts": each.facts if each.kind == "product" else "",
        }
        for each in passages
    }
    return list(kept.values())


def relied_on(passages: Sequence[Passage], citations: Sequence[Citation]) -> tuple[Source, ...]:
    """The pieces of policies and pages that the answer cites, and of those it cannot cite because
    they have no address."""
    cited = {(each.kind, each.id) for each in citations}
    sources = (
        Source(each.chunk_id, each.kind, each.source_id)
        for each in passages
        if each.kind in LASTING and ((each.kind, each.source_id) in cited or each.url is None)
    )
    return tuple(dict.fromkeys(sources))


def instructions_hash(prompt: Prompt) -> str:
    """Stands for the instructions and tools the model was given, without keeping them."""
    told = json.dumps([prompt.system, prompt.tools], sort_keys=True, default=list)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
