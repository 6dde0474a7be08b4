"""The one place that builds a lane: configuration, stores, trust, services, the ties to its
registry. Commands, the demonstration and windows are handed what is built here."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoint_app.clock import Clock
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.current_trust import CurrentTrust
from checkpoint_app.desks import LaneDesks
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.port import Port
from checkpoint_app.errors import ConfigError, StorageError
from checkpoint_app.office import Office, SyncTie
from checkpoint_app.paths import LanePaths
from checkpoint_app.reference import findings, ports
from checkpoint_app.services.answer import LaneSettings
from checkpoint_app.services.asking import AskingLane
from checkpoint_app.services.cases import CaseDesk, DeskSettings
from checkpoint_app.services.lane import LaneService
from checkpoint_app.services.notices import Notices
from checkpoint_app.services.stores import RefreshSource
from checkpoint_app.staffing import Open, Staffing, staffing_of
from checkpoint_app.store import keys as store_keys
from checkpoint_app.store import recovery
from checkpoint_app.store.anchor import AnchorFile
from checkpoint_app.store.journal import JournalStore, open_journal
from checkpoint_app.store.keys import KeyStore, open_key_store
from checkpoint_app.store.records import RecordsStore, open_records
from checkpoint_app.store.staff import StaffFile, TakenStaff
from sync.client.device import Device, load_device
from sync.client.lane_trust import LaneTrust
from sync.trust.names import STAFF_NOTE
from sync.trust.repository import TrustedRepository
from ui.ports import LanePlace

if TYPE_CHECKING:  # what uses the line is loaded when the line is used: a lane scans without it
    from checkpoint_app.linking import PortTie
    from sync.bundle.inward import Inward
    from sync.bundle.stick_receipt import StickDevice
    from sync.client.calls import DeviceCalls
    from sync.client.carriers import Hubs
    from sync.client.counts import RegistryCounts
    from sync.client.http import Patience, RegistryHttp
    from sync.client.rounds import SyncClient
    from sync.client.up import Upload
    from sync.protocol.holdings import Holding
    from sync.trust.intake import Intake, TakenIn
    from sync.trust.view import TrustView
    from sync.trust.watch import Watching

_LOG = logging.getLogger(__name__)
# A root.json of TUF with its few keys takes some kilobytes.
ROOT_LIMIT = 256 * 1024


@dataclass(frozen=True, slots=True)
class LaneStores:
    """One lane's data on this computer, opened. Not tied to a thread."""

    paths: LanePaths
    device: Device
    port: Port
    key_store: KeyStore
    anchor: AnchorFile
    records: RecordsStore
    journal: JournalStore
    repository: TrustedRepository
    trust: LaneTrust

    @property
    def staff(self) -> StaffFile:
        """Who may sign in at this port."""
        records = self.records
        return StaffFile(
            self.paths.staff, self.key_store, self.journal, lambda: STAFF_NOTE in records.notes()
        )

    def notices(self) -> Notices:
        """The bad news taken in by camera."""
        return Notices(self.journal, self.records, self.trust, self.device.season)

    def holding(self, view: TrustView, clock: Clock) -> Holding:
        """What this lane holds now, for the registry. Raises StorageError."""
        from sync.trust.holding import holding_of

        return holding_of(
            view,
            self.records,
            self.anchor.newest(),
            device_id=self.device.device_id,
            pending=self.journal.pending(),
            at=clock.now(),
            notices=self.notices().unconfirmed(),
            journal=self._newest_entry(),
            audit=self.journal.newest_audit(),
        )

    def _newest_entry(self) -> tuple[bytes, int]:
        epoch = self.journal.epoch
        lasts = {each.epoch: each.last for each in self.journal.outbox.epochs()}
        return epoch, lasts.get(epoch, 0)

    def current_trust(self, clock: Clock) -> CurrentTrust:
        """What to decide with: what is trusted now, and no longer than anybody vouches for it."""
        return CurrentTrust(self.trust, self.paths.held, clock)


@dataclass(frozen=True, slots=True)
class OpenLane:
    """A lane that can scan: its service, what that stands on, and who is at it."""

    service: LaneService
    stores: LaneStores
    settings: LaneSettings
    staffing: Staffing
    opened: ExitStack

    def nation(self) -> RegistryCounts:
        """Asks the registry for the counts of all ports; closed with the lane. Raises
        StorageError, ConfigError for a lane without the registry's address."""
        from sync.client.counts import RegistryCounts
        from sync.client.refresh_source import WHILE_WAITING

        http = self.opened.enter_context(registry_http(self.stores.device, WHILE_WAITING))
        return RegistryCounts(device_calls(self.stores, http))


@contextmanager
def open_stores(paths: LanePaths, clock: Clock) -> Iterator[LaneStores]:
    """Open what lies in a lane's folder; closed when the block ends.

    Raises ConfigError for a folder that is not an enrolled lane's, StorageError, TrustError.
    """
    device, port = enrolled_device(paths)
    with ExitStack() as opened:
        key_store = open_key_store(paths.keys)
        anchor = AnchorFile(paths.anchor)
        records = opened.enter_context(closing(open_records(paths.records, key_store, anchor)))
        journal = opened.enter_context(
            closing(open_journal(paths.journal, key_store, clock, port=port.bit))
        )
        # Absolute: the process that opens packs has a folder of its own.
        folder, root = paths.trust.absolute(), shipped_root(paths)
        store_keys.check_root(key_store, root)
        repository = TrustedRepository(folder, root, port_id=device.port_id, allow_demo=device.demo)
        trust = LaneTrust(repository, anchor, device.port_id)
        trust.load()
        _keep_recoverable(paths, key_store, trust)
        yield LaneStores(
            paths, device, port, key_store, anchor, records, journal, repository, trust
        )


def _keep_recoverable(paths: LanePaths, key_store: KeyStore, trust: LaneTrust) -> None:
    """Have the lane's keys wrapped for the recovery key that the offline keys name. A lane scans
    without it."""
    view = trust.view
    if view is None or not view.registry.recovery:
        return
    try:
        recovery.keep_wrapped(paths.recovery, key_store, view.registry.recovery)
    except StorageError as error:
        _LOG.error("keys not wrapped for recovery: %s", error)


@contextmanager
def open_lane(
    paths: LanePaths,
    clock: Clock,
    *,
    direction: Direction = Direction.DEPARTING,
    officer: str = "",
    online: bool = False,
) -> Iterator[OpenLane]:
    """Open a lane for scanning. ``online`` gives it the ties by which one permit is refreshed, and
    asked about before it departs; each connects when it is used, not before. Raises as
    `open_stores`."""
    with ExitStack() as opened:
        stores = opened.enter_context(open_stores(paths, clock))
        source = _LateRefresh(stores, opened) if online else None
        settings = LaneSettings(
            port=stores.port.bit,
            lane=stores.device.lane,
            officer=officer,
            direction=direction,
            device_id=stores.device.device_id,
            season=stores.device.season,
        )
        trust = stores.current_trust(clock)
        staffing = _staffing(stores, lambda: trust.reference_time(clock.now()), officer)
        service = AskingLane(
            records=stores.records,
            journal=stores.journal,
            anchor=stores.anchor,
            trust=trust,
            clock=clock,
            settings=settings,
            table=findings(),
            source=source,
            guard=staffing.guard,
        )
        if online and stores.device.registry:
            tie = opened.enter_context(ExitStack())
            asking = service.ask_by(_LateRefresh(stores, tie, is_awaited=False))
            opened.callback(asking.close)
        yield OpenLane(service, stores, settings, staffing, opened)


def _staffing(stores: LaneStores, now: Callable[[], datetime], officer: str) -> Staffing:
    counting = CaseDesk(
        stores.journal,
        now,
        DeskSettings(stores.port.bit, stores.device.lane, "", stores.device.device_id),
        findings(),
    )
    return staffing_of(
        stores.staff,
        stores.journal,
        now,
        port_id=stores.device.port_id,
        lane=stores.device.lane,
        typed=lambda: officer,
        left=Open(cases=lambda: len(counting.open_cases(cairo_day(now())))),
    )


class _LateRefresh:
    """`services.stores.RefreshSource` that is made when one permit is first asked for. For one
    thread; closed with what it was opened beside. ``is_awaited``: somebody waits for each answer
    as long as it takes."""

    def __init__(self, stores: LaneStores, opened: ExitStack, *, is_awaited: bool = True) -> None:
        self._stores, self._opened, self._is_awaited = stores, opened, is_awaited
        self._source: RefreshSource | None = None

    def fetch(self, permit: int, nonce: bytes) -> bytes:
        """See `services.stores.RefreshSource`."""
        if self._source is None:
            from sync.client.refresh_source import BEFORE_DEPARTURE, WHILE_WAITING, RegistryRefresh

            patience = WHILE_WAITING if self._is_awaited else BEFORE_DEPARTURE
            http = self._opened.enter_context(registry_http(self._stores.device, patience))
            self._source = RegistryRefresh(device_calls(self._stores, http))
        return self._source.fetch(permit, nonce)


def open_office(
    paths: LanePaths,
    clock: Clock,
    *,
    direction: Direction,
    officer: str,
    hubs: tuple[str, ...] = (),
) -> Office:
    """A lane opened for its window, its background rounds not yet begun. Whoever is given it calls
    `Office.close`. ``hubs`` are addresses beside those of the signed settings. Raises as
    `open_stores`."""
    with ExitStack() as opening:
        lane = opening.enter_context(
            open_lane(paths, clock, direction=direction, officer=officer, online=True)
        )
        stores, opened = lane.stores, opening.pop_all()
    device = stores.device
    return Office(
        place=LanePlace(stores.port, device.lane, device.device_id, device.demo),
        service=lane.service,
        records=stores.records,
        journal=stores.journal,
        anchor=stores.anchor,
        trust=stores.current_trust(clock),
        clock=clock,
        tie=SyncTie(_LateTies(stores, clock, hubs), opened, has_line=bool(device.registry)),
        opened=opened,
        desks=lambda office, tie: LaneDesks(lane, office, clock, tie),
    )


class _LateTies:
    """`office.Ties` whose parts are loaded when the rounds begin: a window opens without them."""

    def __init__(self, stores: LaneStores, clock: Clock, hubs: tuple[str, ...]) -> None:
        self._stores, self._clock, self._hubs = stores, clock, hubs

    def link(self, opened: ExitStack) -> PortTie:
        """See `office.Ties`."""
        from checkpoint_app.linking import PortTie

        return PortTie(self._stores, self._clock, opened, self._hubs)

    def sync(self, opened: ExitStack, hubs: Hubs) -> SyncClient:
        """See `office.Ties`."""
        return opened.enter_context(open_sync(self._stores, self._clock, hubs=hubs))


@contextmanager
def open_sync(
    stores: LaneStores,
    clock: Clock,
    *,
    hubs: Hubs | None = None,
    watch: Watching | None = None,
) -> Iterator[SyncClient]:
    """The tie by which data comes down and movements go up. Connects when a round is asked for;
    stopped when the block ends. ``hubs`` gives the mirrors of the port's hubs;
    ``watch`` is told how far a round has come.

    Raises StorageError, and ConfigError ``cli.no_line`` for a lane without the registry's address
    that is given no hubs.
    """
    from sync.client.carriers import no_hubs
    from sync.client.http import FOR_PACKS, Patience
    from sync.client.http_fetcher import network_carrier
    from sync.client.rounds import SyncClient

    stopping = threading.Event()
    with ExitStack() as opened:
        down = up = None
        if stores.device.registry or hubs is None:
            down, up = (
                opened.enter_context(registry_http(stores.device, patience, stopping.is_set))
                for patience in (FOR_PACKS, Patience())
            )
        intake = _intake(stores, clock, stopping)
        client = SyncClient(
            intake=intake if watch is None else intake.watched(watch, stopping.is_set),
            carrier=None if down is None else network_carrier(down),
            upload=None if up is None else _upload(stores, up),
            trust=stores.trust,
            notes=stores.records,
            clock=clock,
            random=secrets.SystemRandom().random,
            stopping=stopping,
            after_down=_silent if down is None else _teller(stores, clock, down),
            hubs=hubs or no_hubs,
        )
        opened.callback(client.stop)
        yield client


def _upload(stores: LaneStores, http: RegistryHttp) -> Upload:
    from sync.client.up import Upload

    return Upload(
        device_calls(stores, http),
        stores.journal.outbox,
        store_keys.signing_key(stores.key_store, EnvelopeType.BATCH),
        stores.device.device_id,
        stores.trust.issuer_keys,
    )


def _silent(_taken: TakenIn) -> None:
    """Nobody to tell: what is held goes to the registry through the hub."""


def _teller(stores: LaneStores, clock: Clock, http: RegistryHttp) -> Callable[[TakenIn], None]:
    """Tells the registry over this line what the lane holds, after a round that took data in."""
    from sync.client.holdings import Holdings

    holdings = Holdings(device_calls(stores, http), lambda view: stores.holding(view, clock))
    return lambda taken: holdings.tell(taken.view)


def open_inward(stores: LaneStores, clock: Clock) -> Inward:
    """What takes sticks into this lane. Raises StorageError."""
    from sync.bundle.inward import Inward

    return Inward(
        intake=_intake(stores, clock, threading.Event()),
        trust=stores.trust,
        device=stick_device(stores),
        pending=stores.journal.outbox.pending,
        clock=clock,
        notices=stores.notices().unconfirmed,
    )


def stick_device(stores: LaneStores) -> StickDevice:
    """Who signs what this lane leaves on a stick. Raises StorageError."""
    from sync.bundle.stick_receipt import StickDevice

    device = stores.device
    key = store_keys.signing_key(stores.key_store, EnvelopeType.AUTH)
    return StickDevice(device.device_id, device.audience, key, secrets.token_bytes)


def _intake(stores: LaneStores, clock: Clock, stopping: threading.Event) -> Intake:
    from sync.engine.receipts import ReceiptsTaken, own_receipts, take_published
    from sync.trust.intake import Intake
    from sync.trust.plan import PortPlace
    from sync.trust.reader_process import ReaderProcess
    from sync.trust.recall import lock_lane

    device_id = stores.device.device_id

    def take_receipts(envelopes: Sequence[bytes], view: TrustView) -> ReceiptsTaken:
        receipts = own_receipts(envelopes, view.keys, device_id)
        return take_published(stores.journal.outbox, device_id, receipts)

    return Intake(
        repository=stores.repository,
        sink=stores.records,
        place=PortPlace(stores.device.port_id, stores.port.bit, stores.device.season),
        identity=store_keys.age_identity(stores.key_store),
        newest=stores.anchor.newest,
        reader=ReaderProcess,
        stopping=stopping.is_set,
        device_id=device_id,
        take_receipts=take_receipts,
        staff=TakenStaff(stores.staff, clock.now),
        on_recalled=lambda: lock_lane(stores.records, stores.paths.trust / "targets", clock.now()),
    )


def enrolled_device(paths: LanePaths) -> tuple[Device, Port]:
    """Who this lane is. Raises ConfigError ``cli.not_enrolled``, StorageError."""
    device = load_device(paths.device)
    if device is None:
        raise ConfigError("not enrolled", key="cli.not_enrolled")
    try:
        return device, ports().by_id(device.port_id)
    except KeyError as error:
        raise ConfigError(f"unknown port {device.port_id}", key="cli.port_unknown") from error


def shipped_root(paths: LanePaths) -> bytes:
    """The root.json that this lane was enrolled with. Raises StorageError."""
    try:
        with paths.shipped_root.open("rb") as file:
            return file.read(ROOT_LIMIT)
    except OSError as error:
        raise StorageError(f"shipped root: {error.strerror}", key="cli.root_missing") from error


def registry_http(
    device: Device, patience: Patience, stopping: Callable[[], bool] = lambda: False
) -> RegistryHttp:
    """A connection pool to this lane's registry, for one thread; nothing is connected yet.

    Raises ConfigError ``cli.no_line`` for a lane that was enrolled by stick, where the registry's
    signed settings name no address.
    """
    from sync.client.http import RegistryHttp

    if not device.registry:
        raise ConfigError("no address", key="cli.no_line")

    return RegistryHttp(device.registry, patience=patience, stopping=stopping)


def device_calls(stores: LaneStores, http: RegistryHttp) -> DeviceCalls:
    """Requests signed by this device. Raises StorageError."""
    from sync.client.calls import DeviceCalls, Signer

    key = store_keys.signing_key(stores.key_store, EnvelopeType.AUTH)
    return DeviceCalls(http, Signer(stores.device.device_id, stores.device.audience, key))


def enrol_lane(
    paths: LanePaths,
    *,
    registry: str,
    code: str,
    name: str,
    root: bytes,
    demo: bool = False,
    port_id: str = "",
    lane: str = "",
) -> Device:
    """Make this folder a lane of the registry at this address. Raises as `sync.client.enrol`."""
    from sync.client.enrol import DeviceKeys, EnrolmentPlace, enrol
    from sync.client.http import RegistryHttp

    paths.make()
    key_store = open_key_store(paths.keys)
    own = DeviceKeys(
        store_keys.signing_key(key_store, EnvelopeType.BATCH),
        store_keys.signing_key(key_store, EnvelopeType.AUTH),
        store_keys.age_identity(key_store),
    )
    place = EnrolmentPlace(paths.device, paths.shipped_root)
    with RegistryHttp(registry) as http:
        device = enrol(
            http,
            own,
            place,
            code=code,
            name=name,
            root=root,
            demo=demo,
            port_id=port_id,
            lane=lane,
        )
    store_keys.check_root(key_store, root)
    return device
