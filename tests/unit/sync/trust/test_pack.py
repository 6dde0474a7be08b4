"""Packs: what is not exactly one is refused, and nothing makes the reader swell."""

from __future__ import annotations

import struct
import tracemalloc

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint_app.errors import TrustError
from sync.trust import pack
from sync.trust.pack import PackHeader, PackKind, encode_frame, encode_header, zstd

IDENTITY = pyrage.x25519.Identity.generate()
HEADER = PackHeader(PackKind.RECORDS, 3, 7)
FRAMES: list[object] = [[1, b"x" * 1000, [b"a", b"b"]], [2, b"y", []]]
PLAIN = encode_header(HEADER) + b"".join(encode_frame(frame) for frame in FRAMES)
WHOLE = zstd.compress(PLAIN)


def read(compressed: bytes, cap: int = len(PLAIN)) -> tuple[PackHeader, list[object]]:
    header, frames = pack.read_pack(compressed, cap=cap)
    return header, list(frames)


def refused(compressed: bytes, cap: int = len(PLAIN)) -> str:
    with pytest.raises(TrustError) as error:
        read(compressed, cap)
    return error.value.key


def test_a_pack_is_read_as_it_was_written() -> None:
    assert read(WHOLE) == (HEADER, FRAMES)


def test_frames_are_found_whatever_the_chunks() -> None:
    whole = list(pack.split_frames([PLAIN]))
    assert list(pack.split_frames(PLAIN[i : i + 1] for i in range(len(PLAIN)))) == whole


def test_one_byte_more_than_signed_is_too_long() -> None:
    assert refused(WHOLE, len(PLAIN) - 1) == "trust.bomb"


@pytest.mark.parametrize("cut", [0, 1, 10, len(WHOLE) - 1])
def test_a_pack_cut_short_is_malformed(cut: int) -> None:
    assert refused(WHOLE[:cut]) == "trust.malformed"


def test_bytes_after_a_pack_are_malformed() -> None:
    assert refused(WHOLE + WHOLE) == "trust.malformed"
    assert refused(zstd.compress(PLAIN + b"\0")) in ("trust.malformed", "trust.bomb")


def test_a_frame_cut_short_or_oversized_is_refused() -> None:
    assert refused(zstd.compress(PLAIN[:-1])) == "trust.malformed"
    huge = encode_header(HEADER) + struct.pack(">I", pack.FRAME_LIMIT + 1)
    assert refused(zstd.compress(huge)) == "trust.too_long"


@pytest.mark.parametrize(
    ("first", "key"),
    [
        ([2, "records", 3, 1, "more"], "trust.newer_format"),
        ([1, "songs", 3, 1], "trust.malformed"),
        ([1, "records", 3], "trust.malformed"),
        ([1, "records", "3", 1], "trust.malformed"),
        ({}, "trust.malformed"),
    ],
)
def test_another_header_is_refused(first: object, key: str) -> None:
    assert refused(zstd.compress(encode_frame(first))) == key


def test_a_pack_of_another_kind_or_scope_is_refused() -> None:
    assert pack.expect(HEADER, PackKind.RECORDS, 3) is HEADER
    for kind, scope in ((PackKind.MANIFEST, 3), (PackKind.RECORDS, 4)):
        with pytest.raises(TrustError):
            pack.expect(HEADER, kind, scope)


def test_a_bomb_is_refused_within_its_cap() -> None:
    bomb = zstd.compress(bytes(200_000_000))
    assert len(bomb) < 40_000
    tracemalloc.start()
    try:
        with pytest.raises(TrustError) as error:
            for _ in pack.inflate(bomb, cap=4_000_000):
                pass
        assert error.value.key == "trust.bomb"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8_000_000


def test_a_window_that_would_swell_the_decoder_is_refused() -> None:
    options = {
        zstd.CompressionParameter.window_log: 27,
        zstd.CompressionParameter.enable_long_distance_matching: 1,
        zstd.CompressionParameter.content_size_flag: 0,
    }
    compressor = zstd.ZstdCompressor(options=options)
    wide = compressor.compress(bytes(1000)) + compressor.flush()
    assert refused(wide) == "trust.malformed"


def test_a_frame_is_never_written_beyond_its_limit() -> None:
    with pytest.raises(ValueError, match="frame"):
        encode_frame(bytes(pack.FRAME_LIMIT))


def test_age_gives_back_what_was_sealed_for_this_identity_only() -> None:
    sealed = pyrage.encrypt(WHOLE, [IDENTITY.to_public()])
    assert pack.decrypt(sealed, str(IDENTITY)) == WHOLE
    other = pyrage.x25519.Identity.generate()
    for ciphertext, identity, key in (
        (sealed, str(other), "trust.not_for_us"),
        (sealed[:-1], str(IDENTITY), "trust.not_for_us"),
        (b"", str(IDENTITY), "trust.not_for_us"),
        (sealed, "AGE-SECRET-KEY-1", "trust.port_key"),
        (sealed, "", "trust.port_key"),
    ):
        with pytest.raises(TrustError) as error:
            pack.decrypt(ciphertext, identity)
        assert error.value.key == key


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_are_only_ever_refused(data: bytes) -> None:
    for compressed in (data, zstd.compress(data)):
        with pytest.raises(TrustError):
            read(compressed, 1000)
    with pytest.raises(TrustError):
        pack.decrypt(data, str(IDENTITY))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_harmless(place: int, change: int) -> None:
    spoilt = bytearray(WHOLE)
    spoilt[place] ^= change
    try:
        read(bytes(spoilt))
    except TrustError:
        return


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_byte_of_a_sealed_pack_is_refused(place: int, change: int) -> None:
    sealed = bytearray(pyrage.encrypt(WHOLE, [IDENTITY.to_public()]))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(TrustError):
        pack.decrypt(bytes(sealed), str(IDENTITY))
