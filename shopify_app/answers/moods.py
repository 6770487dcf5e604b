"""Whether a shopper wants a person, or has had enough of us. Pure.

Both are told from set expressions in English, German, French, Spanish and Italian; a person who is
sent for in vain costs the store more than one who is not, so anger has to be plain.
"""

from __future__ import annotations

import re

_someone = (
    r"(?:human|person|someone|somebody|somone|agents?|assistant|representative|operator|employee"
    r"|staff|manager|team|advisor)\b"
)
_jemand = (
    r"(?:mensch\w*|person|mitarbeiter\w*|berater\w*|jemand\w*|kundendienst\w*|kundenservice|support"
    r"|team)\b"
)
_quelquun = (
    r"(?:personnes?|humaine?|conseill(?:er|ère)|agente?|quelqu['’]un|service client|équipe"
    r"|opérat(?:eur|rice))\b"
)
_alguien = r"(?:persona|humano|agente|alguien|asesora?|operadora?|empleado|equipo)\b"
_qualcuno = r"(?:persona|umano|operatore|operatrice|qualcuno|assistente)\b"
FOR_A_PERSON = re.compile(
    rf"\b(?:speak|talk|chat|connect|contact|transfer|pass|put)\w*\b.{{0,30}}\b{_someone}"
    rf"|\b(?:get|need|want) (?:me )?(?:an? )?(?:real |live |human )*{_someone}"
    rf"|\b(?:real|live|actual|human) {_someone}"
    rf"|^\W*{_someone}\W*$"
    rf"|\bmit\b.{{0,30}}\b{_jemand}.{{0,15}}\b(?:sprech|red|schreib|chatt)\w*"
    rf"|\b(?:sprech|red|verbind)\w*\b.{{0,15}}\bmit\b.{{0,30}}\b{_jemand}"
    r"|\b(?:echte[nrm]?|richtige[nrm]?|lebende[nrm]?|menschliche[nrm]?)"
    r" (?:mensch\w*|person|mitarbeiter\w*|berater\w*|ansprechpartner\w*)\b"
    rf"|\b(?:parler|discuter|échanger)\b.{{0,20}}\b(?:à|avec)\b.{{0,20}}\b{_quelquun}"
    r"|\bvraie? (?:personne|humain|conseiller|conseillère)\b"
    rf"|\b(?:hablar|contactar|chatear)\b.{{0,20}}\bcon\b.{{0,20}}\b{_alguien}"
    r"|\b(?:persona|agente) (?:real|humano)\b"
    rf"|\b(?:parlare|scrivere)\b.{{0,20}}\bcon\b.{{0,20}}\b{_qualcuno}",
    re.I,
)
ANGER = re.compile(
    r"\b(?:this|that|it|you|your \w+|service)(?:['’]s| is| are|['’]re)"
    r" (?:\w+ ){0,2}(?:ridiculous|unacceptable|outrageous|disgraceful|disgusting|appalling|a scam"
    r"|a joke|a rip-?off|useless|pathetic|a disgrace|scammers|thieves|liars)\b"
    r"|\bworst (?:\w+ )?(?:service|company|store|shop|experience)\b"
    r"|\b(?:i am|i['’]m) (?:\w+ ){0,2}(?:furious|livid|outraged|fed up|sick of (?:this|you|it))\b"
    r"|\b(?:sue you|take legal action|my lawyer|report you|charge ?back)\b"
    r"|\bnever (?:buy|order|shop)(?:ing)? (?:\w+ ){0,3}again\b"
    r"|\bwtf\b|\bbullshit\b|\bfuck\w*"
    r"|\b(?:unverschämt\w*|frechheit|saftladen|abzocke|betrüger|das ist (?:doch )?betrug"
    r"|mein(?:en|em)? anwalt|nie wieder (?:bei euch|bei ihnen|etwas)|stinksauer"
    r"|(?:total|absolut|völlig) inakzeptabel)\b"
    r"|\b(?:inadmissible|inacceptable|scandaleux|arnaque(?:urs?)?|ras[- ]le[- ]bol|une honte"
    r"|mon avocat|plus jamais)\b"
    r"|\b(?:es una estafa|estafadores|una vergüenza|inaceptable|estoy hart[oa]|ladrones|mi abogado"
    r"|nunca más)\b"
    r"|\b(?:è una truffa|truffatori|vergognoso|inaccettabile|il mio avvocato)\b",
    re.I,
)
FEWEST_SHOUTED = 4
SHOUTED = re.compile(r"\b[^\W\d_]{2,}\b")


def asks_for_a_person(text: str) -> bool:
    return bool(FOR_A_PERSON.search(text))


def is_angry(text: str) -> bool:
    """Plainly so: in words, or shouting with exclamation marks."""
    return bool(ANGER.search(text)) or is_shouted(text)


def is_shouted(text: str) -> bool:
    """All in capitals, several words of it, and with an exclamation mark."""
    words = SHOUTED.findall(text)
    return "!" in text and len(words) >= FEWEST_SHOUTED and text == text.upper() != text.lower()
