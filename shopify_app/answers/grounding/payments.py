"""Which ways of paying a store takes, and which it does not. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from shopify_app.answers.grounding.concepts import concepts
from shopify_app.answers.grounding.places import PLACES
from shopify_app.answers.grounding.promises import is_denied
from shopify_app.answers.grounding.rules import denies

METHODS = {
    name: re.compile(rf"\b(?:{pattern})\b", re.I)
    for name, pattern in {
        "visa": r"visa",
        "mastercard": r"master ?card",
        "american express": r"american express|amex",
        "discover": r"(?-i:Discover)(?= card|,| and| or|\.)",
        "paypal": r"paypal",
        "apple pay": r"apple pay",
        "google pay": r"google pay",
        "shop pay": r"shop pay",
        "klarna": r"klarna",
        "afterpay": r"afterpay|clearpay|affirm",
        "sofort": r"sofortüberweisung|giropay|ideal(?= payment)|bancontact|bizum|twint",
        "crypto": r"crypto\w*|bitcoin\w*|kryptowährung\w*|criptomonedas?",
        "cash on delivery": r"cash on delivery|cod|nachnahme|(?:le )?paiement à la livraison"
        r"|(?:pago )?contra re+mbolso|(?:pagamento )?alla consegna|in contrassegno",
        "cheque": r"cheques?|checks(?! out)|schecks?|chèques?|assegn[oi]",
        "bank transfer": r"bank transfers?|wire transfers?|(?:bank)?überweisung"
        r"|virement(?: bancaire)?"
        r"|transferencia(?: bancaria)?|bonifico(?: bancario)?",
        "invoice": r"(?:on|by) invoice|auf rechnung|sur facture|con factura",
        "instalments": r"instal?lments|raten(?:zahlung)?|plusieurs fois|a plazos|rate",
    }.items()
}
PAYING = re.compile(
    r"\b(?:pay\w*|accept\w*|we take|take(?: \w+)? (?:too|as well)|zahl\w*|bezahl\w*|akzeptier\w*"
    r"|nehmen wir|pa[iy]e\w*|accept\w*|pag\w+|acepta\w*|accett\w*|available|possible|possibile"
    r"|posible|möglich|verfügbar|split|spread)\b",
    re.I,
)


def false_payments(text: str, told: Sequence[str]) -> Iterator[str]:
    """Ways of paying that the store is said to take, and that its texts deny or do not name, when
    they name any; or that they take in other countries only."""
    if "?" in text or not PAYING.search(text) or not PAYS.search(text):
        return
    taken, denied, places = methods_of(tuple(told))
    if not taken:
        return
    for part in re.split(r",? (?:but|aber|mais|pero|ma) |;|, (?:not|nicht|pas|no|non) ", text)[:1]:
        if is_denied(part):
            return
        for name, pattern in METHODS.items():
            match = pattern.search(part)
            if not match:
                continue
            elsewhere = concepts(part) & PLACES - places.get(name, PLACES)
            if name in denied or name not in taken or elsewhere:
                yield match.group()


PAYS = re.compile("|".join(f"(?:{each.pattern})" for each in METHODS.values()), re.I)


@lru_cache(maxsize=256)
def methods_of(
    told: tuple[str, ...],
) -> tuple[frozenset[str], frozenset[str], dict[str, frozenset[str]]]:
    """(those it takes, those it does not, those it takes in some countries only and in which)."""
    taken, denied = set(), set()
    places: dict[str, frozenset[str]] = {}
    for sentence in told:
        if not PAYS.search(sentence):
            continue
        here = [name for name, pattern in METHODS.items() if pattern.search(sentence)]
        for name in here:
            if denies(sentence):
                denied.add(name)
                continue
            taken.add(name)
            parts = re.split(r", | and ", sentence) if len(here) > 1 else [sentence]
            named = concepts(next(each for each in parts if name_in(name, each))) & PLACES
            if named:
                places[name] = named
    return frozenset(taken), frozenset(denied - taken), places


def name_in(name: str, part: str) -> bool:
    return bool(METHODS[name].search(part))
