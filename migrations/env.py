"""Alembic's entry: run the migrations on the connection the command hands over."""

from alembic import context

from shopify_app.db import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
