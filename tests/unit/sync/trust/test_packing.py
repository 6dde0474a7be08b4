"""Packs, from the publisher to the port's reader."""

from __future__ import annotations

import os

import pyrage
import pytest

from checkpoint_app.errors import ConfigError
from sync.trust.pack import PackHeader, PackKind, decrypt, read_pack
from sync.trust.packing import PackStream, pack, recipient_of, seal, sealed_size

HEADER = PackHeader(PackKind.ELSEWHERE, 3, 9)


def test_a_pack_is_read_by_the_port() -> None:
    identity = str(pyrage.x25519.Identity.generate())
    frames = [[[1, 2, 3, 4]], [], [[5, 6, 7, 8]] * 100]
    sealed = seal(pack(HEADER, frames), [recipient_of(identity)])
    header, read = read_pack(decrypt(sealed, identity), cap=100_000)
    assert header == HEADER
    assert list(read) == frames


def test_the_plain_size_is_what_the_port_unpacks() -> None:
    stream = PackStream(HEADER)
    for number in range(300):
        stream.add([number, os.urandom(500)])
    content = stream.finish()
    _, read = read_pack(content, cap=stream.plain_size)
    assert len(list(read)) == 300


def test_the_compressor_is_never_far_behind() -> None:
    stream = PackStream(HEADER)
    for number in range(3000):
        stream.add([number, os.urandom(1000)])
        assert stream.plain_size - stream.written < 600_000


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 500_000])
def test_sealing_adds_no_more_than_foreseen(size: int) -> None:
    recipient = recipient_of(str(pyrage.x25519.Identity.generate()))
    assert len(seal(os.urandom(size), [recipient])) <= sealed_size(size)


def test_no_recipient_no_pack() -> None:
    with pytest.raises(ConfigError):
        seal(b"text", ["age1nonsense"])
    with pytest.raises(ConfigError):
        recipient_of("AGE-SECRET-KEY-1NONSENSE")


def test_a_small_pack_is_read_alike() -> None:
    frames = [["batch", os.urandom(300)], ["rows", [[1, "a"]] * 9]]
    content = pack(HEADER, frames, small=True)
    header, read = read_pack(content, cap=100_000)
    assert header == HEADER
    assert list(read) == frames
    assert len(content) <= len(pack(HEADER, frames)) + 64
