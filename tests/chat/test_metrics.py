"""What an operator is told of the answers, the inbox and the stores."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

import pytest
import redis
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from shopify_app.answers.admission import MESSAGES_PER_VISITOR
from shopify_app.answers.asking import answer
from shopify_app.answers.counting import reason_label
from shopify_app.answers.questions import Question
from shopify_app.conversations.visits import Visit
from shopify_app.db.tables import Delivery, Document, Shop
from shopify_app.parts import Parts
from shopify_app.tally import COUNTERS, HISTOGRAMS, KEY, Tally
from shopify_app.web.metrics import histogram
from tests.chat.conftest import Shopper
from tests.deliveries.arrivals import deliver
from tests.fake_claude import Act, FakeClaude

RETURNS = "What is your return policy?"

Values = dict[tuple[str, ...], float]


DATABASES = cycle(range(1, 16))


@pytest.fixture
def redis_url(redis_url: str) -> str:
    """Another database than the tests before had: their tallies may still be carrying."""
    return f"{redis_url.removesuffix('/0')}/{next(DATABASES)}"


@pytest.fixture(autouse=True)
def _nothing_counted(redis_url: str) -> None:
    redis.Redis.from_url(redis_url).delete(KEY)


@pytest.fixture
def told(client: FlaskClient) -> Callable[[], Values]:
    """The samples of /metrics by name and label values, as Prometheus reads them."""

    def read() -> Values:
        families = text_string_to_metric_families(client.get("/metrics").text)
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in families
            for sample in family.samples
        }

    return read


def test_a_shoppers_answers_are_counted_by_origin_and_why(
    shopper: Shopper, fake: FakeClaude, told: Callable[[], Values], client: FlaskClient
) -> None:
    shopper.ask(RETURNS)
    shopper.ask("Hello")

    values = told()

    origins = {key[1]: n for key, n in values.items() if key[0] == "tote_answers_total"}
    assert sum(origins.values()) == 2
    assert values["tote_answer_done_seconds_count",] == 2
    assert values["tote_answer_first_text_seconds_bucket", "+Inf"] == 2
    assert values["tote_answer_done_seconds_sum",] >= 0
    assert values["tote_tally_up",] == 1
    assert shopper.shop not in client.get("/metrics").text


def test_an_answer_that_broke_unexpectedly_is_counted(
    shopper: Shopper,
    monkeypatch: pytest.MonkeyPatch,
    told: Callable[[], Values],
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise ValueError("nobody expected this")

    monkeypatch.setattr("shopify_app.answers.asking.compose", break_down)
    before = told().get(("tote_answers_broken_total",), 0.0)

    assert shopper.post("/proxy/chat", {"message": RETURNS}).status_code == 500
    assert told()["tote_answers_broken_total",] == before + 1


def test_withheld_sentences_and_tokens_are_counted(
    shopper: Shopper, fake: FakeClaude, told: Callable[[], Values]
) -> None:
    fake.play(Act(text="Returns are free within 999 days.", cite=(0,)))
    shopper.ask(RETURNS)

    values = told()

    assert values["tote_sentences_withheld_total",] >= 1
    assert values["tote_model_tokens_total", "output"] > 0


def test_a_fallback_is_counted_with_its_reason(
    shopper: Shopper, fake: FakeClaude, told: Callable[[], Values]
) -> None:
    fake.play(Act("spend_limit"))
    shopper.ask(RETURNS)

    values = told()

    assert values["tote_answers_total", "extract"] == 1
    assert [key for key in values if key[0] == "tote_answer_fallbacks_total"] == [
        ("tote_answer_fallbacks_total", "enforced_spend_limit_reached")
    ]


def test_a_merchants_test_question_is_not_a_shoppers(
    talking: Parts, store: str, now: datetime, told: Callable[[], Values]
) -> None:
    list(answer(talking, Visit(store, "merchant-1"), Question("Hello"), now=now))

    assert not any(key[0] == "tote_answers_total" for key in told())


def test_refusals_are_counted(shopper: Shopper, told: Callable[[], Values]) -> None:
    for _ in range(MESSAGES_PER_VISITOR + 2):
        shopper.post("/proxy/chat", {"message": "Hello"})

    values = told()

    assert values["tote_admission_refusals_total", "too_many_messages"] == 2


def test_what_waits_is_counted_and_has_an_age(
    parts: Parts, shop: str, now: datetime, told: Callable[[], Values]
) -> None:
    hour = timedelta(hours=1)
    for _ in range(3):
        deliver(parts.record, shop, now - hour)
    with parts.record.write() as connection:
        connection.execute(update(Shop).values(reconciled_at=now - 5 * hour))
        connection.execute(update(Delivery).where(Delivery.id == 1).values(status="dead"))
        done = {"status": "done", "outcome": "applied"}
        connection.execute(update(Delivery).where(Delivery.id == 2).values(done))
        connection.execute(
            Document.__table__.insert().values(  # type: ignore[attr-defined]
                shop=shop,
                kind="page",
                source_id="1",
                title="Care",
                content_sha256="",
                sections=[],
                version=1,
                changed_at=now - 2 * hour,
            )
        )

    values = told()

    assert values["tote_deliveries", "dead"] == 1
    assert values["tote_deliveries", "pending"] == 1
    assert values["tote_deliveries", "leased"] == 0
    assert values["tote_deliveries_done", "applied"] == 1
    assert values["tote_deliveries_oldest_seconds",] == pytest.approx(3600, abs=60)
    assert values["tote_documents_due",] == 1
    assert values["tote_documents_oldest_seconds",] == pytest.approx(7200, abs=60)
    assert values["tote_shops", "active"] == 1
    assert values["tote_reconciliation_oldest_seconds",] == pytest.approx(18_000, abs=60)


def test_nothing_that_waits_has_no_age(told: Callable[[], Values]) -> None:
    values = told()

    assert values["tote_deliveries_oldest_seconds",] == 0
    assert values["tote_documents_oldest_seconds",] == 0
    assert values["tote_reconciliation_oldest_seconds",] == 0


# --- the tally -----------------------------------------------------------------------------------


def test_processes_add_up(redis_url: str) -> None:
    one, other = Tally(redis_url), Tally(redis_url)
    one.count("tote_answers", "model")
    other.count("tote_answers", "model", times=2)
    one.flush()

    assert other.read() == {("tote_answers", "model"): 3}


def test_what_redis_did_not_take_waits_for_it(redis_url: str) -> None:
    tally = Tally("redis://127.0.0.1:1/0")
    tally.count("tote_answers", "model")
    assert not tally.flush()
    assert tally.read() is None

    tally._redis = redis.Redis.from_url(redis_url)

    assert tally.read() == {("tote_answers", "model"): 1}


def test_without_redis_the_record_is_still_told(parts: Parts, told: Callable[[], Values]) -> None:
    parts.__dict__["tally"] = Tally("redis://127.0.0.1:1/0")

    values = told()

    assert values["tote_tally_up",] == 0
    assert values["tote_documents_due",] == 0
    assert not any(key[0].startswith("tote_answer") for key in values)


def test_buckets_hold_all_that_is_not_above_them() -> None:
    name = "tote_answer_done_seconds"
    counted: dict[tuple[str, ...], int] = {
        (name, "250"): 2,
        (name, "1000"): 1,
        (name, "+Inf"): 1,
        (name, "sum"): 91_500,
    }

    samples: Any = histogram(name, "", counted).samples

    by_bucket = {s.labels["le"]: s.value for s in samples if s.name.endswith("_bucket")}
    assert (by_bucket["0.1"], by_bucket["0.25"], by_bucket["0.5"]) == (0, 2, 2)
    assert (by_bucket["1.0"], by_bucket["45.0"], by_bucket["+Inf"]) == (3, 3, 4)
    assert [s.value for s in samples if s.name.endswith("_sum")] == [91.5]


@pytest.mark.parametrize(
    ("reason", "label"),
    [
        ("too slow", "too_slow"),
        ("overloaded_error", "overloaded_error"),
        ('x" y\nz' + "y" * 99, "x_y_z" + "y" * 35),
        ("", "unknown"),
    ],
)
def test_a_reason_is_a_short_word(reason: str, label: str) -> None:
    assert reason_label(reason) == label


def test_every_counter_is_told_even_before_it_counts(client: FlaskClient) -> None:
    text = client.get("/metrics").text

    for name in COUNTERS:
        assert f"# TYPE {name}_total counter" in text
    for name in HISTOGRAMS:
        assert f"# TYPE {name} histogram" in text
