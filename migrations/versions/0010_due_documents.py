"""The documents that wait to be indexed are found without looking at those that do not."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NEW, OLD = "ix_documents_due", "ix_documents_shop_indexed"
DUE = sa.text("indexed_version < version")


def upgrade() -> None:
    op.create_index(
        NEW, "documents", ["shop", "changed_at"], sqlite_where=DUE, postgresql_where=DUE
    )
    op.drop_index(OLD, "documents")


def downgrade() -> None:
    op.create_index(OLD, "documents", ["shop", "indexed_version", "version"])
    op.drop_index(NEW, "documents")
