"""What a hub passes on: what the registry lacks, the oldest first, and nothing twice in vain."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from checkpoint_app.errors import CheckpointError, StorageError, TransportError
from sync.client.calls import RefusedError
from sync.protocol.hub import ItemName, Stream
from sync.protocol.problems import ProblemKind
from sync.protocol.relay import JournalName, ReachedJournal
from sync.registry.hub.upward import AGAIN_SECONDS, ROUND_SECONDS, UpwardRelay

EPOCH = b"e" * 16
ONE, TWO = JournalName("lane-1", EPOCH), JournalName("lane-2", EPOCH)


@dataclass
class Watch:
    """A clock that stands where it is put."""

    at: float = 0.0

    def now(self) -> object:
        raise AssertionError("no wall clock is asked for")

    def monotonic(self) -> float:
        return self.at


@dataclass
class Registry:
    """Has what it was sent: an item's bytes are ``device first last``, or anything else."""

    held: dict[JournalName, set[int]] = field(default_factory=dict)
    sent: list[bytes] = field(default_factory=list)
    asked: list[Sequence[JournalName]] = field(default_factory=list)
    fails: Callable[[bytes], CheckpointError | None] = lambda _item: None

    def have(self, journals: Sequence[JournalName]) -> Iterable[ReachedJournal]:
        self.asked.append(journals)
        return [self.reached(each) for each in journals]

    def send(self, item: bytes) -> Iterable[ReachedJournal]:
        self.sent.append(item)
        error = self.fails(item)
        if error is not None:
            raise error
        device, first, last = item.decode().split()
        journal = JournalName(device, EPOCH)
        self.held.setdefault(journal, set()).update(range(int(first), int(last) + 1))
        return [self.reached(journal)]

    def reached(self, journal: JournalName) -> ReachedJournal:
        held = self.held.get(journal, set())
        return ReachedJournal(journal, next(n for n in range(10**6) if n + 1 not in held))


@dataclass
class Items:
    """A hub's items in memory."""

    kept: list[tuple[int, ItemName, bytes]] = field(default_factory=list)
    newest: int = 0
    listed: int = 0

    def put(
        self, journal: JournalName, first: int, last: int, content: bytes | None = None
    ) -> bytes:
        item = f"{journal.device} {first} {last}".encode() if content is None else content
        self.newest += 1
        self.kept.append((self.newest, ItemName(Stream.CHAIN, *journal, first, last), item))
        return item

    def head(self, journal: JournalName, content: bytes) -> None:
        name = ItemName(Stream.HEAD, *journal, 1, 1)
        self.newest += 1
        kept = [each for each in self.kept if each[1] != name]
        self.kept = [*kept, (self.newest, name, content)]

    def chain_items(self, after: int = 0) -> Iterator[tuple[int, ItemName, Callable[[], bytes]]]:
        for number, name, item in self.kept:
            if number > after:
                self.listed += 1
                yield number, name, lambda item=item: item  # type: ignore[misc]


class World:
    def __init__(self) -> None:
        self.clock, self.registry, self.items = Watch(), Registry(), Items()
        self.start()

    def start(self) -> None:
        self.relay = UpwardRelay(self.registry, self.items, self.clock)  # type: ignore[arg-type]

    def rounds(self, count: int = 1) -> list[bytes]:
        """What was sent in these rounds."""
        before = len(self.registry.sent)
        for _ in range(count):
            self.relay.round()
            self.clock.at += ROUND_SECONDS
        return self.registry.sent[before:]


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.requirement("C3")
def test_what_it_lacks_is_sent_once_the_oldest_first(world: World) -> None:
    items = [world.items.put(ONE, 1, 3), world.items.put(TWO, 1, 1), world.items.put(ONE, 4, 4)]
    assert world.rounds(400) == items
    items = [world.items.put(ONE, 5, 5)]
    assert world.rounds(400) == items


@pytest.mark.requirement("C3")
def test_what_came_another_way_is_not_sent(world: World) -> None:
    world.registry.held[ONE] = {1, 2, 3}
    world.items.put(ONE, 1, 3)
    item = world.items.put(ONE, 3, 4)
    assert world.rounds(3) == [item]
    world.items.put(ONE, 2, 4)  # another lane brought it as well
    assert world.rounds(3) == []


def test_nothing_is_asked_while_nothing_is_new(world: World) -> None:
    world.items.put(ONE, 1, 3)
    world.rounds(20)
    assert len(world.registry.asked) == 1


def test_a_round_looks_at_what_is_new_alone(world: World) -> None:
    for number in range(1, 51):
        world.items.put(ONE, number, number)
        world.rounds()
    assert world.items.listed == 50


def test_nor_does_a_long_outage_look_at_all_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [world.items.put(ONE, number, number) for number in range(1, 51)]

    def gone(_journals: object) -> Iterable[ReachedJournal]:
        raise TransportError("no line", key="sync.unreachable")

    with monkeypatch.context() as cut:
        cut.setattr(world.registry, "have", gone)
        assert world.rounds(20) == []
    assert world.items.listed == 50
    assert world.rounds(2) == items


def test_what_was_dropped_meanwhile_ends_no_round_for_good(world: World) -> None:
    def dropped() -> bytes:
        raise StorageError("an item was dropped", key="hub.items")

    whole = world.items.chain_items
    name = ItemName(Stream.CHAIN, *TWO, 1, 1)
    world.items.chain_items = lambda after=0: iter([(1, name, dropped)])  # type: ignore[method-assign]
    assert world.rounds() == []
    world.items.chain_items = whole  # type: ignore[method-assign]
    item = world.items.put(ONE, 1, 1)
    assert world.rounds(3) == [item]


def test_what_lies_beyond_a_gap_is_sent_once(world: World) -> None:
    beyond = world.items.put(ONE, 4, 6)
    assert world.rounds(400) == [beyond]
    missing = world.items.put(ONE, 1, 3)
    assert world.rounds(3) == [missing]
    assert world.registry.reached(ONE).sequence == 6


@pytest.mark.requirement("C3")
def test_a_line_that_breaks_loses_nothing(world: World) -> None:
    items = [world.items.put(ONE, n, n) for n in range(1, 6)]
    lost = {items[1], items[3]}

    def fails(item: bytes) -> CheckpointError | None:
        down = item in lost
        lost.discard(item)
        return TransportError("no line", key="sync.unreachable") if down else None

    world.registry.fails = fails
    sent = world.rounds(10)
    assert set(sent) == set(items)
    assert len(sent) == 7
    assert world.registry.reached(ONE).sequence == 5


def test_one_item_that_always_fails_holds_up_no_other(world: World) -> None:
    poison = world.items.put(ONE, 1, 1)
    trouble = TransportError("500", key="sync.registry_trouble")
    world.registry.fails = lambda item: trouble if item == poison else None
    good = world.items.put(TWO, 1, 1)
    assert good in world.rounds(3)


def test_a_long_outage_is_logged_once(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.items.put(ONE, 1, 1)
    world.registry.fails = lambda _item: TransportError("no line", key="sync.unreachable")
    world.rounds(40)
    assert len(caplog.records) == 1


@pytest.mark.parametrize("kind", [ProblemKind.INVALID, None])
def test_what_is_refused_is_offered_again_an_hour_later(
    world: World, kind: ProblemKind | None
) -> None:
    bad = world.items.put(ONE, 1, 1)
    good = world.items.put(TWO, 1, 1)
    world.registry.fails = lambda item: RefusedError(422, kind) if item == bad else None
    assert world.rounds(math.ceil(AGAIN_SECONDS / ROUND_SECONDS)) == [bad, good]
    world.registry.fails = lambda _item: None  # it was updated
    assert world.rounds(3) == [bad]


@pytest.mark.parametrize("kind", [ProblemKind.NO_INBOX, ProblemKind.DEVICE_RECALLED])
def test_a_registry_that_takes_nothing_is_not_asked_for_each_item(
    world: World, kind: ProblemKind
) -> None:
    for number in range(1, 6):
        world.items.put(ONE, number, number)
    world.registry.fails = lambda _item: RefusedError(403, kind)
    assert len(world.rounds(1)) == 1


def test_rubbish_under_the_same_name_hides_nothing(world: World) -> None:
    rubbish = world.items.put(ONE, 1, 2, b"rubbish")
    world.registry.fails = lambda item: RefusedError(422, None) if item == rubbish else None
    good = world.items.put(ONE, 1, 2)
    assert world.rounds(2) == [rubbish, good]
    assert world.registry.reached(ONE).sequence == 2


@pytest.mark.requirement("C3")
def test_a_restored_registry_gets_again_what_it_lost(world: World) -> None:
    items = [world.items.put(ONE, 1, 2), world.items.put(ONE, 3, 4)]
    world.rounds(2)
    world.registry.held[ONE] = {1, 2}
    assert world.rounds(math.ceil(AGAIN_SECONDS / ROUND_SECONDS)) == [items[1]]
    world.registry.held[ONE] = set()
    items.append(world.items.put(ONE, 5, 5))
    assert world.rounds(2) == items


def test_a_new_start_asks_before_it_sends(world: World) -> None:
    world.items.put(ONE, 1, 3)
    world.rounds()
    world.start()
    assert world.rounds(2) == []


@pytest.mark.requirement("C4")
def test_a_head_is_sent_when_it_is_news(world: World) -> None:
    world.items.head(ONE, b"lane-1 1 1")
    assert world.rounds(3) == [b"lane-1 1 1"]
    world.items.put(TWO, 1, 1)
    assert world.rounds(3) == [b"lane-2 1 1"]
    world.items.head(ONE, b"lane-1 2 2")
    assert world.rounds(3) == [b"lane-1 2 2"]


def test_a_store_that_fails_is_no_end(world: World) -> None:
    def broken(after: int = 0) -> Iterator[tuple[int, ItemName, Callable[[], bytes]]]:
        raise StorageError("disk", key="hub.items")

    world.items.put(ONE, 1, 1)
    whole = world.items.chain_items
    world.items.chain_items = broken  # type: ignore[method-assign]
    assert world.rounds() == []
    world.items.chain_items = whole  # type: ignore[method-assign]
    assert len(world.rounds()) == 1


def test_it_runs_until_stopped(world: World) -> None:
    stopping = threading.Event()
    item = world.items.put(ONE, 1, 1)
    world.registry.fails = lambda _item: stopping.set()
    world.relay.run(stopping)
    assert world.registry.sent == [item]
