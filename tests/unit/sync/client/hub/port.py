"""A port's lanes in memory: keys, the signed list, and what their stores hold."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pyrage

from checkpoint_app.clock import Clock, SystemClock
from checkpoint_app.credential.batch import sign_batch
from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.keys import IssuerKeyring
from checkpoint_app.services.stores import NeighbourBatch, NeighbourHead, NeighbourReach
from sync.bundle.departures_file import BatchFrame, HoldingFrame
from sync.bundle.relay_file import RelayFrame
from sync.bundle.stick_receipt import StickDevice, sign_holding
from sync.client.hub.lane import HubLane
from sync.client.hub.ranges import joined
from sync.client.hub.sealing import seal_item
from sync.protocol.device_list import DeviceList, ListedDevice
from sync.protocol.holdings import Holding
from sync.protocol.hub import HubItem, ItemName, Stream
from sync.trust.view import RegistryPlace, TrustView

PORT, BIT, AUDIENCE = "CAI-AIR", 3, "registry.example"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass
class Shelf:
    """What a lane keeps of the others."""

    kept: dict[tuple[str, bytes], dict[int, bytes]] = field(default_factory=dict)
    batches: list[NeighbourBatch] = field(default_factory=list)
    heads: dict[str, NeighbourHead] = field(default_factory=dict)
    came: threading.Condition = field(default_factory=threading.Condition)
    fails: list[Exception] = field(default_factory=list)
    touches: int = 0

    def take_neighbour(self, batch: NeighbourBatch, at: datetime) -> int:
        self.touches += 1
        if self.fails:
            raise self.fails.pop()
        with self.came:
            journal = self.kept.setdefault((batch.device, batch.epoch), {})
            new = [each for each in _numbered(batch) if each[0] not in journal]
            journal.update(new)
            if new:
                self.batches.append(batch)
            self.came.notify_all()
        return len(new)

    def neighbours_reached(self) -> tuple[NeighbourReach, ...]:
        self.touches += 1
        return tuple(
            NeighbourReach(device, epoch, joined((each, each) for each in journal))
            for (device, epoch), journal in list(self.kept.items())
        )

    def neighbour_batches(
        self, device: str, epoch: bytes, first: int, last: int
    ) -> tuple[bytes, ...]:
        self.touches += 1
        found = [
            each
            for each in self.batches
            if (each.device, each.epoch) == (device, epoch)
            and each.first <= last
            and each.first + len(each.bodies) > first
        ]
        return tuple(each.envelope for each in sorted(found, key=lambda each: each.first)[:64])

    def take_head(self, head: NeighbourHead) -> None:
        self.touches += 1
        with self.came:
            self.heads[head.device] = head
            self.came.notify_all()

    def neighbour_heads(self) -> tuple[NeighbourHead, ...]:
        self.touches += 1
        return tuple(self.heads.values())

    def count(self, device: str) -> int:
        return sum(len(each) for (name, _), each in list(self.kept.items()) if name == device)

    def wait(self, device: str, count: int, seconds: float = 20) -> bool:
        with self.came:
            return self.came.wait_for(lambda: self.count(device) >= count, seconds)


def _numbered(batch: NeighbourBatch) -> list[tuple[int, bytes]]:
    return list(enumerate(batch.bodies, batch.first))


@dataclass(frozen=True)
class Epoch:
    epoch: bytes
    last: int


@dataclass(frozen=True)
class Sealed:
    epoch: bytes
    first: int
    last: int
    envelope: bytes


@dataclass
class Chain:
    """A lane's own chain."""

    journals: dict[bytes, list[bytes]] = field(default_factory=dict)
    size: int = 64

    def add(self, count: int = 1, epoch: bytes = b"e" * 16) -> None:
        journal = self.journals.setdefault(epoch, [])
        journal += [
            b"%d:" % (len(journal) + each) + bytes(self.size) for each in range(1, count + 1)
        ]

    def epochs(self) -> Sequence[Epoch]:
        return [Epoch(epoch, len(journal)) for epoch, journal in list(self.journals.items())]

    def relay_batches(
        self, epoch: bytes, first: int, last: int, key: SigningKey, device: str, *, limit: int
    ) -> Sequence[Sealed]:
        bodies = self.journals[epoch][first - 1 : last]
        if not bodies:
            return []
        until = first + len(bodies) - 1
        return [Sealed(epoch, first, until, sign_batch(key, device, epoch, first, bodies))]


@dataclass
class Copies:
    kept: dict[tuple[str, str], dict[int, tuple[object, ...]]] = field(default_factory=dict)

    def keep_copy(
        self, device: str, table: str, first: int, rows: tuple[tuple[object, ...], ...]
    ) -> int:
        held = self.kept.setdefault((device, table), {})
        before = len(held)
        held.update(enumerate(rows, first))
        return len(held) - before


@dataclass
class Rows:
    tables: Mapping[str, list[tuple[object, ...]]]

    def rows_after(self, table: str, after: int, limit: int) -> Sequence[tuple[object, ...]]:
        return self.tables[table][after : after + limit]


@dataclass
class Member:
    """One lane: its keys and its stores."""

    device_id: str
    auth: SigningKey = field(default_factory=lambda: SigningKey.generate(EnvelopeType.AUTH))
    batch: SigningKey = field(default_factory=lambda: SigningKey.generate(EnvelopeType.BATCH))
    age: pyrage.x25519.Identity = field(default_factory=pyrage.x25519.Identity.generate)
    shelf: Shelf = field(default_factory=Shelf)
    chain: Chain = field(default_factory=Chain)
    copies: Copies = field(default_factory=Copies)

    @property
    def listed(self) -> ListedDevice:
        return ListedDevice(
            self.device_id,
            f"lane of {self.device_id}",
            self.batch.public_bytes.hex(),
            self.auth.public_bytes.hex(),
            str(self.age.to_public()),
        )


@dataclass
class Port:
    """The port; ``view`` is what every lane trusts."""

    names: tuple[str, ...] = ("d1", "d2", "d3", "d4")
    clock: Clock = field(default_factory=SystemClock)
    members: dict[str, Member] = field(init=False)
    view: TrustView = field(init=False)
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.members = {name: Member(name) for name in self.names}
        listed = tuple(each.listed for each in self.members.values())
        self.view = TrustView(
            IssuerKeyring([]), b"", 1448, {}, NOW, NOW, 1, NOW, demo=True,
            registry=RegistryPlace(AUDIENCE), devices=DeviceList(1, PORT, listed),
        )  # fmt: skip

    def lane(self, name: str, *, rows: Rows | None = None, copies: bool = False) -> HubLane:
        member = self.members[name]
        numbers = itertools.count(1)
        return HubLane(
            device_id=name,
            port_id=PORT,
            port_bit=BIT,
            audience=AUDIENCE,
            auth_key=member.auth,
            batch_key=member.batch,
            identity=str(member.age),
            trust=lambda: self.view,
            shelf=member.shelf,
            outbox=member.chain,
            holding=lambda _view: holding(name),
            clock=self.clock,
            random=lambda size: next(numbers).to_bytes(size, "big"),
            jitter=lambda: 0.2,
            rows=rows,
            copies=member.copies if copies else None,
        )

    def recall(self, name: str) -> None:
        self.view = replace(self.view, recalled=self.view.recalled | {name})

    def list_only(self, *names: str) -> None:
        """Another signed list."""
        listed = tuple(self.members[name].listed for name in names)
        self.view = replace(self.view, devices=DeviceList(1, PORT, listed))

    def item(self, device: str, *frames: RelayFrame, stream: Stream = Stream.CHAIN) -> HubItem:
        name = ItemName(stream, device, b"e" * 16, 1, 1)
        return HubItem(next(self.numbers), name, seal_item(self.view, BIT, frames))

    def batch_frame(self, signer: str, bodies: Sequence[bytes], **other: object) -> BatchFrame:
        device = str(other.get("device", signer))
        first = int(str(other.get("first", 1)))
        key = self.members[signer].batch
        return BatchFrame(sign_batch(key, device, b"e" * 16, first, bodies))

    def head_frame(self, signer: str, held: Holding) -> HoldingFrame:
        key = self.members[signer].auth
        device = StickDevice(held.device_id, AUDIENCE, key, lambda size: bytes(size))
        return HoldingFrame(*sign_holding(held, device))


def holding(device: str, last: int = 0, at: datetime = NOW) -> Holding:
    journal = (b"e" * 16, last) if last else None
    return Holding(device, 1, 2, NOW, 3, 4, 5, at, journal=journal)
