"""Keys put back after a lost key store, by the offline recovery key and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.errors import CheckpointError, ConfigError, StorageError
from checkpoint_app.store import keys
from checkpoint_app.store.anchor import AnchorFile
from checkpoint_app.store.journal import open_journal
from checkpoint_app.store.keys import FileKeyStore
from checkpoint_app.store.records import open_records
from checkpoint_app.store.recovery import (
    keep_wrapped,
    read_identity,
    recover,
    remove_keyless_records,
)
from sync.registry.ceremony.key_file import make_key
from sync.registry.ceremony.public_key import RECOVERY

pytestmark = pytest.mark.requirement("C5")


@pytest.fixture(scope="module")
def identity():
    return pyrage.x25519.Identity.generate()


def lane_keys(folder):
    """A key store with all of a lane's keys, as enrolment makes them."""
    store = FileKeyStore(folder)
    keys.signing_key(store, EnvelopeType.BATCH)
    keys.signing_key(store, EnvelopeType.AUTH)
    keys.age_identity(store)
    keys.check_root(store, b"root")
    return store


def test_a_journal_opens_again_after_its_key_store_is_lost(tmp_path, identity):
    store = lane_keys(tmp_path / "keys")
    with_journal = open_journal(tmp_path / "journal.db", store, SystemClock())
    epoch = with_journal.outbox.epochs()
    with_journal.close()
    held = {path.name: path.read_bytes() for path in (tmp_path / "keys").iterdir()}
    assert keep_wrapped(tmp_path / "recovery.age", store, str(identity.to_public()))
    shutil.rmtree(tmp_path / "keys")

    with pytest.raises(StorageError, match="no key"):
        open_journal(tmp_path / "journal.db", FileKeyStore(tmp_path / "keys"), SystemClock())
    shutil.rmtree(tmp_path / "keys", ignore_errors=True)
    back = recover(tmp_path / "recovery.age", FileKeyStore(tmp_path / "keys"), str(identity))

    assert set(back.names) == {"journal-db", "batch", "auth", "age", "shipped-root"}
    assert {path.name: path.read_bytes() for path in (tmp_path / "keys").iterdir()} == held
    journal = open_journal(tmp_path / "journal.db", FileKeyStore(tmp_path / "keys"), SystemClock())
    assert journal.outbox.epochs() == epoch
    journal.close()


def test_wrapping_again_writes_only_what_is_new(tmp_path, identity):
    store, path = lane_keys(tmp_path / "keys"), tmp_path / "recovery.age"
    recipient = str(identity.to_public())
    assert keep_wrapped(path, store, recipient)
    assert not keep_wrapped(path, store, recipient)
    store.add("journal-db", bytes(32))
    assert keep_wrapped(path, store, recipient)
    another = str(pyrage.x25519.Identity.generate().to_public())
    assert keep_wrapped(path, store, another)
    with pytest.raises(ConfigError) as refused:
        recover(path, FileKeyStore(tmp_path / "other"), str(identity))
    assert refused.value.key == "store.recovery_not_ours"


def test_keys_that_are_there_are_never_replaced(tmp_path, identity):
    path = tmp_path / "recovery.age"
    keep_wrapped(path, lane_keys(tmp_path / "keys"), str(identity.to_public()))
    other = lane_keys(tmp_path / "other")
    before = {each.name: each.read_bytes() for each in (tmp_path / "other").iterdir()}
    with pytest.raises(StorageError) as refused:
        recover(path, other, str(identity))
    assert refused.value.key == "store.recovery_other_keys"
    assert {each.name: each.read_bytes() for each in (tmp_path / "other").iterdir()} == before


def test_no_key_of_the_lane_stands_in_clear_in_the_file(tmp_path, identity):
    store, path = lane_keys(tmp_path / "keys"), tmp_path / "recovery.age"
    keep_wrapped(path, store, str(identity.to_public()))
    content = path.read_bytes()
    for held in (tmp_path / "keys").iterdir():
        assert held.read_bytes() not in content
        assert held.read_bytes().hex().encode() not in content


def test_a_recovery_key_is_read_with_its_password(tmp_path, identity):
    file = tmp_path / "recovery.key"
    file.write_bytes(pyrage.passphrase.encrypt(str(identity).encode(), "four words in a row"))
    assert read_identity(file, "four words in a row") == str(identity)
    with pytest.raises(ConfigError) as refused:
        read_identity(file, "another")
    assert refused.value.key == "store.recovery_password"
    file.write_text(f"# made at the ceremony\n{identity}\n")
    assert read_identity(file, None) == str(identity)
    for unfit in (b"", b"\xff" * 40, b"x" * 20_000):
        file.write_bytes(unfit)
        with pytest.raises(ConfigError):
            read_identity(file, None)
    with pytest.raises(ConfigError):
        read_identity(tmp_path / "none", None)


@given(content=st.binary(max_size=400))
def test_any_bytes_in_place_of_the_file_end_in_words(tmp_path_factory, identity, content):
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "recovery.age").write_bytes(content)
    with pytest.raises(CheckpointError):
        recover(folder / "recovery.age", FileKeyStore(folder / "keys"), str(identity))
    assert not (folder / "keys").exists()


def test_a_recipient_that_is_none_is_said(tmp_path):
    with pytest.raises(StorageError) as refused:
        keep_wrapped(tmp_path / "recovery.age", lane_keys(tmp_path / "keys"), "age1nobody")
    assert refused.value.key == "store.recovery_key"
    assert not (tmp_path / "recovery.age").exists()


def test_the_recovery_key_is_read_as_a_key_ceremony_writes_it(tmp_path: Path) -> None:
    half = make_key(tmp_path, RECOVERY, "Nadia", "four words in a row", SystemClock())
    read = read_identity(tmp_path / "recovery.key", "four words in a row")
    assert str(pyrage.x25519.Identity.from_str(read).to_public()) == half.recipient


def test_records_whose_key_is_lost_are_removed_and_begin_anew(tmp_path: Path) -> None:
    path, anchor = tmp_path / "records.db", AnchorFile(tmp_path / "anchor.json")
    first, second = (FileKeyStore(tmp_path / name) for name in ("keys", "new"))
    open_records(path, first, anchor).close()
    assert not remove_keyless_records(path, first)
    with pytest.raises(StorageError):
        open_records(path, second, anchor)
    assert remove_keyless_records(path, second)
    open_records(path, second, anchor).close()
