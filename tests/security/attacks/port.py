"""A port under attack: one lane with real stores, and a registry that it reaches by two carriers.

The registry's folder is served over HTTP on this computer, and lies on a stick. Root and targets
need two of three offline keys, as they do in production.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from securesystemslib.signer import CryptoSigner  # type: ignore[attr-defined]  # as for tuf

from checkpoint_app.credential.status_list import check_status_list
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.errors import CheckpointError
from sync.bundle.layout import StickLayout
from sync.client.http import RegistryHttp
from sync.client.http_fetcher import network_carrier
from sync.trust import pack
from sync.trust.intake import TakenIn
from sync.trust.tuf_api import Root, Targets
from tests.integration.bundle.lanes import Lane, dump
from tests.integration.sync.publication import Publication
from tests.unit.sync.season import NOW, PortSeason, number

OFFLINE = ("root", "targets")
_THRESHOLD = 2


class Carrier(StrEnum):
    """How the registry's data comes to a port."""

    NETWORK = "network"
    STICK = "stick"


BOTH = (Carrier.NETWORK, Carrier.STICK)


class OfflineRegistry(Publication):
    """A publication whose root and targets are signed by two of three offline keys each.

    ``present`` are the keys that are at hand when something is signed: an attacker has fewer.
    """

    def __init__(self, folder: Path, season: PortSeason) -> None:
        self.offline = {
            role: [CryptoSigner.generate_ed25519() for _ in range(3)] for role in OFFLINE
        }
        self.present = {role: signers[:_THRESHOLD] for role, signers in self.offline.items()}
        self.news: dict[str, bytes] = {}
        self.top: dict[str, bytes] = {}
        super().__init__(folder, season)

    def publish(
        self,
        extra: Mapping[str, bytes] | None = None,
        status: Mapping[str, bytes] | None = None,
        **manifest: object,
    ) -> None:
        """As `Publication.publish`, with the ``news`` that stand."""
        super().publish(extra, {**self.news, **(status or {})}, **manifest)

    def write_roles(
        self, top: Mapping[str, bytes], delegated: Mapping[str, Mapping[str, bytes]]
    ) -> None:
        """As `Publication.write_roles`, with the ``top`` targets that stand."""
        super().write_roles({**top, **self.top}, delegated)

    def write_root(self, **changes: Any) -> bytes:
        """Sign and write the next root; ``changes`` replace its fields."""
        fields = {"version": self.root_version, "expires": NOW + timedelta(days=365), **changes}
        root = Root(**fields)
        for role in OFFLINE:
            for signer in self.offline[role]:
                root.add_key(signer.public_key, role)
            root.roles[role].threshold = _THRESHOLD
        for role in ("snapshot", "timestamp"):
            root.add_key(self.signers[role].public_key, role)
        return self._write(root, self.present["root"], f"{root.version}.root.json")

    def next_root(self, **changes: Any) -> bytes:
        """One root further."""
        self.root_version += 1
        return self.write_root(**changes)

    def new_online_keys(self) -> None:
        """A ceremony that puts other keys in the place of those for snapshot and timestamp."""
        for role in ("snapshot", "timestamp"):
            self.signers[role] = CryptoSigner.generate_ed25519()
        self.next_root()

    def _write(self, signed: object, signers: list[CryptoSigner], name: str) -> bytes:
        if isinstance(signed, Targets) and name.endswith(".targets.json"):
            signers = self.present["targets"]
        return super()._write(signed, signers, name)


class _Listening(ThreadingHTTPServer):
    """Says nothing of callers that hang up: refused data is not read to its end."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing."""


class _Quiet(SimpleHTTPRequestHandler):
    """Serves one folder under ``/tuf/``."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/tuf"))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder over HTTP; its address."""
    listening = _Listening(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=listening.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_address[1]}"
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()


def zstd(plain: bytes) -> bytes:
    """Compressed as packs are."""
    return bytes(pack.zstd.compress(plain))  # type: ignore[attr-defined]  # by version of Python


@dataclass
class Port:
    """One lane, the registry at its other end, and the carrier between them.

    What an attacker wrote lies in the registry's own folder: to the lane there is no difference
    between a broken-into registry, a hostile network and a changed stick. ``changes`` replace parts
    of the lane's intake.
    """

    folder: Path
    carrier: Carrier
    registry: OfflineRegistry
    lane: Lane
    address: str
    kept: int = 0
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def stick(self) -> Path:
        """What people name to the import."""
        return self.registry.folder.parent

    def bring(self) -> TakenIn:
        """Have the lane take in what lies in the registry's folder now."""
        if self.carrier is Carrier.STICK:
            return self.lane.inward(**self.changes).take(self.stick).taken
        reference = self.lane.trust.rooted_time(self.lane.clock.at)
        with RegistryHttp(self.address) as http:
            intake = self.lane.inward(**self.changes)._intake
            return intake.take_in(network_carrier(http), reference, on_view=self.lane.trust.take)

    def refusal(self) -> str:
        """The key of what the lane answers to it; empty when it takes it."""
        try:
            self.bring()
        except CheckpointError as error:
            return error.key
        return ""

    def state(self) -> Mapping[str, object]:
        """All that this lane keeps. Of a network python-tuf keeps each role once it is verified,
        and target files are kept under their own digest: they are not what is used."""
        kept = dict(self.lane.contents())
        if self.carrier is Carrier.NETWORK:
            fetched = ("trust/metadata", "trust/targets", "trust/staged")
            kept = {name: value for name, value in kept.items() if not name.startswith(fetched)}
        return kept

    def serials(self) -> set[int]:
        """The permits whose records are here, by their small serials."""
        rows = dump(self.lane.folder / "records.db")["record"]
        known = {number(serial): serial for serial in range(1, 400)}
        return {known[cell] for row in rows for cell in row if cell in known}

    def revoked(self) -> set[int]:
        """The permits that the list held here says are revoked."""
        held = check_status_list(self.held_list(), self.registry.season.issuer.keyring())
        return {serial for serial in range(400) if held.status(serial) is PermitStatus.REVOKED}

    def held_list(self) -> bytes:
        """The envelope of the status list held here."""
        (envelope,) = self.lane.records.held_status_lists().values()
        return envelope

    def saved(self) -> Path:
        """The registry's folder as it is now, kept aside."""
        self.kept += 1
        return Path(
            shutil.copytree(self.registry.folder, self.folder / f"kept-{self.kept}" / "repository")
        )

    def put_back(self, saved: Path) -> None:
        """Put such a copy in the registry's place."""
        shutil.rmtree(self.registry.folder)
        shutil.copytree(saved, self.registry.folder)

    @property
    def metadata(self) -> Path:
        return self.registry.folder / "metadata"

    def more(self, *serials: int) -> None:
        """Publish these permits too."""
        self.registry.season.add_versions(list(serials))
        self.registry.publish()


@contextmanager
def opened_port(folder: Path, carrier: Carrier) -> Iterator[Port]:
    """A port that has taken in ten permits, of which the seventh is revoked."""
    repository = StickLayout(folder / "stick").repository
    registry = OfflineRegistry(repository, PortSeason())
    registry.season.revoked = {7}
    registry.season.add_versions(list(range(1, 11)))
    registry.publish()
    lane = Lane(folder / "lane", registry.root, str(registry.season.device))
    with served(repository) as address:
        port = Port(folder, carrier, registry, lane, address)
        port.bring()
        yield port
        lane.close()
