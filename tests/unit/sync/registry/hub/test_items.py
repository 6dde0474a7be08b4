"""What a hub keeps: whichever pieces come in whichever order, its ranges say what came."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.errors import StorageError
from sync.protocol.hub import ItemName, Stream
from sync.registry.hub import items as hub_items
from sync.registry.hub.items import Items, TooManyRanges

EPOCH = bytes(16)
PIECES = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 5), st.booleans()), max_size=20)


def items(kept: int = 10_000) -> Items:
    connection = sqlite3.connect(":memory:")
    connection.executescript(hub_items.SCHEMA)
    return Items(connection, kept=kept)


def name(first: int, last: int, device: str = "a", stream: Stream = Stream.CHAIN) -> ItemName:
    return ItemName(stream, device, EPOCH, first, last)


@given(PIECES)
def test_ranges_are_exactly_what_came(pieces: list[tuple[int, int, bool]]) -> None:
    with closing(items()) as kept:
        come: dict[bool, set[int]] = {True: set(), False: set()}
        for first, more, own in pieces:
            whole = set(range(first, first + more + 1))
            placed = kept.put(name(first, first + more), b"x", "a" if own else "b")
            assert placed.known == (whole <= come[own])
            come[own] |= whole
        told: dict[bool, list[int]] = {True: [], False: []}
        for each in kept.have():
            told[each.own] += range(each.name.first, each.name.last + 1)
        for own in (True, False):
            assert sorted(told[own]) == sorted(come[own])


@given(PIECES)
def test_every_number_is_given_once_and_read_in_order(pieces: list[tuple[int, int, bool]]) -> None:
    with closing(items()) as kept:
        given_out = [
            placed.number
            for first, more, own in pieces
            if not (placed := kept.put(name(first, first + more), b"x", "a" if own else "b")).known
        ]
        assert given_out == list(range(1, len(given_out) + 1))
        read = kept.after(0, frozenset(), most_bytes=1000)
        assert [each.number for each in read] == given_out
        assert [found[:2] for found in kept.chain_items()] == [
            (each.number, each.name) for each in read
        ]
        after = len(given_out) // 2
        assert [number for number, _, _ in kept.chain_items(after)] == given_out[after:]


def test_nobody_drives_out_what_others_brought() -> None:
    with closing(items(kept=100)) as kept:
        kept.put(name(1, 1, "quiet"), bytes(20), "quiet")
        for at in range(1, 50):
            kept.put(name(at, at, "loud"), bytes(10), "loud")
        left = kept.after(0, frozenset(), most_bytes=1000)
        assert [each.name.device for each in left] == ["quiet"] + ["loud"] * 8
        assert left[-1].number == kept.newest == 50
        assert kept.put(name(1, 49, "loud"), b"again", "loud").known


def test_what_was_dropped_is_told_to_whoever_reads_it() -> None:
    with closing(items(kept=10)) as kept:
        kept.put(name(1, 1), bytes(10), "a")
        ((_, _, content),) = kept.chain_items()
        assert content() == bytes(10)
        kept.put(name(2, 2), bytes(10), "a")
        with pytest.raises(StorageError):
            content()


def test_pieces_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_items, "MOST_RANGES_OF_ONE", 3)
    with closing(items()) as kept:
        for at in (1, 3, 5):
            kept.put(name(at, at), b"x", "a")
        with pytest.raises(TooManyRanges):
            kept.put(name(7, 7), b"x", "a")
        assert not kept.put(name(2, 2), b"x", "a").known
        assert not kept.put(name(7, 7), b"x", "a").known
        assert not kept.put(name(1, 1, "b"), b"x", "b").known


def test_copies_come_for_those_devices_alone() -> None:
    with closing(items()) as kept:
        for device in ("a", "b"):
            kept.put(name(1, 9, device, Stream.COPY), b"rows", device)
        found = kept.after(0, frozenset({"b"}), most_bytes=1000)
        assert [each.name.device for each in found] == ["b"]
        assert kept.after(0, frozenset(), most_bytes=1000) == []
        assert list(kept.chain_items()) == []
