"""The link of a lane to its port's hubs: as many as there are, each used at once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime

from checkpoint_app.errors import StorageError
from checkpoint_app.services.stores import NeighbourHead
from sync.client.hub.finding import Finder, usable
from sync.client.hub.gate import Gate, ShutError
from sync.client.hub.lane import HubLane
from sync.client.hub.listed import Listing, PortDevices
from sync.client.hub.one_hub import OneHub
from sync.client.hub.pinned import HubIdentity, PinnedHub
from sync.client.hub.pulling import Cursors
from sync.client.hub.ranges import Range, reaches
from sync.client.hub.standing import HubNews, HubStanding, NeighbourStanding

_LOG = logging.getLogger(__name__)
# Addresses tried at once; those of the settings and given by hand come first.
MOST_HUBS = 4
_LOOK_SECONDS = 1.0
_END_SECONDS = 0.6


class HubLink:
    """``finder`` looks on the network, where there is one; ``given`` are further addresses. The
    hub of this very PC is one like the others. For any thread."""

    def __init__(
        self, lane: HubLane, *, finder: Finder | None = None, given: tuple[str, ...] = ()
    ) -> None:
        self._lane, self._finder, self._given = lane, finder, given
        self._devices = Listing(lane.trust)
        self._gate = Gate()
        self._cursors = Cursors(lane, self._gate)
        self._lock = threading.RLock()
        self._stopping = threading.Event()
        self._hubs: dict[str, OneHub] = {}
        self._instances: dict[bytes, OneHub] = {}
        self._told: Callable[[HubNews], None] = _nobody
        self._neighbours: tuple[NeighbourStanding, ...] = ()

    def start(self, told: Callable[[HubNews], None] | None = None) -> None:
        """Begin, in the background; may be called once. ``told`` is called in threads of the link,
        one call at a time, and not after `stop`."""
        self._told = told or _nobody
        if self._finder is not None:
            self._finder.start()
        threading.Thread(target=self._look, name="hub-link", daemon=True).start()

    def stop(self) -> None:
        """End. When this returns no store is touched any more and nobody is told anything; the
        threads end by themselves."""
        self._stopping.set()
        if self._finder is not None:
            self._finder.stop()
        with self._lock:
            hubs = list(self._hubs.values())
        for each in hubs:
            each.stop()
        self._gate.shut()
        self._told = _nobody
        until = self._lane.clock.monotonic() + _END_SECONDS
        for each in hubs:
            each.join(max(0.0, until - self._lane.clock.monotonic()))

    def moved(self) -> None:
        """Something was recorded here: it goes out at once."""
        with self._lock:
            hubs = list(self._hubs.values())
        for each in hubs:
            each.moved()

    def connected(self) -> tuple[PinnedHub, ...]:
        """The hubs that are connected now, each once."""
        with self._lock:
            return tuple(each.hub for each in self._hubs.values() if each.state.connected)

    def settled(self, seconds: float) -> bool:
        """Wait until every hub that is connected now has what was recorded here, and until all
        that it had by then is here; so many seconds at most. False where it came to no end in
        time; a link without a hub has nothing to wait for. Not from a thread of the link."""
        with self._lock:
            hubs = [each for each in self._hubs.values() if each.state.connected]
        given_up = threading.Event()
        done: list[bool] = []
        waiting = [
            threading.Thread(
                target=lambda hub=each: done.append(hub.settled(given_up.wait)),
                name="hub-settle",
                daemon=True,
            )
            for each in hubs
        ]
        until = self._lane.clock.monotonic() + seconds
        for each in waiting:
            each.start()
        self.moved()
        for each in waiting:
            each.join(max(0.0, until - self._lane.clock.monotonic()))
        given_up.set()
        return len(done) == len(hubs) and all(done)

    def standing(self) -> HubStanding:
        """How the link stands; after `stop`, and when the stores fail, as it last stood."""
        with self._lock:
            states = tuple(each.state for each in self._hubs.values())
        try:
            self._neighbours = self._heard()
        except (StorageError, ShutError) as error:
            _LOG.debug("neighbours not looked up: %s", error)
        connected = any(each.connected for each in states) and not self._stopping.is_set()
        return HubStanding(states, self._neighbours, not connected)

    def _heard(self) -> tuple[NeighbourStanding, ...]:
        devices = self._devices()
        if devices is None:
            return ()
        with self._gate.passing():
            heads = {each.device: each for each in self._lane.shelf.neighbour_heads()}
            reached = {
                (each.device, each.epoch): each.ranges
                for each in self._lane.shelf.neighbours_reached()
            }
        others = sorted(set(devices.by_id) - {self._lane.device_id})
        return tuple(_neighbour(each, devices, heads.get(each), reached) for each in others)

    def _look(self) -> None:
        """Keep to the addresses as they are named and found."""
        while not self._stopping.is_set():
            try:
                self._follow(self._addresses())
            except Exception:  # noqa: BLE001 - a bad setting must not end the looking
                _LOG.exception("hubs' addresses")
            self._stopping.wait(_LOOK_SECONDS)

    def _addresses(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Those that were named, and those found on the network."""
        view = self._lane.trust()
        named = () if view is None else view.lane_rules(self._lane.port_id).hubs
        found = () if self._finder is None else self._finder.addresses()
        return usable([*self._given, *named]), usable(found)

    def _follow(self, addresses: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
        named, found = addresses
        with self._lock:
            if self._stopping.is_set():
                return
            for address, hub in list(self._hubs.items()):
                if address not in named and address not in found and not hub.state.connected:
                    self._let_go(address)
            for address in named:
                self._try(address, most=MOST_HUBS + len(self._hubs) - len(self._unnamed(named)))
            for address in found:
                self._try(address, most=MOST_HUBS)

    def _unnamed(self, named: tuple[str, ...]) -> list[str]:
        return [address for address in self._hubs if address not in named]

    def _try(self, address: str, *, most: int) -> None:
        if address in self._hubs or len(self._hubs) >= most:
            return
        hub = OneHub(
            address,
            self._lane,
            self._devices,
            self._gate,
            self._cursors,
            claim=self._claim,
            release=self._release,
            changed=self._tell,
            took=lambda took: self._tell(took.entries),
        )
        self._hubs[address] = hub
        hub.start()

    def _let_go(self, address: str) -> None:
        hub = self._hubs.pop(address)
        hub.stop()
        self._release(hub)

    def _claim(self, hub: OneHub, identity: HubIdentity) -> bool:
        with self._lock:
            return self._instances.setdefault(identity.instance, hub) is hub

    def _release(self, hub: OneHub) -> None:
        with self._lock:
            self._instances = {
                instance: each for instance, each in self._instances.items() if each is not hub
            }

    def _tell(self, new_entries: int = 0) -> None:
        with self._lock:
            if self._stopping.is_set():
                return
            hubs = sum(each.state.connected for each in self._hubs.values())
            self._told(HubNews(hubs > 0, hubs, new_entries))


def _neighbour(
    device: str,
    devices: PortDevices,
    head: NeighbourHead | None,
    reached: Mapping[tuple[str, bytes], tuple[Range, ...]],
) -> NeighbourStanding:
    heard: datetime | None = None
    complete = False
    if head is not None:
        heard = head.heard_at
        complete = reaches(reached.get((device, head.epoch), ()), head.last)
    return NeighbourStanding(device, devices.by_id[device].lane, heard, complete)


def _nobody(_news: HubNews) -> None:
    """Nobody is told."""
