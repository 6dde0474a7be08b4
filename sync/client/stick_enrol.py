"""Enrolment without a line: this lane's request goes out on a stick, its admission comes back in a
bundle, and is believed because the bundle is signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from checkpoint_app.errors import ConfigError, ProtocolError, StorageError, TrustError
from sync.client.device import Device, load_device, save_device
from sync.client.enrol import DeviceKeys, EnrolmentPlace, keep_root
from sync.protocol import limits
from sync.protocol.device_list import LIST_LIMIT, DeviceList, ListedDevice, decode_device_list
from sync.protocol.enrol_request import DeviceAsking, asking, encode_request
from sync.trust.carrier import Carrier
from sync.trust.names import PortTargets
from sync.trust.repository import TrustedRepository, TrustSession, check_shipped_root
from sync.trust.view import TrustView

_LIMIT = 16 * 1024


class Asked(msgspec.Struct, frozen=True):
    """What this lane asked for, until it is enrolled. Nothing in it is secret."""

    port_id: str
    lane: str
    name: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class StickRequest:
    """A request as it goes onto the stick, under this name."""

    said: DeviceAsking
    content: bytes


def ask_by_stick(
    keys: DeviceKeys,
    place: EnrolmentPlace,
    asked_file: Path,
    asked: Asked,
    *,
    root: bytes,
    nonce: bytes,
) -> StickRequest:
    """Make this lane's request, and keep what it asks for; again, with the same keys, at will.

    ``keys`` must be kept before. Raises ConfigError (already enrolled, names too long), TrustError
    for a root that is not one, StorageError.
    """
    if load_device(place.device) is not None:
        raise ConfigError("already enrolled", key="sync.already_enrolled")
    if not 1 <= len(asked.name) <= limits.DEVICE_NAME_CHARACTERS:
        raise ConfigError("device name", key="sync.name_length")
    try:
        said = asking(
            asked.port_id,
            asked.lane,
            asked.name,
            batch_key=keys.batch.public_bytes,
            auth_key=keys.auth.public_bytes,
            age_recipient=keys.age_recipient,
        )
    except ProtocolError as error:
        raise ConfigError(f"port or lane: {error}", key="sync.place_length") from error
    check_shipped_root(root, allow_demo=asked.demo)
    keep_root(place.root, root)
    _keep(asked_file, asked)
    return StickRequest(said, encode_request(said, keys.auth, nonce))


def load_asked(path: Path) -> Asked | None:
    """What this lane asked for; None for nothing. Raises ConfigError, StorageError."""
    try:
        with path.open("rb") as file:
            content = file.read(_LIMIT)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(f"{path.name}: {error}", key="sync.device_unreadable") from error
    try:
        return msgspec.json.decode(content, type=Asked)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{path.name}: {error}", key="sync.device_unreadable") from error


def enrol_by_stick(
    repository: TrustedRepository,
    carrier: Carrier,
    reference: datetime,
    keys: DeviceKeys,
    place: EnrolmentPlace,
    asked: Asked,
) -> tuple[Device, TrustView]:
    """Enrol this lane as the port's signed list names it, and keep that.

    Raises ConfigError ``sync.not_admitted`` when the list does not name its keys, and when already
    enrolled; TrustError, TransportError, StorageError.
    """
    if load_device(place.device) is not None:
        raise ConfigError("already enrolled", key="sync.already_enrolled")
    with repository.session(carrier, reference) as session:
        view = session.refresh()
        listed = _devices(session, asked.port_id)
        entry = _own_entry(listed, keys)
    device = Device(
        device_id=entry.device_id,
        port_id=listed.port,
        lane=entry.lane,
        season=view.season,
        registry=view.registry.address,
        registry_epoch=view.registry.epoch,
        audience=view.registry.audience,
        name=asked.name,
        fingerprint=keys.fingerprint,
        demo=asked.demo,
    )
    save_device(place.device, device)
    return device, view


def _devices(session: TrustSession, port_id: str) -> DeviceList:
    name = PortTargets(port_id).devices
    if not session.has(name):  # the port has no device yet, or the stick is another port's
        raise ConfigError("no device list", key="sync.not_admitted")
    try:
        return decode_device_list(session.content(name, limit=LIST_LIMIT), port_id)
    except ProtocolError as error:
        raise TrustError(f"device list: {error}", key=error.key) from error


def _own_entry(listed: DeviceList, keys: DeviceKeys) -> ListedDevice:
    own = (keys.batch.public_bytes.hex(), keys.auth.public_bytes.hex(), keys.age_recipient)
    for entry in listed.devices:
        if (entry.batch_key, entry.auth_key, entry.age_recipient) == own:
            return entry
    raise ConfigError("not among the port's devices", key="sync.not_admitted")


def _keep(path: Path, asked: Asked) -> None:
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.write_bytes(msgspec.json.encode(asked))
        fresh.replace(path)
    except OSError as error:
        raise StorageError(f"{path.name}: {error}", key="sync.device_unwritable") from error
