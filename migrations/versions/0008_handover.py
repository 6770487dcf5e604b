"""Hand-over to a person: where a conversation stands, the shopper's address, the store's hours."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)
INDEX = "ix_conversations_shop_handover_state"


def upgrade() -> None:
    op.add_column("shops", sa.Column("hours", JSON))
    op.add_column("conversations", sa.Column("handover_state", sa.String(length=16)))
    op.add_column("conversations", sa.Column("handover_reason", sa.String(length=16)))
    op.add_column("conversations", sa.Column("person_at", TIME))
    op.add_column("conversations", sa.Column("contact", sa.LargeBinary()))
    op.create_index(INDEX, "conversations", ["shop", "handover_state", "handover_at"])
    op.execute("UPDATE conversations SET handover_state = 'waiting' WHERE handover_at IS NOT NULL")


def downgrade() -> None:
    op.drop_index(INDEX, "conversations")
    for column in ("contact", "person_at", "handover_reason", "handover_state"):
        op.drop_column("conversations", column)
    op.drop_column("shops", "hours")
