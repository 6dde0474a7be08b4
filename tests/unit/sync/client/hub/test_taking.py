"""An item is believed by the signatures in it, and by nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoint_app.errors import StorageError
from sync.bundle.departures_file import BatchFrame
from sync.bundle.relay_file import RowsFrame
from sync.client.hub.gate import Gate, ShutError
from sync.client.hub.listed import Listing
from sync.client.hub.taking import Taking, Took
from sync.protocol.hub import HubItem, Stream
from tests.unit.sync.client.hub.port import NOW, Port, holding

TWO = (b"one", b"two")


def taking(port: Port, name: str = "d1", gate: Gate | None = None) -> Taking:
    lane = port.lane(name, copies=True)
    return Taking(lane, Listing(lane.trust), gate or Gate())


@pytest.mark.requirement("C1")
def test_a_neighbour_s_movements_are_kept() -> None:
    port = Port()
    took = taking(port).take(port.item("d2", port.batch_frame("d2", TWO)))
    assert took == Took(entries=2)
    shelf = port.members["d1"].shelf
    assert shelf.kept == {("d2", b"e" * 16): {1: b"one", 2: b"two"}}


def test_the_same_again_brings_nothing() -> None:
    port = Port()
    reader = taking(port)
    item = port.item("d2", port.batch_frame("d2", TWO))
    reader.take(item)
    assert reader.take(replace(item, number=9)) == Took()
    assert port.members["d1"].shelf.touches == 1


@pytest.mark.requirement("C5")
def test_who_brought_an_item_means_nothing() -> None:
    """Another lane passes a third one's movements on: its name is on the item, not under them."""
    port = Port()
    assert taking(port).take(port.item("d3", port.batch_frame("d2", TWO))).entries == 2
    assert port.members["d1"].shelf.count("d2") == 2


@pytest.mark.requirement("C5")
def test_what_is_not_signed_by_the_device_it_names_is_refused_alone() -> None:
    port = Port()
    foreign = Port()
    frames = [
        port.batch_frame("d2", TWO, device="d3"),
        foreign.batch_frame("d2", TWO),
        BatchFrame(b"rubbish"),
        port.batch_frame("d4", TWO),
    ]
    took = taking(port).take(port.item("d2", *frames))
    assert (took.entries, took.refused) == (2, 3)
    assert set(port.members["d1"].shelf.kept) == {("d4", b"e" * 16)}


def test_a_recalled_device_is_heard_no_more() -> None:
    port = Port()
    item = port.item("d2", port.batch_frame("d2", TWO))
    port.recall("d2")
    assert taking(port).take(item) == Took(refused=1, waits=1)
    assert port.members["d1"].shelf.kept == {}


def test_a_lane_takes_nothing_of_its_own() -> None:
    port = Port()
    reader = taking(port)
    own = port.batch_frame("d1", TWO)
    assert reader.take(port.item("d1", own)) == Took()
    assert reader.take(port.item("d2", own)) == Took()
    assert port.members["d1"].shelf.touches == 0


def test_what_does_not_open_is_passed_over() -> None:
    port = Port()
    reader = taking(port)
    sound = port.item("d2", port.batch_frame("d2", TWO))
    for content in (b"", b"age", sound.content[:-1], sound.content[:-1] + b"x"):
        assert reader.take(replace(sound, content=content)) == Took(refused=1)
    assert reader.take(sound).entries == 2


def test_an_item_of_another_port_is_refused() -> None:
    port = Port()
    lane = replace(port.lane("d1"), port_bit=7)
    reader = Taking(lane, Listing(lane.trust), Gate())
    assert reader.take(port.item("d2", port.batch_frame("d2", TWO))).refused == 1


def test_a_statement_says_how_far_a_neighbour_is() -> None:
    port = Port()
    reader = taking(port)
    assert reader.take(port.item("d2", port.head_frame("d2", holding("d2", 7)))).head
    head = port.members["d1"].shelf.heads["d2"]
    assert (head.epoch, head.last, head.at) == (b"e" * 16, 7, NOW)


@pytest.mark.requirement("C5")
def test_an_older_statement_does_not_take_a_newer_one_s_place() -> None:
    port = Port()
    reader = taking(port)
    reader.take(port.item("d2", port.head_frame("d2", holding("d2", 7))))
    earlier = holding("d2", 5, NOW - timedelta(hours=1))
    assert not reader.take(port.item("d2", port.head_frame("d2", earlier))).head
    # A clock that was put back, and more recorded since.
    put_back = holding("d2", 8, NOW - timedelta(hours=1))
    assert reader.take(port.item("d2", port.head_frame("d2", put_back))).head


def test_a_statement_in_another_s_name_is_refused() -> None:
    port = Port()
    took = taking(port).take(port.item("d2", port.head_frame("d2", holding("d3", 7))))
    assert took.refused == 1
    assert port.members["d1"].shelf.heads == {}


def test_second_copies_are_kept_of_two_devices_only() -> None:
    port = Port()
    reader = taking(port)
    rows = RowsFrame("scan", 1, ((1, "a"), (2, "b")))
    for device in ("d2", "d3", "d4"):
        reader.take(port.item(device, rows, stream=Stream.COPY))
    reader.take(port.item("d4", RowsFrame("secret", 1, ((1,),)), stream=Stream.COPY))
    reader.take(port.item("d4", RowsFrame("audit", 1, ((1,),)), stream=Stream.CHAIN))
    assert set(port.members["d1"].copies.kept) == {("d3", "scan"), ("d4", "scan")}


def test_a_store_that_fails_has_the_item_come_again() -> None:
    port = Port()
    reader = taking(port)
    item = port.item("d2", port.batch_frame("d2", TWO))
    port.members["d1"].shelf.fails.append(StorageError("full"))
    with pytest.raises(StorageError):
        reader.take(item)
    assert reader.take(item).entries == 2


def test_nothing_passes_a_shut_gate() -> None:
    port = Port()
    gate = Gate()
    reader = taking(port, gate=gate)
    item: HubItem = port.item("d2", port.batch_frame("d2", TWO))
    gate.shut()
    with pytest.raises(ShutError):
        reader.take(item)
    assert port.members["d1"].shelf.touches == 0


@pytest.mark.requirement("C5")
def test_a_statement_that_was_held_up_is_not_heard_now() -> None:
    """Fed the port's day some hours late, a lane does not take it for the present."""
    port = Port()
    reader = taking(port)
    now = port.clock.now()
    for late, heard in ((timedelta(minutes=10), now), (timedelta(hours=5), None)):
        name = "d2" if heard else "d3"
        said = (now - late).replace(microsecond=0)
        assert reader.take(port.item(name, port.head_frame(name, holding(name, 7, said)))).head
        head = port.members["d1"].shelf.heads[name]
        assert head.heard_at >= now if heard else head.heard_at < now - timedelta(hours=4)
