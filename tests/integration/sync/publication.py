"""A TUF repository in a folder, made by python-tuf, with every way to spoil it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

from tests.unit.sync.season import NOW, SEASON, PortSeason

PORT = "CAI-AIR"
_ROLES = ("root", "targets", "snapshot", "timestamp", "status", "port")
_PORT_ROLE = f"port-{PORT}"
_DELEGATED = {"status": ("status", ["status/*"]), _PORT_ROLE: ("port", [f"{PORT}/*"])}


class Publication:
    """Publishes one `PortSeason` into a folder; each publication is a new version."""

    def __init__(self, folder: Path, season: PortSeason, *, demo: bool = False) -> None:
        self.folder = folder
        self.season = season
        self.signers = {role: CryptoSigner.generate_ed25519() for role in _ROLES}
        self.version = 0
        self.expires = NOW + timedelta(days=30)
        self.issued = NOW
        self.rules = b'{"version": 1, "season": 1448, "rules": []}'
        (folder / "metadata").mkdir(parents=True)
        (folder / "targets").mkdir()
        self.demo = demo
        self.root_version = 1
        self.root = self.write_root()

    def write_root(self) -> bytes:
        """Sign and write the next root."""
        keys = {role: self.signers[role] for role in ("root", "targets", "snapshot", "timestamp")}
        root = Root(version=self.root_version, expires=NOW + timedelta(days=365))
        for role, signer in keys.items():
            root.add_key(signer.public_key, role)
        if self.demo:
            root.unrecognized_fields["x-umrah-demo"] = True
        return self._write(root, [self.signers["root"]], f"{self.root_version}.root.json")

    def rotate_root(self) -> bytes:
        """A new root key, the new root signed by both."""
        older = self.signers["root"]
        self.signers["root"] = CryptoSigner.generate_ed25519()
        self.root_version += 1
        data = self.write_root()
        metadata = Metadata[Root].from_bytes(data)
        metadata.sign(older, append=True)
        return self._write_metadata(metadata, f"{self.root_version}.root.json")

    def publish(
        self,
        extra: Mapping[str, bytes] | None = None,
        status: Mapping[str, bytes] | None = None,
        **manifest: object,
    ) -> None:
        """Write targets and all roles in a new version; ``extra`` targets of the port's role and of
        the role for bad news."""
        season = self.season
        top = {
            "issuer-keys.json": season.issuer.json(),
            "season-rules.json": self.rules,
            "port-settings.json": json.dumps(
                {
                    "version": 1,
                    "season": SEASON,
                    "ports": {PORT: {"grades": {"records": [1, 2, 3]}, "lane": {"lanes": 3}}},
                }
            ).encode(),
        }
        port = {
            f"{PORT}/key": season.key_pack(),
            f"{PORT}/manifest": season.manifest_pack(**manifest),
            f"{PORT}/elsewhere": season.elsewhere_pack([[1, 2, 0, 1_700_000_000]]),
            **season.packs,
            **(extra or {}),
        }
        news = {"status/current": season.status_pack(), **(status or {})}
        self.write_roles(top, {"status": news, _PORT_ROLE: port})

    def write_roles(
        self, top: Mapping[str, bytes], delegated: Mapping[str, Mapping[str, bytes]]
    ) -> None:
        """Sign targets, delegated roles, snapshot and timestamp over these target files."""
        self.version += 1
        targets = Targets(version=self.version, expires=self.expires)
        targets.targets = self._target_files(top)
        targets.delegations = Delegations({}, {})
        snapshot = Snapshot(version=self.version, expires=self.expires)
        for role, (key, paths) in _DELEGATED.items():
            signer = self.signers[key]
            targets.delegations.roles = targets.delegations.roles or {}
            targets.delegations.roles[role] = DelegatedRole(
                role, [], 1, terminating=True, paths=paths
            )
            targets.add_key(signer.public_key, role)
            signed = Targets(version=self.version, expires=self.expires)
            signed.targets = self._target_files(delegated[role])
            self._write(signed, [signer], f"{self.version}.{role}.json")
            snapshot.meta[f"{role}.json"] = MetaFile(self.version)
        snapshot.meta["targets.json"] = MetaFile(self.version)
        self._write(targets, [self.signers["targets"]], f"{self.version}.targets.json")
        self._write(snapshot, [self.signers["snapshot"]], f"{self.version}.snapshot.json")
        self.write_timestamp()

    def write_timestamp(self, change: Callable[[Timestamp], None] = lambda _: None) -> None:
        """Sign and write the timestamp of this version."""
        timestamp = Timestamp(version=self.version, expires=self.expires)
        timestamp.snapshot_meta = MetaFile(self.version)
        timestamp.unrecognized_fields["x-umrah-issued"] = _iso(self.issued)
        change(timestamp)
        self._write(timestamp, [self.signers["timestamp"]], "timestamp.json")

    def files_of(self, target: str) -> list[Path]:
        """Every stored file of a target, by its plain name."""
        folder, _, name = target.rpartition("/")
        return sorted((self.folder / "targets" / folder).glob(f"*.{name}"))

    def _target_files(self, contents: Mapping[str, bytes]) -> dict[str, TargetFile]:
        found = {}
        for path, content in contents.items():
            described = TargetFile.from_data(path, content, ["sha256"])
            folder, _, name = path.rpartition("/")
            place = self.folder / "targets" / folder
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{described.hashes['sha256']}.{name}").write_bytes(content)
            found[path] = described
        return found

    def _write(self, signed: object, signers: list[CryptoSigner], name: str) -> bytes:
        metadata = Metadata(signed)  # type: ignore[type-var]  # one of the roles above
        for signer in signers:
            metadata.sign(signer, append=True)
        return self._write_metadata(metadata, name)

    def _write_metadata(self, metadata: object, name: str) -> bytes:
        data = metadata.to_bytes(JSONSerializer())  # type: ignore[attr-defined]  # a Metadata
        (self.folder / "metadata" / name).write_bytes(data)
        return bytes(data)


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
