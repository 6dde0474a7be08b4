"""A registry before and after its first ceremony, copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.integration.registry_ceremony.room import GENESIS, SIGNERS, Room, opened_room


@pytest.fixture(scope="session")
def first_room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """After the first ceremony; never to be changed."""
    room = opened_room(tmp_path_factory.mktemp("room"))
    room.hold(GENESIS, *SIGNERS)
    return room


@pytest.fixture
def new_room(tmp_path: Path) -> Room:
    """Before the first ceremony."""
    return opened_room(tmp_path)


@pytest.fixture
def room(first_room: Room, tmp_path: Path) -> Room:
    """After the first ceremony."""
    shutil.copytree(first_room.folder, tmp_path / "room")
    return Room(tmp_path / "room", keys=dict(first_room.keys), held=first_room.held)
