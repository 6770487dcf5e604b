"""What a mistyped word was meant to be, among the words a shop has. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

SHORTEST, LONGEST = 4, 24
EDGE = 3
"""Letters of a word's head and tail. One slip leaves one of them as it was."""
SOUNDS = (
    (re.compile("sch|sh"), "s"),
    (re.compile("ph"), "f"),
    (re.compile("[ckq]+(?=[eiy])"), "s"),
    (re.compile("ck|c|q"), "k"),
    (re.compile("z"), "s"),
    (re.compile("(?<=.)[aeiouyhw]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


@dataclass(frozen=True)
class Spelling:
    """A word with what it is looked up by."""

    word: str
    skeleton: str
    head: str
    tail: str


def spelling(word: str) -> Spelling:
    return Spelling(word, skeleton(word), word[:EDGE], word[-EDGE:])


def can_be_mended(word: str) -> bool:
    """A code or a short word is like too many others."""
    return SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()


def skeleton(word: str) -> str:
    """What is left of a word's sound without its vowels: `lthr` of “leather” and of “lether”."""
    for pattern, sound in SOUNDS:
        word = pattern.sub(sound, word)
    return word


def best_spellings(word: str, known: Iterable[str]) -> list[str]:
    """The known words that it may have been meant for: all equally near, none when none is near."""
    sound = skeleton(word)
    ranked: dict[tuple[float, bool], list[str]] = {}
    for other in known:
        alike = skeleton(other) == sound
        allowed = 1 + (len(word) > 5 or alike) + (len(word) > 7 and alike)
        if abs(len(other) - len(word)) > allowed:
            continue
        steps = distance(word, other)
        if 0 < steps <= allowed and (steps == 1 or alike or word[0] == other[0]):
            ranked.setdefault((steps - alike / 2, not alike), []).append(other)
    return sorted(ranked[min(ranked)]) if ranked else []


def distance(one: str, other: str) -> int:
    """How many letters are changed, added, left out, or changed with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, target in enumerate(other, start=1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != target))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == target:
                steps = min(steps, earlier[j - 2] + 1)
            row.append(steps)
    return row[-1]
