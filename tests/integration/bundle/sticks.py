"""Sticks that note each step of being written, are torn at any, and lanes that read them."""

from __future__ import annotations

import copy
import random
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkpoint_app.domain.port import Port
from checkpoint_app.errors import CheckpointError
from checkpoint_app.reference import ports
from checkpoint_app.store.anchor import AnchorFile
from sync.bundle.layout import StickLayout
from sync.bundle.outward import Written
from sync.bundle.stick_files import UNFINISHED, DurableFolder
from sync.registry.bundling import Bundling
from sync.registry.paths import RegistryPaths
from sync.registry.publish.tuf_api import CryptoSigner, Metadata, Root
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.intake import Intake
from sync.trust.plan import PortPlace
from sync.trust.reader import PackReader
from sync.trust.repository import TrustedRepository
from tests.integration.registry_publish.centre import BIT, PORT, Centre, MovableClock
from tests.unit.sync.memory_sink import Contents, MemorySink

# A stick's files by path.
Stick = Mapping[str, bytes]


@dataclass(frozen=True)
class Step:
    """One step of writing; ``content`` is None for a file taken away."""

    path: str
    content: bytes | None

    def done(self, stick: Stick) -> dict[str, bytes]:
        after = dict(stick)
        if self.content is None:
            after.pop(self.path, None)
        else:
            after[self.path] = self.content
        return after


class NotedFolder(DurableFolder):
    """A real folder whose every change is noted, in order."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.steps: list[Step] = []

    def put(self, path: str, content: Iterable[bytes]) -> None:
        whole = b"".join(content)
        super().put(path, [whole])
        self.steps.append(Step(path, whole))

    def remove(self, path: str) -> None:
        super().remove(path)
        self.steps.append(Step(path, None))


def write(centre: Centre, folder: Path) -> tuple[Written, list[Step]]:
    """Write the port's bundle as it is published; each step that it took."""
    folder.mkdir(exist_ok=True)
    noted = NotedFolder(folder)
    bundling = Bundling(centre.paths, centre.engine, centre.clock)
    return bundling.write(_port(), noted, lambda _done, _total: None), noted.steps


def content_of(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def between_files(old: Stick, steps: list[Step]) -> Iterator[dict[str, bytes]]:
    """The stick before the first step, and after each."""
    stick = dict(old)
    yield stick
    for step in steps:
        stick = step.done(stick)
        yield stick


def within_files(
    old: Stick, steps: list[Step], count: int, chance: random.Random
) -> Iterator[dict[str, bytes]]:
    """The stick torn at random bytes: of a file not yet under its name, and, as a file system
    without a journal may leave it, of one under its name, or of one that lost its name."""
    states = list(between_files(old, steps))
    for number in range(count):
        place = chance.randrange(len(steps))
        step, before = steps[place], states[place]
        content = step.content or b""
        begun = content[: chance.randrange(len(content) + 1)]
        name = step.path if number % 2 else step.path + UNFINISHED
        yield Step(name, begun).done(before)
    for place, step in enumerate(steps):
        if step.path in states[place]:
            yield Step(step.path, None).done(states[place])


@dataclass
class StickLane:
    """A lane with no line: it reads sticks by the real intake, its cache in memory."""

    folder: Path
    root: bytes
    identity: str
    clock: MovableClock
    sink: MemorySink = field(default_factory=MemorySink)

    def take(self, stick: Path) -> None:
        """Import the bundle in this folder. Raises CheckpointError."""
        trusted = TrustedRepository(self.folder / "trust", self.root, allow_demo=True)
        Intake(
            trusted,
            self.sink,
            PortPlace(PORT, BIT, 1448),
            self.identity,
            AnchorFile(self.folder / "anchor.json").newest,
            lambda: nullcontext(PackReader()),
            lambda: False,
        ).take_in(folder_carrier(StickLayout(stick).repository), self.clock.now())

    def twin(self, folder: Path) -> StickLane:
        """Another lane that holds the same."""
        if self.folder.exists():
            shutil.copytree(self.folder, folder)
        else:
            folder.mkdir(parents=True)
        return StickLane(folder, self.root, self.identity, self.clock, copy.deepcopy(self.sink))

    def held(self) -> tuple[Contents, dict[str, bytes]]:
        """The cache, and the trusted metadata but for root versions, which are kept once they are
        verified whatever becomes of the rest."""
        files = content_of(self.folder) if self.folder.exists() else {}
        trusted = {
            path: data
            for path, data in files.items()
            if path.startswith(("trust/metadata/", "trust/held")) and "root" not in path
        }
        return copy.deepcopy(self.sink.contents), trusted


def outcome(lane: StickLane, stick: Stick, folder: Path) -> tuple[bool, StickLane]:
    """Whether a twin of this lane took what is on the stick; the twin."""
    twin = lane.twin(folder / "lane")
    lay_out(stick, folder / "stick")
    try:
        twin.take(folder / "stick")
    except CheckpointError:
        return False, twin
    return True, twin


def lay_out(stick: Stick, folder: Path) -> None:
    """Put files in a new folder."""
    for path, data in stick.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def rotate_timestamp_key(paths: RegistryPaths) -> None:
    """Publish the next root, signed by two of the offline keys, with a new key for timestamps."""
    newest = max(int(path.name.split(".")[0]) for path in paths.metadata.glob("*.root.json"))
    metadata: Metadata[Root] = Metadata.from_file(str(paths.metadata / f"{newest}.root.json"))
    key = Ed25519PrivateKey.generate()
    root = metadata.signed
    for keyid in list(root.roles["timestamp"].keyids):
        root.revoke_key(keyid, "timestamp")
    root.add_key(CryptoSigner(key).public_key, "timestamp")
    root.version += 1
    metadata.signatures.clear()
    for number in (1, 2):
        text = (paths.offline_keys / f"root-{number}.key").read_text(encoding="ascii")
        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text.strip()))
        metadata.sign(CryptoSigner(private), append=True)
    metadata.to_file(str(paths.metadata / f"{newest + 1}.root.json"))
    file = paths.online_keys / "tuf-timestamp.key"
    file.write_text(key.private_bytes_raw().hex() + "\n", encoding="ascii")


def _port() -> Port:
    return ports().by_id(PORT)
