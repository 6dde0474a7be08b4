"""A TUF repository kept by python-tuf's repository API, in a folder and behind a real server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

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
from tuf.repository import Repository

KEY_KINDS = {
    "ed25519": CryptoSigner.generate_ed25519,
    "ecdsa": CryptoSigner.generate_ecdsa,
    "rsa-pss": CryptoSigner.generate_rsa,
    "rsa-pkcs1": lambda: CryptoSigner.generate_rsa(scheme="rsa-pkcs1v15-sha256"),
}
TOP = (Root.type, Timestamp.type, Snapshot.type, Targets.type)
_KINDS: dict[str, type[Any]] = {
    Root.type: Root,
    Timestamp.type: Timestamp,
    Snapshot.type: Snapshot,
}
_CHUNK = 64 * 1024


class TufSite(Repository):
    """``folder`` holds ``metadata/`` and ``targets/`` as a server or a stick has them.

    Each role has one key until `rekey`; ``lifetime`` is of the next versions written, by role;
    ``with_hashes`` puts lengths and hashes of metadata into what lists it.
    """

    def __init__(self, folder: Path, now: datetime, *, key_kind: str = "ed25519") -> None:
        self.folder = folder
        self.now = now
        self.signers = {role: [KEY_KINDS[key_kind]()] for role in TOP}
        self.lifetime: dict[str, timedelta] = {}
        self.with_hashes = False
        self._kept: dict[str, tuple[Metadata[Any], bytes]] = {}
        (folder / "metadata").mkdir(parents=True)
        (folder / "targets").mkdir()
        with self.edit_root() as root:
            for role in TOP:
                root.add_key(self.signers[role][0].public_key, role)
        self.first_root = self._kept[Root.type][1]
        with self.edit_targets():
            pass
        self.seal()

    def open(self, role: str) -> Metadata[Any]:
        """A copy of the role's newest version; version 0 before the first."""
        if role in self._kept:
            return deepcopy(self._kept[role][0])
        made: Metadata[Any] = Metadata(_KINDS.get(role, Targets)(version=1, expires=self.now))
        made.signed.version = 0
        return made

    def close(self, role: str, md: Metadata[Any]) -> None:
        """Sign and write the next version."""
        md.signed.version += 1
        self.write(role, md)

    def write(self, role: str, md: Metadata[Any]) -> None:
        """Sign with all signers of the role and write, at the version that it has."""
        md.signed.expires = self.now + self.lifetime.get(role, timedelta(days=30))
        md.signatures.clear()
        for signer in self.signers[role]:
            md.sign(signer, append=True)
        content = md.to_bytes()
        self.path(role, md.signed.version).write_bytes(content)
        self._kept[role] = (md, content)

    def path(self, role: str, version: int | None = None) -> Path:
        """The file of a version of a role, the newest by default."""
        version = version or self._kept[role][0].signed.version
        number = "" if role == Timestamp.type else f"{version}."
        return self.folder / "metadata" / f"{number}{quote(role, safe='')}.json"

    @property
    def targets_infos(self) -> dict[str, MetaFile]:
        """See `Repository`."""
        roles = [role for role in self._kept if role not in _KINDS]
        return {f"{role}.json": self._info(role) for role in roles}

    @property
    def snapshot_info(self) -> MetaFile:
        """See `Repository`."""
        return self._info(Snapshot.type)

    def _info(self, role: str) -> MetaFile:
        md, content = self._kept[role]
        if self.with_hashes:
            return MetaFile.from_data(md.signed.version, content, ["sha256"])
        return MetaFile(md.signed.version)

    def seal(self) -> None:
        """A new snapshot and a new timestamp over the targets as they are."""
        self.do_snapshot(force=True)
        self.do_timestamp(force=True)

    def stamp(self) -> None:
        """A new timestamp over the snapshot as it is; unlike `do_timestamp`, over an older too."""
        with self.edit_timestamp() as timestamp:
            timestamp.snapshot_meta = self.snapshot_info

    def put(self, name: str, content: bytes, *, role: str = Targets.type) -> Path:
        """Publish a target; the answer is its file."""
        described = TargetFile.from_data(name, content, ["sha256"])
        with self.edit_targets(role) as targets:
            targets.targets[name] = described
        parent, slash, base = name.rpartition("/")
        path = self.folder / "targets" / f"{parent}{slash}{described.hashes['sha256']}.{base}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.seal()
        return path

    def delegate(self, role: str, paths: list[str], *, by: str = Targets.type) -> None:
        """A role below another, with a new key of its own, which alone signs it from now on."""
        self.signers[role] = [CryptoSigner.generate_ecdsa()]
        with self.edit_targets(by) as targets:
            targets.delegations = targets.delegations or Delegations({}, {})
            assert targets.delegations.roles is not None
            targets.delegations.roles[role] = DelegatedRole(role, [], 1, False, paths)
            targets.add_key(self.signers[role][0].public_key, role)
        with self.edit_targets(role):
            pass
        self.seal()

    def rekey(self, role: str, signers: list[CryptoSigner], threshold: int = 1) -> None:
        """Other keys for a top-level role, by a new root; a root is signed by its old keys too."""
        older = self.signers[role] if role == Root.type else []
        self.signers[role] = [*signers, *older]
        with self.edit_root() as root:
            for keyid in list(root.roles[role].keyids):
                root.revoke_key(keyid, role)
            for signer in signers:
                root.add_key(signer.public_key, role)
            root.roles[role].threshold = threshold
        self.signers[role] = signers


class Served:
    """What a server of a folder was asked for, and how many bytes it gave."""

    def __init__(self) -> None:
        self.address = ""
        self.asked: list[str] = []
        self.sent = 0


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """A server of this folder on a free port of this computer. It says no lengths, as some proxies
    do not: nothing but the reader bounds what it reads."""
    served = Served()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path.rpartition("/")[2])
            # As it was asked for: names in a repository are percent-encoded on disk too.
            path = folder / self.path.removeprefix("/")
            self.send_response(200 if path.is_file() else 404)
            self.end_headers()
            if path.is_file():
                with suppress(ConnectionError):
                    self._give(path)

        def _give(self, path: Path) -> None:
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    self.wfile.write(chunk)
                    served.sent += len(chunk)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    listening.daemon_threads = True
    thread = threading.Thread(target=listening.serve_forever, args=(0.02,))
    thread.start()
    served.address = f"http://127.0.0.1:{listening.server_address[1]}"
    try:
        yield served
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
