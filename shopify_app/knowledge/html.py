"""A merchant's HTML to headed sections of plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = HEADINGS | {
    "p", "div", "li", "ul", "ol", "tr", "table", "section", "article", "blockquote", "br", "hr",
    "dt", "dd", "figure", "pre", "summary", "details", "header", "footer",
}  # fmt: skip
UNSEEN = frozenset(
    {"script", "style", "template", "noscript", "iframe", "svg", "head", "title", "object"}
)
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0", re.I)
INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
MOST_CHARACTERS = 200_000


@dataclass(frozen=True)
class Section:
    """What stands under one heading; the text's paragraphs are lines."""

    heading: str
    text: str


def html_to_sections(html: str) -> tuple[Section, ...]:
    """The visible text under its headings. Text a shopper could not see is left out: it is where
    instructions to a model are hidden."""
    parser = LexborHTMLParser(html or "")
    reader = Reader()
    if parser.body is not None:
        reader.read(parser.body)
    return reader.sections()


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


class Reader:
    """Walks the tree once, without recursion: nesting may be as deep as it likes."""

    def __init__(self) -> None:
        self._sections: list[tuple[str, list[str]]] = [("", [])]
        self._line: list[str] = []
        self._heading: list[str] | None = None
        self._size = 0

    def read(self, body: LexborNode) -> None:
        stack: list[tuple[LexborNode, bool]] = [(body, False)]
        while stack and self._size < MOST_CHARACTERS:
            node, leaving = stack.pop()
            tag = node.tag or ""
            if leaving:
                self._leave(tag)
                continue
            if tag == "-text":
                self._take(node.text_content or "")
                continue
            if tag.startswith(("-", "_", "!")) or tag in UNSEEN or _is_hidden(node):
                continue
            self._enter(tag)
            stack.append((node, True))
            children = list(node.iter(include_text=True))
            stack.extend((child, False) for child in reversed(children))
        self._end_line()

    def sections(self) -> tuple[Section, ...]:
        return tuple(
            Section(heading, "\n".join(lines)) for heading, lines in self._sections if lines
        )

    def _enter(self, tag: str) -> None:
        if tag in ("td", "th") and self._line:
            self._line.append(" | ")
        if tag in BLOCKS:
            self._end_line()
        if tag in HEADINGS:
            self._heading = []

    def _leave(self, tag: str) -> None:
        if tag in HEADINGS and self._heading is not None:
            self._sections.append((visible_text("".join(self._heading)), []))
            self._heading = None
        elif tag in BLOCKS:
            self._end_line()

    def _take(self, text: str) -> None:
        self._size += len(text)
        (self._line if self._heading is None else self._heading).append(text)

    def _end_line(self) -> None:
        line = visible_text("".join(self._line))
        self._line = []
        if line.strip(" |"):
            self._sections[-1][1].append(line)


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return bool(HIDDEN_STYLE.search(attributes.get("style") or ""))
