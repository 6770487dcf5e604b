"""The tables of the record, grouped by the room that writes them.

Every table that holds a shop's data begins its key with `shop`, the verified myshopify domain.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shopify_app.db.types import Json, UtcDateTime

DUE = text("indexed_version < version")
BigKey = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts up only plain integers


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        datetime: UtcDateTime(),
        dict[str, Any]: Json,
        list[Any]: Json,
        bytes: LargeBinary,
    }


# --- shops ---------------------------------------------------------------------------------------


class Shop(Base):
    """A store that installed Tote."""

    __tablename__ = "shops"

    shop: Mapped[str] = mapped_column(String(255), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    """`active`, `needs_auth` (Shopify refuses our token) or `uninstalled`."""
    epoch: Mapped[int] = mapped_column(default=1)
    """Counts installations: work taken up in an earlier one must not touch this one."""
    installed_at: Mapped[datetime]
    """Lately: each new token is an installation, after which earlier uninstalls are old ones."""
    uninstalled_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    """When all that was held on a store that had left was erased."""
    access_token: Mapped[bytes | None]
    """Encrypted, like `refresh_token`; see `shops.tokens`."""
    access_token_expires_at: Mapped[datetime | None]
    refresh_token: Mapped[bytes | None]
    refresh_token_expires_at: Mapped[datetime | None]
    profile: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What Shopify says of the shop: name, storefront address, currency, zone, language."""
    namespace: Mapped[str] = mapped_column(String(32), unique=True)
    """An opaque word that stands for the shop in Chroma and in the word index."""
    reconciled_at: Mapped[datetime | None]
    """When the latest comparison with Shopify that came to its end had begun."""
    comparison_asked_at: Mapped[datetime | None]
    """Of one that nobody began since."""
    retention_days: Mapped[int] = mapped_column(default=90, server_default="90")
    """How long the merchant keeps conversations, from what was said in them last."""
    hours: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """When people answer; None: the merchant has not said. See `shops.hours`."""


class Sync(Base):
    """The reading of all a store has, once after an installation, and what was compared since."""

    __tablename__ = "syncs"

    shop: Mapped[str] = mapped_column(String(255), primary_key=True)
    epoch: Mapped[int]
    """The installation it is for; see `shops.epoch`."""
    phase: Mapped[str] = mapped_column(String(16))
    """What is being read now, such as `products`; `done` at the end."""
    operation_id: Mapped[str | None] = mapped_column(String(128))
    """Shopify's bulk operation of this phase, while there is one."""
    operation_at: Mapped[datetime | None]
    position: Mapped[int] = mapped_column(default=0)
    """How many objects of its result are in the inbox."""
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    """Objects of all phases so far, in the inbox and altogether."""
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(64))
    """The code of what went wrong last; it is tried again."""
    next_at: Mapped[datetime]
    lease_token: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None]
    cursors: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By kind, until when (ISO 8601) changes at Shopify are known."""
    swept_at: Mapped[datetime | None]
    """When all ids were last compared with Shopify's."""


# --- deliveries ----------------------------------------------------------------------------------


class Delivery(Base):
    """A webhook as received: the inbox. Committed before Shopify is told 200."""

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    shop: Mapped[str] = mapped_column(String(255))
    webhook_id: Mapped[str] = mapped_column(String(255))
    event_id: Mapped[str | None] = mapped_column(String(255))
    topic: Mapped[str] = mapped_column(String(64))
    api_version: Mapped[str | None] = mapped_column(String(16))
    triggered_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    epoch: Mapped[int]
    """The shop's installation this delivery belongs to."""
    body: Mapped[bytes | None]
    """The raw bytes; None when they were too large to keep (`oversized`)."""
    oversized: Mapped[bool] = mapped_column(default=False)
    resource_id: Mapped[str | None] = mapped_column(String(64))
    """Taken from an oversized body, so that it can be fetched again."""
    status: Mapped[str] = mapped_column(String(16), default="pending")
    """`pending`, `leased`, `done` or `dead`."""
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    lease_token: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(32))
    """What a done delivery did: `applied`, `stale`, `unchanged`, `ignored` …"""
    error: Mapped[str | None] = mapped_column(Text)
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        Index("uq_deliveries_shop_webhook_id", "shop", "webhook_id", unique=True),
        Index("ix_deliveries_status_next_at", "status", "next_at"),
        Index("ix_deliveries_status_shop_id", "status", "shop", "id"),
    )


# --- knowledge -----------------------------------------------------------------------------------


class SourceRecord(Base):
    """A product, collection, policy, page, article or order as Shopify has it now."""

    __tablename__ = "source_records"

    shop: Mapped[str] = mapped_column(String(255), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    source_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """The numeric part of Shopify's id."""
    version_at: Mapped[datetime]
    """Shopify's `updated_at`, or when the delete was triggered. Newest wins."""
    deleted: Mapped[bool] = mapped_column(default=False)
    """A tombstone: kept so that a late update cannot bring the record back."""
    payload: Mapped[dict[str, Any]]
    """The fields we use, cleaned (see `shopify.payloads`); empty on a tombstone."""
    payload_sha256: Mapped[str] = mapped_column(String(64))
    handle: Mapped[str | None] = mapped_column(String(255))
    customer_id: Mapped[str | None] = mapped_column(String(64))
    """The owner of an order; None for everything else."""

    __table_args__ = (
        Index("ix_source_records_shop_kind_handle", "shop", "kind", "handle"),
        Index("ix_source_records_shop_customer_id", "shop", "customer_id"),
    )


class Document(Base):
    """What is indexed of one source record. Work is due while `indexed_version < version`."""

    __tablename__ = "documents"

    shop: Mapped[str] = mapped_column(String(255), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    source_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(String(64))
    """Of everything that reaches a chunk; a price change leaves it as it is."""
    sections: Mapped[list[Any]]
    """`[{"heading": str, "text": str}]`; empty when nothing of it may be found any more."""
    version: Mapped[int]
    indexed_version: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    indexed_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(64))
    """Why the indexed version is not to be found: nothing of it could be chunked or embedded."""

    __table_args__ = (
        Index("ix_documents_due", "shop", "changed_at", sqlite_where=DUE, postgresql_where=DUE),
    )


class Chunk(Base):
    """A piece of a document, as embedded. Its id is its id in Chroma."""

    __tablename__ = "chunks"

    shop: Mapped[str] = mapped_column(String(255), primary_key=True)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    source_id: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
    heading: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text)
    embedder: Mapped[str | None] = mapped_column(String(64))
    """Which embedder made `vector`; None until it is made."""
    vector: Mapped[bytes | None]
    """Little-endian float32, unit length: Chroma can be rebuilt without embedding again."""

    __table_args__ = (Index("ix_chunks_shop_kind_source_id", "shop", "kind", "source_id"),)


class ShopWord(Base):
    """A word that a shop's chunks have, or had once: what a mistyped one may have been meant for.

    Beside the word index, and like it by namespace.
    """

    __tablename__ = "shop_words"

    namespace: Mapped[str] = mapped_column(String(32), primary_key=True)
    word: Mapped[str] = mapped_column(String(24), primary_key=True)
    skeleton: Mapped[str] = mapped_column(String(24))
    head: Mapped[str] = mapped_column(String(3))
    tail: Mapped[str] = mapped_column(String(3))

    __table_args__ = (
        Index("ix_shop_words_namespace_skeleton", "namespace", "skeleton"),
        Index("ix_shop_words_namespace_head", "namespace", "head"),
        Index("ix_shop_words_namespace_tail", "namespace", "tail"),
    )


# --- conversations -------------------------------------------------------------------------------


class Conversation(Base):
    """One shopper talking with one store."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    shop: Mapped[str] = mapped_column(String(255))
    visitor: Mapped[str] = mapped_column(String(64))
    """A keyed hash of where the shopper came from; counts messages, names nobody."""
    customer_id: Mapped[str | None] = mapped_column(String(64))
    """Whom Shopify's signature named, once it did."""
    started_at: Mapped[datetime]
    last_at: Mapped[datetime]
    handover_at: Mapped[datetime | None]
    """Since when it waits, or waited last, for a person."""
    handover_state: Mapped[str | None] = mapped_column(String(16))
    """`waiting` for a person, `answered` by one, or `closed`; None: it never needed one."""
    handover_reason: Mapped[str | None] = mapped_column(String(16))
    """See `conversations.handover`."""
    person_at: Mapped[datetime | None]
    """When a person wrote last."""
    contact: Mapped[bytes | None]
    """An e-mail address the shopper left, encrypted; see `conversations.contacts`."""

    __table_args__ = (
        Index("ix_conversations_shop_last_at", "shop", "last_at"),
        Index("ix_conversations_shop_handover_state", "shop", "handover_state", "handover_at"),
    )


class Message(Base):
    """One thing said in a conversation."""

    __tablename__ = "messages"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    shop: Mapped[str] = mapped_column(String(255))
    visitor: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    position: Mapped[int]
    """Counts up within the conversation, from 1."""
    role: Mapped[str] = mapped_column(String(16))
    """`shopper`, `store` (Tote) or `person` (the merchant's team)."""
    text: Mapped[str] = mapped_column(Text)
    origin: Mapped[str | None] = mapped_column(String(16))
    """Of a store message: `model`, `template`, `extract`, `person`."""
    complete: Mapped[bool] = mapped_column(default=True)
    grounded: Mapped[bool] = mapped_column(default=True)
    in_memory: Mapped[bool] = mapped_column(default=True)
    """False once the turn must not be shown to the model again (it refused)."""
    citations: Mapped[list[Any]] = mapped_column(default=list)
    products: Mapped[list[Any]] = mapped_column(default=list)
    handover: Mapped[bool] = mapped_column(default=False)
    rating: Mapped[str | None] = mapped_column(String(8))
    comment: Mapped[str | None] = mapped_column(Text)
    provenance: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What made the answer: model, tokens, timings in ms, passages, why it fell back."""

    __table_args__ = (
        Index("uq_messages_conversation_position", "conversation", "position", unique=True),
        Index("ix_messages_shop_at", "shop", "at"),
        Index("ix_messages_shop_visitor_at", "shop", "visitor", "at"),
    )


class MessageSource(Base):
    """A piece of a policy or page that an answer relied on. Its id is made of what it says: once no
    chunk has that id, the text has changed since."""

    __tablename__ = "message_sources"

    shop: Mapped[str] = mapped_column(String(255), primary_key=True)
    message_id: Mapped[str] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True
    )
    chunk_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    source_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]

    __table_args__ = (
        Index("ix_message_sources_shop_at", "shop", "at"),
        Index("ix_message_sources_message_id", "message_id"),
    )


class TokenSpend(Base):
    """Claude's tokens a shop used on one UTC day; the daily cap reads it before each answer."""

    __tablename__ = "token_spend"

    shop: Mapped[str] = mapped_column(String(255), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    tokens: Mapped[int] = mapped_column(BigInteger)


# --- voice ---------------------------------------------------------------------------------------


class VoiceVersion(Base):
    """How the store sounds since `at`; the newest version is the one in use."""

    __tablename__ = "voice_versions"

    shop: Mapped[str] = mapped_column(String(255), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    """Counts up from 1."""
    at: Mapped[datetime]
    author: Mapped[str] = mapped_column(String(64))
    """Shopify's number of the user who saved it."""
    restored: Mapped[int | None]
    """The version it brought back."""
    document: Mapped[dict[str, Any]]
    """`{"settings": {…}, "locales": {code: {what differs}}}`; see `voice.schema`."""
    changed: Mapped[list[Any]]
    """The fields that differ from the version before, languages as `de.address`."""


class VoiceCheck(Base):
    """The questions a store's voice is tried on, and what came of it last."""

    __tablename__ = "voice_checks"

    shop: Mapped[str] = mapped_column(String(255), primary_key=True)
    questions: Mapped[list[Any]]
    """`[{"question": str, "rules": [str], "lowest": int}]`; see `voice.checks`."""
    requested: Mapped[bool] = mapped_column(default=False)
    basis: Mapped[str | None] = mapped_column(String(64))
    """A digest of settings, model and knowledge at the run whose `results` these are."""
    results: Mapped[list[Any]] = mapped_column(default=list)
    """As far as the run has come, in the order of the questions."""
    began_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


# --- replies -------------------------------------------------------------------------------------


class ReplyTemplate(Base):
    """The merchant's exact words for a situation, as they are now."""

    __tablename__ = "reply_templates"

    shop: Mapped[str] = mapped_column(String(255), primary_key=True)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
    """See `replies.templates`."""


class ReplyTemplateVersion(Base):
    """What a template said at a version: an answer's provenance names it. Kept when it is deleted.

    Only the newest versions of each template are kept.
    """

    __tablename__ = "reply_template_versions"

    shop: Mapped[str] = mapped_column(String(255), primary_key=True)
    template: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(64))
    """The id of the user of the admin who saved it."""
    content: Mapped[dict[str, Any]]


class ReplyTemplateSet(Base):
    """Counts up with every change to a shop's templates: each process looks before it answers."""

    __tablename__ = "reply_template_sets"

    shop: Mapped[str] = mapped_column(String(255), primary_key=True)
    version: Mapped[int]


class ReplyVector(Base):
    """The vector of a text that messages are compared with, so that it is embedded only once."""

    __tablename__ = "reply_vectors"

    shop: Mapped[str] = mapped_column(String(255), primary_key=True)
    embedder: Mapped[str] = mapped_column(String(64), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    vector: Mapped[bytes]
    """Little-endian float32, unit length."""


class ReplySuggestion(Base):
    """A message that nearly set off a template; its words are those of the message."""

    __tablename__ = "reply_suggestions"

    shop: Mapped[str] = mapped_column(String(255), primary_key=True)
    message: Mapped[str] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True
    )
    template: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
    why: Mapped[dict[str, Any]]
    """How near it came, as in an answer's provenance."""

    __table_args__ = (
        Index("ix_reply_suggestions_shop_at", "shop", "at"),
        Index("ix_reply_suggestions_message", "message"),  # a message takes them along
    )


# --- privacy -------------------------------------------------------------------------------------


class PrivacyRequest(Base):
    """A customer asked for their data; what was held, for the merchant to hand on. Expires."""

    __tablename__ = "privacy_requests"

    shop: Mapped[str] = mapped_column(String(255), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Shopify's number of the request."""
    customer_id: Mapped[str] = mapped_column(String(64))
    requested_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    export: Mapped[dict[str, Any]]
    """See `privacy.requests`."""

    __table_args__ = (
        Index("ix_privacy_requests_shop_customer_id", "shop", "customer_id"),
        Index("ix_privacy_requests_expires_at", "expires_at"),
    )


# --- orders --------------------------------------------------------------------------------------


class GuestSetting(Base):
    """Whether a shop shows orders to guests who know number and e-mail address."""

    __tablename__ = "guest_settings"

    shop: Mapped[str] = mapped_column(String(255), primary_key=True)
    enabled: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]


class GuestAttempts(Base):
    """A guest's lookups that found nothing, since the first of them; kept for an hour."""

    __tablename__ = "guest_attempts"

    shop: Mapped[str] = mapped_column(String(255), primary_key=True)
    visitor: Mapped[str] = mapped_column(String(64), primary_key=True)
    """The keyed hash of a visit; empty for the shop as a whole."""
    since: Mapped[datetime]
    misses: Mapped[int]
