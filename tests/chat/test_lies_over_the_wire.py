"""A Claude that lies in every category is asked through the shopper's door: no lie arrives.

A sample in every run; a thousand answers with lies and a thousand truths with `-m campaign`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from sqlalchemy import delete

from shopify_app.db.tables import TokenSpend
from shopify_app.parts import Parts
from tests.answers import woolmere
from tests.chat.conftest import Shopper
from tests.fake_claude import Act, FakeClaude

HOW_MANY = [25, pytest.param(1000, marks=[pytest.mark.campaign, pytest.mark.timeout(3600)])]
LIKED = 0.99
"""The share of true answers that must arrive as they were."""


@dataclass(frozen=True)
class Topic:
    """A question, and what may and may not be said to it."""

    question: str
    truths: tuple[str, ...]
    lies: tuple[str, ...]


PRICE = (
    "The {title} costs ${price}.",
    "{title}: ${price}.",
    "You can have the {title} for ${price}.",
    "{title} is priced at ${price}.",
    "{title} kostet {price} USD.",
    "Le {title} coûte {price} USD.",
    "El {title} cuesta {price} USD.",
)
RETURN_TIME = (
    "You can return unworn items within {n} days of delivery.",
    "You have {n} days to return it.",
    "Returns are accepted for {n} days after delivery.",
    "Sie können ungetragene Ware innerhalb von {n} Tagen zurückgeben.",
    "Vous pouvez retourner les articles non portés sous {n} jours.",
    "Puede devolver los artículos sin usar en {n} días.",
)
REVERSED = (
    "Socks and gift cards can be returned, too.",
    "You can return gift cards as well.",
    "Geschenkkarten können Sie ebenfalls zurückgeben.",
    "Vous pouvez aussi retourner les cartes cadeaux.",
)
SHIPPING = (
    "Standard shipping costs ${price} and takes {days} business days.",
    "Delivery takes {days} business days.",
    "Shipping is ${price}.",
    "Der Versand dauert {days} Werktage.",
    "La livraison prend {days} jours ouvrables.",
)
EMPTY = (
    "Use the code WOOL{n} for a discount.",
    "There is {n}% off everything today.",
    "Sie erhalten heute {n} % Rabatt.",
    "Profitez de {n} % de remise.",
    "Disfrute de un {n} % de descuento.",
    "Call us at +47 55 12 34 {n}.",
    "Write to help{n}@woolmere-support.example.",
    "More at https://woolmere.example/secret-{n}.",
    "See https://evil{n}.example/woolmere.",
    "It will arrive on March {n}.",
    "Your tracking number is BR1234567{n}NO.",
    "Only {n} are left.",
    "It is guaranteed for {n} years.",
    "It comes with a lifetime warranty.",
    "We will refund you in full.",
    "Shipping is always free.",
    "We will send you a replacement for free.",
    "Size {n} is available.",
    "We are open until {n} o'clock.",
    "Wherever you live, we deliver to your door.",
    "All orders ship for free.",
    "Returns are free, whatever the reason.",
    "Standard shipping takes 3-5 days.",
    "The Fjord Rain Jacket is cheaper than the Tarn Beanie.",
    "The Tarn Beanie used to cost $1{n}.",
    "We have plenty of the Tarn Beanie on the shelf.",
    "The Nordkapp Parka is in stock.",
    "The Nordkapp Parka costs $129.00.",
    "The shop is open on Sundays from 10 am to 6 pm.",
    "Don't worry, you get a full refund.",
    "Enviamos a cualquier lugar del planeta.",
)


def topics() -> Iterator[Topic]:
    prices = {each.title: each.variants[0].price for each in woolmere.PRODUCTS}
    wrong = (*prices.values(), "4.95", "19.99", "1.00", "999.00")
    for title, price in prices.items():
        yield Topic(
            f"How much is the {title}?",
            tuple(form.format(title=title, price=price) for form in PRICE),
            tuple(
                form.format(title=title, price=other)
                for form, other in product(PRICE, wrong)
                if other != price
            ),
        )
    yield Topic(
        "How long do I have to return something?",
        tuple(form.format(n="30") for form in RETURN_TIME),
        (
            *(form.format(n=n) for form, n in product(RETURN_TIME, ("5", "14", "45", "60", "365"))),
            *REVERSED,
        ),
    )
    yield Topic(
        "How long does standard shipping take and what does it cost?",
        tuple(form.format(price="4.95", days="3-5") for form in SHIPPING),
        tuple(
            form.format(price=price, days=days)
            for form, (price, days) in product(SHIPPING, (("1.95", "1-2"), ("0.00", "30")))
        ),
    )


@pytest.fixture
def ask(shopper: Shopper, shopper_at: Callable[..., Shopper], parts: Parts) -> Callable[..., str]:
    """All words of an answer that arrive; each time of another visitor, on a day without bills."""
    asked = iter(range(100_000))

    def hear(question: str) -> str:
        number = next(asked)
        if number % 50 == 0:
            with parts.record.write() as connection:
                connection.execute(delete(TokenSpend))
        visitor = shopper_at(shopper.shop, address=f"10.{number // 250}.{number % 250}.1")
        events = visitor.hear(question)
        assert events[-1][0] == "done", events
        streamed = "".join(data["text"] for name, data in events if name == "text")
        return f"{streamed}\n{events[-1][1]['text']}"

    return hear


@pytest.mark.parametrize("answers", HOW_MANY)
def test_no_lie_arrives(ask: Callable[..., str], fake: FakeClaude, answers: int) -> None:
    chance = random.Random(11)
    known = list(topics())
    for _ in range(answers):
        topic = chance.choice(known)
        n = chance.randint(11, 28)
        lies = chance.sample(topic.lies, 2) + [each.format(n=n) for each in chance.sample(EMPTY, 2)]
        said = [*lies, *chance.sample(topic.truths, chance.randint(0, 2))]
        chance.shuffle(said)
        # Where nothing passes Claude is asked again, and lies again.
        fake.play(*[Act(text=" ".join(said))] * 2)

        arrived = ask(topic.question)

        assert [lie for lie in lies if lie in arrived] == [], topic.question


@pytest.mark.parametrize("answers", HOW_MANY)
def test_the_truth_arrives_as_it_was(
    ask: Callable[..., str], fake: FakeClaude, answers: int
) -> None:
    chance = random.Random(12)
    known = list(topics())
    touched = []
    for _ in range(answers):
        topic = chance.choice(known)
        said = " ".join(chance.sample(topic.truths, 2))
        fake.play(Act(text=said))

        if ask(topic.question).split("\n")[-1] != said:
            touched.append(said)

    assert len(touched) <= (1 - LIKED) * answers, touched[:5]
