"""A registry one version ahead of the lane: by line and by stick the lane takes what it can read,
loses nothing, says that it is older, and its departures go up all the same."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, cast

import falcon
import pyrage
import pytest
from falcon import Request, Response

from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.keys import DeviceKeyring
from checkpoint_app.errors import TrustError
from checkpoint_app.store.anchor import AnchorFile
from checkpoint_app.store.records import RecordsStore
from sync.bundle.stick_carrier import stick_carrier
from sync.client.calls import DeviceCalls, Signer
from sync.client.enrol import DeviceKeys, EnrolmentPlace, enrol
from sync.client.http import RegistryHttp
from sync.client.http_fetcher import network_carrier
from sync.client.up import Upload
from sync.protocol import routes
from sync.protocol.device_list import encode_device_list
from sync.registry.api.waitress_server import Address, listen
from sync.trust.carrier import Carrier
from sync.trust.intake import Intake, TakenIn
from sync.trust.pack import encode_frame
from sync.trust.packing import recipient_of, seal
from sync.trust.reader import PackReader
from sync.trust.repository import TrustedRepository
from sync.trust.tuf_api import Timestamp
from tests.integration.registry_api.world import JournalWriter, Registry
from tests.integration.sync.conftest import PLACE
from tests.integration.sync.publication import PORT, Publication
from tests.integration.sync.test_http import server
from tests.unit.sync.client.memory_outbox import MemoryOutbox
from tests.unit.sync.season import BIT, NOW, SEASON, PortSeason

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

pytestmark = pytest.mark.requirement("C3")
LATER: dict[str, Any] = {"later": {"deep": [1, "two"]}}


class AheadPublication(Publication):
    """What a registry one version ahead publishes beside and in what this version knows: fields
    everywhere, metadata with more in it, and format 2 of two targets under names of its own."""

    def write_roles(self, top: Any, delegated: Any) -> None:
        new_top = {name: widened(content) for name, content in top.items()}
        new_top["issuer-keys.2"] = b"of a later format"
        role = f"port-{PORT}"
        port = {
            **delegated[role],
            f"{PORT}/devices": widened(encode_device_list(PORT, ())),
            f"{PORT}/manifest.2": b"of a later format",
        }
        status = {**delegated["status"], "status/current.2": b"of a later format"}
        super().write_roles(new_top, {"status": status, role: port})

    def write_timestamp(self, change: Callable[[Timestamp], None] = lambda _: None) -> None:
        def more(timestamp: Timestamp) -> None:
            timestamp.unrecognized_fields["x-umrah-later"] = LATER
            change(timestamp)

        super().write_timestamp(more)


def widened(content: bytes) -> bytes:
    """A JSON document with a field that nobody knows, in it and in whatever it holds."""

    def more(value: Any) -> Any:
        if isinstance(value, dict):
            return {**{name: more(each) for name, each in value.items()}, "later": 1}
        return [more(each) for each in value] if isinstance(value, list) else value

    document = json.loads(content)
    for name, value in document.items():
        if isinstance(value, list):
            document[name] = more(value)
    if "keys" in document:
        document["keys"].append({"purpose": "of a later kind", "public": "?"})
    return json.dumps({**document, **LATER}).encode()


def of_version_2(season: PortSeason, kind: str) -> bytes:
    """A sealed pack whose header is of a later format."""
    plain = encode_frame([2, kind, BIT, season.generation, "later"]) + encode_frame({"new": 1})
    return seal(zstd.compress(plain), [recipient_of(str(season.identity))])


class Lane:
    """A lane of this version with the encrypted store, synced by either carrier."""

    def __init__(self, folder: Path, publication: Publication, *, by_stick: bool) -> None:
        anchor = AnchorFile(folder / "anchor.json")
        self.store = RecordsStore(folder / "records.db", bytes(32), anchor)
        self.trusted = TrustedRepository(folder / "trust", publication.root)
        self.publication, self.by_stick = publication, by_stick
        self.intake = Intake(
            self.trusted,
            self.store,
            PLACE,
            str(publication.season.device),
            anchor.newest,
            lambda: nullcontext(PackReader()),
            lambda: False,
        )

    def sync(self) -> TakenIn:
        with self._carrier() as carrier:
            return self.intake.take_in(carrier, NOW)

    @contextmanager
    def _carrier(self) -> Iterator[Carrier]:
        if self.by_stick:
            yield stick_carrier(self.publication.folder.parent, lambda: False)
            return
        with server(self._serve) as address, RegistryHttp(address) as http:
            yield network_carrier(http)

    def _serve(self, request: BaseHTTPRequestHandler) -> None:
        path = self.publication.folder / request.path.removeprefix("/tuf/")
        content = path.read_bytes() if path.is_file() else b""
        request.send_response(200 if path.is_file() else 404)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    def held(self) -> tuple[object, ...]:
        """All that a verdict is made of."""
        rows = self.store._rows("SELECT permit, port, kind, at FROM elsewhere")
        records = self.store._rows("SELECT permit, version FROM record ORDER BY permit")
        manifest, state = self.store.held_manifest(), self.store.held_state()
        return manifest, state, self.store.held_status_lists(), rows, records


@pytest.fixture
def publication(tmp_path: Path) -> Publication:
    made = AheadPublication(tmp_path / "stick" / "repository", PortSeason())
    made.season.add_versions(list(range(1, 11)))
    return made


@pytest.fixture(params=["line", "stick"])
def lane(
    request: pytest.FixtureRequest, publication: Publication, tmp_path: Path
) -> Iterator[Lane]:
    made = Lane(tmp_path, publication, by_stick=request.param == "stick")
    with closing(made.store):
        yield made


def test_what_only_a_later_version_knows_is_passed_over(lane: Lane) -> None:
    lane.publication.publish()
    taken = lane.sync()
    assert taken.port is not None
    assert (taken.port.records, taken.newer, taken.elsewhere) == (10, (), True)
    assert taken.view.season == SEASON
    assert taken.devices is not None
    assert lane.trusted.load_local() is not None
    assert not lane.sync().changed


def test_a_pack_of_a_later_format_stops_nothing_else_and_is_told(lane: Lane) -> None:
    publication, season = lane.publication, lane.publication.season
    publication.publish()
    lane.sync()
    elsewhere = lane.held()[3]
    season.add_versions([3, 11], version=2)
    season.state_version = 2
    publication.publish({f"{PORT}/elsewhere": of_version_2(season, "elsewhere")})
    taken = lane.sync()
    assert taken.newer == (f"{PORT}/elsewhere",)
    assert taken.port is not None
    assert (taken.port.records, len(lane.held()[4])) == (2, 11)  # type: ignore[arg-type]
    assert taken.news.state
    assert lane.held()[3] == elsewhere != []
    publication.publish()
    again = lane.sync()
    assert (again.newer, again.elsewhere) == ((), True)


def test_records_of_a_later_format_leave_what_is_here_in_use(lane: Lane) -> None:
    publication, season = lane.publication, lane.publication.season
    publication.publish()
    lane.sync()
    before = lane.held()
    season.add_versions([3], version=2)
    publication.publish({f"{PORT}/manifest": of_version_2(season, "manifest")})
    with pytest.raises(TrustError) as told:
        lane.sync()
    assert told.value.key == "trust.newer_format"
    assert lane.held() == before
    publication.publish()
    assert lane.sync().port is not None


class Ahead:
    """The registry's application, seen through one of a later version: each JSON answer says more,
    and names one format more."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        begun: list[Any] = []
        body = b"".join(self._app(environ, lambda *given: begun.append(given)))
        status, headers, *_ = begun[0]
        kept = [pair for pair in headers if pair[0].lower() != "content-length"]
        if any("json" in value for name, value in headers if name.lower() == "content-type"):
            document = {**json.loads(body), **LATER}
            if "nonce" in document:
                document["formats"] = [1, 2]
            body = json.dumps(document).encode()
        start(status, [*kept, ("Umrah-Later", "1"), ("Content-Length", str(len(body)))])
        return [body]


@contextmanager
def served(registry: Registry) -> Iterator[str]:
    app = cast("falcon.App[Request, Response]", Ahead(registry.app))
    listening = listen(app, Address("127.0.0.1", 0))
    thread = threading.Thread(target=listening.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.effective_port}"
    finally:
        listening.close()
        thread.join(5)


def test_enrolment_and_the_way_up_go_on_and_the_lane_knows_that_it_is_older(
    publication: Publication, tmp_path: Path
) -> None:
    (tmp_path / "registry").mkdir()
    registry = Registry(tmp_path / "registry")
    batch, auth = (SigningKey.generate(kind) for kind in (EnvelopeType.BATCH, EnvelopeType.AUTH))
    keys = DeviceKeys(batch, auth, str(pyrage.x25519.Identity.generate()))
    place = EnrolmentPlace(tmp_path / "device.json", tmp_path / "root.json")
    code = registry.enrolment.issue_code(BIT, "A1")
    with served(registry) as address, RegistryHttp(address) as http:
        device = enrol(http, keys, place, code=code, name="lane", root=publication.root)
        journal, outbox = JournalWriter(BIT, "A1"), MemoryOutbox({})
        for _ in range(4):
            journal.record()
            outbox.record(journal.movements[-1], journal.epoch)
        calls = DeviceCalls(http, Signer(device.device_id, device.audience, auth))
        ring = DeviceKeyring([(EnvelopeType.RECEIPT, registry.receipt_key.public_bytes)])
        up = Upload(calls, outbox, batch, device.device_id, lambda: ring)
        assert not up.registry_is_ahead
        sent = up.send(stopping=lambda: False)
    assert (sent.acknowledged, sent.pending) == (4, 0)
    assert up.registry_is_ahead
    assert registry.counts()["total"]["departed"] == 4
    registry.close()


def test_requests_say_which_formats_this_program_reads(tmp_path: Path) -> None:
    said: list[str | None] = []

    def behave(request: BaseHTTPRequestHandler) -> None:
        said.append(request.headers.get(routes.FORMATS_HEADER))
        body = json.dumps({"nonce": "bm9uY2U", "expires_in": 60}).encode()
        request.send_response(200)
        request.send_header("Content-Type", routes.JSON)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    with server(behave) as address, RegistryHttp(address) as http:
        calls = DeviceCalls(http, Signer("d", "a", SigningKey.generate(EnvelopeType.AUTH)))
        with pytest.raises(Exception, match="answer of type"):
            calls.call("GET", "/x", limit=100)
    assert said == [None, "1"]
