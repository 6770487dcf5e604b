"""Ask Claude once more when nothing of what it said was borne by a source: with the reasons. Pure.

Only when nothing was shown: what a shopper has read is never taken back, and an answer of which
something remains stands without what was held back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from anthropic.types import MessageParam

from shopify_app.answers.prompt import Prompt

MOST_REASONS = 8
LONGEST_CLAIM = 80


def prompt_again(prompt: Prompt, said: str, held: Sequence[Mapping[str, Any]]) -> Prompt:
    """The same conversation, with what Claude said and why none of it was shown.

    `held` are the gate's notes, `{"kind", "claim", "says"}`. Nothing may be looked up this time.
    """
    reasons = "; ".join(reason(each) for each in held[:MOST_REASONS])
    answered: MessageParam = {"role": "assistant", "content": said.strip()}
    corrected: MessageParam = {
        "role": "user",
        "content": (
            "(The shopper was shown nothing of this, because the search results do not state it:"
            f" {reasons}. Answer the question again, only with what the search results state."
            " If they do not answer it, say so with the sentence you were given for that.)"
        ),
    }
    return replace(prompt, messages=[*prompt.messages, answered, corrected], may_call=False)


def reason(held: Mapping[str, Any]) -> str:
    claim = f"“{str(held['claim'])[:LONGEST_CLAIM]}”" if held["claim"] else f"a {held['kind']}"
    says = ", ".join(f"“{str(each)[:LONGEST_CLAIM]}”" for each in held["says"])
    return f"{claim}, where they say {says}" if says else f"{claim}, of which they say nothing"
