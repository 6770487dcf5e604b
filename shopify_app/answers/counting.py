"""What the operator counts of the answers to shoppers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from shopify_app.answers.admission import Busy, TooManyMessages, TooManyStreams
from shopify_app.answers.draft import Draft
from shopify_app.tally import Tally

LONGEST_REASON = 40


def count_answer(tally: Tally, draft: Draft) -> None:
    """Count one that was told to its end, or that the shopper stopped listening to."""
    noted = draft.provenance
    tally.count("tote_answers", draft.origin)
    if "fallback" in noted:
        tally.count("tote_answer_fallbacks", reason_label(noted["fallback"]))
    if "template" in noted:
        tally.count("tote_answer_templates")
    if draft.withheld:
        tally.count("tote_sentences_withheld", times=draft.withheld)
    if draft.asked_again:
        tally.count("tote_answers_repeated", draft.origin)
    for kind, tokens in noted.get("usage", {}).items():
        if tokens:
            tally.count("tote_model_tokens", kind, times=tokens)
    if draft.more_tokens:
        tally.count("tote_model_tokens", "rewording", times=draft.more_tokens)
    for what, ms in noted.get("ms", {}).items():
        if what in ("first_text", "done"):
            tally.time(f"tote_answer_{what}_seconds", ms)


def reason_label(reason: str) -> str:
    """The reason as one short word: part of it may be what Claude's server said."""
    return re.sub(r"[^a-z0-9]+", "_", reason.lower())[:LONGEST_REASON].strip("_") or "unknown"


@contextmanager
def refusals_counted(tally: Tally | None) -> Iterator[None]:
    try:
        yield
    except (TooManyMessages, TooManyStreams, Busy) as error:
        if tally:
            tally.count("tote_admission_refusals", error.code)
        raise
