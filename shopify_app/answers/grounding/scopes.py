"""How widely something is said to hold: for all, everywhere, always, whatever the reason. Pure."""

from __future__ import annotations

import re

from shopify_app.answers.grounding.topics import topics

_things = (
    r"(?:products?|items?|goods|orders?|purchases?|pieces?|articles?|things?|exchanges?|returns?"
    r"|repairs?|deliver(?:y|ies)|shipments?|parcels?|refunds?)"
)
SCOPES = {
    name: re.compile(pattern, re.I)
    for name, pattern in {
        "everything": rf"\b(?:all|every|any) (?:of )?(?:our |the |your )?(?:single "
        rf"|other )?{_things}\b"
        r"|\b(?:everything|anything)\b(?! else)|\b(?:store|site)-?wide\b"
        r"|\ballen? (?:unsere[nr]? |ihre[nr]? )?(?:artikeln?|produkten?|bestellungen|waren"
        r"|retouren)\b"
        r"|\bjede[rnms]? (?:artikel|produkt|bestellung|einkauf)\b|\balles\b"
        r"|\b(?:tous|toutes) (?:les|vos|nos) (?:articles|produits|commandes|achats|retours)\b"
        r"|\bchaque (?:article|produit|commande|achat)\b|\bn['’]importe quel(?:le)? (?:article"
        r"|produit)"
        r"|\btod[oa]s (?:los|las|sus|tus|nuestr[oa]s) (?:pedidos|productos|artículos|compras"
        r"|devoluciones)\b|\bcada (?:pedido|producto|artículo|compra)\b"
        r"|\bcualquier (?:pedido|producto|artículo|compra)\b"
        r"|\btutt[ie] (?:gli|i|le)(?: suoi| sue| nostri| nostre)? (?:ordini|prodotti|articoli"
        r"|acquisti"
        r"|resi)\b|\b(?:ogni|qualsiasi) (?:ordine|prodotto|articolo|acquisto)\b",
        "all of a kind": r"\ball (?:of )?our \w+\b",
        "worldwide": r"\bworld-?wide\b|\b(?:anywhere|everywhere)\b(?! (?:in|within) (?!the world))"
        r"|\ball over the world"
        r"|\b(?:any|every|all) (?:country|countries)\b|\bwherever (?:you|in|they|it)\b"
        r"|\b(?:no matter|regardless of|irrespective of) where\b|\bthe whole world\b"
        r"|\bjedes land\b|\bweltweit\w*|\büberall(?:hin)?\b|\b(?:egal|ganz gleich),? wo\w*"
        r"|\bwo (?:auch )?immer\b|\btous les pays\b|\bmonde entier|\bpartout\b|\boù que (?:vous|tu)"
        r"|\bn['’]importe où\b|\btodos los países\b|\btodo el mundo|\bcualquier (?:lugar|país"
        r"|parte)"
        r"|\b(?:donde|dondequiera)(?: sea)? que\b|\bviva donde viva\b|\btutti i paesi\b"
        r"|\btutto il mondo|\b(?:ovunque|dovunque)\b|\b(?:qualsiasi|ogni) (?:paese|luogo)\b",
        "any reason": r"\b(?:whatever|no matter|regardless of|irrespective of)(?: the| your| its"
        r"| their)?"
        r" (?:reason|condition|state|cause|why|how|what)\w*|\b(?:for|in) any (?:reason|condition)\b"
        r"|\bwhatever (?:happens|the)\b|\begal (?:warum|aus welchem|in welchem)\b"
        r"|\bquel(?:le)? que soit\b|\b(?:sea cual sea|cualquiera que sea|por cualquier motivo)\b"
        r"|\b(?:qualunque sia|per qualsiasi motivo)\b",
        "everyone": r"\b(?:everyone|everybody|anyone|anybody|(?:all|every)(?: of)?(?: our| the)?"
        r" (?:customers?|shoppers?|clients?|buyers?))\b|\ballen? (?:unsere[n]? )?kunden\b"
        r"|\bjede[rnm]? kund\w+|\btous (?:les|nos) clients\b|\btodos (?:los|nuestros) clientes\b"
        r"|\btutti i (?:nostri )?clienti\b",
        "every time": r"\bas (?:often|many times|many|much) as you (?:like|want|wish|please)\b"
        r"|\b(?:every|each) time\b|\bso oft sie (?:wollen|möchten)\b|\bjedes mal\b"
        r"|\baussi souvent que\b|\bchaque fois\b|\b(?:cada vez|tantas veces)\b|\bogni volta\b",
        "without exception": r"\bwithout (?:any )?exceptions?\b|\bno exceptions?\b"
        r"|\bausnahmslos\b|\bohne ausnahme\b|\bsans exception\b|\bsin excepci\w+"
        r"|\bsenza eccezion\w+",
        "any time": r"\b(?:at )?any ?time\b|\bwhenever you (?:like|want|wish|please|order)\b"
        r"|\bno (?:time )?limit\b|\bjederzeit\b|\bà tout moment\b|\ben cualquier momento\b"
        r"|\bin qualsiasi momento\b",
        "always": r"\b(?:always|immer|toujours|siempre|sempre)\b",
        "never": r"\b(?:never|nie|niemals|jamais|nunca)\b",
    }.items()
}
OF_TERMS = frozenset(("return", "refund", "exchange", "cancel", "warranty"))
"""What has an end in most stores; “ask us any time” promises nothing."""
OF_SOME = OF_TERMS | {"discount", "shipping", "repair"}
"""What most stores grant for some things, to some people or in some places only."""
DONE = re.compile(
    r"\b(?:repair\w*|mend\w*|send|leaves?|reparier\w*|répar\w*|repar\w*|ripar\w*)\b", re.I
)
ASKING = re.compile(
    r"\b(?:ask|write|contact|reach|call|message|e-?mail|question|frag\w*|schreib\w*|écri\w+"
    r"|contact\w+"
    r"|escrib\w+|pregunt\w+|scriv\w+|chied\w+)\b",
    re.I,
)
COMMITMENT = re.compile(r"\b(?:we|our|wir|unser\w*|nous|nos|notre|nuestr\w*|noi|nostr\w*)\b", re.I)


def is_scope(name: str, text: str, clause: str, *, conditional: bool) -> bool:
    """Whether the words widen a term of sale. “All orders of $120 or more” are not all orders."""
    if name in ("always", "never"):
        return bool(COMMITMENT.search(clause) or topics(clause))
    if name == "any time":
        return not ASKING.search(text) and bool(topics(text) & OF_TERMS or DONE.search(text))
    if name == "everything" and conditional and re.search(r"\d", text):
        return False
    if name == "worldwide" and re.search(
        r"world|welt|monde|mundo|mondo|countr|pays|países", clause
    ):
        return True
    return bool(topics(text) & OF_SOME) or bool(DONE.search(text))
