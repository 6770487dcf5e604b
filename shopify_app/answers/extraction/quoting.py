"""The sentences of a store's texts that could stand in an answer. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from shopify_app.answers.extraction.candidates import FIGURE, Candidate, in_context, stem, stems
from shopify_app.answers.places import is_of_others, places_in
from shopify_app.answers.sentences import sentences
from shopify_app.knowledge.retrieval import Passage

LONGEST_SENTENCE = 400
LONGEST_LEAD = 200
"""Of what stands before a sentence in its paragraph, and is said with it."""
FEWEST_WORDS = 4
SHORT_PARAGRAPH = 110
"""Is said as a whole: “Bedding: 45 nights. Duvets may be slept under; pillows may not.”"""
IN_KIND = (
    (
        re.compile(r"\bmaterials?\b|\bfabrics?\b|\bmade (?:of|from|out of)\b|\bcompos\w+", re.I),
        re.compile(
            r"\d ?% ?(?=[^\W\d_])|\b(?:wool|cotton|linen|leather|suede|silk|felt|cashmere|merino"
            r"|lambswool|alpaca|mohair|polyester|nylon|viscose|rubber|canvas|denim|steel|silver"
            r"|gold|brass|wood|stoneware|beeswax)\b",
            re.I,
        ),
    ),
    (
        re.compile(
            r"\bhow (?:long|wide|tall|big|large|deep|high) (?:is|are)\b|\bdimensions?\b"
            r"|\bmeasure\w*\b|\bwhat size is\b|\bhow much does (?:it|this|that) hold\b",
            re.I,
        ),
        re.compile(r"\d ?(?:cm|mm|m|inch\w*|in|ft|ml|l|lit(?:er|re)s?)\b|\d ?[\"”″]", re.I),
    ),
    (
        re.compile(r"\bhow (?:heavy|much does .{0,30}weigh)\b|\bweight?\b|\bweighs\b", re.I),
        re.compile(r"\d ?(?:g|kg|oz|lbs?|grams?)\b", re.I),
    ),
)
"""Questions that a sentence answers without having a word of them."""
NAMED_ALIKE = re.compile(r"\s[-–—|]\s|[,(/]")
"""What follows tells one product from its likes: “Enamel Mug, 350 ml”."""
CELL = " | "
TAGS_OR_SKUS = re.compile(r"^(?:Tags|SKU): |^Collection of products: ")
OPTION_LINE = re.compile(r"^([^.:\s]{1,30}(?: [^.:\s]{1,30}){0,2}): \S")


def products(passages: Sequence[Passage]) -> list[Candidate]:
    """The products themselves: “do you have sandals?” is answered by there being one."""
    found = {each.source_id: each for each in reversed(passages) if each.facts}
    return [Candidate("", passage, 0) for passage in found.values()]


def quotable(question: str, passages: Sequence[Passage]) -> list[Candidate]:
    """The sentences that could stand in an answer.

    Left out are titles said again, lists of tags, and what several documents say word for word:
    it says nothing about any of them.
    """
    places = places_in(question)
    said_by_all = {text for text in shared(passages) if not answers(question, text)}
    return [
        candidate
        for passage in passages
        for candidate in sentences_of(passage, said_by_all)
        if may_be_quoted(candidate.text, passage, question)
        and candidate.text not in said_by_all
        and not is_of_others(in_context(candidate), places)
    ]


def shared(passages: Sequence[Passage]) -> set[str]:
    """The sentences, of some length, that several documents have."""
    told = {
        (text, sort_of(passage))
        for passage in passages
        for line, is_row in lines_of(passage.text)
        for text in ([line] if is_row else paragraph(line))
        if not is_short(text)
    }
    return {text for text, times in Counter(text for text, _ in told).items() if times > 1}


def answers(question: str, text: str) -> bool:
    """Whether it says what is asked, though it may not have a word of the question."""
    return any(asks.search(question) and says.search(text) for asks, says in IN_KIND)


def sort_of(passage: Passage) -> str:
    """A document; products that go by one name are one."""
    if passage.kind != "product":
        return passage.source_id
    return NAMED_ALIKE.split(passage.title)[0].casefold()


def is_short(text: str) -> bool:
    return len(text.split()) < FEWEST_WORDS


def sentences_of(passage: Passage, said_by_all: set[str]) -> Iterator[Candidate]:
    """With what leads to each: the sentences before it in its line, or, of an item of a list, the
    line above the list that ends with a colon. A short paragraph is one, and so is a table's row.
    """
    position, introduction = 0, ""
    for line, is_row in lines_of(passage.text):
        in_line = [line] if is_row else paragraph(line)
        is_one = len(line) <= SHORT_PARAGRAPH and not line.endswith(":")
        if is_one and said_by_all.isdisjoint(in_line):
            in_line = [line]
        lead = introduction if len(in_line) == 1 else ""
        for text in in_line:
            lead = lead if len(lead) <= LONGEST_LEAD else ""
            yield Candidate(text, passage, position, lead, is_row)
            lead = f"{lead} {text}".strip()
            position += 1
        if in_line and (in_line[-1].endswith(":") or len(in_line) > 1):
            introduction = in_line[-1] if in_line[-1].endswith(":") else ""


def paragraph(line: str) -> list[str]:
    return [text.strip() for text in sentences(line)]


def lines_of(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is a table's row; that is told with the heads of its columns."""
    heads: list[str] = []
    for line in text.splitlines():
        cells = line.split(CELL)
        if len(cells) == 1:
            heads = []
            yield line, False
        elif not heads and not FIGURE.search(line):
            heads = cells
        elif len(heads) == len(cells):
            yield told_row(heads, cells), True
        else:
            yield line, True


def told_row(heads: Sequence[str], cells: Sequence[str]) -> str:
    """`Size | Chest` over `L | 101 to 109 cm` is “L: chest 101 to 109 cm”."""
    joint = "; " if any("," in cell for cell in cells[1:]) else ", "
    named = (
        f"{head if head[1:2].isupper() else head[:1].lower() + head[1:]} {cell}".strip()
        for head, cell in zip(heads[1:], cells[1:], strict=True)
        if cell.strip()
    )
    return f"{cells[0]}: {joint.join(named)}"


def may_be_quoted(text: str, passage: Passage, question: str) -> bool:
    if is_short(text) and not stems(text) & stems(question):
        return False
    names = {passage.title.casefold(), passage.heading.casefold(), ""}
    option = OPTION_LINE.match(text)
    return (
        text.casefold().rstrip(".:!?") not in names
        and len(text) <= LONGEST_SENTENCE
        and not text.endswith(":")
        and not TAGS_OR_SKUS.match(text)
        and " · " not in text
        and not (passage.kind == "product" and option and stem(option[1]) not in stems(question))
    )
