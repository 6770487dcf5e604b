"""Cut a document into chunks that fit the embedder and break where a reader would. Pure."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shopify_app.knowledge.html import Section

SENTENCE_END = re.compile(r"(?<=[.!?…])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9ÄÖÜÉÈÀ¿¡])")
LONGEST_TITLE = 150
LONGEST_PIECE = 700
"""Characters; a single sentence beyond it is cut at a space."""

CountTokens = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True)
class ChunkContent:
    """A chunk before it has a vector."""

    id: str
    position: int
    heading: str
    text: str
    embedded: str
    """What the embedder reads: the text under its document's title and its heading."""


def split_into_chunks(
    *,
    kind: str,
    source_id: str,
    title: str,
    sections: Sequence[Section],
    count_tokens: CountTokens,
    max_tokens: int,
) -> tuple[ChunkContent, ...]:
    """Chunks in reading order. Sections are not mixed, and sentences not cut unless one alone is
    too long. A chunk's id depends on its words, not on its place: what did not change keeps its id.
    """
    texts = [
        (section.heading, text)
        for section in sections
        for text in _pack(section, title, count_tokens, max_tokens)
    ]
    seen: Counter[str] = Counter()
    chunks = []
    for position, (heading, text) in enumerate(texts):
        embedded = f"{_prefix(title, heading)}\n{text}"
        seen[embedded] += 1
        name = f"{kind}|{source_id}|{seen[embedded]}|{embedded}"
        chunk_id = hashlib.sha256(name.encode()).hexdigest()[:32]
        chunks.append(ChunkContent(chunk_id, position, heading, text, embedded))
    return tuple(chunks)


def split_sentences(line: str) -> list[str]:
    return [sentence for sentence in SENTENCE_END.split(line) if sentence]


def _pack(section: Section, title: str, count_tokens: CountTokens, max_tokens: int) -> list[str]:
    """Fill chunks sentence by sentence; a paragraph's end stays a line's end."""
    pieces = [
        (piece, "\n" if last else " ")
        for line in section.text.split("\n")
        for piece, last in _pieces(line)
    ]
    if not pieces:
        return []
    prefix, *counts = count_tokens(
        [_prefix(title, section.heading), *(piece for piece, _ in pieces)]
    )
    room = max(max_tokens - prefix, max_tokens // 4)
    packed: list[str] = []
    text, used = "", 0
    for (piece, joint), tokens in zip(pieces, counts, strict=True):
        if text and used + tokens > room:
            packed.append(text.strip())
            text, used = "", 0
        text, used = text + piece + joint, used + tokens
    return [*packed, text.strip()]


def _pieces(line: str) -> list[tuple[str, bool]]:
    """A line's sentences, over-long ones cut; each with whether it ends the line."""
    pieces = [part for sentence in split_sentences(line) for part in _cut(sentence)]
    return [(piece, index == len(pieces) - 1) for index, piece in enumerate(pieces)]


def _cut(sentence: str) -> list[str]:
    parts = []
    while len(sentence) > LONGEST_PIECE:
        space = sentence.rfind(" ", LONGEST_PIECE // 2, LONGEST_PIECE)
        end = space if space > 0 else LONGEST_PIECE
        parts.append(sentence[:end])
        sentence = sentence[end:].lstrip()
    return [*parts, sentence]


def _prefix(title: str, heading: str) -> str:
    title = title[:LONGEST_TITLE]
    return f"{title}: {heading[:LONGEST_TITLE]}" if heading and heading != title else title
