"""Enrolment: this lane's keys made here, made known to the registry with a one-time code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
import pyrage

from checkpoint_app.credential.envelope import SigningKey
from checkpoint_app.errors import ConfigError, ProtocolError, StorageError
from sync.client.calls import json_answer
from sync.client.device import Device, load_device, save_device
from sync.client.http import RegistryHttp
from sync.protocol import limits, routes
from sync.protocol.enrolment_code import parse_code
from sync.protocol.fingerprint import device_fingerprint
from sync.protocol.messages import EnrolmentAnswer, EnrolmentRequest
from sync.trust.repository import check_shipped_root


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """This device's own keys, already kept safe. ``age_identity`` is ``AGE-SECRET-KEY-1...``."""

    batch: SigningKey
    auth: SigningKey
    age_identity: str

    @property
    def age_recipient(self) -> str:
        """What a port's key is wrapped for."""
        return str(pyrage.x25519.Identity.from_str(self.age_identity).to_public())

    @property
    def fingerprint(self) -> str:
        """Compared by eye at the lane and at the registry."""
        return device_fingerprint(
            self.batch.public_bytes, self.auth.public_bytes, self.age_recipient
        )


@dataclass(frozen=True, slots=True)
class EnrolmentPlace:
    """Files that an enrolment writes: device.json, and the shipped root beside the trust data."""

    device: Path
    root: Path


def enrol(
    http: RegistryHttp,
    keys: DeviceKeys,
    place: EnrolmentPlace,
    *,
    code: str,
    name: str,
    root: bytes,
    demo: bool = False,
    port_id: str = "",
    lane: str = "",
) -> Device:
    """Enrol this lane and keep what the registry answered. ``port_id`` and ``lane``, where given,
    are where this lane stands: a code for another place is refused and stays good (RefusedError
    ``sync.code_for_other_place``).

    ``keys`` must be kept before, so that no crash leaves the registry with keys that nobody has.
    Raises ConfigError (already enrolled, malformed code, name or place), RefusedError,
    ProtocolError, TransportError, TrustError for a root that is not one, StorageError.
    """
    if load_device(place.device) is not None:
        raise ConfigError("already enrolled", key="sync.already_enrolled")
    digits = parse_code(code)
    if digits is None:
        raise ConfigError("not an enrolment code", key="sync.code_malformed")
    if not 1 <= len(name) <= limits.DEVICE_NAME_CHARACTERS:
        raise ConfigError("device name", key="sync.name_length")
    if len(port_id) > limits.PORT_ID_CHARACTERS or len(lane) > limits.LANE_CHARACTERS:
        raise ConfigError("port or lane", key="sync.place_length")
    check_shipped_root(root, allow_demo=demo)
    request = EnrolmentRequest(
        code=digits,
        name=name,
        batch_key=keys.batch.public_bytes.hex(),
        auth_key=keys.auth.public_bytes.hex(),
        age_recipient=keys.age_recipient,
        port_id=port_id,
        lane=lane,
    )
    answer = _ask(http, keys, request)
    device = Device(
        device_id=answer.device_id,
        port_id=answer.port_id,
        lane=answer.lane,
        season=answer.season,
        registry=http.address,
        registry_epoch=answer.registry_epoch,
        audience=answer.audience,
        name=name,
        fingerprint=keys.fingerprint,
        demo=demo,
    )
    keep_root(place.root, root)
    save_device(place.device, device)
    return device


def _ask(http: RegistryHttp, keys: DeviceKeys, request: EnrolmentRequest) -> EnrolmentAnswer:
    answer = http.exchange(
        "POST",
        routes.ENROLMENTS,
        limit=limits.JSON_ANSWER,
        body=msgspec.json.encode(request),
        headers={"Content-Type": routes.JSON},
    )
    found = json_answer(answer, EnrolmentAnswer)
    if found.fingerprint and found.fingerprint != keys.fingerprint:
        raise ProtocolError("other keys were enrolled", key="sync.other_keys")
    return found


def keep_root(path: Path, root: bytes) -> None:
    """Keep the root that this lane trusts from the start. Raises StorageError."""
    fresh = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(root)
        fresh.replace(path)
    except OSError as error:
        raise StorageError(f"{path.name}: {error}", key="sync.device_unwritable") from error
