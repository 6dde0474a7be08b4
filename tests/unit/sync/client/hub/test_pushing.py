"""What one hub is given, and what it is not given again."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from checkpoint_app.credential.batch import check_batch
from checkpoint_app.errors import TransportError
from checkpoint_app.services.stores import NeighbourBatch
from sync.bundle.departures_file import BatchFrame, HoldingFrame
from sync.bundle.relay_file import open_relay
from sync.bundle.stick_receipt import check_holding
from sync.client.hub.gate import Gate
from sync.client.hub.held import HeldByHub
from sync.client.hub.listed import Listing, port_devices
from sync.client.hub.pushing import MOST_MOVEMENTS, Pushing
from sync.client.hub.taking import Taking
from sync.protocol.hub import HeldRange, ItemName, Stream
from tests.unit.sync.client.hub.port import AUDIENCE, BIT, NOW, Port, Rows

E = b"e" * 16


@dataclass
class Line:
    """A hub that says to have this much. ``enough`` ends the pushing."""

    held: list[HeldRange] = field(default_factory=list)
    pushed: list[tuple[ItemName, bytes]] = field(default_factory=list)
    fails_at: int = 10**9
    after: Callable[[ItemName], None] = lambda _name: None

    def have(self) -> list[HeldRange]:
        return self.held

    def push(self, name: ItemName, content: bytes) -> None:
        if len(self.pushed) >= self.fails_at:
            raise TransportError("gone")
        self.pushed.append((name, content))
        self.after(name)

    def spans(self, device: str, epoch: bytes = E) -> list[tuple[int, int]]:
        return [
            (name.first, name.last)
            for name, _ in self.pushed
            if (name.stream, name.device, name.epoch) == (Stream.CHAIN, device, epoch)
        ]


def held(device: str, first: int, last: int, *, own: bool = True, epoch: bytes = E) -> HeldRange:
    return HeldRange(ItemName(Stream.CHAIN, device, epoch, first, last), own)


def once(port: Port, line: Line, name: str = "d1", rows: Rows | None = None) -> None:
    """One round of pushing: it ends where it would begin to wait."""
    lane = port.lane(name, rows=rows)
    over: list[bool] = []
    moved = _Moved(over)
    pushing = Pushing(lane, Listing(lane.trust), Gate(), HeldByHub(), moved, lambda: bool(over))
    pushing.run(line)


def kept(port: Port, frame: BatchFrame, first: int) -> None:
    """In d1's journal, without the way there."""
    devices = port_devices(port.view)
    assert devices is not None
    batch = check_batch(frame.envelope, devices.keys)
    found = NeighbourBatch(batch.device, E, first, batch.movements, frame.envelope)
    port.members["d1"].shelf.take_neighbour(found, NOW)


class _Moved(threading.Event):
    def __init__(self, over: list[bool]) -> None:
        super().__init__()
        self._over = over

    def wait(self, timeout: float | None = None) -> bool:
        self._over.append(True)
        return True


@pytest.mark.requirement("C1")
def test_an_empty_hub_is_given_the_whole_chain_newest_first() -> None:
    port, line = Port(), Line()
    port.members["d1"].chain.add(600)
    port.members["d1"].chain.add(2, epoch=b"f" * 16)
    once(port, line)
    assert [name.epoch for name, _ in line.pushed[:2]] == [b"f" * 16, E]
    assert line.spans("d1") == [(345, 600), (89, 344), (1, 88)]
    assert all(last - first < MOST_MOVEMENTS for first, last in line.spans("d1"))


def test_only_what_a_hub_lacks_is_brought() -> None:
    port, line = Port(), Line([held("d1", 1, 3), held("d1", 6, 8)])
    port.members["d1"].chain.add(10)
    once(port, line)
    assert line.spans("d1") == [(9, 10), (4, 5)]


def test_what_a_neighbour_brought_for_it_a_lane_brings_itself() -> None:
    """Whoever brought it may have meant something else under these numbers."""
    port, line = Port(), Line([held("d1", 1, 3, own=False)])
    port.members["d1"].chain.add(3)
    once(port, line)
    assert line.spans("d1") == [(1, 3)]


def test_every_device_and_nobody_else_can_open_an_item() -> None:
    port, line = Port(), Line()
    port.recall("d4")
    port.members["d1"].chain.add(2)
    once(port, line)
    name, content = line.pushed[0]
    assert name == ItemName(Stream.CHAIN, "d1", E, 1, 2)
    for device in ("d1", "d2", "d3"):
        frames = list(open_relay(content, str(port.members[device].age), scope=BIT))
        assert isinstance(frames[0], BatchFrame)
        devices = port_devices(port.view)
        assert devices is not None
        assert check_batch(frames[0].envelope, devices.keys).device == "d1"
    with pytest.raises(Exception, match="not decrypted"):
        list(open_relay(content, str(port.members["d4"].age), scope=BIT))


@pytest.mark.requirement("C1")
def test_what_a_hub_lacks_of_others_is_brought_too() -> None:
    port, line = Port(), Line([held("d3", 1, 2, own=False)])
    lane = port.lane("d1")
    taking = Taking(lane, Listing(lane.trust), Gate())
    taking.take(port.item("d2", port.batch_frame("d2", (b"a", b"b"))))
    taking.take(port.item("d2", port.batch_frame("d2", (b"d",), first=4)))
    taking.take(port.item("d3", port.batch_frame("d3", (b"a", b"b"))))
    once(port, line)
    assert sorted(line.spans("d2")) == [(1, 2), (4, 4)]
    assert line.spans("d3") == []


def test_more_batches_than_come_at_once_all_go() -> None:
    port, line = Port(), Line()
    for sequence in range(1, 151):
        kept(port, port.batch_frame("d2", (b"m",), first=sequence), sequence)
    once(port, line)
    assert sorted(line.spans("d2")) == [(1, 64), (65, 128), (129, 150)]


def test_what_is_recorded_meanwhile_goes_before_the_rest() -> None:
    port, line = Port(), Line()
    chain = port.members["d1"].chain
    chain.add(600)

    def more(name: ItemName) -> None:
        if name.last == 600:
            chain.add(1)

    line.after = more
    once(port, line)
    assert line.spans("d1")[:2] == [(345, 600), (601, 601)]


def test_a_statement_says_how_far_the_journal_is() -> None:
    port, line = Port(), Line()
    port.members["d1"].chain.add(2)
    once(port, line)
    name, content = line.pushed[-1]
    assert (name.stream, name.first, name.last) == (Stream.HEAD, 1, 1)
    (frame,) = open_relay(content, str(port.members["d2"].age), scope=BIT)
    assert isinstance(frame, HoldingFrame)
    devices = port_devices(port.view)
    assert devices is not None
    said, _ = check_holding(frame.body, frame.envelope, devices.keys, AUDIENCE)
    assert said.journal == (E, 2)


def test_rows_follow_those_that_are_there() -> None:
    port, line = Port(), Line()
    name = ItemName(Stream.COPY, "d1", b"scan".ljust(16, b"\0"), 1, 600)
    line.held = [HeldRange(name, True)]
    once(port, line, rows=Rows({"scan": [(n,) for n in range(1301)], "audit": []}))
    copies = [name for name, _ in line.pushed if name.stream is Stream.COPY]
    assert [(each.first, each.last) for each in copies] == [(601, 1112), (1113, 1301)]


def test_a_line_that_breaks_is_said() -> None:
    port, line = Port(), Line(fails_at=1)
    port.members["d1"].chain.add(300)
    with pytest.raises(TransportError):
        once(port, line)


def test_what_is_too_long_for_one_item_goes_in_several() -> None:
    """Each named for what it holds: a hub keeps nothing twice."""
    port, line = Port(), Line([held("d2", 400, 556, own=False)])
    for first, last in ((1, 256), (257, 300), (301, 556)):
        bodies = [_noise(number) for number in range(first, last + 1)]
        kept(port, port.batch_frame("d2", bodies, first=first), first)
    once(port, line)
    assert sorted(line.spans("d2")) == [(1, 256), (257, 556)]


def _noise(number: int) -> bytes:
    """A body that no compression makes shorter."""
    return b"".join(hashlib.sha512(b"%d:%d" % (number, part)).digest() for part in range(16))
