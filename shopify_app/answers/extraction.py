"""Answer without a model: the store's own sentences, word for word. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from shopify_app.answers.places import covers, is_of_others, places_in
from shopify_app.answers.questions import asks_for_several_orders, stores_words
from shopify_app.answers.sentences import sentences
from shopify_app.knowledge import words
from shopify_app.knowledge.retrieval import Passage
from shopify_app.knowledge.wishes import SIZE, read_wishes, without_wishes
from shopify_app.knowledge.words import TERM, codes, coverage, plain, query_terms, same_stems
from shopify_app.voice import Voice

MOST_PASSAGES = 5
MOST_COMPARED = 12
"""Comparing meanings costs some milliseconds a sentence."""
MOST_SENTENCES = 3
MOST_OF_A_PRODUCT = 2
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
NEARLY_AS_RELEVANT, AS_RELEVANT = 0.83, 0.92
"""One of another section, or document, which may speak of another case, has this share at least."""
SHORT_PARAGRAPH = 110
"""Is said as a whole: “Bedding: 45 nights. Duvets may be slept under; pillows may not.”"""

MOST_OFFERED = 4
ON_PLACE = 0.15
"""Speaks for a sentence that names the country the question names."""
AS_GOOD_AN_OFFER, AS_GOOD_A_PRESENT = 0.85, 0.6
"""Of the first product's score; anything may be a present, whatever it is called."""

ASKS_FOR_SOME = re.compile(
    r"\b(?:do|does|have|got) you (?:have|sell|carry|stock|offer|make)\b|\bshow\b|\blooking for\b"
    r"|\bany(?:thing)?\b|\bsome(?:thing)?\b"
    r"|\b(?:which|what) (?!is\b|are\b|about\b|sizes?\b|colou?rs?\b|materials?\b)"
    r"|\bcompare\b|\brecommend\b|\bsuggest\b|\bfind\b|\bi (?:need|want)\b|\bcheapest\b"
    r"|\bleast expensive\b"
    r"|\bmost expensive\b|\b(?:under|below|over|around|between|up to)\b.{0,4}\d|\bgifts?\b"
    r"|\bpresents?\b",
    re.I,
)
"""Questions that several products may answer."""
OF_ONE = re.compile(r"\b(?:the|this|that|its?|is|are|does|do|how|my|can|i)\b", re.I)
"""Words of questions about a product that is known already; “black dress in size M” has none."""
MOST_OF_A_NAME = 4
"""Words of a question that is nothing but the name of what is looked for."""
IN_KIND = (
    (
        re.compile(r"\bmaterials?\b|\bfabrics?\b|\bmade (?:of|from|out of)\b|\bcompos\w+", re.I),
        re.compile(
            r"\d ?% ?(?=[^\W\d_])|\b(?:wool|cotton|linen|leather|suede|silk|felt|cashmere|merino"
            r"|lambswool|alpaca|mohair|polyester|nylon|viscose|rubber|canvas|denim|steel|silver"
            r"|gold|brass|wood|stoneware|beeswax)\b",
            re.I,
        ),
    ),
    (
        re.compile(
            r"\bhow (?:long|wide|tall|big|large|deep|high) (?:is|are)\b|\bdimensions?\b"
            r"|\bmeasure\w*\b|\bwhat size is\b|\bhow much does (?:it|this|that) hold\b",
            re.I,
        ),
        re.compile(r"\d ?(?:cm|mm|m|inch\w*|in|ft|ml|l|lit(?:er|re)s?)\b|\d ?[\"”″]", re.I),
    ),
    (
        re.compile(r"\bhow (?:heavy|much does .{0,30}weigh)\b|\bweight?\b|\bweighs\b", re.I),
        re.compile(r"\d ?(?:g|kg|oz|lbs?|grams?)\b", re.I),
    ),
)
"""Questions that a sentence answers without having a word of them."""
NAMED_ALIKE = re.compile(r"\s[-–—|]\s|[,(/]")
"""What follows tells one product from its likes: “Enamel Mug, 350 ml”."""
SEEKS_FIGURE = re.compile(
    r"\bhow (?:long|much|many|soon|fast|old|often)\b|\bwhen\b|\bcosts?\b", re.I
)
ABOUT_TERMS = re.compile(
    r"\b(?:return\w*|refund\w*|exchang\w+|sen[dt] (?:\w+ ){0,3}back|ship\w*|deliver\w*"
    r"|customs|dut(?:y|ies)|pay|payments?|warrant\w+|guarantee\w*|cancel\w*|privacy|contact|phone"
    r"|e-?mail|open(?:ing)?|hours|visit|showroom|polic(?:y|ies)|terms|damaged|broken|faulty"
    r"|defective|lost|missing)\b",
    re.I,
)
"""What a store says in its policies and pages rather than with a product."""
ABOUT_PRICE_OR_STOCK = re.compile(
    r"\bprices?\b|\bcosts?\b|\bhow much\b|\bcheap\w*|\bexpensive\b|\bstock\b|\bavailab\w+"
    r"|\bsold out\b|\b(?:have|sell|carry|offer|got|left)\b|\bsizes?\b|\bcolou?rs?\b"
    r"|\blooking for\b|\bhow many\b",
    re.I,
)
SEEKS_PRICE = re.compile(r"\bprices?\b|\bcosts?\b|\bhow much\b|\bexpensive\b", re.I)
FEWEST_LETTERS = 5
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
CELL = " | "
TAGS_OR_SKUS = re.compile(r"^(?:Tags|SKU): |^Collection of products: ")
FOR_A_PRESENT = re.compile(
    r"\b(?:gifts?|presents?)\b(?! (?:cards?|wrap\w*|receipts?|box\w*|notes?|messages?|bags?)\b)"
    r".{0,40}\b(?:for|under|ideas?)\b|\b(?:gift|present) (?:ideas?|for)\b",
    re.I,
)
IN_GENERAL = re.compile(
    r"\btell me (?:more )?about\b|\bmore (?:info\w*|details?)\b|\bdescri(?:be|ption)\b", re.I
)
OF_TRADE = frozenset(
    "price cost much many cheap expensive stock available availability sold out left have sell"
    " carry offer got size color colour come back soon still more tell about info detail like buy"
    " order u".split()
)
"""Words on whether and for how much a thing can be had, which the facts answer."""
TO_BE_DONE = re.compile(
    r"\b(?:cancel\w*|chang\w*|modif\w*|address|exchang\w*|damaged|broken|faulty|defective|wrong"
    r"|missing|lost|late|never|missed)\b",
    re.I,
)
"""Of an order: what a policy says of it helps on."""
IN_A_LIST = re.compile(r"(?:Order|Its status:|It was canceled|Items:) ?")
SENTENCE_ENDS = '.!?…:"”'
QUOTED = re.compile(r"“([^”]+)”")
OPTION_LINE = re.compile(r"^([^.:\s]{1,30}(?: [^.:\s]{1,30}){0,2}): \S")

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
    is_row: bool = False
    """Of a table."""
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
        if asks_for_several_orders(question) and len(orders) > 1:
            return list_orders(orders)
        told = quote_returns(passages) or quote_order(orders[0])
        if not TO_BE_DONE.search(question):
            return told
        general = [each for each in passages if each.kind not in ("order", "product")]
        helps = extract_answer(question, general, voice, likeness=likeness)
        return with_help(told, helps) if helps else told
    asked = by_subject(question, passages)[:MOST_PASSAGES]
    sayable = quotable(question, asked)
    ranked = rank(question, [*products(asked), *sayable], likeness)
    ranked = products_alone(ranked) if is_for_products(question) else on_subject(question, ranked)
    if not ranked:
        return None
    best = ranked[0]
    if best.passage.kind == "product":
        offered = offer(question, best.passage, passages)
        if len(offered) > 1 or (offered and not offered[0].fits):
            return list_products(offered, voice)
        chosen = choose_product(question, ranked, sayable)
        if not chosen:
            return None
    else:
        chosen = choose(question, ranked)
    text = " ".join(filter(None, (voice.extract_intro, in_paragraphs(chosen))))
    return Extract(text, tuple(dict.fromkeys(each.passage for each in chosen)))


def with_help(told: Extract, helps: Extract) -> Extract:
    """How an order stands, and what can be done about it."""
    return Extract(f"{told.text}\n\n{helps.text}", (*told.passages, *helps.passages))


def in_paragraphs(chosen: Sequence[Candidate]) -> str:
    """A section's sentences together, another's apart: they may speak of another case."""
    by_section = groupby(
        chosen,
        key=lambda each: (
            document_of(each.passage)
            if each.passage.kind == "product"
            else section_of(each.passage)
        ),
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
    """On returns or delivery the policies have the word before the products, but for one that is
    named: it may be an exception."""
    if not ABOUT_TERMS.search(question):
        return list(passages)
    return sorted(
        passages, key=lambda each: each.kind == "product" and not is_named(each, question)
    )


def is_named(product: Passage, question: str) -> bool:
    return stems(product.title) <= stems(question)


def products(passages: Sequence[Passage]) -> list[Candidate]:
    """The products themselves: “do you have sandals?” is answered by there being one."""
    found = {each.source_id: each for each in reversed(passages) if each.facts}
    return [Candidate("", passage, 0) for passage in found.values()]


def quotable(question: str, passages: Sequence[Passage]) -> list[Candidate]:
    """The sentences that could stand in an answer.

    Left out are titles said again, lists of tags, and what several documents say word for word:
    it says nothing about any of them.
    """
    places = places_in(question)
    said_by_all = shared(passages) - {text for text in shared(passages) if answers(question, text)}
    return [
        candidate
        for passage in passages
        for candidate in sentences_of(passage, said_by_all)
        if may_be_quoted(candidate.text, passage, question)
        and candidate.text not in said_by_all
        and not is_of_others(in_context(candidate), places)
    ]


def shared(passages: Sequence[Passage]) -> set[str]:
    """The sentences, of some length, that several documents have."""
    told = {
        (text, sort_of(passage))
        for passage in passages
        for line, is_row in lines_of(passage.text)
        for text in ([line] if is_row else paragraph(line))
        if not is_short(text)
    }
    return {text for text, times in Counter(text for text, _ in told).items() if times > 1}


def answers(question: str, text: str) -> bool:
    """Whether it says what is asked, though it may not have a word of the question."""
    return any(asks.search(question) and says.search(text) for asks, says in IN_KIND)


def sort_of(passage: Passage) -> str:
    """A document; products that go by one name are one."""
    if passage.kind != "product":
        return passage.source_id
    return NAMED_ALIKE.split(passage.title)[0].casefold()


def is_short(text: str) -> bool:
    return len(text.split()) < FEWEST_WORDS


def sentences_of(passage: Passage, said_by_all: set[str]) -> Iterator[Candidate]:
    """With what leads to each: the sentences before it in its line, or, of an item of a list, the
    line above the list that ends with a colon. A short paragraph is one, and so is a table's row.
    """
    position, introduction = 0, ""
    for line, is_row in lines_of(passage.text):
        in_line = [line] if is_row else paragraph(line)
        is_one = len(line) <= SHORT_PARAGRAPH and not line.endswith(":")
        if is_one and said_by_all.isdisjoint(in_line):
            in_line = [line]
        lead = introduction if len(in_line) == 1 else ""
        for text in in_line:
            lead = lead if len(lead) <= LONGEST_LEAD else ""
            yield Candidate(text, passage, position, lead, is_row)
            lead = f"{lead} {text}".strip()
            position += 1
        if in_line and (in_line[-1].endswith(":") or len(in_line) > 1):
            introduction = in_line[-1] if in_line[-1].endswith(":") else ""


def paragraph(line: str) -> list[str]:
    return [text.strip() for text in sentences(line)]


def lines_of(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is a table's row; that is told with the heads of its columns."""
    heads: list[str] = []
    for line in text.splitlines():
        cells = line.split(CELL)
        if len(cells) == 1:
            heads = []
            yield line, False
        elif not heads and not FIGURE.search(line):
            heads = cells
        elif len(heads) == len(cells):
            yield told_row(heads, cells), True
        else:
            yield line, True


def told_row(heads: Sequence[str], cells: Sequence[str]) -> str:
    """`Size | Chest` over `L | 101 to 109 cm` is “L: chest 101 to 109 cm”."""
    joint = "; " if any("," in cell for cell in cells[1:]) else ", "
    named = (
        f"{head if head[1:2].isupper() else head[:1].lower() + head[1:]} {cell}".strip()
        for head, cell in zip(heads[1:], cells[1:], strict=True)
        if cell.strip()
    )
    return f"{cells[0]}: {joint.join(named)}"


def may_be_quoted(text: str, passage: Passage, question: str) -> bool:
    if is_short(text) and not stems(text) & stems(question):
        return False
    names = {passage.title.casefold(), passage.heading.casefold(), ""}
    option = OPTION_LINE.match(text)
    return (
        text.casefold().rstrip(".:!?") not in names
        and len(text) <= LONGEST_SENTENCE
        and not text.endswith(":")
        and not TAGS_OR_SKUS.match(text)
        and " · " not in text
        and not (passage.kind == "product" and option and stem(option[1]) not in stems(question))
    )


def rank(
    question: str, candidates: Sequence[Candidate], likeness: Likeness | None
) -> list[Candidate]:
    """The convincing ones, best first: by meaning, by shared words, by where they stand."""
    if not candidates:
        return []
    compared = likeliest(question, with_shares(question, candidates))
    likes = likeness([in_context(each) for each in compared]) if likeness else shares(compared)
    asked = stems(question)
    most_named = max((named_by(asked, each) for each in compared), default=0)
    best_passage = max(each.passage.score for each in compared) or 1.0
    ranked = [
        replace(
            each,
            score=0.5 * like
            + 0.3 * each.share
            + 0.2 * each.passage.score / best_passage
            + bonus(question, each)
            - unnamed(asked, each, most_named),
        )
        for each, like in zip(compared, likes, strict=True)
        if is_convincing(each, like, on_terms=is_on_terms(question, each))
        or is_what_was_asked(question, each)
    ]
    return sorted(ranked, key=lambda each: -each.score)


def likeliest(question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those worth comparing, by what costs nothing."""

    def promise(each: Candidate) -> float:
        on_terms = each.passage.kind == "product" and is_on_terms(question, each)
        return each.share + each.passage.score + on_terms

    return sorted(candidates, key=promise, reverse=True)[:MOST_COMPARED]


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
    """Whether the question is one for the policies, and this is what one says on that matter, or
    the very product that is named."""
    asked = stems_of_terms(question)
    if not asked:
        return False
    if candidate.passage.kind == "product":
        said = plain(candidate.text).split() if is_named(candidate.passage, question) else []
        return any(word.startswith(tuple(asked)) for word in said)
    return not asked.isdisjoint(words.stem(each) for each in plain(in_context(candidate)).split())


def stems_of_terms(question: str) -> frozenset[str]:
    said = plain(" ".join(match.group() for match in ABOUT_TERMS.finditer(question)))
    return frozenset[str]().union(*map(same_stems, said.split()))


def bonus(question: str, candidate: Candidate) -> float:
    """What speaks for a sentence besides its words, and what against it."""
    text, passage = candidate.text or candidate.passage.facts, candidate.passage
    has_figure = SEEKS_FIGURE.search(question) and FIGURE.search(text)
    leans = LEANS.match(text) and not candidate.lead
    denies = passage.kind == "product" and DENIES.search(text)
    is_other_row = candidate.is_row and not stems(text.partition(":")[0]) & stems(question)
    on_place = covers(in_context(candidate), places_in(question))
    return (
        0.1 * bool(has_figure)
        + ON_PLACE * on_place
        + (0.4 if passage.kind == "product" else 0.15) * is_on_terms(question, candidate)
        + 0.06 * (candidate.position == 0)
        - 0.15 * bool(leans)
        - 0.1 * bool(denies)
        - 0.15 * is_other_row
    )


def unnamed(asked: Collection[str], candidate: Candidate, most: int) -> float:
    """What speaks against a product: that another is rather called as the question says, or that
    none is called anything like it."""
    if candidate.passage.kind != "product":
        return 0.0
    if not most:
        return 0.1 * bool(candidate.text)
    return 0.2 * (1 - named_by(asked, candidate) / most)


def named_by(asked: Collection[str], candidate: Candidate) -> int:
    is_product = candidate.passage.kind == "product"
    return len(stems(candidate.passage.title) & set(asked)) if is_product else 0


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


def same_section(one: Candidate, other: Candidate) -> bool:
    return section_of(one.passage) == section_of(other.passage)


def section_of(passage: Passage) -> tuple[str, str, str]:
    return *document_of(passage), passage.heading


def is_for_products(question: str) -> bool:
    """Whether it is for products of some price or for a present, and not for the terms they are
    sold on."""
    some = read_wishes(question).compares_prices or FOR_A_PRESENT.search(question)
    return bool(some) and not ABOUT_TERMS.search(question)


def products_alone(ranked: list[Candidate]) -> list[Candidate]:
    """What is said of the products, if there are any: “boots under $100” is not about boot care."""
    return [each for each in ranked if each.passage.kind == "product"] or ranked


def on_subject(question: str, ranked: list[Candidate]) -> list[Candidate]:
    """On returns or delivery only what policies say, and what a product says of just that."""
    if not ABOUT_TERMS.search(question):
        return ranked
    told = [
        each for each in ranked if each.passage.kind != "product" or is_on_terms(question, each)
    ]
    return told if any(each.passage.kind != "product" for each in told) else ranked


def asks_for_some(question: str, best: Passage) -> bool:
    """Whether the question is for some products to choose from and does not name one."""
    if stems(best.title) <= stems(question):
        return False
    is_a_name = read_wishes(question).of_variants or len(query_terms(question)) <= MOST_OF_A_NAME
    named_by_what_it_is = is_a_name and not OF_ONE.search(question)
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
    share = AS_GOOD_A_PRESENT if FOR_A_PRESENT.search(question) else AS_GOOD_AN_OFFER
    close = [each for each in fitting if each.score >= share * best_score]
    return close[:MOST_OFFERED]


def list_products(products: Sequence[Passage], voice: Voice) -> Extract:
    """Each with its price and stock of this moment, a line each."""
    intro = voice.offer if products[0].fits else voice.nearest_offer
    lines = (f"- {each.title}: {each.brief}" for each in products)
    return Extract("\n".join((intro, *lines)), tuple(products))


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


def is_name(heading: str) -> bool:
    return bool(heading) and "?" not in heading


def choose_product(
    question: str, ranked: Sequence[Candidate], sayable: Sequence[Candidate]
) -> list[Candidate]:
    """What the product says on the matter; its price and stock of this moment if they are asked
    for, or nothing in particular is. Nothing, if it does not say what is asked."""
    best = ranked[0]
    scores = {(each.passage.chunk_id, each.position): each.score for each in ranked if each.text}
    own = [
        replace(each, score=scores.get((each.passage.chunk_id, each.position), 0.0))
        for each in sayable
        if each.passage.kind == "product" and each.passage.source_id == best.passage.source_id
    ]
    last = question.splitlines()[-1]
    asks_for_facts = bool(ABOUT_PRICE_OR_STOCK.search(last))
    wanted = wanted_of(last, best.passage)
    if IN_GENERAL.search(last):
        told = opening(own)
    else:
        told = telling(last, wanted, own)
        if not told and not asks_for_facts:
            told = [each for each in ranked if each in own or each is best][:1]
            told = [each for each in told if each.text]
            if not told and wanted and OF_ONE.search(last):
                return []
    said = [in_reading(each) for each in told[:MOST_OF_A_PRODUCT]]
    said.sort(key=lambda each: each.position)
    if said and not asks_for_facts and not IN_GENERAL.search(last):
        return within_length(said)
    return within_length([*said[:1], *facts_of(last, best.passage)])


def in_reading(candidate: Candidate) -> Candidate:
    """With what leads to it, if it says little without, and under a heading that excludes."""
    text = candidate.text
    if candidate.lead.endswith(":") or LEANS.match(text):
        text = f"{candidate.lead} {text}".strip()
    if EXCLUDES.search(candidate.passage.heading):
        text = f"{candidate.passage.heading}: {text}"
    return replace(candidate, text=text)


def facts_of(question: str, product: Passage) -> list[Candidate]:
    """Price and stock; the price first when it is asked for."""
    facts = [text.strip() for text in sentences(product.asked or product.facts)]
    if SEEKS_PRICE.search(question):
        facts.sort(key=lambda fact: f"{product.title} costs" not in fact)
    return [Candidate(fact, product, position) for position, fact in enumerate(facts)]


def opening(own: Sequence[Candidate]) -> list[Candidate]:
    """What it says of itself first, before any heading."""
    return [each for each in own if not each.passage.heading and each.position < MOST_OF_A_PRODUCT]


def wanted_of(question: str, product: Passage) -> set[str]:
    """Stems of what is asked besides the product's name and what its facts tell."""
    wishes = read_wishes(question)
    asked = query_terms(SIZE.sub(" ", without_wishes(question)))
    known = stems(product.title) | stems(product.asked) | {stem(each) for each in OF_TRADE}
    return stems(" ".join(asked)) - known - {stem(each) for each in wishes.colours}


def telling(question: str, wanted: Collection[str], own: Sequence[Candidate]) -> list[Candidate]:
    """The sentences that have something of what is wanted; those with the most of it first, and
    only what comes close to them."""
    scored = [
        (
            2 * answered(wanted, each.text)
            + answered(wanted, each.passage.heading)
            + 2 * answers(question, each.text),
            each.score,
            each,
        )
        for each in own
    ]
    most = max((points for points, _, _ in scored), default=0)
    if not most:
        return []
    nearest = sorted(
        (each for each in scored if each[0] == most), key=lambda each: (-each[1], each[2].position)
    )
    if most == 1:  # Only the heading is on the matter: what stands first under it is.
        return [nearest[0][2]]
    floor = STILL_RELEVANT * nearest[0][1]
    return [each for _, score, each in nearest if score >= floor]


def answered(wanted: Collection[str], text: str) -> int:
    """How many of the stems the text has; of the long ones also as beginnings of its words."""
    said = stems(text)
    return sum(
        each in said or (len(each) >= FEWEST_LETTERS and any(w.startswith(each) for w in said))
        for each in wanted
    )


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
