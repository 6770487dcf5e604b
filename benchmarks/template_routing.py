"""The time it takes to find out whether one of 500 templates answers a message.

`python -m benchmarks.template_routing [--templates 500] [--rounds 2000]`

Each template has eight examples and three keywords of its own, every tenth a kind. Asked are
messages that a template is for and ordinary ones, half and half. Measured are comparing alone (the
message's vector is there), with the message embedded, the whole way of a question through
`route_question` on a SQLite record (with conditions and rendering), and what a process pays for the
first question after a change.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.table import percentile, report
from benchmarks.template_questions import NEAR, ORDINARY
from shopify_app.answers.questions import Question
from shopify_app.answers.templates import route_question
from shopify_app.conversations.visits import Visit
from shopify_app.db import Record, open_record
from shopify_app.db.migration import migrate
from shopify_app.knowledge.embedder import Embedder, open_embedder
from shopify_app.knowledge.weights import build_model
from shopify_app.replies.keeping import add_template, list_templates
from shopify_app.replies.kinds import KINDS
from shopify_app.replies.matching import Matcher, texts_to_embed
from shopify_app.replies.routing import Matchers, match_message
from shopify_app.replies.templates import Template
from shopify_app.replies.vectors import vectors_of
from shopify_app.shops.directory import ShopEntry
from tests.house import ROOT

SHOP = "bench.myshopify.com"
THINGS = (
    "kettle lamp mug scarf jacket candle chair blanket helmet toaster backpack watch vase plate "
    "ring necklace hat belt sofa rug desk tent kayak drone printer pillow knife pan bottle stroller"
).split()
TROUBLES = (
    "{} arrived with a crack", "the {} makes a strange noise", "my {} has lost its color",
    "the lid of the {} does not close", "the {} smells odd", "a part of the {} is missing",
    "the {} is too small for its box", "the strap of my {} tore", "the {} came without a manual",
    "the {} leaves stains", "the label on the {} is wrong", "the {} squeaks at night",
    "the {} was opened before", "the {} does not match the picture", "my {} wobbles",
    "the {} is heavier than you say", "the {} got scratched",
)  # fmt: skip
WAYS = (
    "{}", "Hello, {}", "{}, what now?", "I just saw that {}", "sadly {}", "{} and I am unhappy",
    "Can you help? {}", "{} since yesterday",
)  # fmt: skip


class Standing:
    """What routing stands on."""

    def __init__(self, record: Record, embedder: Embedder) -> None:
        self.record, self.embedder, self.matchers = record, embedder, Matchers()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--templates", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=2000)
    arguments = parser.parse_args()
    embedder = open_embedder(build_model(ROOT / "var" / "model"))
    with tempfile.TemporaryDirectory() as directory:
        record = open_record(f"sqlite:///{Path(directory) / 'tote.db'}")
        migrate(record)
        fill(record, arguments.templates)
        rows, facts = measure(record, embedder, arguments.rounds)
        record.close()
    report("template_routing", rows, templates=arguments.templates, **facts)


def measure(
    record: Record, embedder: Embedder, rounds: int
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    began = time.perf_counter()
    Matchers().of(record, embedder, SHOP)
    first_ever = time.perf_counter() - began
    standing = Standing(record, embedder)
    began = time.perf_counter()
    matcher = standing.matchers.of(record, embedder, SHOP)
    after_change = time.perf_counter() - began
    if matcher is None:
        raise SystemExit("no templates")
    asked = [*NEAR[:25], *ORDINARY[:25], *messages(50)]
    vectors = dict(zip(asked, embedder.embed(asked), strict=True))
    entry = ShopEntry(SHOP, "active", 1, "x", {"name": "Bench", "locale": "en"}, datetime.now(UTC))
    visit, now = Visit(SHOP, "v"), datetime.now(UTC)
    said = sum(
        route_question(standing, entry, visit, Question(text), now=now).chosen is not None
        for text in asked
    )
    rows = [
        row("compare", rounds, asked, lambda text: matcher.matches(text, vectors[text])),
        row("embed and compare", rounds, asked, lambda t: match_message(matcher, embedder, t)),
        row(
            "whole way",
            rounds,
            asked,
            lambda text: route_question(standing, entry, visit, Question(text), now=now),
        ),
    ]
    facts = {
        "vectors": matcher.size,
        "overridden": f"{said} of {len(asked)}",
        "first_load_s": round(first_ever, 2),
        "load_after_a_change_s": round(after_change, 3),
        "compile_s": round(compile_time(record, embedder), 3),
    }
    return rows, facts


def compile_time(record: Record, embedder: Embedder) -> float:
    with record.read() as connection:
        templates = list_templates(connection, SHOP)
    texts = texts_to_embed([each.template for each in templates])
    vectors = vectors_of(record, embedder, SHOP, texts)
    began = time.perf_counter()
    Matcher(templates, vectors)
    return time.perf_counter() - began


def row(what: str, rounds: int, asked: list[str], act: Callable[[str], object]) -> dict[str, Any]:
    times = []
    for number in range(rounds):
        text = asked[number % len(asked)]
        began = time.perf_counter()
        act(text)
        times.append((time.perf_counter() - began) * 1000)
    return {
        "what": what,
        "messages": rounds,
        "p50 ms": round(percentile(times, 0.5), 2),
        "p95 ms": round(percentile(times, 0.95), 2),
        "p99 ms": round(percentile(times, 0.99), 2),
        "max ms": round(max(times), 2),
    }


def fill(record: Record, count: int) -> None:
    at = datetime.now(UTC)
    with record.write() as connection:
        for number, template in zip(range(count), all_templates(), strict=False):
            add_template(connection, SHOP, template, by=str(number), now=at)


def all_templates() -> Iterator[Template]:
    kinds = list(KINDS)
    number = 0
    for trouble in TROUBLES:
        for thing in THINGS:
            said = trouble.format(thing)
            yield Template(
                name=said,
                texts={"en": f"About your {thing} from {{{{ shop.name }}}}: we are sorry."},
                examples=tuple(way.format(said) for way in WAYS),
                keywords=(f"{thing} {number}", f"case {number}", f"batch {number}*"),
                kinds=(kinds[number % len(kinds)],) if number % 10 == 0 else (),
            )
            number += 1


def messages(count: int) -> list[str]:
    """What templates are for, in words that are none of their examples."""
    return [
        f"I noticed {TROUBLES[number % len(TROUBLES)].format(THINGS[number % len(THINGS)])} today"
        for number in range(count)
    ]


if __name__ == "__main__":
    main()
