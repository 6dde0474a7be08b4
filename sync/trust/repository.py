"""The one path by which any of the registry's data becomes trusted, whatever carries it.

python-tuf's `Updater` does the work of the TUF client; this module adds what a port needs around
it: the reference time, the demo root, staging for sticks, targets under names of their own, a lock
against two imports at once, and the last whole state for a start without network.

Layout of the folder: ``metadata/`` is python-tuf's, ``targets/`` holds verified target files under
the digest of their signed description, ``held.cbor`` see `sync.trust.held`, ``lock``. ``staged/``
holds both kinds while a stick is read.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkpoint_app.errors import TrustError
from sync.trust import held
from sync.trust.carrier import Carrier
from sync.trust.distrusted import LIST_LIMIT, Since, check_grown, read_distrusted
from sync.trust.floor import RootedTime
from sync.trust.lock import import_lock
from sync.trust.names import DISTRUSTED_TARGET, PORT_ROLE, TOP_LEVEL
from sync.trust.tuf_api import (
    EnvelopeType,
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
    open_updater,
    refresh,
    trusted_set,
)
from sync.trust.view import TOP_LEVEL_LIMIT, TrustView, read_view

_ROOTS = "root_history"
_LAST_TO_COMMIT = (f"{Targets.type}.json", f"{Snapshot.type}.json", f"{Timestamp.type}.json")


@dataclass(frozen=True, slots=True)
class _Places:
    """Folders of a session. Target files are looked for in ``targets``, new ones come to ``fresh``:
    the same from a network."""

    metadata: Path
    targets: Path
    fresh: Path


class TrustSession:
    """One reading of one carrier's repository. Made by `TrustedRepository.session`."""

    def __init__(
        self,
        open_at: Callable[[datetime], Updater],
        reference: datetime | RootedTime,
        places: _Places,
        root: bytes,
        known_distrusted: Callable[[bytes | None], Since],
        *,
        allow_demo: bool,
    ) -> None:
        self._open_at, self._reference = open_at, reference
        self._updater = open_at(
            reference.under(0) if isinstance(reference, RootedTime) else reference
        )
        self._known_distrusted = known_distrusted
        self._places = places
        self._root = root
        self._allow_demo = allow_demo
        self._view: TrustView | None = None
        self._files: dict[str, bytes] = {}
        self._distrusted: bytes | None = None
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

    def refresh(self) -> TrustView:
        """Bring the top-level metadata and targets up to date, and which of the issuer's keys are
        trusted no more.

        Raises TrustError for whatever is not signed, whole and recent, and for a key trusted again
        without the offline keys; TransportError for what did not come, StorageError for the local
        folder.
        """
        self._bring_up_to_date()
        freshness = held.freshness_of(self.trusted, allow_demo=self._allow_demo)
        self._files = {name: self.content(name, limit=TOP_LEVEL_LIMIT) for name in TOP_LEVEL}
        view = read_view(self._files, freshness)
        if self.has(DISTRUSTED_TARGET):
            self._distrusted = self.content(DISTRUSTED_TARGET, limit=LIST_LIMIT)
        fresh = read_distrusted(self._distrusted)
        check_grown(self._known_distrusted(self._distrusted), fresh, view.keys)
        self._view = view.distrusting(fresh)
        return self._view

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
            state = held.state_in(
                self._places.metadata, self.trusted, first, self._files, self._distrusted
            )
            self._held = held.encode_held(state)
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


class TrustedRepository:
    """The port's trusted copy of the repository, in one folder.

    ``root`` is the root.json that came with the installer, as bytes: the one thing believed
    without proof. A demo root (signed field ``x-umrah-demo``) is refused unless ``allow_demo``.
    """

    def __init__(self, folder: Path, root: bytes, *, allow_demo: bool = False) -> None:
        self._folder = folder
        self._root = root
        self._allow_demo = allow_demo
        root_version(root)

    def load_local(self) -> TrustView | None:
        """The newest whole state held here, every signature checked again; None before any.

        Needs no network, no lock, and accepts metadata past its end (`TrustView.expired` tells).
        Raises TrustError when the held state does not verify, StorageError.
        """
        data = held.read_held(self._folder / "held.cbor")
        if data is None:
            return None
        return held.verify_held(data, self._root, allow_demo=self._allow_demo)

    @contextmanager
    def session(self, carrier: Carrier, reference: datetime | RootedTime) -> Iterator[TrustSession]:
        """Read one carrier's repository at this reference time (aware, UTC).

        When the block ends, the state is held for the next start; when it raises, what a network
        had verified is kept for protection against replays, of a stick only the verified roots.
        Raises as `TrustSession.refresh`, and StorageError when another import is running.
        """
        with self._places(apart=carrier.staged, known=True) as places:
            session = self._opened(carrier, places, reference, self._known_distrusted)
            yield session
            data = session.held_state()
            if carrier.staged:
                with trust_errors():
                    _commit(places.metadata, self._folder / "metadata")
            if held.read_held(self._folder / "held.cbor") != data:
                held.write_held(self._folder / "held.cbor", data)

    @contextmanager
    def look(self, carrier: Carrier, reference: datetime | RootedTime) -> Iterator[TrustSession]:
        """Read a carrier's repository as one that knows nothing but verified roots, and keep
        nothing but those: a state older than the one held can be looked at too. Raises as
        `session`.
        """
        with self._places(apart=True, known=False) as places:
            yield self._opened(carrier, places, reference, lambda _fresh: {})

    def _known_distrusted(self, fresh: bytes | None) -> Since:
        """The keys that the held state distrusts, verified; none where it has this very list, or is
        spoilt: it then vouches for nothing anyway."""
        try:
            data = held.read_held(self._folder / "held.cbor")
            if data is None or held.held_distrusted(data) in (None, fresh):
                return {}
            return held.verify_held(data, self._root, allow_demo=self._allow_demo).distrusted
        except TrustError:
            return {}

    def _opened(
        self,
        carrier: Carrier,
        places: _Places,
        reference: datetime | RootedTime,
        known_distrusted: Callable[[bytes | None], Since],
    ) -> TrustSession:
        root, allow_demo = self._root, self._allow_demo

        def open_at(at: datetime) -> Updater:
            return open_updater(
                places.metadata, places.fresh, carrier, root, at, allow_demo=allow_demo
            )

        return TrustSession(
            open_at, reference, places, root, known_distrusted, allow_demo=allow_demo
        )

    @contextmanager
    def _places(self, *, apart: bool, known: bool) -> Iterator[_Places]:
        """Where a session works, under the lock: the folders themselves, or copies that are gone
        afterwards but for verified roots. Not ``known``: of the metadata only the roots."""
        metadata, targets = self._folder / "metadata", self._folder / "targets"
        with trust_errors():
            metadata.mkdir(parents=True, exist_ok=True)
            targets.mkdir(exist_ok=True)
        with import_lock(self._folder / "lock"):
            if not apart:
                yield _Places(metadata, targets, targets)
                return
            staged = self._folder / "staged"
            places = _Places(staged / "metadata", targets, staged / "targets")
            with trust_errors():
                _lay_out(places, metadata, known=known)
            try:
                yield places
            finally:
                with trust_errors():
                    _keep_roots(places.metadata, metadata)
                    shutil.rmtree(staged, ignore_errors=True)


def root_version(root: bytes) -> int:
    """The version of a root.json. Raises TrustError for what is none."""
    with trust_errors():
        return Metadata[Root].from_bytes(root).signed.version


def check_shipped_root(root: bytes, *, allow_demo: bool) -> None:
    """Raise TrustError unless these bytes are a root, signed by itself, that may be used here."""
    with trust_errors():
        held.refuse_demo(
            TrustedMetadataSet(root, EnvelopeType.METADATA).root, allow_demo=allow_demo
        )


def _lay_out(places: _Places, metadata: Path, *, known: bool) -> None:
    """Copy metadata, or of it only the roots, to where a session works apart."""
    shutil.rmtree(places.metadata.parent, ignore_errors=True)
    if known:
        shutil.copytree(metadata, places.metadata, symlinks=True)
    else:
        places.metadata.mkdir(parents=True)
        if (metadata / _ROOTS).is_dir():
            shutil.copytree(metadata / _ROOTS, places.metadata / _ROOTS)
    places.fresh.mkdir()


def _commit(staged: Path, metadata: Path) -> None:
    """Move verified roles over, each at once, those that others rest on last."""
    _keep_roots(staged, metadata)
    names = [path.name for path in staged.glob("*.json") if path.name != "root.json"]
    for name in sorted(names, key=lambda name: (name in _LAST_TO_COMMIT, _order(name), name)):
        (staged / name).replace(metadata / name)


def _order(name: str) -> int:
    return _LAST_TO_COMMIT.index(name) if name in _LAST_TO_COMMIT else -1


def _keep_roots(staged: Path, metadata: Path) -> None:
    """Copy root versions that python-tuf has verified and kept."""
    history = metadata / _ROOTS
    history.mkdir(exist_ok=True)
    for path in staged.glob(f"{_ROOTS}/*.root.json"):
        if not (history / path.name).exists():
            unfinished = history / f"{path.name}.part"
            shutil.copyfile(path, unfinished)
            unfinished.replace(history / path.name)
