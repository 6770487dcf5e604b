"""Check settings as they come in: lengths, characters, markup, orders to the model, conflicts.

Merchant text is one line of plain words. What is refused here can then neither break out of its
place in the instructions nor reach a shopper as markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Length, OneOf, Range, Regexp

from shopify_app.voice.patterns import EXCLAMATION, avoided_pattern, claim_pattern, has_emoji
from shopify_app.voice.settings import (
    ADDRESSES,
    AMOUNTS,
    CONTRACTIONS,
    COURTESY_RULES,
    HIGHEST,
    LOWEST,
    PERSONS,
    READING_LEVELS,
    SPELLINGS,
    VoiceSettings,
    replace_settings,
    settings_from,
    settings_values,
)

MOST_WORDS = 200
MOST_EXAMPLES = 10
MOST_TOPICS = 30
MOST_LANGUAGES = 20

WORD = Regexp(r"[^*]*\w[^*]*\*?\Z", error="A word or words; “*” only as an ending.")
LANGUAGE = Regexp(r"[a-z]{2}\Z", error="Not a two-letter code such as en.")
MARKUP = re.compile(r"<[a-z/!?]|\{\{|\}\}|\{%|!\[|\]\(|```|\bjavascript:", re.I)
LINK = re.compile(r"https?://|\bwww\.", re.I)
FIGURE = re.compile(r"\d")
ORDER_TO_MODEL = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}"
    r"\b(?:instructions?|rules?|prompts?|guidelines|above|previous|prior|configuration)\b"
    r"|\bsystem prompt\b|\byou are (?:now|no longer)\b|\bdeveloper mode\b|\bjailbreak"
    r"|\b(?:reveal|print|repeat|show)\b.{0,30}\b(?:prompt|instructions)\b"
    r"|(?:^|\s)(?:human|assistant|system|user)\s*:",
    re.I,
)
"""What no description of a voice needs, and what one who tries to talk to the model writes."""
UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class Line(fields.String):
    """One line of plain text; space is collapsed. Hidden characters and markup are refused."""

    def __init__(self, longest: int, *, is_needed: bool = False, **more: Any) -> None:
        super().__init__(**more)
        self.longest = longest
        self.is_needed = is_needed

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        # Before anything else reads it: the text may be a megabyte.
        if isinstance(value, str) and len(value) > 2 * self.longest + 100:
            raise ValidationError(f"Longer than {self.longest} characters.")
        text = " ".join(
            unicodedata.normalize("NFC", str(super()._deserialize(value, *args, **kwargs))).split()
        )
        if len(text) > self.longest:
            raise ValidationError(f"Longer than {self.longest} characters.")
        if self.is_needed and not text:
            raise ValidationError("Must not be empty.")
        fault = next((said for is_bad, said in FAULTS if is_bad(text)), None)
        if fault:
            raise ValidationError(fault)
        return text


def has_hidden_characters(text: str) -> bool:
    return bool(UNSEEN.search(text)) or any(
        unicodedata.category(each) in ("Cc", "Cs", "Co", "Cn") for each in text
    )


FAULTS: tuple[tuple[Callable[[str], object], str], ...] = (
    (has_hidden_characters, "Has control characters or characters that do not show."),
    (MARKUP.search, "Has markup or code: write plain text."),
    (ORDER_TO_MODEL.search, "Reads as an order to the model: describe how the store sounds."),
)


class PersonaSchema(Schema):
    name = Line(80)
    role = Line(120)
    character = Line(1200)


class CourtesySchema(Schema):
    rule = fields.String(validate=OneOf(COURTESY_RULES))
    text = Line(200)

    @validates_schema
    def _has_words(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("rule", "never") != "never" and not data.get("text"):
            raise ValidationError("Say what is said.", "text")


class AvoidedWordSchema(Schema):
    word = Line(60, is_needed=True, required=True, validate=WORD)
    replacement = Line(60)


class ExampleReplySchema(Schema):
    question = Line(300, is_needed=True, required=True)
    answer = Line(1000, is_needed=True, required=True)


def scale() -> fields.Integer:
    return fields.Integer(strict=True, validate=Range(LOWEST, HIGHEST))


def choice(of: tuple[str, ...]) -> fields.String:
    return fields.String(validate=OneOf(of))


class SettingsSchema(Schema):
    """How a store sounds. What is left out has its default."""

    persona = fields.Nested(PersonaSchema)
    formality = scale()
    warmth = scale()
    humour = scale()
    enthusiasm = scale()
    verbosity = scale()
    emoji = choice(AMOUNTS)
    exclamation_marks = choice(AMOUNTS)
    contractions = choice(CONTRACTIONS)
    person = choice(PERSONS)
    address = choice(ADDRESSES)
    greeting = fields.Nested(CourtesySchema)
    sign_off = fields.Nested(CourtesySchema)
    words_to_use = fields.List(Line(60, is_needed=True), validate=Length(max=MOST_WORDS))
    words_to_avoid = fields.List(fields.Nested(AvoidedWordSchema), validate=Length(max=MOST_WORDS))
    claims_to_avoid = fields.List(Line(120, is_needed=True), validate=Length(max=MOST_WORDS))
    spelling = choice(SPELLINGS)
    reading_level = choice(READING_LEVELS)
    example_replies = fields.List(
        fields.Nested(ExampleReplySchema), validate=Length(max=MOST_EXAMPLES)
    )
    topics_to_decline = fields.List(Line(120, is_needed=True), validate=Length(max=MOST_TOPICS))
    handover = Line(300)
    languages = fields.List(fields.String(validate=LANGUAGE), validate=Length(max=MOST_LANGUAGES))

    @validates_schema(skip_on_field_errors=True)
    def _agrees_with_itself(self, data: dict[str, Any], **_: Any) -> None:
        raise_conflicts(settings_from(data))


class DocumentSchema(Schema):
    """The shop's settings and, by two-letter code, what differs in a language."""

    settings = fields.Nested(SettingsSchema, required=True)
    locales = fields.Dict(
        keys=fields.String(validate=LANGUAGE),
        values=fields.Nested(SettingsSchema),
        validate=Length(max=MOST_LANGUAGES),
        load_default=dict,
    )

    @validates_schema(skip_on_field_errors=True)
    def _agrees_in_each_language(self, data: dict[str, Any], **_: Any) -> None:
        settings = settings_from(data["settings"])
        for code, differing in data["locales"].items():
            try:
                raise_conflicts(replace_settings(settings, differing))
            except ValidationError as error:
                raise ValidationError({"locales": {code: error.messages}}) from error


def raise_conflicts(settings: VoiceSettings) -> None:
    """Raises ValidationError naming each field that contradicts another."""
    faults: dict[str, Any] = {}
    for name, fault in conflicts(settings):
        faults.setdefault(name, []).append(fault)
    if faults:
        raise ValidationError(nested(faults))


def conflicts(settings: VoiceSettings) -> Iterator[tuple[str, str]]:
    """(dotted field, what is wrong) of everything that cannot be kept together."""
    avoided = [each.word.casefold() for each in settings.words_to_avoid]
    for number, each in enumerate(settings.words_to_avoid):
        name = f"words_to_avoid.{number}"
        if avoided.index(each.word.casefold()) < number:
            yield f"{name}.word", "Is named twice."
        if FIGURE.search(each.replacement) or LINK.search(each.replacement):
            yield f"{name}.replacement", "Must have no figure and no link: it would be a claim."
    for name, text in texts_said(settings):
        yield from text_conflicts(name, text, settings)


def texts_said(settings: VoiceSettings) -> Iterator[tuple[str, str]]:
    """What the merchant wants said, by field."""
    yield "greeting.text", settings.greeting.text
    yield "sign_off.text", settings.sign_off.text
    yield "handover", settings.handover
    for number, word in enumerate(settings.words_to_use):
        yield f"words_to_use.{number}", word
    for number, avoided in enumerate(settings.words_to_avoid):
        yield f"words_to_avoid.{number}.replacement", avoided.replacement
    for number, example in enumerate(settings.example_replies):
        yield f"example_replies.{number}.answer", example.answer


def text_conflicts(name: str, text: str, settings: VoiceSettings) -> Iterator[tuple[str, str]]:
    avoided = avoided_pattern(settings.words_to_avoid)
    found = avoided.search(text) if avoided else None
    if found:
        yield name, f"Has “{found['word']}”, which is among the words to avoid."
    claim = claim_pattern(settings.claims_to_avoid)
    if claim and claim.search(text):
        yield name, "Has one of the claims to avoid."
    if settings.emoji == "never" and has_emoji(text):
        yield name, "Has an emoji, and emoji are off."
    if settings.exclamation_marks == "never" and EXCLAMATION.search(text):
        yield name, "Has an exclamation mark, and these are off."


def nested(faults: Mapping[str, list[str]]) -> dict[str, Any]:
    """`{"a.0.b": […]}` as `{"a": {0: {"b": […]}}}`, as marshmallow names faults."""
    tree: dict[Any, Any] = {}
    for name, said in faults.items():
        *path, last = (int(step) if step.isdigit() else step for step in name.split("."))
        place = tree
        for step in path:
            place = place.setdefault(step, {})
        place[last] = said
    return tree


def example_settings() -> dict[str, Any]:
    """The defaults, as the API describes them."""
    return settings_values(VoiceSettings())
