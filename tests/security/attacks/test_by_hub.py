"""A hub in hostile hands: it may keep back and delay, and says nothing of its own.

A pilgrim has left at one lane; the lane under attack was told so and has referred the next one who
held out the same permit. Whatever a hub brings then, nobody is cleared who was not before, and what
honest lanes recorded comes through afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from checkpoint_app.credential.batch import sign_batch
from checkpoint_app.domain.cases import CaseDraft, CaseOutcome, Decided
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.store.journal import JournalStore
from sync.bundle.departures_file import BatchFrame
from sync.bundle.relay_file import relay_file
from sync.client.hub.gate import Gate
from sync.client.hub.listed import Listing
from sync.client.hub.ranges import reaches
from sync.client.hub.taking import Taking, Took
from sync.protocol.hub import HubItem, ItemName, Stream
from tests.integration.services.world import Lane, pilgrim, token_of
from tests.integration.store.port import move
from tests.unit.credential.samples import SCOPE, permit_number
from tests.unit.sync.client.hub.port import BIT, Member, Port, holding

pytestmark = pytest.mark.requirement("C1", "C5")
READER, LEFT_AT, DESK, RECALLED = "d1", "d2", "d3", "d4"
STRANGER = "another port's"
PERMIT, NEXT = permit_number(1), permit_number(2)
MINUTE = timedelta(minutes=1)


@dataclass
class Standing:
    """A clock for all of them."""

    lane: Lane

    def now(self):
        return self.lane.clock.now()

    def monotonic(self) -> float:
        return 0.0


@dataclass
class Attacked:
    """The lane, its neighbours' journals, and what the hub has of them."""

    folder: Path
    port: Port = field(init=False)

    def __post_init__(self) -> None:
        self.lanes = {name: self._lane(name) for name in (READER, LEFT_AT, DESK, RECALLED)}
        self.lane = self.lanes[READER]
        self.port = Port(clock=Standing(self.lane))
        self.port.members[STRANGER] = Member(STRANGER)
        self.port.recall(RECALLED)
        known = replace(self.port.lane(READER), shelf=self.lane.journal)
        self.taking = Taking(known, Listing(known.trust), Gate())
        record = pilgrim()
        self.lane.registry.add(record, pilgrim(2))
        self.lane.publish()
        self.token = token_of(record)
        move(self.lanes[LEFT_AT].journal)
        self.departure = self.item(LEFT_AT)
        assert self.taking.take(self.departure).entries == 1
        self.lane.clock.advance(minutes=5)
        assert self.verdict() is VerdictKind.REFER
        (referred,) = [
            each.movement
            for each in self.lane.journal.port_movements(PERMIT)
            if each.movement.kind is MovementKind.REFERRED
        ]
        self.case: UUID = referred.movement_id
        self.lane.clock.advance(minutes=5)

    def _lane(self, name: str) -> Lane:
        (self.folder / name).mkdir()
        return Lane(self.folder / name)

    def close(self) -> None:
        for each in self.lanes.values():
            each.close()

    def verdict(self) -> VerdictKind | None:
        verdict = self.lane.service().scan(self.token).verdict
        assert verdict is not None
        return verdict.kind

    def take(self, *items: HubItem) -> Took:
        return sum((self.taking.take(each) for each in items), Took())

    def item(self, device: str, signer: str = "", named: str = "", scope: int = BIT) -> HubItem:
        """All that a device's journal holds, signed by ``signer`` in the name of ``named``."""
        key = self.port.members[signer or device].batch
        journal: JournalStore = self.lanes[device].journal
        envelopes = [
            batch.envelope
            for each in journal.outbox.epochs()
            for batch in journal.outbox.relay_batches(
                each.epoch, 1, each.last, key, named or signer or device
            )
        ]
        return self.sealed(*envelopes, device=device, scope=scope)

    def sealed(self, *envelopes: bytes, device: str = LEFT_AT, scope: int = BIT) -> HubItem:
        """Anybody can seal an item for the port's devices: their recipients are no secret."""
        people = [str(each.age.to_public()) for each in self.port.members.values()]
        content = relay_file(scope, [BatchFrame(each) for each in envelopes], people)
        name = ItemName(Stream.CHAIN, device, b"e" * 16, 1, 1)
        return HubItem(next(self.port.numbers), name, content)

    def clear(self, journal: JournalStore) -> None:
        """A desk clears the pilgrim who was referred."""
        now = self.lane.clock.now()
        covers = frozenset({FindingCode.ALREADY_DEPARTED_HERE.value})
        said = Decided(CaseOutcome.CLEAR, covers, now + 60 * MINUTE, False, "document-checked")
        journal.record_case(CaseDraft(self.case, PERMIT, SCOPE, "2L", "s-1", now, said))

    def is_whole(self, device: str) -> bool:
        """Whether all that a device said to have recorded is here."""
        heads = {each.device: each for each in self.lane.journal.neighbour_heads()}
        reached = {
            (each.device, each.epoch): each.ranges
            for each in self.lane.journal.neighbours_reached()
        }
        head = heads[device]
        return reaches(reached.get((device, head.epoch), ()), head.last)


@pytest.fixture
def attacked(tmp_path: Path) -> Iterator[Attacked]:
    made = Attacked(tmp_path)
    yield made
    made.close()


# ---- what is forged ----


def rewritten(at: Attacked) -> list[HubItem]:
    content = at.departure.content
    changed = [content[:-1] + bytes([content[-1] ^ 1]), content[: len(content) // 2], b"", b"age"]
    return [replace(at.departure, content=each) for each in changed]


def another_s_key(at: Attacked) -> list[HubItem]:
    at.clear(at.lanes[LEFT_AT].journal)
    return [at.item(LEFT_AT, signer=DESK, named=LEFT_AT)]


def of_nobody(at: Attacked) -> list[HubItem]:
    """An outcome whose batch carries a signature of nobody's."""
    at.clear(at.lanes[DESK].journal)
    stranger = Member("nobody")
    journal = at.lanes[DESK].journal
    (epoch,) = journal.outbox.epochs()
    (sealed,) = journal.outbox.relay_batches(epoch.epoch, 1, epoch.last, stranger.batch, DESK)
    return [
        at.sealed(sealed.envelope),
        at.sealed(sealed.envelope[:-64] + bytes(64)),
        at.sealed(b""),
    ]


def of_another_port(at: Attacked) -> list[HubItem]:
    at.port.list_only(READER, LEFT_AT, DESK, RECALLED)
    at.clear(at.lanes[DESK].journal)
    return [at.item(DESK, signer=STRANGER), at.item(DESK, signer=STRANGER, named=DESK)]


def of_a_recalled_device(at: Attacked) -> list[HubItem]:
    at.clear(at.lanes[RECALLED].journal)
    return [at.item(RECALLED)]


def another_port_s_batch(at: Attacked) -> list[HubItem]:
    """An item for another port, brought here."""
    at.clear(at.lanes[DESK].journal)
    return [at.item(DESK, scope=BIT + 1)]


def flooded(at: Attacked) -> list[HubItem]:
    key = at.port.members[STRANGER].batch
    batches = [sign_batch(key, STRANGER, b"f" * 16, 1, [bytes(900)] * 200)] * 2
    item = at.sealed(*batches)
    return [*(replace(item, number=number) for number in range(100, 140)), *rewritten(at) * 25]


FORGED: dict[str, Callable[[Attacked], list[HubItem]]] = {
    "rewritten": rewritten,
    "signed by another's key": another_s_key,
    "signed by nobody": of_nobody,
    "of a device of another port": of_another_port,
    "of a recalled device": of_a_recalled_device,
    "another port's item": another_port_s_batch,
    "flooded": flooded,
}


@pytest.mark.parametrize("what", FORGED)
def test_what_a_hub_forges_clears_nobody_and_nothing_is_lost(attacked: Attacked, what: str) -> None:
    items = FORGED[what](attacked)
    reached = attacked.lane.journal.neighbours_reached()
    took = attacked.take(*items)
    assert (took.entries, took.refused) == (0, max(took.refused, len(items)))
    assert attacked.lane.journal.neighbours_reached() == reached
    assert attacked.verdict() is VerdictKind.REFER
    move(attacked.lanes[LEFT_AT].journal, 2)
    attacked.take(attacked.item(LEFT_AT))
    departed = attacked.lane.journal.history(NEXT).movements
    assert [each.kind for each in departed] == [MovementKind.DEPARTED]


def test_a_desk_of_the_port_is_believed(attacked: Attacked) -> None:
    """What the forgeries aim at, by a listed device: its outcome counts. This is accepted: devices
    of the port are trusted with decisions, each signed in its own name."""
    attacked.clear(attacked.lanes[DESK].journal)
    assert attacked.take(attacked.item(DESK)).entries == 1
    assert attacked.verdict() is VerdictKind.CLEAR
    (event,) = [
        each
        for each in attacked.lane.journal.case_events(attacked.case)
        if isinstance(each.content, Decided)
    ]
    assert event.device == DESK


# ---- what is kept back, brought again, or out of order ----


def test_replayed_and_out_of_order_the_same_is_known(attacked: Attacked) -> None:
    other = attacked.lanes[DESK].journal
    items = [attacked.departure]
    for serial in (2, 3, 4):
        move(other, serial)
        items.append(attacked.item(DESK))
    for item in (*reversed(items), *items, *reversed(items)):
        attacked.taking.take(replace(item, number=item.number + 1000))
    (reach,) = [each for each in attacked.lane.journal.neighbours_reached() if each.device == DESK]
    assert reach.ranges == ((1, 3),)
    for serial in (2, 3, 4):
        assert len(attacked.lane.journal.history(permit_number(serial)).movements) == 1
    assert attacked.verdict() is VerdictKind.REFER


def test_an_outcome_replayed_before_its_departure_answers_it_not(attacked: Attacked) -> None:
    """The desk's outcome is brought, and what has departed since is held back until later."""
    attacked.clear(attacked.lanes[DESK].journal)
    attacked.take(attacked.item(DESK))
    move(attacked.lanes[LEFT_AT].journal, at=attacked.lane.clock.now() - MINUTE)
    attacked.lane.clock.advance(minutes=1)
    attacked.take(attacked.item(LEFT_AT))
    assert attacked.verdict() is VerdictKind.REFER


def test_what_is_withheld_is_missed(attacked: Attacked) -> None:
    """A lane says that it has not heard all: its neighbours' signed statements name the end."""
    journal = attacked.lanes[LEFT_AT].journal
    (epoch,) = journal.outbox.epochs()

    def stated(last: int, minutes: int) -> HubItem:
        said = replace(
            holding(LEFT_AT, last, attacked.lane.clock.now() + minutes * MINUTE),
            journal=(epoch.epoch, last),
        )
        return attacked.port.item(LEFT_AT, attacked.port.head_frame(LEFT_AT, said))

    old = stated(1, 0)
    attacked.take(old)
    assert attacked.is_whole(LEFT_AT)
    move(journal, 2)
    attacked.take(stated(2, 1))
    assert not attacked.is_whole(LEFT_AT)
    attacked.take(replace(old, content=stated(1, 0).content), old)
    assert not attacked.is_whole(LEFT_AT), "an old statement takes no newer one's place"
    attacked.take(attacked.item(LEFT_AT))
    assert attacked.is_whole(LEFT_AT)
