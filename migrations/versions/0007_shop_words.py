"""The words of each shop, for questions with a word mistyped."""

import sqlalchemy as sa
from alembic import op

from shopify_app.knowledge.spelling import can_be_mended, spelling
from shopify_app.knowledge.words import plain

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEYS = ("skeleton", "head", "tail")
AT_ONCE = 500


def upgrade() -> None:
    op.create_table(
        "shop_words",
        sa.Column("namespace", sa.String(length=32), nullable=False),
        sa.Column("word", sa.String(length=24), nullable=False),
        sa.Column("skeleton", sa.String(length=24), nullable=False),
        sa.Column("head", sa.String(length=3), nullable=False),
        sa.Column("tail", sa.String(length=3), nullable=False),
        sa.PrimaryKeyConstraint("namespace", "word", name=op.f("pk_shop_words")),
    )
    for key in KEYS:
        op.create_index(f"ix_shop_words_namespace_{key}", "shop_words", ["namespace", key])
    fill(op.get_bind())


def fill(connection: sa.Connection) -> None:
    """From the chunks there are: those of an older version were indexed without."""
    shops = connection.execute(sa.text("SELECT shop, namespace FROM shops")).all()
    for shop, namespace in shops:
        words: set[str] = set()
        texts = connection.execute(
            sa.text(
                "SELECT d.title, c.heading, c.text FROM chunks c JOIN documents d"
                " ON d.shop = c.shop AND d.kind = c.kind AND d.source_id = c.source_id"
                " WHERE c.shop = :shop AND c.kind <> 'order'"
            ),
            {"shop": shop},
        )
        for row in texts:
            words |= {word for word in plain(" ".join(row)).split() if can_be_mended(word)}
        rows = [vars(spelling(word)) | {"namespace": namespace} for word in sorted(words)]
        for start in range(0, len(rows), AT_ONCE):
            connection.execute(
                sa.text(
                    "INSERT INTO shop_words (namespace, word, skeleton, head, tail)"
                    " VALUES (:namespace, :word, :skeleton, :head, :tail)"
                ),
                rows[start : start + AT_ONCE],
            )


def downgrade() -> None:
    op.drop_table("shop_words")
