"""A merchant's HTML to headed sections of plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from shopify_app.shopify.text import INVISIBLE

LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "dt": 8, "summary": 8}
"""What stands above what follows it; a bold line of its own comes between."""
BOLD_LEVEL, QUESTION_LEVEL, TEXT = 7, 9, 0
BLOCKS = frozenset(LEVELS) | {
    "p", "div", "li", "ul", "ol", "tr", "table", "section", "article", "blockquote", "br", "hr",
    "dd", "dl", "figure", "figcaption", "pre", "details", "header", "footer", "main", "aside",
}  # fmt: skip
IN_CELLS = frozenset({"p", "div", "br"})
"""These do not end a line inside a table's row: a cell often wraps its word in one."""
UNSEEN = frozenset(
    {
        "script", "style", "template", "noscript", "iframe", "svg", "head", "title", "object",
        "select", "textarea", "button", "audio", "video", "canvas",
    }
)  # fmt: skip
HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden"
    r"|(?:font-size|opacity)\s*:\s*0*(?:\.0*)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)",
    re.I,
)
MOST_CHARACTERS = 200_000
"""Of visible text; nobody reads the rest either."""
MOST_TAGS = 20_000
LONG_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)[^<>]{4000,}>?")
NO_MARKUP = re.compile(
    r"<!--.*?(?:-->|$)|<(script|style)\b.*?(?:</\1[^<>]*>?|$)|<[^<>]*(?:>|$)", re.I | re.S
)
LONGEST_HEADING = 160
QUESTION = re.compile(r"(?:Q(?:uestion)?\s*[:.]\s*)(?P<marked>.+)|(?P<plain>.+\?)", re.I)
ANSWER = re.compile(r"A(?:nswer)?\s*:\s*", re.I)


@dataclass(frozen=True)
class Section:
    """What stands under one heading; the text's paragraphs, list items and table rows are lines."""

    heading: str
    text: str


@dataclass(frozen=True)
class Block:
    """A line, and how high above what follows it stands; TEXT for what stands under headings."""

    level: int
    text: str


def html_to_sections(html: str) -> tuple[Section, ...]:
    """The visible text under its headings, one below another joined by “›”.

    Text a shopper could not see is left out: it is where instructions to a model are hidden. Lines
    that are bold throughout, and the questions of a list of questions, are headings too.
    """
    blocks = list(_blocks(html))
    return tuple(_sections(_with_questions(blocks)))


def html_to_text(html: str) -> str:
    return "\n".join(
        line
        for section in html_to_sections(html)
        for line in (section.heading, section.text)
        if line
    )


def visible_text(text: str) -> str:
    """One line, without characters that show nothing."""
    return " ".join(INVISIBLE.sub("", text).split())


def _blocks(html: str) -> Iterator[Block]:
    if html.count("<") > MOST_TAGS:
        # The parser takes time that grows with the square of the nesting, as the standard has it.
        text = visible_text(unescape(NO_MARKUP.sub(" ", html)))[:MOST_CHARACTERS]
        if text:
            yield Block(TEXT, text)
        return
    body = LexborHTMLParser(LONG_TAG.sub(r"<\1>", html)).body
    if body is not None:
        yield from _Reader().read(body)


class _Reader:
    """Walks the tree once, without recursion: nesting may be as deep as it likes."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._line: list[str] = []
        self._level = TEXT
        self._bold = 0
        self._rows = 0
        self._plain = False
        """Whether some of the line is not bold."""
        self._size = 0

    def read(self, body: LexborNode) -> list[Block]:
        stack: list[tuple[LexborNode, bool]] = [(body, False)]
        while stack and self._size < MOST_CHARACTERS:
            node, leaving = stack.pop()
            tag = node.tag or ""
            if leaving:
                self._leave(tag)
            elif tag == "-text":
                self._take(node.text_content or "")
            elif not (tag.startswith(("-", "_", "!")) or tag in UNSEEN or _is_hidden(node)):
                self._enter(tag)
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(_children(node)))
        self._end_line()
        return self._blocks

    def _enter(self, tag: str) -> None:
        self._break(tag)
        if tag in LEVELS:
            self._level = LEVELS[tag]
        elif tag in ("td", "th") and self._line:
            self._line.append(" | ")
        elif tag in ("b", "strong"):
            self._bold += 1
        elif tag == "tr":
            self._rows += 1

    def _leave(self, tag: str) -> None:
        self._break(tag)
        if tag in LEVELS:
            self._level = TEXT
        elif tag in ("b", "strong"):
            self._bold -= 1
        elif tag == "tr":
            self._rows -= 1

    def _break(self, tag: str) -> None:
        in_one_line = (tag == "br" and self._level != TEXT) or (tag in IN_CELLS and self._rows)
        if in_one_line:
            self._line.append(" ")
        elif tag in BLOCKS:
            self._end_line()

    def _take(self, text: str) -> None:
        text = text[: MOST_CHARACTERS - self._size]
        self._size += len(text)
        self._line.append(text)
        if text.strip() and not self._bold:
            self._plain = True

    def _end_line(self) -> None:
        line = visible_text("".join(self._line))
        if line.strip(" |"):
            self._blocks.append(Block(self._level or self._implied_level(line), line))
        self._line, self._plain = [], False

    def _implied_level(self, line: str) -> int:
        stands_out = (
            not self._plain and " | " not in line and not line.endswith((".", "!", ",", ";"))
        )
        return BOLD_LEVEL if stands_out and len(line) <= LONGEST_HEADING else TEXT


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True))


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return bool(HIDDEN_STYLE.search(attributes.get("style") or ""))


def _with_questions(blocks: Sequence[Block]) -> list[Block]:
    """With each question over its answer, where there are several: so they stay together."""
    questions = [_is_question(blocks, place) for place in range(len(blocks))]
    if sum(questions) < 2:
        return list(blocks)
    return [
        Block(QUESTION_LEVEL, _unmarked(block.text)) if is_question else _answer(block)
        for block, is_question in zip(blocks, questions, strict=True)
    ]


def _is_question(blocks: Sequence[Block], place: int) -> bool:
    block = blocks[place]
    if block.level != TEXT or len(block.text) > LONGEST_HEADING:
        return False
    has_answer = place + 1 < len(blocks) and blocks[place + 1].level == TEXT
    return has_answer and QUESTION.fullmatch(block.text) is not None


def _unmarked(question: str) -> str:
    match = QUESTION.fullmatch(question)
    return (match["marked"] or match["plain"]) if match else question


def _answer(block: Block) -> Block:
    return Block(block.level, ANSWER.sub("", block.text, count=1)) if _is_marked(block) else block


def _is_marked(block: Block) -> bool:
    return block.level == TEXT and ANSWER.match(block.text) is not None


def _sections(blocks: Sequence[Block]) -> Iterator[Section]:
    above: list[Block] = []
    lines: list[str] = []
    for place, block in enumerate(blocks):
        if block.level == TEXT or not _heads_something(blocks, place):
            lines.append(block.text)
            continue
        if lines:
            yield Section(_path(above), "\n".join(lines))
        lines = []
        above = [*(each for each in above if each.level < block.level), block]
    if lines:
        yield Section(_path(above), "\n".join(lines))


def _heads_something(blocks: Sequence[Block], place: int) -> bool:
    """A heading with nothing under it is a line of text, such as “Made in Italy”."""
    if place + 1 == len(blocks):
        return False
    following = blocks[place + 1]
    return following.level == TEXT or following.level > blocks[place].level


def _path(above: Sequence[Block]) -> str:
    return " › ".join(block.text for block in above[-2:])
