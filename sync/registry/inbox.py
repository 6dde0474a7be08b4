"""What ports send back by stick, taken in as if it had come over the line.

The same bytes go through the same ingest: each movement once, what contradicts is kept as a fork,
what cannot be read is set aside. The acknowledgement travels with the port's next bundle. The files
stay on the stick: the port takes them off once it has that acknowledgement, and to take them in
again changes nothing.

A recalled device's movements are taken in too: people have departed by them, most before the
recall, and no clock at a port proves which. They count, and the audit marks them.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, insert

from checkpoint_app.clock import Clock
from checkpoint_app.credential.batch import check_batch
from checkpoint_app.credential.envelope import (
    CredentialError,
    EnvelopeType,
    Rejection,
    VerifyingKey,
)
from checkpoint_app.errors import (
    CheckpointError,
    ConfigError,
    ProtocolError,
    StorageError,
    TrustError,
)
from checkpoint_app.reference import ports
from sync.bundle.departures_file import (
    SUFFIX,
    BatchFrame,
    HoldingFrame,
    open_departures,
    read_departures,
)
from sync.bundle.layout import DEPARTURES_LIMIT, StickLayout
from sync.bundle.stick_receipt import RECEIPT_LIMIT, check_holding, decode_receipt
from sync.protocol.enrol_request import ENROL_REQUEST_LIMIT, decode_request
from sync.protocol.holdings import Holding
from sync.registry.admission import Devices
from sync.registry.api.devices import Device, DeviceRegister
from sync.registry.api.ingest import Ingest, Tally
from sync.registry.api.refusals import Refusal
from sync.registry.db import schema
from sync.registry.db.open import writing
from sync.registry.holdings import take_holding
from sync.registry.inbox_files import RefusedFile, StickFile, shown_name, stick_files

_LOG = logging.getLogger(__name__)
RECEIVED, FROM_RECALLED = "stick.received", "stick.received-from-recalled"
# Refusals that say more than that something is not as it must be.
_SAY_MORE = frozenset({"trust.bomb", "trust.newer_format"})
_OWN = "departures."


@dataclass(slots=True)
class Taken:
    """What came of one stick, by device; ``refused`` are files, or parts of them. ``requests`` are
    the names of requests to be enrolled, for `registry admit`."""

    files: int = 0
    devices: dict[str, tuple[Device, Tally]] = field(default_factory=dict)
    holdings: int = 0
    refused: list[RefusedFile] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def refuse(self, file: str, error: CheckpointError) -> None:
        """Note a refusal; the same of one file once."""
        name = shown_name(file)
        _LOG.warning("%s: %s: %s", name, error.key, error)
        if (name, error.key) not in {(each.file, each.error.key) for each in self.refused}:
            self.refused.append(RefusedFile(name, error))

    @property
    def is_well(self) -> bool:
        """Whether nothing was refused and nothing contradicts."""
        return not self.refused and not any(tally.forks for _, tally in self.devices.values())


class Inbox:
    """Takes in sticks. ``identities`` are the inbox's age identities, former ones too; ``audience``
    is this registry's, as devices sign it."""

    def __init__(
        self,
        *,
        engine: Engine,
        register: DeviceRegister,
        ingest: Ingest,
        identities: Sequence[str],
        audience: str,
        clock: Clock,
    ) -> None:
        self._engine, self._register, self._ingest = engine, register, ingest
        self._identities, self._audience, self._clock = identities, audience, clock

    def take(
        self, folder: Path, told: Callable[[int, int], None] = lambda _done, _files: None
    ) -> Taken:
        """Take in what is on the stick. One bad file or batch stops no other. ``told`` hears before
        each file of departures how many are done, and how many there are.

        Raises ConfigError for no such folder, StorageError when the database fails: what was taken
        in until then is, and the same again takes the rest.
        """
        if not folder.is_dir():
            raise ConfigError("no such folder", key="departures.no-stick")
        layout, taken = StickLayout(folder), Taken()
        try:
            self._take_departures(layout.departures, taken, told)
            for file in _told(layout.holdings, ".cbor", taken):
                with _refusing(file, taken, "departures.holding-refused"):
                    self._take_receipt(file, taken)
        finally:
            self._audit(taken)
        taken.requests += self._still_asking(_told(layout.requests, ".json", taken))
        return taken

    def _still_asking(self, files: Iterable[StickFile]) -> list[str]:
        """The names of requests but those whose device is enrolled."""
        devices = Devices(self._engine, self._clock, ports()).listed()
        enrolled = {each.fingerprint for each in devices}
        asking = []
        for file in files:
            try:
                known = decode_request(file.read(ENROL_REQUEST_LIMIT)).fingerprint in enrolled
            except CheckpointError:
                known = False  # `registry admit` says what is wrong with it
            if not known:
                asking.append(shown_name(file.name))
        return asking

    def _take_departures(
        self, folder: Path, taken: Taken, told: Callable[[int, int], None]
    ) -> None:
        files = list(_told(folder, SUFFIX, taken))
        for file in files:
            told(taken.files, len(files))
            taken.files += 1
            with _refusing(file, taken, "departures.malformed"):
                self._take_file(file, taken)

    def _take_file(self, file: StickFile, taken: Taken) -> None:
        plain = open_departures(file.read(DEPARTURES_LIMIT), self._identities)
        _, frames = read_departures(plain)
        for frame in frames:
            if isinstance(frame, BatchFrame):
                with _refusing(file, taken, "departures.batch-refused"):
                    self._take_batch(frame.envelope, taken)
            elif isinstance(frame, HoldingFrame):
                with _refusing(file, taken, "departures.holding-refused"):
                    keys = _AuthKeys(self._register)
                    checked = check_holding(frame.body, frame.envelope, keys, self._audience)
                    self._keep(checked, keys, taken)

    def _take_batch(self, envelope: bytes, taken: Taken) -> None:
        device = self._signer_of(envelope)
        try:
            tally = self._ingest.count(device, envelope)
        except Refusal as error:
            raise ProtocolError(str(error), key="departures.batch-refused") from error
        _, before = taken.devices.get(device.device_id, (device, Tally()))
        taken.devices[device.device_id] = device, before + tally

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

    def _take_receipt(self, file: StickFile, taken: Taken) -> None:
        keys = _AuthKeys(self._register)
        content = file.read(RECEIPT_LIMIT)
        self._keep(decode_receipt(content, keys, self._audience), keys, taken)

    def _keep(self, checked: tuple[Holding, bytes], keys: _AuthKeys, taken: Taken) -> None:
        held, _ = checked
        if keys.device is None or keys.device.device_id != held.device_id:
            raise ProtocolError("another device's key", key="departures.holding-refused")
        taken.holdings += take_holding(self._engine, held, self._clock.now())

    def _audit(self, taken: Taken) -> None:
        """One entry a device that brought something; the numbers as JSON, nothing personal."""
        rows = [
            {
                "at": int(self._clock.now().timestamp()),
                "actor": "registry",
                "action": FROM_RECALLED if device.recalled else RECEIVED,
                "subject": device.device_id,
                "detail": json.dumps(tally_object(tally)),
            }
            for device, tally in taken.devices.values()
        ]
        if rows:
            with writing(self._engine) as connection:
                connection.execute(insert(schema.audit), rows)


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


def _told(folder: Path, suffix: str, taken: Taken) -> Iterator[StickFile]:
    """The files to be read; the others are noted as refused."""
    try:
        for file in stick_files(folder, suffix):
            if isinstance(file, StickFile):
                yield file
            else:
                taken.refuse(file.file, file.error)
    except (ConfigError, StorageError) as error:
        if not error.key.startswith(_OWN):
            raise
        taken.refuse(folder.name, error)


@contextmanager
def _refusing(file: StickFile, taken: Taken, otherwise: str) -> Iterator[None]:
    """What is wrong with a file, or with a part of it, is noted; ``otherwise`` is the key of what
    has no words of its own. A failure of the registry itself is raised."""
    try:
        yield
    except (TrustError, ProtocolError) as error:
        said = error.key.startswith(_OWN) or error.key in _SAY_MORE
        taken.refuse(file.name, error if said else TrustError(str(error), key=otherwise))
    except StorageError as error:
        if not error.key.startswith(_OWN):
            raise
        taken.refuse(file.name, error)
