"""What a text says is in stock, and what is sold out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

SOLD_OUT = re.compile(
    r"\b(?:sold out|out of stock|unavailable|(?:not|no longer|isn't|aren't)(?: currently)?"
    r" (?:in stock|available)|ausverkauft|vergriffen"
    r"|nicht(?: mehr)? (?:auf lager|lieferbar|verfügbar|vorrätig)"
    r"|épuisée?s?|(?:en )?rupture(?: de stock)?|(?:pas|plus) (?:en stock|disponibles?)"
    r"|agotad[oa]s?|sin existencias|no (?:está |están )?(?:disponibles?|en stock)"
    r"|esaurit[oaie]|non (?:è |sono )?(?:più )?disponibil[ei])\b",
    re.I,
)
IN_STOCK = re.compile(r"\b(?:in stock|on hand|auf lager|vorrätig|lieferbar|en stock)\b", re.I)
AVAILABLE = re.compile(
    r"\b(?:available|ready to (?:ship|order)|verfügbar|disponibles?|disponibil[ei])\b", re.I
)
"""Of a product it means stock; of a team or an offer it does not."""
THERE = re.compile(
    r"\b(?:on (?:the|our) shel(?:f|ves)|(?:ready|waiting) for you|in our shop|(?:can"
    r"|may) (?:still )?be"
    r" ordered|(?:can|may)(?: still| also)? pick (?:it |one |them )?up|(?:a few|some|several"
    r"|a handful"
    r"|plenty|lots|dozens)(?: of [\w ]{1,40})?(?: are)? left|(?:haben wir|ist|sind) noch da"
    r"|wir [\w ]{0,40}noch da|noch da\b|il (?:nous )?(?:en )?reste|nous avons encore"
    r"|(?:nos|todavía|aún) queda[n]?|todavía tenemos|aún tenemos|abbiamo ancora|ne restano)\b",
    re.I,
)
GONE = re.compile(
    r"\b(?:(?:is|are|has|have)(?: all)? gone|none (?:is |are )?left|no more left|nothing left"
    r"|ist weg|il n['’]en reste plus|no quedan?|non (?:ce n['’]è|ne abbiamo) più)\b",
    re.I,
)
PLENTY = re.compile(
    r"\b(?:plenty|lots|loads|dozens|hundreds|heaps|tons|a handful|a good number|reichlich"
    r"|jede menge"
    r"|plein|beaucoup|muchos|molt[ie])(?: of)?\b",
    re.I,
)
"""More than the few of which a source gives the number."""
WE_HAVE = re.compile(
    r"\b[Ww]e(?:['’]ve got|(?: \w+)? (?:have|stock|carry))\b"
    r"(?=[^.;]{1,60}\bin (?:size )?(?:XXS|XS|S|M|L|XL|XXL|\d|(?-i:[A-Z])\w+)\b)"
    r"|\b[Ww]e(?:['’]ve got| have) (?:plenty|lots)\b"
    r"|\b[Yy]ou can still (?:grab|order|buy|get (?:it|them|one|the|our))\b"
)


def read_stock(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    sold_out = [match.span() for match in SOLD_OUT.finditer(text)]
    for span in sold_out:
        yield *span, ("stock", "out")
    for match in IN_STOCK.finditer(text):
        if not any(begin <= match.start() < end for begin, end in sold_out):
            yield *match.span(), ("stock", "in")


def read_availability(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """What is stock only when it is said of a product: “available”, “we have it in M”."""
    for match in THERE.finditer(text):
        yield *match.span(), ("stock", "in")
    for match in GONE.finditer(text):
        yield *match.span(), ("stock", "out")
    for match in PLENTY.finditer(text):
        yield *match.span(), ("plenty",)
    for match in WE_HAVE.finditer(text):
        yield *match.span(), ("stock", "in")
    for match in AVAILABLE.finditer(SOLD_OUT.sub(lambda out: "\0" * len(out.group()), text)):
        yield *match.span(), ("stock", "in")
