"""The words for units, months and weekdays in the five languages that the gate reads."""

from __future__ import annotations

# fmt: off
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
        "day": "day days tag tage tagen tages tägig tägige tägiges tägigen jour jours día días dia"
               " dias giorno giorni",
        "working day": "weekday weekdays werktag werktage werktagen arbeitstag arbeitstage"
                       " arbeitstagen",
        "night": "night nights nacht nächte nuit nuits noche noches notte notti",
        "week": "week weeks woche wochen semaine semaines semana semanas settimana settimane",
        "fortnight": "fortnight fortnights",
        "month": "month months monat monate monaten mois mes meses mese mesi",
        "year": "year years jahr jahre jahren an ans année années año años anno anni",
    }.items()
    for word in words.split()
}
# fmt: on
