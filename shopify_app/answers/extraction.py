"""Answer without a model: the store's own sentences, word for word. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from shopify_app.answers.sentences import sentences
from shopify_app.knowledge import words
from shopify_app.knowledge.retrieval import Passage
from shopify_app.knowledge.wishes import read_wishes
from shopify_app.knowledge.words import TERM, codes, coverage, plain, query_terms, same_stems
from shopify_app.voice import Voice

MOST_PASSAGES = 5
MOST_COMPARED = 12
"""Comparing meanings costs some milliseconds a sentence."""
MOST_SENTENCES = 3
LONGEST_SENTENCE = 400
LONGEST_LEAD = 200
"""Of what stands before a sentence in its paragraph, and is said with it."""
LONGEST_EXTRACT = 600
FEWEST_WORDS = 4
CONVINCING_LIKENESS = 0.45
CONVINCING_ON_TERMS = 0.25
"""For a policy, when the question is one that policies answer."""
CONVINCING_SHARE = 0.5
"""Of the question's words; then half the likeness will do."""
STILL_RELEVANT = 0.75
"""A further sentence has at least this share of the best one's score."""
AS_RELEVANT = 0.92
"""One of another document, which may speak of another case, has at least this share."""

MOST_OFFERED = 4
AS_GOOD_AN_OFFER = 0.85
"""Of the first product's score."""

ASKS_FOR_SOME = re.compile(
    r"\b(?:do|does|have|got) you (?:have|sell|carry|stock|offer|make)\b|\bshow\b|\blooking for\b"
    r"|\bany(?:thing)?\b|\bsome(?:thing)?\b"
    r"|\b(?:which|what) (?!is\b|are\b|about\b|sizes?\b|colou?rs?\b|materials?\b)"
    r"|\brecommend\b|\bsuggest\b|\bfind\b|\bi (?:need|want)\b|\bcheapest\b|\bleast expensive\b"
    r"|\bmost expensive\b|\b(?:under|below|over|around|between|up to)\b.{0,4}\d|\bgifts?\b",
    re.I,
)
"""Questions that several products may answer."""
OF_ONE = re.compile(r"\b(?:the|this|that|its?|is|are|does|do|how|my)\b", re.I)
"""Words of questions about a product that is known already; “black dress in size M” has none."""
SEEKS_FIGURE = re.compile(
    r"\bhow (?:long|much|many|soon|fast|old|often)\b|\bwhen\b|\bcosts?\b", re.I
)
ABOUT_TERMS = re.compile(
    r"\b(?:return\w*|refund\w*|exchang\w+|sen[dt] (?:\w+ ){0,3}back|ship\w*|deliver\w*"
    r"|customs|dut(?:y|ies)|pay|payments?|warrant\w+|guarantee\w*|cancel\w*|privacy|contact|phone"
    r"|e-?mail|open(?:ing)?|hours|visit|showroom|polic(?:y|ies)|terms)\b",
    re.I,
)
"""What a store says in its policies and pages rather than with a product."""
ABOUT_PRICE_OR_STOCK = re.compile(
    r"\bprices?\b|\bcosts?\b|\bhow much\b|\bcheap\w*|\bexpensive\b|\bstock\b|\bavailab\w+"
    r"|\bsold out\b|\b(?:have|sell|carry|offer|got)\b|\bsizes?\b|\blooking for\b",
    re.I,
)
FIGURE = re.compile(r"\d")
LEANS = re.compile(
    r"(?:(?:none|all|both|each|most) of (?:this|these|those|them|it)|th(?:is|ese|ose|at|ey)|it|he"
    r"|she|after that|until (?:it|then)|otherwise|then|but|and|so|if it|also|instead)\b",
    re.I,
)
"""Beginnings of sentences that say little without the one before them."""
DENIES = re.compile(r"\b(?:not|never|no longer|rather than|isn't|aren't)\b", re.I)
EXCLUDES = re.compile(
    r"n['’]t\b|\b(?:not|no|never|cannot|without|except\w*|exclu\w*|nicht|kein\w*|ausgeschlossen\w*"
    r"|ausnahm\w*|pas|jamais|sauf|hors|salvo|excepto|nunca|non|mai|esclus\w*|eccett\w*)\b",
    re.I,
)
"""Of a heading: what stands under it would be said the other way round without it."""
TABLE_HEAD = re.compile(r"[^\d]* \| [^\d]*")
TAGS_OR_SKUS = re.compile(r"^(?:Tags|SKU): ")
SEVERAL_ORDERS = re.compile(r"\b(?:orders|purchases|packages|parcels)\b", re.I)
IN_A_LIST = re.compile(r"(?:Order|Its status:|It was canceled|Items:) ?")
SENTENCE_ENDS = '.!?…:"”'
QUOTED = re.compile(r"“([^”]+)”")
OPTION_LINE = re.compile(r"^([^.:]{2,30}): \S")

Likeness = Callable[[Sequence[str]], Sequence[float]]
"""How like the question each text is in meaning, about 0 to 1."""


@dataclass(frozen=True)
class Extract:
    """What to say, and the passages it was taken from."""

    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Candidate:
    """A sentence of a passage that may be said."""

    text: str
    """Empty when it is not a sentence but the product itself that answers."""
    passage: Passage
    position: int
    """Within the passage."""
    lead: str = ""
    """What stands before it in its paragraph, if that is short."""
    share: float = 0.0
    """Of the question's words, the rare ones counting more."""
    score: float = 0.0


def extract_answer(
    question: str,
    passages: Sequence[Passage],
    voice: Voice,
    *,
    likeness: Likeness | None = None,
) -> Extract | None:
    """One to three sentences of the passages; None when none of them is convincing.

    `likeness` compares meanings; without it words decide alone.
    """
    if passages and passages[0].kind == "order":
        orders = [each for each in passages if each.kind == "order"]
        if SEVERAL_ORDERS.search(question) and len(orders) > 1:
            return list_orders(orders)
        return quote_returns(passages) or quote_order(orders[0])
    asked = by_subject(question, passages)[:MOST_PASSAGES]
    ranked = rank(question, [*products(asked), *quotable(question, asked)], likeness)
    ranked = products_alone(ranked) if is_within_bounds(question) else ranked
    if not ranked:
        return None
    best = ranked[0]
    if best.passage.kind == "product":
        offered = offer(question, best.passage, passages)
        if len(offered) > 1 or (offered and not offered[0].fits):
            return list_products(offered, voice)
        chosen = choose_product(question, ranked)
    else:
        chosen = choose(ranked)
    text = " ".join(filter(None, (voice.extract_intro, in_paragraphs(chosen))))
    return Extract(text, tuple(dict.fromkeys(each.passage for each in chosen)))


def in_paragraphs(chosen: Sequence[Candidate]) -> str:
    """A section's sentences together, another's apart: they may speak of another case."""
    by_section = groupby(
        chosen, key=lambda each: (*document_of(each.passage), each.passage.heading)
    )
    return "\n\n".join(
        " ".join(as_sentence(each.text) for each in group) for _, group in by_section
    )


def document_of(passage: Passage) -> tuple[str, str]:
    return passage.kind, passage.source_id


def quote_returns(passages: Sequence[Passage]) -> Extract | None:
    """Whether the shopper's orders can be returned, with the clauses that decide; None when that
    was not asked."""
    told = [each for each in passages if each.kind == "order" and each.facts]
    if not told:
        return None
    text = "\n".join(dict.fromkeys(line for each in told for line in each.facts.splitlines()))
    quoted = QUOTED.findall(text)
    clauses = [p for p in passages if p.kind == "policy" and any(q in p.text for q in quoted)]
    return Extract(text, (*told, *clauses))


def list_orders(orders: Sequence[Passage]) -> Extract:
    """Of each when it was placed, how it stands and what is in it."""
    text = "\n\n".join(
        "\n".join(line for line in each.text.splitlines() if IN_A_LIST.match(line))
        for each in orders
    )
    return Extract(text, tuple(orders))


def quote_order(order: Passage) -> Extract:
    """The whole of it, a sentence a line: it was chosen from the shopper's own for the question."""
    lines = [Candidate(line, order, n) for n, line in enumerate(order.text.splitlines())]
    return Extract("\n".join(each.text for each in within_length(lines)), (order,))


def by_subject(question: str, passages: Sequence[Passage]) -> list[Passage]:
    """On returns or delivery the policies have the word before the products."""
    if not ABOUT_TERMS.search(question):
        return list(passages)
    return sorted(passages, key=lambda passage: passage.kind == "product")


def products(passages: Sequence[Passage]) -> list[Candidate]:
    """The products themselves: “do you have sandals?” is answered by there being one."""
    found = {each.source_id: each for each in reversed(passages) if each.facts}
    return [Candidate("", passage, 0) for passage in found.values()]


def quotable(question: str, passages: Sequence[Passage]) -> list[Candidate]:
    """The sentences that could stand in an answer.

    Left out are titles said again, lists of tags, and what several documents say word for word:
    it says nothing about any of them.
    """
    found = [
        candidate
        for passage in passages
        for candidate in sentences_of(passage)
        if may_be_quoted(candidate.text, passage, question)
    ]
    documents = Counter(text for text, _ in {(c.text, c.passage.source_id) for c in found})
    return [each for each in found if documents[each.text] == 1]


def sentences_of(passage: Passage) -> Iterator[Candidate]:
    """With what leads to each: the sentences before it in its line, or, of an item of a list, the
    line above the list that ends with a colon."""
    position, introduction = 0, ""
    for line in passage.text.splitlines():
        in_line = [text.strip() for text in sentences(line)]
        lead = introduction if len(in_line) == 1 else ""
        for text in in_line:
            yield Candidate(text, passage, position, lead if len(lead) <= LONGEST_LEAD else "")
            lead = f"{lead} {text}".strip()
            position += 1
        if in_line and (in_line[-1].endswith(":") or len(in_line) > 1):
            introduction = in_line[-1] if in_line[-1].endswith(":") else ""


def may_be_quoted(text: str, passage: Passage, question: str) -> bool:
    if len(text.split()) < FEWEST_WORDS and not stems(text) & stems(question):
        return False
    names = {passage.title.casefold(), passage.heading.casefold(), ""}
    option = OPTION_LINE.match(text)
    return (
        text.casefold().rstrip(".:!?") not in names
        and len(text) <= LONGEST_SENTENCE
        and not TAGS_OR_SKUS.match(text)
        and not TABLE_HEAD.fullmatch(text)
        and " · " not in text
        and not (passage.kind == "product" and option and stem(option[1]) not in stems(question))
    )


def rank(
    question: str, candidates: Sequence[Candidate], likeness: Likeness | None
) -> list[Candidate]:
    """The convincing ones, best first: by meaning, by shared words, by where they stand."""
    if not candidates:
        return []
    compared = likeliest(with_shares(question, candidates))
    likes = likeness([in_context(each) for each in compared]) if likeness else shares(compared)
    best_passage = max(each.passage.score for each in compared) or 1.0
    ranked = [
        replace(
            each,
            score=0.5 * like
            + 0.3 * each.share
            + 0.2 * each.passage.score / best_passage
            + bonus(question, each),
        )
        for each, like in zip(compared, likes, strict=True)
        if is_convincing(each, like, on_terms=is_on_terms(question, each))
        or is_what_was_asked(question, each)
    ]
    return sorted(ranked, key=lambda each: -each.score)


def likeliest(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those worth comparing, by what costs nothing."""
    promise = sorted(candidates, key=lambda each: -(each.share + each.passage.score))
    return promise[:MOST_COMPARED]


def with_shares(question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Each with the share of the question's words that it has."""
    terms = {stem(term) for term in query_terms(question)}
    words = [stems(in_context(each)) for each in candidates]
    spread = Counter(term for each in words for term in terms & each)
    weight = {term: math.log(1 + len(words) / (1 + spread[term])) for term in terms}
    total = sum(weight.values()) or 1.0
    return [
        replace(each, share=sum(weight[term] for term in terms & own) / total)
        for each, own in zip(candidates, words, strict=True)
    ]


def shares(candidates: Sequence[Candidate]) -> list[float]:
    return [each.share for each in candidates]


def is_convincing(candidate: Candidate, like: float, *, on_terms: bool) -> bool:
    """`on_terms`: the question is one for the policies, and this is one of them."""
    needed = CONVINCING_ON_TERMS if on_terms else CONVINCING_LIKENESS
    return like >= needed or (candidate.share >= CONVINCING_SHARE and like >= needed / 2)


def is_what_was_asked(question: str, candidate: Candidate) -> bool:
    """A product that was found by its article number, or by a price, needs no likeness."""
    if candidate.text or candidate.passage.kind != "product":
        return False
    named = codes(query_terms(question))
    found_by_code = any(coverage([code], candidate.passage.text) for code in named)
    return found_by_code or (candidate.passage.is_kind and read_wishes(question).compares_prices)


def is_on_terms(question: str, candidate: Candidate) -> bool:
    """Whether the question is one for the policies, and this is what one says on that matter."""
    asked = stems_of_terms(question)
    return (
        bool(asked)
        and candidate.passage.kind != "product"
        and not asked.isdisjoint(words.stem(each) for each in plain(in_context(candidate)).split())
    )


def stems_of_terms(question: str) -> frozenset[str]:
    said = plain(" ".join(match.group() for match in ABOUT_TERMS.finditer(question)))
    return frozenset[str]().union(*map(same_stems, said.split()))


def bonus(question: str, candidate: Candidate) -> float:
    """What speaks for a sentence besides its words, and what against it."""
    text, passage = candidate.text or candidate.passage.facts, candidate.passage
    has_figure = SEEKS_FIGURE.search(question) and FIGURE.search(text)
    leans = LEANS.match(text) and not candidate.lead
    denies = passage.kind == "product" and DENIES.search(text)
    return (
        0.1 * bool(has_figure)
        + 0.15 * is_on_terms(question, candidate)
        + 0.06 * (candidate.position == 0)
        - 0.15 * bool(leans)
        - 0.1 * bool(denies)
    )


def choose(ranked: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence with those that come close to it, in the order one would read them, each
    with what leads to it."""
    best = ranked[0]
    close = [
        each
        for each in ranked[1:]
        if each.passage.kind != "product" and each.score >= best.score * share_needed(each, best)
    ]
    kept = within_length([best, *close[: MOST_SENTENCES - 1]])
    order = list(dict.fromkeys(each.passage.chunk_id for each in kept))
    kept.sort(key=lambda each: (order.index(each.passage.chunk_id), each.position))
    return with_leads(kept)


def share_needed(candidate: Candidate, best: Candidate) -> float:
    same = document_of(candidate.passage) == document_of(best.passage)
    return STILL_RELEVANT if same else AS_RELEVANT


def is_within_bounds(question: str) -> bool:
    """Whether it is for products of some price, and not for the terms they are sold on."""
    return read_wishes(question).compares_prices and not ABOUT_TERMS.search(question)


def products_alone(ranked: list[Candidate]) -> list[Candidate]:
    """What is said of the products, if there are any: “boots under $100” is not about boot care."""
    return [each for each in ranked if each.passage.kind == "product"] or ranked


def asks_for_some(question: str, best: Passage) -> bool:
    """Whether the question is for some products to choose from and does not name one."""
    if stems(best.title) <= stems(question):
        return False
    named_by_what_it_is = read_wishes(question).of_variants and not OF_ONE.search(question)
    return named_by_what_it_is or bool(ASKS_FOR_SOME.search(question))


def offer(question: str, best: Passage, passages: Sequence[Passage]) -> list[Passage]:
    """The products to choose from, each title once: of the kind that is asked for, those that fit,
    or else those that come nearest. None when the question is not for a choice."""
    if not asks_for_some(question, best):
        return []
    by_title: dict[str, Passage] = {}
    for each in passages:
        if each.brief and each.is_kind:
            by_title.setdefault(each.title, each)
    fitting = [each for each in by_title.values() if each.fits] or [*by_title.values()]
    best_score = max((each.score for each in fitting), default=0.0)
    close = [each for each in fitting if each.score >= AS_GOOD_AN_OFFER * best_score]
    return close[:MOST_OFFERED]


def list_products(products: Sequence[Passage], voice: Voice) -> Extract:
    """Each with its price and stock of this moment, a line each."""
    intro = voice.offer if products[0].fits else voice.nearest_offer
    lines = (f"- {each.title}: {each.brief}" for each in products)
    return Extract("\n".join((intro, *lines)), tuple(products))


def with_leads(candidates: Sequence[Candidate]) -> list[Candidate]:
    """What leads to a sentence is said before it, once, and before those that cannot stand alone
    their heading."""
    said: list[Candidate] = []
    sections = {(document_of(each.passage), each.passage.heading) for each in candidates}
    documents = Counter(document for document, _ in sections)
    under_heading = {
        each.passage
        for each in candidates
        if needs_heading(each, among_others=documents[document_of(each.passage)] > 1)
    }
    for each in candidates:
        before = " ".join(other.text for other in said if other.passage == each.passage)
        lead = "" if each.lead in before else each.lead.removeprefix(before).strip()
        text = f"{lead} {each.text}".strip()
        if not before and each.passage in under_heading:
            text = f"{each.passage.heading.replace(' › ', ', ')}: {text}"
        said.append(replace(each, text=text))
    return said


def needs_heading(candidate: Candidate, *, among_others: bool) -> bool:
    """“Lit candles” says little, and under “What cannot come back” the reverse of what it seems;
    “It takes 6 days.” is true of Canada only, where other countries are spoken of, too."""
    heading = candidate.passage.heading
    begins, ends = (candidate.lead or candidate.text)[0], candidate.text[-1]
    is_whole = begins.isalpha() and (ends in SENTENCE_ENDS or bool(candidate.lead))
    return is_name(heading) and (among_others or bool(EXCLUDES.search(heading)) or not is_whole)


def is_name(heading: str) -> bool:
    return bool(heading) and "?" not in heading


def choose_product(question: str, ranked: Sequence[Candidate]) -> list[Candidate]:
    """What the product says on the matter, then its price and stock of this moment."""
    best = ranked[0]
    said = [
        each
        for each in ranked
        if each.text
        and each.passage.title == best.passage.title
        and (each is best or stems(each.text) & stems(" ".join(query_terms(question))))
    ]
    if ABOUT_PRICE_OR_STOCK.search(question) and (not best.text or OPTION_LINE.match(best.text)):
        said = []
    facts = [
        Candidate(text.strip(), best.passage, position)
        for position, text in enumerate(sentences(best.passage.facts))
    ]
    return within_length([*said[:1], *facts])


def within_length(candidates: Sequence[Candidate]) -> list[Candidate]:
    """As many as can be read at a glance, at least one."""
    kept: list[Candidate] = []
    left = LONGEST_EXTRACT
    for each in candidates:
        left -= len(each.text)
        if kept and left < 0:
            break
        kept.append(each)
    return kept


def as_sentence(text: str) -> str:
    return text if text[-1] in SENTENCE_ENDS else f"{text}."


def in_context(candidate: Candidate) -> str:
    """A sentence is understood under its headings: “Yes, within 30 days.” says little alone."""
    passage = candidate.passage
    if not candidate.text:
        return passage.title
    name = passage.heading or passage.title
    if is_name(passage.heading):
        name = f"{passage.title}, {passage.heading}"
    return f"{name}: {candidate.text}"


def stems(text: str) -> set[str]:
    return {stem(word) for word in TERM.findall(text)}


def stem(word: str) -> str:
    """Enough for “returns” and “returned” to meet “return”."""
    word = word.casefold()
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
