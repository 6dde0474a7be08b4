"""Enrolment by stick, composed: this lane's keys and folders with what is on the stick."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from checkpoint_app.clock import Clock
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.errors import ConfigError
from checkpoint_app.main import shipped_root
from checkpoint_app.paths import LanePaths
from checkpoint_app.store import keys as store_keys
from checkpoint_app.store.keys import KeyStore, open_key_store
from sync.bundle.layout import StickLayout
from sync.bundle.stick_files import stick_folder
from sync.client.device import Device
from sync.client.enrol import DeviceKeys, EnrolmentPlace
from sync.client.stick_enrol import Asked, ask_by_stick, enrol_by_stick, load_asked
from sync.protocol.enrol_request import DeviceAsking
from sync.trust import floor as time_floor
from sync.trust.floor import BUILT, TimeFloor
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.repository import TrustedRepository

_NONCE_BYTES = 16


@dataclass(frozen=True, slots=True)
class RequestMade:
    """A request on a stick: what it says, and the file's path below the stick's folder."""

    said: DeviceAsking
    file: str


def ask_to_enrol(paths: LanePaths, folder: Path, asked: Asked, root: bytes) -> RequestMade:
    """Make this lane's keys, once, and write its request onto a stick.

    Raises as `ask_by_stick`, and StorageError and ConfigError for the stick.
    """
    files = stick_folder(folder)
    paths.make()
    key_store = open_key_store(paths.keys)
    request = ask_by_stick(
        device_keys(key_store),
        EnrolmentPlace(paths.device, paths.shipped_root),
        paths.asked,
        asked,
        root=root,
        nonce=secrets.token_bytes(_NONCE_BYTES),
    )
    store_keys.check_root(key_store, root)
    file = f"{StickLayout(Path()).requests}/{request.said.file_name}"
    files.put(file, [request.content])
    return RequestMade(request.said, file)


def enrol_from(paths: LanePaths, folder: Path, clock: Clock) -> Device:
    """Complete the enrolment that this lane asked for, from a bundle on a stick.

    Raises ConfigError ``cli.not_asked`` for a lane that asked for none, and as `enrol_by_stick`.
    """
    asked = load_asked(paths.asked)
    if asked is None:
        raise ConfigError("no enrolment was asked for", key="cli.not_asked")
    key_store, root = open_key_store(paths.keys), shipped_root(paths)
    store_keys.check_root(key_store, root)
    device, _ = enrol_by_stick(
        TrustedRepository(paths.trust.absolute(), root, allow_demo=asked.demo),
        folder_carrier(StickLayout(folder).repository),
        time_floor.reference_time(clock.now(), TimeFloor(BUILT)),
        device_keys(key_store),
        EnrolmentPlace(paths.device, paths.shipped_root),
        asked,
    )
    return device


def device_keys(key_store: KeyStore) -> DeviceKeys:
    """This device's own keys, made at the first call. Raises StorageError."""
    return DeviceKeys(
        store_keys.signing_key(key_store, EnvelopeType.BATCH),
        store_keys.signing_key(key_store, EnvelopeType.AUTH),
        store_keys.age_identity(key_store),
    )
