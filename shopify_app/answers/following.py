"""What a question leans on that was asked before it: “and in blue?”. Pure.

The subject of the conversation is kept, and what a follow-up asks of it replaces what was asked of
it before: after “a black wool coat under $200”, “and in grey?” is about a grey one under $200.
Who looks at a product's page means that product by “this”, and until they name another thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from shopify_app.answers.places import is_place, places_in, without_places
from shopify_app.knowledge.wishes import (
    NONE,
    PRICES,
    SIZE,
    colours_in,
    people,
    read_wishes,
    without_wishes,
)
from shopify_app.knowledge.words import TERM, plain, query_terms

FEW_TERMS = 3
"""A question with no more words of its own than this may lean on the one before it."""
MOST_BEFORE = 6
LEANING = re.compile(
    r"\b(?:it|its|that|this|these|those|they|them|one|ones|same|other|another|both|either|else|"
    r"instead|(?<!\bis )(?<!\bare )there|he|she)\b"
    r"|^(?:and|or|but|also|what about|how about|why|ok|okay|yes|no)\b"
    r"|^\W*who pays\W*$"
    r"|^\W*how (?:long|much|many|often|soon)(?: do| does| is| are| will| would| can| have| i| you"
    r"| we)*\W*$",
    re.I,
)
POINTING = re.compile(
    r"^\W*(?:and|or|but|also|ok|okay|what about|how about|only|just)\b|\b(?:please|the same|same"
    r"|instead|then|them|those|these|it|ones?|any|anything|something|only|too|as well)\b",
    re.I,
)
IN_SOME = re.compile(r"^\W*in (?:the )?(?P<some>[a-z]{3,20})\W*$", re.I)
OWN_WORDS = frozenset("stock available size price cost costs cheaper budget colour color".split())
THIS = re.compile(
    r"\bth(?:is|ese)\b(?! (?:orders?|parcels?|packages?|shop|store|web ?site|site|chat|polic\w+"
    r"|code|card|address|week|weekend|month|year|time|morning|afternoon|evening)\b)",
    re.I,
)
DEMONSTRATIVE = re.compile(r"\bth(?:is|ese)\b", re.I)
FEATURES = frozenset(
    "sizes colours colors material materials fabric made wash washed washing washable clean care"
    " machine dry dryer iron fit fits true run runs small large weigh weighs weight heavy long"
    " length short wide width tall height deep big measure measurements dimensions warm waterproof"
    " water stretch soft lined lining pockets pocket come comes sale reduced left still sold"
    " return back exchange".split()
)
"""What is asked of a thing without naming it, where it is seen."""


def resolved(question: str, before: Sequence[str], *, page: str = "") -> str:
    """What to search for: the question, with what it leans on of the shopper's earlier ones.

    `page` is the title of the product they look at; it stands first when that is what is meant.
    """
    subject = page
    for asked in before[-MOST_BEFORE:]:
        if page and is_of_page(asked, subject, page):
            subject = page
        elif asks_more_of(asked) and subject:
            subject = replaced(subject, asked)
        elif not subject or not leans(asked):
            subject = asked
    if page and is_of_page(question, subject, page):
        return f"{page}\n{question}"
    if page and subject == page:
        return question
    if subject and asks_more_of(question):
        return replaced(subject, question)
    return f"{subject}\n{question}" if subject and leans(question) else question


def is_of_page(question: str, subject: str, page: str) -> bool:
    """Whether it means the product on the page: by “this”, or, as long as nothing else was spoken
    of, by pointing at it or by naming nothing but what a thing has."""
    if THIS.search(question):
        return True
    if DEMONSTRATIVE.search(question):
        return False
    own = set(own_words(question))
    return subject == page and (leans(question) or (bool(own) and own <= FEATURES))


def leans(question: str) -> bool:
    """“And in blue?” and “how long does it take?” do; “what is your return policy?” does not."""
    few = len(query_terms(question)) <= FEW_TERMS
    return asks_more_of(question) or (few and bool(LEANING.search(question)))


def asks_more_of(question: str) -> bool:
    """Whether it names nothing but a colour, a price, a size, a country, or for whom."""
    pointed = POINTING.sub(" ", question)
    if IN_SOME.match(pointed) and not places_in(pointed):
        return True
    more = read_wishes(question) != NONE or bool(places_in(question))
    return more and not set(own_words(pointed))


def own_words(question: str) -> list[str]:
    rest = SIZE.sub(" ", without_wishes(question))
    for pattern in PRICES:
        rest = pattern.sub(" ", rest)
    return [
        term
        for term in query_terms(rest)
        if term not in OWN_WORDS
        and not colours_in(term)
        and not people(term)
        and not is_place(term)
    ]


def replaced(subject: str, question: str) -> str:
    """The subject with the question's wishes in place of its own of the same sort."""
    wishes = read_wishes(question)
    if wishes.compares_prices:
        for pattern in PRICES:
            subject = pattern.sub(" ", subject)
    if wishes.size:
        subject = SIZE.sub(" ", subject)
    if places_in(question):
        subject = without_places(subject)
    told = POINTING.sub(" ", question)
    drop_colours = bool(wishes.colours or IN_SOME.match(told))
    subject = TERM.sub(
        lambda found: (
            ""
            if (drop_colours and colours_in(found.group()))
            or (wishes.whom and people(plain(found.group())))
            else found.group()
        ),
        subject,
    )
    return " ".join(f"{subject.rstrip('?!. ')} {told}".split())
