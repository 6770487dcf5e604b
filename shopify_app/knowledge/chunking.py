"""Cut a document into chunks that fit the embedder and break where a reader would. Pure."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from shopify_app.knowledge.html import Section

SENTENCE_END = re.compile(
    r"[.!?…][\"'”’)\]]*(?P<space>\s+)(?=[\"'“‘(\[¿¡]?[^\W_a-z])|[。！？](?=\S)"
)
LONGEST_TITLE = 150
LONGEST_CHUNK = 4000
"""Characters. A text without spaces may be a single token to an embedder, whatever its length."""

CountTokens = Callable[[Sequence[str]], list[int]]
"""How many tokens each text has, special tokens included."""


@dataclass(frozen=True)
class ChunkContent:
    """A chunk before it has a vector."""

    id: str
    position: int
    heading: str
    text: str
    embedded: str
    """What the embedder reads: the text under its document's title and its heading."""


@dataclass(frozen=True)
class Piece:
    """A sentence, or as much of one as fits; `joint` is what follows it in its paragraph."""

    text: str
    joint: str
    header: str | None = None
    """The first row of the table that this is a row of."""


def split_into_chunks(
    *,
    kind: str,
    source_id: str,
    title: str,
    sections: Sequence[Section],
    count_tokens: CountTokens,
    max_tokens: int,
) -> tuple[ChunkContent, ...]:
    """Chunks in reading order, none larger than the embedder reads, none overlapping another.

    Sections are not mixed, and sentences not cut unless one alone is too long; a table that has to
    be cut shows its first row in each part. A chunk's id depends on its words, not on its place:
    what did not change keeps its id.
    """
    prefixes = [_prefix(title, each.heading, count_tokens, max_tokens) for each in sections]
    wholes = [_embedded(p, each.text) for p, each in zip(prefixes, sections, strict=True)]
    seen: Counter[str] = Counter()
    chunks: list[ChunkContent] = []
    for section, prefix, whole, tokens in zip(
        sections, prefixes, wholes, count_tokens(wholes), strict=True
    ):
        fits = tokens <= max_tokens and len(whole) <= LONGEST_CHUNK
        texts = [section.text] if fits else _split(section.text, prefix, count_tokens, max_tokens)
        for text in texts:
            embedded = _embedded(prefix, text)
            seen[embedded] += 1
            name = f"{kind}|{source_id}|{seen[embedded]}|{embedded}"
            chunk_id = hashlib.sha256(name.encode()).hexdigest()[:32]
            chunks.append(ChunkContent(chunk_id, len(chunks), section.heading, text, embedded))
    return tuple(chunks)


def split_sentences(line: str) -> list[str]:
    sentences, start = [], 0
    for boundary in SENTENCE_END.finditer(line):
        end = boundary.start("space") if boundary["space"] else boundary.end()
        sentences.append(line[start:end])
        start = boundary.end()
    return [sentence for sentence in (*sentences, line[start:]) if sentence]


def _prefix(title: str, heading: str, count_tokens: CountTokens, max_tokens: int) -> str:
    """What every chunk begins with; at most half of what fits."""
    prefix = title[:LONGEST_TITLE]
    if heading and heading != title:
        prefix = f"{prefix}: {heading[:LONGEST_TITLE]}"
    # Only then can it be too long: no token is shorter than a character.
    if len(prefix) + 2 > max_tokens // 2:
        while prefix and count_tokens([prefix])[0] > max_tokens // 2:
            prefix = prefix[: len(prefix) * 3 // 4]
    return prefix


def _embedded(prefix: str, text: str) -> str:
    return f"{prefix}\n{text}"


def _split(text: str, prefix: str, count_tokens: CountTokens, max_tokens: int) -> list[str]:
    special, taken = count_tokens(["", _embedded(prefix, "")])
    room = max_tokens - taken

    def sizes(texts: Sequence[str]) -> list[int]:
        return [tokens - special for tokens in count_tokens(texts)]

    def fits(text: str) -> bool:
        return len(text) <= LONGEST_CHUNK and sizes([text])[0] <= room

    pieces = list(_pieces(text))
    tokens = sizes([piece.text for piece in pieces])
    fitting = [
        part
        for piece, size in zip(pieces, tokens, strict=True)
        for part in (
            [piece] if size <= room and len(piece.text) <= LONGEST_CHUNK else _cut(piece, fits)
        )
    ]
    # The last step is for embedders that count a whole as more than its parts.
    return [part for packed in _pack(fitting, sizes, room) for part in _halved(packed, fits)]


def _pieces(text: str) -> Iterator[Piece]:
    header = None
    for line in text.split("\n"):
        is_row = " | " in line
        sentences = [line] if is_row else split_sentences(line)
        for place, sentence in enumerate(sentences, start=1):
            joint = "\n" if place == len(sentences) else " "
            yield Piece(sentence, joint, header if is_row else None)
        header = (header or line) if is_row else None


def _cut(piece: Piece, fits: Callable[[str], bool]) -> list[Piece]:
    parts = _halved(piece.text, fits)
    return [*(Piece(part, " ") for part in parts[:-1]), Piece(parts[-1], piece.joint)]


def _halved(text: str, fits: Callable[[str], bool]) -> list[str]:
    """The text, halved at a space until every part fits."""
    if len(text) < 2 or fits(text):
        return [text]
    middle = len(text) // 2
    space = text.rfind(" ", middle // 2, middle + 1)
    end = space if space > 0 else middle
    halves = (text[:end].strip(), text[end:].strip())
    return [part for half in halves if half for part in _halved(half, fits)]


def _pack(pieces: Sequence[Piece], sizes: CountTokens, room: int) -> list[str]:
    """Fill chunks piece by piece, about equally."""
    tokens = sizes([piece.text for piece in pieces])
    even = sum(tokens) / max(1, math.ceil(sum(tokens) / room))
    packed: list[str] = []
    text, used = "", 0
    for piece, size in zip(pieces, tokens, strict=True):
        is_full = used + size > room or len(text) + len(piece.text) > LONGEST_CHUNK
        if text and (is_full or used >= even):
            packed.append(text.strip())
            text, used = _table_header(piece, size, sizes, room)
        text, used = text + piece.text + piece.joint, used + size
    return [*packed, text.strip()]


def _table_header(piece: Piece, size: int, sizes: CountTokens, room: int) -> tuple[str, int]:
    """What a chunk begins with when its first piece is a row from further down a table."""
    if not piece.header:
        return "", 0
    header = sizes([piece.header])[0]
    return (f"{piece.header}\n", header) if header + size <= room else ("", 0)
