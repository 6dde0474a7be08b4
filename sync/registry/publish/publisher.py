"""Publishes what changed: the one writer of the TUF repository."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Engine

from checkpoint_app.clock import Clock
from checkpoint_app.domain.port import Port
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import ports as all_ports
from sync.registry.paths import RegistryPaths
from sync.registry.publish.lock import publisher_lock
from sync.registry.publish.port_publication import PortPublication, PublishedPort
from sync.registry.publish.prune import prune
from sync.registry.publish.segment_choice import THOROUGH, CompactionRule
from sync.registry.publish.status_publication import publish_status_and_state
from sync.registry.publish.tuf_repository import TufRepository
from sync.registry.signer.port import Signer

__all__ = ["PublishedPort", "Publisher"]


class Publisher:
    """One publication at a time, over all processes (a lock beside the database).

    ``lock_seconds``: how long to wait for another publisher. Every method raises StorageError,
    ConfigError (another publisher is at work; an unknown port), or what the signer raises; ports
    then keep seeing the repository as it was, and the next publication completes what was begun.
    """

    def __init__(
        self,
        paths: RegistryPaths,
        engine: Engine,
        signer: Signer,
        clock: Clock,
        *,
        compaction: CompactionRule | None = None,
        lock_seconds: float = 30,
    ) -> None:
        self._paths, self._engine, self._signer, self._clock = paths, engine, signer, clock
        self._compaction = compaction or CompactionRule()
        self._lock_seconds = lock_seconds

    def publish(self, ports: Sequence[str] | None = None) -> tuple[PublishedPort, ...]:
        """Publish records, status, state, movements elsewhere and port keys for these ports (all
        when None): a baseline the first time, then what changed since."""
        wanted = _ports(ports)
        with self._publication() as (repository, issued):
            publish_status_and_state(self._engine, self._signer, repository, issued)
            return tuple(self._port(repository, port, issued).publish() for port in wanted)

    def publish_status(self) -> None:
        """Publish new versions of the status lists and the state table only (minutely)."""
        with self._publication() as (repository, issued):
            publish_status_and_state(self._engine, self._signer, repository, issued)

    def rewrap_port_key(self, port_id: str) -> None:
        """Publish a port's devices and its key wrapped for them; once one was recalled a new key
        and a new baseline with it."""
        (port,) = _ports([port_id])
        with self._publication() as (repository, issued):
            publication = self._port(repository, port, issued)
            if publication.key_is_due():
                publish_status_and_state(self._engine, self._signer, repository, issued)
                publication.publish()
            else:
                publication.rewrap_key()

    def rotate_port_key(self, port_id: str) -> PublishedPort:
        """Publish a new key of a port, and a new baseline under it."""
        (port,) = _ports([port_id])
        with self._publication() as (repository, issued):
            publish_status_and_state(self._engine, self._signer, repository, issued)
            publication = self._port(repository, port, issued)
            publication.make_key()
            return publication.publish()

    def begin_anew(self, step: int) -> tuple[PublishedPort, ...]:
        """Publish everything that many versions later, each port under a new key: after a restore
        (`sync.registry.restored`)."""
        with self._publication() as (repository, issued):
            repository.raise_versions(step)
            publish_status_and_state(self._engine, self._signer, repository, issued)
            publications = [self._port(repository, port, issued) for port in _ports(None)]
            for publication in publications:
                publication.make_key()
            return tuple(publication.publish() for publication in publications)

    def compact(self) -> tuple[PublishedPort, ...]:
        """Publish for all ports, packing anew whatever is worth a quiet hour."""
        with self._publication() as (repository, issued):
            publish_status_and_state(self._engine, self._signer, repository, issued)
            return tuple(
                self._port(repository, port, issued, THOROUGH).publish() for port in _ports(None)
            )

    @contextmanager
    def _publication(self) -> Iterator[tuple[TufRepository, int]]:
        with publisher_lock(self._paths.publisher_lock, wait_seconds=self._lock_seconds):
            repository = TufRepository(self._paths)
            yield repository, int(self._clock.now().timestamp())
            now = self._clock.now()
            repository.commit(now)
            prune(self._paths, repository, now)

    def _port(
        self,
        repository: TufRepository,
        port: Port,
        issued: int,
        rule: CompactionRule | None = None,
    ) -> PortPublication:
        return PortPublication(
            self._paths,
            self._engine,
            self._signer,
            repository,
            port,
            issued,
            rule or self._compaction,
        )


def _ports(ports: Sequence[str] | None) -> tuple[Port, ...]:
    directory = all_ports()
    if ports is None:
        return tuple(directory)
    try:
        return tuple(directory.by_id(port_id) for port_id in ports)
    except KeyError as error:
        raise ConfigError(f"no such port: {error}", key="registry.unknown_port") from error
