"""What a lane gives to one hub: its own movements at once, then what the hub lacks of others'."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from checkpoint_app.credential.batch import Batch, check_batch
from checkpoint_app.errors import ConfigError, TrustError
from sync.bundle.departures_file import BatchFrame, HoldingFrame
from sync.bundle.relay_file import RowsFrame
from sync.bundle.stick_receipt import StickDevice, sign_holding
from sync.client.calls import RefusedError
from sync.client.hub.gate import Gate
from sync.client.hub.held import HeldByHub
from sync.client.hub.lane import COPIED_TABLES, HubLane, copy_epoch
from sync.client.hub.listed import PortDevices
from sync.client.hub.ranges import Range, newest_first, without
from sync.client.hub.sealing import seal_item
from sync.protocol.hub import EPOCH, HeldRange, ItemName, Stream
from sync.protocol.problems import NEEDS_A_PERSON
from sync.trust.view import TrustView

_LOG = logging.getLogger(__name__)
MOST_MOVEMENTS = 256
MOST_ROWS = 512
# Seconds.
_LOOK = 1.0
HAVE_AGAIN = 300.0
HEAD_AGAIN = 60.0
# A statement and copied rows follow movements at most so often: they tell of all of them at once.
_HEAD_SOON = 5.0
_COPY_SOON = 5.0
_NEVER = float("inf")


class ItemLine(Protocol):
    """The part of a `sync.client.hub.pinned.HubLine` that pushing needs."""

    def have(self) -> Iterable[HeldRange]:
        """What the hub says to have. Raises CheckpointError."""
        ...

    def push(self, name: ItemName, content: bytes) -> None:
        """Give it an item. Raises CheckpointError."""
        ...


class Pushing:
    """For one hub, in one thread. ``moved`` is set when something was recorded; ``held`` is shared
    with the stream of the same hub, which shows what others brought."""

    def __init__(
        self,
        lane: HubLane,
        devices: Callable[[], PortDevices | None],
        gate: Gate,
        held: HeldByHub,
        moved: threading.Event,
        stopping: Callable[[], bool],
    ) -> None:
        self._lane, self._devices, self._gate, self._held = lane, devices, gate, held
        self._moved, self._stopping = moved, stopping

    def run(self, line: ItemLine) -> None:
        """Push until the link ends. Raises CheckpointError: the line is of no use any more."""
        clock = self._lane.clock
        have_at = head_at = copy_at = clock.monotonic()
        while not self._stopping():
            now = clock.monotonic()
            asked = now >= have_at
            if asked:
                self._held.say(line.have())
                have_at = now + HAVE_AGAIN
            if self._push_own(line):
                head_at = min(head_at, now + _HEAD_SOON)
                copy_at = min(copy_at, now + _COPY_SOON)
            if now >= head_at:
                self._push_head(line)
                head_at = now + HEAD_AGAIN
            more = asked and self._in_between(line, self._neighbours(line))
            if now >= copy_at:
                copy_at = _NEVER
                more |= self._in_between(line, self._copies(line))
            if more:
                head_at = min(head_at, now + _HEAD_SOON)
                copy_at = min(copy_at, now + _COPY_SOON)
            soonest = min(have_at, head_at, copy_at) - clock.monotonic()
            self._moved.wait(min(_LOOK, max(0.0, soonest)))
            self._moved.clear()

    def _in_between(self, line: ItemLine, steps: Iterator[None]) -> bool:
        """One step after the other; what was recorded meanwhile goes first. Whether anything
        was."""
        found = False
        for _ in steps:
            if self._stopping():
                break
            found |= self._push_own(line)
        return found

    # -- the own chain -----------------------------------------------------------------------------

    def _push_own(self, line: ItemLine) -> bool:
        """Push what the hub lacks of the own chain, newest first; whether there was any."""
        found = False
        while not self._stopping() and (lack := self._lacking()) is not None:
            epoch, piece = lack
            self._push_piece(line, epoch, piece)
            found = True
        return found

    def _lacking(self) -> tuple[bytes, Range] | None:
        with self._gate.passing():
            epochs = [(each.epoch, each.last) for each in self._lane.outbox.epochs()]
        for epoch, last in reversed(epochs):
            held = self._held.own(Stream.CHAIN, self._lane.device_id, epoch)
            lacking = without([(1, last)], held) if last else ()
            for piece in newest_first(lacking, MOST_MOVEMENTS):
                return epoch, piece
        return None

    def _push_piece(self, line: ItemLine, epoch: bytes, piece: Range) -> None:
        lane = self._lane
        first, last = piece
        with self._gate.passing():
            batches = lane.outbox.relay_batches(
                epoch, first, last, lane.batch_key, lane.device_id, limit=MOST_MOVEMENTS
            )
        parts = [((each.first, each.last), each.envelope) for each in batches]
        self._push_batches(line, lane.device_id, epoch, parts, piece)

    # -- what neighbours recorded ------------------------------------------------------------------

    def _neighbours(self, line: ItemLine) -> Iterator[None]:
        devices = self._devices()
        with self._gate.passing():
            reached = self._lane.shelf.neighbours_reached()
        for reach in reached:
            if devices is None or reach.device not in devices.by_id:
                continue
            tried: list[Range] = []
            while piece := self._lacking_of(reach.device, reach.epoch, reach.ranges, tried):
                sent = self._push_neighbour(line, devices, reach.device, reach.epoch, piece)
                tried.append(sent)
                yield

    def _lacking_of(
        self, device: str, epoch: bytes, ranges: Sequence[Range], tried: Sequence[Range]
    ) -> Range | None:
        held = self._held.any(Stream.CHAIN, device, epoch)
        lacking = without(ranges, [*held, *tried])
        return next(newest_first(lacking, MOST_MOVEMENTS), None)

    def _push_neighbour(
        self, line: ItemLine, devices: PortDevices, device: str, epoch: bytes, piece: Range
    ) -> Range:
        """Push batches of another device; the range that need not be tried again."""
        first, last = piece
        with self._gate.passing():
            envelopes = self._lane.shelf.neighbour_batches(device, epoch, first, last)
        batches = [(_checked(each, devices), each) for each in envelopes]
        parts = [
            (_span(batch), envelope)
            for batch, envelope in batches
            if batch is not None and (batch.device, batch.epoch) == (device, epoch)
        ]
        reached = [span for span, _ in parts if span[0] <= last and span[1] >= first]
        self._push_batches(line, device, epoch, parts, piece)
        # Only so many envelopes are given at once: the rest of the piece is asked for again.
        return (first, min(last, max(span[1] for span in reached))) if reached else piece

    # -- items -------------------------------------------------------------------------------------

    def _push_batches(
        self,
        line: ItemLine,
        device: str,
        epoch: bytes,
        parts: Sequence[tuple[Range, bytes]],
        piece: Range,
    ) -> None:
        """Push batches, gaps apart. What brings no headway is not tried again before the hub is
        asked anew."""
        for run in _runs(parts):
            self._push_run(line, device, epoch, run)
        if not any(span[0] <= piece[1] and span[1] >= piece[0] for span, _ in parts):
            _LOG.error("no batches for sequences %d to %d", *piece)
            self._note(ItemName(Stream.CHAIN, device, epoch, *piece))

    def _push_run(
        self, line: ItemLine, device: str, epoch: bytes, run: Sequence[tuple[Range, bytes]]
    ) -> None:
        """Push batches without a gap as one item, or as more where they are too long for one."""
        name = ItemName(
            Stream.CHAIN, device, epoch, run[0][0][0], max(last for (_, last), _ in run)
        )
        frames = [BatchFrame(envelope) for _, envelope in run]
        try:
            content = seal_item(self._view(), self._lane.port_bit, frames)
        except ValueError:
            if len(run) > 1:
                self._push_run(line, device, epoch, run[: len(run) // 2])
                self._push_run(line, device, epoch, run[len(run) // 2 :])
                return
            _LOG.exception("one batch is too long for an item")
        else:
            self._give(line, name, content)
        self._note(name)

    def _note(self, name: ItemName) -> None:
        """The hub has this, or need not be brought it before it is asked anew."""
        self._held.add(name, own=name.device == self._lane.device_id)

    def _give(self, line: ItemLine, name: ItemName, content: bytes) -> None:
        """A hub that refuses one item is asked to take the next."""
        try:
            line.push(name, content)
        except RefusedError as error:
            if error.status == 401 or error.kind in NEEDS_A_PERSON:
                raise
            _LOG.warning("the hub refused an item: %s", error)

    def _view(self) -> TrustView:
        view = self._lane.trust()
        if view is None:
            raise TrustError("nothing is trusted yet", key="hub.no_devices")
        return view

    # -- statement and second copy -----------------------------------------------------------------

    def _push_head(self, line: ItemLine) -> None:
        lane, view = self._lane, self._view()
        with self._gate.passing():
            epochs = lane.outbox.epochs()
            held = lane.holding(view)
        epoch, last = (epochs[-1].epoch, epochs[-1].last) if epochs else (bytes(EPOCH), 0)
        if epochs:
            held = replace(held, journal=(epoch, last))
        device = StickDevice(lane.device_id, lane.audience, lane.auth_key, lane.random)
        frame = HoldingFrame(*sign_holding(held, device))
        name = ItemName(Stream.HEAD, lane.device_id, epoch, 1, 1)
        self._give(line, name, seal_item(view, lane.port_bit, [frame]))

    def _copies(self, line: ItemLine) -> Iterator[None]:
        for table in COPIED_TABLES if self._lane.rows is not None else ():
            most = MOST_ROWS
            while most and (rows := self._rows(table, most)):
                most = self._push_rows(line, table, rows, most)
                yield

    def _after(self, table: str) -> int:
        """The last row up to which the hub has them all."""
        held = self._held.own(Stream.COPY, self._lane.device_id, copy_epoch(table))
        return held[0][1] if held and held[0][0] == 1 else 0

    def _rows(self, table: str, most: int) -> Sequence[tuple[object, ...]]:
        assert self._lane.rows is not None
        with self._gate.passing():
            return self._lane.rows.rows_after(table, self._after(table), most)

    def _push_rows(
        self, line: ItemLine, table: str, rows: Sequence[tuple[object, ...]], most: int
    ) -> int:
        """Push rows; how many to try next, 0 when one alone is too long."""
        first = self._after(table) + 1
        frame = RowsFrame(table, first, tuple(rows))
        try:
            content = seal_item(self._view(), self._lane.port_bit, [frame])
        except ValueError:
            return len(rows) // 2
        last = first + len(rows) - 1
        name = ItemName(Stream.COPY, self._lane.device_id, copy_epoch(table), first, last)
        self._give(line, name, content)
        self._note(name)
        return most


def _checked(envelope: bytes, devices: PortDevices) -> Batch | None:
    try:
        return check_batch(envelope, devices.keys)
    except (TrustError, ConfigError) as error:
        _LOG.warning("a kept batch is not passed on: %s", error)
        return None


def _span(batch: Batch) -> Range:
    return batch.first_sequence, batch.first_sequence + len(batch.movements) - 1


def _runs(parts: Sequence[tuple[Range, bytes]]) -> Iterator[list[tuple[Range, bytes]]]:
    """The batches in order, as runs without a gap."""
    run: list[tuple[Range, bytes]] = []
    reach = 0
    for part in sorted(parts):
        if run and part[0][0] > reach + 1:
            yield run
            run = []
        run.append(part)
        reach = max(reach if len(run) > 1 else 0, part[0][1])
    if run:
        yield run
