"""What is told while an answer is made, in the order of telling.

`Start`, then `Text`, `Citation` and `Products` as they become known, then one `Done`; or one
`Failed` when not even an apology could be given. `Heartbeat` means that nothing is new.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar, TypeAlias

from shopify_app.knowledge.facts import ProductCard


@dataclass(frozen=True)
class Start:
    """The question is in the record, and the answer will bear `message_id`."""

    name: ClassVar = "start"
    conversation: str
    message_id: str

    def data(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Text:
    """More of the answer: to be put right behind what came before."""

    name: ClassVar = "text"
    text: str

    def data(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Citation:
    """A document of the store that the answer rests on."""

    name: ClassVar = "citation"
    title: str
    url: str
    kind: str
    id: str

    def data(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Products:
    """Cards of the products the answer is about, with price and stock of this moment."""

    name: ClassVar = "products"
    products: tuple[ProductCard, ...]

    def data(self) -> dict[str, Any]:
        return {"products": [asdict(card) for card in self.products]}


@dataclass(frozen=True)
class Done:
    """The whole answer; its text is right even where it differs from what was streamed."""

    name: ClassVar = "done"
    conversation: str
    message_id: str
    text: str
    origin: str
    """`model`, `template`, `extract` or `person`."""
    complete: bool
    grounded: bool
    citations: tuple[Citation, ...]
    products: tuple[ProductCard, ...]
    handover: bool
    offers: tuple[str, ...] = ()
    """What the widget may show with it: `order_form`, for a guest who asks about an order."""

    def data(self) -> dict[str, Any]:
        told = asdict(self)
        if not self.offers:
            del told["offers"]
        return told


@dataclass(frozen=True)
class Failed:
    """Something of ours broke after the answer had begun; `code` is that of the error."""

    name: ClassVar = "error"
    code: str
    message: str

    def data(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Heartbeat:
    """Still at it. Gives whoever writes to the shopper the occasion to notice that they left."""

    name: ClassVar = "heartbeat"


Event: TypeAlias = Start | Text | Citation | Products | Done | Failed | Heartbeat
