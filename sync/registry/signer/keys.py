"""Key files of the issuer: one private Ed25519 key a file, in hexadecimal, readable by one user."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.errors import ConfigError, StorageError
from sync.registry.paths import RegistryPaths

# What the signer's process signs. The receipt key is not among them: whoever takes movements in
# signs receipts at once, in the same process; a receipt clears nobody.
SIGNER_PURPOSES = (
    EnvelopeType.TOKEN,
    EnvelopeType.BLOCK,
    EnvelopeType.MANIFEST,
    EnvelopeType.STATUS,
    EnvelopeType.STATE,
    EnvelopeType.REFRESH,
    EnvelopeType.NOTICE,
)
_FILE_LIMIT = 256


def write_private(path: Path, text: str) -> None:
    """Write a new file with a secret, for its owner only (mode 0600).

    Raises StorageError, also when the file is already there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text + "\n")
    except OSError as error:
        raise StorageError(f"key file {path.name}: {error}", key="registry.key_file") from error


def read_private(path: Path) -> str:
    """The secret of a file. Raises ConfigError when there is none."""
    try:
        with path.open("r", encoding="ascii") as file:
            return file.read(_FILE_LIMIT).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"key file {path.name}: {error}", key="registry.key_file") from error


def write_signing_key(folder: Path, key: SigningKey) -> None:
    """Keep a key under its purpose. Raises StorageError."""
    write_private(_path(folder, key.purpose), key.private_bytes().hex())


def read_signing_key(folder: Path, purpose: EnvelopeType) -> SigningKey:
    """The key of a purpose. Raises ConfigError."""
    path = _path(folder, purpose)
    try:
        return SigningKey.from_private_bytes(bytes.fromhex(read_private(path)), purpose)
    except ValueError as error:
        raise ConfigError(f"key file {path.name} is damaged", key="registry.key_file") from error


def signer_keys(paths: RegistryPaths) -> Mapping[EnvelopeType, SigningKey]:
    """All keys of the signer's process. Raises ConfigError."""
    return {kind: read_signing_key(paths.issuer_keys, kind) for kind in SIGNER_PURPOSES}


def receipt_key(paths: RegistryPaths) -> SigningKey:
    """The online key that signs receipts in the registry's own process. Raises ConfigError."""
    return read_signing_key(paths.online_keys, EnvelopeType.RECEIPT)


def _path(folder: Path, purpose: EnvelopeType) -> Path:
    return folder / f"{purpose.value}.key"
