"""What a clause is about – returns, shipping, a warranty – and what it promises. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

CLAUSE = re.compile(r"[,;:](?=\s)|\s(?:and|but|und|aber|et|mais|pero|ma)\s|\s[–—-]\s|\n")
APART = re.compile(
    r"; |,? (?:and|but|while|und|aber|während|et|mais|y|pero|e|ma) (?=(?:it|they|you|we|i|there"
    r"|sie|es|wir|vous|nous|ils|elles|il|elle|lo|los|las|non)\b)",
    re.I,
)
CONDITION_FIRST = re.compile(
    r"\A\W*(?:if|when|once|wenn|falls|sobald|si|quand|lorsque|cuando|se|quando)\b[^,:;]*(?=,)", re.I
)
"""Between statements that do not lean on what comes after them."""
ANCHOR = re.compile(
    r"\b(?:of|after|from|upon|following|since|once)(?: \w+)?"
    r" (?:delivery|delivered|arrival|receipt)\b"
    r"|\b(?:nach|ab|seit)(?: der| dem)? (?:lieferung|erhalt|zustellung)\b"
    r"|\b(?:après|suivant|dès|de)(?: la)? (?:livraison|réception)\b"
    r"|\b(?:desde|tras|después de|de)(?: la)? (?:entrega|recepción)\b"
    r"|\b(?:dalla|dopo la|di|della) (?:consegna|ricezione)\b"
    r"|\b(?:off|from) (?:the|your) refund\b|\bvom erstattungsbetrag\b"
    r"|\b(?:skip|pause)\w* (?:an?|the|your|one|any)(?: next)? (?:delivery|shipment|parcel)\b",
    re.I,
)
"""From when a period counts: “30 days of delivery” says nothing about delivery."""
TOPICS = {
    topic: re.compile(pattern, re.I)
    for topic, pattern in {
        "return": r"\breturn|\b(?:send|bring|give)\w*(?: \w+)? back|rückgabe|rücksend"
        r"|rückversand"
        r"|zurück(?:geb|schick|send|zu)|\bretour|\brenv(?:oy|oi)|devoluci|devolver|devuelv"
        r"|\bres[oi]\b|restitu",
        "refund": r"refund|reimburs|erstatt|rembours|reembols|rimbors",
        "exchange": r"exchang|\bswap|umtausch|échang|\bcambios?\b|\bcambiar|\bcambi\b",
        "shipping": r"\bship|deliver|dispatch|\barriv|postage|liefer(?!bar)|versand|versend"
        r"|\bexpress\b"
        r"|\b(?:orders?|parcels?|packages?|nothing|everything|the rest) leaves?\b"
        r"|zustell|livr(?!e\b|es\b)|expédi|\benv[ií]|entrega|\bspedi|consegn",
        "warranty": r"warrant|guarant|garant|garanz|gewährleist",
        "contact": r"\banswer|\brepl(?:y|ies)|\brespon[ds]|antwort|\brépon|contest|\brispo",
        "repair": r"\brepair|\bmend(?:s|ed|ing)?\b|reparier|reparatur|réparation|reparaci|riparaz",
        "cancel": r"\bcancel|stornier|\bannul",
        "discount": r"discount|(?:%|cent|\d) off\b(?! the refund)|\bsave\b|coupon|voucher|promo"
        r"|\bcodes?\b|código|\bcodic[ei]\b|rabatt"
        r"|gutschein|\bspar(?:en|st)\b|remise|réduction|descuento|rebaja|\bscont|ahorr|risparmi",
    }.items()
}
PACE = re.compile(
    r"\b(?:(?P<slow>standard\w*|regular|normal\w*|economy|estándar|ordinari[oa])"
    r"|(?:express\w*|expédi\w* rapide|priority|expedited|expres|eilversand|urgente?))\b",
    re.I,
)


def clauses(text: str) -> list[tuple[int, int, frozenset[str]]]:
    """(begin, end, topics) of each clause; one without a topic has that of the one before it, or
    else all of the text's."""
    ends = [match.start() for match in CLAUSE.finditer(text)]
    spans = list(zip([0, *ends], [*ends, len(text)], strict=True))
    own = [topics(text[begin:end]) for begin, end in spans]
    first, turn = CONDITION_FIRST.match(text), APART.search(text)
    apart = first.end() if first else turn.start() if turn else len(text)
    found = []
    latest = frozenset[str]().union(
        *(each for (begin, _), each in zip(spans, own, strict=True) if begin < apart)
    )
    for (begin, end), each in zip(spans, own, strict=True):
        latest = each or latest
        found.append((begin, end, latest))
    return found


@lru_cache(maxsize=8192)  # asked of a sentence, and again of its only clause
def topics(text: str) -> frozenset[str]:
    text = ANCHOR.sub(" ", text)
    found = frozenset(topic for topic, pattern in TOPICS.items() if pattern.search(text))
    # “Return postage” is about returns: what shipping costs says nothing of it.
    return found - {"shipping"} if "return" in found else found


def pace_at(text: str, position: int) -> str:
    """Of which of a store's ways of delivery the words at a position are: the way named last before
    them, or else the first one named; empty where none is."""
    named = list(PACE.finditer(text))
    before = [match for match in named if match.start() < position]
    match = before[-1] if before else named[0] if named else None
    return "" if match is None else "slow" if match["slow"] else "fast"
