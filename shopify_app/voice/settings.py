"""What a merchant can set of how the store sounds. Frozen values; `schema` checks what comes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

SCALES = {
    "formality": ("relaxed", "formal"),
    "warmth": ("matter-of-fact", "warm"),
    "humour": ("serious", "playful"),
    "enthusiasm": ("calm", "excited"),
    "verbosity": ("brief", "detailed"),
}
"""Each from 1, the first word, to 5, the second."""
LOWEST, HIGHEST = 1, 5

AMOUNTS = ("never", "sparingly", "freely")
"""Of emoji and exclamation marks; sparingly is at most one an answer."""
CONTRACTIONS = ("avoid", "either", "prefer")
PERSONS = ("either", "we", "I")
ADDRESSES = ("any", "informal", "formal")
"""tu or vous, du or Sie, je or u, tú or usted."""
COURTESY_RULES = ("never", "first", "always")
"""When a greeting or sign-off is said: with a conversation's first answer, or with each."""
SPELLINGS = ("any", "US", "UK", "CA", "AU")
READING_LEVELS = ("any", "plain", "standard", "expert")


@dataclass(frozen=True)
class Persona:
    """Who speaks. All may be empty."""

    name: str = ""
    role: str = ""
    character: str = ""
    """One paragraph."""


@dataclass(frozen=True)
class Courtesy:
    """A greeting or a sign-off, said word for word by Tote and never by the model."""

    rule: str = "never"
    text: str = ""


@dataclass(frozen=True)
class AvoidedWord:
    """A word or phrase; `*` at its end stands for any ending. Without a replacement a sentence
    that has it is not said."""

    word: str
    replacement: str = ""


@dataclass(frozen=True)
class ExampleReply:
    question: str
    answer: str


@dataclass(frozen=True)
class VoiceSettings:
    """One voice. As it stands here it is that of a store that has set nothing."""

    persona: Persona = Persona()
    formality: int = 3
    warmth: int = 3
    humour: int = 1
    enthusiasm: int = 2
    verbosity: int = 2
    emoji: str = "never"
    exclamation_marks: str = "never"
    contractions: str = "either"
    person: str = "either"
    address: str = "any"
    greeting: Courtesy = Courtesy()
    sign_off: Courtesy = Courtesy()
    words_to_use: tuple[str, ...] = ()
    words_to_avoid: tuple[AvoidedWord, ...] = ()
    claims_to_avoid: tuple[str, ...] = ()
    """Phrases no sentence may have: “waterproof for life”, “cures”."""
    spelling: str = "any"
    reading_level: str = "any"
    example_replies: tuple[ExampleReply, ...] = ()
    topics_to_decline: tuple[str, ...] = ()
    handover: str = ""
    """Said when a person is asked for; empty: a phrase that fits the other settings."""
    languages: tuple[str, ...] = ()
    """Two-letter codes, the store's own first; empty: the shopper's, whichever it is."""


@dataclass(frozen=True)
class VoiceDocument:
    """What a version holds: the settings, and what differs in some languages."""

    settings: VoiceSettings = field(default_factory=VoiceSettings)
    locales: tuple[tuple[str, VoiceSettings], ...] = ()
    """By two-letter code, whole settings: the shop's with the language's own laid over."""

    def for_language(self, code: str) -> VoiceSettings:
        return dict(self.locales).get(code, self.settings)


def settings_from(values: Mapping[str, Any]) -> VoiceSettings:
    """From checked values, with defaults for what is missing; `settings_values` turned around."""
    return replace_settings(VoiceSettings(), values)


def replace_settings(settings: VoiceSettings, values: Mapping[str, Any]) -> VoiceSettings:
    """The settings with some of them changed, given as plain values."""
    changed: dict[str, Any] = {name: frozen(name, value) for name, value in values.items()}
    return replace(settings, **changed)


def frozen(name: str, value: Any) -> Any:
    """A field's plain value as the settings hold it."""
    if name == "persona":
        return Persona(**value)
    if name in ("greeting", "sign_off"):
        return Courtesy(**value)
    if name == "words_to_avoid":
        return tuple(AvoidedWord(**each) for each in value)
    if name == "example_replies":
        return tuple(ExampleReply(**each) for each in value)
    return tuple(value) if isinstance(value, list) else value


def settings_values(settings: VoiceSettings) -> dict[str, Any]:
    """As plain values, for JSON."""
    return asdict(settings)


def document_from(values: Mapping[str, Any]) -> VoiceDocument:
    """From checked `{"settings": …, "locales": {code: what differs}}`."""
    settings = settings_from(values["settings"])
    locales = tuple(
        (code, replace_settings(settings, differing))
        for code, differing in sorted(values.get("locales", {}).items())
    )
    return VoiceDocument(settings, locales)


def changes(before: VoiceSettings, after: VoiceSettings) -> dict[str, dict[str, Any]]:
    """What differs, by field: `{"emoji": {"before": "never", "after": "freely"}}`."""
    old, new = settings_values(before), settings_values(after)
    return {
        each.name: {"before": old[each.name], "after": new[each.name]}
        for each in fields(VoiceSettings)
        if old[each.name] != new[each.name]
    }
