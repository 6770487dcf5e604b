"""What is granted on a condition, and whether a source grants it on the same. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from shopify_app.answers.grounding.concepts import CONCEPTS, concepts

IF = re.compile(
    r"\b(?:if|when|once|unless|in case|should|wenn|falls|sofern|sobald|es sei denn|sollte|si"
    r"|lorsque|quand|sauf si|cuando|a menos que|salvo que|se|quando|qualora|a meno che)\b"
    r"[^,:;.]*(?:, der [^,:;.]*)?",
    re.I,
)
ACTS = {
    name: re.compile(pattern, re.I)
    for name, pattern in {
        "replace": r"\breplac|\bnew\b|\banother\b|\bagain\b|\bersetz|\bneue?[nrs]?\b|\brempla"
        r"|\bnouve|\breempla|\bnuev|\bsostitu|\bnuov",
        "refund": r"\brefund|\bmoney\b|\bcredit|erstatt|rembours|reembols|rimbors",
        "free": r"\bfree\b|\bpays?\b|\bpaid\b|\bours\b|\bkosten|\bgratis|\bgratuit|\bpag",
    }.items()
}
"""How a source may word what a sentence promises."""


def is_granted_if(text: str, promise: str, told: Iterable[str]) -> bool:
    """Whether one of the sentences told grants the promise on the condition that the text names:
    it speaks of what the condition speaks of, and of what is promised."""
    act = ACTS.get(promise)
    conditions = [match.group() for match in IF.finditer(text)] if act else []
    if act is None or not conditions:
        return False
    asked = frozenset[str]().union(*map(concepts, conditions))
    rest = concepts(IF.sub(" ", text))
    for sentence in told:
        if act.search(sentence):
            spoken = concepts(sentence)
            shared = asked & spoken
            is_same = bool(shared & CONCEPTS.keys()) or len(shared) > len(asked) / 2
            if is_same and rest & (spoken | asked):
                return True
    return False
