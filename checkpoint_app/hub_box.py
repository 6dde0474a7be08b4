"""Builds a port's hub out of an enrolled lane's folder, beside the lane that may be running there:
of the lane's own stores nothing is opened."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from checkpoint_app.clock import Clock
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.errors import CheckpointError
from checkpoint_app.main import enrolled_device, registry_http, shipped_root
from checkpoint_app.paths import LanePaths
from checkpoint_app.store import keys as store_keys
from checkpoint_app.store.anchor import AnchorFile
from checkpoint_app.store.keys import open_key_store
from sync.bundle.stick_carrier import stick_carrier
from sync.client.calls import DeviceCalls, Signer
from sync.client.device import Device
from sync.client.http import FOR_PACKS, Patience
from sync.client.http_fetcher import network_carrier
from sync.client.lane_trust import LaneTrust
from sync.client.relaying import RelayCalls
from sync.registry.api.waitress_server import Address
from sync.registry.hub.identity import HubDevice, HubIdentity
from sync.registry.hub.items import Items
from sync.registry.hub.mirror import Mirror, Mirrored
from sync.registry.hub.serve import HubPaths, HubSetting, Round, serve
from sync.registry.hub.upward import ROUND_SECONDS, UpwardRelay
from sync.trust.repository import TrustedRepository
from sync.trust.view import TrustView

_LOG = logging.getLogger(__name__)
TRUST_SECONDS = 2.0
MIRROR_SECONDS = 60.0

# Inode, time and size of a file that is always replaced whole.
_Mark = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class HubBox:
    """The parts of a hub that does not serve yet."""

    device: Device
    key_device: HubDevice
    paths: HubPaths
    trust: HubTrust
    mirror: Mirror
    clock: Clock

    def take(self, folder: Path) -> Mirrored:
        """Bring the mirror up to a bundle on a stick. Raises as `Mirror.take`, and TransportError
        for a folder without a bundle."""
        carrier = stick_carrier(folder, lambda: False)
        return self.mirror.take(carrier, self.trust.lane.rooted_time(self.clock.now()))

    def serve(
        self, address: Address, *, announce: bool, ready: Callable[[str, HubIdentity], None]
    ) -> None:
        """Serve until SIGTERM or SIGINT. Raises as `sync.registry.hub.serve.serve`."""
        stopping = threading.Event()
        setting = HubSetting(
            paths=self.paths,
            device=self.key_device,
            trusted=lambda: self.trust.view,
            clock=self.clock,
            address=address,
            announce=announce,
            rounds=lambda items: self._rounds(items, stopping),
            stopping=stopping,
        )
        self.trust.refresh()
        serve(setting, ready)

    def _rounds(self, items: Items, stopping: threading.Event) -> Sequence[Round]:
        trust = Round("hub trust", TRUST_SECONDS, self.trust.refresh)
        if not self.device.registry:
            return (trust,)
        up = registry_http(self.device, Patience(), stopping.is_set)
        device = self.key_device
        calls = DeviceCalls(up, Signer(device.device_id, device.audience, device.key))
        relay = UpwardRelay(RelayCalls(calls), items, self.clock)
        return (
            trust,
            Round("hub mirror", MIRROR_SECONDS, lambda: self._mirror_round(stopping)),
            Round("hub relay", ROUND_SECONDS, relay.round),
        )

    def _mirror_round(self, stopping: threading.Event) -> None:
        with registry_http(self.device, FOR_PACKS, stopping.is_set) as down:
            reference = self.trust.lane.rooted_time(self.clock.now())
            self.mirror.take(network_carrier(down), reference)


class HubTrust:
    """Whom a hub lets in: by the newer of what its lane holds and what its mirror brought.

    `view` answers at once; `refresh` looks for newer states, every signature checked again. A
    device that either has seen recalled stays out.
    """

    def __init__(self, lane: LaneTrust, held: Path, mirror: TrustedRepository, kept: Path) -> None:
        self.lane = lane
        self.view: TrustView | None = None
        self._held, self._kept, self._mirror = held, kept, mirror
        self._marks: tuple[_Mark | None, _Mark | None] | None = None

    def refresh(self) -> None:
        """Read again what was replaced since. A state that cannot be read changes nothing."""
        marks = _mark_of(self._held), _mark_of(self._kept)
        if marks == self._marks:
            return
        self.lane.load()
        try:
            mirrored = self._mirror.load_local()
        except CheckpointError as error:
            _LOG.error("what the mirror trusts is unusable: %s", error)
            mirrored = None
        views = [view for view in (self.view, self.lane.view, mirrored) if view is not None]
        self.view = newest_of(views)
        self._marks = marks


def newest_of(views: Sequence[TrustView]) -> TrustView | None:
    """The newest of them that names devices, with all that any of them has recalled."""
    known = [view for view in views if view.devices is not None] or list(views)
    if not known:
        return None
    newest = max(known, key=lambda view: (view.root_version, view.version))
    recalled = frozenset[str]().union(*(view.recalled for view in views))
    return replace(newest, recalled=recalled)


def open_hub(paths: LanePaths, clock: Clock) -> HubBox:
    """The hub of this enrolled folder. Raises ConfigError, StorageError, TrustError."""
    device, _ = enrolled_device(paths)
    key_store, root = open_key_store(paths.keys), shipped_root(paths)
    store_keys.check_root(key_store, root)
    key = store_keys.signing_key(key_store, EnvelopeType.AUTH)
    hub = HubPaths((paths.root / "hub").absolute())
    hub.make()
    port = device.port_id
    mirror = Mirror(hub.mirror, root, port, clock, allow_demo=device.demo)
    repository = TrustedRepository(
        paths.trust.absolute(), root, port_id=port, allow_demo=device.demo
    )
    lane = LaneTrust(repository, AnchorFile(paths.anchor), port)
    trust = HubTrust(lane, paths.held, mirror.trusted, hub.mirror / "trust" / "held.cbor")
    identity = HubDevice(device.device_id, port, device.audience, key)
    return HubBox(device, identity, hub, trust, mirror, clock)


def _mark_of(path: Path) -> _Mark | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
