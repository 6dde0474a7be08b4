"""Taking in what a hub passed on. The hub is believed nothing: only signatures of devices of this
port count, and what they say of themselves."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from checkpoint_app.credential.batch import check_batch
from checkpoint_app.errors import ProtocolError, TrustError
from checkpoint_app.services.stores import NeighbourBatch, NeighbourHead
from sync.bundle.departures_file import BatchFrame, HoldingFrame
from sync.bundle.relay_file import RelayFrame, RowsFrame, open_relay
from sync.bundle.stick_receipt import check_holding
from sync.client.hub.gate import Gate
from sync.client.hub.lane import COPIED_TABLES, HubLane, content_mark
from sync.client.hub.listed import PortDevices, kept_by
from sync.protocol.hub import HubItem, Stream

_LOG = logging.getLogger(__name__)
# So many of the last items are known again without being opened.
_REMEMBERED = 1024
# By so much may clocks of the same port differ.
_CLOCKS_APART = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Took:
    """What an item brought: new entries of neighbours, whether a newer statement, how many new
    rows of a second copy; how many of its frames were refused (an item that does not open is one),
    and how many of those may be good under another list of devices."""

    entries: int = 0
    head: bool = False
    rows: int = 0
    refused: int = 0
    waits: int = 0

    def __add__(self, other: Took) -> Took:
        return Took(
            self.entries + other.entries,
            self.head or other.head,
            self.rows + other.rows,
            self.refused + other.refused,
            self.waits + other.waits,
        )

    @property
    def is_news(self) -> bool:
        """Whether anything was new."""
        return bool(self.entries or self.head or self.rows)


_NOTHING = Took()
_REFUSED = Took(refused=1)


class Taking:
    """Opens items and keeps what is proven. ``devices`` are those in force. Not for two threads at
    once: each hub's stream has its own."""

    def __init__(
        self, lane: HubLane, devices: Callable[[], PortDevices | None], gate: Gate
    ) -> None:
        self._lane, self._devices, self._gate = lane, devices, gate
        self._seen: OrderedDict[bytes, None] = OrderedDict()

    def take(self, item: HubItem) -> Took:
        """Keep what an item holds; the same again brings nothing. Refusals are logged.

        Raises StorageError when the stores fail (the item is to be taken again), ShutError.
        """
        devices = self._devices()
        if item.name.device == self._lane.device_id:
            return _NOTHING
        if devices is None:
            raise ProtocolError("the port's devices are not known", key="hub.no_devices")
        mark = content_mark(item.content)
        if mark in self._seen:
            return _NOTHING
        took = self._opened(item, devices)
        if not took.refused:
            self._remember(mark)
        return took

    def _opened(self, item: HubItem, devices: PortDevices) -> Took:
        took = _NOTHING
        try:
            frames = open_relay(item.content, self._lane.identity, scope=self._lane.port_bit)
            for frame in frames:
                took += self._frame(item, frame, devices)
        except TrustError as error:
            _LOG.warning("an item of a hub was not taken: %s", error)
            return took + _REFUSED
        return took

    def _frame(self, item: HubItem, frame: RelayFrame, devices: PortDevices) -> Took:
        """What one frame brought; a refused one never stops the next."""
        try:
            match frame:
                case BatchFrame(envelope):
                    return self._batch(envelope, devices)
                case HoldingFrame(body, envelope):
                    return self._head(body, envelope, devices)
                case RowsFrame():
                    return self._rows(item, frame, devices)
        except (TrustError, ProtocolError) as error:
            _LOG.warning("part of a hub's item was not taken: %s", error)
            return Took(refused=1, waits=1)

    def _batch(self, envelope: bytes, devices: PortDevices) -> Took:
        batch = check_batch(envelope, devices.keys)
        if not devices.signed_batch(batch):
            raise ProtocolError("a batch in another's name", key="hub.not_ours")
        if batch.device == self._lane.device_id:
            return _NOTHING
        found = NeighbourBatch(
            batch.device, batch.epoch, batch.first_sequence, batch.movements, envelope
        )
        with self._gate.passing():
            return Took(self._lane.shelf.take_neighbour(found, self._lane.clock.now()))

    def _head(self, body: bytes, envelope: bytes, devices: PortDevices) -> Took:
        held, kid = check_holding(body, envelope, devices.keys, self._lane.audience)
        if not devices.is_auth_key(held.device_id, kid):
            raise ProtocolError("a statement in another's name", key="hub.not_ours")
        if held.device_id == self._lane.device_id or held.journal is None:
            return _NOTHING
        epoch, last = held.journal
        head = NeighbourHead(held.device_id, epoch, last, held.at, self._heard(held.at))
        with self._gate.passing():
            if not _newer(head, self._lane.shelf.neighbour_heads()):
                return _NOTHING
            self._lane.shelf.take_head(head)
        return Took(head=True)

    def _heard(self, said: datetime) -> datetime:
        """When a statement of this time was heard: a hub that holds everything up for hours makes
        no neighbour one that was heard just now."""
        now = self._lane.clock.now()
        return now if said >= now - _CLOCKS_APART else said + _CLOCKS_APART

    def _rows(self, item: HubItem, frame: RowsFrame, devices: PortDevices) -> Took:
        copies, device = self._lane.copies, item.name.device
        ours = device in kept_by(self._lane.device_id, devices.by_id)
        if copies is None or not ours or item.name.stream is not Stream.COPY:
            return _NOTHING
        if frame.table not in COPIED_TABLES:
            return _NOTHING
        with self._gate.passing():
            return Took(rows=copies.keep_copy(device, frame.table, frame.first, frame.rows))

    def _remember(self, mark: bytes) -> None:
        self._seen[mark] = None
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)


def _newer(head: NeighbourHead, known: tuple[NeighbourHead, ...]) -> bool:
    """Whether a statement says more than the one that is here: a hub may bring an old one again. A
    device whose clock was put back is heard as soon as it recorded something."""
    for each in known:
        if each.device == head.device:
            further = head.epoch == each.epoch and head.last > each.last
            return further or head.at > each.at
    return True
