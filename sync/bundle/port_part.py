"""The part of the published repository that a port needs, chosen as of one moment.

Everything is read and checked before anything is written: every signature from the first root on,
as a port would check them. A bundle that a lane would refuse is never begun.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkpoint_app.errors import ConfigError, StorageError, TrustError
from sync.trust import held
from sync.trust.folder_fetcher import METADATA, TARGETS
from sync.trust.names import PortTargets
from sync.trust.tuf_api import EnvelopeType, TargetFile, Targets, TrustedMetadataSet
from sync.trust.tuf_errors import trust_errors

TIMESTAMP = f"{METADATA}/timestamp.json"
_ROOT = re.compile(r"([1-9][0-9]{0,5})\.root\.json")
# Names that every file system takes; the digest before the last part keeps two from being one
# where capitals do not count.
_PLAIN = re.compile(r"[A-Za-z0-9-]+(/[A-Za-z0-9-]+)*(\.[A-Za-z0-9-]+)*")
_TARGETS_ROLE, _STATUS_ROLE = "targets", "status"


class MovedOnError(StorageError):
    """A publication took away a file of the state that was chosen: choose again."""

    key = "stick.kept-changing"


@dataclass(frozen=True, slots=True)
class PartFile:
    """One file of the part. ``path`` is below the repository, with ``/``; ``content`` is in memory
    (metadata) or a file of the registry's (targets)."""

    path: str
    length: int
    sha256: str
    content: bytes | Path


@dataclass(frozen=True, slots=True)
class PortPart:
    """A port's part of one state of the repository, in the order in which it is to be written,
    but for ``timestamp``, which counts when all else is there.

    ``issued`` (seconds since 1970 UTC) and ``version`` are the timestamp's, ``expires`` is the end
    of the first signature to run out. ``readable`` tells whether any device is enrolled that could
    open the records.
    """

    port_id: str
    files: tuple[PartFile, ...]
    timestamp: PartFile
    issued: int
    expires: int
    version: int
    readable: bool

    @property
    def names(self) -> frozenset[str]:
        """Every path, the timestamp's included."""
        return frozenset(file.path for file in (*self.files, self.timestamp))

    @property
    def size(self) -> int:
        """Bytes of all files, the timestamp's included."""
        return sum(file.length for file in self.files) + self.timestamp.length


def choose_part(repository: Path, port_id: str, now: datetime) -> PortPart:
    """Choose a port's part of what is published in ``repository`` (``metadata/``, ``targets/``).

    Raises ConfigError for a port without a publication and for what a port would refuse,
    MovedOnError when a publication came between, StorageError.
    """
    try:
        return _Choice(repository, port_id, now).part()
    except TrustError as error:
        raise ConfigError(f"published: {error}", key="stick.unusable") from error


class _Choice:
    """Reads and checks one state, from the first root on."""

    def __init__(self, repository: Path, port_id: str, now: datetime) -> None:
        self._repository, self._names, self._now = repository, PortTargets(port_id), now
        self._metadata: list[PartFile] = []

    def part(self) -> PortPart:
        # The timestamp first: all that it names is there for a while after the next publication.
        timestamp = self._read(TIMESTAMP)
        roots = self._roots()
        trusted = self._verified(roots, timestamp)
        freshness = held.freshness_of(trusted, allow_demo=True)
        port = _listed(trusted, self._port_role)
        if self._names.manifest not in port:
            raise ConfigError(
                "no manifest", key="stick.nothing-published", port=self._names.port_id
            )
        targets = tuple(self._targets(trusted))
        return PortPart(
            self._names.port_id,
            (*targets, *self._metadata, *roots),
            timestamp,
            int(freshness.issued.timestamp()),
            int(freshness.expires.timestamp()),
            freshness.version,
            self._names.key in port,
        )

    @property
    def _port_role(self) -> str:
        return f"port-{self._names.port_id}"

    def _verified(self, roots: list[PartFile], timestamp: PartFile) -> TrustedMetadataSet:
        """Every role of the part, verified; its files become the part's metadata, those that
        others rest on first."""
        with trust_errors():
            trusted = TrustedMetadataSet(_bytes(roots[0]), EnvelopeType.METADATA)
            trusted.reference_time = self._now
            for root in roots[1:]:
                trusted.update_root(_bytes(root))
            version = trusted.update_timestamp(_bytes(timestamp)).snapshot_meta.version
            snapshot = self._read(f"{METADATA}/{version}.snapshot.json")
            listed = trusted.update_snapshot(_bytes(snapshot)).meta
            roles = (_TARGETS_ROLE, _STATUS_ROLE, self._port_role)
            if any(f"{role}.json" not in listed for role in roles):
                raise TrustError("a role is missing", key="trust.incomplete")
            files = {
                role: self._read(f"{METADATA}/{listed[f'{role}.json'].version}.{role}.json")
                for role in roles
            }
            trusted.update_targets(_bytes(files[_TARGETS_ROLE]))
            for role in roles[1:]:
                trusted.update_delegated_targets(_bytes(files[role]), role, _TARGETS_ROLE)
        self._metadata = [*reversed(files.values()), snapshot]
        return trusted

    def _targets(self, trusted: TrustedMetadataSet) -> Iterator[PartFile]:
        for role in (_STATUS_ROLE, _TARGETS_ROLE, self._port_role):
            for target in _listed(trusted, role).values():
                yield self._target(target)

    def _target(self, target: TargetFile) -> PartFile:
        if list(target.hashes) != ["sha256"]:
            raise TrustError(f"{target.path}: other digests", key="trust.malformed")
        (name,) = target.get_prefixed_paths()
        if not _PLAIN.fullmatch(name):
            raise TrustError(f"{target.path}: no name for a stick", key="trust.malformed")
        path = self._repository / TARGETS / name
        if not path.is_file():
            raise MovedOnError(f"{name} is gone")
        return PartFile(f"{TARGETS}/{name}", target.length, target.hashes["sha256"], path)

    def _roots(self) -> list[PartFile]:
        """Every root version, ascending. Raises StorageError when one is missing."""
        try:
            names = [path.name for path in (self._repository / METADATA).iterdir()]
        except OSError as error:
            raise StorageError(f"metadata: {error}", key="registry.repository") from error
        versions = sorted(int(found[1]) for name in names if (found := _ROOT.fullmatch(name)))
        if not versions or versions != list(range(1, len(versions) + 1)):
            raise StorageError(f"roots {versions}", key="registry.repository")
        return [self._read(f"{METADATA}/{version}.root.json") for version in versions]

    def _read(self, path: str) -> PartFile:
        try:
            content = self._repository.joinpath(*path.split("/")).read_bytes()
        except FileNotFoundError as error:
            raise MovedOnError(f"{path} is gone") from error
        except OSError as error:
            raise StorageError(f"{path}: {error}", key="registry.repository") from error
        return PartFile(path, len(content), hashlib.sha256(content).hexdigest(), content)


def _listed(trusted: TrustedMetadataSet, role: str) -> dict[str, TargetFile]:
    signed = trusted[role]
    assert isinstance(signed, Targets), "a targets role"
    return signed.targets


def _bytes(file: PartFile) -> bytes:
    assert isinstance(file.content, bytes), "metadata is read at once"
    return file.content
