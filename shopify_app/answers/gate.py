"""Between Claude and the shopper: sentences pass whole, and only when a source bears them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shopify_app.answers.draft import Draft
from shopify_app.answers.events import Event
from shopify_app.answers.grounding import Context, Evidence
from shopify_app.answers.questions import without_unseen
from shopify_app.answers.sentences import SentenceStream
from shopify_app.knowledge.retrieval import Passage


class Gate:
    """Holds words back until their sentence is whole. What does not pass is counted, not said."""

    def __init__(self, evidence: Evidence, passages: Sequence[Passage], draft: Draft) -> None:
        self._evidence = evidence
        self._passages = passages
        self._draft = draft
        self._stream = SentenceStream()
        self._cited: list[Passage] = []
        self._passed = False
        self._context = Context()

    def take(self, text: str) -> Iterator[Event]:
        for sentence in self._stream.feed(without_unseen(text)):
            yield from self._try(sentence)

    def cite(self, position: int) -> Iterator[Event]:
        """A citation shares the fate of its words: those held now, else those that came last."""
        if not 0 <= position < len(self._passages):
            return
        passage = self._passages[position]
        if self._stream.holds_words or (self._draft.is_empty and not self._draft.withheld):
            self._cited.append(passage)
        elif self._passed:
            yield from self._draft.cite([passage])

    def finish(self) -> Iterator[Event]:
        """No more words will come: the last sentence is whole."""
        rest = self._stream.rest()
        if rest.strip():
            yield from self._try(rest)

    def _try(self, sentence: str) -> Iterator[Event]:
        cited, self._cited = self._cited, []
        verdicts, self._context = self._evidence.judge(sentence, self._context)
        self._passed = not verdicts
        if self._passed:
            yield from self._draft.say(sentence)
            yield from self._draft.cite(cited)
        else:
            self._draft.withheld += 1
            held = self._draft.provenance.setdefault("gate", [])
            held += [verdict.note() for verdict in verdicts]
