"""What the words of a text speak of: the matters of a store in five languages, other words by
their stems. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from shopify_app.answers.grounding.numerals import NUMBER_WORDS
from shopify_app.answers.grounding.places import NAMED, OF_THE_EU, PLACES
from shopify_app.answers.grounding.vocabulary import WEEKDAYS

WORD = re.compile(r"[^\W\d_]{2,}")
CONCEPTS = {
    "gift card": r"gift[- ](?:cards?|vouchers?)|vouchers?|gutscheine?[ns]?|bons? d['’]achat"
    r"|geschenk(?:karten?|gutschein\w*)"
    r"|(?:cartes?|chèques?|bons?)[- ]cadeaux?|tarjetas? (?:de )?regalo"
    r"|buon[oi] regalo|(?:carta|carte|card) regalo",
    "student": r"students?|studierende\w*|student(?:en|in|innen)|étudiant\w*|estudiant\w*"
    r"|student[ei]|studentess[ae]",
    "teacher": r"teachers?|lehr(?:er|kräfte)\w*|enseignant\w*|professeurs?|profesor\w*|docent[ei]"
    r"|insegnant[ei]",
    "newsletter": r"newsletters?|subscribers?|abonnent\w*|abonné\w*|suscriptor\w*|iscritt[ie]",
    "cash": r"cash|bargeld\w*|bar ausgezahlt|espèces|efectivo|contant[ei]",
    "first order": r"first(?:[- ]time)? (?:order|purchase|buy)s?|erst(?:e|en|er) bestell\w*"
    r"|erstbestell\w*|première commande|primer(?:a)? (?:pedido|compra)|primo (?:ordine|acquisto)"
    r"|prima (?:ordinazione|spesa)",
    "sale": r"final[- ]sale|on sale|sale (?:items?|goods|articles?)|reduced (?:items?|goods"
    r"|articles?|products?)|clearance"
    r"|discounted|reduziert\w*|soldes|soldé\w*|rebajad\w+|(?:in )?sald[oi]|scontat\w+",
    "used": r"worn|used|wear|getragen\w*|benutzt\w*|gebraucht\w*|portés?|portées?|utilisé\w*"
    r"|usad\w+"
    r"|indossat\w+|slept",
    "unused": r"unworn|unused|ungetragen\w*|unbenutzt\w*|non (?:portés?|utilisé\w*)|sin usar"
    r"|non (?:indossat|usat|utilizzat)\w+",
    "washed": r"washed|gewaschen\w*|lavés?|lavad\w+|lavat\w+",
    "opened": r"opened|unsealed|angebrochen\w*|entamé\w*",
    "broken": r"brok\w+|broke|breakages?|crack\w*|damage\w*|kaputt\w*|zerbrochen\w*|beschädigt\w*"
    r"|cassé\w*|endommagé\w*|rot[oa]s?|dañad\w+|rott[oiae]|danneggiat\w+",
    "faulty": r"fault\w*|defe[ck]t\w*|mangel\w*|mängel|fehler\w*|défaut\w*|défectu\w+|defectu\w+"
    r"|difett\w+",
    "dropped": r"drops?|dropp\w+|knock\w*|fall(?:s|en|ing)?|fell|herunterf\w+|fallen lassen"
    r"|sturz\w*"
    r"|tomb\w+|chute\w*|caíd\w+|ca(?:e|en|er|iga)|cad\w+|cadut\w+",
    "custom": r"personali[sz]ed|personali[sz]ation|custom(?:i[sz]ed|[- ]made)?|engrav\w+"
    r"|monogram\w*|made (?:to order|to measure|for you)|bespoke|personnalisé\w*|personaliz\w+"
    r"|personalizzat\w+|gravi?e?rt?\w*|sonderanfertigung\w*|sur mesure|a medida|su misura",
    "underwear": r"underwear|unterwäsche|sous-vêtements?|ropa interior|intimo|biancheria",
    "pobox": r"p\.?o\.? ?box(?:es)?|postfach\w*|postfächer\w*|boîtes? postales?"
    r"|apartados?(?: postal(?:es)?)?|casell[ae] postal[ei]",
    "weekend": r"week-?ends?|wochenende\w*|fin(?:es)? de semana|fine settimana",
    "holiday": r"holidays?|feiertag\w*|jours? fériés?|festivos?|festiv[oi]",
    "express": r"express\w*|espress\w*|eilversand|exprés|urgente?",
    "standard": r"standard\w*|estándar",
    "duty": r"dut(?:y|ies)|customs|zoll\w*|zölle|douan\w*|aduan\w*|dogan\w*|dazi\w*",
    "tax": r"tax(?:es)?|vat|steuer\w*|mwst|mehrwertsteuer|taxes|tva|impuestos?|iva|tass[ae]",
    "phone": r"phones?|telephones?|telefon\w*|téléphon\w*|teléfon\w*|call(?:s|ing)?|anruf\w*",
    "abroad": r"abroad|overseas|international\w*|ausland\w*|étranger|extranjero|estero",
    "machine": r"(?:washing )?machines?|waschmaschine\w*|maschine\w*|machine à laver|lavadora"
    r"|lavatrice",
    "dryer": r"(?:tumble )?dr(?:y|ier)er|tumble[- ]?dr\w+|trockner\w*|sèche-linge|secadora"
    r"|asciugatrice",
    "dishwasher": r"dish ?washers?|spülmaschine\w*|geschirrspüler\w*|lave-vaisselle|lavavajillas"
    r"|lavastoviglie",
    "microwave": r"microwave\w*|mikrowelle\w*|micro-ondes?|microondas|microonde",
    "oven": r"ovens?|backofen\w*|ofen\w*|four|horno|forno",
    "stove": r"stoves?|hobs?|herd|cooktops?|cuisinière|fuego|fornello",
    "iron": r"iron(?:s|ed|ing)?|bügel\w*|repass\w+|planch\w+|stir\w+",
    "bleach": r"bleach\w*|bleich\w*|javel|lejía|candeggi\w+",
    "packaging": r"(?:original )?packag(?:ing|e)|verpackung\w*|emballage\w*|embalaje\w*"
    r"|imballaggi\w*|original box",
    "receipt": r"receipts?|proof of purchase|kassenbon\w*|quittung\w*|beleg\w*|reçu\w*|ticket"
    r"|recibo|scontrino",
    "combine": r"combin\w+|stack\w*|kombinier\w*|cumul\w+|combinar\w*|acumul\w+|together with",
    "united states": r"united states(?: of america)?|(?-i:USA?)|vereinigte\w* staaten|états-unis"
    r"|estados unidos|stati uniti",
    "uk": r"united kingdom|(?-i:UK)|great britain|england|großbritannien|royaume-uni|reino unido"
    r"|regno unito",
    "eu": r"european union|(?-i:EU|UE)|europäische\w* union|union européenne|unión europea"
    r"|unione europea",
    "opening": r"open|opens|opening|closed|closes|close at|geöffnet|öffne[nt]\w*|geschlossen"
    r"|schließ\w+|ouvert[es]*|ouvr\w+|fermée?s?|ferm\w+|abiert[oa]s?|abr(?:e|imos|en)|cerrad[oa]s?"
    r"|cierr\w+|apert[oiae]|apriamo|chius[oiae]|chiudiamo",
    "return": r"return(?:s|ed|ing|able)?"
    r"|(?:send|sent|bring|brought|give|given|take|taken|come|comes|go|mail|post)(?: \w+)? back"
    r"|(?:rück|zurück)(?:gab|geb|gegeb|send|sand|schick|nehm|nahm|genomm)\w*|umtausch\w*"
    r"|retour\w*|renvoy\w+|renvoi\w*|devoluci\w+|devol\w+|devuel\w+|res[oi]|restitu\w+",
    "refund": r"refund\w*|reimburs\w*|money back|(?:rück)?erstatt\w*|rembours\w*|reembols\w*"
    r"|rimbors\w*",
    "exchange": r"exchang\w*|swap\w*|échang\w+|cambi\w+|scambi\w*",
    "ship": r"ship(?:s|ped|ping|ment|ments)?|deliver\w*|dispatch\w*|versand\w*|versend\w*|liefer\w*"
    r"|livr(?:ons|er|é|ée|aison)\w*|expédi\w+|env[ií]\w+|entreg\w+|spedi\w+|consegn\w+",
    "warranty": r"warrant\w+|guarant\w+|garant\w+|garanz\w+|gewährleist\w+|cover(?:s|ed|age)?"
    r"|abgedeckt|prend en charge|couvert\w*|couvr\w+|cubr\w+|cubiert\w+|copr\w+|copert\w*",
    "repair": r"repair\w*|mend(?:s|ed|ing)?|repar\w+|répar\w+|ripar\w+",
    "replace": r"replac\w+|ersatz\w*|ersetz\w+|remplac\w+|reempla\w+|sostitu\w+",
    "cancel": r"cancel\w*|storn\w+|annul\w+",
    "discount": r"discount\w*|coupons?|promo\w*|rabatt\w*|remise\w*|réduction\w*|descuent\w*"
    r"|scont[oi]",
    "code": r"codes?|códigos?|codic[ei]|gutscheincode\w*",
    "free": r"free|gratis|kostenlos\w*|kostenfrei\w*|gratuit\w*|offert\w*|no (?:extra )?(?:charge"
    r"|cost)",
    "wash": r"wash\w*|wasch\w*|laver|lavable\w*|lavar\w*|lavabil\w*|lavare",
    "pay": r"pay(?:s|ing|ment|ments)?|paid|zahl\w+|bezahl\w+|pa[iy]\w+|pag\w+",
}
ACTIONS = frozenset(
    "return refund exchange ship warranty repair replace cancel free wash pay combine machine"
    " dryer dishwasher microwave oven iron bleach use apply work valid".split()
)
"""What is done or granted: two texts that share one and what it is done to speak of one rule."""


def alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern, those within groups left together."""
    found, depth = [""], 0
    for character in pattern:
        depth += (character in "([") - (character in ")]")
        if character == "|" and not depth:
            found.append("")
        else:
            found[-1] += character
    return found


IS_PHRASE = re.compile(r"[ .-]|\(\?-i")
"""Of a pattern: it has more than one word, or capitals that matter."""
PHRASES, WORDS = (
    re.compile(
        before
        + "|".join(
            f"(?P<_{n}>{'|'.join(chosen)})"
            for n, pattern in enumerate(CONCEPTS.values())
            if (chosen := [a for a in alternatives(pattern) if bool(IS_PHRASE.search(a)) == phrase])
        )
        + behind,
        re.I,
    )
    for phrase, before, behind in ((True, r"(?<![\w-])(?:", r")(?![\w-])"), (False, "", ""))
)
NAMES = {f"_{n}": name for n, name in enumerate(CONCEPTS)}
SAME = {
    word: name
    for name, words in {
        "apply": "apply applies applied work works redeem redeemed use einlösbar sirve sirven",
        "item": "item items thing things product products piece pieces article articles goods",
        "keep": "keep keeps kept keeping",
        "colour": "color colors colour colours",
        "parcel": "parcel parcels package packages",
    }.items()
    for word in words.split()
}
# fmt: off
COMMON = frozenset(
    "a about after again all also although always am an and any anything are as at back be"
    " because been before being between both but by can cannot could did do does doing done don"
    " down during each either else even ever every everything few first for from get gets getting"
    " give gives go goes got had has have having he help here his how however if in into is isn it"
    " its itself just know let like ll made make makes many may me might more most much must my"
    " need neither never no nor not nothing now of off on once one only onto or other others our"
    " out over own per please possible put quite re same see send sent shall she should so some"
    " something soon sorry still such sure take takes than thank thanks that the their them then"
    " there these they this those though through to together too under until unfortunately up upon"
    " us ve very want was way we well were what whatever when whenever where whether which while"
    " who whole why will with within without won would yes yet you your yours able allowed accept"
    " accepts accepted store shop customer customers business working day days week weeks month"
    " months year years hour hours minute minutes pm uhr price prices priced cost costs cent cents"
    " dollar dollars percent tage tagen lang auch needed"
    " required necessary".split()
) - frozenset(("send", "sent"))
# fmt: on


@lru_cache(maxsize=8192)
def concepts(text: str) -> frozenset[str]:
    """The matters named, without figures and without words that every text has."""
    found = {NAMES[str(match.lastgroup)] for match in PHRASES.finditer(text)}
    rest = PHRASES.sub(" ", text) if found else text
    found.update(filter(None, map(concept, WORD.findall(rest.casefold()))))
    return frozenset(found)


def places(text: str) -> frozenset[str]:
    """The countries named; for one of the EU, the EU with it."""
    named = concepts(text) & PLACES
    return named | {"eu"} if named & OF_THE_EU.keys() else named


@lru_cache(maxsize=16384)
def concept(word: str) -> str | None:
    """What one word, in small letters, speaks of; None when every text has it."""
    match = WORDS.fullmatch(word)
    if match:
        return NAMES[str(match.lastgroup)]
    if (
        word in COMMON
        or word in NUMBER_WORDS
        or word in WEEKDAYS
        or word.removesuffix("s") in WEEKDAYS
    ):
        return None
    return NAMED.get(word) or SAME.get(word) or stem(word)


def stem(word: str) -> str:
    """Enough for “kept” to stay and “parcels”, “packed”, “packing” to meet “parcel”, “pack”."""
    for ending in ("ies", "ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            cut = word[: -len(ending)]
            return cut + "y" if ending == "ies" else cut
    return word
