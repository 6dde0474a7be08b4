"""A hub that rewrites, withholds, replays, reorders, floods or lies costs nobody a movement."""

from __future__ import annotations

import time
import tracemalloc
from dataclasses import replace
from io import BufferedIOBase

import pytest

from sync.protocol.hub import (
    FRAME_LIMIT,
    Beat,
    Greeting,
    HeldRange,
    HubItem,
    ItemName,
    Stream,
    encode_frame,
)
from tests.integration.hub_link.conftest import Linked
from tests.integration.hub_link.fake_hub import FakeHub, honest
from tests.unit.sync.client.hub.port import Port

COUNT = 5


def _items(fake: FakeHub) -> list[HubItem]:
    with fake.came:
        fake.came.wait_for(lambda: fake.ended or len(fake.items) >= 1, 5)
        return [item for item, _ in fake.items]


def _greet(fake: FakeHub, out: BufferedIOBase, instance: bytes | None = None) -> None:
    out.write(encode_frame(Greeting(instance or fake.instance, 0)))


def _rewrites(fake: FakeHub, out: BufferedIOBase, after: int, reader: str) -> None:
    _greet(fake, out)
    for item in _items(fake):
        for content in (item.content[:-1] + b"!", item.content[: len(item.content) // 2], b"x"):
            out.write(encode_frame(replace(item, content=content)))
    out.flush()
    time.sleep(0.2)


def _floods(fake: FakeHub, out: BufferedIOBase, after: int, reader: str) -> None:
    _greet(fake, out)
    later = b"\x00\x00\x00\x06\x81elate"
    while not fake.ended:
        out.write(later * 5000)
        out.write(encode_frame(Beat(0)) * 5000)


def _long_frame(fake: FakeHub, out: BufferedIOBase, after: int, reader: str) -> None:
    _greet(fake, out)
    out.write((FRAME_LIMIT + 1).to_bytes(4, "big"))
    while not fake.ended:
        out.write(bytes(64 * 1024))


def _torn(fake: FakeHub, out: BufferedIOBase, after: int, reader: str) -> None:
    _greet(fake, out)
    out.write(b"\x00\x00\xff\xff" + b"torn")


def _no_greeting(fake: FakeHub, out: BufferedIOBase, after: int, reader: str) -> None:
    for item in _items(fake):
        out.write(encode_frame(item))


def _another_instance(fake: FakeHub, out: BufferedIOBase, after: int, reader: str) -> None:
    _greet(fake, out, bytes(16))
    _no_greeting(fake, out, after, reader)


def _withholds(fake: FakeHub, out: BufferedIOBase, after: int, reader: str) -> None:
    _greet(fake, out)
    while not fake.ended:
        out.write(encode_frame(Beat(2**62)))
        out.flush()
        time.sleep(0.1)


def _other_names(fake: FakeHub, out: BufferedIOBase, after: int, reader: str) -> None:
    """All under the reader's own name, or as somebody else's second copy."""
    _greet(fake, out)
    for item in _items(fake):
        for name in (
            replace(item.name, device=reader),
            replace(item.name, stream=Stream.COPY, device="d3"),
            replace(item.name, first=1, last=2**40),
        ):
            out.write(encode_frame(HubItem(2**62, name, item.content)))
    out.flush()
    time.sleep(0.2)


@pytest.mark.requirement("C5")
@pytest.mark.parametrize(
    "stream",
    [
        _rewrites,
        _floods,
        _long_frame,
        _torn,
        _no_greeting,
        _another_instance,
        _withholds,
        _other_names,
    ],
)
def test_what_a_bad_hub_does_a_good_one_makes_up_for(
    port: Port, fake: FakeHub, linked: Linked, other: FakeHub, stream: object
) -> None:
    fake.stream = stream  # type: ignore[assignment]  # one of those above
    chain = port.members["d1"].chain
    chain.add(COUNT)
    other.start()
    linked("d1", fake.address, other.address)
    linked("d2", fake.address, other.address)
    assert port.members["d2"].shelf.wait("d1", COUNT)
    _check(port, COUNT)


@pytest.mark.requirement("C5")
def test_items_replayed_and_out_of_order_count_once(
    port: Port, fake: FakeHub, linked: Linked
) -> None:
    def replays(fake: FakeHub, out: BufferedIOBase, after: int, reader: str) -> None:
        _greet(fake, out)
        numbers = iter(range(1, 10**6))
        for _ in range(20):
            for item in reversed(_items(fake)):
                if item.name.device != reader:
                    out.write(encode_frame(replace(item, number=next(numbers))))
        out.flush()
        time.sleep(0.1)

    fake.stream = replays
    for count in (1, 2, 3):
        port.members["d1"].chain.add(count, epoch=bytes([count]) * 16)
    linked("d1", fake.address)
    linked("d2", fake.address)
    assert port.members["d2"].shelf.wait("d1", 6)
    time.sleep(0.3)
    assert port.members["d2"].shelf.count("d1") == 6


@pytest.mark.requirement("C5")
def test_a_hub_that_says_to_have_everything_is_made_up_for(
    port: Port, fake: FakeHub, linked: Linked, other: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lies() -> list[HeldRange]:
        whole = ItemName(Stream.CHAIN, "d1", b"e" * 16, 1, 2**40)
        return [HeldRange(whole, True)]

    monkeypatch.setattr(fake, "have", lies)
    port.members["d1"].chain.add(COUNT)
    other.start()
    linked("d1", fake.address, other.address)
    linked("d2", fake.address, other.address)
    assert port.members["d2"].shelf.wait("d1", COUNT)
    assert all(name.stream is not Stream.CHAIN for name, _ in fake.pushed)


@pytest.mark.requirement("C5")
def test_a_hub_that_keeps_nothing_loses_nothing(
    port: Port, fake: FakeHub, linked: Linked, other: FakeHub
) -> None:
    """It takes what is pushed and drops it; the next one is given all of it again."""
    fake.keeps = False
    port.members["d1"].chain.add(COUNT)
    linked("d1", fake.address)
    assert fake.wait(1)
    other.start()
    linked("d1", other.address)
    linked("d2", other.address)
    assert port.members["d2"].shelf.wait("d1", COUNT)


@pytest.mark.requirement("C5")
def test_a_stream_that_drips_is_left(
    port: Port, fake: FakeHub, linked: Linked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes come, but never a whole frame: the hub is gone, and looked for again."""
    monkeypatch.setattr("sync.client.hub.pinned.SILENCE", 0.3)
    streams: list[int] = []

    def drips(fake: FakeHub, out: BufferedIOBase, after: int, reader: str) -> None:
        streams.append(after)
        if len(streams) > 1:
            honest(fake, out, after, reader)
            return
        _greet(fake, out)
        for _ in range(100):
            out.write(b"\x00")
            out.flush()
            time.sleep(0.05)

    fake.stream = drips
    port.members["d1"].chain.add(COUNT)
    linked("d2", fake.address)
    linked("d1", fake.address)
    assert port.members["d2"].shelf.wait("d1", COUNT)
    assert len(streams) >= 2


@pytest.mark.requirement("C5")
def test_a_flood_stays_within_bounds(port: Port, fake: FakeHub, linked: Linked) -> None:
    item = port.item("d3", port.batch_frame("d3", (b"one",)))
    frame = b"".join(
        encode_frame(replace(item, number=number, content=item.content + bytes([number])))
        for number in range(1, 100)
    )

    def floods(fake: FakeHub, out: BufferedIOBase, after: int, reader: str) -> None:
        _greet(fake, out)
        while not fake.ended:
            out.write(frame)

    fake.stream = floods
    tracemalloc.start()
    try:
        lane = linked("d2", fake.address)
        time.sleep(1.5)
        lane.stop()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 24 * 1024 * 1024
    assert port.members["d2"].shelf.kept == {}


def _check(port: Port, count: int) -> None:
    kept = port.members["d2"].shelf.kept
    own = port.members["d1"].chain.journals[b"e" * 16]
    assert kept == {("d1", b"e" * 16): dict(enumerate(own, 1))}
    assert len(own) == count
