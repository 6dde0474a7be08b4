"""Any byte of any file on the stick changed: refused in our own words, or without effect."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkpoint_app.errors import CheckpointError
from sync.registry.ceremony.begin import Order
from sync.registry.ceremony.describe import describe
from sync.registry.ceremony.folder import read_ceremony
from sync.registry.ceremony.progress import steps
from tests.integration.registry_ceremony.room import Room


@contextmanager
def changed(path: Path, content: bytes) -> Iterator[None]:
    """A file with another content for a while."""
    before = path.read_bytes()
    path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(before)


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def read_all(folder: Path) -> None:
    ceremony = read_ceremony(folder)
    list(describe(ceremony))
    steps(ceremony)


@pytest.fixture
def rotation(room: Room) -> Path:
    """A ceremony half-way: a new root key, a new targets key, two signatures."""
    folder = room.begin(Order("rotate", keys=("root-2", "targets-1")))
    room.make_keys(folder)
    room.sign(folder, "root-1", "targets-2")
    return folder


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_only_our_own_errors_escape(rotation: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(files_of(rotation)))
    content = path.read_bytes()
    at = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(
        st.integers(0, 255).map(lambda byte: content[:at] + bytes([byte]) + content[at + 1 :])
        | st.just(content[:at])
        | st.just(content + content[:at])
        | st.binary(max_size=200)
    )
    with changed(path, other):
        try:
            read_all(rotation)
        except CheckpointError as error:
            assert error.key.startswith(("ceremony.", "credential."))


def test_a_torn_copy_is_refused_whatever_is_missing(rotation: Path) -> None:
    for path in files_of(rotation):
        content = path.read_bytes()
        path.unlink()
        try:
            read_all(rotation)
            assert path.parent.name in ("unsigned", "signatures", "keys")
        except CheckpointError as error:
            assert error.key.startswith("ceremony.")
        path.write_bytes(content)
    read_all(rotation)
    assert not [name for name in os.listdir(rotation) if name.endswith(".part")]
