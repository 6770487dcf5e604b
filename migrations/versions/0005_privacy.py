"""What customers asked for, and how long conversations are kept."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "privacy_requests",
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("requested_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("export", JSON, nullable=False),
        sa.PrimaryKeyConstraint("shop", "id", name=op.f("pk_privacy_requests")),
    )
    op.create_index(
        "ix_privacy_requests_shop_customer_id", "privacy_requests", ["shop", "customer_id"]
    )
    op.create_index("ix_privacy_requests_expires_at", "privacy_requests", ["expires_at"])
    # Whole conversations are deleted now: each message looks for its suggestions by this.
    op.create_index("ix_reply_suggestions_message", "reply_suggestions", ["message"])
    op.add_column("shops", sa.Column("erased_at", TIME, nullable=True))
    # A constant default: on both databases this touches no row.
    op.add_column(
        "shops", sa.Column("retention_days", sa.Integer(), nullable=False, server_default="90")
    )


def downgrade() -> None:
    op.drop_column("shops", "retention_days")
    op.drop_column("shops", "erased_at")
    op.drop_index("ix_reply_suggestions_message", "reply_suggestions")
    op.drop_table("privacy_requests")
