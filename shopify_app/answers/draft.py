"""An answer in the making: what was said so far, what it rests on, how it came about."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from shopify_app.answers.events import Citation, Done, Text
from shopify_app.answers.keeping import passages_kept, relied_on
from shopify_app.conversations.transcripts import Reply
from shopify_app.knowledge.facts import ProductCard
from shopify_app.knowledge.retrieval import Passage


@dataclass
class Draft:
    """Grows while the answer is told; `say` and `cite` give the events that tell it."""

    conversation: str
    message_id: str
    origin: str = "extract"
    text: str = ""
    opening: str = ""
    """A template's words, behind which an answer goes on; they stay whatever becomes of it."""
    near_miss: dict[str, Any] | None = None
    """How near a template came that was not said, and why it was not."""
    interrupted: bool = False
    """Broken off, or cut short by the model's limit."""
    complete: bool = False
    """All of it was said; false as long as the answer is being told."""
    in_memory: bool = True
    handover_reason: str = ""
    """Why a person is to take over, of `conversations.handover.REASONS`; empty: nobody has to."""
    offers: tuple[str, ...] = ()
    """See `events.Done`."""
    citations: list[Citation] = field(default_factory=list)
    cards: list[ProductCard] = field(default_factory=list)
    passages: tuple[Passage, ...] = ()
    """What the answer was made from, with the facts of that moment."""
    withheld: int = 0
    """Sentences that were not shown because no source bears what they state."""
    asked_again: bool = False
    """Whether Claude had to answer twice, as nothing of the first answer was borne by a source."""
    greeting: str = ""
    """Said before the first words, with them."""
    titles: tuple[str, ...] = ()
    """Names that no rule of the voice may touch."""
    repaired: Counter[str] = field(default_factory=Counter)
    """Sentences that were put right, by the voice's rule."""
    dropped: Counter[str] = field(default_factory=Counter)
    """Sentences that were not said because they break a rule of the voice."""
    reworded: int = 0
    """Sentences that Claude was asked to say again."""
    more_tokens: int = 0
    """That this cost."""
    provenance: dict[str, Any] = field(default_factory=dict)
    _began: float = field(default_factory=time.monotonic)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said yet, but for an opening."""
        return not self.text[len(self.opening) :].strip()

    @property
    def handover(self) -> bool:
        return bool(self.handover_reason)

    def hand_over(self, reason: str) -> None:
        """A person is to take over; of several reasons the first counts."""
        self.handover_reason = self.handover_reason or reason

    def say(self, text: str) -> Iterator[Text]:
        """Put more text behind what was said."""
        if self.is_empty:
            text = text.lstrip()
            self.note_time("first_text")
            if text and self.opening:
                text = f"\n\n{text}"
            elif text and self.greeting:
                text, self.greeting = f"{self.greeting} {text}", ""
        if text:
            self.text += text
            yield Text(text)

    def open_with(self, text: str) -> Iterator[Text]:
        """Begin with a template's words."""
        yield from self.say(text)
        self.opening = text

    def say_apart(self, text: str) -> Iterator[Text]:
        """Say a phrase of the store's after what was said, as a paragraph of its own."""
        yield from self.say(text if self.is_empty else f"\n\n{text}")

    def say_instead(self, text: str) -> Iterator[Text]:
        """Take back what was said: the whole answer is this."""
        yield from self.say_apart(text)
        self.text = f"{self.opening}\n\n{text}" if self.opening else text
        self.citations.clear()

    def cite(self, passages: Iterable[Passage]) -> Iterator[Citation]:
        """Name the documents of the passages, each once; what has no page cannot be cited."""
        for passage in passages:
            if passage.url is None:
                continue
            citation = Citation(passage.title, passage.url, passage.kind, passage.source_id)
            if citation not in self.citations:
                self.citations.append(citation)
                yield citation

    def note_time(self, what: str) -> None:
        """Keep how many milliseconds after the question `what` happened."""
        self.provenance.setdefault("ms", {})[what] = self.elapsed_ms

    @property
    def elapsed_ms(self) -> int:
        return round((time.monotonic() - self._began) * 1000)

    @property
    def tokens(self) -> int:
        """Of Claude's, all kinds together."""
        tokens: int = sum(self.provenance.get("usage", {}).values())
        return tokens + self.more_tokens

    def reply(self) -> Reply:
        """What the transcript keeps."""
        return Reply(
            message_id=self.message_id,
            text=self.text.strip(),
            origin=self.origin,
            complete=self.complete,
            in_memory=self.in_memory,
            handover=self.handover,
            citations=[asdict(citation) for citation in self.citations],
            products=[asdict(card) for card in self.cards],
            provenance=self.provenance
            | {"withheld": self.withheld}
            | ({"passages": passages_kept(self.passages)} if self.passages else {})
            | ({"asked_again": True} if self.asked_again else {}),
            relied_on=relied_on(self.passages, self.citations),
        )

    def done(self) -> Done:
        return Done(
            conversation=self.conversation,
            message_id=self.message_id,
            text=self.text.strip(),
            origin=self.origin,
            complete=self.complete,
            grounded=True,  # what was not grounded was not said
            citations=tuple(self.citations),
            products=tuple(self.cards),
            handover=self.handover,
            offers=self.offers,
        )
