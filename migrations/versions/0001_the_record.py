"""The record's first tables."""

from alembic import op

from shopify_app.db import Base
from shopify_app.knowledge.words import create_word_index

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    Base.metadata.create_all(op.get_bind())
    create_word_index(op.get_bind())
