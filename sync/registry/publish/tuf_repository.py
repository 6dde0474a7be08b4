"""The TUF repository on disk: metadata and targets, written so that a reader at any moment finds a
whole state. Version numbers only rise; timestamp.json comes last.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from checkpoint_app.errors import StorageError
from sync.registry.paths import RegistryPaths
from sync.registry.publish import roles
from sync.registry.publish.files import read_whole, write_whole
from sync.registry.publish.tuf_api import (
    JSONSerializer,
    Metadata,
    MetaFile,
    RepositoryError,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

_Signed = TypeVar("_Signed", Targets, Snapshot, Timestamp)
_SERIALIZER = JSONSerializer(compact=True)


class TufRepository:
    """The repository's present state, and the next one while it is being made.

    Raises StorageError from every method when the files cannot be read or written.
    """

    def __init__(self, paths: RegistryPaths) -> None:
        self._paths = paths
        timestamp = self._read("timestamp.json", Timestamp)
        self._timestamp = timestamp.signed
        self._snapshot = self._read(
            f"{self._timestamp.snapshot_meta.version}.snapshot.json", Snapshot
        ).signed
        self._changed: dict[str, Targets] = {}

    def role(self, name: str) -> Targets:
        """The targets of a role as they stand, changes of this publication included."""
        if name in self._changed:
            return self._changed[name]
        version = self._snapshot.meta[f"{name}.json"].version
        return self._read(f"{version}.{name}.json", Targets).signed

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

    def commit(self, now: datetime) -> None:
        """Sign and write what changed (and roles past half their life), then snapshot, then
        timestamp."""
        self._renew_aging(now)
        for name, role in self._changed.items():
            role.version += 1
            self._write(f"{role.version}.{name}.json", name, role, now)
            self._snapshot.meta[f"{name}.json"] = MetaFile(role.version)
        self._snapshot.version += 1
        self._write(f"{self._snapshot.version}.snapshot.json", roles.SNAPSHOT, self._snapshot, now)
        self._timestamp.version += 1
        self._timestamp.snapshot_meta = MetaFile(self._snapshot.version)
        self._timestamp.unrecognized_fields[roles.ISSUED_FIELD] = iso(now)
        self._write("timestamp.json", roles.TIMESTAMP, self._timestamp, now)
        self._changed = {}

    def _renew_aging(self, now: datetime) -> None:
        for name in self.roles():
            role = self.role(name)
            if name != roles.TARGETS and role.expires - now < roles.lifetime(name) / 2:
                self._changed[name] = role

    def _write(
        self, file: str, role: str, signed: Targets | Snapshot | Timestamp, now: datetime
    ) -> None:
        signed.expires = (now + roles.lifetime(role)).replace(microsecond=0)
        data = signed_bytes(self._paths, role, signed)
        write_whole(self._paths.metadata / file, data)

    def _read(self, file: str, kind: type[_Signed]) -> Metadata[_Signed]:
        try:
            metadata: Metadata[_Signed] = Metadata.from_bytes(
                read_whole(self._paths.metadata / file)
            )
        except RepositoryError as error:
            raise StorageError(f"{file}: {error}", key="registry.repository") from error
        if not isinstance(metadata.signed, kind):
            raise StorageError(f"{file} is of another role", key="registry.repository")
        return metadata

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


def signed_bytes(paths: RegistryPaths, role: str, signed: Targets | Snapshot | Timestamp) -> bytes:
    """A metadata file, signed by all keys of the role that are here."""
    metadata: Metadata[Any] = Metadata(signed)
    for signer in roles.role_signers(paths, role):
        metadata.sign(signer, append=True)
    return metadata.to_bytes(_SERIALIZER)


def segment_target(target: str, length: int, sha256: bytes) -> TargetFile:
    """A target's description from what the database knows of its file."""
    return TargetFile(length, {"sha256": sha256.hex()}, target)


def iso(at: datetime) -> str:
    """A UTC time in the form of the signed issue time: ``2026-11-22T13:00:00Z``."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
