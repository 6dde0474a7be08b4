"""The registry first, a hub for what it can spare the line, and no harm from a bad one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from tuf.api.exceptions import DownloadError, DownloadHTTPError

from checkpoint_app.errors import CheckpointError, TransportError, TrustError
from sync.client.carriers import MOST_SECONDS, WaysDown
from sync.trust.carrier import Carrier
from sync.trust.tuf_api import FetcherInterface
from sync.trust.tuf_errors import trust_errors
from sync.trust.updater import ClosingFetcher
from tests.unit.sync.season import NOW

CONTENT = b"a segment"
NAME = f"CAI-AIR/{hashlib.sha256(CONTENT).hexdigest()}.{'0' * 32}"
OTHER = f"CAI-AIR/{hashlib.sha256(b'other').hexdigest()}.{'1' * 32}"
LOST = TransportError("no line", key="sync.unreachable")


@dataclass
class HandClock:
    """A clock that stands still until it is moved."""

    seconds: float = 0.0

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return self.seconds


@dataclass(eq=False)
class Site(FetcherInterface):
    """Files by URL, or an error for all of them."""

    files: dict[str, bytes | Exception] = field(default_factory=dict)
    down: bool = False
    asked: list[str] = field(default_factory=list)
    before: Callable[[], None] = lambda: None

    def _fetch(self, url: str) -> Iterator[bytes]:
        self.asked.append(url)
        self.before()
        if self.down:
            raise DownloadError("down") from LOST
        found = self.files.get(url)
        if found is None:
            raise DownloadHTTPError("no such file", 404)
        return self._chunks(found)

    def _chunks(self, found: bytes | Exception) -> Iterator[bytes]:
        if isinstance(found, Exception):
            yield CONTENT[:3]
            raise found
        yield found

    def carrier(self) -> Carrier:
        return Carrier(self, "/m/", "/t/", staged=False)


class World:
    """A registry and hubs; a round fetches the timestamp and then both targets, verified."""

    def __init__(self, *hubs: Site) -> None:
        files: dict[str, bytes | Exception] = {"/m/timestamp.json": b"{}"}
        files |= {f"/t/{NAME}": CONTENT, f"/t/{OTHER}": b"other"}
        self.registry = Site(files)
        self.hubs = hubs
        self.clock = HandClock()
        carriers = [hub.carrier() for hub in hubs]
        self.ways = WaysDown(self.registry.carrier(), lambda: carriers, self.clock)
        self.errors: dict[FetcherInterface, CheckpointError] = {}

    def take_in(self, carrier: Carrier) -> FetcherInterface:
        if carrier.fetcher in self.errors:
            raise self.errors[carrier.fetcher]
        fetcher = ClosingFetcher(carrier.fetcher)
        with trust_errors():
            fetcher.download_bytes(carrier.metadata_url + "timestamp.json", 100)
            for name, content in ((NAME, CONTENT), (OTHER, b"other")):
                assert fetcher.download_bytes(carrier.targets_url + name, len(content)) == content
        return carrier.fetcher

    def round(self) -> FetcherInterface:
        return self.ways.take(self.take_in)

    def mirror(self, hub: Site) -> None:
        hub.files.update(self.registry.files)


def targets(urls: Sequence[str]) -> list[str]:
    return [url.removeprefix("/t/") for url in urls if url.startswith("/t/")]


def test_target_files_come_from_a_hub_and_metadata_never_does() -> None:
    hub = Site()
    world = World(hub)
    world.mirror(hub)
    world.round()
    assert hub.asked == [f"/t/{NAME}", f"/t/{OTHER}"]
    assert world.registry.asked == ["/m/timestamp.json"]
    assert not world.ways.by_hub


def test_what_a_hub_has_not_comes_from_the_registry() -> None:
    hub = Site({f"/t/{OTHER}": b"other"})
    world = World(hub)
    world.round()
    assert targets(world.registry.asked) == [NAME]


def test_a_hub_that_is_down_is_asked_once_a_round() -> None:
    hub = Site(down=True)
    world = World(hub)
    world.round()
    world.round()
    assert hub.asked == [f"/t/{NAME}", f"/t/{NAME}"]
    assert targets(world.registry.asked) == [NAME, OTHER] * 2


@pytest.mark.requirement("C4")
@pytest.mark.parametrize("given", [b"a sagment", b"a se", b"", b"a segment and more", CONTENT * 99])
def test_a_hub_that_lies_is_left_out_for_an_hour(given: bytes) -> None:
    hub = Site({f"/t/{NAME}": given})
    world = World(hub)
    world.round()
    assert targets(world.registry.asked) == [NAME, OTHER]
    world.clock.seconds += 3599
    world.round()
    assert len(hub.asked) == 1
    world.mirror(hub)
    world.clock.seconds += 2
    world.round()
    assert len(hub.asked) == 3


def test_a_file_that_breaks_off_costs_the_hub_a_few_minutes() -> None:
    hub = Site({f"/t/{NAME}": DownloadError("lost")})
    world = World(hub)
    world.round()
    assert targets(world.registry.asked) == [NAME, OTHER]
    world.round()
    assert len(hub.asked) == 1
    world.clock.seconds += 301
    world.round()
    assert len(hub.asked) == 2


def test_a_hub_that_takes_all_the_time_in_the_world_is_passed_by() -> None:
    hub = Site()
    world = World(hub)

    def slow() -> None:
        world.clock.seconds += MOST_SECONDS + 1

    hub.before = slow
    world.round()
    assert targets(hub.asked) == [NAME]
    world.round()
    assert targets(hub.asked) == [NAME]


def test_a_mirror_serves_when_the_registry_cannot_be_reached() -> None:
    dead, hub = Site(down=True), Site()
    world = World(dead, hub)
    world.mirror(hub)
    world.registry.down = True
    assert world.round() is hub
    assert world.ways.by_hub
    world.registry.down = False
    assert world.round() is not hub
    assert not world.ways.by_hub


def test_without_any_mirror_the_registry_s_failure_is_told() -> None:
    hub = Site(down=True)
    world = World(hub)
    world.registry.down = True
    with pytest.raises(TransportError) as failure:
        world.round()
    assert failure.value.key == "sync.unreachable"


def test_a_lane_without_the_registry_s_address_reads_the_mirror() -> None:
    hub = Site()
    world = World(hub)
    world.mirror(hub)
    clock = HandClock()
    carrier = hub.carrier()
    assert WaysDown(None, lambda: [carrier], clock).take(world.take_in) is hub
    with pytest.raises(TransportError):
        WaysDown(None, list, clock).take(world.take_in)


@pytest.mark.requirement("C4")
def test_a_mirror_that_does_not_verify_is_left_out_and_an_old_one_is_not() -> None:
    hub = Site()
    world = World(hub)
    world.mirror(hub)
    world.registry.down = True
    world.errors[hub] = TrustError("older", key="trust.rolled_back")
    with pytest.raises(TransportError):
        world.round()
    world.errors.clear()
    assert world.round() is hub
    world.errors[hub] = TrustError("unsigned", key="trust.unsigned")
    with pytest.raises(TransportError):
        world.round()
    world.errors.clear()
    with pytest.raises(TransportError):
        world.round()
    world.clock.seconds += 3601
    assert world.round() is hub


def test_what_the_registry_itself_gets_wrong_is_no_hub_s_fault() -> None:
    hub = Site()
    world = World(hub)
    world.mirror(hub)
    world.registry.files["/m/timestamp.json"] = b"x" * 1000
    with pytest.raises(TrustError):
        world.round()
    world.registry.files["/m/timestamp.json"] = b"{}"
    world.round()
    assert targets(hub.asked) == [NAME, OTHER]


def test_a_program_that_ends_asks_nobody_else() -> None:
    hub = Site()
    world = World(hub)
    stopped = TransportError("stopped", key="sync.stopped")
    hub.files = {f"/t/{NAME}": _caused(stopped)}
    with pytest.raises(TransportError) as failure:
        world.round()
    assert failure.value.key == "sync.stopped"
    assert targets(world.registry.asked) == []


def _caused(cause: Exception) -> DownloadError:
    error = DownloadError("stopped")
    error.__cause__ = cause
    return error
