"""Orders for guests: whether a shop shows them, and who guessed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "guest_settings",
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("shop", name=op.f("pk_guest_settings")),
    )
    op.create_table(
        "guest_attempts",
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("visitor", sa.String(length=64), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("shop", "visitor", name=op.f("pk_guest_attempts")),
    )


def downgrade() -> None:
    op.drop_table("guest_attempts")
    op.drop_table("guest_settings")
