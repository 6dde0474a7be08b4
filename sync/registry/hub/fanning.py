"""From one push to every open stream: an item becomes a frame once, and each stream goes at its
own pace.

A stream has no queue, only the number that it has reached. What came lately is kept in memory for
all of them; whoever has fallen further behind reads from the database again.

Movements wake all streams, a few of them together in a rush. Statements and copied rows go with
the next movement, or by themselves a little later: what costs a hub its time is how often it
writes, not how much.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from sync.protocol.hub import (
    BEAT_SECONDS,
    Beat,
    Greeting,
    HubItem,
    ItemName,
    Stream,
    encode_frame,
)
from sync.registry.hub.items import Items, Placed

MOST_STREAMS = 4
# Frames kept in memory, and what is sent at once; bytes.
RECENT_BYTES = 4 * 1024 * 1024
CHUNK_BYTES = 256 * 1024
# A movement goes out at once; those that follow it closely go together, so far apart at least: a
# rush costs a hub no more writes than this. Far below what the port is promised; seconds.
APART_SECONDS = 0.25
# So long an item that is no movement may wait for company; seconds.
SOON_SECONDS = 1.0
# So exact are beats; seconds.
_TICK = 1.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a stream is to bring: all after this number, copies of these devices. ``reader`` is
    whose stream it is: a device's own journal does not come back to it."""

    reader: str
    after: int
    copies: frozenset[str]

    def takes(self, name: ItemName) -> bool:
        """Whether an item is for this stream."""
        if name.stream is Stream.COPY:
            return name.device in self.copies
        return name.device != self.reader


@dataclass(frozen=True, slots=True)
class _Framed:
    number: int
    name: ItemName
    own: bool
    frame: bytes


@dataclass(slots=True, eq=False)
class _Reader:
    wanted: Wanted
    reached: int
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    written: float = 0.0


class Fanout:
    """All open streams of a hub, in its event loop."""

    def __init__(self, items: Items, may_stay: Callable[[str], bool]) -> None:
        self._items = items
        self._may_stay = may_stay
        self._recent: deque[_Framed] = deque()
        self._recent_bytes = 0
        # All items above this number are among the recent ones.
        self._recent_after = items.newest
        # Of heads only the newest counts, by device and whether it brought it itself.
        self._heads: dict[tuple[str, bool], int] = {}
        self._readers: set[_Reader] = set()
        self._streams: Counter[str] = Counter()
        self._ended = False
        self._soon: asyncio.TimerHandle | None = None
        self._woken = -APART_SECONDS
        self._beating: asyncio.TimerHandle | None = None

    def put(self, name: ItemName, content: bytes, bringer: str) -> Placed:
        """Keep an item and pass it on. Raises as `Items.put`."""
        placed = self._items.put(name, content, bringer)
        if not placed.known:
            frame = encode_frame(HubItem(placed.number, name, content))
            self._remember(_Framed(placed.number, name, bringer == name.device, frame))
            if self._readers:
                self._wake_for(name.stream)
        return placed

    def has_room(self, device: str) -> bool:
        """Whether this device may open one more stream."""
        return not self._ended and self._streams[device] < MOST_STREAMS

    async def stream(self, wanted: Wanted, gone: asyncio.Task[None]) -> AsyncIterator[bytes]:
        """The frames of one stream until ``gone`` is done, the hub ends or the device is no longer
        one of the list."""
        loop = asyncio.get_running_loop()
        reader = _Reader(wanted, wanted.after)
        gone.add_done_callback(lambda _: reader.woken.set())
        self._readers.add(reader)
        self._streams[wanted.reader] += 1
        if self._beating is None:
            self._beat()
        try:
            yield encode_frame(Greeting(self._items.instance, self._items.newest))
            reader.written = loop.time()
            while not self._is_over(reader, gone):
                reader.woken.clear()
                while chunk := self._chunk(reader):
                    reader.written = loop.time()
                    yield chunk
                    if self._is_over(reader, gone):
                        return
                if loop.time() - reader.written >= BEAT_SECONDS - _TICK:
                    reader.written = loop.time()
                    yield encode_frame(Beat(self._items.newest))
                await reader.woken.wait()
        finally:
            gone.cancel()
            self._leave(reader)

    def end(self) -> None:
        """End all streams, for good."""
        self._ended = True
        for timer in (self._soon, self._beating):
            if timer is not None:
                timer.cancel()
        self._wake()

    def _wake_for(self, stream: Stream) -> None:
        """Wake the streams, now or as late as what came may wait."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        due = self._woken + APART_SECONDS if stream is Stream.CHAIN else now + SOON_SECONDS
        if self._soon is not None and self._soon.when() <= due:
            return
        if self._soon is not None:
            self._soon.cancel()
        self._soon = loop.call_at(max(now, due), self._wake)

    def _wake(self) -> None:
        """Let all streams look for what is new."""
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None
            self._woken = asyncio.get_running_loop().time()
        for reader in self._readers:
            reader.woken.set()

    def _beat(self) -> None:
        """One timer for all streams: whichever has been silent for the time of a beat is woken."""
        self._beating = None
        if self._readers and not self._ended:
            loop = asyncio.get_running_loop()
            late = loop.time() - BEAT_SECONDS + _TICK
            for reader in self._readers:
                if reader.written <= late:
                    reader.woken.set()
            self._beating = loop.call_later(_TICK, self._beat)

    def _is_over(self, reader: _Reader, gone: asyncio.Task[None]) -> bool:
        return self._ended or gone.done() or not self._may_stay(reader.wanted.reader)

    def _leave(self, reader: _Reader) -> None:
        self._readers.discard(reader)
        self._streams[reader.wanted.reader] -= 1
        if not self._streams[reader.wanted.reader]:
            del self._streams[reader.wanted.reader]

    def _chunk(self, reader: _Reader) -> bytes:
        """What comes next for this stream; empty when all has been sent."""
        while reader.reached < self._items.newest:
            near = reader.reached >= self._recent_after
            frames = self._from_memory(reader) if near else self._from_disk(reader)
            if frames:
                return frames[0] if len(frames) == 1 else b"".join(frames)
        return b""

    def _from_memory(self, reader: _Reader) -> list[bytes]:
        frames: list[bytes] = []
        size = 0
        for each in self._newer(reader.reached):
            if size >= CHUNK_BYTES:
                return frames
            reader.reached = each.number
            if reader.wanted.takes(each.name) and self._counts(each):
                frames.append(each.frame)
                size += len(each.frame)
        reader.reached = self._items.newest
        return frames

    def _newer(self, number: int) -> list[_Framed]:
        """The recent frames above a number, ascending; the usual case is the last alone."""
        found: list[_Framed] = []
        for each in reversed(self._recent):
            if each.number <= number:
                break
            found.append(each)
        found.reverse()
        return found

    def _counts(self, each: _Framed) -> bool:
        return each.name.stream is not Stream.HEAD or self._heads[_head(each)] == each.number

    def _from_disk(self, reader: _Reader) -> list[bytes]:
        wanted, upto = reader.wanted, self._items.newest
        page = self._items.after(reader.reached, wanted.copies, most_bytes=CHUNK_BYTES, upto=upto)
        reader.reached = page[-1].number if page else upto
        return [encode_frame(each) for each in page if wanted.takes(each.name)]

    def _remember(self, framed: _Framed) -> None:
        if framed.name.stream is Stream.HEAD:
            self._heads[_head(framed)] = framed.number
        self._recent.append(framed)
        self._recent_bytes += len(framed.frame)
        while self._recent_bytes > RECENT_BYTES:
            oldest = self._recent.popleft()
            self._recent_bytes -= len(oldest.frame)
            self._recent_after = oldest.number


def _head(framed: _Framed) -> tuple[str, bool]:
    return framed.name.device, framed.own
