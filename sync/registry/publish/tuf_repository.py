"""The TUF repository on disk: metadata and targets, written so that a reader at any moment finds a
whole state. Version numbers only rise; timestamp.json comes last.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from checkpoint_app.errors import ConfigError, StorageError
from sync.registry.paths import RegistryPaths
from sync.registry.publish import roles
from sync.registry.publish.files import read_whole, write_whole
from sync.registry.publish.lifetimes import Lifetimes, read_lifetimes
from sync.registry.publish.tuf_api import (
    CryptoSigner,
    JSONSerializer,
    Metadata,
    MetaFile,
    RepositoryError,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

_Signed = TypeVar("_Signed", Root, Targets, Snapshot, Timestamp)
_SERIALIZER = JSONSerializer(compact=True)
_ROOT_NAME = ".root.json"
# How long before the end of an offline role its ceremony is called for.
WARNING = timedelta(days=45)
_log = logging.getLogger(__name__)

# The keys of an online role, ready to sign: two while one takes the other's place.
RoleSigners = Callable[[str], Sequence[CryptoSigner]]


@dataclass(slots=True)
class RepositoryState:
    """What the repository's top-level metadata says at one moment."""

    root: Metadata[Root]
    snapshot: Snapshot
    timestamp: Timestamp


def read_state(paths: RegistryPaths) -> RepositoryState:
    """The state as it was last committed. Raises ConfigError before the first ceremony,
    StorageError."""
    root = newest_root(paths)
    if root is None:
        raise ConfigError(
            "nothing can be published before the first key ceremony is finished",
            key="ceremony.first",
        )
    timestamp = read_metadata(paths, "timestamp.json", Timestamp).signed
    snapshot_file = f"{timestamp.snapshot_meta.version}.snapshot.json"
    return RepositoryState(root, read_metadata(paths, snapshot_file, Snapshot).signed, timestamp)


def empty_state(root: Metadata[Root]) -> RepositoryState:
    """The state before anything was published under a registry's first root."""
    snapshot, timestamp = Snapshot(meta={}), Timestamp()
    snapshot.version = timestamp.version = 0
    return RepositoryState(root, snapshot, timestamp)


def newest_root(paths: RegistryPaths) -> Metadata[Root] | None:
    """The root of the highest version, or None before the first ceremony. Raises StorageError."""
    names = [path.name.removesuffix(_ROOT_NAME) for path in paths.metadata.glob(f"*{_ROOT_NAME}")]
    newest = max((int(name) for name in names if name.isdecimal()), default=None)
    return None if newest is None else read_metadata(paths, f"{newest}{_ROOT_NAME}", Root)


class TufRepository:
    """The repository's present state, and the next one while it is being made.

    Root and targets are only ever taken over as they were signed elsewhere: their keys are not
    here. Raises StorageError from every method when the files cannot be read or written.
    """

    def __init__(
        self,
        paths: RegistryPaths,
        state: RepositoryState | None = None,
        signers: RoleSigners | None = None,
    ) -> None:
        self._paths = paths
        state = state or read_state(paths)
        self._root, self._snapshot, self._timestamp = state.root, state.snapshot, state.timestamp
        self._signers = signers or (lambda role: (roles.read_online_key(paths.online_keys, role),))
        self._lifetimes: Lifetimes = read_lifetimes(paths.data)
        self._changed: dict[str, Targets] = {}
        self._signed_offline: dict[str, tuple[str, bytes]] = {}

    @property
    def root(self) -> Root:
        """The root that the next state will be verified from."""
        return self._root.signed

    def role(self, name: str) -> Targets:
        """The targets of a role as they stand, changes of this publication included."""
        if name in self._changed:
            return self._changed[name]
        version = self._snapshot.meta[f"{name}.json"].version
        return read_metadata(self._paths, f"{version}.{name}.json", Targets).signed

    def online(self, name: str) -> Targets | Snapshot | Timestamp:
        """What an online role says."""
        top: Mapping[str, Snapshot | Timestamp] = {
            roles.SNAPSHOT: self._snapshot,
            roles.TIMESTAMP: self._timestamp,
        }
        return top[name] if name in top else self.role(name)

    def roles(self) -> tuple[str, ...]:
        """The names of all targets roles."""
        return tuple(name.removesuffix(".json") for name in self._snapshot.meta)

    def put(self, target: str, content: bytes) -> TargetFile:
        """Write a target's file; it counts once a role that lists it is committed."""
        described = TargetFile.from_data(target, content, ["sha256"])
        write_whole(self._paths.targets / described.get_prefixed_paths()[0], content)
        return described

    def replace_targets(self, name: str, targets: Mapping[str, TargetFile]) -> None:
        """Set all that a role lists. Nothing happens when it lists that already."""
        role = self.role(name)
        if role.targets != targets:
            role.targets = dict(targets)
            self._changed[name] = role

    def content(self, name: str) -> bytes:
        """A target of the offline role, as it stands."""
        described = self.role(roles.TARGETS).targets[name]
        return read_whole(self._paths.targets / described.get_prefixed_paths()[0])

    def described_content(self, described: TargetFile) -> bytes:
        """A target of any role, as a role describes it. Raises StorageError."""
        return read_whole(self._paths.targets / described.get_prefixed_paths()[0])

    def adopt_root(self, data: bytes) -> None:
        """Take over a root that was signed offline."""
        self._root = Metadata[Root].from_bytes(data)
        self._signed_offline[roles.ROOT] = (f"{self._root.signed.version}{_ROOT_NAME}", data)

    def adopt_targets(self, data: bytes) -> None:
        """Take over targets that were signed offline; their contents must be in place."""
        targets = Metadata[Targets].from_bytes(data).signed
        self._changed[roles.TARGETS] = targets
        self._signed_offline[roles.TARGETS] = (f"{targets.version}.targets.json", data)

    def sign_anew(self, name: str) -> None:
        """Have an online targets role signed by its key, changed or not; a new one begins empty."""
        if f"{name}.json" in self._snapshot.meta:
            self._changed[name] = self.role(name)
        else:
            self._changed[name] = Targets()
            self._changed[name].version = 0

    def raise_versions(self, step: int) -> None:
        """Have every online role go on that many versions later, listed anew or not: after a
        restore nobody knows how far the lost ones came."""
        for name in self.roles():
            if name != roles.TARGETS:
                self._changed[name] = role = self.role(name)
                role.version += step
        self._snapshot.version += step
        self._timestamp.version += step

    def commit(self, now: datetime) -> None:
        """Sign and write what changed (and roles past half their life), then snapshot, then
        timestamp.

        Raises ConfigError, nothing written, when lanes would not accept what the keys here sign.
        """
        for file, content in self.next_files(now):
            write_whole(self._paths.metadata / file, content)
        self._changed, self._signed_offline = {}, {}

    def next_files(self, now: datetime) -> list[tuple[str, bytes]]:
        """The metadata files of the next state, in the order in which they are to be written."""
        self._renew_aging(now)
        files = [self._next_role(name, now) for name in self._changed]
        self._snapshot.version += 1
        snapshot_file = f"{self._snapshot.version}.snapshot.json"
        files.append((snapshot_file, self._sign(roles.SNAPSHOT, self._snapshot, now)))
        self._timestamp.version += 1
        self._timestamp.snapshot_meta = MetaFile(self._snapshot.version)
        self._timestamp.unrecognized_fields[roles.ISSUED_FIELD] = iso(now)
        files.append(("timestamp.json", self._sign(roles.TIMESTAMP, self._timestamp, now)))
        if roles.ROOT in self._signed_offline:
            # Last: what precedes it is signed by the keys of the old root, too, where they last.
            files.append(self._signed_offline[roles.ROOT])
        self._warn_of_end(now)
        return files

    def _next_role(self, name: str, now: datetime) -> tuple[str, bytes]:
        if name == roles.TARGETS:
            self._snapshot.meta["targets.json"] = MetaFile(self._changed[name].version)
            return self._signed_offline[name]
        role = self._changed[name]
        role.version += 1
        self._snapshot.meta[f"{name}.json"] = MetaFile(role.version)
        return f"{role.version}.{name}.json", self._sign(name, role, now)

    def _renew_aging(self, now: datetime) -> None:
        for name in self.roles():
            role = self.role(name)
            aging = role.expires - now < self._lifetimes.of(name) / 2
            if name != roles.TARGETS and aging and self._expiry(name, now) > role.expires:
                self._changed[name] = role

    def _expiry(self, role: str, now: datetime) -> datetime:
        """Never beyond the end of what vouches for the role's key."""
        delegated = role not in (roles.SNAPSHOT, roles.TIMESTAMP)
        vouching: Targets | Root = self.role(roles.TARGETS) if delegated else self.root
        return min((now + self._lifetimes.of(role)).replace(microsecond=0), vouching.expires)

    def _sign(self, role: str, signed: Targets | Snapshot | Timestamp, now: datetime) -> bytes:
        signed.expires = self._expiry(role, now)
        metadata: Metadata[Any] = Metadata(signed)
        for signer in self._signers(role):
            metadata.sign(signer, append=True)
        top = role in (roles.SNAPSHOT, roles.TIMESTAMP)
        vouching: Root | Targets = self.root if top else self.role(roles.TARGETS)
        try:
            vouching.verify_delegate(role, metadata.signed_bytes, metadata.signatures)
        except (RepositoryError, ValueError) as error:
            raise ConfigError(f"{role}: {error}", key="ceremony.foreign_key") from error
        return metadata.to_bytes(_SERIALIZER)

    def _warn_of_end(self, now: datetime) -> None:
        ends = {roles.ROOT: self.root.expires, roles.TARGETS: self.role(roles.TARGETS).expires}
        for role, end in ends.items():
            if end - now < WARNING:
                _log.warning("%s ends on %s: hold its key ceremony", role, iso(end))

    def files_in_use(self) -> tuple[frozenset[Path], frozenset[Path]]:
        """The metadata and target files of the committed state."""
        metadata = {
            self._paths.metadata / f"{meta.version}.{name}"
            for name, meta in self._snapshot.meta.items()
        }
        metadata.add(self._paths.metadata / f"{self._snapshot.version}.snapshot.json")
        targets = {
            self._paths.targets / described.get_prefixed_paths()[0]
            for name in self.roles()
            for described in self.role(name).targets.values()
        }
        return frozenset(metadata), frozenset(targets)


def read_metadata(paths: RegistryPaths, file: str, kind: type[_Signed]) -> Metadata[_Signed]:
    """A metadata file of the repository. Raises StorageError."""
    try:
        metadata: Metadata[_Signed] = Metadata.from_bytes(read_whole(paths.metadata / file))
    except RepositoryError as error:
        raise StorageError(f"{file}: {error}", key="registry.repository") from error
    if not isinstance(metadata.signed, kind):
        raise StorageError(f"{file} is of another role", key="registry.repository")
    return metadata


def segment_target(target: str, length: int, sha256: bytes) -> TargetFile:
    """A target's description from what the database knows of its file."""
    return TargetFile(length, {"sha256": sha256.hex()}, target)


def iso(at: datetime) -> str:
    """A UTC time in the form of the signed issue time: ``2026-11-22T13:00:00Z``."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
