"""Where a lane's secrets lie: the system's key store, else files that only their owner reads.

The file fallback protects against other users of the computer and against a stolen copy of the
databases alone, not against someone who takes the whole folder.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
import sys
from pathlib import Path
from typing import Protocol

import keyring
import pyrage
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.errors import StorageError
from checkpoint_app.store.encrypted import KEY_LENGTH
from checkpoint_app.store.files import read_bounded, sync_folder, write_synced

RECORDS, JOURNAL, BATCH, AUTH, AGE = "records-db", "journal-db", "batch", "auth", "age"
ROOT = "shipped-root"
MAX_SECRET = 4096
_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")


class KeyStore(Protocol):
    """Keeps small secrets by name (lower-case letters, digits, hyphens). Never overwrites one."""

    def load(self, name: str) -> bytes | None:
        """The secret, or None when there is none. Raises StorageError."""
        ...

    def add(self, name: str, secret: bytes) -> bytes:
        """Keep a new secret; answers the one that is kept, which is another's when two programs
        add at once. Raises StorageError."""
        ...


class FileKeyStore:
    """One file a secret, readable by its owner only; wider permissions are narrowed on sight."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, name: str) -> bytes | None:
        path = self._path(name)
        try:
            if path.exists():
                _narrow(path)
            secret = read_bounded(path, MAX_SECRET)
        except OSError as error:
            raise _unusable(error) from error
        if secret == b"":
            raise StorageError(f"key file {name} is empty", key="store.key_unfit")
        return secret

    def add(self, name: str, secret: bytes) -> bytes:
        path = self._path(name)
        fresh = path.with_name(f"{name}.{os.getpid()}.{secrets.token_hex(4)}.new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _narrow(self._folder)
            write_synced(fresh, secret)
            try:
                path.hardlink_to(fresh)
                sync_folder(self._folder)
            except FileExistsError:
                return self.load(name) or secret
            finally:
                fresh.unlink()
        except OSError as error:
            raise _unusable(error) from error
        return secret

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"no name for a secret: {name!r}")
        return self._folder / name


class SystemKeyStore:
    """The system's key store by `keyring`. ``service`` keeps apart the lanes of one user."""

    def __init__(self, backend: KeyringBackend, service: str) -> None:
        self._backend, self._service = backend, service

    def load(self, name: str) -> bytes | None:
        try:
            text = self._backend.get_password(self._service, name)
        except KeyringError as error:
            raise StorageError(f"key store: {error}", key="store.key_store") from error
        try:
            return None if text is None else bytes.fromhex(text)
        except ValueError as error:
            raise StorageError(f"key {name} is not ours", key="store.key_unfit") from error

    def add(self, name: str, secret: bytes) -> bytes:
        held = self.load(name)
        if held is not None:
            return held
        try:
            self._backend.set_password(self._service, name, secret.hex())
        except KeyringError as error:
            raise StorageError(f"key store: {error}", key="store.key_store") from error
        return secret


def open_key_store(folder: Path, backend: KeyringBackend | None = None) -> KeyStore:
    """The key store for a lane's ``<data>/keys``: the system's where it has a real one.

    Where the files were begun, files it stays: a key store that appears later does not hide them.
    ``backend`` is for tests; None takes the system's.
    """
    files = FileKeyStore(folder)
    service = folder / "service"
    try:
        named = read_bounded(service, 64)
        if named is None and folder.exists() and any(folder.iterdir()):
            return files
    except OSError as error:
        raise _unusable(error) from error
    if backend is None:
        backend = keyring.get_keyring()
    if named is None and not _is_real(backend):
        return files
    if named is None:
        named = files.add("service", f"umrah-checkpoint {secrets.token_hex(8)}".encode())
    return SystemKeyStore(backend, named.decode("utf-8", "replace"))


def database_key(store: KeyStore, name: str, *, database_exists: bool) -> bytes:
    """The raw key of a database; a new one only for a new database.

    Raises StorageError ``store.key_missing`` for a database whose key is gone: nothing is touched.
    """
    secret = store.load(name)
    if secret is None:
        if database_exists:
            raise StorageError(f"no key {name}", key="store.key_missing", name=name)
        secret = store.add(name, secrets.token_bytes(KEY_LENGTH))
    if len(secret) != KEY_LENGTH:
        raise StorageError(f"key {name} of a wrong length", key="store.key_unfit", name=name)
    return secret


def signing_key(store: KeyStore, purpose: EnvelopeType) -> SigningKey:
    """The device's key of this purpose, made at the first call."""
    raw = store.load(purpose.value)
    if raw is None:
        raw = store.add(purpose.value, SigningKey.generate(purpose).private_bytes())
    try:
        return SigningKey.from_private_bytes(raw, purpose)
    except ValueError as error:
        raise StorageError(f"key {purpose} unfit", key="store.key_unfit") from error


def age_identity(store: KeyStore) -> str:
    """The device's age identity (``AGE-SECRET-KEY-1…``), made at the first call."""
    raw = store.load(AGE)
    if raw is None:
        raw = store.add(AGE, str(pyrage.x25519.Identity.generate()).encode())
    try:
        text = raw.decode("ascii")
        pyrage.x25519.Identity.from_str(text)
    except (ValueError, pyrage.IdentityError) as error:
        raise StorageError("age identity unfit", key="store.key_unfit") from error
    return text


def check_root(store: KeyStore, root: bytes) -> None:
    """Raise StorageError ``store.root_replaced`` unless this root.json is the one that the lane
    began with: its SHA-256 is kept with the keys, from the first call on.

    Whoever can write the lane's folder, and not its keys, brings in no other registry by it.
    """
    digest = hashlib.sha256(root).digest()
    kept = store.load(ROOT) or store.add(ROOT, digest)
    if kept != digest:
        raise StorageError("another root.json than at enrolment", key="store.root_replaced")


def _is_real(backend: KeyringBackend) -> bool:
    # keyring answers a backend of priority 0 or less when the system has none (fail, null).
    return float(getattr(type(backend), "priority", 0)) >= 1


def _narrow(path: Path) -> None:
    if sys.platform == "win32":
        return  # the profile folder's access list holds there; mode bits mean nothing
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        path.chmod(mode & 0o700)


def _unusable(error: OSError) -> StorageError:
    return StorageError(f"key files: {error.strerror}", key="store.key_store")
