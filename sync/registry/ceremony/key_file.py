"""A private key in a file of its own, under a password: age with scrypt (RFC 7914).

scrypt's work is chosen by age so that one try takes about a second on the computer that made the
file; a file asking for far more is refused by age before any work.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkpoint_app.clock import Clock
from checkpoint_app.errors import ConfigError
from sync.registry.ceremony.bounded import malformed, read_bounded, write_file
from sync.registry.ceremony.public_key import (
    RECOVERY,
    PublicHalf,
    TufKey,
    encode_public,
)
from sync.registry.publish.tuf_repository import iso

KEY_FILE_LIMIT = 4096
LEAST_PASSWORD = 12
_SCRYPT = b"age-encryption.org/v1\n-> scrypt "


class _Secret(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    seat: Annotated[str, msgspec.Meta(max_length=16)]
    private: Annotated[str, msgspec.Meta(max_length=128)]
    format: Literal[1] = 1


@dataclass(frozen=True, slots=True)
class OpenedKey:
    """A signing key taken out of its file."""

    seat: str
    private: Ed25519PrivateKey

    @property
    def key(self) -> TufKey:
        """Its public half."""
        return TufKey.of(self.private.public_key().public_bytes_raw())


def make_key(folder: Path, seat: str, name: str, password: str, clock: Clock) -> PublicHalf:
    """Make a key for a seat (``root-1`` … ``targets-3``, or ``recovery``): ``SEAT.key`` and
    ``SEAT.pub.json`` in this folder.

    Raises ConfigError for a password under 12 characters, and where such a file lies already;
    StorageError.
    """
    if len(password) < LEAST_PASSWORD:
        raise ConfigError("short", key="ceremony.short_password", least=LEAST_PASSWORD)
    private_file, public_file = folder / f"{seat}.key", public_path(folder, seat)
    if private_file.exists() or public_file.exists():
        raise ConfigError("a key is there", key="ceremony.key_exists", file=private_file.name)
    half, private = _new(seat, name, iso(clock.now()))
    secret = msgspec.json.encode(_Secret(seat, private))
    _write_secret(private_file, bytes(pyrage.passphrase.encrypt(secret, password)))
    write_file(public_file, encode_public(half))
    return half


def open_key(file: Path, password: str) -> OpenedKey:
    """The signing key of a file. Raises ConfigError (wrong password, damaged, not a signing key)
    and StorageError."""
    secret = _opened(file, password)
    try:
        raw = bytes.fromhex(secret.private)
        return OpenedKey(secret.seat, Ed25519PrivateKey.from_private_bytes(raw))
    except ValueError as error:
        raise malformed(file.name) from error


def open_recovery(file: Path, password: str) -> str:
    """The age identity of a recovery key's file; errors as `open_key`."""
    secret = _opened(file, password)
    if secret.seat != RECOVERY:
        raise malformed(file.name)
    return secret.private


def public_path(folder: Path, seat: str) -> Path:
    """Where the public half of a seat's key lies in a folder."""
    return folder / f"{seat}.pub.json"


def _new(seat: str, name: str, made: str) -> tuple[PublicHalf, str]:
    if seat == RECOVERY:
        identity = pyrage.x25519.Identity.generate()
        return PublicHalf.of_recovery(name, made, str(identity.to_public())), str(identity)
    private = Ed25519PrivateKey.generate()
    key = TufKey.of(private.public_key().public_bytes_raw())
    return PublicHalf.of_key(seat, name, made, key), private.private_bytes_raw().hex()


def _opened(file: Path, password: str) -> _Secret:
    sealed = read_bounded(file, KEY_FILE_LIMIT)
    if not sealed.startswith(_SCRYPT):
        raise malformed(file.name)
    try:
        content = pyrage.passphrase.decrypt(sealed, password)
        return msgspec.json.decode(content, type=_Secret)
    except pyrage.DecryptError as error:
        raise ConfigError("wrong password", key="ceremony.wrong_password") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise malformed(file.name) from error


def _write_secret(path: Path, content: bytes) -> None:
    write_file(path, content)
    # A stick's file system often knows no owners and says so; the password is what protects.
    with suppress(OSError):
        path.chmod(0o600)
