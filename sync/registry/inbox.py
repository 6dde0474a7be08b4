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
from sync.bundle.stick_receipt import RECEIPT_LIMIT
from sync.protocol.enrol_request import ENROL_REQUEST_LIMIT, decode_request
from sync.registry.admission import Devices
from sync.registry.api.devices import Device, DeviceRegister
from sync.registry.api.ingest import Ingest, Tally
from sync.registry.db import schema
from sync.registry.db.open import writing
from sync.registry.frames import BroughtFrames, tally_object
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
        self._engine, self._identities, self._clock = engine, identities, clock
        self._frames = BroughtFrames(
            engine=engine, register=register, ingest=ingest, audience=audience, clock=clock
        )

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
                    taken.holdings += self._frames.take_holding(frame)

    def _take_batch(self, envelope: bytes, taken: Taken) -> None:
        device, _, tally = self._frames.take_batch(envelope)
        _, before = taken.devices.get(device.device_id, (device, Tally()))
        taken.devices[device.device_id] = device, before + tally

    def _take_receipt(self, file: StickFile, taken: Taken) -> None:
        taken.holdings += self._frames.take_receipt(file.read(RECEIPT_LIMIT))

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
