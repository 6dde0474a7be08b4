"""Alembic migrations, run by `sync.registry.db.migrate`; never by Alembic's own command."""
