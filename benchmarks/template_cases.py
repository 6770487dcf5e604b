"""Labelled messages for judging templates, read from the shared data and never copied.

A shop's templates are made of kinds of message (Bitext's intents), each of a few examples. What is
asked are other phrasings of the same kinds, and what no template of the shop is for: all other
kinds, what a bank's customers write, whole conversations of another store, and ordinary questions.

Two splits keep what is fitted apart from what is judged. By kind: a kind's templates are either
all for fitting or all for judging. By phrasing: messages with the same content words are one
phrasing; a phrasing is on one side only, and never both an example and a question of one shop.
"""

from __future__ import annotations

import csv
import json
import random
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from benchmarks.shared_data import SHARED
from benchmarks.template_questions import KINDS, NEAR, ORDINARY
from shopify_app.replies.wording import content_words

INTENTS = SHARED / "data" / "intents" / "customer-service.csv"
BANK = SHARED / "data" / "intents" / "banking-out-of-domain.csv"
CONVERSATIONS = SHARED / "data" / "retail-bench" / "conversations.jsonl"
ANNOTATED = SHARED / "data" / "abcd" / "sample.json"

SIDES = ("fit", "held-out")
POSITIVES = 40
"""Messages of each kind that a shop is asked, at most."""
NEGATIVES_OF_KIND = 12
NEGATIVES_OF_SOURCE = 150
SHORTEST = 15
"""Characters; what is shorter in a conversation (a name, a yes) says too little."""
TOPICS = {
    "cancel_order": "cancel",
    "change_order": "modif|chang|add|remov|switch|swap|exchang",
    "change_shipping_address": "address",
    "set_up_shipping_address": "address",
    "get_refund": "refund|money",
    "track_refund": "refund|money",
    "check_refund_policy": "refund|return|money",
    "contact_human_agent": "human|agent|person|someone|manager|supervisor|transfer",
    "contact_customer_service": "human|agent|person|someone|service|support",
    "track_order": "status|track|where",
    "delivery_period": "when|long|arriv",
    "check_payment_methods": "payment|pay",
    "payment_issue": "payment|pay",
    "place_order": "order|buy|purchase",
    "delivery_options": "ship|deliver",
    "edit_account": "profile|account|detail",
    "complaint": "complain|frustrat|disappoint",
    "check_invoice": "invoice|bill|receipt",
    "get_invoice": "invoice|bill|receipt",
}
"""The conversations bear no such labels: a turn that has a kind's words may be of that kind, and
is not used against a shop that has a template for it."""
REFUND_QUESTIONS = ("track_refund", "check_refund_policy")


@dataclass(frozen=True)
class Asked:
    """A message, and the template it is for (None: for none of the shop's)."""

    text: str
    wanted: str | None
    source: str


@dataclass(frozen=True)
class ShopCase:
    """Examples by template, and what is asked of the shop."""

    examples: dict[str, tuple[str, ...]]
    asked: tuple[Asked, ...]


def data_is_here() -> bool:
    return all(path.exists() for path in (INTENTS, BANK, CONVERSATIONS, ANNOTATED))


def kinds_of_side(side: str) -> list[str]:
    """Half of the intents, always the same half."""
    kinds = sorted(messages_by_intent())
    random.Random(7).shuffle(kinds)
    return sorted(kinds[:14] if side == SIDES[0] else kinds[14:])


def shop_cases(
    side: str, kinds: Sequence[str], *, shops: int, templates: int = 5, examples: int = 6
) -> Iterator[ShopCase]:
    """Shops with templates of the kinds, each drawn anew and always the same ones."""
    for number in range(shops):
        dice = random.Random(f"{side} {examples} {number}")
        chosen = dice.sample(sorted(kinds), templates)
        yield shop_case(side, chosen, examples, dice)


def shop_case(side: str, chosen: Sequence[str], examples: int, dice: random.Random) -> ShopCase:
    shown: dict[str, tuple[str, ...]] = {}
    asked: list[Asked] = []
    for kind in chosen:
        phrasings = by_phrasing(of_side(messages_by_intent()[kind], side))
        keys = sorted(phrasings, key=sorted)
        dice.shuffle(keys)
        shown[kind] = tuple(dice.choice(phrasings[key]) for key in keys[:examples])
        others = [text for key in keys[examples:] for text in phrasings[key]]
        asked.extend(Asked(text, kind, "own") for text in sampled(dice, others, POSITIVES))
    for kind, messages in messages_by_intent().items():
        if kind not in chosen:
            texts = sampled(dice, of_side(messages, side), NEGATIVES_OF_KIND)
            asked.extend(Asked(text, None, "other kinds") for text in texts)
    ambiguous = re.compile("|".join(TOPICS.get(kind, "(?!)") for kind in chosen), re.I)
    turns = [text for text in of_side(conversation_turns(), side) if not ambiguous.search(text)]
    for source, texts in (("bank", of_side(bank_messages(), side)), ("conversations", turns)):
        chosen_texts = sampled(dice, texts, NEGATIVES_OF_SOURCE)
        asked.extend(Asked(text, None, source) for text in chosen_texts)
    return ShopCase(shown, tuple(asked))


def kind_cases(side: str) -> tuple[list[str], list[Asked]]:
    """The built-in kinds of one side, and what is asked of a shop that has a template for each."""
    place = SIDES.index(side)
    kinds = sorted(KINDS)[place::2]
    asked = [Asked(text, kind, "own") for kind in kinds for text in KINDS[kind]]
    asked.extend(Asked(text, None, "near") for text in NEAR[place::2])
    asked.extend(Asked(text, None, "ordinary") for text in ORDINARY[place::2])
    asked.extend(Asked(text, None, "bank") for text in of_side(bank_messages(), side))
    demands = of_side(messages_by_intent()["get_refund"], side) if "refund" in kinds else []
    asked.extend(Asked(text, "refund", "intents") for text in demands)
    for intent, messages in messages_by_intent().items():
        texts = [text for text in of_side(messages, side) if not is_like_a_demand(intent, text)]
        asked.extend(Asked(text, None, "other kinds") for text in texts)
    return kinds, asked


def is_like_a_demand(intent: str, text: str) -> bool:
    """Whether it may well be a demand for money under another name (“I want compensation”).

    Where a refund stays, and in which cases there is one, is asked with the same words and is none.
    """
    about = re.compile("refund|money|rebate|reimburs|compensat|restitut|complain|reclam", re.I)
    return intent not in REFUND_QUESTIONS and bool(about.search(text))


@cache
def messages_by_intent() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with INTENTS.open(newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["intent"], []).append(row["utterance"])
    return found


@cache
def bank_messages() -> list[str]:
    with BANK.open(newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


@cache
def conversation_turns() -> list[str]:
    """What the shoppers say in them."""
    lines = (
        line
        for conversation in CONVERSATIONS.read_text().splitlines()
        for line in json.loads(conversation)["messages_display"].split("\n")
        if line.startswith("user: ")
    )
    turns = [line.removeprefix("user: ").replace("###STOP###", "").strip() for line in lines]
    for conversation in json.loads(ANNOTATED.read_text()):
        turns.extend(text for who, text in conversation["original"] if who == "customer")
    return [turn for turn in turns if len(turn) >= SHORTEST]


def of_side(messages: Sequence[str], side: str) -> list[str]:
    """The messages whose phrasing is on that side."""
    place = SIDES.index(side)
    return [text for text in messages if zlib.crc32(phrasing_text(text).encode()) % 2 == place]


def by_phrasing(messages: Sequence[str]) -> dict[frozenset[str], list[str]]:
    """What has no content word has no phrasing, and is left out."""
    found: dict[frozenset[str], list[str]] = {}
    for text in messages:
        if content_words(text):
            found.setdefault(content_words(text), []).append(text)
    return found


def phrasing_text(text: str) -> str:
    return " ".join(sorted(content_words(text)))


def sampled(dice: random.Random, texts: Sequence[str], most: int) -> list[str]:
    return dice.sample(list(texts), min(most, len(texts)))
