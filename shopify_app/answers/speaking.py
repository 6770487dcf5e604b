"""Claude's answer, told as it comes; and what is said when it does not come, or breaks off."""

from __future__ import annotations

import math
import time
from collections.abc import Generator, Iterator
from dataclasses import asdict, dataclass, field

from shopify_app.answers.claude import (
    Cited,
    Claude,
    ClaudeFailed,
    Piece,
    Stopped,
    ToolCall,
    Usage,
    Words,
)
from shopify_app.answers.draft import Draft
from shopify_app.answers.events import Event, Heartbeat
from shopify_app.answers.gate import Gate
from shopify_app.answers.grounding import Evidence
from shopify_app.answers.prompt import Prompt
from shopify_app.answers.rewording import reword
from shopify_app.voice import Voice

HEARTBEAT_S = 2.0
"""After so long a silence towards the shopper they are told that we are at it; with a sentence that
is said again (`rewording.LONGEST_S`) it is five seconds at most."""
LOOK_UP_S = 0.5
"""How often to look up from a silent Claude."""
REGULAR_ENDS = ("end_turn", "stop_sequence")
ASKS = "tool_use"
"""Not an end: Claude waits for what it asked for."""


@dataclass
class Spoken:
    """What Claude said in one round, shown or not, and what it asked for at its end."""

    said: str = ""
    calls: list[ToolCall] = field(default_factory=list)
    whole: bool = False
    """It came to its regular end."""


def speak(
    claude: Claude,
    prompt: Prompt,
    evidence: Evidence,
    voice: Voice,
    draft: Draft,
    *,
    end_by: float = math.inf,
) -> Generator[Event, None, Spoken]:
    """Tell Claude's answer, or as much of it as comes before it asks for something.

    When Claude fails before its first whole sentence, nothing is said, and another may answer.
    When it fails later, what was shown stands, a phrase says that it broke off, and the draft is
    `interrupted`.
    """
    spoken = Spoken()
    try:
        reply = claude.reply(prompt)
    except ClaudeFailed as failure:
        draft.provenance["fallback"] = str(failure)
        yield from break_off(voice, draft)
        return spoken
    draft.provenance["model"] = claude.model
    draft.origin = "model"
    gate = Gate(
        evidence,
        prompt.passages,
        voice,
        draft,
        reword=lambda sentence: reword(claude, sentence, voice, draft),
    )
    told_at = time.monotonic()
    try:
        for piece in reply.pieces(silence_s=LOOK_UP_S, end_by=end_by):
            note(piece, spoken)
            for event in react(piece, gate, voice, draft):
                yield event
                told_at = time.monotonic()
            if time.monotonic() - told_at >= HEARTBEAT_S:
                yield Heartbeat()
                told_at = time.monotonic()
    except ClaudeFailed as failure:
        spoken.calls.clear()
        draft.provenance["fallback"] = str(failure)
        yield from break_off(voice, draft)
    finally:
        reply.close()
        add_usage(draft, reply.usage)
    return spoken


def note(piece: Piece | None, spoken: Spoken) -> None:
    if isinstance(piece, Words):
        spoken.said += piece.text
    elif isinstance(piece, ToolCall):
        spoken.calls.append(piece)
    elif isinstance(piece, Stopped) and piece.reason != ASKS:
        spoken.calls.clear()  # one that was cut short is no call
        spoken.whole = piece.reason in REGULAR_ENDS


def add_usage(draft: Draft, usage: Usage) -> None:
    """To what the rounds before it used."""
    before = draft.provenance.get("usage", {})
    draft.provenance["usage"] = {
        kind: tokens + before.get(kind, 0) for kind, tokens in asdict(usage).items()
    }


def react(piece: Piece | None, gate: Gate, voice: Voice, draft: Draft) -> Iterator[Event]:
    if isinstance(piece, Words):
        yield from gate.take(piece.text)
    elif isinstance(piece, Cited):
        yield from gate.cite(piece.position)
    elif isinstance(piece, Stopped):
        draft.provenance["stop"] = piece.reason
        yield from end(piece.reason, gate, voice, draft)


def end(reason: str, gate: Gate, voice: Voice, draft: Draft) -> Iterator[Event]:
    """The regular end, a refusal, or the end of Claude's room: then half a sentence is dropped."""
    if reason == "refusal":
        draft.in_memory = False
        draft.hand_over("refused")
        yield from draft.say_instead(voice.refusal)
    elif reason == ASKS or reason in REGULAR_ENDS:
        yield from gate.finish()
    elif not draft.is_empty:
        draft.interrupted = True


def break_off(voice: Voice, draft: Draft) -> Iterator[Event]:
    if not draft.is_empty:
        draft.interrupted = True
        yield from draft.say_apart(voice.interrupted)
