"""Between Claude and the shopper: sentences pass whole, only when a source bears them, and in the
store's voice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from shopify_app.answers.draft import Draft
from shopify_app.answers.echoes import repeats_rules
from shopify_app.answers.events import Event
from shopify_app.answers.grounding import Context, Evidence, Verdict
from shopify_app.answers.questions import without_unseen
from shopify_app.answers.sentences import SentenceStream
from shopify_app.answers.voicing import in_voice
from shopify_app.knowledge.retrieval import Passage
from shopify_app.voice import Voice


class Gate:
    """Holds words back until their sentence is whole. What does not pass is counted, not said."""

    def __init__(
        self,
        evidence: Evidence,
        passages: Sequence[Passage],
        voice: Voice,
        draft: Draft,
        *,
        reword: Callable[[str], str],
    ) -> None:
        """`reword` says a sentence in other words, or gives nothing."""
        self._reword = reword
        self._evidence = evidence
        self._voice = voice
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
        if self._stream.holds_words or self._is_first:
            self._cited.append(passage)
        elif self._passed:
            yield from self._draft.cite([passage])

    def finish(self) -> Iterator[Event]:
        """No more words will come: the last sentence is whole."""
        rest = self._stream.rest()
        if rest.strip():
            yield from self._try(rest)

    @property
    def _is_first(self) -> bool:
        """Whether no sentence has come so far, said or not."""
        draft = self._draft
        return draft.is_empty and not draft.withheld and not draft.dropped

    def _reworded(self, sentence: str, before: Context) -> str:
        """In other words that no source need bear more than before."""
        said = self._reword(sentence)
        verdicts, _ = self._evidence.judge(said, before)
        return "" if verdicts else said

    def _try(self, sentence: str) -> Iterator[Event]:
        cited, self._cited = self._cited, []
        before = self._context
        verdicts, self._context = self._evidence.judge(sentence, before)
        if repeats_rules(sentence):
            verdicts = (Verdict("", "instruction"),)
        self._passed = False
        if verdicts:
            self._draft.withheld += 1
            held = self._draft.provenance.setdefault("gate", [])
            held += [verdict.note() for verdict in verdicts]
            return
        said = in_voice(
            sentence, self._voice, self._draft, again=lambda text: self._reworded(text, before)
        )
        if said:
            self._passed = True
            yield from self._draft.say(said)
            yield from self._draft.cite(cited)
