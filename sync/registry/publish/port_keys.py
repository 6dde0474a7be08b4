"""A port's age keys at the registry: the one in use, and what is to be sealed anew for it.

A recalled device knows the key that it once unwrapped. So a recall is followed by a new key,
wrapped for the devices that remain, and a new baseline under it; the older keys stay here, to read
back what was published under them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyrage
from sqlalchemy import Connection, func, select

from checkpoint_app.domain.port import Port
from checkpoint_app.errors import StorageError
from sync.registry.db import schema
from sync.registry.db.open import meta_value
from sync.registry.db.operations import set_meta
from sync.registry.paths import RegistryPaths
from sync.registry.publish.roles import age_identity_file
from sync.registry.signer.keys import read_private, write_private

_RECALLED = 1


@dataclass(frozen=True, slots=True)
class PortKey:
    """A port's key in use; ``number`` counts them from 1.

    ``first_block``: segments that begin before it may be sealed to an older key. ``recalls``: how
    many devices of the port had been recalled when it was made.
    """

    number: int = 1
    first_block: int = 1
    recalls: int = 0


def current_key(connection: Connection, port_id: str) -> PortKey:
    """The key that a port's packs are sealed to."""
    kept = meta_value(connection, _fact(port_id))
    return PortKey() if kept is None else PortKey(*map(int, kept.split()))


def is_due(connection: Connection, port: Port) -> bool:
    """Whether a device of this port was recalled since its key was made, whoever recalled it."""
    return _recalls(connection, port) > current_key(connection, port.port_id).recalls


def ports_due(connection: Connection, ports: Iterable[Port]) -> tuple[str, ...]:
    """The ports with a device that was recalled since their key was made."""
    return tuple(port.port_id for port in ports if is_due(connection, port))


def make_next(
    paths: RegistryPaths, connection: Connection, port: Port, first_block: int
) -> PortKey:
    """A new key for a port, from its block ``first_block`` on. Raises StorageError."""
    number = max(current_key(connection, port.port_id).number, newest_file(paths, port.port_id)) + 1
    write_private(
        identity_file(paths, port.port_id, number), str(pyrage.x25519.Identity.generate())
    )
    _sync(identity_file(paths, port.port_id, number))
    key = PortKey(number, first_block, _recalls(connection, port))
    set_meta(connection, _fact(port.port_id), f"{key.number} {key.first_block} {key.recalls}")
    return key


def identity_file(paths: RegistryPaths, port_id: str, number: int) -> Path:
    """Where a key of a port lies; the first has no number in its name."""
    first = age_identity_file(paths, port_id)
    return first if number == 1 else first.with_name(f"{first.stem}.{number}{first.suffix}")


def newest_file(paths: RegistryPaths, port_id: str) -> int:
    """The highest number of a key file of this port, also of one that was never taken into use;
    0 without any."""
    first = age_identity_file(paths, port_id)
    found = [path.stem.rpartition(".")[2] for path in first.parent.glob(f"{first.stem}.*.key")]
    numbers = [int(text) for text in found if text.isascii() and text.isdecimal()]
    return max(numbers, default=int(first.exists()))


def identities(paths: RegistryPaths, port_id: str) -> tuple[str, ...]:
    """Every age identity that a port ever had here, the oldest first. Raises ConfigError."""
    newest = newest_file(paths, port_id)
    files = [identity_file(paths, port_id, number) for number in range(1, newest + 1)]
    return tuple(read_private(path) for path in files if path.exists())


def _recalls(connection: Connection, port: Port) -> int:
    table = schema.device.c
    counted = select(func.count()).where(table.port == port.bit, table.state == _RECALLED)
    return int(connection.execute(counted).scalar_one())


def _fact(port_id: str) -> str:
    return f"port_age_key/{port_id}"


def _sync(path: Path) -> None:
    """On disk before the database names it."""
    try:
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageError(f"key file {path.name}: {error}", key="registry.key_file") from error
