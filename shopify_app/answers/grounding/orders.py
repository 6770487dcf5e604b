"""What is said of a shopper's own order, against what the record has of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shopify_app.answers.grounding.numerals import worth
from shopify_app.answers.grounding.products import Mention, mentions
from shopify_app.answers.grounding.promises import is_denied
from shopify_app.answers.grounding.reading import read_dates
from shopify_app.answers.grounding.variants import parts_named, split_option, without_titles

ABOUT = re.compile(
    r"#[\w-]*\d|\b(?:your|the|this) (?:order|parcel|package|shipment|delivery|payment)\b"
    r"|\byou(?:['’]ve| have)? ordered\b|\bin your order\b"
    r"|\b(?:ihre?|deine?) (?:bestellung|sendung|paket|zahlung)\b|\bdas paket\b"
    r"|\bsie haben [^.]*\bbestellt\b|\b(?:votre|ta|ton) (?:commande|colis|paiement)\b"
    r"|\b(?:su|tu) (?:pedido|paquete|pago)\b|\b(?:il suo|il tuo) (?:ordine|pacco|pagamento)\b",
    re.I,
)
OPEN = re.compile(
    r"\?|\b(?:if|when|once|until|unless|as soon as|can|could|can['’]t|cannot|may|might|would"
    r"|after|before|sorry|leid|désolée?|siento|dispiace"
    r"|wenn|falls|sobald|nachdem|kann|können|si|quand|peut|cuando|puede|se|quando|può)\b",
    re.I,
)
"""Not said to be so: asked, wished or on a condition."""
_done = r"(?:(?:has|have|had) (?:now |already |just )?(?:been )?|was |is |been )(?:already |now )?"
STATES = {
    name: (re.compile(said, re.I), re.compile(told, re.I))
    for name, (said, told) in {
        "delivered": (
            rf"{_done}(?:delivered|arrived)\b|zugestellt|\bgeliefert|livrée?\b|entregad|consegnat",
            r"(?<!not )\bdelivered\b|picked up",
        ),
        "out for delivery": (r"out for delivery|in zustellung|en reparto", r"out for delivery"),
        "not sent": (
            r"(?:\b(?:not|yet to|nicht|pas|no)|n['’]t)\b[^.,;]{0,25}(?:\bshipp|\bsent\b|\bdispatch"
            r"|left\b"
            r"|versandt|verschickt|expédi|enviad|spedit)|\bbeing (?:prepared|packed)|\bpreparing\b"
            r"|in preparation|\bprocessing\b|in vorbereitung|en préparation|en preparación",
            r"not shipped|prepared|packed|scheduled|in part",
        ),
        "sent": (
            r"\bon (?:its|the) way\b(?! back)|\bin transit\b|"
            rf"{_done}(?:shipped|dispatched|sent)\b|\bhas left\b|\bunterwegs\b|\bversandt\b"
            r"|\ben route\b|\ben camino\b|\bin viaggio\b",
            r"\bshipped\b(?<!not shipped)|on its way|with the carrier|out for delivery|delivered"
            r"|tried to deliver|handed to|picked up",
        ),
        "canceled": (
            rf"{_done}cancell?ed\b|storniert|annulée?\b|cancelad|annullat",
            r"(?<!payment was )\bcanceled\b",
        ),
        "refunded": (
            rf"{_done}refunded\b|erstattet|remboursée?\b|reembolsad|rimborsat",
            r"\brefunded\b",
        ),
        "unpaid": (
            r"\bpayment\b[^.,;]{0,40}\b(?:pending|outstanding|failed|declined|missing)\b|\bunpaid\b"
            r"|(?:\bnot|n['’]t)\b[^.,;]{0,15}\bpaid\b|nicht bezahlt|zahlung steht",
            r"pending|not yet taken|in part|expired|nothing was charged",
        ),
        "paid": (
            r"\bis (?:fully )?paid\b|\b(?:has|have) been paid\b|\bist bezahlt",
            r"\bis paid\b",
        ),
        "held up": (
            r"\b(?:held|stuck|waiting|stopped)\b[^.,;]{0,15}\bcustoms\b|\bzoll\b|\bon hold\b"
            r"|\b(?:delayed|lost|late)\b|returned to (?:sender|us)|on its way back",
            r"on hold|later than planned|failed|tried to deliver|customs|lost",
        ),
    }.items()
}
"""How a sentence says that an order is in a state, and how the record says so."""
CONTAINS = re.compile(
    r"\b(?:contains?|includes?|consists? of|you(?:['’]ve| have)? ordered|in your order|is an?"
    r"|enthält|bestellt|contient|commandé|contiene|pedid[oa]|ordinat[oa])\b",
    re.I,
)
CARRIER = re.compile(
    r"\b(?:DHL|UPS|Fed ?Ex|USPS|Royal Mail|GLS|DPD|Hermes|Evri|TNT|Correos|SEUR|MRW|La Poste"
    r"|Colissimo|Chronopost|Mondial Relay|Canada Post|Deutsche Post|An Post|Australia Post|PostNL"
    r"|bpost|PostNord|Poste Italiane|BRT|Purolator|Swiss Post)\b"
)
PLACED = re.compile(r"\b(?:placed|you ordered|ordered on|bestellt|passée|realizad|effettuat)", re.I)
ITEM = re.compile(r"(\d+) × ([^;\n]+?)(?: \(([^)]*)\))?(?=[;\n.]|\Z)")
BESIDE = 5
"""So many words before a product may name its variant: “the slate grinder”."""
COUNT = re.compile(r"(?<![\w/.,#-])(\d+|[^\W\d_]+)(?![\w/]|[.,]\d| ?(?:k?g|ml|c?l|[cm]?m)\b)")


@dataclass(frozen=True)
class Item:
    count: str
    title: str
    parts: frozenset[str]


def false_of_order(
    text: str, orders: Sequence[str], options: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    """What no record of an order has: its state, its items and variants, its carrier, its day.

    `options` are the parts of the variants of each product at hand.
    """
    named = [each for each in orders if any(number in each for number in numbers_in(text))]
    meant = named or list(orders)
    if not meant or not ABOUT.search(text):
        return
    told = "\n".join(meant)
    if not OPEN.search(text):
        yield from false_states(text, told)
    for match in CARRIER.finditer(text):
        if match.group().casefold() not in told.casefold():
            yield match.group()
    if PLACED.search(text):
        days = {key for line in told.split("\n") if PLACED.search(line) for *_, key in dates(line)}
        for begin, end, key in dates(text):
            if days and key not in days:
                yield text[begin:end]
    if CONTAINS.search(text) and not OPEN.search(text) and not is_denied(text):
        yield from false_items(text, items_of(told), options)


def numbers_in(text: str) -> list[str]:
    return re.findall(r"#[\w-]*\d", text)


def dates(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    return list(read_dates(text))


def false_states(text: str, told: str) -> Iterator[str]:
    for part in re.split(r"[,;:] |\bbut\b|\band\b|\baber\b|\bund\b|\bmais\b|\bpero\b", text):
        for name, (said, in_record) in STATES.items():
            match = said.search(part)
            if not match or in_record.search(told):
                continue
            if name in ("not sent", "unpaid") or not is_denied(part):
                yield match.group()


@lru_cache(maxsize=512)
def items_of(told: str) -> tuple[Item, ...]:
    return tuple(
        Item(match[1], match[2], frozenset(filter(None, split_option(match[3] or ""))))
        for match in ITEM.finditer(told)
    )


def false_items(
    text: str, items: Collection[Item], options: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    """Products that are not in the order, or not as many of them, or not in that variant."""
    found = mentions(text, [*options, *(each.title for each in items)])
    for place, mention in enumerate(found if items else ()):
        begin = found[place - 1].end if place else 0
        end = found[place + 1].begin if place + 1 < len(found) else len(text)
        of = [each for each in items if each.title in mention.titles]
        if not of:
            yield text[mention.begin : mention.end]
            continue
        count = count_before(text, begin, mention)
        if count and count not in {each.count for each in of}:
            yield f"{count} {text[mention.begin : mention.end]}"
        blank = without_titles(text, mention.titles)
        before = re.split(r"[,;)]|\band\b|\bund\b", blank[begin : mention.begin])[-1]
        before = " ".join(before.split()[-BESIDE:])
        behind = blank[mention.end : end].split()
        if place + 1 < len(found):
            behind = behind[:-BESIDE]
        around = f"{before} {' '.join(behind)}"
        known = frozenset[str]().union(
            *(options.get(title, frozenset()) for title in mention.titles),
            *(each.parts for each in of),
        )
        for part in parts_named(around, known):
            if all(part not in each.parts for each in of):
                yield part


def count_before(text: str, begin: int, mention: Mention) -> str | None:
    """How many are said to be in it: the number named last before it."""
    for match in reversed(list(COUNT.finditer(text, begin, mention.begin))):
        word = match[1].casefold()
        if word.isdigit():
            return word
        if word not in ("a", "an", "ein", "eine", "einen", "un", "une", "una", "uno") and worth(
            word
        ):
            return worth(word)
    return None
