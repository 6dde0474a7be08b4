"""Builds a lane's link to its port's hubs, and what the lane says of the port by it."""

from __future__ import annotations

import secrets
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
from checkpoint_app.store import keys as store_keys
from sync.client.hub.finding import NetworkFinder
from sync.client.hub.lane import HubLane
from sync.client.hub.link import HubLink
from sync.client.hub.mirrors import Mirrors
from sync.client.hub.pinned import checked_hub
from sync.client.hub.ranges import reaches
from sync.client.hub.standing import HubNews

# A device speaks each minute: after three it is not known whether it recorded more.
HEARD_WITHIN = timedelta(minutes=3)


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
    if view is None or view.devices is None:
        return None
    others = {each.device_id for each in view.devices.devices} - {stores.device.device_id}
    if not others - view.recalled:
        return None
    reached = {
        (each.device, each.epoch): each.ranges for each in stores.journal.neighbours_reached()
    }
    heard = sum(
        now - head.heard_at <= HEARD_WITHIN
        and reaches(reached.get((head.device, head.epoch), ()), head.last)
        for head in stores.journal.neighbour_heads()
        if head.device in others - view.recalled
    )
    return LanesHeard(len(others - view.recalled) + 1, heard + 1)


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
) -> CaseDesk:
    """This lane's computer as a desk of the second line."""
    trust = stores.current_trust(clock)
    return CaseDesk(
        stores.journal,
        lambda: trust.reference_time(clock.now()),
        DeskSettings(stores.port.bit, stores.device.lane, officer, stores.device.device_id),
        findings(),
        settle,
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

    def standing(self) -> PortStanding | None:
        """See `port_standing`. Raises StorageError."""
        linked = bool(self._link.connected())
        return port_standing(self._stores, self._clock.now(), self._desk, linked=linked)

    def heard(self) -> PortHeard | None:
        """For the day's counts. Raises StorageError."""
        lanes = lanes_heard(self._stores, self._clock.now())
        return None if lanes is None else PortHeard(lanes.lanes, lanes.heard)
