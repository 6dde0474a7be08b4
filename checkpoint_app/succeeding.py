"""A lane that died, continued by another device of its port: what it recorded goes on to the
registry, out of what its neighbours keep of it.

Its batches are sent as it signed them, so that whoever sends them proves nothing and forges
nothing, and the registry counts each entry once whoever else sends it too.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checkpoint_app.clock import Clock
from checkpoint_app.errors import (
    CheckpointError,
    ConfigError,
    ProtocolError,
    TransportError,
    TrustError,
)
from checkpoint_app.main import LaneStores, device_calls, registry_http
from checkpoint_app.services.stores import NeighbourReach
from checkpoint_app.store.journal_copies import COPIED_TABLES
from checkpoint_app.store.journal_neighbours import KeptBatch
from sync.bundle.departures_file import BatchFrame
from sync.client.http import Patience
from sync.client.hub.ranges import Range, joined, without
from sync.client.hub.sealing import seal_item
from sync.client.relaying import RelayCalls
from sync.protocol.relay import JournalName, ReachedJournal
from sync.trust.view import TrustView

_LOG = logging.getLogger(__name__)
# What the journal's audit notes: whom this device follows, and how far the registry has that one.
SUCCEEDED = "hub.succeeded"
REACHED = "hub.succeeded-reached"
# Batches of an item: sealed they stay below its limit, else they are halved.
_ITEM_BATCHES, _ITEM_BYTES = 64, 256 * 1024


@dataclass(frozen=True, slots=True)
class JournalStanding:
    """One epoch of the dead device's journal. ``missing`` are sequences that are not here, as far
    as the device said of itself what there is; ``registry`` how far the registry has it, as last
    heard, 0 before."""

    epoch: bytes
    here: tuple[Range, ...]
    missing: tuple[Range, ...]
    registry: int


@dataclass(frozen=True, slots=True)
class Succession:
    """What is here of the device, and what was done: ``sent`` entries of its chain (movements and
    entries of cases) went to the registry now. ``scans`` and ``audit`` are rows of the second copy.
    ``error`` is why not all was sent, None when it was."""

    device: str
    movements: int
    cases: int
    journals: tuple[JournalStanding, ...]
    sent: int
    scans: int
    audit: int
    error: CheckpointError | None = None


def succeed(stores: LaneStores, clock: Clock, device: str) -> Succession:
    """Continue a dead device's outbox; the same again sends only what the registry still lacks.

    From the first time on, exports to sticks carry what the registry is not known to have. Raises
    ConfigError (``succession.…``) for a device that cannot be followed, StorageError.
    """
    reached = reached_of(stores, device)
    journal = stores.journal
    if device not in succeeded(stores):
        journal.audit(clock.now(), "", SUCCEEDED, device)
    known = noted_reach(stores, device)
    sending = _Sending(stores, device, dict(known))
    error = _tried(stores, sending, reached)
    for epoch, sequence in sending.registry.items():
        if known.get(epoch) != sequence:
            journal.audit(clock.now(), "", REACHED, f"{device} {epoch.hex()} {sequence}")
    movements, cases = journal.neighbour_counts(device)
    scans, audit = (journal.copies_count(device, table) for table in COPIED_TABLES)
    stands = tuple(_standing(stores, each, sending.registry) for each in reached)
    return Succession(device, movements, cases, stands, sending.sent, scans, audit, error)


def reached_of(stores: LaneStores, device: str) -> tuple[NeighbourReach, ...]:
    """What is here of another device's journals. Raises ConfigError as `succeed`, StorageError."""
    if device == stores.device.device_id:
        raise ConfigError("this very device", key="succession.self")
    reached = tuple(each for each in stores.journal.neighbours_reached() if each.device == device)
    if reached:  # its signature was checked by the list of its time
        return reached
    if device not in _once_listed(stores):
        raise ConfigError("never of this port", key="succession.unknown")
    raise ConfigError("nothing is here", key="succession.nothing")


def succeeded(stores: LaneStores) -> tuple[str, ...]:
    """The devices that this one follows. Raises StorageError."""
    return tuple(dict.fromkeys(detail for _, detail in stores.journal.audited(SUCCEEDED)))


def noted_reach(stores: LaneStores, device: str) -> Mapping[bytes, int]:
    """How far the registry had a followed device's journals when it was last asked. The newest
    note counts: a registry may have been restored. Raises StorageError."""
    notes = (detail.rsplit(" ", 2) for _, detail in stores.journal.audited(REACHED))
    return {bytes.fromhex(epoch): int(last) for name, epoch, last in notes if name == device}


def batches_of_succeeded(stores: LaneStores) -> Iterator[KeptBatch]:
    """What an export to a stick carries besides its own. Raises StorageError."""
    for device in succeeded(stores):
        known = noted_reach(stores, device)
        for each in stores.journal.neighbours_reached():
            if each.device == device:
                first = known.get(each.epoch, 0) + 1
                yield from stores.journal.kept_batches(device, each.epoch, first)


def missing_of(stores: LaneStores, reach: NeighbourReach) -> tuple[Range, ...]:
    """Sequences of a journal that are not here, up to what its device said that there is."""
    said = (
        head.last
        for head in stores.journal.neighbour_heads()
        if (head.device, head.epoch) == (reach.device, reach.epoch)
    )
    last = max([*said, *(last for _, last in reach.ranges)], default=0)
    return without([(1, last)], reach.ranges) if last else ()


@dataclass(slots=True)
class _Sending:
    """What goes to the registry of one device. ``registry`` is how far it has each epoch."""

    stores: LaneStores
    device: str
    registry: dict[bytes, int]
    sent: int = 0

    def run(self, calls: RelayCalls, reached: Sequence[NeighbourReach]) -> None:
        """Raises CheckpointError; what was sent by then is counted."""
        view = self._view()
        names = [JournalName(self.device, each.epoch) for each in reached]
        told = calls.have(names)
        self.registry = {name.epoch: 0 for name in names}
        self._hear(told)
        for each in reached:
            after = self.registry[each.epoch]
            kept = self.stores.journal.kept_batches(self.device, each.epoch, after + 1)
            for group in _groups(kept):
                self._send(view, calls, group)
                self.sent += _entries(group, after)

    def _view(self) -> TrustView:
        view = self.stores.trust.view
        if view is None:
            raise TrustError("nothing is trusted yet", key="hub.no_devices")
        if not view.registry.inbox:
            raise ConfigError("no inbox is named", key="departures.no-inbox")
        return view

    def _send(self, view: TrustView, calls: RelayCalls, group: Sequence[KeptBatch]) -> None:
        frames = [BatchFrame(each.envelope) for each in group]
        try:
            item = seal_item(view, self.stores.port.bit, frames)
        except ValueError:
            if len(group) == 1:
                _LOG.error("a batch of %s is too long for an item", self.device)
                return
            half = len(group) // 2
            self._send(view, calls, group[:half])
            self._send(view, calls, group[half:])
            return
        self._hear(calls.send(item))

    def _hear(self, told: Iterable[ReachedJournal]) -> None:
        for each in told:
            if each.journal.device == self.device and each.journal.epoch in self.registry:
                self.registry[each.journal.epoch] = each.sequence


def _tried(
    stores: LaneStores, sending: _Sending, reached: Sequence[NeighbourReach]
) -> CheckpointError | None:
    """Send; what the line, the registry or the settings say against it."""
    try:
        with registry_http(stores.device, Patience()) as http:
            sending.run(RelayCalls(device_calls(stores, http)), reached)
    except (ConfigError, ProtocolError, TransportError, TrustError) as error:
        _LOG.warning("not all of %s was sent on: %s", sending.device, error)
        return error
    return None


def _standing(
    stores: LaneStores, reach: NeighbourReach, registry: Mapping[bytes, int]
) -> JournalStanding:
    missing = missing_of(stores, reach)
    return JournalStanding(reach.epoch, reach.ranges, missing, registry.get(reach.epoch, 0))


def _once_listed(stores: LaneStores) -> set[str]:
    view = stores.trust.view
    heard = {head.device for head in stores.journal.neighbour_heads()}
    if view is None or view.devices is None:
        return heard
    return heard | view.recalled | {each.device_id for each in view.devices.devices}


def _groups(batches: Iterable[KeptBatch]) -> Iterator[list[KeptBatch]]:
    """The batches in order, as many as fit an item together."""
    group: list[KeptBatch] = []
    size = 0
    for batch in batches:
        if group and (len(group) == _ITEM_BATCHES or size + len(batch.envelope) > _ITEM_BYTES):
            yield group
            group, size = [], 0
        group.append(batch)
        size += len(batch.envelope)
    if group:
        yield group


def _entries(group: Sequence[KeptBatch], after: int) -> int:
    """How many sequences beyond one the batches hold."""
    spans = joined((max(each.first, after + 1), each.last) for each in group)
    return sum(last - first + 1 for first, last in spans)
