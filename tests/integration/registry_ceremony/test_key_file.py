"""Key files on a stick: one password each."""

from __future__ import annotations

import stat
from pathlib import Path

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkpoint_app.errors import ConfigError, StorageError
from sync.registry.ceremony.key_file import (
    KEY_FILE_LIMIT,
    make_key,
    open_key,
    open_recovery,
)
from sync.registry.ceremony.public_key import parse_public
from tests.integration.registry_publish.centre import MovableClock

PASSWORD = "twelve signs"


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stick")
    make_key(folder, "root-1", "Mona", PASSWORD, MovableClock())
    return folder


def test_a_key_opens_with_its_password_and_fits_its_public_half(stick: Path) -> None:
    opened = open_key(stick / "root-1.key", PASSWORD)
    half = parse_public((stick / "root-1.pub.json").read_bytes(), "root-1.pub.json")
    assert (opened.seat, half.seat, half.name) == ("root-1", "root-1", "Mona")
    assert opened.key == half.key
    assert half.fingerprint == opened.key.fingerprint
    content = (stick / "root-1.key").read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert opened.private.private_bytes_raw().hex().encode() not in content
    assert stat.S_IMODE((stick / "root-1.key").stat().st_mode) == 0o600


def test_another_password_opens_nothing(stick: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        open_key(stick / "root-1.key", PASSWORD + " ")
    assert caught.value.key == "ceremony.wrong_password"


def test_a_key_is_never_written_over_and_a_password_never_short(stick: Path) -> None:
    before = (stick / "root-1.key").read_bytes()
    with pytest.raises(ConfigError) as caught:
        make_key(stick, "root-1", "Mona", PASSWORD, MovableClock())
    assert caught.value.key == "ceremony.key_exists"
    with pytest.raises(ConfigError) as caught:
        make_key(stick, "root-2", "Mona", "eleven sign", MovableClock())
    assert caught.value.key == "ceremony.short_password"
    assert (stick / "root-1.key").read_bytes() == before
    assert not (stick / "root-2.key").exists()


def test_a_recovery_key_opens_what_was_sealed_to_its_public_half(tmp_path: Path) -> None:
    half = make_key(tmp_path, "recovery", "", PASSWORD, MovableClock())
    sealed = pyrage.encrypt(b"a journal's key", [pyrage.x25519.Recipient.from_str(half.recipient)])
    identity = pyrage.x25519.Identity.from_str(open_recovery(tmp_path / "recovery.key", PASSWORD))
    assert pyrage.decrypt(sealed, [identity]) == b"a journal's key"


def test_a_file_that_asks_for_endless_work_is_refused_at_once(stick: Path, tmp_path: Path) -> None:
    lines = (stick / "root-1.key").read_bytes().split(b"\n")
    lines[1] = lines[1].rpartition(b" ")[0] + b" 40"
    greedy = tmp_path / "root-1.key"
    greedy.write_bytes(b"\n".join(lines))
    with pytest.raises(ConfigError):
        open_key(greedy, PASSWORD)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=KEY_FILE_LIMIT + 1),
        st.binary(max_size=300).map(lambda tail: b"age-encryption.org/v1\n-> x25519 " + tail),
        # Work of 2 to the 1: cheap to try.
        st.binary(max_size=200).map(
            lambda tail: b"age-encryption.org/v1\n-> scrypt AAAA 1\n" + tail
        ),
    )
)
def test_whatever_lies_in_a_key_file_only_our_errors_escape(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "root-1.key"
    file.write_bytes(content)
    with pytest.raises((ConfigError, StorageError)):
        open_key(file, PASSWORD)
