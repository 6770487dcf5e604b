"""How far the reading of a store is, and until when its changes are known."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "syncs",
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=16), nullable=False),
        sa.Column("operation_id", sa.String(length=128), nullable=True),
        sa.Column("operation_at", TIME, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("finished_at", TIME, nullable=True),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.Column("next_at", TIME, nullable=False),
        sa.Column("lease_token", sa.String(length=32), nullable=True),
        sa.Column("lease_until", TIME, nullable=True),
        sa.Column("cursors", JSON, nullable=False),
        sa.Column("swept_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("shop", name=op.f("pk_syncs")),
    )
    # Stores that are installed already are read as well.
    op.execute(
        "INSERT INTO syncs (shop, epoch, phase, position, done, total, started_at, next_at,"
        " cursors) SELECT shop, epoch, 'policies', 0, 0, 0, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP,"
        " '{}' FROM shops WHERE state <> 'uninstalled'"
    )


def downgrade() -> None:
    op.drop_table("syncs")
