"""What a sentence promises: free, guaranteed, for ever, for all. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shopify_app.answers.grounding.scopes import SCOPES, is_scope
from shopify_app.answers.grounding.topics import CLAUSE, topics

NEGATION = re.compile(
    r"\b(?:not|no|none|nor|neither|nobody|nothing|never|cannot|kein\w*|nicht|nie|pas|aucun\w*"
    r"|jamais|ni|nunca|non|mai|nessun\w*"
    r"|without|ohne|sans|sin|senza)\b|n['’]t\b",
    re.I,
)
NOT_DENYING = re.compile(
    r"\bnot (?:only|just|merely)\b|\bno (?:matter|problem|worries|worry|doubt|trouble|hassle|need"
    r"|questions asked|exceptions?|later|more|less|fewer|longer) ?(?:than\b|at all\b|to worry\b)?"
    r"|\bwithout (?:exception|fail|delay|hesitation|any doubt|a doubt|question|any questions?)\b"
    r"|(?:\bdo not|\bdon['’]t|\bnever) (?:hesitate|worry|be shy|forget|be afraid)\b"
    r"|\bcosts? (?:you )?nothing\b|\bkostet (?:sie )?nichts\b|\bne coûte rien\b"
    r"|\bno cuesta nada\b|\bnon costa nulla\b"
    r"|\bwhy not\b|\bnot to mention\b"
    r"|\bnicht nur\b|\bkein(?:e)? (?:problem|sorge|frage|zweifel|ausnahmen?)\b|\bohne (?:wenn und"
    r" aber|ausnahme|zweifel)\b|\bzögern sie nicht\b|\bpas (?:seulement|de (?:souci|problème))\b"
    r"|\bn['’]hésitez pas\b|\bsans (?:exception|doute|poser de questions?)\b"
    r"|\bno (?:solo|sólo|hay problema|dude|se preocupe)\b|\bsin (?:excepción|duda|preguntas)\b"
    r"|\bnon (?:solo|esit\w+|si preoccupi)\b|\bnessun problema\b|\bsenza (?:eccezion[ei]|dubbio"
    r"|domande)\b",
    re.I,
)
"""What has a “no” in it and denies nothing."""
CONDITION = re.compile(
    r"\b(?:reach\w*|erreich\w*|atteint|alcan[cz]a|raggiung\w+|above|over|from|minimum|exceed\w*"
    r"|more than|(?:or|and) (?:more|up|over)"
    r"|at least|oder mehr|mindestens"
    r"|ou plus|au moins|o más|al menos|o più|almeno|ab|über|dès|à partir|plus de|desde"
    r"|a partir|más de|superior\w*|oltre|sopra|superior[ei]|da(?= [€$£]? ?\d)|dai|dagli)\b",
    re.I,
)
ABOVE_AMOUNT = re.compile(
    rf"{CONDITION.pattern}[^.;]{{0,24}}?\d|\d[^.;]{{0,12}}?{CONDITION.pattern}", re.I
)
FREE = re.compile(
    r"(?<!feel )(?<!-)\bfree\b(?!-| (?:from(?! [$€£]?\d)|time|range|of (?!charge)"
    r"|to (?!return|exchange|send)))"
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
        "guarantee": r"\b(?:we|i)(?:['’]ll| do)? promise\b|\bwir versprechen"
        r"|\bversprechen wir|\bnous promettons|\bprometemos|\bpromettiamo|\bguarant\w*"
        r"|\bgarantier\w*|\bgaranti(?:s|t|ssons|amo|sce|t[oaie])?\b"
        r"|\bgarantiza\w*",
        "warranty": r"\bwarrant(?:y|ies)\b|\bgarantie\b|\bgarantía\b|\bgaranzia\b"
        r"|\bgewährleistung\b",
        "lifetime": r"\b(?:life-?time|life-?long|lebenslang\w*|à vie|de por vida|a vita"
        r"|for ?ever|for life|as long as you (?:own|have|live|keep)|ein leben lang)\b",
        "half": r"\bhalf[- ](?:off|price)|\bzum halben preis|\bmoitié prix|\bmitad de precio"
        r"|\bmetà prezzo",
        "part off": r"\b(?:a |one[- ])?(?:quarter|third|fifth|tenth) off\b",
        "full refund": r"\bfull(?:y)?[- ]refund|\b(?:refund\w*|money back|reimburse\w*)\b.{0,20}"
        r"\bin full\b|\brefund\w* (?:\w+ )?(?:every|everything|all of it)\b"
        r"|\bevery (?:penny|cent|dollar) (?:back|of it)\b"
        r"|\bvollständig\w* (?:rück)?erstatt\w*|\brembours\w+ intégral\w*"
        r"|\breembols\w+ (?:completo|total|íntegro)\b|\brimbors\w+ (?:completo|totale)\b",
        "gift": r"\b(?:throw in|add|include|get|receive)\b.{0,25}\b(?:gift\b(?! ?(?:cards?"
        r"|vouchers?|wrap\w*))|freebie\b|bonus\b|extra\b)"
        r"|\b(?-i:throw in)\b",
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
        r"|\b(?:match|beat|undercut) (?:the|that|their|its|this|lower)(?: lower)? price"
        r"|\b(?:best|lowest) price|\bbestpreis\w*"
        r"|\bmeilleur prix|\bmejor precio|\bmiglior prezzo",
        "next day": r"\bnext[- ]day\b|\b(?:arriv\w+|deliver\w+|with you|reach\w* you)[^.,;]{0,25}"
        r"\bnext (?:working|business) day\b"
        r"|\bovernight\b|\btomorrow\b|\bmorgen\b|\bdemain\b|\bmañana\b"
        r"|\bdomani\b",
        "same day": r"\bsame[- ]day\b|\btoday\b|\bheute\b|\baujourd['’]hui\b|\bhoy\b|\boggi\b",
        "instant": r"\binstant(?:ly|aneous\w*)?\b",
        "yesterday": r"\byesterday\b|\bgestern\b|\bayer\b",
        "by that day": r"\b(?:by|before) (?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
        "unlimited": r"\bunlimited\b|\bunbegrenzt\w*|\billimité\w*|\bilimitad\w*|\billimitat\w*",
        "24/7": r"\b24/7\b|\baround the clock\b|\brund um die uhr\b|\b24h/24\b",
        "restock": r"\bback in stock\b|\brestock\w*|\bpre-?order(?:ed|s)?\b"
        r"|\bexpect\w* (?:\w+ )?back\b"
        r"|\bback (?:early|soon|next|shortly)\b",
        "act": r"\b(?:i|we)(?:['’]ve| have)(?: just| already| now)?(?: gone ahead and)?"
        r" (?:refunded|cancell?ed|issued|applied|added|reserved|booked|upgraded|processed"
        r"|credited|waived|extended)\b"
        r"|\b(?:ich habe|wir haben)\b[^.,]{0,60}\b(?:erstattet|storniert"
        r"|veranlasst|reserviert|gutgeschrieben)\b|\bj['’]ai (?:remboursé|annulé|réservé|ajouté)\b"
        r"|\bhe (?:reembolsado|cancelado|reservado|añadido)\b"
        r"|\bho (?:rimborsato|annullato|prenotato|aggiunto)\b",
        "set aside": r"\b(?:i|we)(?:['’]ll| will| can)(?: happily| gladly)?"
        r" (?:set|put|keep|hold|reserve)"
        r"\b[^.,]{0,25}\b(?:aside|for you)\b|\blege\w* [^.,]{0,25}zurück\b"
        r"|\bmet\w* [^.,]{0,20}de côté\b",
        "added": r"\b(?:i|we)(?:['’]ll| will| can)(?: also)?"
        r" (?:add|include|put in|slip in|send along)"
        r" (?:an? |some |two )?(?:free|complimentary)\b|\bgratis dazu\b|\bkostenlos dazu\b",
        "last ones": r"\b(?:only|just) a few left\b|\bselling (?:out )?fast\b|\blast one\b",
    }.items()
}


PROMISES |= SCOPES
ANY_PROMISE = re.compile("|".join(f"(?:{each.pattern})" for each in PROMISES.values()), re.I)
"""One look for all of them: most sentences have none."""
OF_TERMS = frozenset(("return", "refund", "exchange", "cancel", "warranty"))


IN_PASSING = re.compile(
    r"\b(?:(?:amount|threshold|minimum|limit)\w* (?:for|of)|before|towards?)(?: the)? \Z", re.I
)
"""“The amount for free shipping counts before tax” does not say that shipping is free."""


def is_denied(text: str) -> bool:
    """Whether something is said not to be so."""
    return bool(NEGATION.search(text)) and bool(NEGATION.search(NOT_DENYING.sub(" ", text)))


def read_promises(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Promises as claims. “Not free” is another claim than “free”; and “free” of what costs
    nothing above an amount only is another than “free” without a condition."""
    for match in FREE.finditer(text):
        if IN_PASSING.search(text[: match.start()]):
            continue
        begin, end = clause_around(text, match)
        rest = text[begin : match.start()] + " " + text[match.end() : end]
        if is_denied(rest):
            yield *match.span(), ("promise", "not free")
        elif ABOVE_AMOUNT.search(text):
            yield *match.span(), ("promise", "free above")
        else:
            yield *match.span(), ("promise", "free")
    for name, pattern in PROMISES.items() if ANY_PROMISE.search(text) else ():
        for match in pattern.finditer(text):
            begin, end = clause_around(text, match)
            clause = text[begin:end]
            if name == "instant" and not topics(clause) & OF_TERMS:
                continue
            if name in SCOPES and not is_scope(
                name, text, clause, conditional=bool(CONDITION.search(text))
            ):
                continue
            before = text[begin : match.start()]
            if match.group().casefold().startswith("any") and is_denied(before):
                continue  # “you do not pay anything”
            negated = name not in SCOPES and is_denied(before)
            yield *match.span(), ("promise", f"no {name}" if negated else name)


def clause_around(text: str, match: re.Match[str]) -> tuple[int, int]:
    ends = [each.start() for each in CLAUSE.finditer(text)]
    begin = max((end for end in ends if end <= match.start()), default=0)
    return begin, min((end for end in ends if end >= match.end()), default=len(text))
