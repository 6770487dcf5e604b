"""How stores sound: versions of their settings, and the questions these are tried on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "voice_versions",
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("restored", sa.Integer(), nullable=True),
        sa.Column("document", JSON, nullable=False),
        sa.Column("changed", JSON, nullable=False),
        sa.PrimaryKeyConstraint("shop", "version", name=op.f("pk_voice_versions")),
    )
    op.create_table(
        "voice_checks",
        sa.Column("shop", sa.String(length=255), nullable=False),
        sa.Column("questions", JSON, nullable=False),
        sa.Column("requested", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=True),
        sa.Column("results", JSON, nullable=False),
        sa.Column("began_at", TIME, nullable=True),
        sa.Column("finished_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("shop", name=op.f("pk_voice_checks")),
    )


def downgrade() -> None:
    op.drop_table("voice_checks")
    op.drop_table("voice_versions")
