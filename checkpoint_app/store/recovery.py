"""A lane's keys, wrapped for the offline recovery key: for a computer whose key store is lost.

The file beside the databases is an age file (age-encryption.org/v1) for the recipient that the
offline keys name in the signed settings. What is in it opens the journal and lets the lane go on as
itself: the journal's key, and the device's own keys. The records need none: they come again.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import pyrage

from checkpoint_app.credential import canonical
from checkpoint_app.credential.rejection import CredentialError
from checkpoint_app.errors import ConfigError, StorageError
from checkpoint_app.store import keys
from checkpoint_app.store.failure import file_errors
from checkpoint_app.store.files import read_bounded, replace_file

WRAPPED_LIMIT = 16 * 1024
IDENTITY_LIMIT = 16 * 1024
_FORMAT = 1
_WRAPPED = (keys.JOURNAL, keys.BATCH, keys.AUTH, keys.AGE, keys.ROOT)
_PLAIN_LIMIT = 8 * 1024
# An age identity: Bech32 in capitals. In a key ceremony's file it stands inside a JSON object, in
# one of age's own tools on a line of its own.
_IDENTITY = re.compile(rb"^(?:\{.*\")?(AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58})\b", re.MULTILINE)
# The file's first line, in clear: for which recipient and which keys it was made. Hashes only.
_MARK_LENGTH = 65


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a recovery put back: the names of the keys, and of whose lane they are."""

    names: tuple[str, ...]


def keep_wrapped(path: Path, store: keys.KeyStore, recipient: str) -> bool:
    """Have the keys wrapped for this recipient (``age1…``) at ``path``; False when they are.

    Raises StorageError, also for a recipient that is none.
    """
    held = {name: secret for name in _WRAPPED if (secret := store.load(name)) is not None}
    plain = canonical.encode([_FORMAT, [[name, secret] for name, secret in held.items()]])
    mark = _mark_of(recipient, plain)
    with file_errors(path.name):
        known = read_bounded(path, WRAPPED_LIMIT)
        if known is not None and known.startswith(mark):
            return False
        try:
            sealed = pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(recipient)])
        except (pyrage.RecipientError, pyrage.EncryptError) as error:
            raise StorageError("not a recovery key", key="store.recovery_key") from error
        replace_file(path, mark + bytes(sealed))
    return True


def recover(path: Path, store: keys.KeyStore, identity: str) -> Recovered:
    """Put the wrapped keys back into a key store that has lost them. One that is still there and
    another is left, and the recovery refused: StorageError ``store.recovery_other_keys``.

    ``identity`` is the recovery key (``AGE-SECRET-KEY-1…``). Raises ConfigError for a file that is
    none, or was wrapped for another key; StorageError.
    """
    wrapped = _unwrapped(path, identity)
    for name, secret in wrapped.items():
        held = store.load(name)
        if held is not None and held != secret:
            raise StorageError(f"another key {name}", key="store.recovery_other_keys")
    for name, secret in wrapped.items():
        if store.add(name, secret) != secret:
            raise StorageError(f"another key {name}", key="store.recovery_other_keys")
    return Recovered(tuple(wrapped))


def remove_keyless_records(path: Path, store: keys.KeyStore) -> bool:
    """Remove records.db where its key is lost: nobody reads it again, and its content comes again
    with the next sync or stick. Whether it was removed. Raises StorageError."""
    if store.load(keys.RECORDS) is not None:
        return False
    with file_errors(path.name):
        for tail in ("-wal", "-shm", ""):
            path.with_name(path.name + tail).unlink(missing_ok=True)
    return True


def read_identity(path: Path, password: str | None) -> str:
    """The recovery key in a file, as a key ceremony or age's own tools make it: an age identity,
    itself encrypted with a password (age, scrypt) or plain. Raises ConfigError: no such file, too
    long, a wrong password, no key in it."""
    try:
        content = read_bounded(path, IDENTITY_LIMIT)
    except OSError as error:
        raise _no_identity(path) from error
    if content is None:
        raise _no_identity(path)
    if content.startswith(b"age-encryption.org/"):
        try:
            content = bytes(pyrage.passphrase.decrypt(content, password or ""))
        except pyrage.DecryptError as error:
            raise ConfigError("wrong password", key="store.recovery_password") from error
    found = _IDENTITY.search(content)
    if found is None:
        raise _no_identity(path)
    return found[1].decode()


def _unwrapped(path: Path, identity: str) -> dict[str, bytes]:
    with file_errors(path.name):
        content = read_bounded(path, WRAPPED_LIMIT)
    if content is None or len(content) <= _MARK_LENGTH:
        raise ConfigError("no wrapped keys", key="store.recovery_missing", name=path.name)
    try:
        own = pyrage.x25519.Identity.from_str(identity)
        plain = bytes(pyrage.decrypt(content[_MARK_LENGTH:], [own]))
    except (pyrage.IdentityError, pyrage.DecryptError) as error:
        raise ConfigError("not for this key", key="store.recovery_not_ours") from error
    try:
        rows = canonical.decode(plain, limit=_PLAIN_LIMIT)
    except CredentialError as error:
        raise _damaged() from error
    match rows:
        case [1, [*entries]]:
            return dict(_entry(entry) for entry in entries)
        case _:
            raise _damaged()


def _entry(entry: object) -> tuple[str, bytes]:
    match entry:
        case [str(name), bytes(secret)] if name in _WRAPPED:
            return name, secret
        case _:
            raise _damaged()


def _damaged() -> ConfigError:
    return ConfigError("wrapped keys malformed", key="store.recovery_not_ours")


def _no_identity(path: Path) -> ConfigError:
    return ConfigError("no recovery key", key="store.recovery_identity", name=path.name)


def _mark_of(recipient: str, plain: bytes) -> bytes:
    """Tells one wrapping from another without telling the keys: they are random, 32 bytes each."""
    return hashlib.sha256(recipient.encode() + b"/" + plain).hexdigest().encode() + b"\n"
