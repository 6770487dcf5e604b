"""Rules as the sources state them: what is said of what, and whether it is denied. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from shopify_app.answers.grounding.concepts import ACTIONS, CONCEPTS, concepts
from shopify_app.answers.grounding.promises import NOT_DENYING, is_denied
from shopify_app.answers.grounding.topics import ANCHOR

PART = re.compile(
    r"[;:](?=\s)|\s[–—-]\s|\n|,? (?=(?:but|while|whereas|although|though|except|unless|aber|sondern"
    r"|während|mais|sauf|pero|sino|salvo|ma|tranne)\b)"
    r"|, (?=(?:and )?(?:not|never|no|nor|nie|kein\w*|pas|jamais|nunca|non)\b)"
    r"|, (?=(?:the|its|our) (?:[\w-]+ ){1,3}(?:is|are|can|may|does|do|has|have)(?: ?n['’]t| not)\b)"
    r"|,? (?=and (?:cannot|can['’]t|(?:do|does|is|are|may|will|must) not"
    r"|(?:do|does|is|are|wo)n['’]t)\b)"
    r"|,? (?=(?:because|when|if|until|so that|which|weil|wenn|parce|quand|porque|cuando|perché"
    r"|quando)\b)|, (?=(?:so|since|who|where|then)\b|and (?:it|we|you|they|please)\b)",
    re.I,
)
"""Between statements of one sentence; its lists stay together."""
EXCEPTION = re.compile(r"\bexcept( [^,;.]*)(?=, (?:an?|the) .*, and the )", re.I)
"""“All except what we never made, a shower, and the counter”: the exception ends at the comma."""
LEANS = re.compile(r"(?:it|its|they|them|those|these|this|none of (?:this|these))\b", re.I)
PRONOUN = re.compile(r"\b(?:it|them|those|these)\b", re.I)
EXPLAINS = re.compile(r",? ?(?:so|because|since|weil|denn|parce que|car|porque|perché)\b", re.I)
SAYS = re.compile(
    r"\b(?:is|are|was|can|may|will|do|does|go|goes|take|takes|accept\w*|need|must|have|has|get|gets"
    r"|covers?|counts?|leaves?|you|we|ist|sind|kann|können|gilt|gelten|est|sont|peut|vaut|es|son"
    r"|puede"
    r"|sirve|vale|può|sono)\b|è",
    re.I,
)
"""A verb: without one, an item of a list is neither granted nor denied."""
RELATIVE = re.compile(r"\b(?:that|which|who) (?:have|has|are|is|we|you)\b|\b(?:we|you) \w+", re.I)
EVEN_IF = re.compile(
    r",? ?\b(?:even (?:if|when|without|after)|auch (?:wenn|ohne)|selbst wenn|même (?:si|sans)"
    r"|aunque|incluso si|anche (?:se|senza))\b[^,.;]*",
    re.I,
)
"""No condition, but that there is none."""
CODE = re.compile(r"\b(?=[A-Z0-9]*[A-Z]{3})[A-Z0-9]{5,}\b")
YET = re.compile(r"\b(?:yet|noch nicht|noch kein\w*|pas encore|todavía|aún|ancora)\b", re.I)
"""What is not yet so is said of an order at hand, not of a rule."""
AND_NOT = re.compile(
    r",? and (?:cannot|can['’]t|(?:do|does|is|are|may|will|must) not"
    r"|(?:do|does|is|are|wo)n['’]t)\b",
    re.I,
)
FEW = 2
EXCLUDES = re.compile(
    r"n['’]t\b|\b(?:not|no|never|cannot|without|except\w*|exclu\w*|nicht|kein\w*|ausgeschlossen\w*"
    r"|pas|jamais|sauf|hors|salvo|excepto|nunca|non|mai|esclus\w*|eccett\w*|final sale)\b",
    re.I,
)
BESIDE_THE_POINT = re.compile(
    r"\b(?:without|ohne|sans|sin|senza)\b|\bor not\b|\b(?:at|for) no (?:\w+ )?\w+\b", re.I
)
"""What has no part in whether a rule grants or denies."""
LEAVES_OUT = re.compile(
    r"\b(?:exclud(?:e|es|ed)|excluded|exempt|ausgeschlossen|ausgenommen|exclu(?:e|s|es)?"
    r"|excluid[oa]s?"
    r"|esclus[oaie])\b",
    re.I,
)
CONDITIONAL = re.compile(
    r"\b(?:if|unless|except\w*|only|when|once|as long as|provided|rather than|wenn|falls|sofern"
    r"|außer|nur|sauf"
    r"|à condition|salvo|excepto|solo|a menos|tranne|only if|until|before|bis|avant|hasta)\b",
    re.I,
)
COVERED = 0.66
"""Of what a sentence speaks of, so much is spoken of by the rule that it reverses."""
WHOLLY = 1.0
CLEARLY = 0.15
"""And by no rule that says the same nearly as much."""


@dataclass(frozen=True)
class Rule:
    """A part of a source's sentence."""

    concepts: frozenset[str]
    denied: bool
    product: str | None
    text: str
    explains: bool = False
    """It only explains the part before it: “do not dry it in a machine: the heat shrinks it”."""


def read_rules(
    sentences: Sequence[str], *, heading: str, title: str = "", product: str | None = None
) -> Iterator[Rule]:
    """The statements of one text. An item of a list is denied when its heading is: “What cannot
    come back: gift cards”."""
    above = concepts(heading)
    matter = concepts(title) & ACTIONS if product is None else frozenset[str]()
    denied_above = denies(heading) or bool(EXCLUDES.search(heading))
    before = frozenset[str]()
    for sentence in sentences:
        is_item = not re.search(r"[.!?]\W*\Z", sentence.strip())
        spoken = label = frozenset[str]()
        for part in [sentence] if is_item and denied_above else parts(sentence):
            own = concepts(part)
            about = own | label
            if is_item:
                about |= above
            elif part.lstrip(", ").startswith("and "):
                about |= spoken
            elif LEANS.match(part.strip()) or (len(own) <= FEW and PRONOUN.search(part)):
                about |= before
            if not about & ACTIONS and not AND_NOT.search(sentence):
                about |= (spoken & ACTIONS) or (above & ACTIONS) or matter
            denied = denies(part)
            is_label = f"{part.rstrip()}:" in sentence and not denied
            explains = not label and (part.startswith(":") or bool(EXPLAINS.match(part)))
            if own:
                denied = denied != (is_item and denied_above)
                yield Rule(about, denied, product, bare(part), explains)
                if "unused" in about and not denied:
                    used = about - {"unused"} | {"used"}
                    yield Rule(used, True, product, bare(part))
            label = own | label if is_label else label
            spoken |= own
        before = frozenset() if is_item else spoken


def bare(part: str) -> str:
    return part.strip(" ,;:–—-\n")


def denies(text: str) -> bool:
    """Whether something is said not to be so, or to be left out."""
    return is_denied(BESIDE_THE_POINT.sub(" ", text)) or bool(LEAVES_OUT.search(text))


def parts(sentence: str) -> list[str]:
    ends = (match.end(1) for match in EXCEPTION.finditer(sentence))
    cuts = sorted({0, *(match.start() for match in PART.finditer(sentence)), *ends, len(sentence)})
    return [sentence[begin:end] for begin, end in pairwise(cuts) if bare(sentence[begin:end])]


def reversed_rules(
    text: str, rules: Sequence[Rule], *, titles: frozenset[str], unsaid: frozenset[str]
) -> Iterator[tuple[str, Rule]]:
    """Parts of the text that say the reverse of a rule, with that rule.

    `titles` are the products it speaks of, `unsaid` the words that only name them.
    """
    if (
        "?" in text
        or (YET.search(text) and is_denied(text))
        or text.lstrip().startswith(("- ", "• ", "* "))
        or is_item(text)
        or CONDITIONAL.search(NOT_DENYING.sub(" ", EVEN_IF.sub(" ", text)))
    ):
        return
    able = [each for each in rules if not titles or not each.product or each.product in titles]
    known = frozenset[str]().union(*(each.concepts for each in able))
    latest = frozenset[str]()
    for part in parts(EVEN_IF.sub("", text)):
        if EXPLAINS.match(part):
            continue
        own = spoken_of(part) - unsaid
        said = own if own & ACTIONS else own | (latest & ACTIONS)
        latest = own or latest
        denied = denies(part)
        asked = said if denied else said & known  # to deny something else reverses nothing
        if titles and asked & ACTIONS:
            asked &= CONCEPTS.keys()
        elif len(asked) < 2 and own != asked:
            continue
        against, rule = best(asked, able, denied=not denied)
        of_known_matters = len(asked & CONCEPTS.keys()) > 1
        if not (asked & ACTIONS or of_known_matters or (against == WHOLLY and SAYS.search(part))):
            continue
        likewise, _ = best(asked, able, denied=denied)
        is_sure = len(asked) > 1 and asked & CONCEPTS.keys() and not denied
        if len(asked) == 1 and not asked & (ACTIONS | {"phone"}):
            against *= bool(rule and rule.concepts - ACTIONS == asked)
        needed = COVERED if is_sure else WHOLLY
        if rule and against >= needed and against - likewise >= CLEARLY:
            yield bare(part), rule


def spoken_of(part: str) -> frozenset[str]:
    """What a part speaks of: a discount code, by whatever name, is a code; “within 30 days of
    delivery” says nothing of delivery."""
    codes = CODE.findall(part)
    rest = CODE.sub(" ", ANCHOR.sub(" ", part))
    return concepts(rest) | {"code"} if codes else concepts(rest)


def is_item(text: str) -> bool:
    """Whether the text only names things, as the items of a list do."""
    ends = re.search(r"[.!?]\W*\Z", text.strip())
    return not ends and not SAYS.search(RELATIVE.sub(" ", text))


def best(
    asked: frozenset[str], rules: Sequence[Rule], *, denied: bool
) -> tuple[float, Rule | None]:
    """(share of what is asked that it speaks of, the rule) of the one that speaks of most."""
    found: tuple[float, Rule | None] = (0.0, None)
    for each in rules:
        share = len(asked & each.concepts) / len(asked) if asked else 0.0
        if each.denied == denied and not each.explains and share > found[0]:
            found = share, each
    return found
