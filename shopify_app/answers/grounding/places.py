"""The countries that stores name, in the five languages that the gate reads. Pure."""

from __future__ import annotations

# fmt: off
OF_THE_EU = {
    "austria": "österreich autriche", "belgium": "belgien belgique bélgica belgio",
    "bulgaria": "bulgarien bulgarie", "croatia": "kroatien croatie croacia croazia",
    "cyprus": "zypern chypre chipre cipro", "czechia": "tschechien tchéquie chequia cechia czech",
    "denmark": "dänemark danemark dinamarca danimarca", "estonia": "estland estonie",
    "finland": "finnland finlande finlandia", "france": "frankreich francia",
    "germany": "deutschland allemagne alemania germania deutschlands",
    "greece": "griechenland grèce grecia", "hungary": "ungarn hongrie hungría ungheria",
    "ireland": "irland irlande irlanda", "italy": "italien italie italia",
    "latvia": "lettland lettonie letonia lettonia", "lithuania": "litauen lituanie lituania",
    "luxembourg": "luxemburg luxemburgo lussemburgo", "malta": "malte",
    "netherlands": "niederlande niederlanden paysbas holanda holland olanda",
    "poland": "polen pologne polonia", "portugal": "portogallo",
    "romania": "rumänien roumanie rumanía", "slovakia": "slowakei slovaquie eslovaquia slovacchia",
    "slovenia": "slowenien slovénie eslovenia", "spain": "spanien espagne españa spagna",
    "sweden": "schweden suède suecia svezia",
}
OTHERS = {
    "switzerland": "schweiz suisse suiza svizzera", "norway": "norwegen norvège noruega norvegia",
    "iceland": "island islande islandia islanda", "canada": "kanada canadá",
    "mexico": "mexiko mexique méxico messico", "brazil": "brasilien brésil brasil brasile",
    "japan": "japon japón giappone", "china": "chine cina", "india": "indien inde",
    "australia": "australien australie", "turkey": "türkei turquie turquía turchia",
    "alaska": "", "hawaii": "hawai",
}
# fmt: on
NAMED = {
    name: country
    for country, names in (OF_THE_EU | OTHERS).items()
    for name in (country, *names.split())
}
PLACES = frozenset((*NAMED.values(), "eu", "uk", "united states", "zealand"))
EUROPE = frozenset((*OF_THE_EU, "eu", "uk", "switzerland", "norway", "iceland"))
