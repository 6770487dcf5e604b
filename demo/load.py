"""Fill a running Tote with the demo shop, and wait until all of it can be found.

`python -m demo.load --url http://127.0.0.1:8000 [--catalog FILE.csv]`, as ./run calls it.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from demo import SHOP
from demo.sender import load_store
from demo.shopify_standin.tokens import custom_app_token
from shopify_app.config import Settings, load_settings
from shopify_app.db import Record, open_record
from shopify_app.errors import ToteError, Unavailable
from shopify_app.knowledge.freshness import KnowledgeOverview, knowledge_overview
from shopify_app.shops.directory import find_shop
from shopify_app.shops.install import register_shop

SEARCHABLE_WITHIN_S = 600


def main() -> int:
    options = _options()
    settings = load_settings(os.environ)
    record = open_record(settings.database_url)
    try:
        is_new = install(record, settings)
        print("Loading the demo shop …", flush=True)
        loaded = load_store(
            options.url, settings, catalog=options.catalog, everything=is_new, on_progress=tell
        )
        wait_until_searchable(record)
    except ToteError as error:
        print(f"The demo shop could not be loaded: {error}", file=sys.stderr, flush=True)
        return 1
    finally:
        record.close()
    print(f"The demo shop has {loaded.products} products.", flush=True)
    return 0


def install(record: Record, settings: Settings) -> bool:
    """Once: installing again would ask for everything to be compared again.

    True when it was not installed: then the record knows nothing of what was sent before.
    """
    with record.read() as connection:
        entry = find_shop(connection, SHOP)
    if entry is not None and entry.state == "active":
        return False
    token = custom_app_token(settings.api_secrets[0])
    now = datetime.now(UTC)
    register_shop(record, SHOP, token=token, now=now, keys=settings.encryption_keys)
    return True


def wait_until_searchable(record: Record) -> None:
    """Until nothing delivered is waiting to be applied or indexed. Raises Unavailable."""
    deadline = time.monotonic() + SEARCHABLE_WITHIN_S
    told = time.monotonic()
    while (waiting := work_left(knowledge_overview(record, SHOP))) > 0:
        if time.monotonic() > deadline:
            raise Unavailable(f"{waiting} records are still not searchable")
        if time.monotonic() - told > 3:
            print(f"Indexing: {waiting} records to go …", flush=True)
            told = time.monotonic()
        time.sleep(0.2)


def work_left(overview: KnowledgeOverview) -> int:
    return overview.deliveries_waiting + overview.due


def tell(sent: int, of: int) -> None:
    if sent == of or sent % 250 == 0:
        print(f"Sent {sent} of {of} webhooks …", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True, help="where Tote listens")
    parser.add_argument("--catalog", type=Path, metavar="FILE.csv")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
