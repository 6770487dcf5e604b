"""What kind of thing a question asks for, as far as the shop has that kind. Pure.

“A brown leather belt for men” asks for a belt, and a brown shoe or a leather bag is none, however
many of the words it has. What comes last before “for”, “with” and the like is the kind, if a
product is called so: by its title or its type.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from shopify_app.knowledge.wishes import ALL_COLOURS, SIZE_WORDS, WHOM
from shopify_app.knowledge.words import STOP_WORDS, plain, query_terms, same_stems, stem
from shopify_app.shopify.payloads import Product

DESCRIBED_BY = re.compile(
    r"(?<=\S)\s(?:for|with|in|of|from|by|under|over|below|above|between|around|up to|less than"
    r"|more than|at (?:least|most)|that|which|who|without|not|but|except|other than|made|costs?"
    r"|to|my)\s.*",
    re.I | re.S,
)
NO_KIND = frozenset(
    "one ones size sizes stock available price prices thing things stuff piece item items product"
    " products colour color set pair pack sale new style".split()
)
ANYTHING = frozenset(
    "present presents gift gifts something anything everything idea ideas birthday christmas"
    " products product items item things thing stuff available cheap nice good mum mom mother dad"
    " father wife husband girlfriend boyfriend friend sister brother".split()
)
PRESENTS = frozenset("present presents gift gifts".split())
"""What comes last says what for, and not which kind; a gift card is one all the same."""
ADDED = re.compile(r"\s[-–—|]\s|[,(/]")
BESIDES = re.compile(r"(?<=\w) (?:in|with|for|of|by) .*")
JOINED = re.compile(r"\b([\w’'-]+)(?:,| or| and) (?:an? )?([\w’'-]+)", re.I)


def asked_kind(question: str, called: Collection[frozenset[str]]) -> frozenset[str]:
    """Stems of the kind's names, those that mean the same among them; empty when there is none.

    `called` has, of each product that was found, the stems of its title and type.
    """
    words = [word for word in plain(DESCRIBED_BY.sub(" ", f" {question} ")).split() if names(word)]
    if words and words[-1] in PRESENTS:
        return frozenset()
    for word in reversed(words):
        if is_called(word, called):
            joined = [
                other
                for pair in JOINED.findall(question)
                for one, other in (pair, pair[::-1])
                if stem(plain(one)) == stem(word) and names(other) and is_called(other, called)
            ]
            return same_stems(word).union(*map(same_stems, joined))
    return frozenset()


def is_anything(question: str) -> bool:
    """Whether it asks for no kind of thing at all: “a present under $20”."""
    return set(query_terms(question)) <= ANYTHING


def names(word: str) -> bool:
    """Whether the word can be what a thing is, rather than how."""
    return not (
        word in STOP_WORDS
        or word in NO_KIND
        or word in ALL_COLOURS
        or word in SIZE_WORDS
        or word in WHOM
        or any(map(str.isdigit, word))
        or len(word) < 3
    )


def is_called(word: str, called: Iterable[frozenset[str]]) -> bool:
    stems = same_stems(plain(word))
    return any(stems & each for each in called)


def called_by(product: Product) -> frozenset[str]:
    """Stems of what a product is called: its type, and what its title ends with.

    “Linen Tote Skirt in Navy” is a skirt, “Suede Loafers - Black/Blue” are loafers.
    """
    called = plain(ADDED.split(product.title)[0])
    last = [last_name(part) for part in BESIDES.sub("", called).split(" and ")]
    return frozenset(map(stem, filter(None, (*last, *plain(product.product_type).split()))))


def last_name(words: str) -> str:
    """The last word that is no colour."""
    return next((word for word in reversed(words.split()) if word not in ALL_COLOURS), "")


def tagged(product: Product) -> frozenset[str]:
    """Stems of its tags, which say what it is or anything else."""
    return frozenset(stem(word) for tag in product.tags for word in plain(tag).split()[-1:])
