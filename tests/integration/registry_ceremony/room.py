"""A registry, the people who keep its offline keys, and a lane that follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.registry.ceremony.begin import Order, begin
from sync.registry.ceremony.finish import Finished, finish
from sync.registry.ceremony.folder import add_key, add_signature, read_ceremony
from sync.registry.ceremony.key_file import OpenedKey
from sync.registry.ceremony.public_key import PublicHalf
from sync.registry.ceremony.sign import sign
from sync.registry.init import initialise
from sync.registry.paths import RegistryPaths
from sync.registry.publish.tuf_repository import iso
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.repository import TrustedRepository
from sync.trust.view import TrustView
from tests.integration.registry_publish.centre import MovableClock


@dataclass
class Room:
    """Everything under one folder. Keys are kept here without a password: `key_file` has its own
    tests, and each password costs a second."""

    folder: Path
    clock: MovableClock = field(default_factory=MovableClock)
    keys: dict[str, OpenedKey] = field(default_factory=dict)
    held: int = 0

    @property
    def paths(self) -> RegistryPaths:
        return RegistryPaths(self.folder / "registry")

    def begin(self, order: Order) -> Path:
        """Begin a ceremony in a fresh folder."""
        self.held += 1
        folder = self.folder / f"ceremony-{self.held}"
        begin(self.paths, self.clock, folder, order)
        return folder

    def make_keys(self, folder: Path) -> None:
        """Make every key that the ceremony waits for."""
        for seat in read_ceremony(folder).unmade():
            self.make_key(folder, seat)

    def make_key(self, folder: Path, seat: str) -> None:
        """Make one of them."""
        opened = OpenedKey(seat, Ed25519PrivateKey.generate())
        half = PublicHalf.of_key(seat, f"keeper of {seat}", iso(self.clock.now()), opened.key)
        add_key(folder, read_ceremony(folder), half)
        self.keys[seat] = opened

    def sign(self, folder: Path, *seats: str) -> None:
        """Have the keepers of these seats sign."""
        for seat in seats:
            ceremony = read_ceremony(folder)
            for signature in sign(ceremony, self.keys[seat], f"{seat}'s", self.clock.now()):
                add_signature(folder, signature)

    def finish(self, folder: Path) -> Finished:
        return finish(self.paths, self.clock, folder)

    def hold(self, order: Order, *seats: str) -> Finished:
        """A whole ceremony, signed by these seats."""
        folder = self.begin(order)
        self.make_keys(folder)
        self.sign(folder, *seats)
        return self.finish(folder)

    def sync(self, lane: str = "lane", registry: RegistryPaths | None = None) -> TrustView:
        """A lane installed with the first root reads the repository as from a stick; that of
        another folder when it is named."""
        trusted = TrustedRepository(
            self.folder / lane, self.paths.root_metadata.read_bytes(), allow_demo=False
        )
        (self.folder / lane).mkdir(exist_ok=True)
        carrier = folder_carrier((registry or self.paths).metadata.parent)
        with trusted.session(carrier, self.clock.now()) as session:
            return session.refresh()

    def everything(self) -> dict[str, bytes]:
        """Every published file and key, to see that nothing changed."""
        folders = (self.paths.metadata.parent, self.paths.data / "keys")
        return {
            str(path): path.read_bytes()
            for folder in folders
            for path in folder.rglob("*")
            if path.is_file()
        }


GENESIS = Order("genesis", why="the first", by="IT")
SIGNERS = ("root-1", "root-2", "targets-1", "targets-3")


def opened_room(folder: Path) -> Room:
    """A registry without a ceremony so far."""
    room = Room(folder)
    initialise(room.paths, room.clock, demo=False)
    return room
