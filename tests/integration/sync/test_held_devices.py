"""Who stands at the port outlives the line: held with every signature, and a recall counts at
once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tuf.api.exceptions import DownloadError

from checkpoint_app.credential import canonical
from checkpoint_app.errors import TransportError, TrustError
from checkpoint_app.store.anchor import AnchorFile
from sync.client.lane_trust import LaneTrust
from sync.protocol.device_list import (
    ListedDevice,
    RecalledDevice,
    encode_device_list,
    encode_recalled,
)
from sync.trust.carrier import Carrier
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.repository import TrustedRepository
from sync.trust.tuf_api import FetcherInterface
from sync.trust.view import TrustView
from tests.integration.sync.publication import PORT, Publication
from tests.unit.sync.season import NOW, PortSeason

DEVICES = f"{PORT}/devices"
RECALLED = "status/recalled"


def listed(name: str) -> ListedDevice:
    return ListedDevice(name, "1", "0" * 64, "1" * 64, "age1" + "q" * 58)


def publish(publication: Publication, *names: str, recalled: tuple[str, ...] = ()) -> None:
    """A publication with these devices at the port."""
    publication.publish(
        {DEVICES: encode_device_list(PORT, tuple(listed(name) for name in names))},
        {RECALLED: encode_recalled(tuple(RecalledDevice(name, 1) for name in recalled))},
    )


@pytest.fixture
def published(tmp_path: Path) -> Publication:
    publication = Publication(tmp_path / "registry", PortSeason())
    publish(publication, "lane-1", "lane-2")
    return publication


@pytest.fixture
def trusted(tmp_path: Path, published: Publication) -> TrustedRepository:
    return TrustedRepository(tmp_path / "trust", published.root, port_id=PORT)


class WithoutThePort(FetcherInterface):
    """A line that breaks whenever the port's own files are asked for."""

    def __init__(self, inner: Carrier) -> None:
        self.inner = inner

    def _fetch(self, url: str) -> Iterator[bytes]:
        if f"port-{PORT}" in url or f"{PORT}/" in url:
            raise DownloadError("lost")
        return self.inner.fetcher.fetch(url)


def network(publication: Publication, *, broken: bool = False) -> Carrier:
    carrier = replace(folder_carrier(publication.folder), staged=False)
    return replace(carrier, fetcher=WithoutThePort(carrier)) if broken else carrier


def read(trusted: TrustedRepository, carrier: Carrier) -> TrustView:
    with trusted.session(carrier, NOW) as session:
        return session.refresh()


def names(view: TrustView | None) -> list[str] | None:
    if view is None or view.devices is None:
        return None
    return [each.device_id for each in view.devices.devices]


@pytest.mark.parametrize("staged", [False, True])
def test_a_lane_without_a_line_knows_the_devices_of_its_port(
    trusted: TrustedRepository, published: Publication, staged: bool
) -> None:
    carrier = folder_carrier(published.folder) if staged else network(published)
    assert names(read(trusted, carrier)) == ["lane-1", "lane-2"]
    assert names(trusted.load_local()) == ["lane-1", "lane-2"]


def test_a_lane_of_no_port_or_of_another_knows_none(
    published: Publication, tmp_path: Path, trusted: TrustedRepository
) -> None:
    read(trusted, network(published))
    for port_id in ("", "JED-SEA"):
        other = TrustedRepository(tmp_path / "trust", published.root, port_id=port_id)
        assert names(other.load_local()) is None
        assert names(read(other, network(published))) is None


@pytest.mark.requirement("C4")
def test_news_come_over_a_line_that_loses_the_port_s_part(
    trusted: TrustedRepository, published: Publication
) -> None:
    read(trusted, network(published))
    publish(published, "lane-2", "lane-3", recalled=("lane-1",))
    view = read(trusted, network(published, broken=True))
    assert view.version == 2
    assert view.recalled == {"lane-1"}
    assert names(view) == ["lane-2"]
    held = trusted.load_local()
    assert held is not None
    assert (held.version, set(held.recalled), names(held)) == (2, {"lane-1"}, ["lane-2"])
    assert names(read(trusted, network(published))) == ["lane-2", "lane-3"]


def test_devices_under_a_key_that_was_replaced_count_no_more(
    trusted: TrustedRepository, published: Publication
) -> None:
    read(trusted, network(published))
    published.signers["port"] = Publication(
        published.folder.with_name("other"), PortSeason()
    ).signers["port"]
    publish(published, "lane-1")
    assert names(read(trusted, network(published, broken=True))) is None
    assert names(trusted.load_local()) is None


def test_a_list_of_no_form_known_here_holds_up_nothing(
    trusted: TrustedRepository, published: Publication
) -> None:
    read(trusted, network(published))
    published.publish({DEVICES: b'{"version": 9}'}, {RECALLED: encode_recalled(())})
    assert names(read(trusted, network(published))) == ["lane-1", "lane-2"]
    published.publish({DEVICES: b"{}"}, {RECALLED: b'{"version": 9, "recalled": []}'})
    view = read(trusted, network(published))
    assert (view.version, names(view)) == (3, None)


@pytest.mark.requirement("C4")
@pytest.mark.parametrize("part", range(3))
def test_a_held_part_that_was_changed_spoils_the_state(
    trusted: TrustedRepository, published: Publication, tmp_path: Path, part: int
) -> None:
    read(trusted, network(published))
    path = tmp_path / "trust" / "held.cbor"
    state = canonical.decode(path.read_bytes(), limit=2**25)
    assert isinstance(state, list)
    was = state[4][2][part]
    state[4][2][part] = was[:-9] + bytes(9) if isinstance(was, bytes) else "JED-SEA"
    path.write_bytes(canonical.encode(state))
    with pytest.raises(TrustError):
        trusted.load_local()


@pytest.mark.requirement("C4")
def test_nobody_can_leave_out_who_was_recalled(
    trusted: TrustedRepository, published: Publication, tmp_path: Path
) -> None:
    publish(published, "lane-1", recalled=("lane-2",))
    read(trusted, network(published))
    path = tmp_path / "trust" / "held.cbor"
    state = canonical.decode(path.read_bytes(), limit=2**25)
    assert isinstance(state, list)
    state[4][1] = None
    path.write_bytes(canonical.encode(state))
    with pytest.raises(TrustError) as refused:
        trusted.load_local()
    assert refused.value.key == "trust.incomplete"


@pytest.mark.requirement("C4")
def test_a_state_held_by_an_earlier_program_still_loads(
    trusted: TrustedRepository, published: Publication, tmp_path: Path
) -> None:
    read(trusted, network(published))
    path = tmp_path / "trust" / "held.cbor"
    state = canonical.decode(path.read_bytes(), limit=2**25)
    assert isinstance(state, list)
    _, roots, metadata, files, lists = state
    path.write_bytes(canonical.encode([2, roots, metadata, files, lists[0]]))
    held = trusted.load_local()
    assert held is not None
    assert (held.version, held.devices, held.recalled) == (1, None, frozenset())
    assert names(read(trusted, network(published))) == ["lane-1", "lane-2"]


def test_what_a_lane_knew_goes_on_without_whoever_is_recalled(
    trusted: TrustedRepository, published: Publication, tmp_path: Path
) -> None:
    anchor = AnchorFile(tmp_path / "anchor.json")
    lane = LaneTrust(trusted, anchor, PORT, compile_rules=lambda _rules: ())
    lane.take(read(trusted, network(published)))
    view = lane.view
    assert view is not None
    lane.take(replace(view, devices=None, recalled=frozenset({"lane-2"})))
    assert names(lane.view) == ["lane-1"]
    lane.take(replace(view, recalled=frozenset()))
    assert names(lane.view) == ["lane-1"]
    started = LaneTrust(trusted, anchor, PORT, compile_rules=lambda _rules: ())
    assert started.load() is None
    assert names(started.view) == ["lane-1", "lane-2"]


def test_the_devices_come_after_the_news(
    trusted: TrustedRepository, published: Publication
) -> None:
    with trusted.session(network(published), NOW) as session:
        assert names(session.refresh(devices=False)) is None
        assert names(session.bring_devices()) == ["lane-1", "lane-2"]
    with (
        pytest.raises(TransportError),
        trusted.session(network(published, broken=True), NOW) as session,
    ):
        assert names(session.refresh(devices=False)) == ["lane-1", "lane-2"]
        session.content(f"{PORT}/manifest", limit=2**20)
