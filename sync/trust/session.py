"""One reading of one carrier's repository, verified from the shipped root on."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from checkpoint_app.errors import ProtocolError, TransportError, TrustError
from sync.protocol.device_list import LIST_LIMIT as DEVICES_LIMIT
from sync.protocol.device_list import DeviceList, decode_device_list
from sync.trust import held
from sync.trust.distrusted import LIST_LIMIT, Since, check_grown, read_distrusted
from sync.trust.floor import RootedTime
from sync.trust.names import (
    DISTRUSTED_TARGET,
    PORT_ROLE,
    RECALLED_TARGET,
    STATUS_ROLE,
    TOP_LEVEL,
    PortTargets,
)
from sync.trust.places import Places
from sync.trust.port_devices import HeldPort, recalled_ids, verified_devices
from sync.trust.tuf_api import (
    Metadata,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
    TrustedMetadataSet,
    Updater,
)
from sync.trust.tuf_errors import trust_errors
from sync.trust.updater import (
    described,
    fetched,
    is_here,
    refresh,
    trusted_set,
)
from sync.trust.view import TOP_LEVEL_LIMIT, TrustView, read_view

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Known:
    """What the state held here says, for a session that may not go back behind it.

    ``distrusted`` answers which keys it distrusts where a fresh list differs. ``port`` is the list
    of a port's devices as it came, unverified.
    """

    distrusted: Callable[[bytes | None], Since]
    port: HeldPort | None = None


class TrustSession:
    """One reading of one carrier's repository. Made by `TrustedRepository.session`."""

    def __init__(
        self,
        open_at: Callable[[datetime], Updater],
        reference: datetime | RootedTime,
        places: Places,
        root: bytes,
        known: Known,
        *,
        port_id: str,
        allow_demo: bool,
    ) -> None:
        self._open_at, self._reference = open_at, reference
        self._updater = open_at(
            reference.under(0) if isinstance(reference, RootedTime) else reference
        )
        self._known = known
        self._port_id = port_id
        self._places = places
        self._root = root
        self._allow_demo = allow_demo
        self._view: TrustView | None = None
        self._files: dict[str, bytes] = {}
        self._distrusted: bytes | None = None
        self._recalled: bytes | None = None
        self._port: HeldPort | None = None
        self._held: bytes | None = None

    @property
    def view(self) -> TrustView:
        """The top-level targets of this repository state; `refresh` first."""
        assert self._view is not None, "refresh() comes first"
        return self._view

    @property
    def trusted(self) -> TrustedMetadataSet:
        """The metadata verified so far."""
        return trusted_set(self._updater)

    @property
    def files(self) -> dict[str, bytes]:
        """Content of the top-level targets, by name."""
        return self._files

    def refresh(self, *, devices: bool = True) -> TrustView:
        """Bring the top-level metadata and targets up to date, and which of the issuer's keys are
        trusted no more, who was recalled, and who stands at this port.

        Without ``devices`` their list is not fetched: `bring_devices` may follow. Raises TrustError
        for whatever is not signed, whole and recent, and for a key trusted again without the
        offline keys; TransportError for what did not come, StorageError for the local folder.
        """
        self._bring_up_to_date()
        freshness = held.freshness_of(self.trusted, allow_demo=self._allow_demo)
        self._files = {name: self.content(name, limit=TOP_LEVEL_LIMIT) for name in TOP_LEVEL}
        view = read_view(self._files, freshness)
        if self.has(DISTRUSTED_TARGET):
            self._distrusted = self.content(DISTRUSTED_TARGET, limit=LIST_LIMIT)
        fresh = read_distrusted(self._distrusted)
        check_grown(self._known.distrusted(self._distrusted), fresh, view.keys)
        if self.has(RECALLED_TARGET):
            self._recalled = self.content(RECALLED_TARGET, limit=DEVICES_LIMIT)
        self._view = self._staffed(view.distrusting(fresh), self._devices_from_before())
        return self.bring_devices() if devices else self._view

    def bring_devices(self) -> TrustView:
        """Bring the list of this port's devices up to date, where it can be had.

        A line that breaks, or a list that is not as it must be, leaves the one from before: the
        news do not wait for it. The answer is the view with it. Raises StorageError.
        """
        name = PortTargets(self._port_id).devices
        try:
            if self._port_id and self.has(name):
                content = self.content(name, limit=DEVICES_LIMIT)
                devices = decode_device_list(content, self._port_id)
                folder = self._places.metadata
                self._port = held.port_in(folder, self.trusted, self._port_id, content)
                self._held = None
                self._view = self._staffed(self.view, devices)
        except (TransportError, TrustError, ProtocolError) as error:
            _LOG.warning("%s: those from before stay: %s", name, error)
        return self.view

    def _devices_from_before(self) -> DeviceList | None:
        """The devices held, where their role's key is still good; they are then held on."""
        self._port = self._known.port
        if self._port is None:
            return None
        try:
            with trust_errors():
                return verified_devices(self.trusted, self._port)
        except (TrustError, ProtocolError) as error:
            _LOG.warning("the devices held count no more: %s", error)
            self._port = None
            return None

    def _staffed(self, view: TrustView, devices: DeviceList | None) -> TrustView:
        """Whoever cannot read who was recalled does not know who is in service."""
        recalled = recalled_ids(self._recalled)
        return view if recalled is None else view.staffed(devices, recalled)

    def _bring_up_to_date(self) -> None:
        """Refresh; what only looks expired is judged once more by the time under a newer root."""
        try:
            refresh(self._updater, allow_demo=self._allow_demo)
        except TrustError as error:
            if error.key != "trust.expired" or not isinstance(self._reference, RootedTime):
                raise
            at = self._reference.under(self.trusted.root.version)
            if at == self.trusted.reference_time:
                raise
            self._updater = self._open_at(at)
            refresh(self._updater, allow_demo=self._allow_demo)

    def has(self, name: str) -> bool:
        """True when the signed metadata lists a target of this name."""
        return self._described(name) is not None

    def mark(self, name: str) -> str | None:
        """Tells one content of a target from any other; None when it is not published."""
        target = self._described(name)
        return None if target is None else self._path(target).name

    def target(self, name: str, *, limit: int) -> Path:
        """The verified file of a target, fetched unless it lies here already, whole.

        Raises TrustError for a target that is not published, or longer than ``limit`` bytes.
        """
        target = self._listed(name)
        if target.length > limit:
            raise TrustError(f"{name}: {target.length} bytes", key="trust.too_long")
        path = self._path(target)
        if not is_here(self._updater, target, path):
            path = self._places.fresh / path.name
            fetched(self._updater, target, path)
        return path

    def size(self, name: str) -> int:
        """The signed length of a target in bytes; errors as `target`."""
        return self._listed(name).length

    def content(self, name: str, *, limit: int) -> bytes:
        """The verified bytes of a target; errors as `target`."""
        path = self.target(name, limit=limit)
        with trust_errors():
            content = path.read_bytes()
            self._listed(name).verify_length_and_hashes(content)
        return content

    def ports(self) -> tuple[str, ...]:
        """The ports that the offline keys gave a role of their own."""
        delegations = self.trusted.targets.delegations
        names = () if delegations is None else (delegations.roles or {})
        return tuple(name.removeprefix(PORT_ROLE) for name in names if name.startswith(PORT_ROLE))

    def metadata_files(self) -> dict[str, bytes]:
        """The verified metadata so far, by the names that a registry publishes it under (consistent
        snapshots, TUF 6.2): what others rest on last. Raises StorageError."""
        trusted = self.trusted
        roles = (PORT_ROLE + self._port_id, STATUS_ROLE, Targets.type, Snapshot.type)
        found: dict[str, bytes] = {}
        with trust_errors():
            for name in (role for role in roles if role in trusted):
                content = (self._places.metadata / f"{name}.json").read_bytes()
                found[f"{trusted[name].version}.{name}.json"] = content
            for version in range(root_version(self._root), trusted.root.version + 1):
                found[f"{version}.root.json"] = self._places.root(version).read_bytes()
            timestamp = self._places.metadata / f"{Timestamp.type}.json"
            found[timestamp.name] = timestamp.read_bytes()
        return found

    def listed(self, role: str) -> tuple[TargetFile, ...]:
        """The targets that a verified role lists; none of a role that was not asked for yet."""
        signed = self.trusted.get(role)
        return tuple(signed.targets.values()) if isinstance(signed, Targets) else ()

    def forget_targets(self, *, but: frozenset[str] = frozenset()) -> None:
        """Remove fetched target files that a later import cannot use, keeping those named."""
        keep = {self._path(target).name for name in but if (target := self._described(name))}
        for path in self._places.fresh.iterdir():
            with suppress(OSError):
                path.replace(self._places.targets / path.name)
        for path in self._places.targets.iterdir():
            if path.name not in keep:
                with suppress(OSError):
                    path.unlink()

    def held_state(self) -> bytes:
        """This state as it will be held, every signature checked again.

        Worked out once: an import asks for it before it changes anything. Raises TrustError,
        StorageError.
        """
        if self._held is None:
            first = root_version(self._root)
            state = held.state_in(self._places.metadata, self.trusted, first, self._files)
            state = replace(state, distrusted=self._distrusted, recalled=self._recalled)
            self._held = held.encode_held(replace(state, port=self._port))
            held.verify_held(self._held, self._root, allow_demo=self._allow_demo)
        return self._held

    def _listed(self, name: str) -> TargetFile:
        target = self._described(name)
        if target is None:
            raise TrustError(f"not published: {name}", key="trust.incomplete")
        return target

    def _described(self, name: str) -> TargetFile | None:
        return described(self._updater, name)

    def _path(self, target: TargetFile) -> Path:
        """A name that no signed text can choose."""
        hashes = sorted(target.hashes.items())
        name = hashlib.sha256(repr((target.length, hashes)).encode()).hexdigest()
        return self._places.targets / name


def root_version(root: bytes) -> int:
    """The version of a root.json. Raises TrustError for what is none."""
    with trust_errors():
        return Metadata[Root].from_bytes(root).signed.version
