"""A registry's tables in memory, for tests without a disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import StaticPool

from sync.registry.db.schema import metadata
from sync.registry.sample.season import sample

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def empty_registry() -> Engine:
    """All tables, nothing in them."""
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    metadata.create_all(engine)
    return engine


def small_season(permits: int = 60, seed: int = 1) -> Engine:
    """A registry with a season."""
    engine = empty_registry()
    sample(engine, permits=permits, seed=seed, today=TODAY)
    return engine


@contextmanager
def season_connection(permits: int = 60) -> Iterator[Connection]:
    """A write transaction on a small season."""
    engine = small_season(permits)
    with engine.begin() as connection:
        yield connection
    engine.dispose()
