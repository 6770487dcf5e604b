"""What a clause is about – returns, shipping, a warranty – and what it promises. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

CLAUSE = re.compile(r"[,;:](?=\s)|\s(?:and|but|und|aber|et|mais|pero|ma)\s|\s[–—-]\s|\n")
ANCHOR = re.compile(
    r"\b(?:of|after|from|upon|following|since|once)(?: \w+)?"
    r" (?:delivery|delivered|arrival|receipt)\b"
    r"|\b(?:nach|ab|seit)(?: der| dem)? (?:lieferung|erhalt|zustellung)\b"
    r"|\b(?:après|suivant|dès|de)(?: la)? (?:livraison|réception)\b"
    r"|\b(?:desde|tras|después de|de)(?: la)? (?:entrega|recepción)\b"
    r"|\b(?:dalla|dopo la|di|della) (?:consegna|ricezione)\b",
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
        r"|zustell|livr(?!e\b|es\b)|expédi|\benv[ií]|entrega|\bspedi|consegn",
        "warranty": r"warrant|guarant|garant|garanz|gewährleist",
        "contact": r"\banswer|\brepl(?:y|ies)|\brespon[ds]|antwort|\brépon|contest|\brispo",
        "cancel": r"\bcancel|stornier|\bannul",
        "discount": r"discount|(?:%|\bcent|\d) off\b|\bsave\b|coupon|voucher|promo|rabatt"
        r"|gutschein|\bspar(?:en|st)\b|remise|réduction|descuento|rebaja|\bscont|ahorr|risparmi",
    }.items()
}
PACE = re.compile(
    r"\b(?:(?P<slow>standard\w*|regular|normal\w*|economy|estándar|ordinari[oa])"
    r"|(?:express\w*|expédi\w* rapide|priority|expedited|expres|eilversand|urgente?))\b",
    re.I,
)
NEGATION = re.compile(
    r"\b(?:not|no|never|cannot|kein\w*|nicht|nie|pas|aucun\w*|jamais|ni|nunca|non|mai|nessun\w*"
    r"|without|ohne|sans|sin|senza)\b|n['’]t\b",
    re.I,
)
CONDITION = re.compile(
    r"\b(?:above|over|from|minimum|exceed\w*|more than|(?:or|and) (?:more|up|over)"
    r"|at least|oder mehr|mindestens"
    r"|ou plus|au moins|o más|al menos|o più|almeno|ab|über|dès|à partir|plus de|desde"
    r"|a partir|más de|superior\w*|oltre|sopra|superior[ei])\b",
    re.I,
)
FREE = re.compile(
    r"(?<!feel )(?<!-)\bfree\b(?!-| (?:from|time|range|of (?!charge)|to (?!return|exchange|send)))"
    r"|\b(?:no(?: \w+)? (?:charge|cost)|complimentary|on the house"
    r"|(?:is|are|comes?|goes) on us|(?:our|the store['’]s) (?:treat|expense)"
    r"|costs? (?:you )?nothing"
    r"|(?:won['’]t|does(?:n['’]t| not)|will not|not) (?:cost|pay)(?: you)?"
    r" (?:a (?:cent|penny|dime|thing)|anything)"
    r"|(?:we|we['’]ll|we will) (?:cover|pay(?: for)?|bear|absorb)"
    r" (?:the |all |your )?(?:return )?(?:shipping|postage|delivery|costs?|fees?))\b"
    r"|\b(?:won['’]t|will not|never) be charged for\b"
    r"|\b(?:geht|gehen) auf (?:uns|unsere kosten)\b|\bübernehmen wir\b|\bwir übernehmen\b"
    r"|\bà nos frais\b|\bcorre por nuestra cuenta\b|\ba nostre spese\b"
    r"|\bkostet nichts\b|\bne coûte rien\b|\bno cuesta nada\b|\bnon costa nulla\b"
    r"|\b(?:kostenlos\w*|kostenfrei\w*|gratis|umsonst|portofrei|versandkostenfrei\w*)\b"
    r"|\b(?:gratuit\w*|offert[es]*|sans frais|sin (?:coste|costo|cargo)|senza cost[io])\b",
    re.I,
)
PROMISES = {
    name: re.compile(pattern, re.I)
    for name, pattern in {
        "guarantee": r"\bguarant\w*|\bgarantier\w*|\bgaranti(?:s|t|ssons|amo|sce|t[oaie])?\b"
        r"|\bgarantiza\w*",
        "warranty": r"\bwarrant(?:y|ies)\b|\bgarantie\b|\bgarantía\b|\bgaranzia\b"
        r"|\bgewährleistung\b",
        "lifetime": r"\b(?:life-?time|life-?long|lebenslang\w*|à vie|de por vida|a vita"
        r"|for ?ever|for life|as long as you (?:own|have|live|keep)|ein leben lang)\b",
        "worldwide": r"\bworld-?wide\b|\banywhere (?:in the world|on earth)|\ball over the world"
        r"|\b(?:any|every|all) (?:country|countries)\b|\bjedes land\b|\btous les pays\b"
        r"|\btodos los países\b|\btutti i paesi\b|\bweltweit\w*|\bmonde entier|\btodo el mundo"
        r"|\btutto il mondo",
        "half": r"\bhalf[- ](?:off|price)|\bzum halben preis|\bmoitié prix|\bmitad de precio"
        r"|\bmetà prezzo",
        "part off": r"\b(?:a |one[- ])?(?:quarter|third|fifth|tenth) off\b",
        "full refund": r"\bfull(?:y)?[- ]refund|\b(?:refund\w*|money back|reimburse\w*)\b.{0,20}"
        r"\bin full\b|\brefund\w* (?:\w+ )?(?:every|everything|all of it)\b"
        r"|\bevery (?:penny|cent|dollar) (?:back|of it)\b"
        r"|\bvollständig\w* (?:rück)?erstatt\w*|\brembours\w+ intégral\w*"
        r"|\breembols\w+ (?:completo|total|íntegro)\b|\brimbors\w+ (?:completo|totale)\b",
        "gift": r"\b(?:throw in|add|include|get|receive)\b.{0,25}\b(?:gift|freebie|bonus|extra)\b"
        r"|\bthrow in\b",
        "discount": r"\byou(?:['’]ll| will| can)? (?:get|receive|have) an? (?:\w+ )?"
        r"(?:discount|voucher|coupon)\b"
        r"|\bwe(?:['’]ll| will| can) (?:give|offer|grant) (?:you )?an? (?:\w+ )?"
        r"(?:discount|voucher|coupon|credit)\b",
        "money back": r"\bmoney[- ]back|\bgeld[- ]zurück|satisfaits? ou remboursés?"
        r"|devolución del dinero|soddisfatti o rimborsati",
        "no questions asked": r"\bno questions asked|ohne wenn und aber"
        r"|sans (?:poser de )?questions?|sin preguntas|senza domande",
        "refund": r"\b(?:we|i)(?:['’]ll| will| can| would|['’]d)?(?: \w+ly)?(?: also)? "
        r"(?:refund|reimburse|compensate|credit)\b"
        r"|\byou(?:['’]ll| will) (?:be (?:refunded|reimbursed)|get (?:a |your )?(?:full )?refund)"
        r"|\b(?:wir|ich) erstatte\w*|\berstatten wir|\bnous (?:vous )?rembours\w+"
        r"|\breembolsa(?:mos|remos)\b|\brimbors(?:iamo|eremo)\b",
        "replace": r"\b(?:we|i)(?:['’]ll| will| can)?(?: \w+ly)? (?:replace|upgrade|waive)\b"
        r"|\bwe(?:['’]ll| will| can) (?:send|ship|mail|give) (?:you )?an? (?:new|replacement|spare"
        r"|second|further|fresh)\b"
        r"|\bwir ersetzen|\bersetzen wir|\bnous (?:vous )?rempla[cç]\w+|\breempla[zc]\w+mos\b"
        r"|\bsostitu(?:iamo|iremo)\b",
        "price match": r"\bprice[- ]match\w*|\b(?:beat|match|undercut) (?:any|every|all|a lower)\b"
        r"|\b(?:best|lowest) price|\bbestpreis\w*"
        r"|\bmeilleur prix|\bmejor precio|\bmiglior prezzo",
        "next day": r"\bnext[- ]day\b|\bovernight\b|\btomorrow\b|\bmorgen\b|\bdemain\b|\bmañana\b"
        r"|\bdomani\b",
        "same day": r"\bsame[- ]day\b|\btoday\b|\bheute\b|\baujourd['’]hui\b|\bhoy\b|\boggi\b",
        "instant": r"\binstant(?:ly|aneous\w*)?\b",
        "yesterday": r"\byesterday\b|\bgestern\b|\bayer\b",
        "by that day": r"\b(?:by|before) (?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
        "everything": r"\ball (?:of )?(?:our |the )?(?:products|items|goods|orders|purchases)\b"
        r"|\bevery(?:thing\b| (?:product|item|order|purchase)\b)|\b(?:store|site)-?wide\b",
        "unlimited": r"\bunlimited\b|\bunbegrenzt\w*|\billimité\w*|\bilimitad\w*|\billimitat\w*",
        "24/7": r"\b24/7\b|\baround the clock\b|\brund um die uhr\b|\b24h/24\b",
        "restock": r"\bback in stock\b|\brestock\w*",
        "last ones": r"\b(?:only|just) a few left\b|\bselling (?:out )?fast\b|\blast one\b",
        "any time": r"\b(?:at )?any ?time\b|\bwhenever you (?:like|want|wish|please)\b"
        r"|\bno (?:time )?limit\b|\bjederzeit\b|\bà tout moment\b|\ben cualquier momento\b"
        r"|\bin qualsiasi momento\b",
        "always": r"\b(?:always|never|immer|nie|niemals|toujours|jamais|siempre|nunca|sempre)\b",
    }.items()
}
ANY_PROMISE = re.compile("|".join(f"(?:{each.pattern})" for each in PROMISES.values()), re.I)
"""One look for all of them: most sentences have none."""
OF_TERMS = frozenset(("return", "refund", "exchange", "cancel", "warranty"))
"""What has an end in most stores; “ask us any time” promises nothing."""
OF_SOME = frozenset(("discount", "warranty"))
"""What most stores grant for some things only."""
COMMITMENT = re.compile(r"\b(?:we|our|wir|unser\w*|nous|nos|notre|nuestr\w*|noi|nostr\w*)\b", re.I)


def clauses(text: str) -> list[tuple[int, int, frozenset[str]]]:
    """(begin, end, topics) of each clause; one without a topic has that of the one before it, or
    else all of the text's."""
    ends = [match.start() for match in CLAUSE.finditer(text)]
    spans = list(zip([0, *ends], [*ends, len(text)], strict=True))
    own = [topics(text[begin:end]) for begin, end in spans]
    found = []
    latest = frozenset[str]().union(*own)
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


def read_promises(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Promises as claims. “Not free” is another claim than “free”; and “free” of what costs
    nothing above an amount only is another than “free” without a condition."""
    for match in FREE.finditer(text):
        begin, end = clause_around(text, match)
        rest = text[begin : match.start()] + " " + text[match.end() : end]
        if NEGATION.search(rest):
            yield *match.span(), ("promise", "not free")
        elif CONDITION.search(text) and re.search(r"\d", text):
            yield *match.span(), ("promise", "free above")
        else:
            yield *match.span(), ("promise", "free")
    for name, pattern in PROMISES.items() if ANY_PROMISE.search(text) else ():
        for match in pattern.finditer(text):
            begin, end = clause_around(text, match)
            clause = text[begin:end]
            if name == "always" and not (COMMITMENT.search(clause) or topics(clause)):
                continue
            if name in ("any time", "instant") and not topics(clause) & OF_TERMS:
                continue
            if name == "everything" and not topics(clause) & OF_SOME:
                continue
            before = text[begin : match.start()]
            negated = name not in ("always", "any time") and NEGATION.search(before)
            yield *match.span(), ("promise", f"no {name}" if negated else name)


def clause_around(text: str, match: re.Match[str]) -> tuple[int, int]:
    ends = [each.start() for each in CLAUSE.finditer(text)]
    begin = max((end for end in ends if end <= match.start()), default=0)
    return begin, min((end for end in ends if end >= match.end()), default=len(text))
