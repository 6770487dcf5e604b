"""A store's voice: who speaks, and the phrases that are always said the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shopify_app.voice.enforcing import enforce
from shopify_app.voice.phrases import phrases_for, spoken_language
from shopify_app.voice.settings import VoiceSettings

LONGEST_NAME = 80
UNSET = VoiceSettings()


@dataclass(frozen=True)
class Voice:
    """Phrases are whole sentences, said word for word and never by the model."""

    store_name: str
    greeting: str
    welcome: str
    """After thanks."""
    itself: str
    """Someone asks who or what answers here, or whether it is a person."""
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
    person_now: str
    """A person will answer soon."""
    person_later: str
    """A person will answer, from `{when}` on."""
    person_there: str
    """A person is in the conversation already."""
    language: str = "en"
    """Of the phrases."""
    settings: VoiceSettings = UNSET
    version: int = 0
    """Of the shop's settings; 0: it has saved none."""


def default_voice(profile: Mapping[str, Any]) -> Voice:
    """The voice of a store that has not chosen one: friendly, plain and brief.

    `profile` is what Shopify says of the shop; of it only `name` is used.
    """
    return make_voice(UNSET, profile)


def make_voice(
    settings: VoiceSettings, profile: Mapping[str, Any], *, version: int = 0, language: str = ""
) -> Voice:
    """The settings as a voice; its phrases are in `language` if it is one of the store's."""
    name = one_line(str(profile.get("name") or "")) or "our store"
    spoken = (language,) if language in settings.languages else settings.languages[:1]
    tongue = spoken_language((*spoken, "en")[0])
    nearest = phrases_for(tongue, manner(settings), settings.person)
    said = {
        what: in_keeping([each[what].format(name=name) for each in nearest], settings, name)
        for what in nearest[0]
    }
    if settings.handover:
        said["handover"] = settings.handover
    if settings.greeting.rule != "never":
        said["greeting"] = settings.greeting.text
    return Voice(
        store_name=name,
        **said,
        extract_intro="",
        language=tongue,
        settings=settings,
        version=version,
    )


def manner(settings: VoiceSettings) -> str:
    """`relaxed`, `plain` or `formal`."""
    if settings.address == "formal" or settings.formality >= 4 or settings.contractions == "avoid":
        return "formal"
    return "relaxed" if settings.address == "informal" or settings.formality <= 2 else "plain"


def in_keeping(phrases: Sequence[str], settings: VoiceSettings, name: str) -> str:
    """The first phrase of which the hard rules leave something; when none, the first as it is."""
    kept = (enforce(each, settings, titles=(name,)).text for each in phrases)
    return next(filter(None, kept), phrases[0])


def one_line(name: str) -> str:
    """A name as it may stand in a sentence and in the instructions: one short line."""
    return " ".join(name.split())[:LONGEST_NAME]
