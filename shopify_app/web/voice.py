"""The merchant's JSON API of the voice: settings, history, preview, examples, adherence, checks."""

from __future__ import annotations

import json
import logging
from collections.abc import Generator, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Length, OneOf, Range

from shopify_app import web
from shopify_app.answers.admission import may_spend, note_spending
from shopify_app.answers.events import Text
from shopify_app.answers.previewing import Told, Trial, preview
from shopify_app.answers.questions import Question, clean_message
from shopify_app.answers.teaching import propose_by_model
from shopify_app.answers.voice_checks import model_of
from shopify_app.conversations.transcripts import recent_questions
from shopify_app.conversations.visits import MERCHANT, Visit
from shopify_app.errors import InvalidInput
from shopify_app.logs import whereabouts
from shopify_app.parts import Parts
from shopify_app.shops.directory import active_shop
from shopify_app.voice import Voice
from shopify_app.voice.adherence import MOST_DAYS, adherence
from shopify_app.voice.checks import (
    MOST_QUESTIONS,
    RULES,
    Check,
    basis_of,
    find_check,
    request_check,
    set_questions,
)
from shopify_app.voice.examples import FEWEST, MOST, Proposal, propose
from shopify_app.voice.schema import DocumentSchema, Line, SettingsSchema
from shopify_app.voice.scoring import OFF_BELOW
from shopify_app.voice.settings import SCALES, VoiceDocument, changes, document_from
from shopify_app.voice.starting_points import STARTING_POINTS
from shopify_app.voice.versions import (
    Version,
    current_version,
    current_voice,
    history,
    restore_version,
    save_version,
    spoken_language,
)
from shopify_app.voice.voices import make_voice
from shopify_app.web.bodies import read_body
from shopify_app.web.merchants import merchant_of_call
from shopify_app.web.streaming import BROKEN, accepts_stream, stream

log = logging.getLogger(__name__)

doors = Blueprint("voice", __name__, url_prefix="/api/voice")

MOST_BYTES = 256 * 1024
MOST_PREVIEWED = 5
SIDES = ("current", "edited")


class VersionSchema(Schema):
    """The settings in use. `version` 0: none were saved yet."""

    version = fields.Integer()
    settings = fields.Nested(SettingsSchema)
    locales = fields.Dict(keys=fields.String(), values=fields.Nested(SettingsSchema))
    scales = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "the words at the ends of each scale, 1 and 5"},
    )


class SaveSchema(DocumentSchema):
    """Settings to put into use, and the version they were made from."""

    expected_version = fields.Integer(required=True, strict=True)


class HistoryEntrySchema(Schema):
    version = fields.Integer()
    at = fields.DateTime()
    author = fields.String(metadata={"description": "Shopify's number of the user"})
    restored = fields.Integer(allow_none=True)
    changed = fields.List(fields.String())


class HistorySchema(Schema):
    versions = fields.List(fields.Nested(HistoryEntrySchema))


class StartingPointSchema(Schema):
    name = fields.String()
    description = fields.String()
    settings = fields.Nested(SettingsSchema)


class StartingPointsSchema(Schema):
    starting_points = fields.List(fields.Nested(StartingPointSchema))


class PreviewSchema(DocumentSchema):
    """Questions, and settings to try on them."""

    questions = fields.List(
        fields.String(), required=True, validate=Length(min=1, max=MOST_PREVIEWED)
    )


class TrialSchema(Schema):
    """An answer as it would be, with how it keeps its voice."""

    text = fields.String()
    origin = fields.String()
    score = fields.Integer()
    broken = fields.Dict(keys=fields.String(), values=fields.String())
    repaired = fields.Dict(keys=fields.String(), values=fields.Integer())
    dropped = fields.Dict(keys=fields.String(), values=fields.Integer())
    citations = fields.List(fields.Dict())
    first_text_ms = fields.Integer(allow_none=True)


class ComparedSchema(Schema):
    question = fields.String()
    current = fields.Nested(TrialSchema)
    edited = fields.Nested(TrialSchema)


class PreviewedSchema(Schema):
    changes = fields.Dict(keys=fields.String(), values=fields.Dict())
    answers = fields.List(fields.Nested(ComparedSchema))


class ExamplesSchema(Schema):
    """Past replies of the store's own."""

    class Meta:
        unknown = EXCLUDE

    replies = fields.List(
        fields.String(validate=Length(min=1, max=4000)),
        required=True,
        validate=Length(min=FEWEST, max=MOST),
    )


class ProposalSchema(Schema):
    field = fields.String()
    value = fields.Raw()
    evidence = fields.String()


class ProposalsSchema(Schema):
    settings = fields.Dict(metadata={"description": "the settings in use with the proposals"})
    proposals = fields.List(fields.Nested(ProposalSchema))


class DaySchema(Schema):
    day = fields.Date()
    answers = fields.Integer()
    score = fields.Float()
    off = fields.Integer()


class OffAnswerSchema(Schema):
    message_id = fields.String()
    conversation = fields.String()
    at = fields.DateTime()
    version = fields.Integer()
    score = fields.Integer()
    broken = fields.Dict(keys=fields.String(), values=fields.String())
    text = fields.String()


class AdherenceSchema(Schema):
    """Scores of 0 to 100; an answer below 80 is off."""

    answers = fields.Integer()
    score = fields.Float(allow_none=True)
    off = fields.Integer()
    days = fields.List(fields.Nested(DaySchema))
    off_answers = fields.List(fields.Nested(OffAnswerSchema))


class RecentQuestionsSchema(Schema):
    questions = fields.List(fields.String())


class CheckQuestionSchema(Schema):
    question = Line(300, is_needed=True, required=True)
    rules = fields.List(
        fields.String(validate=OneOf(RULES)), validate=Length(max=len(RULES)), load_default=list
    )
    lowest = fields.Integer(strict=True, validate=Range(0, 100), load_default=OFF_BELOW)


class CheckQuestionsSchema(Schema):
    questions = fields.List(
        fields.Nested(CheckQuestionSchema), required=True, validate=Length(max=MOST_QUESTIONS)
    )


class CheckSchema(Schema):
    """The questions, and the last run. `passed` is null until a run has ended."""

    questions = fields.List(fields.Nested(CheckQuestionSchema))
    rules = fields.List(fields.String())
    requested = fields.Boolean()
    is_current = fields.Boolean(
        metadata={"description": "made with the settings, model and knowledge of this moment"}
    )
    passed = fields.Boolean(allow_none=True)
    results = fields.List(fields.Dict())
    began_at = fields.DateTime(allow_none=True)
    finished_at = fields.DateTime(allow_none=True)


@doors.get("")
def voice() -> Response:
    """How the store sounds now."""
    merchant = merchant_of_call()
    with web.parts().record.read() as connection:
        return shown(current_version(connection, merchant.shop))


@doors.put("")
def save() -> Response:
    """Put settings into use; refused when `expected_version` is no longer the one in use."""
    merchant = merchant_of_call()
    body = read_body(SaveSchema(), most_bytes=MOST_BYTES)
    expected = body.pop("expected_version")
    with web.parts().record.write() as connection:
        saved = save_version(
            connection,
            merchant.shop,
            body,
            expected=expected,
            author=merchant.user_id,
            now=datetime.now(UTC),
        )
    return shown(saved)


@doors.get("/history")
def versions() -> Response:
    """Who changed what when, newest first."""
    merchant = merchant_of_call()
    with web.parts().record.read() as connection:
        entries = history(connection, merchant.shop)
    return dumped(HistorySchema(), {"versions": entries})


@doors.post("/history/<int(max=2147483647):version>/restore")  # what the column holds
def restore(version: int) -> Response:
    """Bring a version back, as a new one."""
    merchant = merchant_of_call()
    with web.parts().record.write() as connection:
        restored = restore_version(
            connection, merchant.shop, version, author=merchant.user_id, now=datetime.now(UTC)
        )
    return shown(restored)


@doors.get("/starting-points")
def starting_points() -> Response:
    """Voices to begin from."""
    merchant_of_call()
    points = [asdict(point) for point in STARTING_POINTS]
    return dumped(StartingPointsSchema(), {"starting_points": points})


@doors.get("/recent-questions")
def questions() -> Response:
    """What shoppers asked lately, to try a voice on."""
    merchant = merchant_of_call()
    with web.parts().record.read() as connection:
        asked = recent_questions(connection, merchant.shop)
    return dumped(RecentQuestionsSchema(), {"questions": asked})


@doors.post("/preview")
def try_out() -> Response:
    """Answers under the current and the edited settings, side by side; nothing is saved."""
    merchant = merchant_of_call()
    body = read_body(PreviewSchema(), most_bytes=MOST_BYTES)
    asked = [Question(clean_message(each)) for each in body.pop("questions")]
    edited = document_from(body)
    parts = web.parts()
    with parts.record.read() as connection:
        entry = active_shop(connection, merchant.shop)
        said = " ".join(each.text for each in asked)
        now_in_use = current_voice(connection, merchant.shop, entry.profile, said=said)
    voices = dict(zip(SIDES, (now_in_use, voice_of(edited, entry.profile, said)), strict=True))
    visit = Visit(merchant.shop, visitor=f"{MERCHANT}{merchant.user_id}"[:64])
    told = preview(parts, visit, asked, voices, now=datetime.now(UTC))
    first = next(told)  # whatever refuses the preview still becomes a status of its own
    changed = changes(voices["current"].settings, voices["edited"].settings)
    if not accepts_stream():
        return compared(asked, changed, [first, *told])
    return stream(render(changed, first, told), told.close)


@doors.post("/examples")
def examples() -> Response:
    """Settings that past replies show, each with its evidence; nothing is saved."""
    merchant = merchant_of_call()
    replies = read_body(ExamplesSchema(), most_bytes=MOST_BYTES)["replies"]
    counted = propose([reply for reply in replies if reply.strip()] or replies)
    seen = seen_by_model(web.parts(), merchant.shop, replies)
    # What was counted is certain; a model's word only adds to it.
    proposals = [*counted, *(each for each in seen if each.field not in {c.field for c in counted})]
    with web.parts().record.read() as connection:
        values = dict((current_version(connection, merchant.shop).values or {})["settings"])
    for each in proposals:
        is_part = isinstance(each.value, dict)
        values[each.field] = values[each.field] | each.value if is_part else each.value
    return dumped(ProposalsSchema(), {"settings": values, "proposals": proposals})


def seen_by_model(parts: Parts, shop: str, replies: list[str]) -> list[Proposal]:
    """What Claude sees in the replies, when there is a key and the shop has tokens left today."""
    now = datetime.now(UTC)
    with parts.record.read() as connection:
        may_ask = may_spend(connection, shop, now=now)
    if parts.claude is None or not may_ask:
        return []
    proposals, tokens = propose_by_model(parts.claude, replies)
    with parts.record.write() as connection:
        note_spending(connection, shop, tokens, now=now)
    return proposals


@doors.get("/adherence")
def kept() -> Response:
    """How well the answers kept the voice, by day, and those that were off."""
    merchant = merchant_of_call()
    days = request.args.get("days", default="30")
    if not days.isascii() or not days.isdigit() or not 1 <= int(days[:6]) <= MOST_DAYS:
        fault = f"Must be a whole number from 1 to {MOST_DAYS}."
        raise InvalidInput("some of it is not as asked for", fields={"days": [fault]})
    with web.parts().record.read() as connection:
        found = adherence(connection, merchant.shop, days=int(days), now=datetime.now(UTC))
    return dumped(AdherenceSchema(), found)


@doors.get("/check")
def check() -> Response:
    """The questions the voice is tried on, and the last report."""
    merchant = merchant_of_call()
    return shown_check(merchant.shop)


@doors.put("/check")
def set_check() -> Response:
    """Replace the questions; a run begins within a minute."""
    merchant = merchant_of_call()
    body = read_body(CheckQuestionsSchema(), most_bytes=MOST_BYTES)
    with web.parts().record.write() as connection:
        set_questions(connection, merchant.shop, body["questions"])
    web.parts().doorbell.ring("indexing")
    return shown_check(merchant.shop)


@doors.post("/check")
def run() -> tuple[Response, int]:
    """Try the voice on its questions as soon as a worker gets to it."""
    merchant = merchant_of_call()
    with web.parts().record.write() as connection:
        requested = request_check(connection, merchant.shop)
    if not requested:
        raise InvalidInput("there are no questions", fields={"questions": ["Add one first."]})
    web.parts().doorbell.ring("indexing")
    return jsonify({"requested": True}), 202


def voice_of(document: VoiceDocument, profile: Any, said: str) -> Voice:
    code = spoken_language(document, said)
    return make_voice(document.for_language(code), profile, language=code)


def shown(version: Version) -> Response:
    return dumped(
        VersionSchema(), {"version": version.version, "scales": SCALES, **(version.values or {})}
    )


def shown_check(shop: str) -> Response:
    parts = web.parts()
    with parts.record.read() as connection:
        found: Check = find_check(connection, shop)
        is_current = found.basis == basis_of(connection, shop, model_of(parts))
    values = {
        **asdict(found),
        "passed": found.passed,
        "rules": RULES,
        "is_current": is_current and found.finished_at is not None,
    }
    return dumped(CheckSchema(), values)


def compared(asked: list[Question], changed: dict[str, Any], told: list[Told]) -> Response:
    answers: list[dict[str, Any]] = [{"question": each.text} for each in asked]
    for each in told:
        if isinstance(each.what, Trial):
            answers[each.question][each.side] = asdict(each.what)
    return dumped(PreviewedSchema(), {"changes": changed, "answers": answers})


def render(
    changed: dict[str, Any], first: Told, told: Generator[Told, None, None]
) -> Iterator[bytes]:
    """`start` {changes}, `text` {question, side, text}, `answer` {question, side, …}, `done`."""
    yield event("start", {"changes": changed})
    try:
        yield rendered(first)
        for each in told:
            yield rendered(each)
        yield event("done", {})
    except Exception as error:
        # The outermost edge of a response that has begun: its status is sent already.
        log.error("preview=broken unexpected=%s", whereabouts(error))
        yield event(BROKEN.name, BROKEN.data())


def rendered(told: Told) -> bytes:
    at = {"question": told.question, "side": told.side}
    if isinstance(told.what, Text):
        return event("text", {**at, "text": told.what.text})
    if isinstance(told.what, Trial):
        return event("answer", {**at, **asdict(told.what)})
    return b": still here\n\n"


def event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


def dumped(schema: Schema, value: Any) -> Response:
    values: dict[str, Any] = schema.dump(value)
    return jsonify(values)
