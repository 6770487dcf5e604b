"""An answer in the store's voice: each sentence held to its hard rules, the whole given a score."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from shopify_app.answers.draft import Draft
from shopify_app.answers.finding import Found
from shopify_app.answers.rewording import REWORDED
from shopify_app.answers.sentences import sentences
from shopify_app.conversations.transcripts import Turn
from shopify_app.voice import Voice
from shopify_app.voice.enforcing import enforce
from shopify_app.voice.scoring import score
from shopify_app.voice.settings import Courtesy

ORDERED_ITEM = re.compile(r"\d+ × ([^;\n]+?)(?: \([^)\n]*\))?(?=;|\.?$| and \d+ more)", re.M)
"""As an order's text names what was bought: “2 × Fjord Wool Blanket (Small)”."""


def in_voice(
    sentence: str,
    voice: Voice,
    draft: Draft,
    *,
    quoted: bool = False,
    again: Callable[[str], str] | None = None,
) -> str:
    """What may be said of the sentence; empty when nothing. `quoted`: it is the store's own.

    Where other words may keep the voice, `again` gives them, or nothing; they are held to the same
    rules, and the space behind them is the sentence's.
    """
    enforced = enforce(sentence, voice.settings, titles=draft.titles, quoted=quoted)
    broken = enforced.dropped_for
    if again and broken in REWORDED:
        text = again(sentence)
        enforced = enforce(text, voice.settings, titles=draft.titles) if text else enforced
        if text and enforced.text:
            draft.repaired[broken] += 1
            return enforced.text + sentence[len(sentence.rstrip()) :]
    draft.repaired.update(enforced.repaired)
    if broken:
        draft.dropped[broken] += 1
        return ""
    return enforced.text


def quote_in_voice(text: str, voice: Voice, draft: Draft) -> str:
    """The store's own sentences, as far as the voice lets them pass."""
    said = (in_voice(each, voice, draft, quoted=True) for each in sentences(text))
    return "".join(said).strip()


def titles_in(found: Found, voice: Voice) -> tuple[str, ...]:
    """The names that stay as they are, whatever the voice says of their words."""
    bought = (item for order in found.orders for item in ORDERED_ITEM.findall(order.text))
    names = (*bought, *(passage.title for passage in found.passages), voice.store_name)
    return tuple(dict.fromkeys(filter(None, names)))


def is_due(courtesy: Courtesy, history: Sequence[Turn]) -> bool:
    """Whether it is said in this answer: in each, or in a conversation's first."""
    if courtesy.rule == "first":
        return all(turn.role == "shopper" for turn in history)
    return courtesy.rule == "always"


def note_score(draft: Draft, voice: Voice, *, greeting_due: bool, sign_off_due: bool) -> None:
    """Put the score into the answer's provenance. The merchant's exact words have none."""
    if draft.origin == "template":
        return
    scored = score(
        draft.text.strip(),
        voice.settings,
        titles=draft.titles,
        greeting_due=greeting_due,
        sign_off_due=sign_off_due,
    )
    draft.provenance["voice"] = {
        "version": voice.version,
        "score": scored.points,
        "broken": {each.rule: each.detail[:120] for each in scored.off},
        "repaired": dict(draft.repaired),
        "dropped": dict(draft.dropped),
    }
