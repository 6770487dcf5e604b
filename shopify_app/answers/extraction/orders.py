"""A shopper's own orders, in the words of their record. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shopify_app.answers.extraction.candidates import Candidate, Extract, within_length
from shopify_app.knowledge.retrieval import Passage

IN_A_LIST = re.compile(r"(?:Order|Its status:|It was canceled|Items:) ?")
QUOTED = re.compile(r"“([^”]+)”")


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
