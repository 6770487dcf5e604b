"""A shop's settings in the record: each saving is a version, and each version can come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from shopify_app.db import insert_into
from shopify_app.db.tables import VoiceVersion
from shopify_app.errors import InvalidInput, ToteError
from shopify_app.voice.patterns import language_of
from shopify_app.voice.settings import (
    VoiceDocument,
    VoiceSettings,
    changes,
    document_from,
    settings_values,
)
from shopify_app.voice.voices import Voice, make_voice

UNSET = VoiceDocument()
MOST_KEPT = 300
"""Versions of one shop; older ones are forgotten."""
MOST_LISTED = 100
MOST_CACHED = 2000

CURRENT = select(VoiceVersion.version, VoiceVersion.at).order_by(VoiceVersion.version.desc())


class VoiceVersionNotFound(ToteError):
    """The shop has no such version, or it was forgotten."""

    code = "voice_version_not_found"


class VoiceChanged(InvalidInput):
    """Someone saved since the settings were read."""

    code = "voice_changed"


@dataclass(frozen=True)
class Version:
    version: int
    """0: nothing was saved yet."""
    document: VoiceDocument = UNSET
    values: Mapping[str, Any] | None = None
    """The document as it is stored."""


@dataclass(frozen=True)
class HistoryEntry:
    version: int
    at: datetime
    author: str
    restored: int | None
    changed: Sequence[str]


_documents: dict[tuple[str, int, datetime], VoiceDocument] = {}
_voices: dict[tuple[str, int, datetime, str, str], Voice] = {}
"""By shop, version and when it was saved: what was once read never changes. A shop that left and
came back counts its versions anew, at other times."""


def current_voice(
    connection: Connection, shop: str, profile: Mapping[str, Any], *, said: str = ""
) -> Voice:
    """The shop's voice for a shopper who said `said`, in the language of that if it is set for it.

    One short read; everything else is built once per version and process.
    """
    newest = connection.execute(CURRENT.where(VoiceVersion.shop == shop).limit(1)).first()
    if newest is None:
        return make_voice(VoiceSettings(), profile)
    document = _document(connection, shop, *newest)
    code = spoken_language(document, said)
    key = (shop, *newest, code, str(profile.get("name")))
    voice = _voices.get(key)
    if voice is None:
        settings = document.for_language(code)
        voice = make_voice(settings, profile, version=newest.version, language=code)
        remember(_voices, key, voice)
    return voice


def spoken_language(document: VoiceDocument, said: str) -> str:
    """Of the shopper's words, when anything depends on it; else the shop's own."""
    own = (*document.settings.languages, "en")[0]
    if len(document.settings.languages) > 1 or document.locales:
        return language_of(said, own)
    return own


def _document(connection: Connection, shop: str, version: int, at: datetime) -> VoiceDocument:
    key = (shop, version, at)
    document = _documents.get(key)
    if document is None:
        values = connection.scalar(
            select(VoiceVersion.document).where(
                VoiceVersion.shop == shop, VoiceVersion.version == version
            )
        )
        document = document_from(values) if values else VoiceDocument()
        remember(_documents, key, document)
    return document


def remember(cache: dict[Any, Any], key: Any, value: object) -> None:
    if len(cache) >= MOST_CACHED:
        cache.clear()
    cache[key] = value


def current_version(connection: Connection, shop: str) -> Version:
    row = connection.execute(
        select(VoiceVersion.version, VoiceVersion.document)
        .where(VoiceVersion.shop == shop)
        .order_by(VoiceVersion.version.desc())
        .limit(1)
    ).first()
    if row is None:
        return Version(0, values=stored_values(VoiceDocument(), {}))
    return Version(row.version, document_from(row.document), row.document)


def find_version(connection: Connection, shop: str, version: int) -> Version:
    """Raises VoiceVersionNotFound."""
    values = connection.scalar(
        select(VoiceVersion.document).where(
            VoiceVersion.shop == shop, VoiceVersion.version == version
        )
    )
    if values is None:
        raise VoiceVersionNotFound("there is no such version of the voice")
    return Version(version, document_from(values), values)


def save_version(
    connection: Connection,
    shop: str,
    values: Mapping[str, Any],
    *,
    expected: int,
    author: str,
    now: datetime,
    restored: int | None = None,
) -> Version:
    """Put checked settings into use (see `schema.DocumentSchema`).

    Raises VoiceChanged when `expected` is not the version in use, also when another saves at the
    same moment.
    """
    before = current_version(connection, shop)
    if before.version != expected:
        raise conflict(before.version)
    document = document_from(values)
    version = before.version + 1
    saved = connection.scalar(
        insert_into(connection, VoiceVersion)
        .values(
            shop=shop,
            version=version,
            at=now,
            author=author[:64],
            restored=restored,
            document=stored_values(document, values.get("locales", {})),
            changed=changed_fields(before.document, document),
        )
        .on_conflict_do_nothing()
        .returning(VoiceVersion.version)
    )
    if saved is None:
        raise conflict(version)
    connection.execute(
        delete(VoiceVersion).where(
            VoiceVersion.shop == shop, VoiceVersion.version <= version - MOST_KEPT
        )
    )
    return Version(version, document, stored_values(document, values.get("locales", {})))


def restore_version(
    connection: Connection, shop: str, version: int, *, author: str, now: datetime
) -> Version:
    """Bring a version back, as a new one. Raises VoiceVersionNotFound, VoiceChanged."""
    old = find_version(connection, shop, version)
    return save_version(
        connection,
        shop,
        old.values or {},
        expected=current_version(connection, shop).version,
        author=author,
        now=now,
        restored=version,
    )


def history(connection: Connection, shop: str) -> list[HistoryEntry]:
    """Who saved what when, newest first."""
    rows = connection.execute(
        select(
            VoiceVersion.version,
            VoiceVersion.at,
            VoiceVersion.author,
            VoiceVersion.restored,
            VoiceVersion.changed,
        )
        .where(VoiceVersion.shop == shop)
        .order_by(VoiceVersion.version.desc())
        .limit(MOST_LISTED)
    )
    return [HistoryEntry(*row) for row in rows]


def stored_values(document: VoiceDocument, locales: Mapping[str, Any]) -> dict[str, Any]:
    """The shop's settings whole, so that a later default changes nothing; of languages what
    differs."""
    return {"settings": settings_values(document.settings), "locales": dict(locales)}


def changed_fields(before: VoiceDocument, after: VoiceDocument) -> list[str]:
    found = list(changes(before.settings, after.settings))
    for code in sorted({code for code, _ in (*before.locales, *after.locales)}):
        own = changes(before.for_language(code), after.for_language(code))
        found += [f"{code}.{name}" for name in own]
    return found


def conflict(version: int) -> VoiceChanged:
    return VoiceChanged(
        "someone else saved the voice in the meantime",
        fields={"expected_version": [f"The voice in use is version {version}."]},
    )
