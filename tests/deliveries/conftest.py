from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from shopify_app.db import Base, Record, open_record
from shopify_app.shops.install import register_shop
from tests.conftest import SHOP


@pytest.fixture
def shop_in_sqlite(tmp_path: Path, now: datetime) -> Iterator[Record]:
    """For what only SQLite does: a record with one installed store."""
    record = open_record(f"sqlite:///{tmp_path / 'alone.db'}")
    Base.metadata.create_all(record.engine)
    register_shop(record, SHOP, token="a-token", now=now, keys=(Fernet.generate_key().decode(),))
    yield record
    record.close()
