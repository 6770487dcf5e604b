"""Personal data that a shopper writes and no answer needs, kept from the model. Pure.

E-mail addresses, phone numbers, payment cards and bank accounts have a shape and are masked; names
and postal addresses have none, and go as they were written. Order and tracking numbers stay.
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


def masked(text: str) -> str:
    """The text with a word in place of each such datum."""
    text = ESCAPED_EMAIL.sub("[e-mail address]", EMAIL.sub("[e-mail address]", text))
    text = IBAN.sub(lambda found: "[bank account]" if is_iban(found[0]) else found[0], text)
    text = CARD.sub(lambda found: "[card number]" if is_card(found[0]) else found[0], text)
    return PHONE.sub("[phone number]", text)


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
