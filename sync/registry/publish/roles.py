"""The roles of the TUF repository, and the files of their keys."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import ports
from sync.registry.paths import RegistryPaths
from sync.registry.publish.tuf_api import CryptoSigner
from sync.registry.signer.keys import read_private, write_private

ROOT, TARGETS, SNAPSHOT, TIMESTAMP, STATUS = "root", "targets", "snapshot", "timestamp", "status"
THRESHOLD = 2
OFFLINE = (ROOT, TARGETS)
ISSUED_FIELD, DEMO_FIELD = "x-umrah-issued", "x-umrah-demo"


def port_role(port_id: str) -> str:
    """The delegated role of a port's packs."""
    return f"port-{port_id}"


def online_roles() -> tuple[str, ...]:
    """All roles whose keys are at the registry."""
    return (SNAPSHOT, TIMESTAMP, *delegated_roles())


def delegated_roles() -> tuple[str, ...]:
    """The roles that targets delegates to: bad news, and each port's packs."""
    return (STATUS, *(port_role(port.port_id) for port in ports()))


def delegated_paths(role: str) -> str:
    """The targets that a delegated role may speak for."""
    return "status/*" if role == STATUS else f"{role.removeprefix('port-')}/*"


def online_key_file(folder: Path, role: str) -> Path:
    """Where the private key of an online role lies in a folder of keys."""
    return folder / f"tuf-{role}.key"


def make_online_key(folder: Path, role: str) -> CryptoSigner:
    """A new key for an online role, kept in its file. Raises StorageError."""
    private = Ed25519PrivateKey.generate()
    write_private(online_key_file(folder, role), private.private_bytes_raw().hex())
    return CryptoSigner(private)


def read_online_key(folder: Path, role: str) -> CryptoSigner:
    """The key of an online role. Raises ConfigError."""
    assert role not in OFFLINE, "offline keys are on no computer of the registry"
    return _signer(online_key_file(folder, role))


def _signer(path: Path) -> CryptoSigner:
    try:
        raw = bytes.fromhex(read_private(path))
        return CryptoSigner(Ed25519PrivateKey.from_private_bytes(raw))
    except ValueError as error:
        raise ConfigError(f"key file {path.name} is damaged", key="registry.key_file") from error


def age_identity_file(paths: RegistryPaths, port_id: str) -> Path:
    """Where a port's age identity lies."""
    return paths.online_keys / f"age-{port_id}.key"


def inbox_identity_file(paths: RegistryPaths) -> Path:
    """Where the age identity lies that opens what ports send on sticks."""
    return paths.online_keys / "age-inbox.key"
