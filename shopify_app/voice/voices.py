"""A store's voice: who speaks, and the phrases that are always said the same way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_NAME = 80


@dataclass(frozen=True)
class Voice:
    """Phrases are whole sentences, said word for word and never by the model."""

    store_name: str
    greeting: str
    welcome: str
    """After thanks."""
    not_found: str
    """Nothing the store says answers the question."""
    sign_in: str
    """Someone who is not signed in asks about an order."""
    no_orders: str
    """A signed-in customer asks about an order and has none, or not the one they name."""
    handover: str
    """The shopper asks for a person."""
    refusal: str
    """The model would not answer."""
    interrupted: str
    """Said after the words that were already shown when the answer broke off."""
    offer: str
    """Before a list of products."""
    nearest_offer: str
    """Before a list of products none of which is quite what was asked for."""
    extract_intro: str
    """Before sentences of the store's own; may be empty."""


def default_voice(profile: Mapping[str, Any]) -> Voice:
    """The voice of a store that has not chosen one: friendly, plain and brief.

    `profile` is what Shopify says of the shop; of it only `name` is used.
    """
    name = one_line(str(profile.get("name") or "")) or "our store"
    return Voice(
        store_name=name,
        greeting=f"Hi, welcome to {name}. What can I help you with?",
        welcome="You are welcome. Is there anything else I can help you with?",
        not_found=(
            "I'm sorry, I don't have that information. Our team will be glad to help you with it."
        ),
        sign_in=(
            "I can look that up once you are signed in to your account."
            " Please sign in and ask me again."
        ),
        no_orders="I can't find that order on your account.",
        handover="Our team will be glad to help you in person.",
        refusal="I'm sorry, I can't help with that. Our team will be glad to if you need them.",
        interrupted="Sorry, I was cut off there. Please ask me again.",
        offer="Here is what we have:",
        nearest_offer="Nothing of ours is quite that. These come closest:",
        extract_intro="",
    )


def one_line(name: str) -> str:
    """A name as it may stand in a sentence and in the instructions: one short line."""
    return " ".join(name.split())[:LONGEST_NAME]
