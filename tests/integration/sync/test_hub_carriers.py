"""A hostile mirror on the port's network: what it rewrites, holds back, cuts short or never ends
changes nothing, and the round goes on from the registry."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from checkpoint_app.errors import TransportError
from checkpoint_app.store.anchor import AnchorFile
from sync.client.carriers import FOR_HUBS, WaysDown
from sync.client.http import RegistryHttp
from sync.client.http_fetcher import network_carrier
from sync.trust.carrier import Carrier
from sync.trust.intake import TakenIn
from sync.trust.repository import TrustedRepository
from tests.integration.sync.conftest import Port
from tests.integration.sync.publication import PORT, Publication
from tests.unit.services.fakes import MemoryClock
from tests.unit.sync.memory_sink import MemorySink
from tests.unit.sync.season import NOW, PortSeason

Spoil = Callable[[str, bytes], Iterator[bytes]]
_ENDLESS = 64 * 1024


def honest(_path: str, content: bytes) -> Iterator[bytes]:
    yield content


def rewritten(_path: str, content: bytes) -> Iterator[bytes]:
    middle = len(content) // 2
    yield content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def cut_short(_path: str, content: bytes) -> Iterator[bytes]:
    yield content[: len(content) // 2]


def endless(_path: str, content: bytes) -> Iterator[bytes]:
    yield content
    while True:
        yield bytes(_ENDLESS)


def nothing(_path: str, _content: bytes) -> Iterator[bytes]:
    yield b""


def only(part: str, spoil: Spoil) -> Spoil:
    """Spoils what has this in its path, and is honest else."""
    return lambda path, content: (spoil if part in path else honest)(path, content)


@contextmanager
def serving(folder: Path, spoil: Spoil = honest) -> Iterator[str]:
    """The address of a server that gives the files below a folder, spoilt."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = folder / self.path.removeprefix("/tuf/")
            if not path.is_file():
                self.send_error(404)
                return
            self.send_response(200)
            self.end_headers()
            try:
                for chunk in spoil(self.path, path.read_bytes()):
                    self.wfile.write(chunk)
            except OSError:
                return

        def log_message(self, format: str, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Lane:
    """A lane whose way down has a registry (or not) and one hub."""

    def __init__(self, folder: Path, publication: Publication, stack: ExitStack) -> None:
        trusted = TrustedRepository(folder / "trust", publication.root, port_id=PORT)
        self.port = Port(publication, trusted, MemorySink(), AnchorFile(folder / "anchor.json"))
        self.folder = folder
        self.stack = stack

    def held(self) -> bytes:
        return (self.folder / "trust" / "held.cbor").read_bytes()

    def at(self, address: str) -> Carrier:
        http = self.stack.enter_context(RegistryHttp(address, patience=FOR_HUBS))
        return network_carrier(http)

    def ways(self, registry: str | None, hub: str) -> WaysDown:
        carrier = self.at(hub)
        line = None if registry is None else self.at(registry)
        return WaysDown(line, lambda: [carrier], MemoryClock())

    def sync(self, ways: WaysDown) -> TakenIn:
        return ways.take(lambda carrier: self.port.intake().take_in(carrier, NOW))


@pytest.fixture
def publication(tmp_path: Path) -> Publication:
    made = Publication(tmp_path / "registry", PortSeason())
    made.season.add_versions(list(range(1, 11)))
    made.publish()
    return made


@pytest.fixture
def lane(tmp_path: Path, publication: Publication) -> Iterator[Lane]:
    with ExitStack() as stack:
        yield Lane(tmp_path / "lane", publication, stack)


def copied(publication: Publication, name: str) -> Path:
    return Path(shutil.copytree(publication.folder, publication.folder.with_name(name)))


DEAD = "http://127.0.0.1:9"
SPOILT = pytest.mark.parametrize("spoil", [rewritten, cut_short, endless, nothing])


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("registry", [None, DEAD])
def test_a_lane_without_the_registry_syncs_from_the_hub(
    lane: Lane, publication: Publication, registry: str | None
) -> None:
    with serving(publication.folder) as hub:
        ways = lane.ways(registry, hub)
        taken = lane.sync(ways)
    assert ways.by_hub
    assert taken.port is not None
    assert taken.port.records == 10


@pytest.mark.requirement("C4")
@SPOILT
@pytest.mark.parametrize("what", ["targets/", "metadata/", "", f"targets/{PORT}", "timestamp"])
def test_the_round_goes_on_from_the_registry(
    lane: Lane, publication: Publication, spoil: Spoil, what: str
) -> None:
    with (
        serving(publication.folder) as registry,
        serving(publication.folder, only(what, spoil)) as hub,
    ):
        ways = lane.ways(registry, hub)
        taken = lane.sync(ways)
    assert not ways.by_hub
    assert taken.port is not None
    assert taken.port.records == 10


@pytest.mark.requirement("C4")
@SPOILT
@pytest.mark.parametrize("what", ["targets/", "metadata/"])
def test_a_mirror_that_lies_changes_nothing_while_the_registry_is_away(
    lane: Lane, publication: Publication, spoil: Spoil, what: str
) -> None:
    with serving(publication.folder) as registry:
        lane.sync(lane.ways(registry, registry))
    before = lane.held()
    records = dict(vars(lane.port.sink))
    publication.season.add_versions([11])
    publication.publish()
    with serving(publication.folder, only(what, spoil)) as hub:
        with pytest.raises(TransportError) as failure:
            lane.sync(lane.ways(DEAD, hub))
        assert failure.value.key == "sync.unreachable"
    assert lane.held() == before
    assert vars(lane.port.sink) == records
    with serving(publication.folder) as hub:
        taken = lane.sync(lane.ways(DEAD, hub))
    assert taken.port is not None
    assert taken.port.records == 1


@pytest.mark.requirement("C4")
def test_an_old_mirror_brings_nothing_back(lane: Lane, publication: Publication) -> None:
    old = copied(publication, "old")
    publication.season.add_versions([11])
    publication.publish()
    with serving(publication.folder) as registry, serving(old) as hub:
        lane.sync(lane.ways(registry, hub))
        newest = lane.held()
        with pytest.raises(TransportError):
            lane.sync(lane.ways(DEAD, hub))
    assert lane.held() == newest
    view = lane.port.trusted.load_local()
    assert view is not None
    assert view.version == 2


def test_a_stranger_s_mirror_is_not_believed(
    lane: Lane, publication: Publication, tmp_path: Path
) -> None:
    stranger = Publication(tmp_path / "stranger", replace(publication.season))
    stranger.publish()
    with serving(stranger.folder) as hub, pytest.raises(TransportError):
        lane.sync(lane.ways(DEAD, hub))
    assert lane.port.trusted.load_local() is None
