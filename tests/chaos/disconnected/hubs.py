"""Hubs of one port: their real databases and what lanes really push and pull, no socket between."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path

from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.linking import hub_lane
from checkpoint_app.main import LaneStores, registry_http
from checkpoint_app.store import keys as store_keys
from sync.client.calls import DeviceCalls, Signer
from sync.client.http import Patience
from sync.client.hub.gate import Gate
from sync.client.hub.held import HeldByHub
from sync.client.hub.listed import Listing
from sync.client.hub.pushing import Pushing
from sync.client.hub.taking import Taking
from sync.client.relaying import RelayCalls
from sync.protocol.hub import HeldRange, HubItem, ItemName
from sync.registry.hub.items import Items, open_items
from sync.registry.hub.upward import UpwardRelay
from tests.chaos.disconnected.centre import TickingClock
from tests.chaos.disconnected.lanes import Lane

_ALL = 1 << 30


class Fate(Enum):
    """What a hub does with one item on its way to a lane."""

    PASSED = auto()
    WITHHELD = auto()
    REPLAYED = auto()
    REWRITTEN = auto()
    RENAMED = auto()  # as if the reader, or another journal, were meant


class Hub:
    """One hub. What it gives is believed nothing; ``forget`` loses its database."""

    def __init__(self, folder: Path, clock: TickingClock) -> None:
        self._folder, self._clock = folder, clock
        folder.mkdir()
        self.items: Items = open_items(folder / "hub.db")
        self._takings: dict[str, tuple[LaneStores, Taking]] = {}

    def forget(self) -> None:
        self.close()
        for path in self._folder.iterdir():
            path.unlink()
        self.items = open_items(self._folder / "hub.db")

    def close(self) -> None:
        self.items.close()

    def take_from(self, lane: Lane) -> None:
        """What the lane's pushing does when the hub is found. Raises CheckpointError."""
        known = replace(hub_lane(lane.stores, self._clock), rows=None, copies=None)
        once = _Once()
        listing = Listing(known.trust)
        pushing = Pushing(known, listing, Gate(), HeldByHub(), once, once.is_over)
        pushing.run(_Line(self.items, lane.device_id))

    def give_to(self, lane: Lane, fates: Sequence[Fate] = (), *, backwards: bool = False) -> None:
        """What the lane takes of the hub's stream. Raises CheckpointError."""
        taking = self._taking_of(lane)
        items = list(self.items.after(0, frozenset(), most_bytes=_ALL))
        for place, item in enumerate(reversed(items) if backwards else items):
            fate = fates[place % len(fates)] if fates else Fate.PASSED
            for each in _as_it_comes(item, fate, lane.device_id):
                taking.take(each)

    def _taking_of(self, lane: Lane) -> Taking:
        """The same as long as the lane's program runs."""
        stores, taking = self._takings.get(lane.device_id, (None, None))
        if taking is None or stores is not lane.stores:
            known = replace(hub_lane(lane.stores, self._clock), rows=None, copies=None)
            taking = Taking(known, Listing(known.trust), Gate())
            self._takings[lane.device_id] = (lane.stores, taking)
        return taking

    def pass_on(self, lane: Lane) -> None:
        """What the registry lacks, by the identity of the lane on whose computer this hub runs."""
        stores = lane.stores
        with registry_http(stores.device, Patience()) as http:
            key = store_keys.signing_key(stores.key_store, EnvelopeType.AUTH)
            signer = Signer(stores.device.device_id, stores.device.audience, key)
            relay = UpwardRelay(RelayCalls(DeviceCalls(http, signer)), self.items, self._clock)
            relay.round()


class _Line:
    """`sync.client.hub.pushing.ItemLine` to this hub."""

    def __init__(self, items: Items, bringer: str) -> None:
        self._items, self._bringer = items, bringer

    def have(self) -> Iterable[HeldRange]:
        return self._items.have()

    def push(self, name: ItemName, content: bytes) -> None:
        self._items.put(name, content, self._bringer)


class _Once(threading.Event):
    """Ends the pushing where it would wait for more."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        self.ended = True
        return True

    ended = False

    def is_over(self) -> bool:
        return self.ended


def _as_it_comes(item: HubItem, fate: Fate, reader: str) -> Iterable[HubItem]:
    match fate:
        case Fate.WITHHELD:
            return ()
        case Fate.REPLAYED:
            return item, replace(item, number=item.number + 1000)
        case Fate.REWRITTEN:
            content = item.content
            return tuple(
                replace(item, content=each)
                for each in (content[:-1] + bytes([content[-1] ^ 1]), content[:-1], b"")
            )
        case Fate.RENAMED:
            name = replace(item.name, epoch=bytes(16), first=1, last=1 << 40)
            return replace(item, name=name), replace(item, name=replace(name, device=reader))
        case _:
            return (item,)
