"""Which variants of a product a text names, however it words them. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import product

Option = frozenset[str]
"""The parts of one variant: “250 g / Whole bean” has two."""
LISTED = re.compile(r"([^,(]+)(?:\(([^)]*)\))?")
AS_COUNTED = re.compile(r"\(\d+ left\)|\(only \d+[^)]*\)")


def options_in(text: str) -> list[Option]:
    """“Navy / S, Navy / M” and “Navy (S, M)” are the same two options."""
    found = []
    for each in LISTED.finditer(AS_COUNTED.sub("", text).strip().rstrip(".")):
        first = re.sub(r" and \d+ more\Z", "", each[1].strip())
        for rest in (each[2] or "").split(","):
            parts = (*split_option(first), *split_option(rest))
            found.append(frozenset(part.strip() for part in parts if part.strip()))
    return [option for option in found if option]


def split_option(written: str) -> list[str]:
    """“Navy / S” is two parts; “3/4” is one."""
    return re.split(r" / |(?<=[^\W\d])/(?=[^\W\d])", written)


def without_titles(text: str, titles: Collection[str]) -> str:
    """The text with whole titles left blank: “Espresso” in a name is no grind."""
    for title in titles:
        text = re.sub(re.escape(title), lambda found: "\0" * len(found.group()), text, flags=re.I)
    return text


@lru_cache(maxsize=2048)
def pattern_of(part: str) -> re.Pattern[str]:
    """Short ones (“S”, “M”) with the very letters, longer ones in any; “250 g” is “250-g” too, and
    “whole bean” is “whole-bean” and “whole beans”."""
    words = re.findall(r"[^\s-]+", part)
    written = r"[\s-]?".join(map(re.escape, words))
    flags = re.I if len(part) > 3 or any(sign.isdigit() for sign in part) else re.NOFLAG
    plural = "s?" if part[-1:].isalpha() and len(part) > 3 else ""
    return re.compile(rf"(?<![\w'’/])(?:{written}){plural}(?![\w'’/])", flags)


def parts_named(text: str, known: Collection[str]) -> frozenset[str]:
    """Of the known parts, those that the text names; “espresso roast” only as a whole."""
    found = set()
    for part in sorted(known, key=len, reverse=True):
        match = pattern_of(part).search(text)
        if match:
            found.add(part)
            text = pattern_of(part).sub(" ", text)
    return frozenset(found)


def combinations_named(named: Collection[str], options: Sequence[Option]) -> Iterator[Option]:
    """The variants that the parts together mean: of “Filter”, “250 g” and “1 kg”, two.

    Parts that no variant has together are of one kind, such as two sizes.
    """
    kinds: list[list[str]] = []
    for part in sorted(named):
        for kind in kinds:
            if not any({part, other} <= option for other in kind for option in options):
                kind.append(part)
                break
        else:
            kinds.append([part])
    for chosen in product(*kinds):
        yield frozenset(chosen)
