"""A file of departures: what goes in comes out, and nothing else gets by."""

from __future__ import annotations

import random
from contextlib import suppress

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint_app.credential import canonical
from checkpoint_app.errors import ConfigError, TrustError
from sync.bundle.departures_file import (
    BatchFrame,
    HoldingFrame,
    LaterFrame,
    departures_file,
    open_departures,
    read_departures,
)
from sync.bundle.layout import DEPARTURES_LIMIT
from sync.trust.pack import PackHeader, PackKind, encode_frame, encode_header
from sync.trust.packing import pack, recipient_of

IDENTITY, OTHER = (str(pyrage.x25519.Identity.generate()) for _ in range(2))
HEADER = PackHeader(PackKind.DEPARTURES, 3, 1)
BATCHES = [bytes([each]) * (40 + each) for each in range(6)]
FRAMES = [["batch", batch] for batch in BATCHES] + [["holding", b"said", b"signed"]]
PLAIN = encode_header(HEADER) + b"".join(map(encode_frame, FRAMES))
PACK = pack(HEADER, FRAMES)


def read(plain: bytes) -> list[object]:
    scope, frames = read_departures(plain)
    return [scope, *frames]


def zstd_of(plain: bytes) -> bytes:
    """A zstd frame of one raw block (RFC 8878), uncompressed: any plaintext at all."""
    header = b"\x28\xb5\x2f\xfd\xa0" + len(plain).to_bytes(4, "little")
    block = (len(plain) << 3 | 1).to_bytes(3, "little")
    return header + block + plain


def refused_or_read(content: bytes) -> None:
    """Only the reader's own error escapes."""
    with suppress(TrustError):
        read(content)


def test_what_goes_in_comes_out() -> None:
    content = departures_file(3, BATCHES, HoldingFrame(b"said", b"signed"), recipient_of(IDENTITY))
    plain = open_departures(content, [OTHER, IDENTITY])
    held = HoldingFrame(b"said", b"signed")
    assert read(plain) == [3, *map(BatchFrame, BATCHES), held]
    assert read(zstd_of(PLAIN)) == read(plain)
    with pytest.raises(TrustError) as told:
        open_departures(content, [OTHER])
    assert told.value.key == "departures.not-for-us"


def test_what_a_later_program_adds_is_passed_over() -> None:
    frames = [["batch", b"1"], ["sealed-notice", 1, 2], ["batch", b"2"]]
    assert read(pack(HEADER, frames)) == [3, BatchFrame(b"1"), LaterFrame(), BatchFrame(b"2")]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (pack(PackHeader(PackKind.RECORDS, 3, 1), []), "departures.malformed"),
        (pack(PackHeader(PackKind.DEPARTURES, 3, 2), []), "trust.newer_format"),
        (pack(HEADER, [["batch"]]), "departures.malformed"),
        (pack(HEADER, [["batch", "text"]]), "departures.malformed"),
        (pack(HEADER, [["batch", bytes(512 * 1024 + 1)]]), "departures.malformed"),
        (pack(HEADER, [["holding", bytes(5000), b""]]), "departures.malformed"),
        (pack(HEADER, [7]), "departures.malformed"),
        (pack(HEADER, [["batch", bytes(500_000)]] * 68), "trust.bomb"),
        (PACK[:-1], "trust.malformed"),
        (PACK + b"\0", "trust.malformed"),
        (zstd_of(PLAIN[:-1]), "trust.malformed"),
    ],
)
def test_what_is_not_of_the_form_is_refused(content: bytes, key: str) -> None:
    with pytest.raises(TrustError) as told:
        read(content)
    assert told.value.key == key


def test_bounds_come_first() -> None:
    with pytest.raises(TrustError) as told:
        open_departures(bytes(DEPARTURES_LIMIT + 1), [IDENTITY])
    assert told.value.key == "departures.too-long"
    with pytest.raises(ConfigError):
        open_departures(b"", ["no identity"])


@settings(max_examples=500)
@given(seed=st.integers(0, 2**64), flips=st.integers(1, 4), inner=st.booleans())
def test_flipped_bits_let_only_the_reader_s_error_escape(
    seed: int, flips: int, inner: bool
) -> None:
    chance = random.Random(seed)
    content = bytearray(PLAIN if inner else PACK)
    for _ in range(flips):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    refused_or_read(zstd_of(bytes(content)) if inner else bytes(content))


def test_a_flipped_bit_anywhere_in_the_sealed_file_is_told() -> None:
    content = departures_file(3, BATCHES[:1], None, recipient_of(IDENTITY))
    for place in range(len(content)):
        flipped = bytearray(content)
        flipped[place] ^= 1 << place % 8
        with pytest.raises(TrustError) as told:
            open_departures(bytes(flipped), [IDENTITY])
        assert told.value.key in {"departures.torn", "departures.not-for-us"}


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.binary(max_size=40) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@settings(max_examples=250)
@given(contents=st.lists(_VALUES | st.tuples(st.just("batch"), _VALUES).map(list), max_size=4))
def test_any_frames_let_only_the_reader_s_error_escape(contents: list[object]) -> None:
    frames = [canonical.encode(each) for each in contents]
    plain = encode_header(HEADER) + b"".join(
        len(frame).to_bytes(4, "big") + frame for frame in frames
    )
    refused_or_read(zstd_of(plain))


@settings(max_examples=300)
@given(content=st.binary(max_size=300), framed=st.booleans())
def test_any_bytes_let_only_the_reader_s_error_escape(content: bytes, framed: bool) -> None:
    refused_or_read(zstd_of(content) if framed else content)
    with pytest.raises(TrustError):
        open_departures(content, [IDENTITY])
