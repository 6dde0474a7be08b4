"""The hub's mirror of a real registry: one download or one stick, and every lane is served."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import falcon
import pytest

from checkpoint_app.clock import SystemClock
from checkpoint_app.demo.registry_side import serving
from checkpoint_app.errors import CheckpointError, TransportError, TrustError
from checkpoint_app.main import LaneStores, open_stores
from checkpoint_app.paths import LanePaths
from checkpoint_app.store import keys as store_keys
from sync.bundle.layout import StickLayout
from sync.bundle.port_part import choose_part
from sync.bundle.stick_carrier import stick_carrier
from sync.client.carriers import FOR_HUBS
from sync.client.http import RegistryHttp
from sync.client.http_fetcher import network_carrier
from sync.client.rounds import SyncClient, SyncReport
from sync.protocol import routes
from sync.registry.api import refusals
from sync.registry.api.tuf_files import MetadataFiles, TargetFiles
from sync.registry.api.waitress_server import Address, listen
from sync.registry.hub.mirror import KEPT_SECONDS, Mirror
from sync.registry.paths import RegistryPaths
from sync.trust.carrier import Carrier
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.intake import Intake, OtherPortError
from sync.trust.plan import PortPlace
from sync.trust.reader_process import ReaderProcess
from tests.integration.sync.publication import PORT as PUBLISHED_PORT
from tests.integration.sync.publication import Publication
from tests.simulators.published_season import PORT, publish_season
from tests.unit.sync.season import NOW, PortSeason

CLOCK = SystemClock()
RECORDS = 200


@dataclass
class MovableClock:
    """The time is what it is set to."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0


@dataclass(frozen=True)
class Season:
    """A registry's folder, and a lane's, enrolled and never synced."""

    paths: RegistryPaths
    lane: Path

    def mirror(self, folder: Path) -> Mirror:
        root = self.paths.root_metadata.read_bytes()
        return Mirror(folder, root, PORT, CLOCK, allow_demo=True)


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Season:
    folder = tmp_path_factory.mktemp("season")
    publish_season(folder, RECORDS, 1)
    return Season(RegistryPaths(folder / "registry"), folder / "lane")


@pytest.fixture
def stores(season: Season, tmp_path: Path) -> Iterator[LaneStores]:
    shutil.copytree(season.lane, tmp_path / "lane")
    with open_stores(LanePaths(tmp_path / "lane"), CLOCK) as opened:
        yield opened


@contextmanager
def served(mirror: Mirror) -> Iterator[str]:
    """The mirror behind a server like a registry's; its address."""
    app = falcon.App()
    refusals.install(app)
    app.add_route(routes.TUF_METADATA + "{name}", MetadataFiles(mirror.metadata))
    app.add_route(routes.TUF_TARGETS + "{path:path}", TargetFiles(mirror.targets))
    server = listen(app, Address("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(5)


def synced(stores: LaneStores, hub: str) -> SyncReport:
    """A round of a lane that knows no registry, only this hub."""
    with RegistryHttp(hub, patience=FOR_HUBS) as http:
        carrier = network_carrier(http)
        client = SyncClient(
            intake=Intake(
                repository=stores.repository,
                sink=stores.records,
                place=PortPlace(PORT, stores.port.bit, stores.device.season),
                identity=store_keys.age_identity(stores.key_store),
                newest=stores.anchor.newest,
                reader=ReaderProcess,
                stopping=lambda: False,
                device_id=stores.device.device_id,
            ),
            carrier=None,
            upload=None,
            trust=stores.trust,
            notes=stores.records,
            clock=CLOCK,
            random=lambda: 0.5,
            stopping=threading.Event(),
            hubs=lambda: [carrier],
        )
        return client.once()


def stick_of(season: Season, folder: Path) -> Path:
    """The port's part, as a bundle has it."""
    part = choose_part(season.paths.metadata.parent, PORT, CLOCK.now())
    for file in (*part.files, part.timestamp):
        place = StickLayout(folder).repository / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        content = file.content if isinstance(file.content, bytes) else file.content.read_bytes()
        place.write_bytes(content)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def check_serves(mirror: Mirror, stores: LaneStores) -> None:
    """A lane that has nothing else gets all of it from this mirror."""
    with served(mirror) as address:
        report = synced(stores, address)
        again = synced(stores, address)
    assert report.ok
    assert report.down is not None
    assert report.down.port is not None
    assert report.down.port.records == RECORDS
    view = stores.trust.view
    assert view is not None
    assert view.devices is not None
    assert again.ok


@pytest.mark.requirement("C1")
def test_one_download_serves_a_lane(season: Season, stores: LaneStores, tmp_path: Path) -> None:
    mirror = season.mirror(tmp_path / "mirror")
    with serving(season.paths.data) as server, RegistryHttp(server.address) as http:
        carrier = network_carrier(http)
        taken = mirror.take(carrier, CLOCK.now())
        again = mirror.take(carrier, CLOCK.now())
    assert taken.port_ids == (PORT,)
    assert taken.files_fetched == len(contents(mirror.targets))
    assert (again.version, again.files_fetched) == (taken.version, 0)
    published = {**contents(season.paths.metadata), **contents(season.paths.targets)}
    for name, content in {**contents(mirror.metadata), **contents(mirror.targets)}.items():
        assert published[name] == content
    check_serves(mirror, stores)


@pytest.mark.requirement("C1")
def test_one_stick_serves_a_lane(season: Season, stores: LaneStores, tmp_path: Path) -> None:
    stick = stick_of(season, tmp_path / "stick")
    mirror = season.mirror(tmp_path / "mirror")
    assert mirror.take(stick_carrier(stick, lambda: False), CLOCK.now()).files_fetched > 0
    check_serves(mirror, stores)


@pytest.fixture
def published(tmp_path: Path) -> Publication:
    made = Publication(tmp_path / "registry", PortSeason())
    made.season.add_versions([1, 2, 3])
    made.publish()
    return made


def mirror_of(published: Publication, folder: Path, clock: MovableClock) -> Mirror:
    return Mirror(folder, published.root, PUBLISHED_PORT, clock)


def carrier_of(published: Publication, *, staged: bool) -> Carrier:
    return replace(folder_carrier(published.folder), staged=staged)


@pytest.mark.requirement("C4")
@pytest.mark.parametrize("staged", [False, True])
def test_a_carrier_that_is_torn_anywhere_changes_nothing_served(
    published: Publication, tmp_path: Path, staged: bool
) -> None:
    mirror = mirror_of(published, tmp_path / "mirror", MovableClock())
    mirror.take(carrier_of(published, staged=staged), NOW)
    before = contents(mirror.metadata)
    targets = contents(mirror.targets)
    old = set(contents(published.folder))
    published.season.add_versions([4])
    published.publish()
    names = [*sorted(set(contents(published.folder)) - old), "metadata/timestamp.json"]
    for number, name in enumerate(names):
        path = published.folder / name
        whole = path.read_bytes()
        for cut in (whole[: len(whole) // 2], None):
            path.unlink()
            if cut is not None:
                path.write_bytes(cut)
            # A network's files are kept for the next try: each time from the same beginning.
            folder = tmp_path / f"mirror-{number}-{cut is None}"
            shutil.copytree(tmp_path / "mirror", folder, symlinks=True)
            torn = mirror_of(published, folder, MovableClock())
            with pytest.raises((TrustError, TransportError)):
                torn.take(carrier_of(published, staged=staged), NOW)
            assert contents(torn.metadata) == before
            assert contents(torn.targets) == targets
        path.write_bytes(whole)
    mirror.take(carrier_of(published, staged=staged), NOW)
    assert contents(mirror.metadata)["timestamp.json"] != before["timestamp.json"]


def test_what_is_no_longer_listed_stays_for_an_hour(published: Publication, tmp_path: Path) -> None:
    clock = MovableClock()
    mirror = mirror_of(published, tmp_path / "mirror", clock)
    carrier = carrier_of(published, staged=False)
    mirror.take(carrier, NOW)
    first = {*contents(mirror.metadata), *contents(mirror.targets)}
    published.season.add_versions([4])
    published.publish()
    clock.at += timedelta(seconds=KEPT_SECONDS // 2)
    mirror.take(carrier, NOW)
    assert first <= {*contents(mirror.metadata), *contents(mirror.targets)}
    clock.at += timedelta(seconds=KEPT_SECONDS)
    mirror.take(carrier, NOW)
    left = {*contents(mirror.metadata), *contents(mirror.targets)}
    assert "1.snapshot.json" in first - left
    assert {"1.root.json", "2.snapshot.json", "timestamp.json"} <= left


def test_a_file_spoilt_on_the_hub_s_disk_is_fetched_again(
    published: Publication, tmp_path: Path
) -> None:
    carrier = carrier_of(published, staged=False)
    mirror = mirror_of(published, tmp_path / "mirror", MovableClock())
    mirror.take(carrier, NOW)
    whole = contents(mirror.targets)
    name = max(whole, key=lambda name: len(whole[name]))
    (mirror.targets / name).write_bytes(bytes(len(whole[name])))
    taken = mirror_of(published, tmp_path / "mirror", MovableClock()).take(carrier, NOW)
    assert taken.files_fetched == 1
    assert contents(mirror.targets) == whole


@pytest.mark.requirement("C4")
def test_an_older_stick_is_refused(published: Publication, tmp_path: Path) -> None:
    mirror = mirror_of(published, tmp_path / "mirror", MovableClock())
    old = shutil.copytree(published.folder, tmp_path / "old")
    published.publish()
    mirror.take(carrier_of(published, staged=True), NOW)
    with pytest.raises(TrustError) as refused:
        mirror.take(folder_carrier(old), NOW)
    assert refused.value.key == "trust.rolled_back"


def test_roots_from_before_the_hub_was_set_up_are_served_too(
    published: Publication, tmp_path: Path
) -> None:
    newer = published.rotate_root()
    published.publish()
    mirror = Mirror(tmp_path / "mirror", newer, PUBLISHED_PORT, MovableClock())
    mirror.take(carrier_of(published, staged=True), NOW)
    assert contents(mirror.metadata)["1.root.json"] == published.root
    (published.folder / "metadata" / "1.root.json").write_bytes(b"{}")
    other = Mirror(tmp_path / "other", newer, PUBLISHED_PORT, MovableClock())
    other.take(carrier_of(published, staged=True), NOW)
    assert "1.root.json" not in contents(other.metadata)


def test_a_stick_of_another_port_is_told_as_such(published: Publication, tmp_path: Path) -> None:
    mirror = Mirror(tmp_path / "mirror", published.root, "JED-SEA", MovableClock())
    with pytest.raises(OtherPortError) as refused:
        mirror.take(carrier_of(published, staged=True), NOW)
    assert refused.value.ports == (PUBLISHED_PORT,)
    assert contents(mirror.targets) == {}


def test_a_lane_reads_a_whole_state_while_the_mirror_moves_on(
    published: Publication, tmp_path: Path
) -> None:
    mirror = mirror_of(published, tmp_path / "mirror", MovableClock(datetime.now(UTC)))
    carrier = carrier_of(published, staged=False)
    mirror.take(carrier, NOW)
    moving = threading.Event()

    def move_on() -> None:
        for serial in range(10, 20):
            published.season.add_versions([serial])
            published.publish()
            mirror.take(carrier, NOW)
        moving.set()

    thread = threading.Thread(target=move_on)
    thread.start()
    failures: list[CheckpointError] = []
    while not moving.is_set():
        lane = mirror_of(published, tmp_path / "lane", MovableClock(datetime.now(UTC)))
        with suppress_into(failures):
            lane.take(folder_carrier(mirror.metadata.parent), NOW)
    thread.join()
    assert failures == []


@contextmanager
def suppress_into(failures: list[CheckpointError]) -> Iterator[None]:
    with suppress(CheckpointError):
        try:
            yield
        except CheckpointError as error:
            failures.append(error)
            raise
