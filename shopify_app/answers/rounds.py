"""An answer in rounds: Claude speaks, or asks for something to be looked up and speaks then."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from dataclasses import replace

from shopify_app.answers.claude import Claude, ToolCall
from shopify_app.answers.draft import Draft
from shopify_app.answers.events import Event
from shopify_app.answers.finding import Found, evidence_of
from shopify_app.answers.keeping import instructions_hash
from shopify_app.answers.prompt import Prompt
from shopify_app.answers.repeating import prompt_again
from shopify_app.answers.speaking import break_off, speak
from shopify_app.answers.tools import (
    MOST_CALLS,
    MOST_ROUNDS,
    Result,
    Toolbox,
    next_prompt,
    run,
    with_tools,
)
from shopify_app.answers.voicing import titles_in
from shopify_app.shops.directory import ShopEntry
from shopify_app.voice import Voice

TOO_MANY = Result(words="Too many calls at once; this one was not made.", is_error=True)


def converse(
    claude: Claude,
    prompt: Prompt,
    box: Toolbox,
    entry: ShopEntry,
    found: Found,
    voice: Voice,
    draft: Draft,
) -> Generator[Event, None, Found]:
    """Tell Claude's answer, as `speak` does; gives what was found, with what the tools found.

    One deadline is for all rounds together. When the gate lets nothing of an answer through, Claude
    is asked once more, with the reasons. When it has nothing to say that passes, the store's own
    phrase says that there is no answer; where only the voice let nothing pass, nothing is said, and
    another may answer.
    """
    prompt = with_tools(prompt)
    draft.provenance["instructions"] = instructions_hash(prompt)
    end_by = time.monotonic() + claude.deadlines.last_word_s
    for number in range(1, MOST_ROUNDS + 1):
        evidence = evidence_of(entry, prompt.passages)
        spoken = yield from speak(claude, prompt, evidence, voice, draft, end_by=end_by)
        if not spoken.calls:
            if not spoken.whole or not draft.is_empty or draft.dropped:
                break
            may_ask_again = draft.withheld and spoken.said.strip() and not draft.asked_again
            if not may_ask_again or number == MOST_ROUNDS:
                draft.hand_over("held_back" if draft.withheld else "not_found")
                yield from draft.say(voice.not_found)
                break
            draft.asked_again = True
            prompt = prompt_again(prompt, spoken.said, draft.provenance["gate"])
            continue
        if number == MOST_ROUNDS:
            draft.provenance["fallback"] = "asked for too much"
            yield from break_off(voice, draft)
            break
        results = run_all(box, spoken.calls, prompt, draft)
        prompt = next_prompt(
            prompt, spoken.said, spoken.calls, results, last=number + 1 == MOST_ROUNDS
        )
        found = replace(found, passages=prompt.passages)
        draft.titles = tuple(dict.fromkeys((*draft.titles, *titles_in(found, voice))))
        draft.passages = prompt.passages
        if draft.text and not draft.text[-1].isspace():
            yield from draft.say(" ")
    return found


def run_all(box: Toolbox, calls: Sequence[ToolCall], prompt: Prompt, draft: Draft) -> list[Result]:
    """One result for each call; what the answer's provenance keeps of them are names."""
    known = list(prompt.passages)
    results: list[Result] = []
    for position, call in enumerate(calls):
        result = run(box, call, known) if position < MOST_CALLS else TOO_MANY
        known += result.passages
        results.append(result)
        if result.hands_over:
            draft.hand_over("model")
            draft.provenance["handed_over"] = result.hands_over
        noted = draft.provenance.setdefault("tools", [])
        noted.append({"name": call.name[:40], "failed": result.is_error})
    return results
