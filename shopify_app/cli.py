"""The operator's commands: `flask --app shopify_app COMMAND`."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from shopify_app.config import load_settings
from shopify_app.errors import InvalidInput, ToteError
from shopify_app.local.environment import read_env_file
from shopify_app.parts import Parts, open_parts

LOOK_AGAIN_S = 1.0


def register_commands(app: Flask) -> None:
    for command in (shops, keys, db, deliveries, reindex, sync, voice_check):
        app.cli.add_command(command)


def with_parts(command: Callable[..., None]) -> Callable[..., None]:
    """Hand the command its parts, from the environment and, with --data, from DIR/env.

    What is set in the environment counts more than the file, as for ./run.
    """

    @click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="reads DIR/env")
    @wraps(command)
    def wrapped(data: Path | None, **arguments: Any) -> None:
        try:
            parts = open_parts(load_settings(_environment(data)))
            try:
                command(parts, **arguments)
            finally:
                parts.record.close()
        except ToteError as error:
            said = getattr(error.__cause__, "orig", None)  # the database's own words, no statement
            raise click.ClickException(f"{error}: {said}" if said else str(error)) from error
        except DBAPIError as error:
            raise click.ClickException(f"the database says: {error.orig}") from error

    return wrapped


def _environment(data: Path | None) -> dict[str, str]:
    given = {key: value for key, value in os.environ.items() if value}
    if data is None:
        return given
    if not (data / "env").exists():
        raise InvalidInput(f"there is no {data / 'env'}")
    return {"TOTE_DATA_DIR": str(data), **read_env_file(data / "env"), **given}


class ShopDomain(click.ParamType[str]):
    """A myshopify.com domain, in any case."""

    name = "DOMAIN"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from shopify_app.shopify.domains import parse_shop_domain

        try:
            return parse_shop_domain(value)
        except ToteError as error:
            self.fail(f"{error}: write it like your-store.myshopify.com", param, ctx)


SHOP = ShopDomain()


@click.group()
def shops() -> None:
    """The stores that installed Tote."""


@shops.command("list")
@with_parts
def list_shops(parts: Parts) -> None:
    """Every store, its state and since when."""
    from shopify_app.shops.directory import list_shops as entries

    with parts.record.read() as connection:
        for entry in entries(connection):
            click.echo(f"{entry.shop}\t{entry.state}\t{entry.installed_at:%Y-%m-%d %H:%M}")


@shops.command("add")
@click.argument("domain", type=SHOP)
@click.option("--token", required=True, help="the Admin API token of a self-hosted custom app")
@with_parts
def add_shop(parts: Parts, domain: str, token: str) -> None:
    """Install a store by its myshopify domain, or give it a new token."""
    from shopify_app.shops.install import register_shop

    keys = parts.settings.encryption_keys
    try:
        register_shop(parts.record, domain, token=token, now=datetime.now(UTC), keys=keys)
    except InvalidInput as error:
        raise click.BadParameter(str(error), param_hint="--token") from error
    click.echo(f"{domain} is installed; `sync {domain}` reads the products it has")


@shops.command("remove")
@click.argument("domain", type=SHOP)
@with_parts
def remove_shop(parts: Parts, domain: str) -> None:
    """Uninstall a store: its token is deleted and its work stops at once."""
    from shopify_app.shops.install import uninstall_shop

    now = datetime.now(UTC)
    with parts.record.write() as connection:
        removed = uninstall_shop(connection, domain, triggered_at=now, now=now)
    click.echo(f"{domain} is removed" if removed else f"{domain} was not installed")


@click.group()
def keys() -> None:
    """The keys that encrypt stored tokens."""


@keys.command("new")
def new_key() -> None:
    """Print a fresh key; put it before the others in ENCRYPTION_KEYS."""
    from cryptography.fernet import Fernet

    click.echo(Fernet.generate_key().decode())


@keys.command("rotate")
@with_parts
def rotate(parts: Parts) -> None:
    """Encrypt all that is stored encrypted with the newest key: older ones can then be dropped."""
    from shopify_app.conversations.contacts import rotate_contacts
    from shopify_app.shops.tokens import rotate_keys

    keys = parts.settings.encryption_keys
    done, unopened = rotate_keys(parts.record, keys)
    lost = rotate_contacts(parts.record, keys)
    click.echo(f"tokens of {done} stores are encrypted with the newest key")
    if unopened:
        raise InvalidInput(f"no key opens the tokens of {', '.join(unopened)}")
    if lost:
        raise InvalidInput(f"no key opens {lost} of the addresses shoppers left")


@click.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
@with_parts
def upgrade(parts: Parts) -> None:
    """Bring the tables up to date."""
    from shopify_app.db.migration import migrate

    migrate(parts.record)


@click.group()
def deliveries() -> None:
    """Webhooks as they were received."""


@deliveries.command("list")
@click.option("--shop", type=SHOP, help="only those of one store")
@click.option("--status", type=click.Choice(["pending", "leased", "done", "dead"]))
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@with_parts
def list_deliveries(parts: Parts, shop: str | None, status: str | None, limit: int) -> None:
    """The newest deliveries, and what became of them; the dead letters with `--status dead`.

    Columns: id, when it was received (UTC), store, topic, status, attempts, outcome or error.
    """
    from shopify_app.deliveries import listing

    for each in listing.list_deliveries(parts.record, shop=shop, status=status, limit=limit):
        became = each.error or each.outcome or ""
        click.echo(
            f"{each.id}\t{each.received_at:%Y-%m-%d %H:%M:%S}\t{each.shop}\t{each.topic}"
            f"\t{each.status}\t{each.attempts}\t{became}"
        )


@deliveries.command("replay")
@click.argument("delivery_id", type=click.IntRange(1), required=False)
@click.option("--all", "every", is_flag=True, help="every dead delivery")
@click.option("--shop", type=SHOP, help="with --all: only those of one store")
@with_parts
def replay(parts: Parts, delivery_id: int | None, every: bool, shop: str | None) -> None:
    """Try a dead delivery again, by its id, or all of them with --all."""
    from shopify_app.deliveries.listing import replay_dead, replay_delivery

    if (delivery_id is None) != every or (shop and not every):
        raise click.UsageError("give either the id of one delivery, or --all [--shop DOMAIN]")
    if delivery_id is None:
        replayed = replay_dead(parts.record, shop=shop, now=datetime.now(UTC))
        parts.doorbell.ring("deliveries")
        click.echo(f"{replayed} deliveries will be tried again")
        return
    if not replay_delivery(parts.record, delivery_id, now=datetime.now(UTC)):
        raise InvalidInput(f"delivery {delivery_id} is not a dead one")
    parts.doorbell.ring("deliveries")
    click.echo(f"delivery {delivery_id} will be tried again")


@click.command()
@click.argument("domain", type=SHOP)
@with_parts
def reindex(parts: Parts, domain: str) -> None:
    """Fill a store's vector index again from the record; embeds only what has no vector yet."""
    from shopify_app.knowledge.rebuilding import rebuild_vectors

    restored = rebuild_vectors(parts.record, parts.vectors, parts.embedder, domain)
    parts.doorbell.ring("indexing")
    click.echo(f"{domain}: {restored} vectors restored")


@click.command()
@click.argument("shop", metavar="DOMAIN", type=SHOP)
@with_parts
def sync(parts: Parts, shop: str) -> None:
    """Read all a store has, when that was never done; else compare it with the record now."""
    from shopify_app.reconciliation.reconciling import reconcile_shop
    from shopify_app.shops.directory import active_shop
    from shopify_app.shops.syncs import DONE, find_sync, request_sweep

    keys = parts.settings.encryption_keys
    with parts.record.read() as connection:
        active_shop(connection, shop)
        known = find_sync(connection, shop)
    if known is None or known.phase != DONE:
        click.echo(f"{shop}: {_read_store(parts, shop)} objects read")
        return
    parts.tokens.fresh_token(shop)  # which the record then has for the calls below
    with parts.record.write() as connection:
        request_sweep(connection, shop)
    changes = reconcile_shop(parts.record, parts.admin, shop, keys=keys, now=datetime.now(UTC))
    parts.doorbell.ring("deliveries")
    click.echo(f"{shop}: {changes} changes found")


def _read_store(parts: Parts, shop: str) -> int:
    """Until it is done, here or in the worker that is at it; how many objects it was."""
    from shopify_app.reconciliation.backfill import advance
    from shopify_app.shops.syncs import DONE, find_sync, request_first_sync

    with parts.record.write() as connection:
        request_first_sync(connection, shop, now=datetime.now(UTC))
    spool = parts.settings.data_dir / "syncs"
    while True:
        token = parts.tokens.fresh_token(shop)
        advance(parts.record, parts.admin, shop, token, spool=spool, now=datetime.now(UTC))
        parts.doorbell.ring("deliveries")
        with parts.record.read() as connection:
            reading = find_sync(connection, shop)
        if reading is None or reading.phase == DONE:
            return reading.done if reading else 0
        time.sleep(LOOK_AGAIN_S)


@click.command("voice-check")
@click.argument("domain", type=SHOP)
@with_parts
def voice_check(parts: Parts, domain: str) -> None:
    """Try a store's voice on its questions; fails when an answer does not keep it."""
    from shopify_app.answers.voice_checks import run_check

    results = []
    for result in run_check(parts, domain, now=datetime.now(UTC)):
        results.append(result)
        verdict = "kept" if result["passed"] else "OFF"
        click.echo(f"{verdict}\t{result['score']}\t{result['question']}")
        for rule, detail in result["broken"].items():
            click.echo(f"\t\t{rule}: {detail}")
    off = sum(not result["passed"] for result in results)
    click.echo(f"{domain}: {len(results)} questions, {off} off")
    if off:
        raise click.exceptions.Exit(1)
