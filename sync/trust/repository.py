"""The one path by which any of the registry's data becomes trusted, whatever carries it.

python-tuf's `Updater` does the work of the TUF client; this module adds what a port needs around
it: the reference time, the demo root, staging for sticks, targets under names of their own, a lock
against two imports at once, and the last whole state for a start without network.

Layout of the folder: ``metadata/`` is python-tuf's, ``targets/`` holds verified target files under
the digest of their signed description, ``held.cbor`` see `sync.trust.held`, ``lock``.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from checkpoint_app.errors import TrustError
from sync.trust import held
from sync.trust.carrier import Carrier
from sync.trust.lock import import_lock
from sync.trust.names import TOP_LEVEL
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
from sync.trust.updater import described, fetched, open_updater, refresh, trusted_set
from sync.trust.view import TOP_LEVEL_LIMIT, TrustView, read_view

_LAST_TO_COMMIT = (f"{Targets.type}.json", f"{Snapshot.type}.json", f"{Timestamp.type}.json")


class TrustSession:
    """One reading of one carrier's repository. Made by `TrustedRepository.session`."""

    def __init__(self, updater: Updater, targets: Path, *, allow_demo: bool) -> None:
        self._updater = updater
        self._targets = targets
        self._allow_demo = allow_demo
        self._view: TrustView | None = None
        self._files: dict[str, bytes] = {}

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
        """Bring the top-level metadata and targets up to date.

        Raises TrustError for whatever is not signed, whole and recent, TransportError for what did
        not come, StorageError for the local folder.
        """
        refresh(self._updater, allow_demo=self._allow_demo)
        freshness = held.freshness_of(self.trusted, allow_demo=self._allow_demo)
        self._files = {name: self.content(name, limit=TOP_LEVEL_LIMIT) for name in TOP_LEVEL}
        self._view = read_view(self._files, freshness)
        return self._view

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
        target = self._described(name)
        if target is None:
            raise TrustError(f"not published: {name}", key="trust.incomplete")
        if target.length > limit:
            raise TrustError(f"{name}: {target.length} bytes", key="trust.too_long")
        path = self._path(target)
        fetched(self._updater, target, path)
        return path

    def content(self, name: str, *, limit: int) -> bytes:
        """The verified bytes of a target; errors as `target`."""
        path = self.target(name, limit=limit)
        target = self._described(name)
        assert target is not None
        with trust_errors():
            content = path.read_bytes()
            target.verify_length_and_hashes(content)
        return content

    def forget_targets(self, *, but: frozenset[str] = frozenset()) -> None:
        """Remove fetched target files that a later import cannot use, keeping those named."""
        keep = {self._path(target).name for name in but if (target := self._described(name))}
        for path in self._targets.iterdir():
            if path.name not in keep:
                with suppress(OSError):
                    path.unlink()

    def _described(self, name: str) -> TargetFile | None:
        return described(self._updater, name)

    def _path(self, target: TargetFile) -> Path:
        """A name that no signed text can choose."""
        hashes = sorted(target.hashes.items())
        return self._targets / hashlib.sha256(repr((target.length, hashes)).encode()).hexdigest()


class TrustedRepository:
    """The port's trusted copy of the repository, in one folder.

    ``root`` is the root.json that came with the installer, as bytes: the one thing believed
    without proof. A demo root (signed field ``x-umrah-demo``) is refused unless ``allow_demo``.
    """

    def __init__(self, folder: Path, root: bytes, *, allow_demo: bool = False) -> None:
        self._folder = folder
        self._root = root
        self._allow_demo = allow_demo
        with trust_errors():
            self._first_root = Metadata[Root].from_bytes(root).signed.version

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
    def session(self, carrier: Carrier, reference: datetime) -> Iterator[TrustSession]:
        """Read one carrier's repository at this reference time (aware, UTC).

        When the block ends, the state is held for the next start; when it raises, what a network
        had verified is kept for protection against replays, of a stick only the verified roots.
        Raises as `TrustSession.refresh`, and StorageError when another import is running.
        """
        with trust_errors():
            (self._folder / "targets").mkdir(parents=True, exist_ok=True)
        with import_lock(self._folder / "lock"), self._working_folder(carrier) as metadata:
            session = self._opened(carrier, metadata, reference)
            yield session
            self._hold(session, metadata)

    def _opened(self, carrier: Carrier, metadata: Path, reference: datetime) -> TrustSession:
        targets = self._folder / "targets"
        updater = open_updater(
            metadata, targets, carrier, self._root, reference, allow_demo=self._allow_demo
        )
        return TrustSession(updater, targets, allow_demo=self._allow_demo)

    def _hold(self, session: TrustSession, metadata: Path) -> None:
        state = held.state_in(metadata, session.trusted, self._first_root, session.files)
        data = held.encode_held(state)
        held.verify_held(data, self._root, allow_demo=self._allow_demo)
        if held.read_held(self._folder / "held.cbor") != data:
            held.write_held(self._folder / "held.cbor", data)

    @contextmanager
    def _working_folder(self, carrier: Carrier) -> Iterator[Path]:
        """The metadata folder to work in: a copy for a stick, the folder itself for a network."""
        metadata = self._folder / "metadata"
        with trust_errors():
            metadata.mkdir(exist_ok=True)
        if not carrier.staged:
            yield metadata
            return
        staged = self._folder / "staged"
        with trust_errors():
            shutil.rmtree(staged, ignore_errors=True)
            shutil.copytree(metadata, staged, symlinks=True)
        try:
            yield staged
            with trust_errors():
                _commit(staged, metadata)
        finally:
            with trust_errors():
                _keep_roots(staged, metadata)
                shutil.rmtree(staged, ignore_errors=True)


def check_shipped_root(root: bytes, *, allow_demo: bool) -> None:
    """Raise TrustError unless these bytes are a root, signed by itself, that may be used here."""
    with trust_errors():
        held.refuse_demo(
            TrustedMetadataSet(root, EnvelopeType.METADATA).root, allow_demo=allow_demo
        )


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
    history = metadata / "root_history"
    history.mkdir(exist_ok=True)
    for path in staged.glob("root_history/*.root.json"):
        if not (history / path.name).exists():
            unfinished = history / f"{path.name}.part"
            shutil.copyfile(path, unfinished)
            unfinished.replace(history / path.name)
