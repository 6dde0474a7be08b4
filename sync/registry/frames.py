"""What devices signed and others brought: by stick, or through the hub of their port.

Whoever brings it is believed in nothing. Each frame is proven by its own device's signature, and
goes through the same ingest as what comes over the line: each entry once, what contradicts is kept
as a fork, what cannot be read is set aside.

A recalled device's movements are taken in too: people have departed by them, most before the
recall, and no clock at a port proves which. They count, and the audit marks them.
"""

from __future__ import annotations

from sqlalchemy import Engine

from checkpoint_app.clock import Clock
from checkpoint_app.credential.batch import check_batch
from checkpoint_app.credential.envelope import (
    CredentialError,
    EnvelopeType,
    Rejection,
    VerifyingKey,
)
from checkpoint_app.errors import ProtocolError
from sync.bundle.departures_file import HoldingFrame
from sync.bundle.stick_receipt import check_holding, decode_receipt
from sync.protocol.holdings import Holding
from sync.registry.api.devices import Device, DeviceRegister
from sync.registry.api.ingest import Ingest, Tally
from sync.registry.api.refusals import Refusal
from sync.registry.holdings import take_holding


class BroughtFrames:
    """Takes frames in, one by one. ``audience`` is this registry's, as devices sign it."""

    def __init__(
        self,
        *,
        engine: Engine,
        register: DeviceRegister,
        ingest: Ingest,
        audience: str,
        clock: Clock,
    ) -> None:
        self._engine, self._register, self._ingest = engine, register, ingest
        self._audience, self._clock = audience, clock

    def take_batch(self, envelope: bytes) -> tuple[Device, bytes, Tally]:
        """Whose batch it was, its journal's epoch, and what became of the entries. Raises
        ProtocolError, CredentialError for what is no batch of an enrolled device, StorageError."""
        device = self._signer_of(envelope)
        try:
            epoch, tally = self._ingest.bring(device, envelope)
        except Refusal as error:
            raise ProtocolError(str(error), key="departures.batch-refused") from error
        return device, epoch, tally

    def take_holding(self, frame: HoldingFrame) -> bool:
        """Keep a device's statement; False when a newer one is here. Raises as `take_batch`."""
        keys = _AuthKeys(self._register)
        return self._keep(check_holding(frame.body, frame.envelope, keys, self._audience), keys)

    def take_receipt(self, content: bytes) -> bool:
        """As `take_holding`, of the file that a device leaves on a stick."""
        keys = _AuthKeys(self._register)
        return self._keep(decode_receipt(content, keys, self._audience), keys)

    def _keep(self, checked: tuple[Holding, bytes], keys: _AuthKeys) -> bool:
        held, _ = checked
        if keys.device is None or keys.device.device_id != held.device_id:
            raise ProtocolError("another device's key", key="departures.holding-refused")
        return take_holding(self._engine, held, self._clock.now())

    def _signer_of(self, envelope: bytes) -> Device:
        """The device whose key the envelope names; that it signed is for the ingest to check."""
        named = _NamedKey()
        try:
            check_batch(envelope, named)
        except CredentialError as error:
            if error.reason is not Rejection.UNKNOWN_KEY:
                raise
        device = self._register.by_batch_kid(named.kid)
        if device is None:
            raise ProtocolError("no such device", key="departures.unknown-device")
        return device


def tally_object(tally: Tally) -> dict[str, int]:
    """Numbers by name, as the audit and answers have them."""
    return {"new": tally.new, "known": tally.known, "forks": tally.forks, "aside": tally.aside}


class _NamedKey:
    """A `KeyLookup` that finds nothing, and notes which key was asked for."""

    kid = b""

    def find(self, kid: bytes, purpose: EnvelopeType) -> VerifyingKey | None:
        self.kid = kid
        return None


class _AuthKeys:
    """A `KeyLookup` of devices' auth keys that remembers whose key it found."""

    def __init__(self, register: DeviceRegister) -> None:
        self._register = register
        self.device: Device | None = None

    def find(self, kid: bytes, purpose: EnvelopeType) -> VerifyingKey | None:
        self.device = self._register.by_auth_kid(kid)
        return None if self.device is None else self.device.find(kid, purpose)
