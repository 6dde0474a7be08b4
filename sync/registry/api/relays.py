"""What a port's hub passes on for its lanes: sealed items in, and how far each journal has come.

The hub that brings an item is an enrolled device; that proves nothing of what is in it. Items are
opened here by the inbox's identities: bounded in size, since the age library holds the interpreter
lock while it decrypts (some milliseconds for the largest).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine, insert

from checkpoint_app.clock import Clock
from checkpoint_app.errors import ConfigError, ProtocolError, TrustError
from sync.bundle.departures_file import (
    BatchFrame,
    Frame,
    HoldingFrame,
    open_departures,
    read_departures,
)
from sync.bundle.relay_file import RELAY_PLAIN
from sync.protocol import limits
from sync.protocol.problems import ProblemKind
from sync.protocol.relay import JournalName, ReachedJournal
from sync.registry.api.devices import Device
from sync.registry.api.ingest import Ingest, Tally
from sync.registry.api.refusals import Refusal
from sync.registry.db import schema
from sync.registry.db.open import writing
from sync.registry.frames import BroughtFrames, tally_object

_LOG = logging.getLogger(__name__)
FROM_RECALLED = "relay.received-from-recalled"


@dataclass(slots=True)
class _Taken:
    """What came of an item so far."""

    journals: dict[JournalName, None] = field(default_factory=dict)
    recalled: dict[str, Tally] = field(default_factory=dict)


class Relays:
    """Takes items in. ``identities`` are the inbox's age identities, empty where there are none."""

    def __init__(
        self,
        *,
        engine: Engine,
        frames: BroughtFrames,
        ingest: Ingest,
        identities: Sequence[str],
        clock: Clock,
    ) -> None:
        self._engine, self._frames, self._ingest = engine, frames, ingest
        self._identities, self._clock = identities, clock

    def take(self, item: bytes) -> tuple[ReachedJournal, ...]:
        """Take in what an item holds; how far the journals are of which it held a batch that was
        taken in. One bad frame stops no other.

        Raises StorageError, and Refusal: NO_INBOX, INVALID for what cannot be opened or read.
        """
        if not self._identities:
            raise Refusal(ProblemKind.NO_INBOX)
        taken = _Taken()
        try:
            for frame in self._opened(item):
                with _noting():
                    self._take(frame, taken)
        finally:
            self._audit(taken)
        return self.reached(taken.journals)

    def reached(self, journals: Iterable[JournalName]) -> tuple[ReachedJournal, ...]:
        """How far each journal is here. Raises StorageError."""
        found = self._ingest.reached(journals)
        return tuple(ReachedJournal(JournalName(*key), last) for key, last in found.items())

    def _opened(self, item: bytes) -> Iterator[Frame]:
        try:
            plain = open_departures(item, self._identities)
            _, frames = read_departures(plain, cap=RELAY_PLAIN)
            for number, frame in enumerate(frames):
                if number >= limits.RELAY_JOURNALS:
                    raise TrustError("too many frames", key="trust.too_long")
                yield frame
        except (TrustError, ProtocolError) as error:
            _LOG.warning("an item is not opened: %s", error)
            raise Refusal(ProblemKind.INVALID, field="item") from None
        except ConfigError as error:
            _LOG.error("the inbox's identity is none: %s", error)
            raise Refusal(ProblemKind.NO_INBOX) from None

    def _take(self, frame: Frame, taken: _Taken) -> None:
        if isinstance(frame, BatchFrame):
            device, epoch, tally = self._frames.take_batch(frame.envelope)
            taken.journals[JournalName(device.device_id, epoch)] = None
            if device.recalled:
                _add(taken, device, tally)
        elif isinstance(frame, HoldingFrame):
            self._frames.take_holding(frame)

    def _audit(self, taken: _Taken) -> None:
        """One entry a recalled device of which something was new; nothing personal."""
        rows = [
            {
                "at": int(self._clock.now().timestamp()),
                "actor": "registry",
                "action": FROM_RECALLED,
                "subject": device_id,
                "detail": json.dumps(tally_object(tally)),
            }
            for device_id, tally in taken.recalled.items()
            if tally.new or tally.forks or tally.aside
        ]
        if rows:
            with writing(self._engine) as connection:
                connection.execute(insert(schema.audit), rows)


def _add(taken: _Taken, device: Device, tally: Tally) -> None:
    taken.recalled[device.device_id] = taken.recalled.get(device.device_id, Tally()) + tally


@contextmanager
def _noting() -> Iterator[None]:
    try:
        yield
    except (TrustError, ProtocolError) as error:
        _LOG.warning("of an item: %s: %s", error.key, error)
