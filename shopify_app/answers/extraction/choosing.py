"""What of a store's policies and pages is said, and with what around it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from shopify_app.answers.extraction.candidates import (
    EXCLUDES,
    ON_PLACE,
    SENTENCE_ENDS,
    STILL_RELEVANT,
    Candidate,
    document_of,
    in_context,
    is_name,
    same_section,
    section_of,
    stems,
    within_length,
)
from shopify_app.answers.places import covers, places_in
from shopify_app.answers.questions import stores_words
from shopify_app.answers.sentences import sentences
from shopify_app.knowledge.retrieval import Passage
from shopify_app.knowledge.words import query_terms

MOST_SENTENCES = 3
NEARLY_AS_RELEVANT, AS_RELEVANT = 0.83, 0.92
"""One of another section, or document, which may speak of another case, has this share at least."""


def choose(question: str, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence with those that come close to it, in the order one would read them, each
    with what leads to it."""
    best = ranked[0]
    own_words = question.removesuffix(stores_words(question))
    asked = stems(" ".join(query_terms(own_words)))
    # That it names the country is no reason to keep back an exception that stands beside it.
    on_place = ON_PLACE * covers(in_context(best), places_in(question))
    close = [
        each
        for each in ranked[1:]
        if each.passage.kind != "product"
        and each.score
        >= (best.score - on_place * same_section(each, best)) * share_needed(each, best)
        and (not each.is_row or each.share >= best.share)
        and (not each.lead.endswith(":") or stems(each.text) & asked)
    ]
    kept = within_length([best, *close[: MOST_SENTENCES - 1]])
    order = list(dict.fromkeys(each.passage.chunk_id for each in kept))
    kept.sort(key=lambda each: (order.index(each.passage.chunk_id), each.position))
    return with_leads(kept)


def share_needed(candidate: Candidate, best: Candidate) -> float:
    if same_section(candidate, best):
        return STILL_RELEVANT
    same = document_of(candidate.passage) == document_of(best.passage)
    return NEARLY_AS_RELEVANT if same else AS_RELEVANT


def with_leads(candidates: Sequence[Candidate]) -> list[Candidate]:
    """What leads to a sentence is said before it, once, and before those that cannot stand alone
    their heading."""
    told: list[Candidate] = []
    said: dict[Passage, str] = {}
    sections = {section_of(each.passage): document_of(each.passage) for each in candidates}
    documents = Counter(sections.values())
    under_heading = {
        each.passage
        for each in candidates
        if needs_heading(each, among_others=documents[document_of(each.passage)] > 1)
    }
    for each in candidates:
        before = said.get(each.passage, "")
        unsaid = [text.strip() for text in sentences(each.lead) if text.strip() not in before]
        text = " ".join((*unsaid, each.text))
        said[each.passage] = f"{before} {text}".strip()
        if not before and each.passage in under_heading:
            text = f"{each.passage.heading.replace(' › ', ', ')}: {text}"
        told.append(replace(each, text=text))
    return told


def needs_heading(candidate: Candidate, *, among_others: bool) -> bool:
    """“Lit candles” says little, and under “What cannot come back” the reverse of what it seems;
    “It takes 6 days.” is true of Canada only, where other countries are spoken of, too."""
    heading = candidate.passage.heading
    begins, ends = (candidate.lead or candidate.text)[0], candidate.text[-1]
    is_whole = begins.isalpha() and (ends in SENTENCE_ENDS or bool(candidate.lead))
    is_product = candidate.passage.kind == "product"
    return is_name(heading) and (
        bool(EXCLUDES.search(heading)) or (not is_product and (among_others or not is_whole))
    )
