"""Response templates: what they say and said, their vectors, and what nearly set them off."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "reply_templates",
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.PrimaryKeyConstraint("shop", "id", name=op.f("pk_reply_templates")),
    )
    op.create_table(
        "reply_template_versions",
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("template", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.PrimaryKeyConstraint(
            "shop", "template", "version", name=op.f("pk_reply_template_versions")
        ),
    )
    op.create_table(
        "reply_template_sets",
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("shop", name=op.f("pk_reply_template_sets")),
    )
    op.create_table(
        "reply_vectors",
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("embedder", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("shop", "embedder", "sha256", name=op.f("pk_reply_vectors")),
    )
    op.create_table(
        "reply_suggestions",
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("message", sa.String(length=32), nullable=False),
        sa.Column("template", sa.String(length=32), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("why", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["message"],
            ["messages.id"],
            name=op.f("fk_reply_suggestions_message"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shop", "message", name=op.f("pk_reply_suggestions")),
    )
    op.create_index("ix_reply_suggestions_shop_at", "reply_suggestions", ["shop", "at"])


def downgrade() -> None:
    for table in (
        "reply_suggestions",
        "reply_vectors",
        "reply_template_sets",
        "reply_template_versions",
        "reply_templates",
    ):
        op.drop_table(table)
