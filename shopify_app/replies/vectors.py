"""Vectors of the texts messages are compared with.

They are kept in the record, so that each is made once: a shop's own under its name, and those that
come with Tote, the same for every shop, under no shop's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

import numpy as np
from sqlalchemy import Connection, delete, select

from shopify_app.db import Record, insert_into
from shopify_app.db.tables import ReplyVector
from shopify_app.knowledge.embedder import Embedder, Vectors
from shopify_app.replies.background import ORDINARY_SITUATIONS

NO_SHOP = ""
_ordinary: dict[str, Mapping[str, Vectors]] = {}
"""By the embedder's name: what comes with Tote, as this process has read it."""


def vectors_of(
    record: Record, embedder: Embedder, shop: str, texts: Collection[str]
) -> dict[str, Vectors]:
    """By text. What the record does not have yet is embedded and put there.

    Raises RecordUnavailable.
    """
    ordinary = ordinary_vectors(record, embedder)
    own = read_or_made(record, embedder, shop, [text for text in texts if text not in ordinary])
    return own | {text: ordinary[text] for text in texts if text in ordinary}


def ordinary_vectors(record: Record, embedder: Embedder) -> Mapping[str, Vectors]:
    """Of what comes with Tote."""
    if embedder.name not in _ordinary:
        texts = list({text: None for each in ORDINARY_SITUATIONS for text in each})
        _ordinary[embedder.name] = read_or_made(record, embedder, NO_SHOP, texts)
    return _ordinary[embedder.name]


def read_or_made(
    record: Record, embedder: Embedder, shop: str, texts: Collection[str]
) -> dict[str, Vectors]:
    by_key = {key_of(text): text for text in texts}
    with record.read() as connection:
        known = kept_vectors(connection, shop, embedder.name)
    found = {text: known[key] for key, text in by_key.items() if key in known}
    missing = [text for text in by_key.values() if text not in found]
    if missing:
        found |= dict(zip(missing, embedder.embed(missing), strict=True))
        keep_vectors(record, shop, embedder.name, {text: found[text] for text in missing})
    return found


def kept_vectors(connection: Connection, shop: str, embedder: str) -> dict[str, Vectors]:
    rows = connection.execute(
        select(ReplyVector.sha256, ReplyVector.vector).where(
            ReplyVector.shop == shop, ReplyVector.embedder == embedder
        )
    )
    return {sha256: np.frombuffer(vector, dtype="<f4") for sha256, vector in rows}


def keep_vectors(record: Record, shop: str, embedder: str, vectors: Mapping[str, Vectors]) -> None:
    rows = [
        {
            "shop": shop,
            "embedder": embedder,
            "sha256": key_of(text),
            "vector": vector.astype("<f4").tobytes(),
        }
        for text, vector in vectors.items()
    ]
    with record.write() as connection:
        connection.execute(insert_into(connection, ReplyVector).on_conflict_do_nothing(), rows)


def forget_vectors(connection: Connection, shop: str, *, but_of: Collection[str]) -> None:
    """Remove the vectors of all other texts, whichever embedder made them."""
    wanted = {key_of(text) for text in but_of}
    kept = connection.scalars(select(ReplyVector.sha256).where(ReplyVector.shop == shop))
    for sha256 in set(kept) - wanted:
        connection.execute(
            delete(ReplyVector).where(ReplyVector.shop == shop, ReplyVector.sha256 == sha256)
        )


def key_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
