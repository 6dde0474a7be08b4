"""One hub's stream, read for as long as it lasts."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from checkpoint_app.errors import StorageError, TransportError
from sync.client.hub.gate import Gate
from sync.client.hub.held import HeldByHub
from sync.client.hub.lane import HubLane
from sync.client.hub.listed import PortDevices, kept_by
from sync.client.hub.pinned import HubLine, not_ours, silent
from sync.client.hub.taking import Taking, Took
from sync.protocol.hub import Beat, FrameReader, Greeting, HubItem, Stream, StreamFrame

_LOG = logging.getLogger(__name__)
# What brings nothing new is read no faster than this (seconds each): a hub that floods costs the
# lane little of its processor. At most `_LONGEST_PAUSE` in one go.
_PAUSE, _LONGEST_PAUSE = 0.001, 0.25
# So often an item is taken again when the stores fail, before the next one has its turn.
_MOST_FAILURES = 3


class Cursors:
    """How far the streams were read, by instance. What was refused for its keys is read again once
    the port's devices are other ones: a new lane's items may be here before the list that names
    it. Shared by all hubs."""

    def __init__(self, lane: HubLane, gate: Gate) -> None:
        self._lane, self._gate = lane, gate
        self._read: dict[bytes, int] = {}
        self._waiting: dict[bytes, int] = {}

    def load(self) -> None:
        """Take up those that were kept. Raises StorageError, ShutError."""
        shelf = self._lane.cursors
        if shelf is not None and not self._read:
            with self._gate.passing():
                self._read = dict(shelf.cursors())

    def of(self, instance: bytes) -> int:
        """The number of the last item read; 0 before any."""
        return self._read.get(instance, 0)

    def put_back(self, instance: bytes, number: int) -> None:
        """Read again what follows ``number``."""
        self._read[instance] = min(number, self.of(instance))

    def reached(self, instance: bytes, number: int, *, waits: bool) -> None:
        """An item was read; ``waits``: another list of devices may make it good."""
        if waits:
            self._waiting.setdefault(instance, number)
        if number <= self.of(instance):
            return
        self._read[instance] = number
        shelf = self._lane.cursors
        if shelf is not None and instance not in self._waiting:
            with self._gate.passing():
                shelf.keep_cursor(instance, number)

    def devices_changed(self, instance: bytes) -> bool:
        """Go back to the first item that waits; whether there was one."""
        first = self._waiting.pop(instance, None)
        if first is not None:
            self.put_back(instance, first - 1)
        return first is not None


class Pulling:
    """For one hub, in one thread. ``connected`` is called when the hub greets, ``took`` with what
    an item brought; ``pause`` waits so many seconds, or less when the link ends."""

    def __init__(
        self,
        lane: HubLane,
        devices: Callable[[], PortDevices | None],
        taking: Taking,
        held: HeldByHub,
        cursors: Cursors,
        *,
        connected: Callable[[], None],
        took: Callable[[Took], None],
        pause: Callable[[float], object],
    ) -> None:
        self._lane, self._devices, self._taking = lane, devices, taking
        self._held, self._cursors = held, cursors
        self._connected, self._took, self._pause = connected, took, pause
        self._greeted = False
        self._failed: tuple[int, int] = (0, 0)

    def run(self, line: HubLine) -> None:
        """Read until the hub ends the stream or falls silent, or other devices make it worth while
        to read again. Raises CheckpointError."""
        instance = line.identity.instance
        self._cursors.load()
        self._greeted = False
        listed = self._devices()
        copies = self._copies(listed)
        with line.stream(self._cursors.of(instance), copies) as chunks:
            for news in self._read(chunks, instance):
                if not news and self._devices() is not listed:
                    listed = self._devices()
                    if self._to_read_again(instance, copies, self._copies(listed)):
                        return
        raise TransportError("the stream ended", key="hub.unreachable")

    def _copies(self, devices: PortDevices | None) -> frozenset[str]:
        """Whose second copies are kept here."""
        if devices is None or self._lane.copies is None:
            return frozenset()
        return kept_by(self._lane.device_id, devices.by_id)

    def _to_read_again(
        self, instance: bytes, copies: frozenset[str], now_copies: frozenset[str]
    ) -> bool:
        """After a change of the port's devices: whether something passed by that counts now."""
        if not now_copies <= copies:
            self._cursors.put_back(instance, 0)
        return self._cursors.devices_changed(instance) or now_copies != copies

    def _read(self, chunks: Iterator[bytes], instance: bytes) -> Iterator[bool]:
        """After each chunk, whether it brought anything new."""
        reader = FrameReader()
        heard = self._lane.clock.monotonic()
        for chunk in chunks:
            frames = list(reader.feed(chunk))
            if frames:
                heard = self._lane.clock.monotonic()
            elif silent(self._lane.clock, heard):
                raise TransportError("no whole frame in time", key="hub.unreachable")
            useless = sum(not self._frame(frame, instance) for frame in frames)
            if useless or not frames:
                self._pause(min(_LONGEST_PAUSE, _PAUSE * max(1, useless)))
            yield useless < len(frames)

    def _frame(self, frame: StreamFrame, instance: bytes) -> bool:
        """Whether it brought anything new."""
        match frame:
            case Greeting():
                self._greet(frame, instance)
            case Beat():
                self._check_greeted()
            case HubItem():
                self._check_greeted()
                return self._item(frame, instance)
        return False

    def _greet(self, frame: Greeting, instance: bytes) -> None:
        if frame.instance != instance:
            raise not_ours("a stream of another instance")
        # A hub put back to an earlier state gives the same numbers again.
        self._cursors.put_back(instance, frame.newest)
        self._greeted = True
        self._connected()

    def _check_greeted(self) -> None:
        if not self._greeted:
            raise not_ours("a stream without a greeting")

    def _item(self, item: HubItem, instance: bytes) -> bool:
        took = self._taken(item)
        if item.name.stream is not Stream.HEAD:
            self._held.add(item.name, own=False)
        self._cursors.reached(instance, item.number, waits=bool(took.waits))
        if took.is_news:
            self._took(took)
        return took.is_news

    def _taken(self, item: HubItem) -> Took:
        """As `Taking.take`. Raises StorageError a few times before it passes an item over."""
        try:
            took = self._taking.take(item)
        except StorageError:
            number, times = self._failed
            self._failed = (item.number, times + 1 if number == item.number else 1)
            if self._failed[1] < _MOST_FAILURES:
                raise
            _LOG.exception("an item of a hub was passed over")
            return Took(refused=1, waits=1)
        return took
