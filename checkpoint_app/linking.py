"""Builds a lane's link to its port's hubs, and what the lane says of the port by it."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from checkpoint_app.clock import Clock
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.port_standing import PortStanding
from checkpoint_app.main import LaneStores
from checkpoint_app.reference import findings
from checkpoint_app.services.cases import CaseDesk, DeskSettings
from checkpoint_app.services.day_counts import PortHeard
from checkpoint_app.services.guard import Approvals, Guard
from checkpoint_app.store import keys as store_keys
from sync.client.hub.finding import NetworkFinder
from sync.client.hub.lane import HubLane
from sync.client.hub.link import HubLink
from sync.client.hub.mirrors import Mirrors
from sync.client.hub.pinned import checked_hub
from sync.client.hub.ranges import reaches
from sync.client.hub.standing import HubNews
from sync.trust.view import TrustView

_LOG = logging.getLogger(__name__)
# A device speaks each minute: after three it is not known whether it recorded more.
HEARD_WITHIN = timedelta(minutes=3)
# So long (seconds) a desk waits for its port before it goes on with what it knows, and a command
# for a hub: one that was named, or any that makes itself known.
SETTLE_SECONDS = 2.0
NAMED_SECONDS, FOUND_SECONDS = 3.0, 1.5


@dataclass(frozen=True, slots=True)
class LanesHeard:
    """The devices of the port in service, this one too, and how many of them are heard to the end
    and lately."""

    lanes: int
    heard: int


@contextmanager
def open_hub_link(
    stores: LaneStores, clock: Clock, *, addresses: tuple[str, ...] = (), look: bool = True
) -> Iterator[HubLink]:
    """The link of this lane, not begun; stopped when the block ends. ``addresses`` are hubs beside
    those of the port's signed settings; ``look`` also looks for hubs on the network.

    Raises ConfigError for an address that is none, StorageError.
    """
    for address in addresses:
        checked_hub(address)
    finder = NetworkFinder(stores.device.port_id) if look else None
    link = HubLink(hub_lane(stores, clock), finder=finder, given=addresses)
    unwatch = stores.journal.watch(link.moved)
    try:
        yield link
    finally:
        unwatch()
        link.stop()


def settle(link: HubLink) -> None:
    """Wait until the port knows what is known here, and the other way round; 2 s at most. A lane
    without a hub has nothing to wait for."""
    if not link.settled(SETTLE_SECONDS):
        _LOG.warning("the port was not heard to the end in time")


def named_hubs(stores: LaneStores, given: str = "") -> tuple[str, ...]:
    """The hubs that somebody named: in this lane's settings, in the port's signed ones."""
    view = stores.trust.view
    signed = () if view is None else view.lane_rules(stores.device.port_id).hubs
    return (*((given,) if given else ()), *signed)


def has_neighbours(stores: LaneStores) -> bool:
    """Whether the port has other devices, by the signed list."""
    view = stores.trust.view
    return view is not None and bool(_others(stores, view))


def _others(stores: LaneStores, view: TrustView) -> frozenset[str]:
    """The port's other devices in service; none where no list is known."""
    listed = () if view.devices is None else view.devices.devices
    names = frozenset(each.device_id for each in listed)
    return names - {stores.device.device_id} - view.recalled


def begun(link: HubLink, seconds: float) -> bool:
    """Begin a link, and wait so long at most for a hub. Whether one is connected."""
    connected = threading.Event()

    def tell(news: HubNews) -> None:
        if news.connected:
            connected.set()

    link.start(tell)
    return connected.wait(seconds)


def hub_lane(stores: LaneStores, clock: Clock) -> HubLane:
    """This lane as a hub gets to know it. Raises StorageError."""
    device, key_store, journal = stores.device, stores.key_store, stores.journal
    return HubLane(
        device_id=device.device_id,
        port_id=device.port_id,
        port_bit=stores.port.bit,
        audience=device.audience,
        auth_key=store_keys.signing_key(key_store, EnvelopeType.AUTH),
        batch_key=store_keys.signing_key(key_store, EnvelopeType.BATCH),
        identity=store_keys.age_identity(key_store),
        trust=lambda: stores.trust.view,
        shelf=journal,
        outbox=journal.outbox,
        holding=lambda view: stores.holding(view, clock),
        clock=clock,
        random=secrets.token_bytes,
        jitter=secrets.SystemRandom().random,
        rows=journal,
        copies=journal,
    )


def lanes_heard(stores: LaneStores, now: datetime) -> LanesHeard | None:
    """How far the port's lanes are known here, by the signed device list; None where no list is
    known, or this device is the only one. Raises StorageError."""
    view = stores.trust.view
    others = frozenset[str]() if view is None else _others(stores, view)
    if not others:
        return None
    reached = {
        (each.device, each.epoch): each.ranges for each in stores.journal.neighbours_reached()
    }
    heard = sum(
        now - head.heard_at <= HEARD_WITHIN
        and reaches(reached.get((head.device, head.epoch), ()), head.last)
        for head in stores.journal.neighbour_heads()
        if head.device in others
    )
    return LanesHeard(len(others) + 1, heard + 1)


def port_standing(
    stores: LaneStores, now: datetime, desk: CaseDesk, *, linked: bool
) -> PortStanding | None:
    """What the bar tells of the port; None for the one lane of a port. Raises StorageError."""
    lanes = lanes_heard(stores, now)
    if lanes is None:
        return None
    waiting = desk.open_cases(cairo_day(now))
    conflicts = sum(view.conflict is not None for view in waiting)
    return PortStanding(linked, lanes.lanes, lanes.heard, conflicts, len(waiting) - conflicts)


def open_case_desk(
    stores: LaneStores,
    clock: Clock,
    *,
    officer: str,
    settle: Callable[[], None] = lambda: None,
    guard: Guard | None = None,
    approvals: Approvals | None = None,
) -> CaseDesk:
    """This lane's computer as a desk of the second line. Without a ``guard`` it is to be read
    only: whatever it wrote would be by ``officer``, unasked."""
    trust = stores.current_trust(clock)
    return CaseDesk(
        stores.journal,
        lambda: trust.reference_time(clock.now()),
        DeskSettings(stores.port.bit, stores.device.lane, officer, stores.device.device_id),
        findings(),
        settle,
        guard=guard,
        approvals=approvals,
    )


class PortTie:
    """What a window has of its port: the link, the hubs' mirrors, how the lanes stand.

    Ended by ``opened``, after what was opened there later. Raises as `open_hub_link`.
    """

    def __init__(
        self, stores: LaneStores, clock: Clock, opened: ExitStack, addresses: tuple[str, ...]
    ) -> None:
        self._stores, self._clock = stores, clock
        self._link = opened.enter_context(open_hub_link(stores, clock, addresses=addresses))
        self.mirrors = Mirrors(self._link.connected)
        opened.callback(self.mirrors.close)
        self._desk = open_case_desk(stores, clock, officer="")

    def start(self, connected: Callable[[], None]) -> None:
        """Begin. ``connected`` is called in threads of the link while there is a hub."""

        def tell(news: HubNews) -> None:
            if news.connected:
                connected()

        self._link.start(tell)

    def settle(self) -> None:
        """See `settle`: what a desk in this window waits for."""
        settle(self._link)

    def standing(self) -> PortStanding | None:
        """See `port_standing`. Raises StorageError."""
        linked = bool(self._link.connected())
        return port_standing(self._stores, self._clock.now(), self._desk, linked=linked)

    def heard(self) -> PortHeard | None:
        """For the day's counts. Raises StorageError."""
        lanes = lanes_heard(self._stores, self._clock.now())
        return None if lanes is None else PortHeard(lanes.lanes, lanes.heard)
