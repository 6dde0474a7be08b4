"""Publishes what changed: the one writer of the TUF repository."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from checkpoint_app.clock import Clock
from sync.registry.paths import RegistryPaths
from sync.registry.signer.port import Signer


@dataclass(frozen=True, slots=True)
class PublishedPort:
    """What a publication did for one port. ``wire_bytes``: the new segments as they lie in the
    repository; ``records`` and ``tombstones``: the positions in them."""

    port_id: str
    generation: int
    baseline: bool
    records: int
    tombstones: int
    segments: int
    wire_bytes: int


class Publisher:
    """One publication at a time, over all processes (a lock beside the database)."""

    def __init__(self, paths: RegistryPaths, engine: Engine, signer: Signer, clock: Clock) -> None:
        self._paths, self._engine, self._signer, self._clock = paths, engine, signer, clock

    def publish(self, ports: Sequence[str] | None = None) -> tuple[PublishedPort, ...]:
        """Publish records, status, state, movements elsewhere and port keys for these ports (all
        when None): a baseline the first time, then what changed since.

        Raises StorageError, ConfigError (unknown port; another publisher is at work), or what the
        signer raises; the repository then stays as it was.
        """
        raise AssertionError("being written")

    def publish_status(self) -> None:
        """Publish new versions of the status lists and the state table only (minutely)."""
        raise AssertionError("being written")

    def rewrap_port_key(self, port_id: str) -> None:
        """Publish a port's key wrapped for the devices enrolled there now."""
        raise AssertionError("being written")
