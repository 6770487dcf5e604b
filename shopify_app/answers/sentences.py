"""Cut a stream of text into sentences without losing or changing a character. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

ENDING = re.compile(
    r"""
    \n+\s*                                     # a line's end
    | [.!?…]+ ["'”’)\]*_]* \s+                 # a full stop and the space behind it
    | [。！？]+ [”’」』）]*                      # full stops that need no space
    """,
    re.VERBOSE,
)
LAST_WORD = re.compile(r"(\S+)\Z")
# fmt: off
ABBREVIATIONS = frozenset((
    "approx.", "art.", "bzw.", "ca.", "dept.", "dr.", "e.g.", "eg.", "est.", "etc.", "excl.",
    "fig.", "i.e.", "ie.", "inc.", "incl.", "jr.", "ltd.", "max.", "min.", "mr.", "mrs.", "ms.",
    "no.", "nr.", "oz.", "pcs.", "prof.", "sr.", "st.", "tel.", "vol.", "vs.", "z.b.",
))
# fmt: on
NUMBERED = re.compile(r"(?:\A|\n)\s*\(?\d{1,2}\.\Z")
INITIAL = re.compile(r"(?:\A|[\s(])[A-Z]\.\Z|\.[A-Za-z]\.\Z")


class SentenceStream:
    """Takes text in pieces and gives back whole sentences, each with the space behind it.

    What was given back, and `rest()`, joined together are what was taken.
    """

    def __init__(self) -> None:
        self._held = ""

    @property
    def holds_words(self) -> bool:
        return bool(self._held.strip())

    def feed(self, text: str) -> list[str]:
        """The sentences that are complete now."""
        *complete, self._held = split(self._held + text)
        # A space may still follow: only what stands before something else is surely whole.
        return complete

    def rest(self) -> str:
        """What is held back, given up."""
        held, self._held = self._held, ""
        return held


def sentences(text: str) -> list[str]:
    """All sentences of a whole text."""
    return [sentence for sentence in split(text) if sentence]


def split(text: str) -> list[str]:
    """Sentences and, last, what does not end like one (it may be empty)."""
    cuts = [0, *cut_points(text), len(text)]
    return [text[begin:end] for begin, end in pairwise(cuts)]


def cut_points(text: str) -> Iterator[int]:
    begin = 0
    for ending in ENDING.finditer(text):
        if ends_sentence(text[begin : ending.end()].rstrip(), ending.group()):
            begin = ending.end()
            yield begin


def ends_sentence(sentence: str, ending: str) -> bool:
    """Whether the full stop at the end of `sentence` is one."""
    if not sentence or "\n" in ending or not ending.startswith("."):
        return bool(sentence)
    last_word = LAST_WORD.search(sentence)
    return not (
        (last_word and last_word[1].lower().lstrip("(\"'“‘") in ABBREVIATIONS)
        or NUMBERED.search(sentence)
        or INITIAL.search(sentence)
    )
