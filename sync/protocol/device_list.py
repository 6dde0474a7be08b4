"""The signed device lists: who stands at a port, and who was recalled anywhere.

Targets of the TUF repository (`sync.trust.names`): ``<port>/devices`` by the port's role, and
``status/recalled`` by the role for bad news. Public: keys and numbers, nobody's name.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from checkpoint_app.errors import ProtocolError
from sync.protocol import limits
from sync.protocol.messages import AgeRecipient, Hex32, decode_message, encode_json

LIST_LIMIT = 1024 * 1024
MOST_DEVICES = 2048
_VERSION = 1

DeviceId = Annotated[str, msgspec.Meta(min_length=1, max_length=limits.DEVICE_ID_CHARACTERS)]


class ListedDevice(msgspec.Struct, frozen=True):
    """A device in service at its port. Keys are raw Ed25519 in hex; ``enrolled_at`` in seconds
    since 1970 UTC."""

    device_id: DeviceId
    lane: Annotated[str, msgspec.Meta(max_length=limits.LANE_CHARACTERS)]
    batch_key: Hex32
    auth_key: Hex32
    age_recipient: AgeRecipient
    enrolled_at: int = 0


class DeviceList(msgspec.Struct, frozen=True):
    """The devices in service at one port."""

    version: int
    port: Annotated[str, msgspec.Meta(max_length=limits.PORT_ID_CHARACTERS)]
    devices: Annotated[tuple[ListedDevice, ...], msgspec.Meta(max_length=MOST_DEVICES)]


class RecalledDevice(msgspec.Struct, frozen=True):
    """A device taken out of service; ``at`` in seconds since 1970 UTC."""

    device_id: DeviceId
    at: int


class RecalledList(msgspec.Struct, frozen=True):
    """Every device that was ever recalled in this season."""

    version: int
    recalled: Annotated[tuple[RecalledDevice, ...], msgspec.Meta(max_length=MOST_DEVICES)]


def encode_device_list(port: str, devices: tuple[ListedDevice, ...]) -> bytes:
    """The content of ``<port>/devices``."""
    return encode_json(DeviceList(_VERSION, port, devices))


def decode_device_list(content: bytes, port: str) -> DeviceList:
    """Read a device list, itself verified as a target. Raises ProtocolError, also for one of
    another port."""
    listed = decode_message(content, DeviceList, limit=LIST_LIMIT)
    _check_version(listed.version)
    if listed.port != port:
        raise ProtocolError("a device list of another port", key="trust.wrong_pack")
    return listed


def encode_recalled(recalled: tuple[RecalledDevice, ...]) -> bytes:
    """The content of ``status/recalled``."""
    return encode_json(RecalledList(_VERSION, recalled))


def decode_recalled(content: bytes) -> RecalledList:
    """Read the list of recalled devices, itself verified as a target. Raises ProtocolError."""
    listed = decode_message(content, RecalledList, limit=LIST_LIMIT)
    _check_version(listed.version)
    return listed


def _check_version(version: int) -> None:
    if version > _VERSION:
        raise ProtocolError(f"device list of version {version}", key="trust.newer_format")
