"""A shopper's message as it may be worked with, and what can be told of it at a glance. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from shopify_app.answers.following import leans, resolved
from shopify_app.answers.moods import asks_for_a_person
from shopify_app.answers.places import UNION, places_in
from shopify_app.conversations.transcripts import Turn
from shopify_app.errors import InvalidInput
from shopify_app.shopify.text import clean_text

LONGEST_MESSAGE = 4000
UNSEEN = re.compile(
    "[\x01-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Characters that show nothing and can hide text or turn it around. The joiners are not among
them: emoji, Persian and the languages of India are written with them."""
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters by their category, and yet there is nothing to see."""

_order = r"(?:orders?|purchases?|package|parcel|shipment)\b"
ABOUT_ORDERS = re.compile(
    rf"\bmy (?:\w+ )?{_order}"
    rf"|\b(?:this|that|the) {_order}"
    r"|\b(?:order|purchase) (?:number |no\.? ?|#)?\d{3,}|#\s?\d{3,}"
    rf"|\b(?:status|eta|arrival|whereabouts) of\b.{{0,20}}\b{_order}|\b{_order}.{{0,30}}\bstatus\b"
    rf"|\b(?:track|locat|find|follow|check|cancel|chang|modif)\w*\b.{{0,30}}\b{_order}"
    r"|\b(?:status|where)\b.*\bmy (?:\w+ )?(?:delivery|refund|return|exchange|stuff|items?)\b"
    r"|\bi(?:'ve| have)? (?:ordered|bought|purchased)\b|\bdid i (?:order|buy|purchase)\b"
    r"|\b(?:has|have|did|is|are|will) my\b.*\b(?:ship|shipped|sent|arriv\w+|coming|delivered)\b"
    r"|\bwhere(?:'s| is| are) the\b.*\b(?:last|yesterday|ago)\b"
    r"|\bwhere(?:'?s| is| are) my (?!account\b|size\b|cart\b|basket\b|discount\b)"
    r"|\bwhen (?:will|do|does|can) (?:i|we) (?:get|receive) my\b"
    r"|\bwhen (?:will|do|does|is|are) my\b"
    r"|\bmy\b.{0,40}\b(?:on (?:its|their) way|tracking|been (?:shipped|sent|refunded))\b"
    r"|\b(?:has|have)(?: not|n['’]t) (?:yet )?(?:received|got(?:ten)?)\b.{0,20}\bmy\b"
    r"|\bmy\b.{0,40}\b(?:has|have)(?: not|n['’]t) (?:yet )?(?:arrived|come|shipped)\b"
    r"|\bdid you (?:send|ship|refund)\b.{0,10}\b(?:my|me)\b"
    r"|\b(?:was|am|have) i (?:been )?refunded\b"
    r"|\brefund status\b|\bstatus of (?:my |the )?(?:refund|reimbursement)\b"
    r"|\b(?:waiting for|expect\w*) (?:my|a|the) (?:refund|reimbursement)\b"
    r"|\bhas (?:it|this|that) (?:been )?(?:shipped|sent|dispatched|arrived)\b"
    r"|\bmy\b.{0,40}\b(?:never|didn['’]?t|did not)\b.{0,12}\b(?:arriv\w*|c[ao]me|show(?:ed)? up)\b"
    r"|\btrack my\b"
    r"|\b(?:did|have) i (?:get|got|receive\w*)\b.{0,10}\brefund\b"
    r"|\bmeine?[rn]? (?:bestellung|sendung|lieferung)|\bmein(?:em|es)? paket"
    r"|\b(?:ma commande|mon colis|mi pedido|mi paquete|il mio (?:ordine|pacco)|meu pedido"
    r"|mijn (?:bestelling|pakket))\b",
    re.I,
)
NOT_OF_AN_ORDER = re.compile(
    r"\bif (?:i|we) (?:order|buy|purchase|place)\b|\bcheaper\b"
    r"|\bprice (?:drop\w*|match\w*|adjust\w*)\b"
    r"|\b(?:pick up|collect|pick(?:ing)?) (?:my|the|an) order\b"
    r"|\bmeine bestellung (?:ändern|stornieren)\b",
    re.I,
)
"""One that is not placed yet, or that nothing of the order itself answers."""
NAMED_ORDER = re.compile(
    r"(?:#|\b(?:order|purchase|number|no|nr)\b)[\s.:#]*(?:[a-z]{1,5}-?)?(\d{3,})", re.I
)
ORDER_NUMBER = re.compile(r"#?\b\d{3,}\b")
WHEREABOUTS = re.compile(
    r"\b(?:where|when|status|track\w*|locat\w*|find|follow|eta|arriv\w*|shipped|sent|check"
    r"|wo|wann|où|quand|d[oó]nde|cu[aá]ndo|dove|quando|waar|wanneer)\b",
    re.I,
)
GENERAL = re.compile(
    r"\bhow (?:do|can|to|does)\b|\b(?:damaged|broken|wrong|faulty|defective|lost|missing"
    r"|refund\w*|reimburse\w*|money back|never)\b",
    re.I,
)
PROCEDURE = re.compile(
    r"\b(?:can|could|may|must|should|do) (?:i|we)\b|\bhow (?:do|can|long|much|soon)\b"
    r"|\bmoney back\b",
    re.I,
)
SEVERAL_ORDERS = re.compile(
    r"\b(?:orders|purchases|packages|parcels)\b|\b(?:did|have) i (?:order|buy|bought|purchase)",
    re.I,
)
FOR_CONTACT = re.compile(
    r"\b(?:contact|reach|call|phone|telephone|e-?mail|write to|speak|talk)\w*\b.{0,30}"
    r"\b(?:you|us|number|address|customer|support|service)\b"
    r"|\byour (?:\w+ )?(?:phone|telephone|number|e-?mail|contact)\b",
    re.I,
)
CONTACT_WORDS = "Contact us: phone, e-mail, customer service"
SAID_AS = tuple(
    (re.compile(asked, re.I), said)
    for asked, said in (
        (
            r"\bwhere are you\b|\blocat(?:ed|ion)\b|\b(?:physical|real) (?:shop|store)\b",
            "Visit our shop: address and opening hours",
        ),
        (
            r"\b(?:returns?|refunds?) polic(?:y|ies)\b",
            "You can return things within so many days of delivery",
        ),
        (
            r"\b(?:shipping|delivery) polic(?:y|ies)\b",
            "Standard shipping costs so much and takes so many business days",
        ),
        (
            r"\bmy (?:personal )?(?:data|information)\b|\bgdpr\b|\bdata do you\b",
            "Privacy policy: personal data we collect",
        ),
        (
            r"\bbitcoins?\b|\bcrypto\w*\b|\bethereum\b",
            "Ways to pay: cryptocurrency",
        ),
        (
            r"\bklarna\b|\bafterpay\b|\bclearpay\b|\baffirm\b|\binstall?ments?\b"
            r"|\bpay(?:ing)? later\b",
            "Payments in installments, without interest",
        ),
        (
            r"\b(?:two|2|several|multiple|more than one|stack\w*|combin\w+)\b.{0,25}"
            r"\b(?:codes?|discounts?|coupons?|vouchers?)\b",
            "One code for each order, codes combined",
        ),
        (
            r"\b(?:hand-?written|personal|gift) (?:notes?|messages?)\b|\bgreeting cards?\b",
            "Gift wrapping: we write a card by hand",
        ),
        (
            r"\bmissed (?:me|my delivery|the (?:delivery|courier|driver))\b"
            r"|\b(?:not|nobody|no one|wasn['’]t|weren['’]t) (?:was )?(?:at )?home\b",
            "Delivery attempted: nobody was in",
        ),
        (
            r"\bwhere\b.{0,40}\b(?:made|produced|manufactured|come from|sourced)\b",
            "Where things come from: made in",
        ),
        (
            r"\b(?:any|on|a) sales?\b|\b(?:coupon|promo\w*|voucher|discount) codes?\b",
            "Discounts and codes",
        ),
        (
            r"\b(?:warrant(?:y|ies)|guarantees?)\b",
            "Guaranteed against faults: warranty, how long",
        ),
    )
)
"""How stores say what shoppers ask in words that no page of theirs has."""
SENDING = re.compile(
    r"\b(?:ship|deliver|send|post|customs|dut(?:y|ies)|tax|return|refund)\w*\b", re.I
)
UNION_WORDS = "European Union, EU"
_hello = (
    r"(?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening|day)|greetings|hola|hallo"
    r"|bonjour|ciao|salut|moin|servus|ola|olá|hej|guten tag)\b"
    r"(?:\W+(?:there|all|everyone|team))?"
)
_how_are_you = (
    r"(?:how(?:['’]s it going| are (?:you|things)(?: (?:doing|today))*)|what['’]?s up"
    r"|wie geht['’]?s|ça va|qué tal)"
)
GREETING = re.compile(rf"^\W*(?:{_hello}(?:\W+{_how_are_you})?|{_how_are_you})\W*$", re.I)
WAVE = re.compile(r"[👋\s\ufe0f🏻-🏿]+")
THANKS = re.compile(
    r"^\W*(?:(?:ok|okay|great|perfect|cool|nice|got it|no)\W+)*"
    r"(?:thanks?|thank you|thx|cheers|ta|gracias|danke|merci|grazie|obrigad[oa])\b"
    r"(?:\W+(?:you|so much|a lot|very much|again|for your help|that's all|bye))*\W*$",
    re.I,
)
CONTENT = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|great|perfect|cool|nice|got it|alright|awesome|super|good ?bye|bye"
    r"|see (?:you|ya)(?: later)?|have a (?:nice|good|great) (?:day|evening|weekend|one)"
    r"|tschüss|au revoir|adi[oó]s|that(?:['’]s| is) (?:all|it)(?: for now)?|never ?mind)\W*)+$",
    re.I,
)
"""Nothing but that it is well, or over."""
PLEASED = re.compile(r"[👍👌🙏👏🎉💯✅❤🧡💛💚💙💜😀😃😄😁😊🙂😍🥰😘🤗☺\s\ufe0f🏻-🏿]+")

_someone = (
    r"(?:(?:an? |the |ein(?:e|en|em|er)? |une? )?(?:real |actual |live |echte[rnm]? |vraie? )?"
    r"(?:person|human(?: being)?|people|bot|chat ?bot|robot|ai|machine|computer|assistant"
    r"|mensch(?:en)?|ki|roboter|maschine|humain|personne|ia))"
)
WHO_ANSWERS = re.compile(
    r"^\W*(?:(?:hi|hey|hello|hallo|bonjour|wait|sorry|so|but|and|ok(?:ay)?)\W+)*(?:"
    r"(?:who|what) (?:exactly )?are you"
    r"|what (?:can|do) you (?:do(?: for me)?|help(?: me)? with|know)"
    r"|how (?:can|do) you help(?: me)?"
    r"|what can i ask(?: you)?|how does this (?:chat )?work"
    rf"|are you (?:even |really |just )?(?:real|{_someone})(?: or (?:not|{_someone}))?"
    r"|(?:am i|is this|do i) (?:really )?(?:talk|speak|chat|writ)\w* (?:to|with)"
    rf" {_someone}(?: or {_someone})?"
    r"|is (?:this|that|it) (?:an? )?(?:(?:real |actual )?(?:person|human)|(?:chat ?)?bot|ai)"
    rf"(?: or {_someone})?"
    r"|wer (?:bist du|sind sie)|was (?:bist du|sind sie)"
    rf"|(?:bist du|sind sie) {_someone}(?: oder {_someone})?"
    rf"|(?:spreche|schreibe|rede|chatte) ich (?:hier )?mit {_someone}"
    rf"|qui (?:es-tu|êtes-vous)|(?:es-tu|êtes-vous) {_someone}(?: ou {_someone})?"
    r")\W*$",
    re.I,
)
"""Nothing but whether a person answers, or who. Who asks *for* a person asks something else."""


@dataclass(frozen=True)
class Question:
    """What a shopper asks, and where."""

    text: str
    conversation: str | None = None
    product_handle: str | None = None
    """The product on the page they look at."""
    locale: str = ""
    """Of the page they read, such as `pt-BR`; empty when it is not known."""


def clean_message(text: str) -> str:
    """The message without what cannot be seen. Raises InvalidInput naming `message`."""
    if len(text) > LONGEST_MESSAGE:
        raise refused(f"is longer than {LONGEST_MESSAGE} characters")
    cleaned = without_unseen(clean_text(text)).strip()
    if not any(is_seen(character) for character in cleaned):
        raise refused("is empty")
    return cleaned


def refused(fault: str) -> InvalidInput:
    return InvalidInput(f"the message {fault}", fields={"message": [f"It {fault}."]})


def without_unseen(text: str) -> str:
    return UNSEEN.sub("", text)


def is_seen(character: str) -> bool:
    """Whether one would see the character if it stood alone."""
    return unicodedata.category(character)[0] not in "CMZ" and character not in BLANKS


WRITTEN_OUT = {
    "u": "you", "ur": "your", "r": "are", "hav": "have", "wat": "what", "wut": "what",
    "pls": "please", "plz": "please", "cld": "could", "shud": "should", "wen": "when",
    "wher": "where", "abt": "about", "thru": "through", "bc": "because", "ppl": "people",
}  # fmt: skip
CHAT_WORD = re.compile(rf"(?<![\w'’.-])(?:{'|'.join(WRITTEN_OUT)})(?![\w'’.-])")


def written_out(question: str) -> str:
    """“Do u hav jackets” in whole words, as long as it is in small letters: “U” may be a size."""
    return CHAT_WORD.sub(lambda found: WRITTEN_OUT[found.group()], question)


def search_text(question: str, history: Sequence[Turn], *, page: str = "") -> str:
    """What to search for: the question, with what it leans on of those before it.

    Who wants to reach someone is looking for the page that says how. `page` is the title of the
    product the shopper looks at; it stands first when the question is about that.
    """
    question = written_out(question)
    if asks_for_a_person(question) or FOR_CONTACT.search(question):
        return CONTACT_WORDS
    if is_about_orders(question):
        # What is found must not depend on a number: nobody is to learn from it which exist.
        question = ORDER_NUMBER.sub(" ", question)
    before = [turn.text for turn in history if turn.role == "shopper"]
    asked = resolved(question, before, page=page)
    words = stores_words(question)
    if words and not (page and asked.startswith(page)):
        asked = question
    if SENDING.search(asked) and places_in(asked) & UNION:
        words = f"{words}\n{UNION_WORDS}"
    return f"{asked}\n{words.strip()}" if words else asked


def in_stores_words(question: str) -> str:
    """With how stores say it, once its slips are mended."""
    words = stores_words(question)
    return question if words in question else f"{question}\n{words}"


def stores_words(question: str) -> str:
    return next((words for pattern, words in SAID_AS if pattern.search(question)), "")


def is_about_orders(question: str) -> bool:
    return bool(ABOUT_ORDERS.search(question)) and not NOT_OF_AN_ORDER.search(question)


def order_question(question: str, history: Sequence[Turn]) -> str:
    """What is asked of an order: the question, with the one before it if it leans on that; empty
    when it is about none. “When will it arrive?” is about the order that was spoken of."""
    if is_about_orders(question):
        return question
    asked = [turn.text for turn in history if turn.role == "shopper"]
    if asked and is_about_orders(asked[-1]) and leans(question) and asks_whereabouts(question):
        return f"{asked[-1]}\n{question}"
    return ""


def asks_for_several_orders(question: str) -> bool:
    return bool(SEVERAL_ORDERS.search(question))


def asks_what_is_done(question: str) -> bool:
    """Whether what the store says in general may be all of the answer."""
    return bool(PROCEDURE.search(question)) and not asks_whereabouts(question)


def order_numbers(text: str) -> set[str]:
    """The digits of the orders that are named by number: “#1001”, “order no. 1001”."""
    return set(NAMED_ORDER.findall(text))


def asks_whereabouts(question: str) -> bool:
    """Whether only the order itself can answer; what can be done about it a policy tells, too."""
    return bool(WHEREABOUTS.search(question)) and not GENERAL.search(question)


def is_greeting(question: str) -> bool:
    is_wave = bool(WAVE.fullmatch(question)) and "👋" in question
    return is_wave or bool(GREETING.match(question))


def is_thanks(question: str) -> bool:
    """Or a sign that all is well, or a farewell: nothing is asked."""
    return any(each.fullmatch(question.strip()) for each in (THANKS, CONTENT, PLEASED))


def asks_who_answers(question: str) -> bool:
    return bool(WHO_ANSWERS.match(question))
