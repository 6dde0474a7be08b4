"""device.json: whole or not at all, and read strictly."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from checkpoint_app.errors import CheckpointError, StorageError
from sync.client.device import Device, load_device, save_device

ADDRESS = "https://umrah.example"
DEVICE = Device(
    device_id="lane-1",
    port_id="CAI-AIR",
    lane="A1",
    season=1448,
    registry=ADDRESS,
    registry_epoch="00" * 16,
    audience="registry",
    name="counter 1",
    fingerprint="1 2 3",
)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "device.json"
    assert load_device(path) is None
    save_device(path, DEVICE)
    assert load_device(path) == DEVICE


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[" * 9000, b'{"version": "x"}'])
def test_a_damaged_enrolment_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "device.json"
    path.write_bytes(content)
    with pytest.raises(CheckpointError) as error:
        load_device(path)
    assert error.value.key == "sync.device_unreadable"


def test_an_enrolment_of_a_later_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "device.json"
    save_device(path, msgspec.structs.replace(DEVICE, version=2))
    with pytest.raises(CheckpointError):
        load_device(path)


def test_a_folder_that_is_not_there_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        save_device(tmp_path / "no" / "device.json", DEVICE)
    (tmp_path / "device.json").mkdir()
    with pytest.raises(StorageError):
        load_device(tmp_path / "device.json")
