"""The record: its migrations, its transactions, and what it says when it cannot be written."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, delete, func, select, text

from shopify_app.db import (
    Base,
    Record,
    RecordUnavailable,
    flush_seldom,
    insert_into,
    open_record,
)
from shopify_app.db.migration import migrate
from shopify_app.db.tables import TokenSpend
from shopify_app.knowledge.words import WordEntry, add_words, search_words


@pytest.fixture(params=["sqlite", "postgresql"])
def unmigrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Record]:
    if request.param == "sqlite":
        record = open_record(f"sqlite:///{tmp_path / 'new.db'}")
    else:
        record = open_record(request.getfixturevalue("postgres_url"))
        _drop_everything(record)
    yield record
    if request.param == "postgresql":
        _drop_everything(record)
        Base.metadata.create_all(record.engine)
        with record.write() as connection:
            connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
            from shopify_app.knowledge.words import create_word_index

            create_word_index(connection)
    record.close()


def _drop_everything(record: Record) -> None:
    with record.write() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


def test_the_migrations_make_exactly_the_tables_of_the_code(unmigrated: Record) -> None:
    migrate(unmigrated)

    with unmigrated.read() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    mentioned = [each for each in differences if "chunk_words" not in str(each)]
    assert mentioned == []


def test_migrating_again_changes_nothing(unmigrated: Record) -> None:
    migrate(unmigrated)
    with unmigrated.write() as connection:
        add_words(connection, "n", [WordEntry("c", "Jumper", "wool")])

    migrate(unmigrated)

    with unmigrated.read() as connection:
        assert [found for found, _ in search_words(connection, "n", "wool", limit=5)] == ["c"]


def test_a_migration_may_take_as_long_as_it_takes(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = open_record(postgres_url)
    limits: dict[str, object] = {}

    def look(config: Config, _revision: str) -> None:
        for name in ("statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout"):
            limits[name] = config.attributes["connection"].exec_driver_sql(f"SHOW {name}").scalar()

    monkeypatch.setattr("alembic.command.upgrade", look)

    migrate(record)

    assert limits == {
        "statement_timeout": "0",
        "idle_in_transaction_session_timeout": "0",
        "lock_timeout": "2s",  # the app goes on meanwhile
    }
    with record.read() as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "5s"
    record.close()


def test_a_database_that_is_not_migrated_yet_is_unavailable(unmigrated: Record) -> None:
    with pytest.raises(RecordUnavailable), unmigrated.read() as connection:
        connection.execute(text("SELECT 1 FROM shops"))


def test_who_waits_for_each_other_is_told_to_come_again(postgres_record: Record) -> None:
    shops = ("a.myshopify.com", "b.myshopify.com")
    with postgres_record.write() as connection:
        connection.execute(delete(TokenSpend))
        for shop in shops:
            spend(connection, shop)
    both_hold_one = threading.Barrier(2, timeout=60)
    outcomes: list[str] = []

    def take(first: str, second: str) -> None:
        try:
            with postgres_record.write() as connection:
                hold(connection, first)
                both_hold_one.wait()
                hold(connection, second)
        except RecordUnavailable:
            outcomes.append("come again")
        else:
            outcomes.append("had both")

    threads = [threading.Thread(target=take, args=order) for order in (shops, shops[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["come again", "had both"]


def hold(connection: Connection, shop: str) -> None:
    connection.execute(select(TokenSpend).where(TokenSpend.shop == shop).with_for_update())


def test_a_block_that_fails_leaves_nothing_behind(record: Record) -> None:
    with pytest.raises(ZeroDivisionError), record.write() as connection:
        spend(connection, "a.myshopify.com")
        1 / 0  # noqa: B018

    with record.read() as connection:
        assert connection.scalar(select(func.count()).select_from(TokenSpend)) == 0


def test_times_come_back_in_utc_whatever_zone_they_had(record: Record) -> None:
    from shopify_app.db.tables import Shop

    moment = datetime(2026, 11, 23, 7, 30, tzinfo=timezone(timedelta(hours=-5)))
    with record.write() as connection:
        connection.execute(
            insert_into(connection, Shop).values(
                shop="a", state="active", epoch=1, installed_at=moment, profile={}, namespace="n"
            )
        )

        stored = connection.scalar(select(Shop.installed_at))

    assert stored == moment
    assert stored is not None
    assert stored.tzinfo is UTC


def test_a_locked_database_is_unavailable_and_then_available_again(tmp_path: Path) -> None:
    path = tmp_path / "locked.db"
    record = open_record(f"sqlite:///{path}")
    Base.metadata.create_all(record.engine)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(RecordUnavailable), record.write():
        pass

    other.execute("ROLLBACK")
    other.close()
    with record.write() as connection:
        spend(connection, "a.myshopify.com")
    record.close()


def test_a_full_database_is_unavailable(tmp_path: Path) -> None:
    record = open_record(f"sqlite:///{tmp_path / 'full.db'}")
    Base.metadata.create_all(record.engine)

    with pytest.raises(RecordUnavailable), record.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        for number in range(10_000):
            spend(connection, f"{number}.myshopify.com")

    record.close()


def test_two_writers_wait_for_each_other_instead_of_failing(record: Record) -> None:
    failures: list[Exception] = []

    def write_many(name: str) -> None:
        try:
            for number in range(25):
                with record.write() as connection:
                    spend(connection, f"{name}-{number}.myshopify.com")
        except RecordUnavailable as error:
            failures.append(error)

    threads = [threading.Thread(target=write_many, args=(name,)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with record.read() as connection:
        assert connection.scalar(select(func.count()).select_from(TokenSpend)) == 75
    assert failures == []


def spend(connection: object, shop: str) -> None:
    day = datetime(2026, 11, 23, tzinfo=UTC).date()
    statement = insert_into(connection, TokenSpend).values(shop=shop, day=day, tokens=1)  # type: ignore[arg-type]
    connection.execute(statement)  # type: ignore[attr-defined]


def test_only_a_process_whose_work_would_be_repeated_leaves_out_the_flush(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'flushes.db'}"
    web, worker = open_record(url), open_record(url)
    flush_seldom(worker)

    with web.read() as ours, worker.read() as theirs:
        assert ours.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert theirs.exec_driver_sql("PRAGMA synchronous").scalar() == 1
    web.close()
    worker.close()


WAITING = """
from gevent import monkey, sleep, spawn
monkey.patch_all()
import sqlite3, sys
from shopify_app.db import open_record

record = open_record(sys.argv[1])
record.engine.connect().close()
holder = sqlite3.connect(sys.argv[2], isolation_level=None)
holder.execute("BEGIN IMMEDIATE")

def write():
    with record.write() as connection:
        connection.exec_driver_sql("CREATE TABLE written (id INTEGER)")

waiting = spawn(write)
turns = 0
for _ in range(20):
    sleep(0.005)
    turns += not waiting.dead
holder.execute("ROLLBACK")
waiting.get(timeout=60)
print(turns)
"""


def test_a_greenlet_that_waits_for_the_lock_lets_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "waiting.db"
    done = subprocess.run(
        [sys.executable, "-c", WAITING, f"sqlite:///{path}", str(path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert int(done.stdout) == 20
