"""Personal data that a shopper writes and no answer needs, kept from the model. Pure.

E-mail addresses, phone numbers, payment cards and bank accounts have a shape. Of names those are
known that a shopper gives as theirs, of postal addresses those with a street and a number; others
go as they were written. Order and tracking numbers stay.
"""

from __future__ import annotations

import re

EMAIL = re.compile(
    r"[^\s@<>()\[\]{},;:\"']{1,64}@[^\s@<>()\[\]{},;:\"'?&=/]{1,189}\.[^\W\d_]{2,24}"
)
ESCAPED_EMAIL = re.compile(r"[\w.+-]{1,64}%40[\w.-]{1,189}", re.I)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
CARD = re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])")
PHONE = re.compile(
    r"(?<![\w+])(?:\+\d[\d ().-]{6,18}\d|\(\d{2,5}\)[ -]?\d[\d -]{4,10}\d"
    r"|\d{3}[ .-]\d{3}[ .-]\d{4}|0\d{1,4}[ /-]\d[\d -]{4,10}\d)(?![\w-])"
)

_name = r"[^\W\d_a-zß-ÿ][\w'’-]+"
OWN_NAME = re.compile(
    rf"(\b(?i:my (?:full )?name is|my name['’]s|name:"
    r"|(?:^|\b(?:hi|hello|hey|hallo)\b)[\s,.!]*this is|ich heiße|ich heisse|mein name ist"
    rf"|je m['’]appelle|mon nom est|me llamo|mi nombre es|mi chiamo|il mio nome è)\s+)"
    rf"((?:{_name})(?: (?:van|von|de|der|da|di|la|le|O['’])?\s?{_name}){{0,3}})"
)
"""Capitalised, as names are written."""
_street = (
    r"(?:street|st\.?|road|rd\.?|avenue|ave\.?|lane|ln\.?|drive|dr\.?|boulevard|blvd\.?|court|way"
    r"|place|square|terrace|close|crescent)"
)
ADDRESS = re.compile(
    rf"\b\d{{1,5}}[a-z]? (?:[A-Z][\w'’.-]+ ){{1,3}}(?i:{_street})(?!\w)"
    r"(?:,? (?i:apt|unit|flat|#)\.? ?\w{1,5})?"
    r"|\b[A-ZÄÖÜ][\w-]*(?i:straße|strasse|str\.|weg|allee|gasse|platz|ufer|damm) \d{1,4} ?[a-z]?\b"
    r"|\b\d{1,4}(?: ?bis)?,? (?i:rue|avenue|boulevard|place|allée|chemin|impasse)"
    r" (?:(?:de|du|des|la|le|les) |[dl]['’])*[A-ZÀ-Ý][\w'’-]+"
    r"|\b(?i:calle|avenida|plaza|via|viale|piazza) (?:[\w'’-]+ ){0,3}[\w'’-]+,? \d{1,4}\b"
)
POSTCODE_AND_TOWN = re.compile(
    r"(?<=\[address\])(?:,? (?:[A-Z]{1,2}[- ]?)?\d{4,5}(?:-\d{4})?(?: [A-ZÄÖÜ][\w'’-]+)+"
    r"|,? [A-Z][\w'’ ]{1,30},? [A-Z]{2} \d{5}(?:-\d{4})?)"
)
"""Behind a street only: alone they may be a question about delivery."""


def masked(text: str) -> str:
    """The text with a word in place of each such datum."""
    text = ESCAPED_EMAIL.sub("[e-mail address]", EMAIL.sub("[e-mail address]", text))
    text = IBAN.sub(lambda found: "[bank account]" if is_iban(found[0]) else found[0], text)
    text = CARD.sub(lambda found: "[card number]" if is_card(found[0]) else found[0], text)
    text = PHONE.sub("[phone number]", text)
    text = OWN_NAME.sub(r"\1[name]", text)
    return POSTCODE_AND_TOWN.sub("", ADDRESS.sub("[address]", text))


def is_card(number: str) -> bool:
    """Luhn's sum; of other long numbers every tenth has it too."""
    digits = [int(each) for each in number if each.isdigit()]
    doubled = [sum(divmod(2 * each, 10)) for each in digits[-2::-2]]
    return digits[0] in (2, 3, 4, 5, 6) and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def is_iban(number: str) -> bool:
    """Its check digits: a tracking number looks alike."""
    written = number.replace(" ", "")
    turned = "".join(str(int(each, 36)) for each in written[4:] + written[:4])
    return 15 <= len(written) <= 34 and int(turned) % 97 == 1
