"""By line, through the hub and by stick, in any mixture and order: each entry is counted once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkpoint_app.domain.cases import Noted
from checkpoint_app.domain.movement import MovementKind
from sync.bundle.departures_file import BatchFrame, departures_file
from sync.bundle.layout import StickLayout
from sync.bundle.relay_file import relay_file
from sync.protocol import routes
from sync.protocol.hub import ItemName, Stream
from sync.protocol.relay import JournalName, ReachedJournal, decode_reached, encode_journals
from sync.registry.hub.upward import ROUND_SECONDS, UpwardRelay
from sync.registry.inbox import Inbox
from tests.integration.registry_api.world import Lane, Registry, record_case

ENTRIES = 10
KINDS = (*(kind for kind in MovementKind if kind is not MovementKind.ANNULLED), None)
LINE, HUB, STICK, ROUND, RESTART = "line", "hub", "stick", "round", "restart"
places = st.tuples(st.integers(0, 1), st.integers(1, ENTRIES), st.integers(1, ENTRIES))
deeds = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([LINE, HUB, STICK]), places),
        st.tuples(st.sampled_from([ROUND, RESTART]), st.none()),
    ),
    max_size=14,
)
journals = st.lists(st.sampled_from(KINDS), min_size=ENTRIES, max_size=ENTRIES)


class HubUp:
    """The registry as a hub's device asks it, and the hub's items in memory."""

    def __init__(self, hub: Lane) -> None:
        self._hub = hub
        self.kept: list[tuple[ItemName, bytes]] = []
        self.sent: list[bytes] = []

    def put(self, lane: Lane, first: int, last: int) -> None:
        name = ItemName(Stream.CHAIN, lane.device_id, lane.epoch, first, last)
        frames = [BatchFrame(lane.batch(first, last))]
        recipient = str(lane.registry.inbox.to_public())
        self.kept.append((name, relay_file(lane.port, frames, [recipient])))

    def chain_items(self, after: int = 0) -> Iterator[tuple[int, ItemName, Callable[[], bytes]]]:
        for number, (name, item) in enumerate(self.kept[after:], after + 1):
            yield number, name, lambda item=item: item  # type: ignore[misc]

    def have(self, asked: Sequence[JournalName]) -> Iterable[ReachedJournal]:
        return self._answer(routes.RELAY_HAVE, encode_journals(asked), routes.CBOR)

    def send(self, item: bytes) -> Iterable[ReachedJournal]:
        self.sent.append(item)
        return self._answer(routes.RELAY, item, routes.OCTETS)

    def _answer(self, path: str, body: bytes, media: str) -> tuple[ReachedJournal, ...]:
        answer = self._hub.post(path, body, media)
        assert answer.status_code == 200, answer.text
        return decode_reached(answer.content)


class Ways:
    """One registry, two lanes with whole journals, and every way from them to it."""

    def __init__(self, folder: Path, kinds: Sequence[MovementKind | None]) -> None:
        self.folder = folder
        self.registry = Registry(folder)
        self.lanes = [Lane(self.registry, lane=name) for name in ("1", "2")]
        for lane in self.lanes:
            for kind in kinds:
                if kind is None:
                    record_case(lane, Noted("seen"))
                else:
                    lane.record(kind)
        self.up = HubUp(Lane(self.registry, lane="hub"))
        self.sticks = 0
        self.restart()

    def restart(self) -> None:
        self.relay = UpwardRelay(self.up, self.up, self.registry.clock)

    def go(self, way: str, place: tuple[int, int, int] | None) -> None:
        if place is None:
            (self.round if way == ROUND else self.restart)()
            return
        number, one, other = place
        lane, first, last = self.lanes[number], min(one, other), max(one, other)
        if way == LINE:
            lane.send(first, last)
        elif way == HUB:
            self.up.put(lane, first, last)
        else:
            self.stick(lane, first, last)

    def round(self) -> None:
        before = len(self.up.sent)
        self.relay.round()
        assert len(set(self.up.sent[before:])) == len(self.up.sent[before:])
        self.registry.clock.forward(ROUND_SECONDS)

    def stick(self, lane: Lane, first: int, last: int) -> None:
        self.sticks += 1
        folder = self.folder / f"stick-{self.sticks}"
        departures = StickLayout(folder).departures
        departures.mkdir(parents=True)
        recipient = str(self.registry.inbox.to_public())
        content = departures_file(lane.port, [lane.batch(first, last)], None, recipient)
        (departures / f"{self.sticks:032x}.age").write_bytes(content)
        taken = Inbox(
            engine=self.registry.engine,
            register=self.registry.register,
            ingest=self.registry.services.ingest,
            identities=[str(self.registry.inbox)],
            audience=self.registry.identity.audience,
            clock=self.registry.clock,
        ).take(folder)
        assert taken.is_well, taken.refused


@pytest.mark.requirement("C3")
@pytest.mark.requirement("C4")
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(journals, deeds, st.sampled_from([LINE, HUB, STICK]))
def test_each_entry_is_counted_once_whichever_ways_it_came(
    kinds: list[MovementKind | None],
    done: list[tuple[str, tuple[int, int, int] | None]],
    last_way: str,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ways = Ways(Path(folder), kinds)
        registry = ways.registry
        try:
            for way, place in done:
                ways.go(way, place)
            for number in range(len(ways.lanes)):
                ways.go(last_way, (number, 1, ENTRIES))
            ways.round()
            assert registry.counts()["total"] == {
                kind.name.lower(): len(ways.lanes) * kinds.count(kind)
                for kind in KINDS
                if kind is not None
            }
            assert len(registry.rows("case_event")) == len(ways.lanes) * kinds.count(None)
            assert registry.rows("quarantine") == registry.rows("movement_fork") == []
            asked = [JournalName(lane.device_id, lane.epoch) for lane in ways.lanes]
            assert list(ways.up.have(asked)) == [ReachedJournal(each, ENTRIES) for each in asked]
            sent = len(ways.up.sent)
            ways.round()
            assert len(ways.up.sent) == sent  # nothing in vain
        finally:
            registry.close()
