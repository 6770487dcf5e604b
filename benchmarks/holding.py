"""What the hold for whole sentences costs a shopper: `python -m benchmarks.holding [--answers 20]`.

A stand-in for Claude streams 60 tokens a second (pieces of 16 characters, four tokens each). The
same answer is heard straight from it and through Tote, in turns: the first word, the first whole
sentence, the end. What Tote does before it asks Claude (the limits, the search) is told apart: the
rest is what the hold adds.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
from contextlib import ExitStack

from sqlalchemy import select

from benchmarks.chat import (
    ANSWER,
    bare_call,
    heard_s,
    questions,
    stand_in,
    talking_house,
    warm_up,
)
from benchmarks.table import report
from shopify_app.db.tables import Message
from tests.house import House

TOKENS_A_SECOND = 60
PAUSE_S = 4 / TOKENS_A_SECOND


def searched_ms(house: House, answers: int) -> float:
    """From the question to the request to Claude, the median of the latest answers."""
    with house.record.read() as connection:
        kept = connection.scalars(
            select(Message.provenance)
            .where(Message.role == "store")
            .order_by(Message.at.desc())
            .limit(answers)
        ).all()
    return statistics.median(each["ms"]["found"] for each in kept)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--answers", type=int, default=20)
    answers = parser.parse_args().answers
    with ExitStack() as running:
        claude_url = running.enter_context(stand_in(pause_s=PAUSE_S, at_once=0))
        house = running.enter_context(talking_house(claude_url))
        next_question = questions(house)
        asyncio.run(warm_up(next_question))
        word, sentence = bare_call(claude_url, ANSWER[:16]), bare_call(claude_url)
        heard = [
            tuple(asyncio.run(heard_s(ask)) for ask in (word, sentence, next_question()))
            for _ in range(answers)
        ]
        before = searched_ms(house, answers)
    first_word, first_sentence, told = (
        statistics.median(each[place][0] for each in heard) * 1000 for place in range(3)
    )
    straight, through = (
        statistics.median(each[place][1] for each in heard) * 1000 for place in (1, 2)
    )
    rows = [
        {"what": "straight", "first text ms": first_word, "end ms": straight},
        {"what": "through Tote", "first text ms": told, "end ms": through},
        {"what": "added", "first text ms": told - first_word, "end ms": through - straight},
        {
            "what": "of it by the hold",
            "first text ms": told - first_word - before,
            "end ms": through - straight - before,
        },
    ]
    report("holding", rows, first_sentence_whole_ms=round(first_sentence), answers=answers)


if __name__ == "__main__":
    main()
