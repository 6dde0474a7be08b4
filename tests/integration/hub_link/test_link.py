"""Lanes hear of each other through whichever hubs there are, and go on without."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from sync.client.hub.link import HubLink
from sync.client.hub.standing import HubNews, NeighbourStanding
from sync.protocol.hub import Stream
from tests.integration.hub_link.conftest import Linked
from tests.integration.hub_link.fake_hub import FakeHub
from tests.unit.sync.client.hub.port import Port, Rows


def soon(true: Callable[[], object], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.01)
    return False


@pytest.mark.requirement("C1")
def test_what_one_lane_records_the_others_have(port: Port, fake: FakeHub, linked: Linked) -> None:
    links = {name: linked(name, fake.address) for name in ("d1", "d2", "d3")}
    assert soon(lambda: not any(link.standing().alone for link in links.values()))
    port.members["d1"].chain.add(3)
    links["d1"].moved()
    for name in ("d2", "d3"):
        assert port.members[name].shelf.wait("d1", 3)
    assert port.members["d1"].shelf.kept == {}
    assert soon(lambda: _neighbour(links["d2"], "d1").complete)
    assert _neighbour(links["d2"], "d1").lane == "lane of d1"
    assert _neighbour(links["d2"], "d4").heard_at is None


@pytest.mark.requirement("C1")
def test_a_hub_that_comes_later_is_given_everything(
    port: Port, fake: FakeHub, linked: Linked, other: FakeHub
) -> None:
    """Another PC takes over with nothing, and one of the lanes has gone meanwhile."""
    port.members["d1"].chain.add(300)
    port.members["d1"].chain.add(5, epoch=b"f" * 16)
    gone = linked("d1", fake.address)
    linked("d2", fake.address)
    assert port.members["d2"].shelf.wait("d1", 305)
    gone.stop()
    fake.stop()
    other.start()
    linked("d2", other.address)
    linked("d3", other.address)
    assert port.members["d3"].shelf.wait("d1", 305)
    assert all(name.last - name.first < 256 for name, _ in other.pushed)


def test_a_hub_that_was_stopped_is_used_again(port: Port, fake: FakeHub, linked: Linked) -> None:
    news: list[HubNews] = []
    lane = HubLink(port.lane("d1"), given=(fake.address,))
    lane.start(news.append)
    linked("d2", fake.address)
    assert soon(lambda: not lane.standing().alone)
    fake.stop()
    assert soon(lambda: lane.standing().alone)
    port.members["d1"].chain.add(2)
    lane.moved()
    fake.start()
    assert port.members["d2"].shelf.wait("d1", 2)
    lane.stop()
    connected = [each.connected for each in news]
    assert connected[0] and connected[-1] and False in connected


def test_two_hubs_at_once_do_no_harm(
    port: Port, fake: FakeHub, linked: Linked, other: FakeHub
) -> None:
    other.start()
    one = linked("d1", fake.address, other.address)
    linked("d2", fake.address, other.address)
    assert soon(lambda: sum(each.connected for each in one.standing().hubs) == 2)
    port.members["d1"].chain.add(2)
    one.moved()
    assert port.members["d2"].shelf.wait("d1", 2)
    assert fake.wait(1) and other.wait(1)
    assert port.members["d2"].shelf.count("d1") == 2


def test_two_addresses_of_one_hub_are_one(port: Port, fake: FakeHub, linked: Linked) -> None:
    lane = linked("d1", fake.address, fake.address.replace("127.0.0.1", "localhost"))
    assert soon(lambda: not lane.standing().alone)
    time.sleep(0.3)
    assert sum(each.connected for each in lane.standing().hubs) == 1


def test_second_copies_reach_the_two_that_keep_them(
    port: Port, fake: FakeHub, linked: Linked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.client.hub.pushing._COPY_SOON", 0.0)
    rows = Rows({"scan": [(n, f"row {n}") for n in range(1, 700)], "audit": [(1, b"x")]})
    linked("d1", fake.address, rows=rows)
    linked("d2", fake.address, copies=True)
    linked("d4", fake.address, copies=True)
    kept = port.members["d2"].copies
    assert soon(lambda: len(kept.kept.get(("d1", "scan"), {})) == 699)
    assert soon(lambda: kept.kept.get(("d1", "audit")) == {1: (1, b"x")})
    assert port.members["d4"].copies.kept == {}


def test_a_new_device_s_movements_count_once_the_list_names_it(
    port: Port, fake: FakeHub, linked: Linked
) -> None:
    """What came before the list did is read again."""
    port.members["d2"].chain.add(2)
    whole = port.view
    second = linked("d2", fake.address)
    assert fake.wait(1)
    second.stop()
    port.list_only("d1", "d3", "d4")
    lane = linked("d1", fake.address)
    assert soon(lambda: not lane.standing().alone)
    time.sleep(0.3)
    assert port.members["d1"].shelf.count("d2") == 0
    port.view = whole
    assert port.members["d1"].shelf.wait("d2", 2)


def test_after_its_end_a_link_touches_no_store(port: Port, fake: FakeHub, linked: Linked) -> None:
    told: list[HubNews] = []
    lane = HubLink(port.lane("d1"), given=(fake.address, "https://127.0.0.1:9"))
    lane.start(told.append)
    assert soon(lambda: not lane.standing().alone)
    lane.stop()
    touches, news = port.members["d1"].shelf.touches, len(told)
    second = linked("d2", fake.address)
    port.members["d2"].chain.add(1)
    second.moved()
    assert fake.wait(1)
    time.sleep(0.2)
    assert (port.members["d1"].shelf.touches, len(told)) == (touches, news)
    assert lane.standing().alone


def test_a_lane_without_a_hub_is_alone(port: Port, linked: Linked) -> None:
    lane = linked("d1", "https://127.0.0.1:9")
    assert lane.standing().alone
    assert len(lane.standing().neighbours) == 3


def test_an_item_that_the_hub_refuses_holds_up_no_other(
    port: Port, fake: FakeHub, linked: Linked
) -> None:
    refused = threading.Event()

    def refuses(name: object) -> int:
        if getattr(name, "first", 0) == 1 and getattr(name, "stream", "") is Stream.CHAIN:
            refused.set()
            return 400
        return 0

    fake.refuses = refuses
    port.members["d1"].chain.add(300)
    linked("d1", fake.address)
    linked("d2", fake.address)
    assert port.members["d2"].shelf.wait("d1", 256)
    assert refused.wait(20)


def _neighbour(link: HubLink, name: str) -> NeighbourStanding:
    return next(each for each in link.standing().neighbours if each.device_id == name)
