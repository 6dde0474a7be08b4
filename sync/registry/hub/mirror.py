"""The hub's copy of one port's part of the repository, which serves all lanes of the port.

What a carrier brings is verified like a lane's own, in a trust folder of the mirror's, and only
then laid out under the names that a registry serves: `sync.registry.api.tuf_files` gives it out.
The order is that of sticks (`sync.bundle.outward`): targets first, then the metadata that list
them, ``timestamp.json`` last and at once. What is no longer listed stays for an hour, for lanes
that are in the middle of a round.

Layout of the folder: ``trust/`` is a `TrustedRepository`'s; ``repository/metadata`` and
``repository/targets`` are served.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkpoint_app.clock import Clock
from checkpoint_app.errors import StorageError, TransportError, TrustError
from sync.trust.carrier import Carrier
from sync.trust.floor import RootedTime
from sync.trust.intake import check_port
from sync.trust.names import BAD_NEWS, PORT_ROLE, STATUS_ROLE, TOP_LEVEL, PortTargets
from sync.trust.repository import TrustedRepository, TrustSession, root_version
from sync.trust.tuf_api import Metadata, Root, TargetFile, Targets
from sync.trust.tuf_errors import trust_errors
from sync.trust.updater import LIMITS

KEPT_SECONDS = 3600
# Bytes: above the longest honest segment.
_TARGET_LIMIT = 256 * 1024 * 1024
_TIMESTAMP = "timestamp.json"
_SEGMENT = r"[A-Za-z0-9][A-Za-z0-9._-]{0,159}"
_PLAIN = re.compile(rf"{_SEGMENT}(/{_SEGMENT}){{0,2}}")


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What one carrier brought. ``version`` is the timestamp's; ``files_fetched`` counts target
    files that were not here; ``port_ids`` are the ports whose records are."""

    version: int
    files_fetched: int
    port_ids: tuple[str, ...]


class Mirror:
    """One port's part of the newest state that any carrier brought. One `take` at a time.

    ``root`` is the root.json that came with the installer.
    """

    def __init__(
        self, folder: Path, root: bytes, port_id: str, clock: Clock, *, allow_demo: bool = False
    ) -> None:
        """Makes the folders. Raises StorageError, TrustError for a root that is none."""
        self._root, self._port_id, self._clock = root, port_id, clock
        self._served = folder / "repository"
        self._checked: set[str] = set()
        with _storage_errors():
            for place in (self.metadata, self.targets):
                place.mkdir(parents=True, exist_ok=True)
        self._trusted = TrustedRepository(
            folder / "trust", root, port_id=port_id, allow_demo=allow_demo
        )

    @property
    def metadata(self) -> Path:
        """The folder to serve as ``/tuf/metadata``."""
        return self._served / "metadata"

    @property
    def targets(self) -> Path:
        """The folder to serve as ``/tuf/targets``."""
        return self._served / "targets"

    @property
    def trusted(self) -> TrustedRepository:
        """What the mirror trusts: its `load_local` names the devices of the port."""
        return self._trusted

    def take(self, carrier: Carrier, reference: datetime | RootedTime) -> Mirrored:
        """Bring the mirror up to what a carrier has, at this reference time (aware, UTC).

        Raises OtherPortError for a stick of another port, and as `TrustSession.refresh`: what is
        served is then as it was. Of a stick nothing is kept, of a network verified files, so that
        the next try goes on from there.
        """
        with self._trusted.session(carrier, reference) as session:
            session.refresh()
            check_port(session, self._port_id)
            listed = self._listed(session)
            missing = [name for name, target in listed.items() if not self._is_here(name, target)]
            fetched = [(name, self._fetched(session, listed[name])) for name in missing]
            files = {**self._older_roots(carrier), **session.metadata_files()}
            session.held_state()
            with _storage_errors():
                self._lay_out(frozenset(listed), fetched, files)
            session.forget_targets(but=self._small())
            version = session.view.version
        return Mirrored(version, len(fetched), (self._port_id,))

    def _small(self) -> frozenset[str]:
        """What every session asks for anew: kept beside what is served."""
        return frozenset({*TOP_LEVEL, *BAD_NEWS, PortTargets(self._port_id).devices})

    def _listed(self, session: TrustSession) -> dict[str, TargetFile]:
        """Every target of this port, by the name that it is served under."""
        found: dict[str, TargetFile] = {}
        session.has(PortTargets(self._port_id).manifest)
        for role in (Targets.type, STATUS_ROLE, PORT_ROLE + self._port_id):
            for target in session.listed(role):
                digest, name = target.hashes.get("sha256", ""), target.get_prefixed_paths()[0]
                if not _PLAIN.fullmatch(name) or digest not in name or len(target.hashes) != 1:
                    raise TrustError(f"{target.path}: no name to serve", key="trust.malformed")
                found[name] = target
        if not session.listed(PORT_ROLE + self._port_id):
            raise TrustError("nothing is published for this port", key="trust.incomplete")
        return found

    def _fetched(self, session: TrustSession, target: TargetFile) -> Path:
        return session.target(target.path, limit=_TARGET_LIMIT)

    def _is_here(self, name: str, target: TargetFile) -> bool:
        """Whether a file lies here whole; its digest is looked at once in the program's life."""
        path = self.targets / name
        try:
            if not path.is_file() or path.stat().st_size != target.length:
                return False
            if name not in self._checked and _sha256(path) != target.hashes["sha256"]:
                return False
        except OSError:
            return False
        self._checked.add(name)
        return True

    def _older_roots(self, carrier: Carrier) -> dict[str, bytes]:
        """Roots from before the one shipped with the hub, for lanes that were set up earlier: as
        far back as each is followed by the next under its own signatures."""
        found: dict[str, bytes] = {}
        newer = Metadata[Root].from_bytes(self._root)
        for version in range(root_version(self._root) - 1, 0, -1):
            name = f"{version}.root.json"
            here = self.metadata / name
            try:
                content = here.read_bytes() if here.is_file() else _root_of(carrier, name)
                with trust_errors():
                    older = Metadata[Root].from_bytes(content)
                    _check_version(older, version)
                    older.signed.verify_delegate(Root.type, newer.signed_bytes, newer.signatures)
            except (TrustError, TransportError):
                break
            found[name], newer = content, older
        return found

    def _lay_out(
        self,
        listed: frozenset[str],
        fetched: list[tuple[str, Path]],
        files: dict[str, bytes],
    ) -> None:
        """Everything is here and verified: step to the new state, then forget what is old."""
        for name, path in fetched:
            place = self.targets / name
            place.parent.mkdir(parents=True, exist_ok=True)
            _put_same(place, path)
            self._checked.add(name)
        for name in sorted(files, key=lambda name: name == _TIMESTAMP):
            place = self.metadata / name
            if not place.is_file() or place.read_bytes() != files[name]:
                _put(place, files[name])
        self._forget(self.targets, listed)
        self._forget(self.metadata, frozenset(files))
        self._checked &= listed

    def _forget(self, folder: Path, listed: frozenset[str]) -> None:
        """Remove what has not been listed for an hour. A file's time is when it last was."""
        now = self._clock.now().timestamp()
        for path in folder.rglob("*"):
            if not path.is_file():
                continue
            since = path.stat().st_mtime
            # A clock that was set back leaves files of a time to come: their hour begins now.
            if path.relative_to(folder).as_posix() in listed or since > now:
                os.utime(path, (now, now))
            elif now - since >= KEPT_SECONDS:
                path.unlink(missing_ok=True)


def _root_of(carrier: Carrier, name: str) -> bytes:
    with trust_errors():
        url = carrier.metadata_url + name
        return carrier.fetcher.download_bytes(url, LIMITS.root_max_length)


def _check_version(metadata: Metadata[Root], version: int) -> None:
    if not isinstance(metadata.signed, Root) or metadata.signed.version != version:
        raise TrustError(f"no root {version}", key="trust.malformed")


def _put(place: Path, content: bytes) -> None:
    """Whole or not at all, and there for good once this returns."""
    fresh = place.with_name(place.name + ".new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(place)


def _put_same(place: Path, source: Path) -> None:
    """The same file once more under its served name, without its bytes where a disk can do that."""
    fresh = place.with_name(place.name + ".new")
    fresh.unlink(missing_ok=True)
    try:
        os.link(source, fresh)
    except OSError:
        shutil.copyfile(source, fresh)
    fresh.replace(place)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _storage_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(f"mirror: {error}", key="trust.folder") from error
