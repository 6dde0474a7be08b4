"""The devices of the port as the signed list has them, without those that were recalled."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from checkpoint_app.credential.auth import DeviceAuth
from checkpoint_app.credential.batch import Batch
from checkpoint_app.credential.envelope import EnvelopeType, key_id
from checkpoint_app.credential.keys import DeviceKeyring
from checkpoint_app.credential.rejection import CredentialError
from sync.protocol.device_list import ListedDevice
from sync.trust.view import TrustView

_LOG = logging.getLogger(__name__)
# Of how many other devices each one keeps the second copy.
_COPIES = 2


@dataclass(frozen=True, slots=True)
class PortDevices:
    """``by_id`` are those in service, ``keys`` their batch and auth keys."""

    port_id: str
    by_id: Mapping[str, ListedDevice]
    keys: DeviceKeyring

    def signed_batch(self, batch: Batch) -> bool:
        """Whether a batch is signed by the device that it names, and that is one of the port."""
        listed = self.by_id.get(batch.device)
        return listed is not None and batch.kid == _kid(EnvelopeType.BATCH, listed.batch_key)

    def signed_auth(self, auth: DeviceAuth) -> bool:
        """The same of a signed request or statement."""
        return self.is_auth_key(auth.device, auth.kid)

    def is_auth_key(self, device: str, kid: bytes) -> bool:
        """Whether this is the auth key of a device of the port."""
        listed = self.by_id.get(device)
        return listed is not None and kid == _kid(EnvelopeType.AUTH, listed.auth_key)


def port_devices(view: TrustView | None) -> PortDevices | None:
    """Those of a view; None where it knows no list."""
    if view is None or view.devices is None:
        return None
    found = {each.device_id: each for each in in_service(view)}
    keys = [pair for each in found.values() for pair in _keys(each)]
    return PortDevices(view.devices.port, found, DeviceKeyring(keys))


def in_service(view: TrustView) -> tuple[ListedDevice, ...]:
    """The devices listed and not recalled, in order of their ids."""
    listed = () if view.devices is None else view.devices.devices
    left = (each for each in listed if each.device_id not in view.recalled)
    return tuple(
        sorted((each for each in left if _is_sound(each)), key=lambda each: each.device_id)
    )


def kept_by(own: str, ids: Iterable[str]) -> frozenset[str]:
    """The devices whose second copy this one keeps: the two before it in the ring of the port's
    device ids."""
    ring = sorted(ids)
    if own not in ring:
        return frozenset()
    place = ring.index(own)
    return frozenset(ring[place - back] for back in range(1, min(_COPIES, len(ring) - 1) + 1))


class Listing:
    """The devices in force: the same object for as long as the list says the same."""

    def __init__(self, trust: Callable[[], TrustView | None]) -> None:
        self._trust = trust
        self._made: tuple[TrustView | None, PortDevices | None] = (None, None)

    def __call__(self) -> PortDevices | None:
        """The devices; None where no list is known."""
        view = self._trust()
        known, found = self._made
        if view is not known:
            if known is None or view is None or not _says_the_same(known, view):
                found = port_devices(view)
            self._made = (view, found)
        return found


def _says_the_same(known: TrustView, view: TrustView) -> bool:
    return (known.devices, known.recalled) == (view.devices, view.recalled)


def _keys(listed: ListedDevice) -> list[tuple[EnvelopeType, bytes]]:
    return [
        (EnvelopeType.BATCH, bytes.fromhex(listed.batch_key)),
        (EnvelopeType.AUTH, bytes.fromhex(listed.auth_key)),
    ]


def _is_sound(listed: ListedDevice) -> bool:
    """Whether both keys are fit for use: one that is not must not shut out the other devices."""
    try:
        DeviceKeyring(_keys(listed))
    except CredentialError as error:
        _LOG.error("keys of a listed device: %s", error)
        return False
    return True


def _kid(purpose: EnvelopeType, public: str) -> bytes:
    return key_id(purpose, bytes.fromhex(public))
