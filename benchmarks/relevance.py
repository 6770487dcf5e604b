"""What retrieval finds, judged by 209 graded questions, idea by idea; and how long it takes.

`python -m benchmarks.relevance [--place DIR] [--chunks 50000]` fills three stores (kept in DIR for
the next run), asks every question of benchmarks/judged/questions.json each way, and prints nDCG@10,
recall@10 and the mean reciprocal rank, over all and by kind; with `--chunks` it then measures time.
Every way is marked by documents: the best chunk of each, ten at most. A document of grade 2 or 3 is
relevant; recall is the share of them that is found, of ten where there are more.
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any
from unittest.mock import patch

import chromadb
import numpy as np

from benchmarks.judged.judging import STORES, Question, read_questions
from benchmarks.questions import OUTSIDE
from benchmarks.retrieval import Place, measure, open_place
from benchmarks.shared_data import CATALOGUES
from benchmarks.table import report
from shopify_app.answers.questions import search_text
from shopify_app.conversations.transcripts import Turn
from shopify_app.knowledge import ranking, retrieval, words
from shopify_app.knowledge.documents import Source
from shopify_app.knowledge.embedder import Embedder, open_embedder
from shopify_app.knowledge.fusion import fuse
from shopify_app.knowledge.html import visible_text
from shopify_app.knowledge.retrieval import CANDIDATES, retrieve
from shopify_app.knowledge.vectors import collection_name
from shopify_app.knowledge.weights import build_model
from shopify_app.knowledge.wishes import NONE
from shopify_app.knowledge.words import search_words
from shopify_app.shops.directory import active_shop

DEEP = 10
RELEVANT = 2

Names = Sequence[str]
"""Documents, `kind:handle`, best first."""


@dataclass(frozen=True)
class Store:
    shop: str
    namespace: str
    names: Mapping[tuple[str, str], str]
    """A document's name by kind and id."""
    default: DefaultPipeline


@dataclass(frozen=True)
class Marks:
    ndcg: float
    recall: float
    reciprocal_rank: float


@dataclass(frozen=True)
class Idea:
    """A part of retrieval and how it is left out."""

    name: str
    left_out: Callable[[], AbstractContextManager[object]]


@contextmanager
def without_synonyms() -> Iterator[None]:
    with (
        patch.dict(words.SAME_WORDS, clear=True),
        patch.dict(words.SAME_STEMS, clear=True),
        patch.object(retrieval, "plainly", str),
    ):
        words._stems_of.cache_clear()
        yield
    words._stems_of.cache_clear()


IDEAS = (
    Idea("wishes", lambda: patch.object(retrieval, "read_wishes", lambda _: NONE)),
    Idea("kind of thing", lambda: patch.object(ranking, "asked_kind", lambda *_: frozenset())),
    Idea("same words", without_synonyms),
    Idea("any product", lambda: patch.object(retrieval, "is_anything", lambda _: False)),
    Idea("spelling", lambda: patch.object(retrieval, "mend", lambda _c, _n, asked, _w: asked)),
    Idea("languages", lambda: patch.object(retrieval, "in_english", lambda _: None)),
    Idea("conversation", lambda: patch(f"{__name__}.asked", lambda each: each.question)),
)
"""In the order in which they are switched on, on top of the words and vectors together."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--place", type=Path)
    parser.add_argument("--chunks", type=int, nargs="*", default=[])
    arguments = parser.parse_args()
    if not CATALOGUES.exists():
        print(f"{CATALOGUES} is not on this machine: nothing was measured")
        return
    with open_place(arguments.place) as place:
        questions = read_questions()
        stores = {name: fill(place, name, read()) for name, read in STORES.items()}
        ways = all_ways(place, stores)
        marks = {name: [mark(each, ask(each)) for each in questions] for name, ask in ways.items()}
        report("relevance", overall(marks), **outside(place, stores))
        report("relevance-by-kind", by_kind(marks, questions))
        if arguments.chunks:
            asked_there = [asked(each) for each in questions if each.store == "fashion"]
            rows = measure(place, arguments.chunks, asked_there)
            report("relevance-time", rows, database="SQLite")


def fill(place: Place, name: str, sources: Sequence[Source]) -> Store:
    shop = f"{name}.myshopify.com"
    namespace = place.install(shop)
    place.index(shop, sources)
    names = {(each.kind, each.source_id): f"{each.kind}:{each.handle}" for each in sources}
    return Store(shop, namespace, names, DefaultPipeline(sources))


class DefaultPipeline:
    """Chroma as its first page shows it: each document whole, title and text, in one collection.

    Its default embedding function is this model in float32; like it, ours reads 256 tokens.
    """

    embedder: Embedder | None = None

    def __init__(self, sources: Sequence[Source]) -> None:
        if DefaultPipeline.embedder is None:
            model = build_model(Path(tempfile.gettempdir()) / "tote-model-fp32", "fp32")
            DefaultPipeline.embedder = open_embedder(model)
        found = [each for each in sources if each.content.sections]
        texts = [f"{each.content.title}\n{own_text(each)}" for each in found]
        self._collection = chromadb.EphemeralClient().get_or_create_collection(
            f"default-{found[0].source_id}", embedding_function=None
        )
        names = [f"{each.kind}:{each.handle}" for each in found]
        self._collection.add(names, embeddings=DefaultPipeline.embedder.embed(texts))

    def ask(self, question: str) -> Names:
        assert DefaultPipeline.embedder
        vector = DefaultPipeline.embedder.embed([question])
        return self._collection.query(query_embeddings=vector, n_results=DEEP)["ids"][0]


def own_text(source: Source) -> str:
    html = source.payload.get("body_html") or source.payload.get("body") or ""
    return visible_text(html)


# --- the ways ------------------------------------------------------------------------------------


def all_ways(place: Place, stores: Mapping[str, Store]) -> dict[str, Callable[[Question], Names]]:
    def default(question: Question) -> Names:
        return stores[question.store].default.ask(question.question)

    def parts(share: float | None) -> Callable[[Question], Names]:
        def ask(question: Question) -> Names:
            with without_synonyms():
                return by_parts(place, stores[question.store], question.question, share)

        return ask

    def whole(ideas: int) -> Callable[[Question], Names]:
        def ask(question: Question) -> Names:
            with ExitStack() as stack:
                for idea in IDEAS[ideas:]:
                    stack.enter_context(idea.left_out())
                return found(place, stores[question.store], asked(question))

        return ask

    return {
        "Chroma's default pipeline": default,
        "words alone": parts(0.0),
        "vectors alone": parts(1.0),
        "both, reciprocal ranks": parts(None),
        "both, scores": whole(0),
        **{f"+ {idea.name}": whole(place) for place, idea in enumerate(IDEAS, start=1)},
    }


def asked(question: Question) -> str:
    return search_text(question.question, [Turn("shopper", each) for each in question.history])


def found(place: Place, store: Store, searched: str) -> Names:
    answer = retrieve(
        place.record, place.vectors, place.embedder, store.shop, searched, limit=2 * DEEP
    )
    assert not answer.degraded
    return first_ten(store.names[each.kind, each.source_id] for each in answer.passages)


def by_parts(place: Place, store: Store, question: str, share: float | None) -> Names:
    """Words and vectors without any floor; None puts them together by their ranks."""
    vector = place.embedder.embed([question])[0]
    name = collection_name(store.namespace, place.embedder.name, "knowledge")
    nearest = place.vectors.query(name, vector, limit=CANDIDATES)
    with place.record.read() as connection:
        entry = active_shop(connection, store.shop)
        named = dict(search_words(connection, store.namespace, question, limit=CANDIDATES))
        ids = named if share == 0 else nearest if share == 1 else [*nearest, *named]
        loaded = retrieval._load(connection, entry, list(ids), question, vector)
    cosines = {each.chunk_id: each.cosine or 0.0 for each in loaded}
    if share is None:
        scores = dict.fromkeys(cosines, 0.0)
        for side in (nearest, list(named)):
            for rank, chunk in enumerate(side):
                if chunk in scores:
                    scores[chunk] += 1 / (60 + rank)
    else:
        scores = fuse(cosines, named, vector_share=share)
    ranked = sorted(loaded, key=lambda each: -scores[each.chunk_id])
    return first_ten(store.names[each.kind, each.source_id] for each in ranked)


def first_ten(names: Iterable[str]) -> Names:
    return list(dict.fromkeys(names))[:DEEP]


# --- the marks -----------------------------------------------------------------------------------


def mark(question: Question, names: Names) -> Marks:
    relevant = {name for name, grade in question.grades.items() if grade >= RELEVANT}
    gains = [gain(question.grades.get(name, 0)) for name in names]
    ideal = sorted(map(gain, question.grades.values()), reverse=True)[:DEEP]
    first = next((rank for rank, name in enumerate(names, start=1) if name in relevant), None)
    return Marks(
        discounted(gains) / discounted(ideal),
        len(relevant.intersection(names)) / min(len(relevant), DEEP),
        1 / first if first else 0.0,
    )


def gain(grade: int) -> float:
    return float(2**grade - 1)


def discounted(gains: Sequence[float]) -> float:
    return sum(each / math.log2(rank + 1) for rank, each in enumerate(gains, start=1))


def overall(marks: Mapping[str, Sequence[Marks]]) -> list[dict[str, Any]]:
    """Also apart for the questions of even and of odd number: ideas were tried out on the even."""
    return [
        {
            "way": name,
            "nDCG@10": fmean(each.ndcg for each in made),
            "recall@10": fmean(each.recall for each in made),
            "MRR": fmean(each.reciprocal_rank for each in made),
            "nDCG even": fmean(each.ndcg for each in made[::2]),
            "nDCG odd": fmean(each.ndcg for each in made[1::2]),
        }
        for name, made in marks.items()
    ]


def by_kind(
    marks: Mapping[str, Sequence[Marks]], questions: Sequence[Question]
) -> list[dict[str, Any]]:
    """nDCG@10 of each way; recall@10 and MRR of the last, which is the one in use."""
    kinds = list(dict.fromkeys(each.kind for each in questions))
    *_, last = marks
    rows = []
    for kind in kinds:
        own = np.array([each.kind == kind for each in questions])
        row: dict[str, Any] = {"kind": kind, "questions": int(own.sum())}
        for name, made in marks.items():
            row[name] = float(np.array([each.ndcg for each in made])[own].mean())
        row["recall@10"] = float(np.array([each.recall for each in marks[last]])[own].mean())
        row["MRR"] = float(np.array([each.reciprocal_rank for each in marks[last]])[own].mean())
        rows.append(row)
    return rows


def outside(place: Place, stores: Mapping[str, Store]) -> dict[str, float]:
    """The floor still has to hold: what no store can answer finds nothing."""
    empty = [not found(place, store, each) for store in stores.values() for each in OUTSIDE]
    return {"outside questions left empty": fmean(empty)}


if __name__ == "__main__":
    main()
