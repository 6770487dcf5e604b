"""The words for numbers, units, months and weekdays in the five languages that the gate reads."""

from __future__ import annotations

from itertools import chain

# fmt: off
ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
GERMAN = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn"
    " sechzehn siebzehn achtzehn neunzehn"
).split()
GERMAN_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
FRENCH = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
    " dix-sept dix-huit dix-neuf"
).split()
FRENCH_TENS = "vingt trente quarante cinquante soixante".split()
SPANISH = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
    " dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro"
    " veinticinco veintiséis veintisiete veintiocho veintinueve"
).split()
SPANISH_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
ITALIAN = (
    "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici"
    " quindici sedici diciassette diciotto diciannove"
).split()
ITALIAN_TENS = "venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split()
MONTHS = {
    name: str(number)
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
        " dicembre",
    )
    for number, name in enumerate(names.split(), 1)
} | {"sept": "9"}
ALSO_OTHER_WORDS = frozenset(
    "may mai mars mayo jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
"""Months that are a month only beside a day."""
WEEKDAYS = {
    name: day
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "montag dienstag mittwoch donnerstag freitag samstag sonntag",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "lunes martes miércoles jueves viernes sábado domingo",
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    )
    for name, day in zip(names.split(), "mon tue wed thu fri sat sun".split(), strict=True)
} | {"sonnabend": "sat"}
PERIODS = {
    word: unit
    for unit, words in {
        "minute": "minute minutes minuten minuto minutos minuti",
        "hour": "hour hours hrs stunde stunden heure heures hora horas ora ore",
        "day": "day days tag tage tagen tages werktag werktage werktagen arbeitstage arbeitstagen"
               " tägig tägige tägiges tägigen jour jours día días dia dias giorno giorni",
        "night": "night nights nacht nächte nuit nuits noche noches notte notti",
        "week": "week weeks woche wochen semaine semaines semana semanas settimana settimane",
        "fortnight": "fortnight fortnights",
        "month": "month months monat monate monaten mois mes meses mese mesi",
        "year": "year years jahr jahre jahren an ans année années año años anno anni",
    }.items()
    for word in words.split()
}
# fmt: on


def number_words() -> dict[str, str]:
    """Every word for a whole number up to a hundred, in English below a thousand, and its worth."""
    words: dict[str, str] = {}
    for number, ten in enumerate(ENGLISH_TENS, 2):
        words[ten] = str(number * 10)
        words |= {f"{ten} {ENGLISH[one]}": str(number * 10 + one) for one in range(1, 10)}
    words |= {word: str(number) for number, word in enumerate(ENGLISH)}
    words |= english_hundreds(words)
    for language in (GERMAN, FRENCH, SPANISH, ITALIAN):
        words |= {word: str(number) for number, word in enumerate(language)}
    for number, ten in enumerate(GERMAN_TENS, 2):
        words[ten] = str(number * 10)
        ones = ["", "ein", *GERMAN[2:10]]
        words |= {f"{ones[one]}und{ten}": str(number * 10 + one) for one in range(1, 10)}
    for number, ten in enumerate(FRENCH_TENS, 2):
        words[ten] = str(number * 10)
        words |= {f"{ten} {FRENCH[one]}": str(number * 10 + one) for one in range(1, 10)}
        words[f"{ten} et un"] = str(number * 10 + 1)
    for number, ten in enumerate(SPANISH_TENS, 3):
        words[ten] = str(number * 10)
        words |= {f"{ten} y {SPANISH[one]}": str(number * 10 + one) for one in range(1, 10)}
    for number, ten in enumerate(ITALIAN_TENS, 2):
        words[ten] = str(number * 10)
        for one in range(1, 10):
            stem = ten[:-1] if one in (1, 8) else ten
            words[stem + ITALIAN[one]] = str(number * 10 + one)
    for teens in range(10, 20):
        words[f"soixante {FRENCH[teens].replace('-', ' ')}"] = str(60 + teens)
    words |= {f"quatre vingt {FRENCH[n].replace('-', ' ')}": str(80 + n) for n in range(1, 20)}
    words |= {"dix sept": "17", "dix huit": "18", "dix neuf": "19", "quatre vingts": "80"}
    words |= dict.fromkeys(chain(("a", "an", "ein", "eine", "einen", "einem", "einer")), "1")
    words |= dict.fromkeys(("une", "una", "ventun"), "1") | {"ventun": "21"}
    words |= dict.fromkeys(("hundred", "hundert", "cent", "cien", "cento"), "100")
    words |= {"dreissig": "30", "dozen": "12", "dutzend": "12"}
    return words


def english_hundreds(below: dict[str, str]) -> dict[str, str]:
    """“a hundred”, “three hundred eighty nine”, “three hundred and eighty nine”."""
    hundreds = {"a hundred": 100} | {
        f"{word} hundred": number * 100 for number, word in enumerate(ENGLISH[:10]) if number
    }
    return {word: str(worth) for word, worth in hundreds.items()} | {
        f"{hundred} {joined}{word}": str(more + int(worth))
        for hundred, more in hundreds.items()
        for word, worth in below.items()
        for joined in ("", "and ")
        if worth != "0"
    }


NUMBER_WORDS = number_words()
"""“twenty five” stands for “twenty-five” too."""
ARTICLES = frozenset("a an ein eine einen einem einer un une una uno".split())
"""“a week” is one week; before money and percents they are no number."""
RANGES = frozenset("to or and - – — bis oder und à a ou et o y e al".split())
