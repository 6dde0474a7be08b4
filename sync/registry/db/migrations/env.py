"""Alembic's entry: it is given a connection with a transaction open, and runs within it."""

from __future__ import annotations

from alembic import context

from sync.registry.db.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
