"""Counters of what happened, summed in Redis over every process of every machine.

What the record can be asked is counted there when somebody asks; this is for what it does not
keep. Nothing here names a shop or a person: labels are words of the code.

Counting never waits and never fails: a process adds up in memory and a thread of its own carries
the sums to Redis every second. While Redis is away they wait; a process that is killed takes up to
a second of counting with it; a Redis that is emptied starts again from nothing, which Prometheus
takes for a restart.
"""

from __future__ import annotations

import json
import logging
import time
from collections import Counter
from threading import Lock, Thread

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

KEY = "tote:tally"
COUNTERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "tote_answers": ("Answers to shoppers", ("origin",)),
    "tote_answers_broken": ("Answers that broke off because something of ours failed", ()),
    "tote_answer_fallbacks": ("Answers that Claude should have given and did not", ("reason",)),
    "tote_answer_templates": ("Answers that a response template gave or began", ()),
    "tote_sentences_withheld": ("Sentences that the grounding gate held back", ()),
    "tote_answers_repeated": (
        "Answers that Claude was asked for twice, as no source bore the first",
        ("origin",),
    ),
    "tote_model_tokens": ("Claude's tokens spent on answers to shoppers", ("kind",)),
    "tote_admission_refusals": ("Questions that were refused by a limit", ("code",)),
    "tote_token_refreshes": ("Refreshes of a store's Admin API token", ("outcome",)),
}
"""What is counted: its help and the names of its labels. `_total` is added when it is told."""
HISTOGRAMS: dict[str, str] = {
    "tote_answer_first_text_seconds": "From the question to the first words of the answer",
    "tote_answer_done_seconds": "From the question to the end of the answer",
}
BUCKETS_MS = (100, 250, 500, 1000, 2000, 3000, 5000, 10_000, 20_000, 45_000)
EVERY_S = 1.0
SUM = "sum"
ABOVE = "+Inf"

Field = tuple[str, ...]
"""The counter's name and its labels' values, in the order in which the counter names them."""


class Tally:
    """One per process, never across a fork."""

    def __init__(self, redis_url: str) -> None:
        self._redis = redis.Redis.from_url(
            redis_url,
            socket_connect_timeout=0.25,
            socket_timeout=0.5,
            retry=Retry(NoBackoff(), 0),
        )
        self._waiting: Counter[Field] = Counter()
        self._lock = Lock()
        self._carrier: Thread | None = None

    def count(self, name: str, *labels: str, times: int = 1) -> None:
        """Add to the counter `name` with these label values."""
        with self._lock:
            self._waiting[name, *labels] += times
            if self._carrier is None:
                self._carrier = Thread(target=self._carry, name="tally", daemon=True)
                self._carrier.start()

    def time(self, name: str, ms: int) -> None:
        """Add a duration to the histogram `name`: to its bucket, and to its sum in ms."""
        bucket = next((str(most) for most in BUCKETS_MS if ms <= most), ABOVE)
        self.count(name, bucket)
        self.count(name, SUM, times=ms)

    def flush(self) -> bool:
        """Carry what was counted to Redis now; False, and it keeps waiting, when that fails."""
        with self._lock:
            carried, self._waiting = self._waiting, Counter()
        if not carried:
            return True
        try:
            with self._redis.pipeline(transaction=True) as pipeline:
                for name, times in carried.items():
                    pipeline.hincrby(KEY, json.dumps(name), times)
                pipeline.execute()
        except (redis.RedisError, OSError):
            with self._lock:
                self._waiting.update(carried)
            return False
        return True

    def read(self) -> dict[Field, int] | None:
        """What all processes counted so far, this one's last second included.

        None when Redis does not say.
        """
        self.flush()
        try:
            stored = self._redis.hgetall(KEY)
        except (redis.RedisError, OSError):
            return None
        return {tuple(json.loads(name)): int(value) for name, value in stored.items()}

    def _carry(self) -> None:
        reached = True
        while True:
            time.sleep(EVERY_S)
            was_reached, reached = reached, self.flush()
            if was_reached != reached:
                log.warning("tally=%s", "recovered" if reached else "waiting")
