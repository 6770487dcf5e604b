"""The operator's numbers, for Prometheus.

States and ages are read from the record when asked, counts from the tally: both are the same
whichever process of whichever machine answers. No label names a shop or a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import Connection, func, select

from shopify_app import web
from shopify_app.db.tables import Delivery, Document, Shop
from shopify_app.deliveries.listing import STATUSES, count_by_status
from shopify_app.knowledge.due_documents import IS_DUE
from shopify_app.parts import Parts
from shopify_app.tally import ABOVE, BUCKETS_MS, COUNTERS, HISTOGRAMS, SUM, Field

doors = Blueprint("metrics", __name__)

WAITING = ("pending", "leased")


@doors.get("/metrics")
def metrics() -> Response:
    """Prometheus text. 503 when the record does not answer: that, too, is to be alerted on."""
    registry = CollectorRegistry()
    registry.register(Ready([*measure(web.parts(), now=datetime.now(UTC))]))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Ready(Collector):
    """Metrics that were measured before."""

    def __init__(self, metrics: list[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterator[Metric]:
        yield from self._metrics


def measure(parts: Parts, *, now: datetime) -> Iterator[Metric]:
    """Raises RecordUnavailable."""
    counts = count_by_status(parts.record)
    with parts.record.read() as connection:
        yield from of_deliveries(connection, counts, now=now)
        yield from of_documents(connection, now=now)
        yield from of_shops(connection, now=now)
    counted = parts.tally.read()
    up = "1 while Redis tells what was counted; without it the counters are not shown"
    yield GaugeMetricFamily("tote_tally_up", up, value=float(counted is not None))
    if counted is not None:
        yield from of_tally(counted)


def of_deliveries(
    connection: Connection, counts: Mapping[str, int], *, now: datetime
) -> Iterator[Metric]:
    by_status = GaugeMetricFamily("tote_deliveries", "Webhooks kept, by status", labels=["status"])
    for status in STATUSES:
        by_status.add_metric([status], counts.get(status, 0))
    yield by_status
    by_outcome = GaugeMetricFamily(
        "tote_deliveries_done", "Webhooks done and kept, by what they did", labels=["outcome"]
    )
    done = select(Delivery.outcome, func.count()).where(Delivery.status == "done")
    for outcome, count in connection.execute(done.group_by(Delivery.outcome)):
        by_outcome.add_metric([outcome or "erased"], count)
    yield by_outcome
    oldest = connection.scalar(
        select(func.min(Delivery.received_at)).where(Delivery.status.in_(WAITING))
    )
    yield age("tote_deliveries_oldest_seconds", "Since the oldest waiting webhook", oldest, now)


def of_documents(connection: Connection, *, now: datetime) -> Iterator[Metric]:
    count, oldest = connection.execute(
        select(func.count(), func.min(Document.changed_at)).where(IS_DUE)
    ).one()
    yield GaugeMetricFamily("tote_documents_due", "Documents to be indexed", value=count)
    yield age("tote_documents_oldest_seconds", "Since the oldest of them changed", oldest, now)


def of_shops(connection: Connection, *, now: datetime) -> Iterator[Metric]:
    by_state = GaugeMetricFamily("tote_shops", "Stores by state", labels=["state"])
    for state, count in connection.execute(select(Shop.state, func.count()).group_by(Shop.state)):
        by_state.add_metric([state], count)
    yield by_state
    oldest = connection.scalar(
        select(func.min(func.coalesce(Shop.reconciled_at, Shop.installed_at))).where(
            Shop.state == "active"
        )
    )
    compared = "Since the active store that waits longest was compared with Shopify"
    yield age("tote_reconciliation_oldest_seconds", compared, oldest, now)


def age(name: str, told: str, since: datetime | None, now: datetime) -> Metric:
    """0 when nothing waits."""
    seconds = max(0.0, (now - since).total_seconds()) if since else 0.0
    return GaugeMetricFamily(name, told, value=seconds)


def of_tally(counted: Mapping[Field, int]) -> Iterator[Metric]:
    for name, (told, labels) in COUNTERS.items():
        counter = CounterMetricFamily(name, told, labels=labels)
        if not labels:
            counter.add_metric([], counted.get((name,), 0))
        for (counted_name, *values), count in sorted(counted.items()):
            if counted_name == name and labels and len(values) == len(labels):
                counter.add_metric(values, count)
        yield counter
    for name, told in HISTOGRAMS.items():
        yield histogram(name, told, counted)


def histogram(name: str, told: str, counted: Mapping[Field, int]) -> Metric:
    """Prometheus wants buckets that hold all that is not above them, in seconds."""
    total, buckets = 0, []
    for most in (*BUCKETS_MS, None):
        total += counted.get((name, str(most) if most else ABOVE), 0)
        buckets.append((str(most / 1000) if most else ABOVE, total))
    return HistogramMetricFamily(
        name, told, buckets=buckets, sum_value=counted.get((name, SUM), 0) / 1000
    )
