"""Answer without a model: the store's own sentences, word for word. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from shopify_app.answers.extraction.candidates import (
    Candidate,
    Extract,
    Likeness,
    as_sentence,
    document_of,
    is_named,
    section_of,
)
from shopify_app.answers.extraction.choosing import choose
from shopify_app.answers.extraction.describing import choose_product
from shopify_app.answers.extraction.offering import list_products, offer
from shopify_app.answers.extraction.orders import list_orders, quote_order, quote_returns
from shopify_app.answers.extraction.quoting import products, quotable
from shopify_app.answers.extraction.ranking import is_on_terms, rank
from shopify_app.answers.extraction.wording import ABOUT_TERMS, FOR_A_PRESENT
from shopify_app.answers.questions import asks_for_several_orders
from shopify_app.knowledge.retrieval import Passage
from shopify_app.knowledge.wishes import read_wishes
from shopify_app.voice import Voice

MOST_PASSAGES = 5
TO_BE_DONE = re.compile(
    r"\b(?:cancel\w*|chang\w*|modif\w*|address|exchang\w*|damaged|broken|faulty|defective|wrong"
    r"|missing|lost|late|never|missed)\b",
    re.I,
)
"""Of an order: what a policy says of it helps on."""


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


def by_subject(question: str, passages: Sequence[Passage]) -> list[Passage]:
    """On returns or delivery the policies have the word before the products, but for one that is
    named: it may be an exception."""
    if not ABOUT_TERMS.search(question):
        return list(passages)
    return sorted(
        passages, key=lambda each: each.kind == "product" and not is_named(each, question)
    )


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
