"""Words that mean the same in a shop. Pure."""

import re

SAME = tuple(
    tuple(group.split())
    for group in (
        "trousers pants slacks",
        "sweater jumper pullover",
        "sneakers trainers",
        "purse clutch pouch",
        "tie necktie",
        "sofa couch settee",
        "underwear briefs boxers trunks",
        "waistcoat vest gilet",
        "bracelet bangle",
        "mug cup",
        "shipping delivery postage deliver",
        "parcel package",
        "damaged broken defective faulty",
        "present gift",
        "perfume fragrance cologne",
        "mittens gloves",
        "scarf scarves",
        "blanket throw",
        "parka anorak",
        "warranty guarantee guaranteed",
    )
)

SAID_SO = (
    (re.compile(r"\b(?:send|bring|give|ship|take|hand)\w*\b(?: \w+){0,2} back\b", re.I), "return"),
    (re.compile(r"\bmoney\b(?: \w+)? back\b", re.I), "refund"),
    (re.compile(r"\bdryers?\b", re.I), "tumble dry"),
    (re.compile(r"\bexpir\w+\b", re.I), "valid"),
)


def plainly(question: str) -> str:
    """The question, with the word that a policy has for what it says in several."""
    return " ".join([question, *(word for pattern, word in SAID_SO if pattern.search(question))])
