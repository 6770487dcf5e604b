"""The operator's commands, as an operator types them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click import Command, Group
from click.testing import CliRunner, Result
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import update

from shopify_app.cli import register_commands
from shopify_app.config import Settings
from shopify_app.conversations.contacts import contact_of, leave_contact
from shopify_app.conversations.transcripts import begin_conversation
from shopify_app.conversations.visits import Visit
from shopify_app.db import Record, open_record
from shopify_app.db.tables import Delivery
from shopify_app.local.environment import write_env_file
from shopify_app.shops.directory import active_shop, list_shops
from shopify_app.shops.tokens import access_token
from tests.conftest import OTHER_SHOP, SHOP
from tests.deliveries.arrivals import deliver, rows, the_row
from tests.house import ROOT

SETTINGS = {
    "SHOPIFY_API_KEY": "key",
    "SHOPIFY_API_SECRET": "secret",
    "APP_URL": "http://127.0.0.1:8000",
    "DATABASE_URL": "postgresql://tote@127.0.0.1:1/tote",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "CHROMA_URL": "http://127.0.0.1:1",
    "ENCRYPTION_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
}
"""Enough to start with, and nothing behind it."""


def leaves(commands: Mapping[str, Command], *above: str) -> Iterator[tuple[str, ...]]:
    """Every command's words."""
    for name, command in commands.items():
        if isinstance(command, Group):
            yield from leaves(command.commands, *above, name)
        else:
            yield (*above, name)


def our_commands() -> list[tuple[str, ...]]:
    app = Flask("commands")
    register_commands(app)
    return list(leaves(app.cli.commands))


LEAVES = our_commands()


@pytest.fixture
def environ(settings: Settings) -> dict[str, str]:
    """What the operator's shell has set."""
    return environment_of(settings)


def environment_of(settings: Settings) -> dict[str, str]:
    return {
        "SHOPIFY_API_KEY": settings.api_key,
        "SHOPIFY_API_SECRET": settings.api_secrets[0],
        "SHOPIFY_ADMIN_URL": settings.admin_url,
        "APP_URL": settings.app_url,
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "CHROMA_URL": settings.chroma_url,
        "ENCRYPTION_KEYS": ",".join(settings.encryption_keys),
        "TOTE_DATA_DIR": str(settings.data_dir),
    }


def run(environ: Mapping[str, str], *words: str) -> Result:
    """The command in this process."""
    app = Flask("commands")
    register_commands(app)
    return CliRunner().invoke(app.cli.commands[words[0]], words[1:], env=dict(environ))


def typed(environ: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """`flask --app shopify_app …` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "shopify_app", *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environ},
        capture_output=True,
        text=True,
        timeout=60,
    )


# --- the environment -----------------------------------------------------------------------------


def test_help_needs_no_environment() -> None:
    said = typed({}, "--help")

    assert said.returncode == 0
    for command in ("shops", "deliveries", "reindex", "sync", "db"):
        assert f"\n  {command} " in said.stdout


def test_all_that_is_missing_is_named_at_once() -> None:
    said = typed({}, "shops", "list")

    assert said.returncode == 1
    for name in ("SHOPIFY_API_KEY", "SHOPIFY_API_SECRET", "APP_URL", "ENCRYPTION_KEYS"):
        assert name in said.stderr
    assert "Traceback" not in said.stderr


def test_a_directorys_env_file_is_enough_to_begin_with(tmp_path: Path) -> None:
    values = {
        "SHOPIFY_API_KEY": "key",
        "SHOPIFY_API_SECRET": "secret",
        "APP_URL": "http://127.0.0.1:8000",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "CHROMA_URL": "http://127.0.0.1:1",
        "ENCRYPTION_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    }
    write_env_file(tmp_path / "env", values)
    data = ("--data", str(tmp_path))

    early = typed({}, "shops", "list", *data)
    upgraded = typed({}, "db", "upgrade", *data)
    added = typed({}, "shops", "add", SHOP, "--token", "shpat_canary", *data)
    listed = typed({}, "shops", "list", *data)

    assert early.returncode == 1
    assert "no such table" in early.stderr
    assert (upgraded.returncode, added.returncode, listed.returncode) == (0, 0, 0)
    assert listed.stdout.startswith(f"{SHOP}\tactive\t")
    assert "canary" not in added.stdout + added.stderr + listed.stdout
    assert (tmp_path / "tote.db").exists()


def test_what_is_set_counts_more_than_the_file(
    environ: dict[str, str], record: Record, tmp_path: Path
) -> None:
    elsewhere = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    write_env_file(tmp_path / "env", {"DATABASE_URL": elsewhere, "APP_URL": "not an address"})

    added = run(environ, "shops", "add", SHOP, "--token", "t", "--data", str(tmp_path))

    assert added.exit_code == 0, added.output
    with record.read() as connection:
        assert [entry.shop for entry in list_shops(connection)] == [SHOP]
    assert not (tmp_path / "elsewhere.db").exists()


def test_what_is_set_to_nothing_counts_as_not_set(environ: dict[str, str], tmp_path: Path) -> None:
    write_env_file(tmp_path / "env", environ)
    nothing = dict.fromkeys(environ, "")

    assert run(nothing, "shops", "list", "--data", str(tmp_path)).exit_code == 0


def test_a_directory_without_an_env_file_is_said_to_be_one(
    environ: dict[str, str], tmp_path: Path
) -> None:
    said = run(environ, "shops", "list", "--data", str(tmp_path / "nowhere"))

    assert said.exit_code == 1
    assert "there is no" in said.output


# --- shops ---------------------------------------------------------------------------------------


def test_a_store_is_added_listed_and_removed(
    environ: dict[str, str], record: Record, settings: Settings
) -> None:
    added = run(environ, "shops", "add", "WoolMere.myshopify.com", "--token", " shpat_1\n")
    assert added.exit_code == 0, added.output
    assert access_token(record, SHOP, settings.encryption_keys) == "shpat_1"
    assert run(environ, "shops", "list").output.startswith(f"{SHOP}\tactive\t")

    removed = run(environ, "shops", "remove", SHOP)

    assert removed.output == f"{SHOP} is removed\n"
    assert run(environ, "shops", "list").output.startswith(f"{SHOP}\tuninstalled\t")
    assert run(environ, "shops", "remove", SHOP).output == f"{SHOP} was not installed\n"


def test_a_removed_store_can_be_added_again(environ: dict[str, str], record: Record) -> None:
    run(environ, "shops", "add", SHOP, "--token", "one")
    run(environ, "shops", "remove", SHOP)

    run(environ, "shops", "add", SHOP, "--token", "two")

    with record.read() as connection:
        assert active_shop(connection, SHOP).epoch == 2


@pytest.mark.parametrize(
    "domain", ["woolmere", "evil.com", "a.myshopify.com.evil.com", "https://a.myshopify.com", "a\n"]
)
def test_only_a_myshopify_domain_can_be_added(
    environ: dict[str, str], record: Record, domain: str
) -> None:
    said = run(environ, "shops", "add", domain, "--token", "t")

    assert said.exit_code == 2
    assert "not a myshopify.com domain" in said.output
    with record.read() as connection:
        assert list_shops(connection) == []


def test_a_token_that_is_none_is_refused(environ: dict[str, str]) -> None:
    said = run(environ, "shops", "add", SHOP, "--token", "über geheim")

    assert said.exit_code == 2
    assert "Invalid value for --token" in said.output
    assert "geheim" not in said.output


# --- deliveries ----------------------------------------------------------------------------------


def test_deliveries_are_listed_by_store_and_by_state(
    environ: dict[str, str], record: Record, shop: str, other_shop: str, now: datetime
) -> None:
    deliver(record, shop, now, topic="products/update")
    deliver(record, other_shop, now, topic="orders/updated")
    with record.write() as connection:
        connection.execute(
            update(Delivery)
            .where(Delivery.shop == other_shop)
            .values(status="dead", error="fields at fault: id")
        )

    everything = run(environ, "deliveries", "list").output.splitlines()
    of_one = run(environ, "deliveries", "list", "--shop", shop).output.splitlines()
    [dead] = run(environ, "deliveries", "list", "--status", "dead").output.splitlines()

    assert len(everything) == 2
    assert [SHOP in line and "products/update" in line for line in of_one] == [True]
    assert OTHER_SHOP in dead
    assert dead.endswith("fields at fault: id")


def test_a_dead_delivery_is_tried_again_and_no_other(
    environ: dict[str, str], record: Record, shop: str, now: datetime
) -> None:
    deliver(record, shop, now - timedelta(hours=1))
    number = str(the_row(record).id)
    assert run(environ, "deliveries", "replay", number).exit_code == 1
    with record.write() as connection:
        connection.execute(update(Delivery).values(status="dead", attempts=5))

    said = run(environ, "deliveries", "replay", number)

    assert said.exit_code == 0, said.output
    assert (the_row(record).status, the_row(record).attempts) == ("pending", 0)


def test_all_dead_deliveries_or_those_of_one_store_are_tried_again(
    environ: dict[str, str], record: Record, shop: str, other_shop: str, now: datetime
) -> None:
    for store in (shop, shop, other_shop):
        deliver(record, store, now)
    with record.write() as connection:
        connection.execute(update(Delivery).values(status="dead", attempts=5, error="x"))

    of_one = run(environ, "deliveries", "replay", "--all", "--shop", other_shop)
    assert of_one.output == "1 deliveries will be tried again\n"
    assert [row.status for row in rows(record)] == ["dead", "dead", "pending"]

    assert run(environ, "deliveries", "replay", "--all").output.startswith("2 ")
    assert {(row.status, row.attempts, row.error) for row in rows(record)} == {("pending", 0, None)}


# --- arguments ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "shops add",
        "shops add woolmere.myshopify.com",
        "shops remove elsewhere.example",
        "shops list everything",
        "deliveries list --limit 0",
        "deliveries list --limit many",
        "deliveries list --status lost",
        "deliveries list --shop woolmere",
        "deliveries replay",
        "deliveries replay 1 --all",
        "deliveries replay 1 --shop woolmere.myshopify.com",
        "deliveries replay -- -1",
        "deliveries replay one",
        "sync woolmere",
        "reindex ../etc",
        "voice-check woolmere",
        "keys turn",
        "db downgrade",
    ],
)
def test_a_wrong_argument_is_named_and_nothing_is_done(words: str) -> None:
    said = run(SETTINGS, *words.split())

    assert said.exit_code == 2
    assert "Usage:" in said.output
    assert "Error:" in said.output


@pytest.mark.parametrize("words", [*LEAVES], ids=" ".join)
def test_every_command_explains_itself(words: tuple[str, ...]) -> None:
    said = run({}, *words, "--help")

    assert said.exit_code == 0
    usage, _, told = said.output.partition("\n\n")
    assert usage.startswith("Usage: ")
    assert len(told.strip().splitlines()[0]) > 10


# --- knowledge -----------------------------------------------------------------------------------


def test_a_store_is_indexed_again(environ: dict[str, str], shop: str) -> None:
    said = run(environ, "reindex", shop)

    assert said.output == f"{shop}: 0 vectors restored\n"


@pytest.mark.parametrize("command", ["reindex", "sync"])
def test_a_store_nobody_installed_has_no_knowledge(environ: dict[str, str], command: str) -> None:
    said = run(environ, command, "nobody.myshopify.com")

    assert (said.exit_code, said.output) == (1, "Error: this store has not installed Tote\n")


# --- the database --------------------------------------------------------------------------------


def test_the_database_can_be_brought_up_to_date_twice(
    environ: dict[str, str], tmp_path: Path
) -> None:
    environ |= {"DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}

    for _ in range(2):
        assert run(environ, "db", "upgrade").exit_code == 0

    record = open_record(environ["DATABASE_URL"])
    with record.read() as connection:
        assert list_shops(connection) == []
    record.close()


def test_a_database_that_is_not_there_is_said_to_be_so(environ: dict[str, str]) -> None:
    environ |= {"DATABASE_URL": "postgresql://tote@127.0.0.1:1/tote"}

    said = run(environ, "shops", "list")

    assert said.exit_code == 1
    assert said.output.startswith("Error: the database did not accept the transaction")


# --- keys ----------------------------------------------------------------------------------------


def test_after_a_rotation_the_old_key_can_be_dropped(
    environ: dict[str, str], record: Record, shop: str, now: datetime
) -> None:
    new = run(environ, "keys", "new").output.strip()
    both = {**environ, "ENCRYPTION_KEYS": f"{new},{environ['ENCRYPTION_KEYS']}"}
    visit = Visit(shop, "visitor")
    with record.write() as connection:
        talk = begin_conversation(connection, visit, now=now)
        old = [environ["ENCRYPTION_KEYS"]]
        leave_contact(connection, visit, talk, "anna@example.com", keys=old)

    rotated = run(both, "keys", "rotate")

    assert rotated.output == "tokens of 1 stores are encrypted with the newest key\n"
    assert access_token(record, shop, [new]) == "a-token"
    with record.read() as connection:
        assert contact_of(connection, shop, talk, keys=[new]) == "anna@example.com"


def test_a_token_that_no_key_opens_is_named_and_left(
    environ: dict[str, str], record: Record, settings: Settings, shop: str
) -> None:
    stranger = {**environ, "ENCRYPTION_KEYS": Fernet.generate_key().decode()}

    rotated = run(stranger, "keys", "rotate")

    assert rotated.exit_code == 1
    assert f"no key opens the tokens of {shop}" in rotated.output
    assert access_token(record, shop, settings.encryption_keys) == "a-token"
