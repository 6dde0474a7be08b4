"""What the registry's interface is built from: each part made elsewhere, handed in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from checkpoint_app.clock import Clock
from checkpoint_app.domain.port import PortDirectory
from sync.registry.api.admin import AdminToken
from sync.registry.api.counts import DayCounts
from sync.registry.api.device_auth import DeviceAuthentication
from sync.registry.api.enrolment import Enrolment
from sync.registry.api.ingest import Ingest
from sync.registry.api.nonces import NonceMint
from sync.registry.api.refreshes import Refreshes
from sync.registry.api.relays import Relays
from sync.registry.portal.pages import Pages


@dataclass(frozen=True, slots=True)
class RegistryIdentity:
    """Which registry this is. ``epoch`` (16 bytes) changes when it is restored; ``audience`` is
    what devices sign into each request."""

    season: int
    epoch: bytes
    audience: str
    program_version: str


class PortKeys(Protocol):
    """Publishes a port's key anew once its devices have changed."""

    def devices_changed(self, port_id: str) -> None:
        """Publish it now if that can be, else as soon as it can. Raises nothing of its own."""
        ...


@dataclass(frozen=True, slots=True)
class RegistryServices:
    """The registry's parts, as the composition root joins them. ``metadata`` and ``targets`` are
    the folders of the TUF repository."""

    identity: RegistryIdentity
    engine: Engine
    clock: Clock
    ports: PortDirectory
    metadata: Path
    targets: Path
    nonces: NonceMint
    devices: DeviceAuthentication
    admin: AdminToken
    enrolment: Enrolment
    port_keys: PortKeys
    ingest: Ingest
    relays: Relays
    refreshes: Refreshes
    counts: DayCounts
    pages: Pages
