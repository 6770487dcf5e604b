"""Templates in the record, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from shopify_app.db import Record
from shopify_app.db.tables import ReplyTemplateVersion, ReplyVector
from shopify_app.errors import InvalidInput
from shopify_app.knowledge.embedder import Embedder, Vectors
from shopify_app.replies import keeping
from shopify_app.replies.keeping import (
    TemplateChanged,
    TemplateNotFound,
    add_template,
    change_template,
    delete_template,
    list_templates,
    set_version,
    template_at,
)
from shopify_app.replies.matching import texts_to_embed
from shopify_app.replies.routing import Matchers
from shopify_app.replies.templates import StoredTemplate
from shopify_app.replies.vectors import NO_SHOP, ordinary_vectors
from tests.conftest import OTHER_SHOP, SHOP
from tests.replies.writing import template


@pytest.fixture
def kept(record: Record, now: datetime) -> StoredTemplate:
    with record.write() as connection:
        return add_template(connection, SHOP, template(), by="7", now=now)


class Counting:
    """An embedder that counts what it is given."""

    def __init__(self, embedder: Embedder, name: str = "") -> None:
        self.name = name or embedder.name
        self.dimensions, self.max_tokens = embedder.dimensions, embedder.max_tokens
        self.embed_really: Callable[[Sequence[str]], Vectors] = embedder.embed
        self.count_tokens = embedder.count_tokens
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        return self.embed_really(texts)


def vectors_kept(record: Record) -> int:
    with record.read() as connection:
        of_a_shop = select(func.count()).where(ReplyVector.shop != NO_SHOP)
        return connection.scalar(of_a_shop) or 0


def test_a_template_comes_back_as_it_was(record: Record, kept: StoredTemplate) -> None:
    with record.read() as connection:
        assert list_templates(connection, SHOP) == [kept]
        assert list_templates(connection, SHOP)[0].template == kept.template
        assert list_templates(connection, OTHER_SHOP) == []


def test_each_version_is_kept_and_the_oldest_are_forgotten(
    record: Record, kept: StoredTemplate, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_VERSIONS", 2)
    for priority in (1, 2):
        later = now + timedelta(minutes=priority)
        with record.write() as connection:
            changed = change_template(
                connection, SHOP, kept.id, template(priority=priority), by="8", now=later
            )

    with record.read() as connection:
        assert (changed.version, changed.created_at, changed.updated_at) == (3, now, later)
        assert template_at(connection, SHOP, kept.id, 1) is None
        assert template_at(connection, SHOP, kept.id, 2) == template(priority=1)
        assert template_at(connection, OTHER_SHOP, kept.id, 2) is None


def test_what_was_said_outlives_the_template(record: Record, kept: StoredTemplate) -> None:
    with record.write() as connection:
        delete_template(connection, SHOP, kept.id)

    with record.read() as connection:
        assert list_templates(connection, SHOP) == []
        assert template_at(connection, SHOP, kept.id, 1) == kept.template


def test_another_shop_can_neither_change_nor_delete_it(
    record: Record, kept: StoredTemplate, now: datetime
) -> None:
    with pytest.raises(TemplateNotFound), record.write() as connection:
        change_template(connection, OTHER_SHOP, kept.id, template("Mine"), by="9", now=now)
    with pytest.raises(TemplateNotFound), record.write() as connection:
        delete_template(connection, OTHER_SHOP, kept.id)

    with record.read() as connection:
        assert list_templates(connection, SHOP) == [kept]
        assert set_version(connection, OTHER_SHOP) == 0
        versions = select(func.count()).select_from(ReplyTemplateVersion)
        assert connection.scalar(versions) == 1


def test_who_saves_second_is_told_and_changes_nothing(
    record: Record, kept: StoredTemplate, now: datetime
) -> None:
    with record.write() as connection:
        first = change_template(
            connection, SHOP, kept.id, template("First"), expected=1, by="7", now=now
        )

    for late in (
        lambda connection: change_template(
            connection, SHOP, kept.id, template("Second"), expected=1, by="8", now=now
        ),
        lambda connection: delete_template(connection, SHOP, kept.id, expected=1),
    ):
        with pytest.raises(TemplateChanged) as refusal, record.write() as connection:
            late(connection)
        assert refusal.value.fields == {"expected_version": ["The template is at version 2."]}

    with record.read() as connection:
        assert list_templates(connection, SHOP) == [first]
    with record.write() as connection:
        delete_template(connection, SHOP, kept.id, expected=2)


def test_of_those_who_save_at_the_same_moment_one_is_kept(
    record: Record, kept: StoredTemplate, now: datetime
) -> None:
    def save(name: str) -> int:
        try:
            with record.write() as connection:
                change_template(
                    connection, SHOP, kept.id, template(name), expected=1, by="7", now=now
                )
        except TemplateChanged:
            return 0
        return 1

    with ThreadPoolExecutor(4) as merchants:
        saved = list(merchants.map(save, "ABCD"))

    assert sum(saved) == 1
    with record.read() as connection:
        assert [each.version for each in list_templates(connection, SHOP)] == [2]


def test_a_shop_has_only_so_many(
    record: Record, kept: StoredTemplate, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_TEMPLATES", 1)

    with pytest.raises(InvalidInput), record.write() as connection:
        add_template(connection, SHOP, template(), by="7", now=now)


def test_each_text_is_embedded_once_and_forgotten_with_its_template(
    record: Record, kept: StoredTemplate, now: datetime, embedder: Embedder
) -> None:
    ordinary = ordinary_vectors(record, embedder)
    counting = Counting(embedder)
    everything = len(texts_to_embed([kept.template]) - ordinary.keys())

    Matchers().of(record, counting, SHOP)
    Matchers().of(record, counting, SHOP)
    assert len(counting.embedded) == everything == vectors_kept(record)

    fewer = replace(kept.template, examples=kept.template.examples[:2])
    with record.write() as connection:
        change_template(connection, SHOP, kept.id, fewer, by="7", now=now)
    # “It came with a crack in it” comes with Tote, too, and was never kept.
    assert vectors_kept(record) == everything - 2


def test_another_embedder_makes_its_own_vectors(
    record: Record, kept: StoredTemplate, embedder: Embedder
) -> None:
    other = Counting(embedder, name="another")
    Matchers().of(record, embedder, SHOP)

    Matchers().of(record, other, SHOP)

    own = texts_to_embed([kept.template]) - ordinary_vectors(record, other).keys()
    assert own <= set(other.embedded)
    assert vectors_kept(record) == 2 * len(own)


def test_a_change_is_seen_by_every_process(
    record: Record, kept: StoredTemplate, now: datetime, embedder: Embedder
) -> None:
    here = Matchers()
    first = here.of(record, embedder, SHOP)
    assert here.of(record, embedder, SHOP) is first

    with record.write() as connection:
        delete_template(connection, SHOP, kept.id)

    second = here.of(record, embedder, SHOP)
    assert second is not None
    assert second.templates == ()
    assert here.of(record, embedder, OTHER_SHOP) is None
