"""Keys: files of their owner, the system's key store, and what is never overwritten."""

from __future__ import annotations

import stat
from multiprocessing import get_context
from pathlib import Path

import keyring.backend
import keyring.errors
import pyrage
import pytest

from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.errors import StorageError
from checkpoint_app.store import keys
from checkpoint_app.store.keys import FileKeyStore, SystemKeyStore, open_key_store


class LockedDrawer(keyring.backend.KeyringBackend):
    """A key store in memory, as the system's would be."""

    priority = 5

    def __init__(self, locked: bool = False) -> None:
        self.drawer: dict[tuple[str, str], str] = {}
        self.locked = locked

    def get_password(self, service, username):
        if self.locked:
            raise keyring.errors.KeyringLocked("locked")
        return self.drawer.get((service, username))

    def set_password(self, service, username, password):
        self.drawer[service, username] = password


class Nothing(LockedDrawer):
    """What keyring answers where the system has no key store."""

    priority = 0


def test_a_key_file_is_its_owners_alone(tmp_path):
    store = FileKeyStore(tmp_path / "keys")
    assert store.load("batch") is None
    assert store.add("batch", b"secret") == b"secret"
    file = tmp_path / "keys" / "batch"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    file.chmod(0o644)
    assert store.load("batch") == b"secret"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["batch"]


def test_a_key_is_never_overwritten(tmp_path):
    store = FileKeyStore(tmp_path)
    assert store.add("batch", b"first") == b"first"
    assert store.add("batch", b"second") == b"first"
    system = SystemKeyStore(LockedDrawer(), "lane")
    assert system.add("batch", b"first") == b"first"
    assert system.add("batch", b"second") == b"first"


def add(folder: Path, secret: bytes) -> bytes:
    return FileKeyStore(folder).add("batch", secret)


def test_two_programs_that_begin_at_once_agree(tmp_path):
    with get_context("spawn").Pool(4) as pool:
        told = pool.starmap(add, [(tmp_path, bytes([number]) * 32) for number in range(16)])
    assert len(set(told)) == 1
    assert FileKeyStore(tmp_path).load("batch") == told[0]


def test_where_the_secrets_lie(tmp_path):
    assert isinstance(open_key_store(tmp_path / "a", Nothing()), FileKeyStore)
    drawer = LockedDrawer()
    assert isinstance(open_key_store(tmp_path / "b", drawer), SystemKeyStore)
    open_key_store(tmp_path / "b", drawer).add("batch", b"one")
    open_key_store(tmp_path / "c", drawer).add("batch", b"two")
    assert open_key_store(tmp_path / "b", drawer).load("batch") == b"one"
    (tmp_path / "b").rename(tmp_path / "moved")
    assert open_key_store(tmp_path / "moved", drawer).load("batch") == b"one"


def test_a_lane_begun_with_files_stays_with_them(tmp_path):
    open_key_store(tmp_path, Nothing()).add("batch", b"one")
    assert open_key_store(tmp_path, LockedDrawer()).load("batch") == b"one"


def test_a_locked_key_store_is_told(tmp_path):
    with pytest.raises(StorageError) as caught:
        SystemKeyStore(LockedDrawer(locked=True), "lane").load("batch")
    assert caught.value.key == "store.key_store"


def test_a_database_without_its_key_is_not_touched(tmp_path):
    store = FileKeyStore(tmp_path)
    made = keys.database_key(store, keys.JOURNAL, database_exists=False)
    assert keys.database_key(store, keys.JOURNAL, database_exists=True) == made
    (tmp_path / keys.JOURNAL).unlink()
    with pytest.raises(StorageError) as caught:
        keys.database_key(store, keys.JOURNAL, database_exists=True)
    assert caught.value.key == "store.key_missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 5000])
def test_a_key_that_cannot_be_one(tmp_path, content):
    (tmp_path / keys.JOURNAL).write_bytes(content)
    with pytest.raises(StorageError):
        keys.database_key(FileKeyStore(tmp_path), keys.JOURNAL, database_exists=True)


def test_device_keys_are_made_once(tmp_path):
    store = FileKeyStore(tmp_path)
    batch = keys.signing_key(store, EnvelopeType.BATCH)
    assert keys.signing_key(store, EnvelopeType.BATCH).public_bytes == batch.public_bytes
    assert keys.signing_key(store, EnvelopeType.AUTH).public_bytes != batch.public_bytes
    identity = keys.age_identity(store)
    assert keys.age_identity(store) == identity
    recipient = pyrage.x25519.Identity.from_str(identity).to_public()
    sealed = pyrage.encrypt(b"port key", [recipient])
    assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)]) == b"port key"


def test_a_spoilt_device_key(tmp_path):
    store = FileKeyStore(tmp_path)
    (tmp_path / "batch").write_bytes(b"no key")
    (tmp_path / "age").write_bytes(b"no identity")
    with pytest.raises(StorageError):
        keys.signing_key(store, EnvelopeType.BATCH)
    with pytest.raises(StorageError):
        keys.age_identity(store)
    with pytest.raises(ValueError, match="name"):
        store.load("../records.db")
