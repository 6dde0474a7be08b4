"""The roles of the TUF repository, their keys' files and how long their word holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkpoint_app.errors import ConfigError
from sync.registry.paths import RegistryPaths
from sync.registry.publish.tuf_api import CryptoSigner
from sync.registry.signer.keys import read_private, write_private

ROOT, TARGETS, SNAPSHOT, TIMESTAMP, STATUS = "root", "targets", "snapshot", "timestamp", "status"
THRESHOLD = 2
OFFLINE_KEYS = 3
# At least the longest time between two sticks, and a yearly ceremony for the roots. The online
# roles that targets delegates to live as long as the snapshot.
LIFETIME: Mapping[str, timedelta] = {
    ROOT: timedelta(days=365),
    TARGETS: timedelta(days=90),
    SNAPSHOT: timedelta(days=30),
    TIMESTAMP: timedelta(days=14),
}
ISSUED_FIELD, DEMO_FIELD = "x-umrah-issued", "x-umrah-demo"


def lifetime(role: str) -> timedelta:
    """How long a signed version of a role is good for."""
    return LIFETIME.get(role, LIFETIME[SNAPSHOT])


def port_role(port_id: str) -> str:
    """The delegated role of a port's packs."""
    return f"port-{port_id}"


def key_files(paths: RegistryPaths, role: str) -> tuple[Path, ...]:
    """Where a role's private keys lie: three for the offline roles, one for the others."""
    if role in (ROOT, TARGETS):
        return tuple(
            paths.offline_keys / f"{role}-{number}.key" for number in range(1, OFFLINE_KEYS + 1)
        )
    return (paths.online_keys / f"tuf-{role}.key",)


def make_role_keys(paths: RegistryPaths, role: str) -> tuple[CryptoSigner, ...]:
    """New keys for a role, kept in its files. Raises StorageError."""
    made = []
    for path in key_files(paths, role):
        private = Ed25519PrivateKey.generate()
        write_private(path, private.private_bytes_raw().hex())
        made.append(CryptoSigner(private))
    return tuple(made)


def role_signers(paths: RegistryPaths, role: str) -> tuple[CryptoSigner, ...]:
    """A role's keys, ready to sign. Raises ConfigError."""
    return tuple(_signer(path) for path in key_files(paths, role))


def _signer(path: Path) -> CryptoSigner:
    try:
        raw = bytes.fromhex(read_private(path))
        return CryptoSigner(Ed25519PrivateKey.from_private_bytes(raw))
    except ValueError as error:
        raise ConfigError(f"key file {path.name} is damaged", key="registry.key_file") from error


def age_identity_file(paths: RegistryPaths, port_id: str) -> Path:
    """Where a port's age identity lies."""
    return paths.online_keys / f"age-{port_id}.key"
