"""What is erased with a customer and with a store, and that it leaves the files as well."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from sqlalchemy import event, func, select, update

from shopify_app.conversations.contacts import leave_contact
from shopify_app.conversations.transcripts import append_question, begin_conversation
from shopify_app.conversations.visits import Visit
from shopify_app.db import RecordUnavailable, open_record, scrubbing
from shopify_app.db.scrubbing import scrub
from shopify_app.db.tables import Base, Chunk, Conversation, Message, Shop
from shopify_app.knowledge.indexing import index_due_documents
from shopify_app.knowledge.vectors import VectorIndex
from shopify_app.local.chroma_files import is_segment, own_directory, remove_leftovers
from shopify_app.shops.install import register_shop
from tests.conftest import OTHER_SHOP
from tests.deliveries.arrivals import rows
from tests.workers import payloads
from tests.workers.conftest import Workshop
from workers.erasure import ERASED_WITH_THE_SHOP
from workers.overdue import GRACE, request_overdue_erasures


def talk(
    workshop: Workshop, text: str, *, customer_id: str | None = None, contact: str = ""
) -> None:
    visit = Visit(workshop.shop, "visitor", customer_id)
    keys = workshop.parts.settings.encryption_keys
    with workshop.record.write() as connection:
        conversation = begin_conversation(connection, visit, now=workshop.now)
        append_question(connection, visit, conversation, text, now=workshop.now)
        if contact:
            leave_contact(connection, visit, conversation, contact, keys=keys)


def redact(workshop: Workshop, **customer: object) -> None:
    payload = {"shop_domain": workshop.shop, "customer": {"id": 7001, **customer}}
    row = workshop.work_on("customers/redact", payload)
    assert (row.status, row.outcome, row.body) == ("done", "applied", None)


def said(workshop: Workshop) -> set[str]:
    with workshop.record.read() as connection:
        return set(connection.scalars(select(Message.text)))


def test_conversations_that_name_the_customer_are_erased_too(workshop: Workshop) -> None:
    talk(workshop, "I am signed in", customer_id="7001")
    talk(workshop, "Write to ANNA_1@example.com, please")
    talk(workshop, "Call me: (0555) 625-11.99")
    talk(workshop, "Write to where I said", contact="Anna_1@example.com")
    talk(workshop, "Write to me", contact="anna21@example.com")
    for text in ("anna21@example.com is not me", "555 and 625 and 1199", "100%"):
        talk(workshop, text)

    redact(workshop, email="anna_1@Example.com", phone="+1 555-625-1199")

    others = {"anna21@example.com is not me", "555 and 625 and 1199", "100%", "Write to me"}
    assert said(workshop) == others


@pytest.mark.parametrize("contact", [{}, {"email": None, "phone": ""}, {"email": 5, "phone": "1"}])
def test_without_an_address_only_what_is_theirs_is_erased(
    workshop: Workshop, contact: dict[str, object]
) -> None:
    talk(workshop, "mine", customer_id="7001")
    talk(workshop, "1 5 @ None", customer_id="7002")

    redact(workshop, **contact)

    assert said(workshop) == {"1 5 @ None"}


def test_a_request_that_could_not_be_done_is_emptied_only_when_it_may_be_theirs(
    workshop: Workshop,
) -> None:
    for body in ({"customer": {"id": 7001}}, {"customer": {"id": 7002}}, {"customer": "7001"}):
        unreadable = {**body, "shop_domain": "elsewhere.myshopify.com"}
        assert workshop.work_on("customers/data_request", unreadable).status == "dead"

    redact(workshop)

    kept = [row.body for row in rows(workshop.record) if row.status == "dead"]
    assert [body is not None for body in kept] == [False, True, False]


def test_an_order_leaves_the_index_at_once(workshop: Workshop) -> None:
    for number, customer in ((1001, 7001), (1002, 7002)):
        workshop.work_on("orders/create", payloads.order(number, workshop.now, customer=customer))
    parts = workshop.parts
    index_due_documents(parts.record, parts.vectors, parts.embedder, now=workshop.now)

    redact(workshop)

    with workshop.record.read() as connection:
        assert connection.scalars(select(Chunk.source_id)).all() == ["1002"]


def test_every_table_of_a_shops_data_is_erased_with_it() -> None:
    # The shop's own row and its deliveries, without their bodies, say that it was here.
    of_shops = {table.name for table in Base.metadata.tables.values() if "shop" in table.columns}

    assert {each.__tablename__ for each in ERASED_WITH_THE_SHOP} == of_shops - {
        "shops",
        "deliveries",
    }


def test_a_store_shopify_never_asks_about_is_erased_after_its_grace(workshop: Workshop) -> None:
    keys = workshop.parts.settings.encryption_keys
    talk(workshop, "Hello?")
    register_shop(workshop.record, OTHER_SHOP, token="a", now=workshop.now, keys=keys)
    for shop, days in ((workshop.shop, GRACE.days + 1), (OTHER_SHOP, GRACE.days - 1)):
        left = {"state": "uninstalled", "uninstalled_at": workshop.now - timedelta(days=days)}
        with workshop.record.write() as connection:
            connection.execute(update(Shop).where(Shop.shop == shop).values(**left))

    counted = []
    for _ in range(2):
        counted.append(request_overdue_erasures(workshop.record, now=workshop.now))
        workshop.work()

    assert counted == [1, 0]
    with workshop.record.read() as connection:
        assert connection.scalar(select(func.count()).select_from(Conversation)) == 0
        erased = connection.scalars(select(Shop.shop).where(Shop.erased_at.is_not(None))).all()
    assert erased == [workshop.shop]
    register_shop(workshop.record, workshop.shop, token="b", now=workshop.now, keys=keys)
    with workshop.record.read() as connection:
        assert connection.scalars(select(Shop.erased_at)).all() == [None, None]


def test_after_a_redaction_postgres_is_vacuumed_and_sqlites_log_is_empty(
    workshop: Workshop,
) -> None:
    talk(workshop, "the mark of 7001 " * 300, customer_id="7001")
    statements: list[str] = []
    event.listen(
        workshop.record.engine, "before_cursor_execute", lambda *it: statements.append(it[2])
    )

    redact(workshop)

    if workshop.record.dialect == "postgresql":
        assert 'VACUUM (SKIP_LOCKED) "messages"' in statements
        with workshop.record.read() as connection:
            timeout = connection.exec_driver_sql("SHOW statement_timeout").scalar()
        assert timeout == "5s"
    else:
        path = Path(str(workshop.record.engine.url.database))
        assert b"the mark of" not in path.read_bytes()
        assert path.with_name(f"{path.name}-wal").stat().st_size == 0


def test_a_log_in_use_is_left_for_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrubbing, "TRIES", 2)
    record = open_record(f"sqlite:///{tmp_path / 'tote.db'}")
    with record.write() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")

    with record.read() as reader:
        reader.exec_driver_sql("SELECT * FROM t")
        with record.write() as connection:
            connection.exec_driver_sql("INSERT INTO t VALUES (1)")
        with pytest.raises(RecordUnavailable):
            scrub(record)
    scrub(record)

    assert (tmp_path / "tote.db-wal").stat().st_size == 0
    record.close()


# --- Chroma's files ------------------------------------------------------------------------------


def test_the_files_of_a_dropped_collection_are_removed_and_no_others(
    chroma_url: str, chroma_directory: Path
) -> None:
    vectors = VectorIndex(chroma_url)
    unit = np.eye(5, 8, dtype=np.float32)
    before = segments(chroma_directory)
    names = [f"leftover-{uuid4().hex}" for _ in range(2)]
    for name in names:
        vectors.create(name, dimensions=8, expecting=5)
        vectors.upsert(name, list("abcde"), unit, list("vwxyz"))
    made = segments(chroma_directory) - before
    vectors.drop(names[0])
    assert segments(chroma_directory) - before == made, (
        "Chroma clears up itself now: so need not we"
    )

    assert remove_leftovers(chroma_directory) >= 1

    assert len(segments(chroma_directory) & made) == 1
    assert vectors.query(names[1], unit[0], limit=1) == ["a"]
    vectors.drop(names[1])


def segments(directory: Path) -> set[str]:
    return {each.name for each in directory.iterdir() if is_segment(each.name)}


def test_only_a_chroma_we_started_has_its_directory_touched(workshop: Workshop) -> None:
    settings = replace(workshop.parts.settings, chroma_url="http://127.0.0.1:8123")
    directory = settings.data_dir / "chroma"
    assert own_directory(settings) is None
    directory.mkdir()
    (directory / "chroma.yaml").write_text("port: 8123\nlisten_address: x\n")

    assert own_directory(settings) == directory
    for elsewhere in ("http://127.0.0.1:8124", "http://chroma.internal:8123"):
        assert own_directory(replace(settings, chroma_url=elsewhere)) is None
    shutil.rmtree(directory)
