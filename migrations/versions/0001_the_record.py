"""The record's first tables, and the word index."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shopify_app.knowledge.words import create_word_index

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "chunks",
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("source_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("embedder", sa.String(length=64), nullable=True),
        sa.Column("vector", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("shop", "id", name=op.f("pk_chunks")),
    )
    op.create_index("ix_chunks_shop_kind_source_id", "chunks", ["shop", "kind", "source_id"])
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("visitor", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=True),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        sa.Column("handover_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
    )
    op.create_index("ix_conversations_shop_last_at", "conversations", ["shop", "last_at"])
    op.create_table(
        "deliveries",
        sa.Column("id", BIG_KEY, autoincrement=True, nullable=False),
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("webhook_id", sa.String(length=255), nullable=False),
        sa.Column("event_id", sa.String(length=255), nullable=True),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("api_version", sa.String(length=16), nullable=True),
        sa.Column("triggered_at", TIME, nullable=True),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("oversized", sa.Boolean(), nullable=False),
        sa.Column("resource_id", sa.String(length=64), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", TIME, nullable=False),
        sa.Column("lease_token", sa.String(length=32), nullable=True),
        sa.Column("lease_until", TIME, nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("finished_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
    )
    op.create_index("ix_deliveries_status_next_at", "deliveries", ["status", "next_at"])
    op.create_index("ix_deliveries_status_shop_id", "deliveries", ["status", "shop", "id"])
    op.create_index(
        "uq_deliveries_shop_webhook_id", "deliveries", ["shop", "webhook_id"], unique=True
    )
    op.create_table(
        "documents",
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("source_id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("sections", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("indexed_version", sa.Integer(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("indexed_at", TIME, nullable=True),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("shop", "kind", "source_id", name=op.f("pk_documents")),
    )
    op.create_index(
        "ix_documents_shop_indexed", "documents", ["shop", "indexed_version", "version"]
    )
    op.create_table(
        "shops",
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("installed_at", TIME, nullable=False),
        sa.Column("uninstalled_at", TIME, nullable=True),
        sa.Column("access_token", sa.LargeBinary(), nullable=True),
        sa.Column("access_token_expires_at", TIME, nullable=True),
        sa.Column("refresh_token", sa.LargeBinary(), nullable=True),
        sa.Column("refresh_token_expires_at", TIME, nullable=True),
        sa.Column("profile", JSON, nullable=False),
        sa.Column("namespace", sa.String(length=32), nullable=False),
        sa.Column("reconciled_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("shop", name=op.f("pk_shops")),
        sa.UniqueConstraint("namespace", name=op.f("uq_shops_namespace")),
    )
    op.create_table(
        "source_records",
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("source_id", sa.String(length=64), nullable=False),
        sa.Column("version_at", TIME, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("payload_sha256", sa.String(length=64), nullable=False),
        sa.Column("handle", sa.String(length=255), nullable=True),
        sa.Column("customer_id", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("shop", "kind", "source_id", name=op.f("pk_source_records")),
    )
    op.create_index("ix_source_records_shop_customer_id", "source_records", ["shop", "customer_id"])
    op.create_index(
        "ix_source_records_shop_kind_handle", "source_records", ["shop", "kind", "handle"]
    )
    op.create_table(
        "token_spend",
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop", "day", name=op.f("pk_token_spend")),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation", sa.String(length=32), nullable=False),
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("visitor", sa.String(length=64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("grounded", sa.Boolean(), nullable=False),
        sa.Column("in_memory", sa.Boolean(), nullable=False),
        sa.Column("citations", JSON, nullable=False),
        sa.Column("products", JSON, nullable=False),
        sa.Column("handover", sa.Boolean(), nullable=False),
        sa.Column("rating", sa.String(length=8), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("provenance", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name=op.f("fk_messages_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index("ix_messages_shop_at", "messages", ["shop", "at"])
    op.create_index("ix_messages_shop_visitor_at", "messages", ["shop", "visitor", "at"])
    op.create_index(
        "uq_messages_conversation_position", "messages", ["conversation", "position"], unique=True
    )
    create_word_index(op.get_bind())


def downgrade() -> None:
    op.execute("DROP TABLE chunk_words")
    op.drop_table("messages")
    op.drop_table("token_spend")
    op.drop_table("source_records")
    op.drop_table("shops")
    op.drop_table("documents")
    op.drop_table("deliveries")
    op.drop_table("conversations")
    op.drop_table("chunks")
