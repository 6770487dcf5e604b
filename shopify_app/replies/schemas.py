"""The shape a merchant's template has to have, each fault named by its field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

from marshmallow import (
    Schema,
    ValidationError,
    fields,
    post_load,
    validates_schema,
)
from marshmallow.validate import Length, OneOf, Range, Regexp

from shopify_app.replies.conditions import ORDER_STATUSES, language
from shopify_app.replies.kinds import KINDS
from shopify_app.replies.rendering import TextFault, needed
from shopify_app.replies.templates import WEEKDAYS, Conditions, Hours, Template
from shopify_app.replies.wording import content_words, legible

LONGEST_NAME = 100
LONGEST_TEXT = 5000
LONGEST_EXAMPLE = 300
LONGEST_KEYWORD = 80
MOST_TEXTS = 30
MOST_EXAMPLES = 50
MOST_VALUES = 30
SIZE = "Write 1 to {max} characters."
PRIORITY = "From 0 to 100."
LOCALE = Regexp(
    r"\A[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}\Z", error="Not a language code such as en."
)
CLOCK = Regexp(r"\A(?:[01][0-9]|2[0-3]):[0-5][0-9]\Z", error="Not a time such as 09:30.")


class Phrase(fields.String):
    """A line of text, without blank space around it."""

    def __init__(self, longest: int, *, required: bool = False) -> None:
        super().__init__(required=required, validate=Length(1, longest, error=SIZE))

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        return " ".join(text.split())


def phrases(longest: int, *, most: int = MOST_EXAMPLES) -> fields.List[Any]:
    few = Length(max=most, error="At most {max} of them.")
    return fields.List(Phrase(longest), load_default=[], validate=few)


def choices(values: Sequence[str]) -> fields.List[Any]:
    return fields.List(
        fields.String(validate=OneOf(values)), load_default=[], validate=Length(max=MOST_VALUES)
    )


class HoursSchema(Schema):
    """Business hours in the store's own time zone; `closes` before `opens` is the next day."""

    open = fields.Boolean(
        required=True, metadata={"description": "false: whenever it is not within them"}
    )
    days = fields.List(
        fields.String(validate=OneOf(WEEKDAYS)),
        required=True,
        validate=Length(1, 7, error="Choose a day."),
    )
    opens = fields.String(required=True, validate=CLOCK, metadata={"example": "09:00"})
    closes = fields.String(required=True, validate=CLOCK, metadata={"example": "17:30"})

    @validates_schema
    def some_time_is_left(self, data: Mapping[str, Any], **_: Any) -> None:
        if time.fromisoformat(data["opens"]) == time.fromisoformat(data["closes"]):
            raise ValidationError("It closes when it opens.", "closes")

    @post_load
    def as_value(self, data: dict[str, Any], **_: Any) -> Hours:
        return Hours(**{**data, "days": tuple(d for d in WEEKDAYS if d in data["days"])})


class ConditionsSchema(Schema):
    """What must hold besides the situation; what is left out always holds."""

    order_status = choices(ORDER_STATUSES)
    locales = fields.List(
        fields.String(validate=LOCALE), load_default=[], validate=Length(max=MOST_TEXTS)
    )
    product_types = phrases(255, most=MOST_VALUES)
    product_tags = phrases(255, most=MOST_VALUES)
    hours = fields.Nested(HoursSchema, allow_none=True, load_default=None)

    @post_load
    def as_value(self, data: dict[str, Any], **_: Any) -> Conditions:
        lists = {name: unique(value) for name, value in data.items() if name != "hours"}
        return Conditions(**lists, hours=data["hours"])


class TemplateSchema(Schema):
    """A response template as the merchant writes it."""

    name = Phrase(LONGEST_NAME, required=True)
    texts = fields.Dict(
        required=True,
        keys=fields.String(validate=LOCALE),
        values=fields.String(validate=Length(1, LONGEST_TEXT, error=SIZE)),
        validate=Length(1, MOST_TEXTS, error="Write it in 1 to {max} languages."),
        metadata={
            "description": "the exact words by locale, with variables",
            "example": {"en": 'Hi {{ customer.first_name | default: "there" }}, …'},
        },
    )
    examples = phrases(LONGEST_EXAMPLE)
    counter_examples = phrases(LONGEST_EXAMPLE)
    keywords = phrases(LONGEST_KEYWORD)
    kinds = choices(tuple(KINDS))
    conditions = fields.Nested(ConditionsSchema, load_default=lambda: Conditions())
    priority = fields.Integer(
        load_default=50,
        strict=True,
        validate=Range(0, 100, error=PRIORITY),
        error_messages={"null": PRIORITY, "invalid": PRIORITY},
    )
    active_from = fields.AwareDateTime(default_timezone=UTC, allow_none=True, load_default=None)
    active_until = fields.AwareDateTime(default_timezone=UTC, allow_none=True, load_default=None)
    handover = fields.Boolean(load_default=False)
    opens = fields.Boolean(
        load_default=False, metadata={"description": "an answer goes on behind the text"}
    )
    enabled = fields.Boolean(load_default=True)

    @validates_schema
    def it_holds_together(self, data: Mapping[str, Any], **_: Any) -> None:
        faults = dict(contradictions(data))
        if faults:
            raise ValidationError({name: [fault] for name, fault in faults.items()})

    @post_load
    def as_value(self, data: dict[str, Any], **_: Any) -> Template:
        lists = ("examples", "counter_examples", "keywords", "kinds")
        texts = {locale: text.strip() for locale, text in data["texts"].items()}
        return Template(**{**data, **{name: unique(data[name]) for name in lists}, "texts": texts})


def contradictions(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, fault) of what is well-formed and cannot be meant."""
    return [
        *situation_faults(data),
        *text_faults(data["texts"], data["conditions"]),
        *locale_faults(data["texts"], data["conditions"]),
        *date_faults(data["active_from"], data["active_until"]),
    ]


def situation_faults(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    faults = []
    if not (data["examples"] or data["keywords"] or data["kinds"]):
        faults.append(("examples", "Say when it applies: an example, a keyword or a kind."))
    if {*map(legible, data["examples"])} & {*map(legible, data["counter_examples"])}:
        faults.append(("counter_examples", "One of them is an example, too."))
    for name in ("examples", "counter_examples"):
        if any(not content_words(text) and not has_letters(text) for text in data[name]):
            faults.append((name, "One of them has no word in it."))
    if any(not has_letters(word) for word in data["keywords"]):
        faults.append(("keywords", "One of them has no letter or digit in it."))
    if any("*" in word[:-1] or len(word.rstrip("*")) < 2 for word in data["keywords"]):
        faults.append(("keywords", "“*” stands for an ending, behind two letters at least."))
    return faults


def has_letters(text: str) -> bool:
    return any(map(str.isalnum, text))


def text_faults(texts: Mapping[str, str], conditions: Conditions) -> list[tuple[str, str]]:
    faults = []
    for locale, text in texts.items():
        try:
            variables = needed(text)
        except TextFault as fault:
            faults.append((f"texts.{locale}", str(fault)))
            continue
        if not text.strip():
            faults.append((f"texts.{locale}", "It says nothing."))
        if conditions.order_status == ("none",) and any(n.startswith("order.") for n in variables):
            faults.append((f"texts.{locale}", "Who has no order has no order.name: give defaults."))
    return faults


def locale_faults(texts: Mapping[str, str], conditions: Conditions) -> list[tuple[str, str]]:
    known = [each.casefold() for each in texts]
    faults = []
    if len(set(known)) < len(known):
        faults.append(("texts", "A locale is there twice."))
    without = [
        each
        for each in conditions.locales
        if len(texts) > 1
        and not any(same_language(each.casefold(), text_locale) for text_locale in known)
    ]
    if without:
        faults.append(("conditions.locales", f"There is no text for {', '.join(without)}."))
    return faults


def same_language(locale: str, other: str) -> bool:
    return language(locale) == language(other)


def date_faults(start: datetime | None, end: datetime | None) -> list[tuple[str, str]]:
    if start and end and end <= start:
        return [("active_until", "It ends before it begins.")]
    return []


def unique(values: Sequence[str]) -> tuple[str, ...]:
    """Each once, whatever its case, in their order."""
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(legible(value), value)
    return tuple(found.values())
