"""Waiting until one hub has all of this lane, and this lane all that the hub had then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol, TypeAlias

from sync.client.hub.gate import Gate
from sync.client.hub.lane import HubLane
from sync.client.hub.listed import PortDevices
from sync.client.hub.ranges import Range, joined, without
from sync.protocol.hub import HeldRange, Stream

# So often the hub is asked for what it has, and the stores for what came: seconds.
_ASK, _LOOK = 0.05, 0.02
# One journal: whose, and which epoch of it.
_Journal: TypeAlias = tuple[str, bytes]
_Ranges: TypeAlias = Mapping[_Journal, tuple[Range, ...]]


class AskedLine(Protocol):
    """The part of a `sync.client.hub.pinned.HubLine` that is needed here."""

    def have(self) -> Iterable[HeldRange]:
        """What the hub says to have. Raises CheckpointError."""
        ...


class Settling:
    """For one hub. ``pause`` waits so many seconds and says whether there is no use in going on."""

    def __init__(
        self,
        lane: HubLane,
        devices: Callable[[], PortDevices | None],
        gate: Gate,
        pause: Callable[[float], bool],
    ) -> None:
        self._lane, self._devices, self._gate, self._pause = lane, devices, gate, pause

    def run(self, line: AskedLine) -> bool:
        """Wait until the hub was brought all that was recorded here before this began, and until
        all that it had by then is here. False when there was no use in going on. Raises
        CheckpointError.

        A hub that says to have what it does not give is waited for to the end, and harms nothing
        else.
        """
        mine = self._recorded()
        held = tuple(line.have())
        while _lacks(mine, _ranges(each for each in held if each.own)):
            if self._pause(_ASK):
                return False
            held = tuple(line.have())
        theirs = self._of_neighbours(_ranges(held))
        while _lacks(theirs, self._reached()):
            if self._pause(_LOOK):
                return False
        return True

    def _recorded(self) -> _Ranges:
        with self._gate.passing():
            epochs = self._lane.outbox.epochs()
        name = self._lane.device_id
        return {(name, each.epoch): ((1, each.last),) for each in epochs if each.last}

    def _reached(self) -> _Ranges:
        with self._gate.passing():
            reached = self._lane.shelf.neighbours_reached()
        return {(each.device, each.epoch): tuple(each.ranges) for each in reached}

    def _of_neighbours(self, held: _Ranges) -> _Ranges:
        """What other devices of the port recorded; of nobody else is anything taken."""
        devices = self._devices()
        if devices is None:
            return {}
        others = set(devices.by_id) - {self._lane.device_id}
        return {journal: ranges for journal, ranges in held.items() if journal[0] in others}


def _ranges(held: Iterable[HeldRange]) -> _Ranges:
    found: dict[_Journal, list[Range]] = {}
    for each in held:
        if each.name.stream is Stream.CHAIN:
            journal = each.name.device, each.name.epoch
            found.setdefault(journal, []).append((each.name.first, each.name.last))
    return {journal: joined(ranges) for journal, ranges in found.items()}


def _lacks(wanted: _Ranges, there: _Ranges) -> bool:
    return any(without(ranges, there.get(journal, ())) for journal, ranges in wanted.items())
