"""device.json: what enrolment gave this lane. Nothing in it is secret."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from checkpoint_app.errors import ConfigError, StorageError
from sync.protocol import limits

_LIMIT = 16 * 1024
_FORMAT = 1


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """This lane as the registry knows it.

    ``registry`` is its address; ``audience`` goes into each signed request; ``registry_epoch`` is
    in hex, as it was at enrolment. ``fingerprint`` is shown here and at the registry. ``demo``
    allows a demo's root.
    """

    version: int = _FORMAT
    device_id: str
    port_id: str
    lane: str
    season: int
    registry: str
    registry_epoch: str
    audience: str
    name: str
    fingerprint: str
    demo: bool = False


def load_device(path: Path) -> Device | None:
    """The lane's enrolment; None when it has none. Raises ConfigError, StorageError."""
    try:
        with path.open("rb") as file:
            content = file.read(_LIMIT + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(f"{path.name}: {error}", key="sync.device_unreadable") from error
    try:
        device = msgspec.json.decode(content[:_LIMIT], type=Device)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{path.name}: {error}", key="sync.device_unreadable") from error
    if device.version > _FORMAT or len(device.device_id) > limits.DEVICE_ID_CHARACTERS:
        raise ConfigError(f"{path.name}: version {device.version}", key="sync.device_unreadable")
    return device


def save_device(path: Path, device: Device) -> None:
    """Keep an enrolment, whole or not at all. Raises StorageError."""
    fresh = path.with_name(path.name + ".new")
    try:
        with fresh.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(device)))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise StorageError(f"{path.name}: {error}", key="sync.device_unwritable") from error
